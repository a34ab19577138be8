import Distributions
import Foundation
import TestSupport
import Testing

@testable import PrognosticModels

@Suite("Benefit of an uncertain baseline")
struct BenefitDistributionTests {
  private struct Case {
    let ratio: RatioEstimate
    let baseline: BaselineSurvival

    init(_ reference: Reference) throws {
      let ratio = reference["ratio"].numbers
      let survival = reference["survival"].numbers
      let measure = try #require(
        RatioEstimate.Measure(rawValue: reference["measure"].string ?? ""))
      self.ratio = try RatioEstimate(measure, ratio[0], interval: (ratio[1], ratio[2]))
      baseline = try BaselineSurvival(survival[0], interval: (survival[1], survival[2]))
    }
  }

  @Test("Quantiles agree with an integral in the other order")
  func reference() throws {
    let cases = try Reference(named: "survival-benefit.json")["cases"].array
    #expect(cases.count == 6)
    for reference in cases {
      let sample = try Case(reference)
      let benefit = SurvivalBenefit(without: sample.baseline, ratio: sample.ratio)
      let interval = try #require(benefit.absoluteBenefit.interval)
      let with = try #require(benefit.survivalWith.interval)
      // The reference's own root is within 1e-10.
      expectClose(
        [interval.lowerBound, interval.upperBound], reference["benefit"].numbers, absolute: 5e-10)
      expectClose(
        [with.lowerBound, with.upperBound], reference["survivalWith"].numbers, absolute: 5e-10)
      #expect(benefit.survivalWithout.interval == sample.baseline.interval)
    }
  }

  @Test("A million draws have 2.5 % on either side, to 5 times the Monte Carlo error")
  func simulation() throws {
    let count = 1_000_000
    var generator = Philox(seed: 62_931, stream: 0)
    let x = (0..<count).map { _ in generator.standardNormal() }
    let y = (0..<count).map { _ in generator.standardNormal() }
    let cases = try Reference(named: "survival-benefit.json")["cases"].array
    let allowed = 5 * (0.025 * 0.975 / Double(count)).squareRoot()
    for reference in cases {
      let sample = try Case(reference)
      let benefit = SurvivalBenefit(without: sample.baseline, ratio: sample.ratio)
      let interval = try #require(benefit.absoluteBenefit.interval)
      let with = try #require(benefit.survivalWith.interval)
      let u = sample.baseline.logCumulativeHazard
      let sigma = try #require(sample.baseline.standardError)
      let m = sample.ratio.logarithm
      let tau = try #require(sample.ratio.standardError)
      var below = (benefit: 0, with: 0)
      var above = (benefit: 0, with: 0)
      for i in 0..<count {
        let s = Draw.exp(-Draw.exp(u + sigma * x[i]))
        let ratio = Draw.exp(m + tau * y[i])
        let treated =
          sample.ratio.measure == .hazardRatio ? Draw.power(s, ratio) : s / (s + ratio * (1 - s))
        if treated - s <= interval.lowerBound { below.benefit += 1 }
        if treated - s > interval.upperBound { above.benefit += 1 }
        if treated <= with.lowerBound { below.with += 1 }
        if treated > with.upperBound { above.with += 1 }
      }
      for tail in [below.benefit, above.benefit, below.with, above.with] {
        expectClose(Double(tail) / Double(count), 0.025, absolute: allowed, "seed 62931")
      }
    }
  }

  @Test("The probability of a benefit ascends from 0 to 1 and its quantile undoes it")
  func probability() throws {
    for measure in RatioEstimate.Measure.allCases {
      for (ratio, width) in [(0.5, 1.3), (1.0, 1.01), (2.5, 3.0)] {
        let effect = CompiledRatio(
          try RatioEstimate(measure, ratio, interval: (ratio / width, ratio * width)))
        for (u, sigma) in [(-0.3, 0.3), (-7, 0.05), (1.2, 1.5)] {
          let distribution = BenefitDistribution(logHazard: u, standardError: sigma, effect)
          var last = 0.0
          for k in -100...100 {
            let p = distribution.benefitProbability(Double(k) / 100)
            #expect(p >= last - 1e-10 && p <= 1 + 1e-10)
            last = p
          }
          #expect(distribution.benefitProbability(-1) == 0)
          #expect(distribution.benefitProbability(1) == 1)
          for p in [0.001, 0.025, 0.5, 0.975] {
            // Where survival may vanish, some of the distribution lies closer than a root is told apart.
            let b = distribution.benefitQuantile(p)
            let reach = 2e-10 * b.magnitude + 2e-13
            #expect(distribution.benefitProbability(b - reach) <= p + 1e-9)
            #expect(distribution.benefitProbability(b + reach) >= p - 1e-9)
            let q = distribution.survivalQuantile(p)
            #expect(distribution.survivalProbability(q - 2e-10 * q - 2e-13) <= p + 1e-9)
            #expect(distribution.survivalProbability(q + 2e-10 * q + 2e-13) >= p - 1e-9)
          }
        }
      }
    }
  }

  @Test("Ratios and baselines at the end of what a double holds give an interval of survivals")
  func extremes() throws {
    for measure in RatioEstimate.Measure.allCases {
      for (ratio, lower, upper) in [
        (1e300, 1e-300, 1.7e308), (1e-300, 1e-308, 1e-5), (1, 1e-9, 1e9),
      ] {
        let effect = CompiledRatio(try RatioEstimate(measure, ratio, interval: (lower, upper)))
        for (u, sigma) in [(-50.0, 1.0), (7, 0.1), (-0.3, 400), (-600, 1e-9), (0, 1e-12)] {
          let distribution = BenefitDistribution(logHazard: u, standardError: sigma, effect)
          let ends = [0.025, 0.975].map { distribution.benefitQuantile($0) }
          let with = [0.025, 0.975].map { distribution.survivalQuantile($0) }
          #expect(ends[0] >= -1 && ends[0] <= ends[1] + 1e-9 && ends[1] <= 1)
          #expect(with[0] >= 0 && with[0] <= with[1] + 1e-9 && with[1] <= 1)
        }
      }
    }
  }

  @Test("As the baseline grows certain the interval becomes that of the ratio alone")
  func certain() throws {
    for measure in RatioEstimate.Measure.allCases {
      let ratio = try RatioEstimate(measure, logarithm: -0.4, standardError: 0.3)
      let alone = SurvivalBenefit(without: try BaselineSurvival(0.5), ratio: ratio)
      let nearly = SurvivalBenefit(
        without: try BaselineSurvival(0.5, interval: (0.49999, 0.50001)), ratio: ratio)
      let a = try #require(alone.absoluteBenefit.interval)
      let b = try #require(nearly.absoluteBenefit.interval)
      expectClose(a.lowerBound, b.lowerBound, absolute: 1e-6)
      expectClose(a.upperBound, b.upperBound, absolute: 1e-6)
    }
  }
}

/// The functions of the C library.
private enum Draw {
  static func exp(_ x: Double) -> Double { Foundation.exp(x) }
  static func power(_ x: Double, _ y: Double) -> Double { Foundation.pow(x, y) }
}
