import Distributions
import Foundation
import TestSupport
import Testing

@Suite struct BetaDistributionTests {
  @Test("Both tails agree with 50 digits to 1e-14 for shapes from 1e-3 to 1e6")
  func tails() throws {
    for row in try Reference(named: "distributions.json")["beta"].array.map(\.numbers) {
      let beta = BetaDistribution(row[0], row[1])
      let comment = "a = \(row[0]), b = \(row[1]), x = \(row[2])"
      expectClose(beta.cumulativeProbability(row[2]), row[3], relative: 1e-14, comment)
      expectClose(beta.upperTail(row[2]), row[4], relative: 1e-14, comment)
      expectClose(
        beta.logUpperTail(row[2]), row[4] > 0.5 ? log1p(-row[3]) : log(row[4]), relative: 2e-14,
        comment)
    }
  }

  @Test("A quantile has its probability below it")
  func quantiles() {
    for (a, b) in [(0.5, 0.5), (0.2, 8), (2, 3), (40, 0.7), (60, 90), (1e4, 300)] {
      let beta = BetaDistribution(a, b)
      for p in [1e-300, 1e-20, 0.01, 0.3, 0.5, 0.6, 0.99] {
        let x = beta.quantile(p)
        // Its x would be (p a B(a, b))^(1/a), below any double.
        if a < 1 && p == 1e-300 {
          #expect(x == 0)
          continue
        }
        let sensitivity = x * beta.density(x) / min(p, 1 - p)
        // x near one cannot be told finer than its ulp.
        expectClose(
          beta.cumulativeProbability(x), p, relative: 4e-15 * max(1, sensitivity),
          "a = \(a), b = \(b), p = \(p)")
        let mirrored = BetaDistribution(b, a).quantile(upperTail: p)
        expectClose(mirrored, 1 - x, relative: 1e-13, absolute: 3e-16)
      }
    }
  }

  @Test("(1, 1) is uniform, (1/2, 1/2) the arcsine law")
  func knownLaws() {
    for x in [1e-300, 1e-9, 0.25, 0.5, 0.9] {
      expectClose(BetaDistribution(1, 1).cumulativeProbability(x), x, relative: 2e-15)
      expectClose(BetaDistribution(1, 1).density(x), 1, relative: 2e-15)
      expectClose(BetaDistribution(1, 1).quantile(x), x, relative: 2e-15)
      expectClose(
        BetaDistribution(0.5, 0.5).cumulativeProbability(x), 2 / Double.pi * asin(x.squareRoot()),
        relative: 3e-15)
    }
  }

  @Test("A tail that underflows keeps its logarithm")
  func logUpperTail() {
    // I_(1-x)(b, a) with a = 1 is (1 - x)^b.
    expectClose(BetaDistribution(1, 1e5).logUpperTail(0.5), 1e5 * log(0.5), relative: 1e-15)
  }

  @Test("Out of the domain there is NaN, at its ends the limit")
  func domain() {
    for bad in [BetaDistribution(0, 1), .init(1, -1), .init(.nan, 1), .init(1, .infinity)] {
      #expect(bad.cumulativeProbability(0.5).isNaN)
      #expect(bad.upperTail(2).isNaN)
      #expect(bad.quantile(0.5).isNaN)
      #expect(bad.density(0.5).isNaN)
    }
    let beta = BetaDistribution(2, 3)
    #expect(beta.cumulativeProbability(-1) == 0)
    #expect(beta.cumulativeProbability(0) == 0)
    #expect(beta.cumulativeProbability(1) == 1)
    #expect(beta.upperTail(.infinity) == 0)
    #expect(beta.upperTail(.nan).isNaN)
    #expect(beta.quantile(0) == 0)
    #expect(beta.quantile(1) == 1)
    #expect(beta.quantile(upperTail: 0) == 1)
    #expect(beta.quantile(-1).isNaN)
    #expect(IncompleteBeta(2, 3, 1.5).lower.isNaN)
  }
}
