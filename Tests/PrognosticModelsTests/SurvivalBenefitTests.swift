import TestSupport
import Testing

@testable import PrognosticModels

@Suite("Benefit in survival")
struct SurvivalBenefitTests {
  private func hazard(_ ratio: Double, _ lower: Double, _ upper: Double) throws -> RatioEstimate {
    try RatioEstimate(.hazardRatio, ratio, interval: (lower, upper))
  }

  @Test("Survival is raised to the hazard ratio: 0.21^0.46 is 0.4878")
  func hazardRatio() throws {
    let benefit = SurvivalBenefit(
      without: try BaselineSurvival(0.21), ratio: try hazard(0.46, 0.23, 0.94))
    // R: 0.21^0.46, 0.21^0.94, 0.21^0.23
    expectClose(benefit.survivalWith.estimate, 0.48777650275145, relative: 1e-14)
    let ends = try #require(benefit.survivalWith.interval)
    expectClose(ends.lowerBound, 0.23061424870189, relative: 1e-13)
    expectClose(ends.upperBound, 0.698409981852672, relative: 1e-13)
    expectClose(
      benefit.absoluteBenefit.interval?.lowerBound ?? .nan, 0.0206142487018901, relative: 1e-12)
    #expect(benefit.survivalWithout.interval == nil)
  }

  @Test("An odds ratio acts on the odds of death: 0.48 with 0.56 gives 0.622")
  func oddsRatio() throws {
    let ratio = try RatioEstimate(.oddsRatio, 0.56, interval: (0.36, 0.85))
    let benefit = SurvivalBenefit(without: try BaselineSurvival(0.48), ratio: ratio)
    expectClose(benefit.survivalWith.estimate, 0.622406639004149, relative: 1e-14)
    for survival in [0.01, 0.3, 0.9999] {
      let with = SurvivalBenefit(without: try BaselineSurvival(survival), ratio: ratio)
        .survivalWith.estimate
      expectClose((1 - with) / with, 0.56 * (1 - survival) / survival, relative: 1e-11)
    }
  }

  @Test("The trial as a whole: 0.48 with 0.94 (0.68 to 1.31) gives 0.02 (-0.10 to 0.13)")
  func overall() throws {
    let benefit = SurvivalBenefit(
      without: try BaselineSurvival(0.48), ratio: try hazard(0.94, 0.68, 1.31))
    expectClose(benefit.absoluteBenefit.estimate, 0.0216, absolute: 1e-4)
    expectClose(benefit.absoluteBenefit.interval?.lowerBound ?? .nan, -0.0977, absolute: 1e-4)
    expectClose(benefit.absoluteBenefit.interval?.upperBound ?? .nan, 0.1271, absolute: 1e-4)
    #expect(
      benefit.words() == "48 of 100 alive without, 50 of 100 with; between 10 fewer and 13 more")
  }

  @Test("A ratio of 1 gives a benefit of exactly 0", arguments: RatioEstimate.Measure.allCases)
  func one(measure: RatioEstimate.Measure) throws {
    let ratio = try RatioEstimate(measure, 1, interval: (0.5, 2))
    var generator = SplitMix64(seed: 1)
    for _ in 0..<2000 {
      let survival = Double.random(in: 0...1, using: &generator)
      let benefit = SurvivalBenefit(without: try BaselineSurvival(survival), ratio: ratio)
      #expect(benefit.absoluteBenefit.estimate == 0)
      #expect(benefit.survivalWith.estimate == survival)
      #expect(benefit.numberNeededToTreat.estimate == nil)
    }
  }

  @Test("A survival of 0 or of 1 has nothing to gain", arguments: RatioEstimate.Measure.allCases)
  func limits(measure: RatioEstimate.Measure) throws {
    for ratio in [
      try RatioEstimate(measure, 0.3, interval: (0.1, 3)),
      try RatioEstimate(measure, 1e300, interval: nil),
    ] {
      for survival in [0.0, 1] {
        let benefit = SurvivalBenefit(without: try BaselineSurvival(survival), ratio: ratio)
        #expect(benefit.absoluteBenefit.estimate == 0)
        #expect(benefit.absoluteBenefit.interval == ratio.interval.map { _ in 0...0 })
        #expect(benefit.numberNeededToTreat.benefitFrom == nil)
      }
    }
  }

  @Test("A wider interval of the ratio never narrows the benefit's at a fixed baseline")
  func wider() throws {
    var generator = SplitMix64(seed: 2)
    for measure in RatioEstimate.Measure.allCases {
      for _ in 0..<2000 {
        let ratio = Double.random(in: 0.1...3, using: &generator)
        let baseline = try BaselineSurvival(Double.random(in: 0...1, using: &generator))
        var (lower, upper) = (ratio * 0.99, ratio * 1.01)
        var last: ClosedRange<Double>?
        for _ in 0..<5 {
          let benefit = SurvivalBenefit(
            without: baseline, ratio: try RatioEstimate(measure, ratio, interval: (lower, upper)))
          let interval = try #require(benefit.absoluteBenefit.interval)
          if let last {
            #expect(interval.contains(last.lowerBound) && interval.contains(last.upperBound))
          }
          #expect(interval.contains(benefit.absoluteBenefit.estimate))
          last = interval
          lower *= Double.random(in: 0.5...1, using: &generator)
          upper *= Double.random(in: 1...2, using: &generator)
        }
      }
    }
  }

  @Test("A ratio without an interval gives none, and the baseline keeps its own")
  func withoutInterval() throws {
    let benefit = SurvivalBenefit(
      without: try BaselineSurvival(0.5, interval: (0.4, 0.6)),
      ratio: try RatioEstimate(.hazardRatio, 0.8, interval: nil))
    #expect(benefit.absoluteBenefit.interval == nil)
    #expect(benefit.survivalWith.interval == nil)
    #expect(benefit.survivalWithout.interval == 0.4...0.6)
    #expect(benefit.words() == "50 of 100 alive without, 57 of 100 with")
  }

  @Test("A survival that is none, or lies outside its interval, is refused")
  func baselines() {
    func refused(_ estimate: Double, _ interval: (Double, Double)? = nil) -> BenefitError? {
      do throws(BenefitError) {
        _ = try BaselineSurvival(estimate, interval: interval)
        return nil
      } catch { return error }
    }
    #expect(refused(1.01) == .survival(1.01))
    #expect(refused(.nan) != nil)
    #expect(refused(0.5, (0, 0.6)) == .survivalInterval(lower: 0, upper: 0.6))
    #expect(refused(0.5, (0.4, 1)) == .survivalInterval(lower: 0.4, upper: 1))
    #expect(refused(0.5, (0.6, 0.4)) == .survivalInterval(lower: 0.6, upper: 0.4))
    #expect(refused(0.5, (0.6, 0.7)) == .outsideInterval(0.5, lower: 0.6, upper: 0.7))
    #expect(refused(0.5, (0.4, 0.7)) == nil)
  }
}
