import TestSupport
import Testing

@testable import Distributions

@Suite struct DoubleDoubleTests {
  @Test("Sum and product are exact")
  func exact() {
    let sum = DoubleDouble(sum: 1, 0x1p-70)
    #expect(sum.high == 1 && sum.low == 0x1p-70)
    let x = 1 + 0x1p-30
    let square = DoubleDouble(product: x, x)
    #expect(square.high == 1 + 0x1p-29 && square.low == 0x1p-60)
  }

  @Test("A quotient times its divisor is the dividend to 1e-31")
  func quotient() {
    for (a, b) in [(1.0, 3.0), (2.0, 7.0), (1e10, 9.7), (0.1, 1e-9)] {
      let back = DoubleDouble(a) / DoubleDouble(b) * b - DoubleDouble(a)
      #expect(back.high.magnitude <= 1e-31 * a)
    }
  }

  @Test("log 10 has thirty digits less the series' nineteen")
  func logarithm() {
    // log(10) to 40 digits: 2.302585092994045684017991454684364207601.
    let ten = DoubleDouble(10).logarithm
    #expect(ten.high == 2.302585092994046)
    expectClose(ten.low, -2.1707562233822494e-16, relative: 1e-4)
    let near = DoubleDouble(1 + 0x1p-40).logarithm
    expectClose(near.high, 0x1p-40 - 0x1p-81, relative: 1e-16)
    #expect(DoubleDouble(0).logarithm.high == -.infinity)
    #expect(DoubleDouble(-1).logarithm.high.isNaN)
    #expect(DoubleDouble(.infinity).logarithm.high == .infinity)
  }

  @Test("u - log(1 + u) keeps its digits near zero and is one function across its seams")
  func deviation() {
    func deviation(_ u: Double) -> Double {
      DoubleDouble(u).deviation(ratio: DoubleDouble(sum: 1, u)).high
    }
    expectClose(deviation(1e-10), 0.5e-20 - 1e-30 / 3, relative: 1e-15)
    for seam in [-0.3, 0.4] {
      // The derivative is u / (1 + u).
      let change = deviation(seam.nextUp) - deviation(seam.nextDown)
      let slope = seam / (1 + seam)
      expectClose(change, slope * (seam.nextUp - seam.nextDown), absolute: 2e-17)
    }
  }
}
