import TestSupport
import Testing

@testable import PrognosticModels

@Suite("A hundred patients")
struct HundredPatientsTests {
  @Test("Counts add up to 100 and lie within one patient of their shares")
  func counts() throws {
    var generator = SplitMix64(seed: 3)
    for k in 0..<20_000 {
      func survival() -> Double {
        k % 2 == 0
          ? Double.random(in: 0...1, using: &generator)
          : Double(Int.random(in: 0...1000, using: &generator)) / 1000
      }
      let (without, with) = (survival(), survival())
      let hundred = try #require(HundredPatients(without: without, with: with))
      let counts = [
        hundred.aliveEitherWay, hundred.aliveOnlyWith, hundred.aliveOnlyWithout,
        hundred.aliveNeitherWay,
      ]
      #expect(counts.reduce(0, +) == 100)
      let shares = [
        min(without, with), max(0, with - without), max(0, without - with), 1 - max(without, with),
      ]
      for (count, share) in zip(counts, shares) {
        #expect(count >= 0 && (Double(count) - 100 * share).magnitude < 1 + 1e-9)
      }
      #expect(hundred.aliveOnlyWith == 0 || hundred.aliveOnlyWithout == 0)
    }
  }

  @Test("As many are alive without beside every effect, and the change is right to half a patient")
  func consistency() throws {
    var generator = SplitMix64(seed: 4)
    for _ in 0..<5000 {
      let without = Double.random(in: 0...1, using: &generator)
      let alone = try #require(HundredPatients(without: without, with: without))
      for _ in 0..<4 {
        let with = Double.random(in: 0...1, using: &generator)
        let hundred = try #require(HundredPatients(without: without, with: with))
        #expect(hundred.aliveWithout == alone.aliveWithout)
        let change = Double(hundred.aliveWith - hundred.aliveWithout)
        // Half, and half again where 0 or 100 stop the change.
        #expect((change - 100 * (with - without)).magnitude <= 1 + 1e-9)
      }
    }
    let printed = try #require(HundredPatients(without: 0.285, with: 0.285))
    #expect(printed.aliveWithout == 29)
  }

  @Test("The larger remainder takes what is missing; equal ones go to those without a change")
  func remainders() throws {
    // 0.4949 and 0.4951 round to different counts: a change of 0.02 of a patient is none.
    let none = try #require(HundredPatients(without: 0.4949, with: 0.4951))
    #expect(none.aliveWith == none.aliveWithout)
    let few = try #require(HundredPatients(without: 0.484, with: 0.4957))
    #expect([few.aliveEitherWay, few.aliveOnlyWith, few.aliveNeitherWay] == [48, 1, 51])
    let equal = try #require(HundredPatients(without: 0.5, with: 0.505))
    #expect([equal.aliveEitherWay, equal.aliveOnlyWith, equal.aliveNeitherWay] == [50, 0, 50])
    let harm = try #require(HundredPatients(without: 0.5, with: 0.29))
    #expect([harm.aliveEitherWay, harm.aliveOnlyWithout, harm.aliveNeitherWay] == [29, 21, 50])
    #expect(harm.aliveWithout == 50 && harm.aliveWith == 29)
  }

  @Test("What is no survival has no counts")
  func refused() {
    #expect(HundredPatients(without: .nan, with: 0.5) == nil)
    #expect(HundredPatients(without: 0.5, with: 1.5) == nil)
    #expect(HundredPatients(without: 0, with: 1)?.aliveOnlyWith == 100)
  }

  @Test("The words of counts and of intervals")
  func words() throws {
    let hundred = try #require(HundredPatients(without: 0.48, with: 0.50))
    #expect(hundred.words == "48 of 100 alive without, 50 of 100 with")
    #expect(
      hundred.words(state: "free of recurrence")
        == "48 of 100 free of recurrence without, 50 of 100 with")
    let intervals: [(ClosedRange<Double>, String)] = [
      (-0.0977...0.1271, "between 10 fewer and 13 more"),
      (0.021...0.1271, "between 2 and 13 more"),
      (-0.0977...(-0.021), "between 2 and 10 fewer"),
      (-0.001...0.13, "between 1 fewer and 13 more"),
      (0...0.13, "between 0 and 13 more"),
      (-0.1...0, "between 0 and 10 fewer"),
      (0...0, "neither more nor fewer"),
      (0.131...0.132, "13 more"),
      (-0.132...(-0.131), "13 fewer"),
      (-9...9, "between 100 fewer and 100 more"),
    ]
    #expect(HundredPatients.signed(benefit: -0.0977...0.1271) == "-10 to +13")
    #expect(HundredPatients.signed(benefit: -0.001...0) == "-1 to 0")
    for (interval, words) in intervals {
      #expect(HundredPatients.words(benefit: interval) == words)
    }
  }
}
