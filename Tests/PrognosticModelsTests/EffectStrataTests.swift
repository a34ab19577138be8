import Foundation
import StrictJSON
import TestSupport
import Testing

@testable import PrognosticModels

@Suite("Strata of an effect")
struct EffectStrataTests {
  private func strata() throws -> EffectStrata {
    try #require(try EffectSample.shipped("eortc-62931-predicted-survival-2019").strata)
  }

  @Test("the rule is on the unrounded prediction, each bound on the side that the source gives it")
  func rule() throws {
    let strata = try strata()
    #expect(strata.horizon == Horizon(value: 10, unit: .year))
    for (probability, name) in [
      (0, "low"), (0.51, "low"), (0.51.nextUp, "intermediate"), (0.5149, "intermediate"),
      (0.66, "intermediate"), (0.66.nextUp, "high"), (1, "high"),
    ] {
      #expect(strata.stratum(of: probability)?.name == name, "\(probability)")
    }
    #expect(strata.secondStratum(of: 0.6.nextDown)?.name == "below60")
    #expect(strata.secondStratum(of: 0.6)?.name == "atLeast60")
    #expect(strata.stratum(of: .nan) == nil)
  }

  @Test("a range of predictions is compatible with every stratum that it touches")
  func compatible() throws {
    let strata = try strata()
    func names(_ range: ClosedRange<Double>) -> [String] {
      strata.strata(compatibleWith: range).map(\.name)
    }
    #expect(names(0.4...0.51) == ["low"])
    #expect(names(0.4...0.52) == ["low", "intermediate"])
    #expect(names(0.4...0.9) == ["low", "intermediate", "high"])
    #expect(names(0.66.nextUp...0.9) == ["high"])
  }

  /// Q, tau2 and the shrunken ratios from the three printed ratios alone.
  @Test("the heterogeneity that is stated follows from the raw ratios")
  func heterogeneity() throws {
    let effect = try EffectSample.shipped("eortc-62931-predicted-survival-2019")
    let stated = try #require(effect.strata?.heterogeneity)
    let raw = effect.estimates.filter { $0.endpoint == .overallSurvival && $0.stratum != "below60" }
    #expect(raw.map(\.stratum) == stated.shrunken.map(\.stratum))
    let y = raw.map { log($0.estimate) }
    let variances = raw.compactMap(\.interval).map { interval in
      let se = log(interval.upperBound / interval.lowerBound) / (2 * 1.959963984540054)
      return se * se
    }
    func mean(_ w: [Double]) -> Double {
      zip(w, y).map(*).reduce(0, +) / w.reduce(0, +)
    }
    let w = variances.map { 1 / $0 }
    let m = mean(w)
    let q = zip(w, y).map { $0 * ($1 - m) * ($1 - m) }.reduce(0, +)
    let sum = w.reduce(0, +)
    let tau2 = max(0, (q - 2) / (sum - w.map { $0 * $0 }.reduce(0, +) / sum))
    let mu = mean(variances.map { 1 / ($0 + tau2) })
    // What is stated is rounded to its last digit.
    expectClose(stated.q, q, absolute: 0.005)
    expectClose(stated.p, exp(-q / 2), absolute: 0.005)  // chi-square on 2 degrees of freedom
    expectClose(stated.tau2, tau2, absolute: 0.0005)
    for (index, shrunken) in stated.shrunken.enumerated() {
      let b = tau2 / (tau2 + variances[index])
      expectClose(shrunken.estimate, exp(b * y[index] + (1 - b) * mu), absolute: 0.005)
    }
    // As they are shown.
    #expect(stated.shrunken.map(\.estimate) == [0.64, 0.90, 0.95])
    #expect(stated.degreesOfFreedom == 2)
  }

  @Test("patients of the strata are those of the document")
  func patients() throws {
    let effect = try EffectSample.shipped("eortc-62931-predicted-survival-2019")
    func count(_ stratum: String) -> Int? {
      effect.estimates.first { $0.stratum == stratum }?.patients
    }
    #expect(["low", "intermediate", "high", "below60"].map(count) == [52, 68, 170, 80])
    #expect(52 + 68 + 170 == effect.patients)
  }

  @Test(
    "strata that contradict each other are refused, with their path",
    arguments: [
      (#""of": "predictedOverallSurvival""#, #""of": "age""#, "/strata/of"),
      (#"[1.5, 2]"#, #"[0.5, 2]"#, "/strata/earlier/hazardGrowth"),
      (#"[1.5, 2]"#, #"[2, 1.5]"#, "/strata/earlier/hazardGrowth"),
      (#"{"value": 4,"#, #"{"value": 10,"#, "/strata/earlier"),
      (#""source": "g""#, #""from": "g""#, "/strata/earlier"),
      (#""atMost": 0.5"#, #""atMost": 0.5, "below": 0.5"#, "/strata/groups/0"),
      (#""atMost": 0.5"#, #""atMost": 50"#, "/strata/groups/0"),
      (#", "atMost": 0.5"#, "", "/strata/groups"),
      (#"{"en": "High"}"#, #"{"en": "High"}, "atMost": 0.7"#, "/strata/groups"),
      (#"{"en": "High"}"#, #"{"en": "High"}, "bound": 1"#, "/strata/groups/1"),
      (#""name": "rest""#, #""name": "high""#, "/strata"),
      (#""q": 1"#, #""q": -1"#, "/strata/heterogeneity"),
      (#""p": 0.3"#, #""p": 3"#, "/strata/heterogeneity"),
      (#""degreesOfFreedom": 1"#, #""degreesOfFreedom": 2"#, "/strata/heterogeneity"),
      (#"{"stratum": "low""#, #"{"stratum": "below60""#, "/strata/heterogeneity/shrunken"),
      (#""estimate": 0.95}"#, #""estimate": 0}"#, "/strata/heterogeneity"),
    ])
  func refused(old: String, new: String, path: String) {
    let error = #expect(throws: StrictJSONError.self) { try EffectSample.effect((old, new)) }
    #expect(error?.description.contains(path) == true, "\(error?.description ?? "")")
  }

  /// 0.72^2 = 0.518 and 0.72^1.5 = 0.611; 0.7^2 = 0.49 and 0.7^1.5 = 0.586.
  @Test(
    "a survival at the earlier time says which strata it goes with, and one at another time none")
  func earlier() throws {
    let strata = try #require(try EffectSample.effect().strata)
    func names(_ survival: Double, _ years: Double) throws -> [String] {
      let horizon = Horizon(value: 12 * years, unit: .month)
      return strata.compatible([
        BenefitQuestion.Survival(time: horizon, survival: try BaselineSurvival(survival))
      ]).map(\.name)
    }
    #expect(strata.earlier?.growth == 1.5...2)
    #expect(try names(0.72, 4) == ["high"])
    #expect(try names(0.7, 4) == ["low", "high"])
    #expect(try names(0.3, 4) == ["low"])
    #expect(try names(0.72, 5) == ["low", "high"])
    #expect(try names(0.5, 10) == ["low"])
    #expect(try names(0, 4) == ["low"] && names(1, 4) == ["high"])
  }

  @Test("the growth of the cumulative hazard is that of the cohorts: 1.27 and up to 1.7")
  func growth() throws {
    let strata = try #require(
      try EffectSample.shipped("eortc-62931-predicted-survival-2019").strata)
    let earlier = try #require(strata.earlier)
    #expect(earlier.growth == 1.27...1.7)
    // ln S10 / ln S5 of the control arm of EORTC 62961.
    expectClose(log(0.427) / log(0.513), 1.27, absolute: 0.005)
    expectClose(log(0.60) / log(0.72), 1.55, absolute: 0.01)
    #expect(earlier.source.contains("EORTC 62961") && earlier.source.contains("not a reading"))
  }
}
