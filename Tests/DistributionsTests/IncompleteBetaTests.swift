import Distributions
import TestSupport
import Testing

@Suite struct IncompleteBetaTests {
  @Test("I_x and its complement are monotone and equal across the seams of the regions")
  func seams() {
    for (a, b) in [
      (0.999, 40), (1.001, 40), (0.5, 0.5), (11.99, 30), (12, 30), (12.01, 12), (900, 60),
    ] {
      let mean = a / (a + b)
      for x in [0.5 * mean, mean.nextDown, mean, mean.nextUp, 1 / b, 0.5, 0.5 + 0.5 * mean]
      where x < 0.9999 {
        let here = IncompleteBeta(a, b, x)
        #expect((here.lower + here.upper - 1).magnitude < 1e-15)
        guard min(here.lower, here.upper) > 1e-5 else { continue }
        let above = IncompleteBeta(a, b, x * (1 + 1e-10))
        let below = IncompleteBeta(a, b, x * (1 - 1e-10))
        #expect(below.lower < here.lower && here.lower < above.lower, "\(a) \(b) \(x)")
        let (before, after) = (here.lower - below.lower, above.lower - here.lower)
        // The slope changes by about 1e-10 of itself; the rest is rounding.
        expectClose(after, before, relative: 1e-5, absolute: 2e-14 * here.lower, "\(a) \(b) \(x)")
      }
    }
  }

  @Test("I_x(a, b) = 1 - I_(1-x)(b, a)")
  func mirror() {
    for (a, b) in [(0.3, 7.0), (12, 15), (200, 3), (5e4, 0.5)] {
      for x in [0.0625, 0.5, 0.875] {
        let (here, there) = (IncompleteBeta(a, b, x), IncompleteBeta(b, a, 1 - x))
        #expect(here.lower == there.upper && here.upper == there.lower)
      }
    }
  }

  @Test("A whole number b gives the binomial sum")
  func binomial() {
    // I_x(3, 4) = Σ_j>=3 C(6, j) x^j (1 - x)^(6 - j), at x = 1/4: 694 / 4096.
    expectClose(IncompleteBeta(3, 4, 0.25).lower, 694.0 / 4096, relative: 1e-15)
    expectClose(IncompleteBeta(3, 4, 0.25).upper, 3402.0 / 4096, relative: 1e-15)
  }
}
