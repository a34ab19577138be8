import Distributions
import Foundation
import TestSupport
import Testing

@Suite struct GammaDistributionTests {
  private let reference: Reference

  init() throws { reference = try Reference(named: "distributions.json") }

  @Test("Both tails agree with 50 digits to 1e-14 for shapes from 1e-3 to 1e6")
  func tails() {
    for row in reference["gamma"].array.map(\.numbers) {
      let gamma = GammaDistribution(shape: row[0])
      let comment = "a = \(row[0]), x = \(row[1])"
      expectClose(gamma.cumulativeProbability(row[1]), row[2], relative: 1e-14, comment)
      expectClose(gamma.upperTail(row[1]), row[3], relative: 1e-14, comment)
    }
  }

  @Test("The log of the upper tail agrees with 50 digits where the tail underflows")
  func logUpperTail() {
    for row in reference["gammaLogUpperTail"].array.map(\.numbers) {
      expectClose(
        GammaDistribution(shape: row[0]).logUpperTail(row[1]), row[2], relative: 1e-15,
        "a = \(row[0]), x = \(row[1])")
    }
  }

  @Test("Quantiles agree with 50 digits to 1e-14 from either tail")
  func quantiles() {
    for row in reference["gammaQuantile"].array.map(\.numbers) {
      let gamma = GammaDistribution(shape: row[0])
      let x = row[2] == 0 ? gamma.quantile(row[1]) : gamma.quantile(upperTail: row[1])
      expectClose(x, row[3], relative: 1e-14, "a = \(row[0]), p = \(row[1]), side \(row[2])")
    }
  }

  @Test("The density is the derivative of the distribution function")
  func density() {
    for shape in [0.3, 1, 4.5, 30, 2000] {
      let gamma = GammaDistribution(shape: shape, scale: 3)
      for p in [0.01, 0.3, 0.8] {
        let x = gamma.quantile(p)
        let h = 1e-5 * x / shape.squareRoot()
        let rise = gamma.cumulativeProbability(x + h) - gamma.cumulativeProbability(x - h)
        // Central difference: its own error is of order 1e-10.
        expectClose(gamma.density(x), rise / (2 * h), relative: 1e-8, "a = \(shape), p = \(p)")
      }
    }
  }

  @Test("Shape 1 is the exponential distribution and scale multiplies")
  func exponential() {
    let exponential = GammaDistribution(shape: 1, scale: 4)
    for x in [0.01, 1, 10, 2000] {
      expectClose(exponential.upperTail(x), exp(-x / 4), relative: 2e-15)
      expectClose(exponential.density(x), exp(-x / 4) / 4, relative: 1e-15)
    }
    expectClose(exponential.quantile(upperTail: 1e-300), 4 * -log(1e-300), relative: 1e-15)
  }

  @Test("Tails below the least normal number are still inverted")
  func denormalTails() {
    // -log of the least denormal number, exponential law.
    let gamma = GammaDistribution(shape: 1)
    expectClose(gamma.quantile(upperTail: .leastNonzeroMagnitude), 1074 * log(2), relative: 1e-14)
    expectClose(gamma.quantile(.leastNonzeroMagnitude), .leastNonzeroMagnitude, relative: 0)
    #expect(GammaDistribution(shape: 0.01).quantile(1e-10) == 0)
  }

  @Test("Out of the domain there is NaN, at its ends the limit")
  func domain() {
    for bad in [
      GammaDistribution(shape: 0), .init(shape: -1), .init(shape: .nan),
      .init(shape: .infinity), .init(shape: 2, scale: 0), .init(shape: 2, scale: .nan),
    ] {
      #expect(bad.upperTail(1).isNaN)
      #expect(bad.upperTail(-1).isNaN)
      #expect(bad.cumulativeProbability(1).isNaN)
      #expect(bad.logUpperTail(1).isNaN)
      #expect(bad.quantile(0.5).isNaN)
      #expect(bad.density(1).isNaN)
    }
    let gamma = GammaDistribution(shape: 2)
    #expect(gamma.upperTail(-1) == 1)
    #expect(gamma.upperTail(0) == 1)
    #expect(gamma.upperTail(.infinity) == 0)
    #expect(gamma.cumulativeProbability(-.infinity) == 0)
    #expect(gamma.cumulativeProbability(.infinity) == 1)
    #expect(gamma.upperTail(.nan).isNaN)
    #expect(gamma.logUpperTail(.infinity) == -.infinity)
    #expect(gamma.quantile(0) == 0)
    #expect(gamma.quantile(1) == .infinity)
    #expect(gamma.quantile(upperTail: 0) == .infinity)
    #expect(gamma.quantile(1.5).isNaN)
    #expect(gamma.quantile(upperTail: .nan).isNaN)
  }
}
