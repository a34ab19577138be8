import Foundation
import TestSupport
import Testing

@testable import Biostatistics

@Suite struct BrierScoreTests {
  private static let times = [365.25, 730.5, 1095.75, 1826.25]

  @Test("Brier score, null model and standard error are those of riskRegression")
  func reference() throws {
    let sample = try ExternalValidation()
    let expected = try Reference(named: "validation.json")["brier"]
    let scores = try BrierScores(sample.outcomes)
    for (k, time) in Self.times.enumerated() {
      let score = try scores.score(of: sample.risk(at: time), at: time)
      expectClose(score.estimate, expected["definition"][k].number ?? .nan, relative: 1e-12)
      expectClose(score.estimate, expected["riskRegression"][k].number ?? .nan, relative: 1e-12)
      expectClose(
        score.nullModel, expected["riskRegressionNull"][k].number ?? .nan, relative: 1e-12)
      // riskRegression treats tied times together, and divides by n where we divide by n - 1.
      expectClose(
        score.standardError ?? .nan, expected["riskRegressionSE"][k].number ?? .nan, relative: 1e-3)
      expectClose(score.scaled ?? .nan, 1 - score.estimate / score.nullModel, relative: 1e-15)
    }
  }

  @Test("the integrated score is that of pec on every time of the table")
  func integrated() throws {
    let sample = try ExternalValidation()
    let expected = try Reference(named: "validation.json")["integratedBrier"]
    let scores = try [1, 2].map {
      try IntegratedBrierScore(
        of: sample.hazard, against: sample.outcomes, to: 1826.25, threads: $0)
    }
    #expect(scores[0] == scores[1])
    expectClose(scores[0].estimate, expected["definition"].number ?? .nan, relative: 1e-12)
    expectClose(scores[0].estimate, expected["pec"].number ?? .nan, relative: 1e-12)
    expectClose(scores[0].nullModel, expected["pecNull"].number ?? .nan, relative: 1e-12)
    #expect(scores[0].from == 0 && scores[0].to == 1826.25)
    #expect(throws: IndexUnavailable.noCurve) {
      try IntegratedBrierScore(of: sample.hazard, against: sample.outcomes, to: 1e5)
    }
  }

  @Test("many times at once give the bits of one by one, on any number of threads")
  func together() throws {
    let sample = try ExternalValidation()
    let scores = try BrierScores(sample.outcomes, standardErrors: false)
    let times = (1...23).map { 90 * Double($0) + 0.5 }
    let risks = times.map { sample.risk(at: $0) }
    let alone = try zip(times, risks).map {
      try scores.score(of: $1, at: $0)
    }
    for threads in 1...3 {
      let found = scores.scores(of: risks, at: times, threads: threads)
      #expect(try found.map { try $0.get() } == alone)
    }
  }

  @Test("without censoring it is the mean squared error, and its error that of a mean")
  func uncensored() throws {
    let outcomes = try SurvivalOutcomes(exit: [1, 2, 3, 4], event: [true, true, true, true])
    let risks = [0.9, 0.4, 0.5, 0.1]
    let score = try BrierScores(outcomes).score(of: risks, at: 2.5)
    let losses = [0.01, 0.36, 0.25, 0.01]
    expectClose(score.estimate, 0.1575, relative: 1e-14)
    let squares = losses.reduce(0) { $0 + ($1 - 0.1575) * ($1 - 0.1575) }
    expectClose(score.standardError ?? .nan, (squares / 12).squareRoot(), relative: 1e-13)
    expectClose(score.nullModel, 0.25, relative: 1e-14)
    expectClose(score.scaled ?? .nan, 0.37, relative: 1e-13)
  }

  /// Times in whole years, n = 120: the jackknife is taken by leaving out one row at a time, G and all.
  @Test(
    "the standard error does not depend on the order of tied rows, and is near the jackknife's",
    arguments: 1...5)
  func tiedTimes(seed: UInt64) throws {
    var generator = SplitMix64(state: seed)
    let n = 120
    let exit = (0..<n).map { _ in Double(Int.random(in: 1...6, using: &generator)) }
    let event = (0..<n).map { _ in Bool.random(using: &generator) }
    let risk = (0..<n).map { _ in Double.random(in: 0.1...0.9, using: &generator) }
    func score(_ rows: [Int]) throws -> BrierScore {
      let outcomes = try SurvivalOutcomes(
        exit: rows.map { exit[$0] }, event: rows.map { event[$0] })
      return try BrierScores(outcomes).score(of: rows.map { risk[$0] }, at: 3)
    }
    let rows = Array(0..<n)
    let error = try #require(try score(rows).standardError)
    let orders = [
      rows.filter { event[$0] } + rows.filter { !event[$0] },
      rows.filter { !event[$0] } + rows.filter { event[$0] }, rows.reversed(),
    ]
    for order in orders {
      expectClose(try score(order).standardError ?? .nan, error, relative: 1e-13)
    }
    let without = try rows.map { row in try score(rows.filter { $0 != row }).estimate }
    let mean = without.reduce(0, +) / Double(n)
    let squares = without.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    // The jackknife is larger by 1 / (2 n), and by the second order that an influence leaves out.
    expectClose(
      error, (squares * Double(n - 1) / Double(n)).squareRoot(), relative: 0.015)
  }

  /// Two of four had the event at time 0, when nobody has a risk: B is 1/2 from 0 to 1, when the first
  /// of the others leaves, and with a risk of 1/2 for everybody 1/4 from 1 to 2.
  @Test("the integrated score begins at time 0, events at that time included")
  func fromZero() throws {
    let outcomes = try SurvivalOutcomes(exit: [0, 0, 1, 3], event: [true, true, true, true])
    let hazard = PredictedHazard(
      strata: [.init(times: [1], cumulativeHazard: [log(2.0)])],
      relativeHazard: [1, 1, 1, 1], followUp: 3)
    let score = try IntegratedBrierScore(of: hazard, against: outcomes, to: 2)
    expectClose(score.estimate, (0.5 + 0.25) / 2, relative: 1e-15)
    // The Kaplan-Meier estimate: S = 1/2 up to 1 and 1/4 up to 2.
    expectClose(score.nullModel, (0.25 + 3.0 / 16) / 2, relative: 1e-15)
  }

  /// Row by row at every step, as the definition has it: O(n^2).
  private func direct(
    _ hazard: PredictedHazard, _ outcomes: SurvivalOutcomes, to horizon: Double,
    _ weights: [Double]?
  ) throws -> Double {
    let scores = try BrierScores(outcomes, weights: weights, standardErrors: false)
    let steps = outcomes.exit + hazard.strata.flatMap(\.times)
    let times = Set(steps.filter { $0 > 0 && $0 < horizon } + [0]).sorted()
    return try zip(times, times.dropFirst() + [horizon]).reduce(0) { sum, step in
      let score = try scores.score(of: hazard.risks(at: step.0), at: step.0)
      return sum + (step.1 - step.0) * score.estimate
    } / horizon
  }

  /// Relative hazards over 1, 6 and 24 natural logarithms, tied and not, with strata, tied times, weights, and
  /// some of 0 and beyond all measure.
  @Test(
    "the integrated score of a sweep is that of the definition", arguments: [20, 60, 900],
    [0.3, 2, 8])
  func sweep(count: Int, spread: Double) throws {
    var generator = SplitMix64(state: UInt64(count) + UInt64(spread * 10))
    func uniform() -> Double { Double.random(in: 0.001...1, using: &generator) }
    for kind in 0..<4 {
      var hazards = (0..<count).map { _ in exp(spread * (uniform() + uniform() + uniform() - 1.5)) }
      if kind == 1 { hazards = hazards.map { ($0 * 4).rounded() / 4 } }
      if kind == 2 { for row in 0..<4 { hazards[row] = row % 2 == 0 ? 1e290 : 0 } }
      let exit = hazards.map { _ in
        kind % 2 == 0 ? 10 * uniform() : (10 * uniform()).rounded(.up)
      }
      let event = hazards.map { _ in uniform() < 0.6 }
      let weights = kind == 3 ? hazards.map { _ in 0.2 + uniform() } : nil
      let strata = (0..<(kind == 0 ? 1 : 3)).map { stratum in
        let times = (1...30).map { Double($0) * 0.35 + Double(stratum) / 10 }
        return PredictedHazard.Steps(
          times: times, cumulativeHazard: times.map { 0.05 * Double(stratum + 1) * $0 })
      }
      let hazard = PredictedHazard(
        strata: strata, stratum: strata.count > 1 ? hazards.indices.map { Int32($0 % 3) } : nil,
        relativeHazard: hazards, followUp: 10)
      let outcomes = try SurvivalOutcomes(exit: exit, event: event)
      let scores = try [1, 2, 3].map {
        try IntegratedBrierScore(
          of: hazard, against: outcomes, to: 7.5, weights: weights, threads: $0)
      }
      #expect(scores[0] == scores[1] && scores[0] == scores[2])
      let expected = try direct(hazard, outcomes, to: 7.5, weights)
      expectClose(scores[0].estimate, expected, relative: 1e-12, "kind \(kind)")
    }
  }

  /// Risks near 1e-9, whose squares must not be drowned in 1 - 2 exp(-h) + exp(-2 h).
  @Test("the integrated score of tiny risks keeps its digits")
  func tiny() throws {
    var generator = SplitMix64(state: 5)
    let hazards = (0..<200).map { _ in Double.random(in: 1...4, using: &generator) }
    let exit = hazards.map { _ in Double.random(in: 1...2, using: &generator) }
    let outcomes = try SurvivalOutcomes(
      exit: exit, event: exit.indices.map { $0 == 0 || exit[$0] > 1.9 })
    let hazard = PredictedHazard(
      strata: [.init(times: [0.1], cumulativeHazard: [1e-9])], relativeHazard: hazards, followUp: 2)
    // Before the first event the score is the mean square of the risks, some 6e-18.
    let score = try IntegratedBrierScore(of: hazard, against: outcomes, to: 1.95)
    expectClose(
      score.estimate, try direct(hazard, outcomes, to: 1.95, nil), relative: 1e-12)
    let early = BrierSweep(
      of: hazard, exit: exit, eventWeight: exit.map { _ in 0 }, weight: nil, at: [0.5], threads: 1)
    let squares = hazards.reduce(0) { $0 + pow(expm1(-1e-9 * $1), 2) }
    expectClose(early.late[0], squares, relative: 1e-13)
  }

  @Test("delayed entry and a horizon past everybody are refused by name")
  func refused() throws {
    let late = try SurvivalOutcomes(entry: [0, 1], exit: [1, 2], event: [true, false])
    #expect(throws: IndexUnavailable.delayedEntry) { try BrierScores(late) }
    let outcomes = try SurvivalOutcomes(exit: [1, 2], event: [true, false])
    #expect(throws: IndexUnavailable.beyondFollowUp(last: 2)) {
      try BrierScores(outcomes).score(of: [0, 1], at: 2)
    }
  }
}
