import Distributions
import TestSupport
import Testing

@Suite struct IncompleteGammaTests {
  @Test("P and Q are complements, monotone and equal across the seams of the regions")
  func seams() {
    for a in [0.999, 1, 1.001, 11.999, 12, 12.001, 500] {
      for x in [0.3 * a, 0.999, 1, 1.001, a, a.nextUp, 2.3574 * a, 2.36 * a] {
        let here = IncompleteGamma(shape: a, x)
        #expect((here.lower + here.upper - 1).magnitude < 1e-15)
        guard here.lower > 1e-290 && here.upper > 1e-5 else { continue }
        let above = IncompleteGamma(shape: a, x * (1 + 1e-10))
        let below = IncompleteGamma(shape: a, x * (1 - 1e-10))
        #expect(below.lower < here.lower && here.lower < above.lower, "a = \(a), x = \(x)")
        let (before, after) = (here.lower - below.lower, above.lower - here.lower)
        // The slope changes by 1e-10 of itself; the rest is rounding of P.
        expectClose(after, before, relative: 1e-8, absolute: 2e-14 * here.lower)
      }
    }
  }

  @Test("Out of the domain there is NaN")
  func domain() {
    for (a, x) in [(0.0, 1.0), (-1, 1), (.infinity, 1), (.nan, 1), (1, -1), (1, .nan)] {
      let both = IncompleteGamma(shape: a, x)
      #expect(both.lower.isNaN && both.upper.isNaN)
    }
  }
}
