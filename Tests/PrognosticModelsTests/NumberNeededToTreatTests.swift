import TestSupport
import Testing

@testable import PrognosticModels

@Suite("Number needed to treat")
struct NumberNeededToTreatTests {
  private func number(_ estimate: Double, _ interval: ClosedRange<Double>?) -> NumberNeededToTreat {
    NumberNeededToTreat(absoluteBenefit: .init(estimate: estimate, interval: interval))
  }

  @Test("An interval that holds 0 runs from benefit through infinity to harm")
  func throughInfinity() {
    // Altman (1998): a difference of 9.9 %, -3.7 % to 23.4 %: NNTB 10, NNTH 27 to infinity to NNTB 4.3.
    let altman = number(0.099, -0.037...0.234)
    expectClose(altman.estimate ?? .nan, 10.1, absolute: 0.01)
    expectClose(altman.benefitFrom ?? .nan, 4.3, absolute: 0.05)
    expectClose(altman.harmFrom ?? .nan, 27, absolute: 0.1)
    #expect(altman.interval == nil)
    let overall = number(0.02, -0.10...0.125)
    #expect(overall.estimate == 50 && overall.benefitFrom == 8 && overall.harmFrom == 10)
  }

  @Test("An interval beside 0 has two ends")
  func besideZero() {
    #expect(number(0.2, 0.125...0.5).interval == 2...8)
    #expect(number(-0.2, -0.5...(-0.125)).interval == -8...(-2))
    #expect(number(0.2, 0.125...0.5).benefitFrom == nil)
  }

  @Test("A benefit of 0, and ends at 0, have no number")
  func zero() {
    #expect(number(0, nil).estimate == nil)
    #expect(number(.leastNonzeroMagnitude, nil).estimate == nil)
    let touching = number(0.1, 0...0.25)
    #expect(touching.interval == nil && touching.benefitFrom == 4 && touching.harmFrom == nil)
    let none = number(0, 0...0)
    #expect(none.benefitFrom == nil && none.harmFrom == nil && none.interval == nil)
    #expect(number(.nan, nil).estimate == nil)
  }
}
