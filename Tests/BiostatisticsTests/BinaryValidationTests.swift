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
