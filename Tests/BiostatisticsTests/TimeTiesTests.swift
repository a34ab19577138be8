import TestSupport
import Testing

@testable import Biostatistics

@Suite("Near-ties of times")
struct TimeTiesTests {
  private static func merge(
    _ exit: [Double], entry: [Double]? = nil, fix: TimeFix = .on
  ) -> (exit: [Double], entry: [Double]?, vanished: Int) {
    var (from, to) = (entry, exit)
    let vanished = fix.merge(entry: &from, exit: &to)
    return (to, from, vanished)
  }

  @Test("times that differ by rounding become the smallest of them")
  func rounding() {
    let third = 1.0 / 3
    let result = Self.merge([0.3, 0.1 + 0.2, third, third.nextUp, third.nextDown, 5.5])
    #expect(result.exit == [0.3, 0.3, third.nextDown, third.nextDown, third.nextDown, 5.5])
    #expect(result.vanished == 3)
  }

  @Test("an entry that equals an exit but for rounding becomes that exit")
  func entries() {
    let result = Self.merge([0.3, 2.5], entry: [0, 0.1 + 0.2])
    #expect(result.entry == [0, 0.3] && result.exit == [0.3, 2.5] && result.vanished == 1)
  }

  @Test("the limit is 1e-12 of the larger time, on either side of zero")
  func limit() {
    #expect(Self.merge([1.5, 1.5 * (1 + 0.9e-12)]).vanished == 1)
    #expect(Self.merge([1.5, 1.5 * (1 + 1.1e-12)]).vanished == 0)
    #expect(Self.merge([-1.5, -1.5 * (1 + 0.9e-12)]).vanished == 1)
    #expect(Self.merge([1e9 + 0.5, 1e9 + 0.501]).vanished == 0)
    #expect(Self.merge([0.5, 0, 1e-300]).vanished == 0)
  }

  @Test("whole days never merge, and off means off")
  func untouched() {
    #expect(Self.merge([1e9, 1e9 + 1, 3]).vanished == 0)
    let rounded = [0.3, 0.1 + 0.2]
    #expect(Self.merge(rounded, fix: .off).exit == rounded)
    #expect(Self.merge([]).exit.isEmpty)
  }
}
