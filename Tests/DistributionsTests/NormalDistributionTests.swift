import Distributions
import TestSupport
import Testing

@Suite struct NormalDistributionTests {
  private let reference: Reference

  init() throws { reference = try Reference(named: "distributions.json") }

  @Test("Both tails agree with 50 digits to 1e-15")
  func tails() {
    for row in reference["normal"].array.map(\.numbers) {
      let z = row[0]
      // A denormal result can be one unit off.
      expectClose(
        NormalDistribution.upperTail(z), row[1], relative: 1e-15, absolute: .leastNonzeroMagnitude,
        "z = \(z)")
      expectClose(
        NormalDistribution.cumulativeProbability(-z), row[1], relative: 1e-15,
        absolute: .leastNonzeroMagnitude)
      expectClose(
        NormalDistribution.density(z), row[2], relative: 1e-15, absolute: .leastNonzeroMagnitude,
        "z = \(z)")
      if z > 0 {
        expectClose(
          NormalDistribution.twoSidedP(-z), 2 * row[1], relative: 1e-15,
          absolute: 2 * .leastNonzeroMagnitude)
      }
    }
  }

  @Test("The log of the upper tail agrees with 50 digits where the tail underflows")
  func logUpperTail() {
    for row in reference["normalLogUpperTail"].array.map(\.numbers) {
      expectClose(NormalDistribution.logUpperTail(row[0]), row[1], relative: 1e-15, "z = \(row[0])")
    }
  }

  @Test("The quantile is within 2 ulps from the least denormal number to 1 - 2^-53")
  func quantile() {
    for row in reference["normalQuantile"].array.map(\.numbers) {
      let z = NormalDistribution.quantile(row[0])
      #expect((z - row[1]).magnitude <= 2 * row[1].ulp, "p = \(row[0]): \(z), not \(row[1])")
      #expect(NormalDistribution.quantile(upperTail: row[0]) == -z)
    }
  }

  @Test("Out of the domain there is NaN, at its ends the limit")
  func domain() {
    #expect(NormalDistribution.quantile(0) == -.infinity)
    #expect(NormalDistribution.quantile(1) == .infinity)
    #expect(NormalDistribution.quantile(0.5) == 0)
    #expect(NormalDistribution.quantile(-0.1).isNaN)
    #expect(NormalDistribution.quantile(1.1).isNaN)
    #expect(NormalDistribution.quantile(.nan).isNaN)
    #expect(NormalDistribution.upperTail(.infinity) == 0)
    #expect(NormalDistribution.upperTail(-.infinity) == 1)
    #expect(NormalDistribution.upperTail(.nan).isNaN)
    #expect(NormalDistribution.twoSidedP(-.infinity) == 0)
    #expect(NormalDistribution.density(.infinity) == 0)
    #expect(NormalDistribution.density(.nan).isNaN)
    #expect(NormalDistribution.logUpperTail(.infinity) == -.infinity)
    #expect(NormalDistribution.logUpperTail(-.infinity) == 0)
    #expect(NormalDistribution.logUpperTail(.nan).isNaN)
  }
}
