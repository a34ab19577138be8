import Biostatistics
import Distributions
import Foundation
import TestSupport
import Testing

@Suite struct CalibrationTests {
  private static let times = [365.25, 730.5, 1095.75, 1826.25]

  @Test("the external validation of open/cal-external-gbsg comes out as there")
  func external() throws {
    let sample = try ExternalValidation()
    let expected = try ReferenceCase("cal-external-gbsg").expected
    func number(_ key: String) -> Double { expected[key].number ?? .nan }
    let risk = sample.risk(hazard: number("H0_5y"))
    let ratio = try Calibration.observedExpected(
      ofRisk: risk, at: 1826.25, against: sample.outcomes)
    expectClose(ratio.expected, number("mean_predicted"), relative: 1e-12)
    expectClose(ratio.observed, number("observed_5y"), relative: 1e-12)
    expectClose(ratio.ratio, number("oe_ratio"), relative: 1e-12)
    let slope = try Calibration.slope(
      ofLinearPredictor: sample.linearPredictor, against: sample.outcomes)
    expectClose(slope.estimate, expected["slope"]["coef"].number ?? .nan, relative: 1e-7)
    expectClose(slope.standardError, expected["slope"]["se"].number ?? .nan, relative: 1e-7)
    let curve = try CalibrationCurve(ofRisk: risk, at: 1826.25, against: sample.outcomes)
    #expect(curve.knotCount == 4)
    expectClose(
      Array(curve.calibrated.prefix(5)), expected["calibrated_first5"].numbers, relative: 1e-7)
    expectClose(curve.ici, number("ici"), relative: 1e-7)
    expectClose(curve.e50, number("e50"), relative: 1e-7)
    expectClose(curve.e90, number("e90"), relative: 1e-7)
    expectClose(curve.emax, number("emax"), relative: 1e-7)
    // A curve with its band at fifty risks, ascending.
    #expect(curve.points.count == 50)
    for point in curve.points {
      let interval = try #require(point.interval)
      #expect(interval.contains(point.observed))
    }
    let shift = try Calibration.recalibratedBaseline(
      ofRisk: risk, at: 1826.25, against: sample.outcomes)
    let mean = sample.linearPredictor.reduce(0, +) / Double(sample.outcomes.count)
    // R's baseline of the refit belongs to the mean linear predictor.
    expectClose(
      exp(shift) * number("H0_5y") * exp(mean), number("offset_refit_H0_5y"), relative: 1e-7)
  }

  @Test("slope, shift, observed risk and Poisson calibration are those of R")
  func reference() throws {
    let sample = try ExternalValidation()
    let expected = try Reference(named: "validation.json")
    for (k, time) in Self.times.enumerated() {
      let risk = sample.risk(at: time)
      let slope = try Calibration.slope(ofRisk: risk, at: time, against: sample.outcomes)
      expectClose(slope.estimate, expected["slope"]["estimate"][k].number ?? .nan, relative: 1e-8)
      expectClose(slope.standardError, expected["slope"]["se"][k].number ?? .nan, relative: 1e-8)
      let shift = try Calibration.recalibratedBaseline(
        ofRisk: risk, at: time, against: sample.outcomes)
      expectClose(shift, expected["recalibratedBaseline"][k].number ?? .nan, relative: 1e-10)
      let ratio = try Calibration.observedExpected(ofRisk: risk, at: time, against: sample.outcomes)
      let observed = expected["observed"]["risk"][k].number ?? .nan
      let error = (expected["observed"]["se"][k].number ?? .nan) / observed
      expectClose(ratio.observed, observed, relative: 1e-12)
      expectClose(ratio.logStandardError ?? .nan, error, relative: 1e-11)
      let upper = ratio.ratio * exp(1.959963984540054 * error)
      expectClose(ratio.interval?.upperBound ?? .nan, upper, relative: 1e-12)
    }
    let large = try Calibration.inTheLarge(of: sample.hazard, against: sample.outcomes)
    expectClose(large.logRatio.estimate, expected["poisson"].number ?? .nan, relative: 1e-11)
    #expect(large.observed == 299)
    expectClose(large.logRatio.standardError, 1 / 299.0.squareRoot(), relative: 1e-15)
  }

  @Test("groups of risk are R's quantile groups with their Kaplan-Meier estimates")
  func groups() throws {
    let sample = try ExternalValidation()
    let expected = try Reference(named: "validation.json")["groups"]
    let groups = CalibrationGroup.groups(
      ofRisk: sample.risk(at: 1826.25), at: 1826.25, against: sample.outcomes)
    #expect(groups.map { Double($0.count) } == expected["n"].numbers)
    expectClose(groups.map(\.predicted), expected["predicted"].numbers, relative: 1e-12)
    expectClose(groups.map { $0.observed ?? .nan }, expected["observed"].numbers, relative: 1e-12)
    expectClose(
      groups.map { $0.interval?.lowerBound ?? .nan }, expected["lower"].numbers, relative: 1e-12)
    expectClose(
      groups.map { $0.interval?.upperBound ?? .nan }, expected["upper"].numbers, relative: 1e-12)
    let byFive = sample.outcomes.exit.indices.count {
      sample.outcomes.event[$0] && sample.outcomes.exit[$0] <= 1826.25
    }
    #expect(groups.map(\.eventCount).reduce(0, +) == byFive)
  }

  /// Exponential survival with the log hazard 0.7 x, x normal; censoring uniform up to 8.
  private static func simulation(
    _ n: Int, seed: UInt64
  ) throws -> (score: [Double], outcomes: SurvivalOutcomes) {
    var generator = Philox(seed: seed, stream: 0)
    var (score, exit): ([Double], [Double]) = ([], [])
    var event: [Bool] = []
    for _ in 0..<n {
      let eta = 0.7 * generator.standardNormal()
      let death = generator.exponential() / (0.2 * exp(eta))
      let end = 8 * generator.uniform()
      score.append(eta)
      exit.append(min(death, end))
      event.append(death <= end)
    }
    return (score, try SurvivalOutcomes(exit: exit, event: event))
  }

  @Test("a calibrated model of 100,000 has an ICI below 0.01, slope 1 and O/E 1 (seed 6)")
  func calibrated() throws {
    let (score, outcomes) = try Self.simulation(100_000, seed: 6)
    let risk = score.map { -expm1(-0.2 * 3 * exp($0)) }
    let curve = try CalibrationCurve(ofRisk: risk, at: 3, against: outcomes)
    #expect(curve.ici < 0.01 && curve.e90 < 0.02)
    let slope = try Calibration.slope(ofLinearPredictor: score, against: outcomes)
    #expect((slope.estimate - 1).magnitude < 3 * slope.standardError)
    let ratio = try Calibration.observedExpected(ofRisk: risk, at: 3, against: outcomes)
    let logError = try #require(ratio.logStandardError)
    #expect(log(ratio.ratio).magnitude < 3 * logError)
  }

  @Test("an infinite predicted hazard leaves calibration in the large without a value, and says so")
  func infiniteHazard() throws {
    let outcomes = try SurvivalOutcomes(exit: [1, 2], event: [true, true])
    let hazard = PredictedHazard(
      strata: [.init(times: [1], cumulativeHazard: [0.1])], relativeHazard: [1, .infinity],
      followUp: 2)
    #expect(throws: IndexUnavailable.notConverged) {
      try Calibration.inTheLarge(of: hazard, against: outcomes)
    }
  }

  @Test("shuffled outcomes have slope 0 and C 1/2 within three standard errors (seed 7)")
  func shuffled() throws {
    let (score, outcomes) = try Self.simulation(2_000, seed: 7)
    var generator = SplitMix64(state: 7)
    let shuffled = score.shuffled(using: &generator)
    let slope = try Calibration.slope(ofLinearPredictor: shuffled, against: outcomes)
    #expect(slope.estimate.magnitude < 3 * slope.standardError)
    let uno = try Concordance.uno(of: shuffled, against: outcomes, upTo: 5)
    #expect((uno.index - 0.5).magnitude < 3 * uno.standardError)
    // And before: 1 and clearly above 1/2.
    #expect(try Calibration.slope(ofLinearPredictor: score, against: outcomes).estimate > 0.8)
  }

  @Test("few distinct predictions make a straight line, and one none")
  func fewPredictions() throws {
    let (score, outcomes) = try Self.simulation(300, seed: 8)
    let risk = score.map { $0 < 0 ? 0.3 : 0.6 }
    #expect(try CalibrationCurve(ofRisk: risk, at: 3, against: outcomes).knotCount == 0)
    let same = [Double](repeating: 0.4, count: 300)
    #expect(throws: IndexUnavailable.onePrediction) {
      try CalibrationCurve(ofRisk: same, at: 3, against: outcomes)
    }
    #expect(throws: IndexUnavailable.onePrediction) {
      try Calibration.slope(ofLinearPredictor: same, against: outcomes)
    }
    #expect(
      CalibrationGroup.groups(ofRisk: same, at: 3, against: outcomes).map(\.count) == [300])
    let nobody = try SurvivalOutcomes(exit: outcomes.exit, event: outcomes.event.map { _ in false })
    #expect(throws: IndexUnavailable.noEvents) {
      try Calibration.observedExpected(ofRisk: risk, at: 3, against: nobody)
    }
    #expect(throws: IndexUnavailable.noEvents) {
      try Calibration.slope(ofLinearPredictor: score, against: nobody)
    }
    let none = [Double](repeating: 0, count: 300)
    #expect(throws: IndexUnavailable.nothingExpected) {
      try Calibration.observedExpected(ofRisk: none, at: 3, against: outcomes)
    }
    #expect(throws: IndexUnavailable.nothingExpected) {
      try BinaryCalibration.observedExpected(of: none, against: outcomes.event)
    }
    let never = PredictedHazard(
      strata: [.init(times: [1], cumulativeHazard: [0])], relativeHazard: score.map { exp($0) },
      followUp: 4)
    #expect(throws: IndexUnavailable.nothingExpected) {
      try Calibration.inTheLarge(of: never, against: outcomes)
    }
    // Whoever dies first has the highest score: the slope runs to infinity.
    #expect(throws: IndexUnavailable.notConverged) {
      try Calibration.slope(
        ofLinearPredictor: [4, 3, 2, 1],
        against: SurvivalOutcomes(exit: [1, 2, 3, 4], event: [true, true, true, true]))
    }
  }
}
