import Distributions
import Foundation
import TestSupport
import Testing

@Suite struct StudentTDistributionTests {
  private let reference: Reference

  init() throws { reference = try Reference(named: "distributions.json") }

  @Test("Both tails agree with 50 digits to 1e-14, and the quantile inverts them")
  func tails() {
    for row in reference["studentT"].array.map(\.numbers) {
      let student = StudentTDistribution(degreesOfFreedom: row[0])
      let comment = "ν = \(row[0]), t = \(row[1])"
      expectClose(student.upperTail(row[1]), row[3], relative: 1e-14, comment)
      expectClose(student.cumulativeProbability(row[1]), row[2], relative: 1e-14, comment)
      expectClose(student.cumulativeProbability(-row[1]), row[3], relative: 1e-14, comment)
      expectClose(student.twoSidedP(row[1]), 2 * row[3], relative: 1e-14, comment)
      // For a tail near 1/2, p itself does not hold all of t's digits.
      if row[3] < 0.4 {
        expectClose(student.quantile(upperTail: row[3]), row[1], relative: 1e-14, comment)
      }
    }
  }

  @Test("The log of the upper tail agrees with 50 digits where the tail underflows")
  func logUpperTail() {
    for row in reference["studentTLogUpperTail"].array.map(\.numbers) {
      expectClose(
        StudentTDistribution(degreesOfFreedom: row[0]).logUpperTail(row[1]), row[2],
        relative: 2e-15, "ν = \(row[0]), t = \(row[1])")
    }
  }

  @Test("One degree of freedom is the Cauchy law, also where t² would overflow")
  func cauchy() {
    let cauchy = StudentTDistribution(degreesOfFreedom: 1)
    for t in [1e-12, 0.3, 1, 50, 1e100, 1e200, 1e300] {
      expectClose(cauchy.upperTail(t), atan2(1, t) / .pi, relative: 5e-15, "t = \(t)")
      expectClose(
        cauchy.density(t), 1 / .pi / (1 + t * t), relative: 5e-15, absolute: .leastNormalMagnitude)
      expectClose(cauchy.logUpperTail(t), log(atan2(1, t) / .pi), relative: 5e-15)
    }
    expectClose(cauchy.quantile(1e-300), -1 / (.pi * 1e-300), relative: 5e-15)
    expectClose(cauchy.quantile(upperTail: 1e-100), 1 / (.pi * 1e-100), relative: 5e-15)
    // tan(π (p - 1/2)) next to the median.
    expectClose(cauchy.quantile(0.5 + 0x1p-40), .pi * 0x1p-40, relative: 1e-15)
  }

  @Test("Infinite degrees of freedom are the normal distribution, and 1e15 nearly so")
  func normalLimit() {
    for t in [-3, 0, 0.1, 2, 8] {
      let tail = NormalDistribution.upperTail(t)
      #expect(StudentTDistribution(degreesOfFreedom: .infinity).upperTail(t) == tail)
      expectClose(
        StudentTDistribution(degreesOfFreedom: 1e15).upperTail(t), tail, relative: 3e-12)
      expectClose(
        StudentTDistribution(degreesOfFreedom: 1e15).density(t), NormalDistribution.density(t),
        relative: 3e-12)
    }
  }

  @Test("Out of the domain there is NaN, at its ends the limit")
  func domain() {
    for nu in [0, -1, Double.nan] {
      let bad = StudentTDistribution(degreesOfFreedom: nu)
      #expect(bad.upperTail(1).isNaN && bad.quantile(0.5).isNaN && bad.density(0).isNaN)
    }
    let student = StudentTDistribution(degreesOfFreedom: 4)
    #expect(student.upperTail(0) == 0.5)
    #expect(student.upperTail(.infinity) == 0)
    #expect(student.upperTail(-.infinity) == 1)
    #expect(student.upperTail(.nan).isNaN)
    #expect(student.density(-.infinity) == 0)
    #expect(student.density(0) == 0.375)
    #expect(student.quantile(0.5) == 0)
    #expect(student.quantile(0) == -.infinity)
    #expect(student.quantile(1) == .infinity)
    #expect(student.quantile(2).isNaN)
  }
}
