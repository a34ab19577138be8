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

  @Test("The largest remainder takes what is missing; equal ones go to those without a change")
  func remainders() throws {
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
    for (interval, words) in intervals {
      #expect(HundredPatients.words(benefit: interval) == words)
    }
  }
}
