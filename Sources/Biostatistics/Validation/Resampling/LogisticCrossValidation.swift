#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension LogisticProcedure: CrossValidatedProcedure, CentreValidatedProcedure {
  public var events: [Bool] { frame.outcomes.event }

  /// a + x'b + offset of each row, a and b of the model that did not see it.
  public func linearPredictors(_ parts: [HeldOutPart<FittedLogistic>]) -> [Double] {
    var result = [Double](repeating: .nan, count: rowCount)
    for part in parts {
      for row in part.rows.rows { result[Int(row)] = part.fitted.linearPredictors[Int(row)] }
    }
    return result
  }

  /// The indices of ``linearPredictors(_:)``.
  public func pooledIndices(
    _ parts: [HeldOutPart<FittedLogistic>]
  ) -> (of: [PerformanceIndex], values: [IndexValue]) {
    let list = judge.indices(of: linearPredictors(parts), against: events, isMaximum: false)
    return (list.indices, list.values)
  }

  /// The log likelihood of the rows that were held out: rows are independent.
  public func heldOutLogLikelihood(_ part: HeldOutPart<FittedLogistic>) -> Double {
    part.rows.rows.reduce(0) { sum, row in
      let eta = part.fitted.linearPredictors[Int(row)]
      let distance = events[Int(row)] ? -eta : eta
      return sum - max(distance, 0) - log1p(exp(-distance.magnitude))
    }
  }

  /// c, intercept, slope, and observed/expected.
  public func estimates(
    of fitted: FittedLogistic, in rows: RowSample, confidence: Double
  ) -> [CentreEstimate] {
    let places = rows.rows.map(Int.init)
    let risk = places.map { LogisticFunction.probability(fitted.linearPredictors[$0]) }
    guard
      let found = try? BinaryValidation(
        of: risk, against: places.map { events[$0] }, thresholds: [], confidence: confidence)
    else { return [] }
    func entry(
      _ name: PerformanceIndex.Name, _ scale: PoolingScale,
      _ value: Result<IndexEstimate, IndexUnavailable>
    ) -> CentreEstimate {
      CentreEstimate(
        PerformanceIndex(name), scale,
        value.map { ($0.estimate, $0.interval, $0.standardError) })
    }
    return [
      entry(.c, .logOdds, found.c), entry(.intercept, .identity, found.intercept),
      entry(.slope, .identity, found.slope),
      CentreEstimate(
        PerformanceIndex(.observedExpected), .logarithm,
        found.observedExpected.map { ($0.ratio, $0.interval, $0.logStandardError) }),
    ]
  }
}
