import TestSupport
import Testing

@testable import PrognosticModels

@Suite("Shrinkage of strata")
struct StratumShrinkageTests {
  private let trial: [(Double, Double, Double)] = [
    (0.46, 0.23, 0.94), (1.00, 0.53, 1.88), (1.08, 0.61, 1.90),
  ]

  @Test("The strata of EORTC 62931: Q 3.85, p 0.15, variance 0.097, ratios 0.64, 0.90 and 0.95")
  func trialStrata() throws {
    let shrinkage = try StratumShrinkage(
      trial.map { try RatioEstimate(.hazardRatio, $0.0, interval: ($0.1, $0.2)) })
    expectClose(shrinkage.heterogeneity, 3.85, absolute: 0.005)
    #expect(shrinkage.degreesOfFreedom == 2)
    expectClose(shrinkage.pValue, 0.15, absolute: 0.005)
    expectClose(shrinkage.betweenVariance, 0.097, absolute: 0.0005)
    expectClose(shrinkage.shrunken.map(\.estimate), [0.64, 0.90, 0.95], absolute: 0.005)
  }

  @Test("All numbers agree with metafor")
  func reference() throws {
    let cases = try Reference(named: "stratum-shrinkage.json")["cases"].array
    #expect(cases.count == 8)
    for reference in cases {
      let (ratios, lower) = (reference["ratio"].numbers, reference["lower"].numbers)
      let upper = reference["upper"].numbers
      let strata = try ratios.indices.map {
        try RatioEstimate(.hazardRatio, ratios[$0], interval: (lower[$0], upper[$0]))
      }
      let shrinkage = try StratumShrinkage(strata)
      let name = reference["name"].string ?? ""
      func same(_ actual: [Double], _ key: String) {
        expectClose(
          actual, reference[key].numbers, relative: 1e-11, absolute: 1e-12, "\(name) \(key)")
      }
      same([shrinkage.heterogeneity], "q")
      same([Double(shrinkage.degreesOfFreedom)], "df")
      same([shrinkage.pValue], "p")
      same([shrinkage.betweenVariance], "tau2")
      let pooled = shrinkage.pooled
      let ends = try #require(pooled.interval)
      same([pooled.estimate, ends.lowerBound, ends.upperBound], "pooled")
      same(shrinkage.shrunken.map(\.estimate), "shrunken")
      same(shrinkage.shrunken.compactMap { $0.interval?.lowerBound }, "shrunkenLower")
      same(shrinkage.shrunken.compactMap { $0.interval?.upperBound }, "shrunkenUpper")
    }
  }

  @Test("One stratum, a ratio without an interval, and unlike measures are refused")
  func refusals() throws {
    let hazard = try RatioEstimate(.hazardRatio, 0.5, interval: (0.4, 0.6))
    let odds = try RatioEstimate(.oddsRatio, 0.5, interval: (0.4, 0.6))
    let bare = try RatioEstimate(.hazardRatio, 0.5, interval: nil)
    #expect(throws: BenefitError.tooFewStrata(1)) { try StratumShrinkage([hazard]) }
    #expect(throws: BenefitError.measuresDiffer) { try StratumShrinkage([hazard, odds]) }
    #expect(throws: BenefitError.withoutInterval("2")) { try StratumShrinkage([hazard, bare]) }
  }
}
