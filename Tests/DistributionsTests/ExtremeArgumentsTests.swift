import Distributions
import TestSupport
import Testing

@Suite struct ExtremeArgumentsTests {
  private static let shapes: [Double] = [1e-100, 1e-5, 0.5, 1, 11.99, 12, 1e3, 1e6, 1e16, 1e100]
  private static let points: [Double] = [
    0, .leastNonzeroMagnitude, 0x1p-1030, 1e-300, 1e-100, 1e-9, 0.3, 1, 7, 1e6, 1e16, 1e100, 1e200,
    1e300, .infinity,
  ]

  private func expectProbability(_ p: Double, _ comment: @autoclosure () -> String) {
    #expect(p >= 0 && p <= 1, "\(comment()): \(p)")
  }

  @Test("Tails are probabilities, and logarithms and quantiles defined, at any extreme")
  func everywhereDefined() {
    for a in Self.shapes {
      for x in Self.points {
        let gamma = GammaDistribution(shape: a)
        let student = StudentTDistribution(degreesOfFreedom: a)
        expectProbability(gamma.upperTail(x), "gamma \(a) \(x)")
        expectProbability(gamma.cumulativeProbability(x), "gamma \(a) \(x)")
        expectProbability(student.upperTail(x), "t \(a) \(x)")
        #expect(gamma.logUpperTail(x) <= 0)
        #expect(student.logUpperTail(x) <= 0)
        for b in Self.shapes {
          let f = FDistribution(numeratorDegreesOfFreedom: a, denominatorDegreesOfFreedom: b)
          expectProbability(f.upperTail(x), "F \(a) \(b) \(x)")
          expectProbability(f.cumulativeProbability(x), "F \(a) \(b) \(x)")
          #expect(f.logUpperTail(x) <= 0)
          if x <= 1 {
            let beta = BetaDistribution(a, b)
            expectProbability(beta.upperTail(x), "beta \(a) \(b) \(x)")
            expectProbability(beta.quantile(x), "beta quantile \(a) \(b) \(x)")
            #expect(f.quantile(upperTail: x) >= 0)
          }
        }
        if x <= 1 {
          #expect(gamma.quantile(x) >= 0)
          #expect(!student.quantile(x).isNaN)
        }
      }
    }
  }
}
