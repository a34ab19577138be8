import Foundation
import TestSupport
import Testing

@testable import Biostatistics

@Suite("Recalibration of risks at one horizon, and of a baseline at horizons")
struct HorizonRecalibrationTests {
  /// Risks at 5 years of rotterdam's model, as `Reference/update.R` has them of gbsg.
  private static func sample() throws -> (
    outcomes: SurvivalOutcomes, predictor: [Double], hazard: Double
  ) {
    let external = try ExternalValidation()
    let hazard = try Reference(named: "open/cal-external-gbsg.json")["expected"]["H0_5y"].number
    return (external.outcomes, external.linearPredictor, try #require(hazard))
  }

  @Test("the slope of log(-log) of the risk, and the risks that follow, are R's")
  func slope() throws {
    let (outcomes, predictor, hazard) = try Self.sample()
    let expected = try Reference(named: "update.json")["gbsg"]["risk"]
    let risk = predictor.map { -expm1(-hazard * exp($0)) }
    let found = try HorizonRecalibration(
      ofRisk: risk, at: 1826.25, against: outcomes, keepingSlope: false)
    // The open case's coefficients and baseline are R's to 1e-9.
    expectClose(found.slope, expected["slope"].number ?? .nan, relative: 1e-8)
    expectClose(
      found.slopeEstimate?.standardError ?? .nan, expected["se"].number ?? .nan, relative: 1e-8)
    expectClose(found.intercept, expected["intercept"].number ?? .nan, relative: 1e-7)
    let rows = try Reference(named: "update.json")["gbsg"]["rows"].numbers.map { Int($0) - 1 }
    expectClose(rows.map { risk[$0] }, expected["before"].numbers, relative: 1e-8)
    expectClose(
      rows.map { found.risk(risk[$0]) }, expected["after"].numbers, relative: 1e-8)
    #expect(found.risk(0) == 0 && found.risk(1) == 1)
  }

  @Test("with the slope kept it is the ratio of the re-estimated baseline, with Breslow's error")
  func kept() throws {
    let (outcomes, predictor, hazard) = try Self.sample()
    let risk = predictor.map { -expm1(-hazard * exp($0)) }
    let found = try HorizonRecalibration(
      ofRisk: risk, at: 1826.25, against: outcomes, keepingSlope: true)
    let expected = try Reference(named: "update.json")["gbsg"]["horizons"]["one"]
    #expect(found.slope == 1 && found.slopeEstimate == nil)
    expectClose(found.intercept, expected["logRatio"].number ?? .nan, relative: 1e-8)
    expectClose(
      found.logRatio?.standardError ?? .nan, expected["se"].number ?? .nan, relative: 1e-8)
  }

  @Test("horizons at every event time give the sum of predicted cumulative hazards")
  func dense() throws {
    let external = try ExternalValidation()
    let outcomes = external.outcomes
    let times = Set(outcomes.exit.indices.filter { outcomes.event[$0] }.map { outcomes.exit[$0] })
      .sorted()
    let hazards = times.map(external.baseline)
    let found = try Calibration.inTheLarge(
      ofLinearPredictor: external.linearPredictor, horizons: times, cumulativeHazard: [hazards],
      against: outcomes)
    let steps = PredictedHazard(
      strata: [.init(times: times, cumulativeHazard: hazards)],
      relativeHazard: external.linearPredictor.map { exp($0) }, followUp: times.last ?? 0)
    let whole = try Calibration.inTheLarge(of: steps, against: outcomes)
    #expect(found.observed == whole.observed)
    expectClose(found.expected, whole.expected, relative: 1e-12)
    expectClose(
      found.logRatio.standardError, 1 / found.observed.squareRoot(), relative: 1e-9)
  }

  @Test("an interval without events has a constant hazard, by hand")
  func empty() throws {
    let outcomes = try SurvivalOutcomes(exit: [1, 3, 4, 4], event: [true, false, false, true])
    // To 2: one event, Breslow 1/4, so E = 1 * 1 / (1/4) = 4 times the gain 0.1. From 2 to 3: none, lived
    // 1 of 1 by three: 3 times 0.2. From 3 to 4: one event of two at risk, 2 times 0.3.
    let found = try Calibration.inTheLarge(
      ofLinearPredictor: [0, 0, 0, 0], horizons: [2, 3, 4], cumulativeHazard: [[0.1, 0.3, 0.6]],
      against: outcomes)
    expectClose(found.expected, 0.4 + 0.6 + 0.6, relative: 1e-14)
    expectClose(found.logRatio.estimate, log(2 / 1.6), relative: 1e-13)
  }

  @Test("what cannot be recalibrated is named")
  func faults() throws {
    let outcomes = try SurvivalOutcomes(exit: [1, 2, 3], event: [true, false, true])
    #expect(throws: IndexUnavailable.onePrediction) {
      try HorizonRecalibration(
        ofRisk: [0.5, 0.5, 0.5], at: 3, against: outcomes, keepingSlope: false)
    }
    #expect(throws: IndexUnavailable.noEvents) {
      try HorizonRecalibration(
        ofRisk: [0.2, 0.5, 0.6], at: 0.5, against: outcomes, keepingSlope: true)
    }
    #expect(throws: IndexUnavailable.unfitPredictions) {
      try Calibration.inTheLarge(
        ofLinearPredictor: [0], horizons: [1], cumulativeHazard: [[0.1]], against: outcomes)
    }
    #expect(throws: IndexUnavailable.noCurve) {
      try Calibration.inTheLarge(
        ofLinearPredictor: [0, 0, 0], horizons: [], cumulativeHazard: [[]], against: outcomes)
    }
  }
}
