internal import LinearAlgebra
internal import Synchronization

/// The samples of a bootstrap.
public enum BootstrapSamples: Sendable {
  /// So many, each drawn from the stream of its number; see ``RowSample/init(drawing:seed:from:clusters:)``.
  case drawn(count: Int, seed: UInt64)
  /// These.
  case given([RowSample])

  /// How many.
  public var count: Int {
    switch self {
    case .drawn(let count, _): count
    case .given(let samples): samples.count
    }
  }
}

/// The bootstrap of a modelling procedure: to each resample the whole procedure, its model judged in the
/// resample and in all rows.
///
/// A replication depends on its number alone, not on those before it nor on the thread that it runs on, so
/// that it can be done again alone, and left for later. O(B) fits.
public struct Bootstrap<Procedure: ModellingProcedure>: Sendable {
  /// What is repeated.
  public let procedure: Procedure
  /// On what.
  public let samples: BootstrapSamples
  private let all: RowSample

  /// - Throws: ``ResamplingError/tooFew(_:given:needed:)`` for fewer than two samples: one says nothing of how
  ///   far chance goes.
  public init(of procedure: Procedure, _ samples: BootstrapSamples) throws(ResamplingError) {
    guard samples.count >= 2 else { throw .tooFew("resamples", given: samples.count, needed: 2) }
    self.procedure = procedure
    self.samples = samples
    all = RowSample(all: procedure.rowCount)
  }

  /// Sample `index`, from 0.
  public func sample(_ index: Int) -> RowSample {
    switch samples {
    case .drawn(_, let seed):
      RowSample(
        drawing: index, seed: seed, from: procedure.rowCount, clusters: procedure.clusters)
    case .given(let samples): samples[index]
    }
  }

  /// Replication `index`, from 0, by itself.
  public func replication(_ index: Int) -> Replication {
    let sample = sample(index)
    do {
      let fitted = try procedure.fit(sample)
      return Replication(
        index: index,
        outcome: .indices(
          training: fitted.indices(on: sample, isOwn: true).values,
          test: fitted.indices(on: all, isOwn: false).values),
        droppedColumns: fitted.droppedColumns, keptTerms: fitted.keptTerms)
    } catch {
      return Replication(
        index: index, outcome: .failed(error), droppedColumns: [], keptTerms: nil)
    }
  }

  /// All replications, those that are known already not done again.
  ///
  /// - Returns: in the order of their numbers; nil for one that was not begun because `monitor` said stop.
  public func replications(
    knowing known: [Replication] = [], threads: Int = Parallel.processorCount,
    monitor: (any ResamplingMonitor)? = nil
  ) -> [Replication?] {
    var start = [Replication?](repeating: nil, count: samples.count)
    for replication in known where start.indices.contains(replication.index) {
      start[replication.index] = replication
    }
    let missing = start.indices.filter { start[$0] == nil }
    let found = Mutex(start)
    let next = Atomic(0)
    Parallel.forEach(min(threads, missing.count), threads: threads) { _ in
      while !(monitor?.shouldStop ?? false) {
        let place = next.add(1, ordering: .relaxed).oldValue
        guard place < missing.count else { return }
        let replication = replication(missing[place])
        found.withLock { $0[replication.index] = replication }
        monitor?.isDone(replication)
      }
    }
    return found.withLock { $0 }
  }
}
