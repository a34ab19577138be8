import Biostatistics
import Foundation
import TestSupport
import Testing

@Suite struct BinaryValidationTests {
  private struct Sample {
    let risk: [Double]
    let event: [Bool]
    let expected: Reference

    init() throws {
      let table = try ReferenceCase.table("df_binary")
      // As validation-binary.R puts it out of calibration.
      risk = try ExternalValidation.numbers(table, "cancerpredmarker").map {
        1 / (1 + exp(0.4 - 1.3 * log($0 / (1 - $0))))
      }
      event = try ExternalValidation.numbers(table, "cancer").map { $0 == 1 }
      expected = try Reference(named: "validation-binary.json")
    }

    func number(_ key: String, _ name: String) -> Double { expected[key][name].number ?? .nan }
  }

  @Test("c with DeLong's error and the Brier score are those of riskRegression")
  func closedForms() throws {
    let sample = try Sample()
    let found = try BinaryValidation(of: sample.risk, against: sample.event)
    let c = try found.c.get()
    expectClose(c.estimate, sample.number("auc", "estimate"), relative: 1e-12)
    expectClose(c.standardError, sample.number("auc", "se"), relative: 1e-10)
    let brier = found.brier
    expectClose(brier.estimate ?? .nan, sample.number("brier", "estimate"), relative: 1e-12)
    expectClose(brier.nullModel ?? .nan, sample.number("brier", "null"), relative: 1e-12)
    // riskRegression divides by n where we divide by n - 1.
    expectClose(brier.standardError ?? .nan, sample.number("brier", "se"), relative: 1e-3)
  }

  @Test("calibration in the large, slope and flexible curve are those of glm and rms::rcs")
  func calibration() throws {
    let sample = try Sample()
    let found = try BinaryValidation(of: sample.risk, against: sample.event)
    for (key, index) in [("intercept", found.intercept), ("slope", found.slope)] {
      let estimate = try index.get()
      expectClose(estimate.estimate, sample.number(key, "estimate"), relative: 1e-9)
      expectClose(estimate.standardError, sample.number(key, "se"), relative: 1e-9)
    }
    let curve = try found.curve.get()
    #expect(curve.time == nil && curve.knotCount == 4 && curve.points.count == 50)
    expectClose(curve.ici, sample.number("curve", "ici"), relative: 1e-9)
    expectClose(curve.e50, sample.number("curve", "e50"), relative: 1e-9)
    expectClose(curve.e90, sample.number("curve", "e90"), relative: 1e-9)
    expectClose(curve.emax, sample.number("curve", "emax"), relative: 1e-9)
    expectClose(
      Array(curve.calibrated.prefix(5)), sample.expected["curve"]["first"].numbers, relative: 1e-9)
    let groups = sample.expected["groups"]
    #expect(found.groups.map { Double($0.count) } == groups["n"].numbers)
    #expect(found.groups.map { Double($0.eventCount) } == groups["events"].numbers)
    expectClose(found.groups.map(\.predicted), groups["predicted"].numbers, relative: 1e-12)
    let ratio = try found.observedExpected.get()
    expectClose(
      ratio.ratio, Double(sample.event.count { $0 }) / sample.risk.reduce(0, +), relative: 1e-12)
  }

  @Test(
    "with case weights the indices are those of R, and a weight of 3 is three patients in each estimate"
  )
  func weights() throws {
    let expected = try Reference(named: "validation-binary-weights.json")
    let risk = zip(expected["age"].numbers, expected["lwt"].numbers).map {
      1 / (1 + exp(-(2 - $0 / 20 - $1 / 60)))
    }
    let event = expected["low"].numbers.map { $0 == 1 }
    let weights = (1...risk.count).map { 0.5 + Double($0 % 7) / 3 }
    let found = try BinaryValidation(of: risk, against: event, weights: weights, thresholds: [0.3])
    func number(_ key: String, _ place: Int? = nil) -> Double {
      (place.map { expected[key][$0].number } ?? expected[key].number) ?? .nan
    }
    let c = try found.c.get()
    expectClose(c.estimate, number("concordance"), relative: 1e-12)
    expectClose(c.standardError, number("area", 1), relative: 1e-12)
    expectClose(found.brier.estimate ?? .nan, number("brier", 0), relative: 1e-12)
    expectClose(found.brier.standardError ?? .nan, number("brier", 1), relative: 1e-12)
    expectClose(found.brier.nullModel ?? .nan, number("null"), relative: 1e-12)
    for (key, index) in [("intercept", found.intercept), ("slope", found.slope)] {
      let estimate = try index.get()
      expectClose(estimate.estimate, number(key, 0), relative: 1e-9)
      // sandwich takes the weights of glm's last step but one.
      expectClose(estimate.standardError, number(key, 1), relative: 1e-8)
    }
    let ratio = try found.observedExpected.get()
    expectClose(ratio.ratio, number("observedExpected"), relative: 1e-12)
    expectClose(ratio.logStandardError ?? .nan, number("logError"), relative: 1e-12)
    let curve = try found.curve.get()
    expectClose(curve.ici, number("ici"), relative: 1e-9)
    #expect(curve.points.allSatisfy { $0.interval == nil })
    expectClose(
      found.decision.points[0].netBenefit ?? .nan, number("netBenefit"), relative: 1e-12)
    expectClose(found.sumOfWeights ?? .nan, weights.reduce(0, +), relative: 1e-15)

    let counts = (0..<risk.count).map { 1 + $0 % 3 }
    let rows = counts.enumerated().flatMap { Array(repeating: $0, count: $1) }
    let copied = try BinaryValidation(of: rows.map { risk[$0] }, against: rows.map { event[$0] })
    let weighed = try BinaryValidation(of: risk, against: event, weights: counts.map(Double.init))
    expectClose(try weighed.c.get().estimate, try copied.c.get().estimate, relative: 1e-12)
    expectClose(
      weighed.brier.estimate ?? .nan, copied.brier.estimate ?? .nan, relative: 1e-12)
    expectClose(try weighed.slope.get().estimate, try copied.slope.get().estimate, relative: 1e-9)
    #expect(weighed.groups.map(\.count).reduce(0, +) == risk.count)
    for (own, other) in zip(weighed.groups, copied.groups) {
      expectClose(own.observed ?? .nan, other.observed ?? .nan, relative: 1e-12)
    }
    #expect(throws: ValidationInputError.invalidWeight(row: 1, value: 0)) {
      try BinaryValidation(of: [0.1, 0.2], against: [true, false], weights: [1, 0])
    }
  }

  @Test("weights of 1 change nothing")
  func unitWeights() throws {
    let sample = try Sample()
    let plain = try BinaryValidation(of: sample.risk, against: sample.event)
    let one = try BinaryValidation(
      of: sample.risk, against: sample.event, weights: sample.risk.map { _ in 1 })
    expectClose(try one.c.get().standardError, try plain.c.get().standardError, relative: 1e-12)
    #expect(one.brier == plain.brier)
    #expect(try one.observedExpected.get() == (try plain.observedExpected.get()))
    #expect(one.groups == plain.groups)
  }

  @Test("c is the share of concordant pairs, ties counting one half", arguments: 1...10)
  func pairs(seed: UInt64) throws {
    var generator = SplitMix64(state: seed)
    let score = (0..<30).map { _ in Double(Int.random(in: 0...8, using: &generator)) }
    let event = (0..<30).map { $0 < 3 || Bool.random(using: &generator) && $0 > 4 }
    let area = try AreaUnderCurve(of: score, against: event)
    var (sum, pairs) = (0.0, 0.0)
    for i in 0..<30 where event[i] {
      for j in 0..<30 where !event[j] {
        pairs += 1
        sum += score[i] > score[j] ? 1 : score[i] == score[j] ? 0.5 : 0
      }
    }
    expectClose(area.estimate, sum / pairs, relative: 1e-13)
  }

  @Test("one outcome, one prediction, and perfect separation have named answers")
  func unavailable() throws {
    func codes(_ risk: [Double], _ event: [Bool]) throws -> [String] {
      let found = try BinaryValidation(of: risk, against: event)
      func code<Value>(_ index: BinaryValidation.Index<Value>) -> String {
        switch index {
        case .success: "there"
        case .failure(let reason): reason.code
        }
      }
      return [code(found.c), code(found.intercept), code(found.slope), code(found.curve)]
    }
    let risk = (1...40).map { Double($0) / 41 }
    #expect(
      try codes(risk, risk.map { _ in true }) == [
        "oneOutcome", "oneOutcome", "oneOutcome", "oneOutcome",
      ])
    #expect(
      try codes(risk.map { _ in 0.5 }, risk.map { $0 > 0.4 })
        == ["onePrediction", "there", "onePrediction", "onePrediction"])
    #expect(
      try codes(risk, risk.map { $0 > 0.4 }) == ["there", "there", "notConverged", "notConverged"])
  }
}
