import Foundation
import TestSupport
import Testing

@testable import Distributions

/// Pareto's law with a start as wrong as one likes: P(X > x) = (1 + x)^-k.
private struct ParetoLaw: PositiveLaw {
  let k: Double
  let start: Double

  func tail(_ side: Tail, _ x: Double) -> Double { exp(logTail(side, x)) }
  func logTail(_ side: Tail, _ x: Double) -> Double {
    let logUpper = -k * log1p(x)
    return side == .upper ? logUpper : log(-expm1(logUpper))
  }
  func weight(_ x: Double) -> ExponentialWeight {
    ExponentialWeight(exponent: DoubleDouble(logTail(.upper, x)), factor: k * (x / (1 + x)))
  }
  func logStart(_ side: Tail, _ p: Double) -> Double { start }
}

@Suite struct TailInversionTests {
  @Test(
    "The root does not depend on where the search starts",
    arguments: [-1e9, -700.0, -3, 0, 5, 700, 1e9, .nan])
  func start(start: Double) {
    let law = ParetoLaw(k: 3, start: start)
    for p in [1e-300, 1e-12, 0.2, 0.5] {
      // The tail carries the rounding of its logarithm, 690 ulps of one.
      expectClose(law.quantile(upperTail: p), pow(p, -1.0 / 3) - 1, relative: 2e-13)
      expectClose(law.quantile(p), expm1(-log1p(-p) / 3), relative: 2e-13)
    }
    #expect(law.quantile(0) == 0)
    #expect(law.quantile(1) == .infinity)
    #expect(law.quantile(-0.5).isNaN)
  }
}
