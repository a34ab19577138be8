/// How much better a model looks on the patients that it was made from than on others, by Efron's and
/// Harrell's bootstrap:
///
///     optimism  = (1/B) sum over resamples b of [I(M_b on b) - I(M_b on all)]
///     corrected = I(M on all) - optimism
///
/// for an index I, M what the procedure makes of all rows, M_b what it makes of resample b. The Monte-Carlo
/// error of the optimism is the standard deviation of the differences over sqrt(B). A resample without a model,
/// or in which an index has no value, is left out of that index and counted by reason. Sums run in the order
/// of the resamples.
///
/// Efron B, Gong G (1983), doi:10.1080/00031305.1983.10483087; Harrell FE, Lee KL, Mark DB (1996),
/// doi:10.1002/(SICI)1097-0258(19960229)15:4<361::AID-SIM168>3.0.CO;2-4.
public struct BootstrapOptimism: Sendable {
  /// One index.
  public struct Entry: Sendable, Equatable {
    /// Which.
    public let index: PerformanceIndex
    /// I(M on all); nil where it has no value.
    public let apparent: IndexValue
    /// Mean over the resamples of I(M_b on b); nil as the following where no resample has a value.
    public let training: Double?
    /// Mean of I(M_b on all).
    public let test: Double?
    /// ``training`` - ``test``.
    public let optimism: Double?
    /// ``apparent`` - ``optimism``.
    public let corrected: Double?
    /// Of ``optimism``; nil with fewer than two resamples.
    public let monteCarloError: Double?
    /// Resamples that have both values.
    public let count: Int
    /// Resamples with a model, but without a value, by the code of the reason.
    public let unavailable: [String: Int]
  }

  /// In the order of the procedure's indices.
  public let entries: [Entry]
  /// B, the resamples that were done.
  public let count: Int
  /// Resamples without a model, by reason.
  public let failures: [ResampleFailure: Int]
  /// In how many resamples each column had nothing to say, most often first.
  public let droppedColumns: [(column: String, count: Int)]
  /// In how many resamples each term was kept, in order of the name; nil without selection.
  public let keptTerms: [(term: String, count: Int)]?
  /// Terms kept on all rows; nil without selection.
  public let keptTermsOfAll: [String]?

  /// Sums replications up.
  ///
  /// - Parameters:
  ///   - replications: one a resample.
  ///   - apparent: the indices of the procedure on all rows, in all rows; their order is that of
  ///     the replications' values.
  ///   - keptTermsOfAll: the terms that selection kept on all rows; nil without selection.
  /// - Throws: ``ResamplingError/noModel(_:)`` where every resample failed.
  public init(
    _ replications: [Replication], apparent: (of: [PerformanceIndex], values: [IndexValue]),
    keptTermsOfAll: [String]? = nil
  ) throws(ResamplingError) {
    var failures: [ResampleFailure: Int] = [:]
    var dropped: [String: Int] = [:]
    var kept: [String: Int] = [:]
    var done: [(training: [IndexValue], test: [IndexValue])] = []
    for replication in replications {
      for column in replication.droppedColumns { dropped[column, default: 0] += 1 }
      for term in replication.keptTerms ?? [] { kept[term, default: 0] += 1 }
      switch replication.outcome {
      case .failed(let reason): failures[reason, default: 0] += 1
      case .indices(let training, let test): done.append((training, test))
      }
    }
    guard !done.isEmpty else {
      let reasons = failures.sorted { $0.key.rawValue < $1.key.rawValue }
        .map { "\($0.value) for \($0.key.words)" }
      throw .noModel(reasons.joined(separator: ", "))
    }
    self.failures = failures
    count = replications.count
    droppedColumns = dropped.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { ($0.key, $0.value) }
    keptTerms = keptTermsOfAll.map { _ in
      kept.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
    self.keptTermsOfAll = keptTermsOfAll
    entries = apparent.of.indices.map { place in
      Entry(
        apparent.of[place], apparent: apparent.values[place],
        done.map { ($0.training[place], $0.test[place]) })
    }
  }

  /// The entry of an index over all follow-up.
  public subscript(name: PerformanceIndex.Name) -> Entry? {
    entries.first { $0.index.name == name }
  }
}

extension BootstrapOptimism.Entry {
  init(
    _ index: PerformanceIndex, apparent: IndexValue,
    _ pairs: [(training: IndexValue, test: IndexValue)]
  ) {
    var (training, test, differences) = (0.0, 0.0, [Double]())
    var unavailable: [String: Int] = [:]
    for pair in pairs {
      switch (pair.training, pair.test) {
      case (.value(let own), .value(let other)):
        training += own
        test += other
        differences.append(own - other)
      case (.unavailable(let code), _), (_, .unavailable(let code)):
        unavailable[code, default: 0] += 1
      }
    }
    self.index = index
    self.apparent = apparent
    self.unavailable = unavailable
    count = differences.count
    guard count > 0 else {
      (self.training, self.test, optimism, corrected, monteCarloError) = (nil, nil, nil, nil, nil)
      return
    }
    let n = Double(count)
    let mean = differences.reduce(0, +) / n
    self.training = training / n
    self.test = test / n
    optimism = mean
    corrected = apparent.number.map { $0 - mean }
    monteCarloError =
      count > 1
      ? (differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1) / n).squareRoot() : nil
  }
}

extension BootstrapOptimism {
  /// Sums up replications of a procedure whose fit of all rows is known.
  ///
  /// - Throws: ``ResamplingError/noModel(_:)``.
  public init(
    _ replications: [Replication], of whole: WholeFit
  ) throws(ResamplingError) {
    try self.init(
      replications, apparent: (whole.indices, whole.values), keptTermsOfAll: whole.keptTerms)
  }
}

/// What a procedure makes of all rows, judged in all rows.
public struct WholeFit: Sendable {
  /// The indices, in the order of every replication's values.
  public let indices: [PerformanceIndex]
  /// Apparent performance.
  public let values: [IndexValue]
  /// Nil without selection.
  public let keptTerms: [String]?
}

extension Bootstrap {
  /// The procedure on all rows.
  ///
  /// - Throws: ``ResamplingError/wholeData(_:)``.
  public func whole() throws(ResamplingError) -> WholeFit {
    let all = RowSample(all: procedure.rowCount)
    let fitted: Procedure.Fitted
    do { fitted = try procedure.fit(all) } catch { throw .wholeData(error) }
    let found = fitted.indices(on: all, isOwn: true)
    return WholeFit(indices: found.of, values: found.values, keptTerms: fitted.keptTerms)
  }

  /// The optimism, all at once.
  ///
  /// - Throws: ``ResamplingError/wholeData(_:)``, ``ResamplingError/noModel(_:)``.
  public func optimism(
    threads: Int = Parallel.processorCount
  ) throws(ResamplingError) -> BootstrapOptimism {
    let whole = try whole()
    return try BootstrapOptimism(replications(threads: threads).compactMap { $0 }, of: whole)
  }
}
