import Foundation
import TestSupport
import Testing

@testable import Distributions

@Suite struct UniformTailTests {
  @Test(
    "For f = 1 the tails are the normal ones, and for f = 1 + s they gain exp(-m η²/2) / √(2πm)")
  func normal() {
    for eta in [0.0, 0.1, 0.9] {
      let m = 400.0
      let exponent = DoubleDouble(0.5 * m) * (DoubleDouble(eta) * eta)
      let flat = UniformTail(parameter: m, coefficients: [1, 0, 0], eta, exponent)
      let z = eta * m.squareRoot()
      expectClose(flat.upper, NormalDistribution.upperTail(z), relative: 1e-14)
      let sloped = UniformTail(parameter: m, coefficients: [1, 1, 0], eta, exponent)
      let gain = NormalDistribution.density(z) / m.squareRoot()
      expectClose(sloped.upper, NormalDistribution.upperTail(z) + gain, relative: 1e-14)
    }
  }

  @Test("The logarithm goes on where the tail underflows")
  func logarithm() {
    for z in [30.0, 37, 60, 1000] {
      let m = 1e8
      let exponent = DoubleDouble(product: 0.5 * z, z)
      let tail = UniformTail(parameter: m, coefficients: [1, 0], z / m.squareRoot(), exponent)
      expectClose(tail.logUpper, NormalDistribution.logUpperTail(z), relative: 1e-15)
    }
  }
}
