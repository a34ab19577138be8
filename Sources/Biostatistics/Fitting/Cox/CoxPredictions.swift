#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Predictions of many rows without intervals, which take one pass over each column.
extension CoxModel {
  /// x' beta of the rows of another table, relative to ``means`` and with the offset, as
  /// ``linearPredictors``; NaN where a covariate is missing.
  ///
  /// - Throws: ``DesignError`` for a column that is missing, a level that the fit never saw, a value
  ///   that is infinite, and a model whose coefficients change with time.
  public func linearPredictors(of table: Table) throws(DesignError) -> [Double] {
    try frame.terms.predictionColumns(of: table).linearPredictors(
      coefficients: coefficients, means: means, frame.terms.evaluator(of: table))
  }

  /// S(t | x) = exp(-H0(t) exp(x' beta)) of the rows of another table: for each time a value for each
  /// row, NaN where a covariate is missing. Beyond the follow-up of a stratum its last value is carried
  /// on. ``survival(of:at:scale:confidence:)`` has the same with intervals.
  ///
  /// - Throws: as ``linearPredictors(of:)``.
  public func survivalProbabilities(
    of table: Table, at times: [Double]
  ) throws(DesignError) -> [[Double]] {
    let columns = try frame.terms.predictionColumns(of: table)
    let risks = try columns.linearPredictors(
      coefficients: coefficients, means: means, frame.terms.evaluator(of: table)
    ).map { exp($0) }
    let baseline = baselineCumulativeHazard
    return times.map { time in
      let hazards = baseline.map { stratum in
        stratum.times.lastIndex(before: { $0 > time }).map { stratum.cumulativeHazard[$0] } ?? 0
      }
      return risks.indices.map { row in exp(-hazards[columns.strata?[row] ?? 0] * risks[row]) }
    }
  }
}

extension Array {
  /// The last place before the first of an ascending array of which `isBeyond` holds; nil where it holds
  /// of all.
  fileprivate func lastIndex(before isBeyond: (Element) -> Bool) -> Int? {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBeyond(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low == 0 ? nil : low - 1
  }
}
