internal import Distributions
internal import LinearAlgebra

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// How the intervals of a logistic fit are made.
public enum IntervalMethod: String, Sendable, CaseIterable {
  /// exp(b +- z se).
  case wald
  /// The odds ratios at which the (penalised) likelihood, all else maximised, has fallen by half the
  /// chi-square quantile. Source: Venzon DJ, Moolgavkar SH (1988), doi:10.2307/2347496.
  case profile
}

extension LogisticModel {
  /// Every coefficient, odds ratio and interval, the intercept first.
  ///
  /// After Firth's penalty p is that of the penalised likelihood ratio, and the profile's intervals
  /// are of the penalised likelihood.
  public func coefficientTable(
    confidence: Double = 0.95, intervals: IntervalMethod = .wald
  ) -> [CoefficientEstimate] {
    let quantile = NormalDistribution.quantile(0.5 + confidence / 2)
    let modelErrors = modelCovarianceMatrix.diagonal.map { $0.squareRoot() }
    let robustErrors = robustCovarianceMatrix?.diagonal.map { $0.squareRoot() }
    let penalized = options.firth ? profileTests : nil
    let profile = intervals == .profile ? profileIntervals(confidence: confidence) : nil
    return coefficients.indices.map { (place: Int) -> CoefficientEstimate in
      let estimate = coefficients[place]
      let error = robustErrors?[place] ?? modelErrors[place]
      let z = estimate / error
      let wald = (lower: estimate - quantile * error, upper: estimate + quantile * error)
      let limits = profile?[place] ?? wald
      return CoefficientEstimate(
        term: coefficientNames[place], estimate: estimate, modelStandardError: modelErrors[place],
        robustStandardError: robustErrors?[place], z: z,
        p: penalized?[place].p ?? NormalDistribution.twoSidedP(z), ratio: exp(estimate),
        lower: exp(limits.lower), upper: exp(limits.upper))
    }
  }

  /// The limits of each coefficient at which twice the profile log likelihood, penalised as the fit was,
  /// lies the chi-square quantile below its maximum; NaN where a column was left out, infinite where it
  /// never falls as far.
  public func profileIntervals(
    confidence: Double = 0.95
  ) -> [(lower: Double, upper: Double)] {
    let quantile = NormalDistribution.quantile(0.5 + confidence / 2)
    var result = [(lower: Double, upper: Double)](
      repeating: (.nan, .nan), count: coefficients.count)
    var search = PenalizedLogisticSearch(
      likelihood: likelihood, isFirth: options.firth, maximumIterations: 500)
    guard let maximum = search.maximize(from: workingCoefficients, tolerance: options.tolerance)
    else { return result }
    for (i, place) in coordinates.places.enumerated() {
      let combination = coordinates.map.rows[i]
      func limit(_ sign: Double) -> Double {
        search.profileLimit(of: combination, from: maximum, sign: sign, quantile: quantile)
      }
      result[place] = (limit(-1), limit(1))
    }
    return result
  }
}

extension LogisticModel {
  /// For each coefficient twice the fall of the maximum, penalised as the fit was, when it is held at 0;
  /// NaN where a column was left out.
  public var profileTests: [ChiSquareTest] {
    var statistics = [Double](repeating: .nan, count: coefficients.count)
    var search = PenalizedLogisticSearch(
      likelihood: likelihood, isFirth: options.firth, maximumIterations: 500)
    let maximum = search.maximize(from: workingCoefficients, tolerance: options.tolerance)
    for (i, place) in coordinates.places.enumerated() {
      let constraint = coordinates.map.submatrix(
        rows: [i], columns: Array(0..<coordinates.map.columnCount))
      guard let maximum,
        let without = search.maximize(
          from: maximum.point, constraints: constraint, values: [0], tolerance: 1e-8)
      else { continue }
      statistics[place] = max(0, 2 * (maximum.value - without.value))
    }
    return statistics.map { ChiSquareTest(statistic: $0, degreesOfFreedom: 1) }
  }
}

/// A predicted probability.
public struct ProbabilityEstimate: Sendable, Equatable {
  /// a + x' b + offset, and its standard error.
  public let logOdds: Double
  /// The root of x' V x, V the model's covariance, robust if there is one.
  public let standardError: Double
  /// 1 / (1 + exp(-``logOdds``)).
  public let probability: Double
  /// The limits logOdds +- z standardError, as probabilities.
  public let lower: Double
  /// See ``lower``.
  public let upper: Double
}

extension LogisticModel {
  /// The probability of the event for each row of a table, with an interval on the logit scale.
  ///
  /// - Throws: ``DesignError`` for a column, level or value that the table lacks.
  public func probabilities(
    of table: Table, confidence: Double = 0.95
  ) throws(DesignError) -> [ProbabilityEstimate] {
    let quantile = NormalDistribution.quantile(0.5 + confidence / 2)
    let rows = try workingRows(of: table)
    return zip(rows.values, rows.offsets).map { x, offset in
      let logOdds = dot(x, workingCoefficients) + offset
      let error = max(0, workingCovariance.quadraticForm(x)).squareRoot()
      return ProbabilityEstimate(
        logOdds: logOdds, standardError: error, probability: LogisticFunction.probability(logOdds),
        lower: LogisticFunction.probability(logOdds - quantile * error),
        upper: LogisticFunction.probability(logOdds + quantile * error))
    }
  }
}

extension LogisticModel {
  /// Working parameters' values and offset of each row of a table.
  func workingRows(
    of table: Table
  ) throws(DesignError) -> (values: [[Double]], offsets: [Double]) {
    let rows = try frame.terms.predictionRows(of: table)
    let intercept = hasIntercept ? [1.0] : []
    return (
      rows.map { intercept + likelihood.design.workingCoordinates(of: $0.values) },
      rows.map(\.offset)
    )
  }
}
