#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Predicted risks at one horizon, as a nomogram's axis gives them, brought up to date:
///
///     log(-log(1 - p')) = a + b log(-log(1 - p))
///
/// with b the coefficient of a Cox model of follow-up up to the horizon, or 1, and a the log of the
/// baseline that belongs to it.
///
/// Source: van Houwelingen HC (2000), doi:10.1002/1097-0258(20001230)19:24<3401::AID-SIM554>3.0.CO;2-2.
public struct HorizonRecalibration: Sendable {
  /// a.
  public let intercept: Double
  /// b.
  public let slope: Double
  /// log of observed over expected cumulative hazard, where the slope was kept.
  public let logRatio: IndexEstimate?
  /// Of ``slope``; nil where it was kept.
  public let slopeEstimate: IndexEstimate?
  /// Of the slope; nil where it was kept.
  public let test: ChiSquareTest?

  /// Recalibrates risks at a horizon.
  ///
  /// - Throws: ``IndexUnavailable``.
  public init(
    ofRisk risk: [Double], at horizon: Double, against outcomes: SurvivalOutcomes,
    keepingSlope: Bool, confidence: Double = 0.95
  ) throws(IndexUnavailable) {
    let column = risk.map(complementaryLogLog)
    if keepingSlope {
      let ratio = try Calibration.inTheLarge(
        ofLinearPredictor: column, horizons: [horizon], cumulativeHazard: [[1]],
        against: outcomes, confidence: confidence
      ).logRatio
      (intercept, slope) = (ratio.estimate, 1)
      (logRatio, slopeEstimate, test) = (ratio, nil, nil)
    } else {
      let update = try HazardsUpdate.slope(
        of: column, strata: nil, against: outcomes.ended(at: horizon), confidence: confidence)
      guard let hazard = update.baseline.first?.cumulativeHazard.last, hazard > 0 else {
        throw .noEvents
      }
      intercept = log(hazard) - update.at
      slope = update.model.coefficients[0]
      (logRatio, slopeEstimate) = (nil, update.slope)
      test = update.model.likelihoodRatioTest
    }
  }

  /// p' of p; 0 and 1 stay what they are.
  public func risk(_ risk: Double) -> Double {
    guard risk > 0, risk < 1 else { return risk }
    return -expm1(-exp(intercept + slope * log(-log1p(-risk))))
  }
}
