internal import Distributions
internal import Terms

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Survival at one time with its uncertainty.
public struct SurvivalEstimate: Sendable, Equatable {
  /// In the unit of the table.
  public let time: Double
  /// S(t | x), from 0 to 1.
  public let survival: Double
  /// Of ``survival``.
  public let standardError: Double
  /// H(t | x) = -log S(t | x).
  public let cumulativeHazard: Double
  /// Of ``cumulativeHazard``, the coefficients' uncertainty included.
  public let cumulativeHazardStandardError: Double
  /// The lower pointwise confidence limit of ``survival``.
  public let lower: Double
  /// The upper pointwise confidence limit of ``survival``.
  public let upper: Double
  /// Whether the time lies beyond the last follow-up of the stratum, so that the last value is
  /// carried on.
  public let isBeyondFollowUp: Bool
}

/// The cumulative baseline hazard of one stratum at every distinct follow-up time.
public struct BaselineHazard: Sendable, Equatable {
  /// Nil in a model without strata.
  public let stratum: String?
  /// The distinct exit times of the stratum, ascending, censored ones among them.
  public let times: [Double]
  /// H0 at each of ``times``, at the covariates' means.
  public let cumulativeHazard: [Double]
}

extension CoxModel {
  /// The cumulative hazard at ``means`` (offset zero), stratum by stratum: Efron's estimator under
  /// Efron ties, Breslow's under Breslow ties.
  ///
  /// Source: Breslow N (1972), J R Stat Soc B 34:216; Efron B (1977),
  /// doi:10.1080/01621459.1977.10480613.
  public var baselineCumulativeHazard: [BaselineHazard] {
    let riskSets = likelihood.riskSets
    var times = [[Double]](repeating: [], count: riskSets.strata.count)
    for frameRow in riskSets.order.reversed() {
      let stratum = Int(frame.strata?.codes[Int(frameRow)] ?? 0)
      let time = frame.outcomes.exit[Int(frameRow)]
      if times[stratum].last != time { times[stratum].append(time) }
    }
    return riskSets.strata.enumerated().map { stratum, events in
      let scale = exp(linearPredictorShift - likelihood.shifts[stratum])
      var hazard = 0.0
      var event = events.upperBound - 1
      let values = times[stratum].map { time in
        while event >= events.lowerBound, riskSets.eventTimes[event].time <= time {
          hazard += likelihood.tied[event].hazard
          event -= 1
        }
        return hazard * scale
      }
      return BaselineHazard(
        stratum: frame.strata?.labels[stratum], times: times[stratum], cumulativeHazard: values)
    }
  }

  /// Survival of the rows of another table, at the times given, with intervals.
  ///
  ///     S(t | x) = exp(-H(t | x)),   H(t | x) = H0(t) exp(x' beta)
  ///     var H(t | x) = exp(2 x' beta) [sum of hazard variances up to t + q' V q],
  ///     q = integral over 0..t of (m(u) - x) dH0(u)
  ///
  /// The table needs the columns of the formula's right side; the stratum is read from it too. With
  /// `step()` the coefficients change along the way, as in ``survival(along:at:scale:confidence:)``.
  ///
  /// - Parameters:
  ///   - table: rows with the columns of the formula's right side.
  ///   - times: in the unit of the fit.
  ///   - scale: where the interval is symmetric.
  ///   - confidence: between 0 and 1.
  /// - Returns: for each row an estimate for each time, in the order given.
  /// - Throws: ``DesignError`` for a missing column, a level that the fit never saw, or a value that
  ///   is missing or not finite.
  ///
  /// Source: Therneau TM, Grambsch PM (2000), section 10.2, doi:10.1007/978-1-4757-3294-8.
  public func survival(
    of table: Table, at times: [Double], scale: ConfidenceScale = .log, confidence: Double = 0.95
  ) throws(DesignError) -> [[SurvivalEstimate]] {
    guard frame.terms.cuts.isEmpty else {
      return try stepSurvival(of: table, at: times, scale: scale, confidence: confidence)
    }
    let rows = try frame.terms.predictionRows(of: table)
    let z = NormalDistribution.quantile(0.5 + confidence / 2)
    let sums = (0..<likelihood.riskSets.strata.count).map { baselineSums(stratum: $0, at: times) }
    let lastTimes = followUpEnds
    return rows.map { row in
      let covariates = likelihood.design.workingCoordinates(of: row.values)
      let eta = dot(covariates, workingCoefficients) + row.offset - offsetCenter
      let risk = exp(eta - likelihood.shifts[row.stratum])
      return times.indices.map { k in
        let sum = sums[row.stratum][k]
        let q = zip(sum.means, covariates).map { $0 - $1 * sum.hazard }
        let variance = sum.variance + workingCovariance.quadraticForm(q)
        let hazard = risk * sum.hazard
        let hazardError = risk * variance.squareRoot()
        let survival = exp(-hazard)
        let limits = scale.limits(survival, standardError: survival * hazardError, z: z)
        return SurvivalEstimate(
          time: times[k], survival: survival, standardError: survival * hazardError,
          cumulativeHazard: hazard, cumulativeHazardStandardError: hazardError,
          lower: limits.lower, upper: limits.upper,
          isBeyondFollowUp: times[k] > lastTimes[row.stratum])
      }
    }
  }

  var followUpEnds: [Double] {
    var ends = [Double](repeating: -.infinity, count: likelihood.riskSets.strata.count)
    for (row, time) in frame.outcomes.exit.enumerated() {
      let stratum = Int(frame.strata?.codes[row] ?? 0)
      ends[stratum] = max(ends[stratum], time)
    }
    return ends
  }

  /// Hazard, its variance, and the integral of the mean covariates, up to a time, at the centre of
  /// the working columns.
  struct BaselineSums {
    var hazard = 0.0
    var variance = 0.0
    var means: [Double] = []
  }

  func baselineSums(stratum: Int, at times: [Double]) -> [BaselineSums] {
    let riskSets = likelihood.riskSets
    let events = riskSets.strata[stratum]
    let p = likelihood.design.columnCount
    // How many of the stratum's event times, counted from the earliest, lie at or before each time.
    let counts = times.map { time in
      events.reversed().prefix { riskSets.eventTimes[$0].time <= time }.count
    }
    var hazard = [0.0]
    var variance = [0.0]
    for event in events.reversed() {
      hazard.append((hazard.last ?? 0) + likelihood.tied[event].hazard)
      variance.append((variance.last ?? 0) + likelihood.tied[event].hazardVariance)
    }
    var result = counts.map {
      BaselineSums(
        hazard: hazard[$0], variance: variance[$0], means: [Double](repeating: 0, count: p))
    }
    for column in 0..<p {
      let path = likelihood.meanPath(ofColumn: column)
      for (k, count) in counts.enumerated() where count > 0 {
        result[k].means[column] = path.integral[events.upperBound - count].value
      }
    }
    return result
  }
}

extension DesignTerms {
  /// A row to be predicted: its design columns, its offset, its stratum.
  struct PredictionRow {
    let values: [Double]
    let offset: Double
    let stratum: Int
  }

  /// - Parameter pieces: which piece of follow-up each row is, where coefficients differ between
  ///   them.
  func predictionRows(
    of table: Table, pieces: [Int32]? = nil
  ) throws(DesignError) -> [PredictionRow] {
    let evaluator = evaluator(of: table)
    let design = try design(of: table, pieces: pieces)
    let columns = (0..<design.columnCount).map { design.values(ofColumn: $0) }
    var offset = [Double](repeating: 0, count: table.rowCount)
    for expression in formula.offsets {
      offset = zip(offset, try evaluator.numbers(expression)).map(+)
    }
    for (expression, variable) in try of(table).variables {
      if let row = (0..<table.rowCount).first(where: { variable.isMissing($0) }) {
        throw .missingCovariate(expression.description, row: evaluator.place(row))
      }
    }
    let strata = try strataCodes(of: table)
    var rows: [PredictionRow] = []
    for row in 0..<table.rowCount {
      let values = columns.map { $0[row] }
      if let column = values.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(expression: design.columnNames[column], row: evaluator.place(row))
      }
      guard offset[row].isFinite else {
        throw .notFinite(expression: "offset", row: evaluator.place(row))
      }
      rows.append(PredictionRow(values: values, offset: offset[row], stratum: strata?[row] ?? 0))
    }
    return rows
  }
}
