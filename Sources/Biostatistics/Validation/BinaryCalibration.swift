#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Calibration of predicted probabilities of an outcome that is there or not.
public enum BinaryCalibration {
  /// Calibration in the large: the intercept a of logit P(event) = a + logit(p). 0 is right; above 0 there
  /// were more events than predicted.
  ///
  /// Cox DR (1958), doi:10.1093/biomet/45.3-4.562; Steyerberg EW (2019), Clinical Prediction Models, 2nd
  /// ed., section 15.3.
  ///
  /// - Throws: ``IndexUnavailable``.
  public static func intercept(
    of risk: [Double], against event: [Bool], confidence: Double = 0.95
  ) throws(IndexUnavailable) -> IndexEstimate {
    let model = try fit("offset(z)", risk, event)
    return try estimate(model, 0, confidence)
  }

  /// The calibration slope b, and the intercept beside it, of logit P(event) = a + b logit(p). A slope of 1
  /// is right; below 1 the predictions are too extreme.
  ///
  /// - Throws: ``IndexUnavailable``.
  public static func slope(
    of risk: [Double], against event: [Bool], confidence: Double = 0.95
  ) throws(IndexUnavailable) -> (slope: IndexEstimate, intercept: IndexEstimate) {
    guard let first = risk.first, risk.contains(where: { $0 != first }) else {
      throw .onePrediction
    }
    let model = try fit("z", risk, event)
    return (try estimate(model, 1, confidence), try estimate(model, 0, confidence))
  }

  /// Observed over expected events. The interval is exp(log O/E ± z sqrt((1 - rate) / events)).
  ///
  /// - Throws: ``IndexUnavailable``: `noEvents`, or `noProbability` where no event was predicted.
  public static func observedExpected(
    of risk: [Double], against event: [Bool], confidence: Double = 0.95
  ) throws(IndexUnavailable) -> ObservedExpected {
    guard risk.count == event.count else { throw .unfitPredictions }
    let events = Double(event.count { $0 })
    guard events > 0 else { throw .noEvents }
    let n = Double(event.count)
    let expected = risk.reduce(0, +) / n
    guard expected > 0 else { throw .noProbability }
    let observed = events / n
    let error = ((1 - observed) / events).squareRoot()
    let z = ConfidenceScale.z(confidence)
    let factor = exp(z * error)
    let ratio = observed / expected
    let half = z * (observed * (1 - observed) / n).squareRoot()
    return ObservedExpected(
      observed: observed,
      observedInterval: max(0, observed - half)...min(1, observed + half),
      expected: expected, ratio: ratio, logStandardError: error,
      interval: (ratio / factor)...(ratio * factor))
  }

  /// A logistic fit on z = logit(p).
  static func fit(
    _ terms: String, _ risk: [Double], _ event: [Bool]
  ) throws(IndexUnavailable) -> LogisticModel {
    guard risk.count == event.count, risk.allSatisfy(\.isFinite) else {
      throw .unfitPredictions
    }
    return try RecalibrationFit.logistic(
      terms, [Column(name: "z", numbers: risk.map(logit))], event)
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
    convergence.converged
      && !warnings.contains {
        $0.code == .completeSeparation || $0.code == .quasiCompleteSeparation
      }
  }
}

/// log(p / (1 - p)); probabilities nearer to 0 or 1 than ``Calibration/nearestRisk`` are first brought to
/// it.
func logit(_ risk: Double) -> Double {
  let risk = min(max(risk, Calibration.nearestRisk), 1 - Calibration.nearestRisk)
  return log(risk) - log1p(-risk)
}
