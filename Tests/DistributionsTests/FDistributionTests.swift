import Distributions
import Foundation
import TestSupport
import Testing

@Suite struct FDistributionTests {
  private let reference: Reference

  init() throws { reference = try Reference(named: "distributions.json") }

  @Test("Both tails agree with 50 digits to 1e-14")
  func tails() {
    for row in reference["f"].array.map(\.numbers) {
      let f = FDistribution(numeratorDegreesOfFreedom: row[0], denominatorDegreesOfFreedom: row[1])
      let comment = "m = \(row[0]), n = \(row[1]), x = \(row[2])"
      expectClose(f.cumulativeProbability(row[2]), row[3], relative: 1e-14, comment)
      expectClose(f.upperTail(row[2]), row[4], relative: 1e-14, comment)
      expectClose(
        f.logUpperTail(row[2]), row[4] > 0.5 ? log1p(-row[3]) : log(row[4]), relative: 2e-14,
        comment)
    }
  }

  @Test("Quantiles agree with 50 digits to 1e-14 from either tail")
  func quantiles() {
    for row in reference["fQuantile"].array.map(\.numbers) {
      let f = FDistribution(numeratorDegreesOfFreedom: row[0], denominatorDegreesOfFreedom: row[1])
      let x = row[3] == 0 ? f.quantile(row[2]) : f.quantile(upperTail: row[2])
      expectClose(
        x, row[4], relative: 1e-14, "m = \(row[0]), n = \(row[1]), p = \(row[2]) \(row[3])")
    }
  }

  @Test("The square of a t variable has one degree of freedom in the numerator")
  func squareOfT() {
    for nu in [1.0, 5, 200] {
      let f = FDistribution(numeratorDegreesOfFreedom: 1, denominatorDegreesOfFreedom: nu)
      let student = StudentTDistribution(degreesOfFreedom: nu)
      for t in [0.001, 0.5, 3, 1000] {
        expectClose(f.upperTail(t * t), student.twoSidedP(t), relative: 3e-14)
        expectClose(f.density(t * t), student.density(t) / t, relative: 3e-14)
      }
    }
  }

  @Test("Infinite denominator degrees of freedom are chi-square over its degrees of freedom")
  func chiSquareLimit() {
    let f = FDistribution(numeratorDegreesOfFreedom: 4, denominatorDegreesOfFreedom: .infinity)
    let chiSquare = ChiSquareDistribution(degreesOfFreedom: 4)
    #expect(f.upperTail(2.5) == chiSquare.upperTail(10))
    #expect(f.quantile(0.95) == chiSquare.quantile(0.95) / 4)
    expectClose(f.density(2.5), 4 * chiSquare.density(10), relative: 1e-15)
  }

  @Test("Out of the domain there is NaN, at its ends the limit")
  func domain() {
    for (m, n) in [(0.0, 1.0), (1, 0), (-1, 3), (.nan, 3), (3, .nan), (.infinity, 3)] {
      let bad = FDistribution(numeratorDegreesOfFreedom: m, denominatorDegreesOfFreedom: n)
      #expect(bad.upperTail(1).isNaN && bad.quantile(0.5).isNaN && bad.density(1).isNaN)
    }
    let f = FDistribution(numeratorDegreesOfFreedom: 3, denominatorDegreesOfFreedom: 9)
    #expect(f.upperTail(0) == 1)
    #expect(f.upperTail(-1) == 1)
    #expect(f.upperTail(.infinity) == 0)
    #expect(f.cumulativeProbability(.infinity) == 1)
    #expect(f.upperTail(.nan).isNaN)
    #expect(f.quantile(0) == 0)
    #expect(f.quantile(1) == .infinity)
    #expect(f.quantile(upperTail: -0.5).isNaN)
  }
}
