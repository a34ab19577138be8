import Foundation
import TestSupport
import Testing

@testable import PrognosticModels

@Suite("Synthesis of effects")
struct EffectSynthesisTests {
  private func source(
    _ name: String, _ trials: [String], _ logarithm: Double = -0.2, _ error: Double = 0.2,
    measure: RatioEstimate.Measure = .hazardRatio
  ) throws -> EffectSynthesis.Source {
    EffectSynthesis.Source(
      name: name, trials: trials,
      ratio: try RatioEstimate(measure, logarithm: logarithm, standardError: error))
  }

  @Test("Published data sets give metafor's variance, interval and prediction")
  func reference() throws {
    let cases = try Reference(named: "effect-synthesis.json")["cases"].array
    #expect(cases.count == 9)
    for reference in cases {
      let (y, v) = (reference["y"].numbers, reference["v"].numbers)
      let sources = try y.indices.map {
        try source("\($0)", ["trial \($0)"], y[$0], v[$0].squareRoot(), measure: .oddsRatio)
      }
      let synthesis = try EffectSynthesis(sources)
      let name = reference["name"].string ?? ""
      func same(_ actual: Double, _ key: String) {
        expectClose(
          actual, reference[key].number ?? .nan, relative: 1e-8, absolute: 1e-9, "\(name) \(key)")
      }
      same(synthesis.betweenVariance, "tau2")
      same(synthesis.logarithm, "mean")
      same(synthesis.standardError, "se")
      let interval = try #require(synthesis.ratio.interval)
      same(Foundation.log(interval.lowerBound), "lower")
      same(Foundation.log(interval.upperBound), "upper")
      same(Foundation.log(synthesis.predictionInterval.lowerBound), "predictionLower")
      same(Foundation.log(synthesis.predictionInterval.upperBound), "predictionUpper")
      #expect(synthesis.sources == y.indices.map(String.init))
    }
  }

  @Test("Sources that share a trial are refused, however it is written")
  func sharedPatients() throws {
    let sources = [
      try source("pasquali", ["EORTC 62931"]), try source("other", ["A"]),
      try source("pooled", ["B", "eortc-62931"]),
    ]
    let refusal = SynthesisRefusal.sharedPatients(
      trial: "EORTC 62931", sources: ["pasquali", "pooled"])
    #expect(throws: refusal) { try EffectSynthesis(sources) }
    #expect(
      refusal.description
        == "The patients of EORTC 62931 are in pasquali and in pooled: a synthesis would count them"
        + " twice.")
  }

  @Test("Fewer than three sources are refused")
  func tooFew() throws {
    let two = [try source("a", ["A"]), try source("b", ["B"])]
    #expect(throws: SynthesisRefusal.tooFew(["a", "b"])) { try EffectSynthesis(two) }
    #expect(throws: SynthesisRefusal.tooFew([])) { try EffectSynthesis([]) }
    #expect(
      SynthesisRefusal.tooFew(["a", "b"]).description
        == "A synthesis needs at least three sources; there are 2: a, b.")
    #expect(
      SynthesisRefusal.tooFew(["a"]).description
        == "A synthesis needs at least three sources; there is 1: a.")
    #expect(
      SynthesisRefusal.tooFew([]).description
        == "A synthesis needs at least three sources; there is none.")
  }

  @Test("Sources of unknown trials, unlike measures or no interval are refused")
  func otherRefusals() throws {
    let good = [try source("a", ["A"]), try source("b", ["B"])]
    let unknown = SynthesisRefusal.trialsUnknown(source: "c")
    #expect(throws: unknown) { try EffectSynthesis(good + [try source("c", [])]) }
    #expect(
      unknown.description
        == "Nobody says which trials 'c' contains, so it may share patients with the others.")
    #expect(throws: SynthesisRefusal.numbers(.measuresDiffer)) {
      try EffectSynthesis(good + [try source("c", ["C"], measure: .oddsRatio)])
    }
    let bare = EffectSynthesis.Source(
      name: "c", trials: ["C"], ratio: try RatioEstimate(.hazardRatio, 0.5, interval: nil))
    #expect(throws: SynthesisRefusal.numbers(.withoutInterval("c"))) {
      try EffectSynthesis(good + [bare])
    }
    #expect(throws: SynthesisRefusal.numbers(.confidence(2))) {
      try EffectSynthesis(good, confidence: 2)
    }
    #expect(
      SynthesisRefusal.notConverged.description
        == "The variance between the sources did not settle.")
    #expect(SynthesisRefusal.numbers(.noEffect).description == BenefitError.noEffect.description)
  }
}
