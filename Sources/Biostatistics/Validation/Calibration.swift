#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Weak calibration: whether predictions are right on average, and neither too extreme nor too timid.
///
/// Case weights, finite and positive, weigh patients; with them standard errors are those of the sandwich and
/// of the infinitesimal jackknife, which do not take a weight of 3 for three patients.
public enum Calibration {
  /// Predicted risks nearer to 0 or 1 are brought to this distance where they are put on the scale of
  /// log(-log(1 - risk)) or of the logit, on which 0 and 1 have no place.
  public static let nearestRisk = 1e-12

  /// The calibration slope: the Cox coefficient of the linear predictor, over all follow-up. 1 is right;
  /// below 1 the predictions are too extreme.
  ///
  /// - Parameters:
  ///   - linearPredictor: one number a row.
  ///   - strata: of each row; each has a baseline of its own. Nil for one.
  ///   - outcomes: when each row's event or censoring was.
  ///   - weights: case weights, finite and positive; nil for 1.
  ///   - confidence: level of the intervals, between 0 and 1.
  ///
  /// van Houwelingen HC (2000), doi:10.1002/1097-0258(20001230)19:24<3401::AID-SIM554>3.0.CO;2-2.
  ///
  /// - Throws: ``IndexUnavailable``.
  public static func slope(
    ofLinearPredictor linearPredictor: [Double], strata: [Int32]? = nil,
    against outcomes: SurvivalOutcomes, weights: [Double]? = nil, confidence: Double = 0.95
  ) throws(IndexUnavailable) -> IndexEstimate {
    let fit = try RecalibrationFit.slope(
      of: linearPredictor, strata: strata, outcomes, weights: weights)
    return IndexEstimate(
      fit.estimate, standardError: fit.standardError, z: ConfidenceScale.z(confidence))
  }

  /// The calibration slope at a horizon: the Cox coefficient of log(-log(1 - risk)) with follow-up
  /// ended at the horizon. For a proportional hazards model this is the slope of its linear predictor
  /// up to the horizon.
  ///
  /// - Throws: ``IndexUnavailable``.
  public static func slope(
    ofRisk risk: [Double], at horizon: Double, against outcomes: SurvivalOutcomes,
    weights: [Double]? = nil, confidence: Double = 0.95
  ) throws(IndexUnavailable) -> IndexEstimate {
    let fit = try RecalibrationFit.slope(
      of: risk.map(complementaryLogLog), outcomes.ended(at: horizon), weights: weights)
    return IndexEstimate(
      fit.estimate, standardError: fit.standardError, z: ConfidenceScale.z(confidence))
  }

  /// Calibration in the large over all follow-up: log of observed events over the sum of predicted
  /// cumulative hazards, log(Σ d_i / Σ H(T_i | x_i)), the intercept of a Poisson model with offset
  /// log H; its standard error is 1 / sqrt(events). 0 is right; above 0 there were more events than
  /// predicted. Follow-up beyond the end of the baseline is not counted.
  ///
  /// Crowson CS, Atkinson EJ, Therneau TM (2016), doi:10.1177/0962280213497434.
  ///
  /// - Throws: ``IndexUnavailable``: `noEvents`, `nothingExpected`, or `notConverged`
  ///   where infinitely much was.
  public static func inTheLarge(
    of hazard: PredictedHazard, against outcomes: SurvivalOutcomes, weights: [Double]? = nil,
    confidence: Double = 0.95
  ) throws(IndexUnavailable) -> CalibrationInTheLarge {
    guard hazard.relativeHazard.count == outcomes.count else { throw .unfitPredictions }
    let ended = outcomes.ended(at: hazard.followUp)
    guard ended.eventCount > 0 else { throw .noEvents }
    var (observed, expected) = (0.0, 0.0)
    var predicted: [Double] = []
    for row in ended.exit.indices {
      var own = hazard.cumulativeHazard(at: ended.exit[row], row: row)
      if let entry = ended.entry { own -= hazard.cumulativeHazard(at: entry[row], row: row) }
      let weight = weights?[row] ?? 1
      expected += weight * own
      if ended.event[row] { observed += weight }
      predicted.append(own)
    }
    guard expected > 0 else { throw .nothingExpected }
    guard expected.isFinite else { throw .notConverged }
    var error = 1 / observed.squareRoot()
    if let weights {
      // The sandwich of the weighted Poisson model.
      let ratio = observed / expected
      let squares = predicted.indices.reduce(0.0) { sum, row in
        let score = weights[row] * ((ended.event[row] ? 1 : 0) - ratio * predicted[row])
        return sum + score * score
      }
      error = squares.squareRoot() / observed
    }
    return CalibrationInTheLarge(
      observed: observed, expected: expected,
      logRatio: IndexEstimate(
        log(observed / expected), standardError: error, z: ConfidenceScale.z(confidence)))
  }

  /// Calibration in the large at a horizon: log of the baseline that the table itself gives, with the
  /// model's relative hazards held fixed, over the model's own,
  ///
  ///     log H0'(t),   H0' the Breslow-Efron baseline of a Cox fit with offset log(-log(1 - risk))
  ///
  /// 0 is right; above 0 the hazard up to t is higher than predicted, by a factor exp of it.
  ///
  /// - Throws: ``IndexUnavailable``.
  public static func recalibratedBaseline(
    ofRisk risk: [Double], at horizon: Double, against outcomes: SurvivalOutcomes,
    weights: [Double]? = nil
  ) throws(IndexUnavailable) -> Double {
    let model = try RecalibrationFit.cox(
      "offset(z)", risk.map(complementaryLogLog), outcomes.ended(at: horizon), weights: weights)
    guard let hazard = model.baselineCumulativeHazard.first?.cumulativeHazard.last, hazard > 0
    else { throw .noEvents }
    return log(hazard)
  }

  /// Observed over expected events by a horizon: (1 - S(t)) / mean risk with S of Kaplan and Meier.
  ///
  /// The interval is exp(log O/E ± z se(S) / (1 - S)), with Greenwood's error of S.
  ///
  /// - Throws: ``IndexUnavailable``.
  public static func observedExpected(
    ofRisk risk: [Double], at horizon: Double, against outcomes: SurvivalOutcomes,
    weights: [Double]? = nil, confidence: Double = 0.95
  ) throws(IndexUnavailable) -> ObservedExpected {
    guard risk.count == outcomes.count else { throw .unfitPredictions }
    guard
      let curve = try? KaplanMeier(
        outcomes, weights: weights, confidenceLevel: confidence, confidenceScale: .logLog,
        variance: weights == nil ? .automatic : .infinitesimalJackknife
      ).curves[0], let estimate = curve.estimates(at: [horizon]).first, estimate.survival < 1
    else { throw .noEvents }
    let observed = 1 - estimate.survival
    let expected =
      weights.map { weights in
        zip(risk, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
      } ?? risk.reduce(0, +) / Double(risk.count)
    guard expected > 0 else { throw .nothingExpected }
    let error = estimate.standardError / observed
    let factor = exp(ConfidenceScale.z(confidence) * error)
    let ratio = observed / expected
    let isKnown = error.isFinite
    return ObservedExpected(
      observed: observed,
      observedInterval: estimate.lower <= estimate.upper
        ? (1 - estimate.upper)...(1 - estimate.lower) : nil,
      expected: expected, ratio: ratio, logStandardError: isKnown ? error : nil,
      interval: isKnown ? (ratio / factor)...(ratio * factor) : nil)
  }
}

/// Observed events against the sum of predicted cumulative hazards.
public struct CalibrationInTheLarge: Sendable, Equatable {
  /// Events.
  public let observed: Double
  /// Σ H(T_i | x_i).
  public let expected: Double
  /// log(observed / expected), with its standard error and interval.
  public let logRatio: IndexEstimate
}

/// Observed against mean predicted risk at a horizon.
public struct ObservedExpected: Sendable, Equatable {
  /// 1 - S(t) of Kaplan and Meier.
  public let observed: Double
  /// Of ``observed``, on the log(-log) scale; nil where it has none.
  public let observedInterval: ClosedRange<Double>?
  /// The mean predicted risk.
  public let expected: Double
  /// ``observed`` / ``expected``.
  public let ratio: Double
  /// Of log ``ratio``; nil where everybody had the event.
  public let logStandardError: Double?
  /// Of ``ratio``; nil where everybody had the event.
  public let interval: ClosedRange<Double>?
}
