#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Calibration of predicted probabilities of an outcome that is there or not.
///
/// Case weights, finite and positive, weigh patients; with them standard errors are those of the sandwich and
/// of influences, which do not take a weight of 3 for three patients.
public enum BinaryCalibration {
  /// Calibration in the large: the intercept a of logit P(event) = a + logit(p). 0 is right; above 0 there
  /// were more events than predicted.
  ///
  /// Cox DR (1958), doi:10.1093/biomet/45.3-4.562; Steyerberg EW (2019), Clinical Prediction Models, 2nd
  /// ed., section 15.3.
  ///
  /// - Throws: ``IndexUnavailable``.
  public static func intercept(
    of risk: [Double], against event: [Bool], weights: [Double]? = nil, confidence: Double = 0.95
  ) throws(IndexUnavailable) -> IndexEstimate {
    let model = try fit("offset(z)", risk, event, weights)
    return try estimate(model, 0, confidence)
  }

  /// The calibration slope b, and the intercept beside it, of logit P(event) = a + b logit(p). A slope of 1
  /// is right; below 1 the predictions are too extreme.
  ///
  /// - Throws: ``IndexUnavailable``.
  public static func slope(
    of risk: [Double], against event: [Bool], weights: [Double]? = nil, confidence: Double = 0.95
  ) throws(IndexUnavailable) -> (slope: IndexEstimate, intercept: IndexEstimate) {
    guard let first = risk.first, risk.contains(where: { $0 != first }) else {
      throw .onePrediction
    }
    let model = try fit("z", risk, event, weights)
    return (try estimate(model, 1, confidence), try estimate(model, 0, confidence))
  }

  /// Observed over expected events. The interval is exp(log O/E ± z sqrt((1 - rate) / events)); with case
  /// weights the standard error of the rate is sqrt(sum of (w (event - rate))^2) / sum of w.
  ///
  /// - Throws: ``IndexUnavailable``: `noEvents`, or `nothingExpected`.
  public static func observedExpected(
    of risk: [Double], against event: [Bool], weights: [Double]? = nil, confidence: Double = 0.95
  ) throws(IndexUnavailable) -> ObservedExpected {
    guard risk.count == event.count, weights?.count ?? event.count == event.count else {
      throw .unfitPredictions
    }
    guard event.contains(true) else { throw .noEvents }
    let weights = weights ?? [Double](repeating: 1, count: event.count)
    let n = weights.reduce(0, +)
    let expected = zip(risk, weights).reduce(0) { $0 + $1.0 * $1.1 } / n
    guard expected > 0 else { throw .nothingExpected }
    let observed = zip(event, weights).reduce(0) { $0 + ($1.0 ? $1.1 : 0) } / n
    let squares = zip(event, weights).reduce(0) { sum, pair in
      let share = pair.1 * ((pair.0 ? 1 : 0) - observed)
      return sum + share * share
    }
    let rateError = squares.squareRoot() / n
    let error = rateError / observed
    let z = ConfidenceScale.z(confidence)
    let factor = exp(z * error)
    let ratio = observed / expected
    let half = z * rateError
    return ObservedExpected(
      observed: observed,
      observedInterval: max(0, observed - half)...min(1, observed + half),
      expected: expected, ratio: ratio, logStandardError: error,
      interval: (ratio / factor)...(ratio * factor))
  }

  /// A logistic fit on z = logit(p).
  static func fit(
    _ terms: String, _ risk: [Double], _ event: [Bool], _ weights: [Double]? = nil
  ) throws(IndexUnavailable) -> LogisticModel {
    guard risk.count == event.count, risk.allSatisfy(\.isFinite),
      weights?.count ?? event.count == event.count
    else {
      throw .unfitPredictions
    }
    return try RecalibrationFit.logistic(
      terms, [Column(name: "z", numbers: risk.map(logit))], event, weights: weights)
  }

  private static func estimate(
    _ model: LogisticModel, _ place: Int, _ confidence: Double
  ) throws(IndexUnavailable) -> IndexEstimate {
    let (value, error) = (model.coefficients[place], model.standardErrors[place])
    guard value.isFinite, error.isFinite, model.hasMaximum else { throw .notConverged }
    return IndexEstimate(value, standardError: error, z: ConfidenceScale.z(confidence))
  }
}

extension LogisticModel {
  /// Whether the search converged to a maximum with finite coefficients.
  public var hasMaximum: Bool {
    convergence.converged && !warnings.contains { $0.code.isWithoutMaximum }
  }
}

/// log(p / (1 - p)); probabilities nearer to 0 or 1 than ``Calibration/nearestRisk`` are first brought to
/// it.
func logit(_ risk: Double) -> Double {
  let risk = min(max(risk, Calibration.nearestRisk), 1 - Calibration.nearestRisk)
  return log(risk) - log1p(-risk)
}
