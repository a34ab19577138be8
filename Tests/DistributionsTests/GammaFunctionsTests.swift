import Foundation
import TestSupport
import Testing

@testable import Distributions

@Suite struct GammaFunctionsTests {
  @Test("log Γ agrees with 50 digits to 2e-15, also next to its zeros at 1 and 2")
  func logGammaAgrees() throws {
    for row in try Reference(named: "distributions.json")["logGamma"].array.map(\.numbers) {
      expectClose(logGamma(row[0]), row[1], relative: 2e-15, "x = \(row[0])")
    }
  }

  @Test("Γ(n) is (n - 1)!")
  func factorials() {
    var factorial = 1.0
    for n in 1...22 {
      expectClose(gammaFunction(Double(n)), factorial, relative: 3e-15, "n = \(n)")
      factorial *= Double(n)
    }
    expectClose(gammaFunction(0.5), Double.pi.squareRoot(), relative: 1e-15)
  }

  @Test("The increment of log Γ is log b for a = 1 and proportional to a small a")
  func increment() {
    for b in [0.1, 0.7, 3, 11.5, 40, 1e6] {
      expectClose(logGammaIncrement(1, from: b), log(b), relative: 1e-14, absolute: 1e-15)
      let small = logGammaIncrement(1e-12, from: b)
      expectClose(logGammaIncrement(5e-13, from: b), 0.5 * small, relative: 1e-10, "b = \(b)")
    }
  }

  @Test("Out of the domain there is NaN, at its ends the limit")
  func domain() {
    #expect(logGamma(0) == .infinity)
    #expect(logGamma(.infinity) == .infinity)
    #expect(logGamma(1) == 0)
    #expect(logGamma(2) == 0)
    #expect(logGamma(-0.5).isNaN)
    #expect(logGamma(.nan).isNaN)
  }
}
