internal import LinearAlgebra
internal import Synchronization

/// A procedure whose models of several parts can be put together: each row predicted by the model that did
/// not see it.
public protocol CrossValidatedProcedure: ModellingProcedure {
  /// Whether each row had the event.
  var events: [Bool] { get }
  /// The linear predictor of each row by the model that did not see it.
  func linearPredictors(_ parts: [HeldOutPart<Fitted>]) -> [Double]
  /// The indices of those predictions taken together.
  func pooledIndices(_ parts: [HeldOutPart<Fitted>]) -> (
    of: [PerformanceIndex], values: [IndexValue]
  )
  /// The log likelihood of what was held out, given the rest: l(b) - l_(-k)(b), l over all rows and l_(-k)
  /// over those that b was fitted to.
  func heldOutLogLikelihood(_ part: HeldOutPart<Fitted>) -> Double
}

/// Rows that were held out, with the model of the others.
public struct HeldOutPart<Fitted: FittedProcedure>: Sendable {
  /// Of the other rows.
  public let fitted: Fitted
  /// The rows that it did not see.
  public let rows: RowSample
}

/// Repeated K-fold cross-validation: the whole procedure on all folds but one, its model judged in that one.
///
/// Each index is averaged over the folds, and found once more of all predictions taken together, each row
/// predicted by the model that did not see it (``Entry/pooled``): with few patients a fold the second has less
/// noise, and for a concordance it also compares patients of different models. ``logLikelihood`` is
///
///     CVL = sum over folds of l(b_(-k)) - l_(-k)(b_(-k))
///
/// Verweij PJM, van Houwelingen HC (1993), doi:10.1002/sim.4780122407.
public struct CrossValidation: Sendable {
  /// One index.
  public struct Entry: Sendable, Equatable {
    /// Which.
    public let index: PerformanceIndex
    /// Mean over the folds of all repetitions; nil where no fold has a value.
    public let mean: Double?
    /// Standard deviation over them; nil with fewer than two.
    public let standardDeviation: Double?
    /// Of all predictions taken together, the mean over the repetitions.
    public let pooled: Double?
    /// Standard deviation of that over the repetitions; nil with fewer than two.
    public let pooledStandardDeviation: Double?
    /// Folds that have a value.
    public let count: Int
    /// Folds with a model, but without a value, by the code of the reason.
    public let unavailable: [String: Int]
  }

  /// In the order of the procedure's indices.
  public let entries: [Entry]
  /// K.
  public let foldCount: Int
  /// How often the rows were dealt out.
  public let repetitionCount: Int
  /// CVL, the mean over the repetitions; nil where a fold has no model in all of them.
  public let logLikelihood: Double?
  /// Of each row in the first repetition, by the model that did not see it; nil where a fold has no model.
  public let linearPredictors: [Double]?
  /// Folds without a model, by reason.
  public let failures: [ResampleFailure: Int]

  /// The entry of an index over all follow-up.
  public subscript(name: PerformanceIndex.Name) -> Entry? {
    entries.first { $0.index.name == name }
  }

  /// Cross-validates a procedure.
  ///
  /// - Parameters:
  ///   - procedure: what leads from rows to a model.
  ///   - assignments: the folds of each repetition, all of one K.
  ///   - threads: how many work at once; the result does not depend on it.
  ///   - shouldGoOn: asked before each repetition.
  /// - Throws: ``ResamplingError/noModel(_:)`` where no fold has one; ``ResamplingError/stopped``.
  public init(
    of procedure: some CrossValidatedProcedure, _ assignments: [FoldAssignment],
    threads: Int = Parallel.processorCount, shouldGoOn: (Int) -> Bool = { _ in true }
  ) throws(ResamplingError) {
    guard let first = assignments.first else { throw .tooFew("repeats", given: 0, needed: 1) }
    var sums: [IndexSums] = []
    var indices: [PerformanceIndex] = []
    var likelihoods: [Double] = []
    var failures: [ResampleFailure: Int] = [:]
    var linearPredictors: [Double]?
    for (repetition, assignment) in assignments.enumerated() {
      guard shouldGoOn(repetition) else { throw .stopped }
      let folds = Fold.all(of: procedure, assignment, threads: threads)
      for fold in folds {
        switch fold {
        case .failure(let reason): failures[reason, default: 0] += 1
        case .success(let fold):
          if sums.isEmpty {
            indices = fold.indices
            sums = indices.map { _ in IndexSums() }
          }
          for (place, value) in fold.values.enumerated() { sums[place].folds.add(value) }
        }
      }
      let parts = folds.compactMap { try? $0.get().part }
      guard parts.count == folds.count else { continue }
      let pooled = procedure.pooledIndices(parts)
      for (place, value) in pooled.values.enumerated() { sums[place].pooled.add(value) }
      likelihoods.append(
        folds.reduce(0) { sum, fold in sum + ((try? fold.get().logLikelihood) ?? .nan) })
      if repetition == 0 { linearPredictors = procedure.linearPredictors(parts) }
    }
    guard !sums.isEmpty else {
      let reasons = failures.sorted { $0.key.rawValue < $1.key.rawValue }
        .map { "\($0.value) for \($0.key.words)" }
      throw .noModel(reasons.joined(separator: ", "))
    }
    entries = zip(indices, sums).map { index, sums in
      Entry(
        index: index, mean: sums.folds.mean, standardDeviation: sums.folds.standardDeviation,
        pooled: sums.pooled.mean, pooledStandardDeviation: sums.pooled.standardDeviation,
        count: sums.folds.values.count, unavailable: sums.folds.unavailable)
    }
    foldCount = first.count
    repetitionCount = assignments.count
    logLikelihood =
      likelihoods.isEmpty ? nil : likelihoods.reduce(0, +) / Double(likelihoods.count)
    self.linearPredictors = linearPredictors
    self.failures = failures
  }
}

/// One fold of one repetition.
private struct Fold<Fitted: FittedProcedure>: Sendable {
  let part: HeldOutPart<Fitted>
  let indices: [PerformanceIndex]
  let values: [IndexValue]
  let logLikelihood: Double

  static func all<Procedure: CrossValidatedProcedure>(
    of procedure: Procedure, _ assignment: FoldAssignment, threads: Int
  ) -> [Result<Fold, ResampleFailure>] where Procedure.Fitted == Fitted {
    let found = Mutex([Result<Fold, ResampleFailure>?](repeating: nil, count: assignment.count))
    Parallel.forEach(assignment.count, threads: threads) { fold in
      let (heldOut, kept) = assignment.parts(fold)
      let result = Result { () throws(ResampleFailure) in
        let part = HeldOutPart(fitted: try procedure.fit(kept), rows: heldOut)
        let (indices, values) = part.fitted.indices(on: heldOut, isOwn: false)
        return Fold(
          part: part, indices: indices, values: values,
          logLikelihood: procedure.heldOutLogLikelihood(part))
      }
      found.withLock { $0[fold] = result }
    }
    return found.withLock { $0.compactMap { $0 } }
  }
}

/// The values of an index.
private struct IndexSums {
  struct Values {
    private(set) var values: [Double] = []
    private(set) var unavailable: [String: Int] = [:]

    mutating func add(_ value: IndexValue) {
      switch value {
      case .value(let number): values.append(number)
      case .unavailable(let code): unavailable[code, default: 0] += 1
      }
    }

    var mean: Double? {
      values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    var standardDeviation: Double? {
      guard values.count > 1, let mean else { return nil }
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (squares / Double(values.count - 1)).squareRoot()
    }
  }

  var folds = Values()
  var pooled = Values()
}
