import Biostatistics
import Foundation
import TestSupport
import Testing

@Suite struct SurvivalValidationTests {
  @Test("a validation holds what each index says for itself")
  func whole() throws {
    let sample = try ExternalValidation()
    let found = try SurvivalValidation(
      of: sample.predictions(at: [1095.75, 1826.25]), against: sample.outcomes)
    #expect(found.count == 686 && found.eventCount == 299)
    #expect(found.medianFollowUp == 1645)
    let concordance = try Concordance(of: sample.linearPredictor, against: sample.outcomes)
    let harrell = try found.harrellC.get()
    #expect(harrell.estimate == concordance.index)
    expectClose(
      harrell.interval.upperBound,
      concordance.index + 1.959963984540054 * concordance.standardError,
      relative: 1e-14)
    let five = found.horizons[1]
    let uno = try Concordance.uno(
      of: sample.linearPredictor, against: sample.outcomes, upTo: 1826.25)
    #expect(try five.unoC.get().estimate == uno.index)
    #expect(five.atRisk == sample.outcomes.exit.count { $0 >= 1826.25 })
    #expect(try found.integratedBrier.get().to == 1826.25)
    #expect(five.groups.count == 5)
    #expect(try five.decision.get().points.count == 9)
    let largest = try #require(five.weights?.largest)
    #expect(largest > 2 && largest < 10 && five.weights?.countAboveLimit == 0)
  }

  @Test("truncation ends follow-up for C, slope, D and calibration in the large")
  func truncation() throws {
    let sample = try ExternalValidation()
    var options = SurvivalValidationOptions()
    options.truncation = 1826
    let found = try SurvivalValidation(
      of: sample.predictions(at: [1095.75]), against: sample.outcomes, options: options)
    let expected = try ReferenceCase("c-external-gbsg").expected["n_ymax1826"]
    expectClose(
      try found.harrellC.get().estimate, expected["c"].number ?? .nan, relative: 1e-12)
    #expect(
      try found.inTheLarge.get().observed
        == Double(
          sample.outcomes.exit.indices.count {
            sample.outcomes.event[$0] && sample.outcomes.exit[$0] <= 1826
          }))
  }

  /// n patients with risks and one horizon.
  private func validate(
    exit: [Double], event: [Bool], entry: [Double]? = nil, score: [Double]? = nil, at time: Double
  ) throws -> SurvivalValidation {
    let score = score ?? exit.indices.map { Double($0 * 13 % 29) }
    return try SurvivalValidation(
      of: SurvivalPredictions(
        score: score, isLogHazard: true, horizons: [time], risks: [score.map { $0 / 30 }]),
      against: SurvivalOutcomes(entry: entry, exit: exit, event: event))
  }

  private func reasons(_ found: SurvivalValidation) -> [String] {
    let five = found.horizons[0]
    func reason<Value>(_ index: SurvivalValidation.Index<Value>) -> String {
      switch index {
      case .success: "there"
      case .failure(let reason): reason.code
      }
    }
    return [
      reason(found.harrellC), reason(found.slope), reason(five.unoC), reason(five.auc),
      reason(five.brier), reason(five.observedExpected), reason(five.curve), reason(five.decision),
    ]
  }

  private let exits = (1...40).map(Double.init)

  @Test("each hostile table has a named answer and no NaN")
  func hostile() throws {
    let allCensored = try validate(
      exit: exits, event: exits.map { _ in false }, at: 20)
    #expect(reasons(allCensored) == [String](repeating: "noEvents", count: 8))
    let lateEvents = try validate(exit: exits, event: exits.map { $0 > 25 }, at: 20)
    #expect(
      reasons(lateEvents) == ["there", "there"] + [String](repeating: "noEvents", count: 6))
    let past = try validate(exit: exits, event: exits.map { _ in true }, at: 41)
    #expect(reasons(past) == ["there", "there"] + [String](repeating: "beyondFollowUp", count: 6))
    let few = try validate(exit: exits, event: exits.map { _ in true }, at: 32)
    #expect(reasons(few) == ["there", "there"] + [String](repeating: "tooFewAtRisk", count: 6))
    #expect(few.horizons[0].unoC.failureSentence == "9 patients are at risk then, fewer than 10.")
    #expect(few.followUp.supportedUntil == 31)
    let oneGroup = try validate(
      exit: exits, event: exits.map { _ in true }, score: exits.map { _ in 7 }, at: 20)
    #expect(
      reasons(oneGroup) == [
        "onePrediction", "onePrediction", "onePrediction", "onePrediction", "there", "there",
        "onePrediction", "there",
      ])
    let late = try validate(
      exit: exits.map { $0 + 1 }, event: exits.map { _ in true }, entry: exits.map { $0 / 2 },
      at: 20)
    #expect(
      reasons(late) == [
        "there", "there", "delayedEntry", "delayedEntry", "delayedEntry", "there", "there",
        "delayedEntry",
      ])
  }

  /// Nobody leaves between 300 and 800, and thirty enter at 400.
  @Test("whoever enters after a horizon is not at risk there")
  func entersLater() throws {
    let early = try SurvivalOutcomes(
      entry: [Double](repeating: 0, count: 30) + [Double](repeating: 400, count: 30),
      exit: (1...25).map { 12 * Double($0) } + [Double](repeating: 900, count: 5)
        + (1...30).map { 800 + Double($0) }, event: [Bool](repeating: true, count: 60))
    let followUp = FollowUp(early)
    #expect([12, 12.5, 365, 400, 401, 900, 901].map(followUp.atRisk) == [30, 29, 5, 5, 35, 5, 0])
    #expect(throws: IndexUnavailable.tooFewAtRisk(5)) { try followUp.check(365) }
    #expect(followUp.hasEntries && followUp.supportedUntil == 826)
  }

  /// H(t | x) = H_s(t) exp(x) is the same model as (H_s(t) e^-c) exp(x + c) in one of two strata.
  @Test("moving a stratum's baseline into its scores changes nothing, and the slope stays right")
  func strata() throws {
    var generator = SplitMix64(state: 11)
    let n = 4000
    let stratum = (0..<n).map { _ in Int32.random(in: 0...1, using: &generator) }
    let rate = [1.0, 0.1]
    let score = stratum.map { 1.5 * Double($0) + Double.random(in: -2...2, using: &generator) }
    let time = zip(stratum, score).map { stratum, score in
      -log(Double.random(in: 0.0001...1, using: &generator)) / (rate[Int(stratum)] * exp(score))
    }
    let end = time.map { _ in Double.random(in: 0...4, using: &generator) }
    let outcomes = try SurvivalOutcomes(
      exit: zip(time, end).map(min), event: zip(time, end).map { $0 <= $1 })
    let risk = zip(stratum, score).map { 1 - exp(-rate[Int($0)] * exp($1)) }
    let (plain, moved) = try (
      SurvivalValidation(
        of: SurvivalPredictions(
          score: score, isLogHazard: true, horizons: [1], risks: [risk], stratum: stratum),
        against: outcomes),
      SurvivalValidation(
        of: SurvivalPredictions(
          score: zip(stratum, score).map { $1 - 4 * Double($0) }, isLogHazard: true, horizons: [1],
          risks: [risk], stratum: stratum), against: outcomes)
    )
    let concordances = try (plain.harrellC.get(), moved.harrellC.get())
    #expect(concordances.0.estimate == concordances.1.estimate)
    // Rows are summed in the order of their scores.
    expectClose(
      concordances.0.standardError, concordances.1.standardError, relative: 1e-12)
    #expect(try plain.horizons[0].auc.get() == moved.horizons[0].auc.get())
    #expect(try plain.horizons[0].unoC.get() == moved.horizons[0].unoC.get())
    let slopes = try (plain.slope.get(), moved.slope.get())
    expectClose(slopes.0.estimate, slopes.1.estimate, relative: 1e-9)
    // Its standard error is 0.02; without the strata it is 0.43.
    expectClose(slopes.0.estimate, 1, absolute: 0.08)
    guard case .failure(.strata) = plain.separation else {
      Issue.record("D of a model with strata")
      return
    }
    #expect(
      plain.separation.failureSentence
        == "the model's strata have baselines of their own, so that scores of different strata cannot "
        + "be ranked.")
  }

  @Test("a model without probabilities is still judged by its ranks")
  func scoreOnly() throws {
    let sample = try ExternalValidation()
    let found = try SurvivalValidation(
      of: SurvivalPredictions(score: sample.linearPredictor, horizons: [1826.25], risks: [nil]),
      against: sample.outcomes)
    #expect(
      reasons(found) == [
        "there", "noCurve", "there", "there", "noProbability", "noProbability", "noProbability",
        "noProbability",
      ])
  }

  @Test("predictions that cannot be are refused in one sentence")
  func faults() throws {
    func sentence(_ make: () throws -> SurvivalPredictions) -> String {
      do { return "\(try make())" } catch { return "\(error)" }
    }
    #expect(
      sentence { try SurvivalPredictions(score: [1, .nan], horizons: [], risks: []) }
        == "The score of row 2 is not finite.")
    #expect(
      sentence { try SurvivalPredictions(score: [1], horizons: [1], risks: [[-0.1]]) }
        == "The predicted risk of row 1 is -0.1; a risk lies between 0 and 1.")
    #expect(
      sentence { try SurvivalPredictions(score: [1], horizons: [1], risks: []) }
        == "There are 0 risks where 1 are wanted.")
    #expect(
      sentence { try SurvivalPredictions(score: [1], horizons: [], risks: [], stratum: [0, 1]) }
        == "There are 2 strata where 1 are wanted.")
    let outcomes = try SurvivalOutcomes(exit: [1, 2], event: [true, true])
    let one = try SurvivalPredictions(score: [1], horizons: [], risks: [])
    #expect(throws: ValidationInputError.differentLengths("predictions", count: 1, expected: 2)) {
      try SurvivalValidation(of: one, against: outcomes)
    }
    var options = SurvivalValidationOptions()
    options.confidence = 1
    let two = try SurvivalPredictions(score: [1, 2], horizons: [], risks: [])
    #expect(throws: ValidationInputError.invalidConfidence(1)) {
      try SurvivalValidation(of: two, against: outcomes, options: options)
    }
    #expect(
      ValidationInputError.invalidConfidence(1).description
        == "A confidence level lies between 0 and 1, not at 1.0.")
  }

  @Test("predictions that are not one a patient are refused by every index")
  func unfit() throws {
    let outcomes = try SurvivalOutcomes(exit: exits, event: exits.map { _ in true })
    let long = [Double](repeating: 0.5, count: 50)
    let unfit = IndexUnavailable.unfitPredictions
    #expect(throws: unfit) {
      try TimeDependentAUC.estimates(of: long, against: outcomes, at: [20])[0].get()
    }
    #expect(throws: unfit) { try BrierScores(outcomes).score(of: long, at: 20) }
    #expect(throws: unfit) { try BrierScores(outcomes).scores(of: [long], at: [20])[0].get() }
    #expect(throws: unfit) { try RoystonSauerbrei(of: long, against: outcomes) }
    #expect(throws: unfit) {
      try Calibration.slope(ofLinearPredictor: long, against: outcomes)
    }
    #expect(throws: unfit) {
      try Calibration.observedExpected(ofRisk: long, at: 20, against: outcomes)
    }
    #expect(throws: unfit) { try CalibrationCurve(ofRisk: long, at: 20, against: outcomes) }
    #expect(throws: unfit) {
      try AreaUnderCurve(of: [.nan, 1], against: [true, false])
    }
    #expect(CalibrationGroup.groups(ofRisk: long, at: 20, against: outcomes).isEmpty)
  }

  @Test("each reason is one sentence")
  func sentences() {
    let reasons: [(IndexUnavailable, String)] = [
      (.noEvents, "no patient had the event up to then."),
      (.beyondFollowUp(last: 4), "follow-up ends before, at 4.0."),
      (.tooFewAtRisk(1), "1 patient is at risk then, fewer than 10."),
      (.nobodyEventFree, "nobody is known to be free of the event after that time."),
      (.onePrediction, "the model predicts the same for all patients."),
      (
        .delayedEntry,
        "patients came under observation late, which inverse-censoring weights do not allow for."
      ),
      (.noComparablePair, "no two patients can be compared."),
      (.noProbability, "the model gives no probability then."),
      (
        .nothingExpected,
        "the model predicts no event for anybody, so that events cannot be held against it."
      ),
      (.noCurve, "the model's baseline is not known between its horizons."),
      (.notConverged, "the recalibration has no finite estimate in these patients."),
      (.oneOutcome, "all outcomes are the same."),
      (.unfitPredictions, "the predictions are not one finite number a patient."),
    ]
    for (reason, sentence) in reasons { #expect(reason.sentence == sentence) }
    #expect(Set(reasons.map(\.0.code)).count == reasons.count)
  }
}

extension Result where Failure == IndexUnavailable {
  fileprivate var failureSentence: String? {
    if case .failure(let reason) = self { reason.sentence } else { nil }
  }
}
