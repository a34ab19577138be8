import TestSupport
import Testing

@testable import PrognosticModels

@Suite("Cautions and refusals of a benefit")
struct BenefitCautionTests {
  @Test("each caution has its code and its sentence")
  func sentences() throws {
    let model = try #require(try Library.models()[BenefitSample.baseline])
    let ten = Horizon(value: 10, unit: .year)
    let spot = PrognosticModel.BlindSpot(covariate: "grade", levels: ["2", "3"], because: "Few.")
    let cases: [(Caution, String, String)] = [
      (
        .baselineUncertaintyUnknown(hasInterval: true), "baselineUncertaintyUnknown",
        "how uncertain survival without chemotherapy is, is unknown: the interval is the effect's"
          + " alone."
      ),
      (
        .baselineUncertaintyUnknown(hasInterval: false), "baselineUncertaintyUnknown",
        "how uncertain survival without chemotherapy is, is unknown."
      ),
      (
        .baselineTreatedMix(isOwn: false), "baselineTreatedMix",
        "some patients behind the baseline had chemotherapy: survival without it may be lower."
      ),
      (
        .baselineTreatedMix(isOwn: true), "baselineTreatedMix",
        "if patients behind the survival that was stated had chemotherapy, survival without it may"
          + " be lower."
      ),
      (
        .horizonNotAvailable(model, asked: [ten]), "horizonNotAvailable",
        "'sarculator-extremity-os-2016-reconstructed' gives survival at 5 years, not at 10 years:"
          + " nothing is shown there. --survival 10y=VALUE takes one of your own there, such as the"
          + " authors' calculator's."
      ),
      (
        .cannotTell(spot), "cannotTell",
        "the baseline cannot tell 2 from 3 of grade, on which eligibility turns: Few."
      ),
      (
        .oddsWithoutHorizon, "oddsWithoutHorizon",
        "an odds ratio belongs to a time that its source does not state: it is applied at the"
          + " baseline's."
      ),
      (
        .oddsAtStatedHorizon(effect: "x", ten, isShown: true), "oddsAtStatedHorizon",
        "'x' is an odds ratio at 10 years: it is shown at that time alone."
      ),
      (
        .oddsAtStatedHorizon(effect: "x", ten, isShown: false), "oddsAtStatedHorizon",
        "'x' is an odds ratio at 10 years: it is not shown, for the baseline has no survival at that"
          + " time."
      ),
      (
        .noRatioForEndpoint(effect: "x", .overallSurvival), "noRatioForEndpoint",
        "'x' has no ratio with its interval for overall survival, which is what the baseline gives:"
          + " it is not shown."
      ),
      (
        .draftEffect("x"), "draftEffect",
        "the effect 'x' is a draft that nobody has verified: not for care."
      ),
    ]
    for (caution, code, sentence) in cases {
      #expect(caution.code == code)
      #expect(caution.message == sentence)
      #expect(caution.severity == .warning)
    }
  }

  @Test("each refusal has its sentence, and says whether the question contradicts itself")
  func refusals() throws {
    let model = try #require(try Library.models()[BenefitSample.baseline])
    let cases: [(BenefitRefusal, String, Bool)] = [
      (.patient(.malformedSetting("x")), "'x' is not NAME=VALUE, such as size=12cm.", false),
      (
        .effect(.descriptive(id: "x")),
        "'x' gives no ratio with its interval: it is shown in words.", false
      ),
      (
        .noBaseline(reasons: ["a: b.", "c: d."]),
        "no model gives this patient a survival without chemotherapy; state a 'survival' of your own,"
          + " or say more. a: b. c: d.", false
      ),
      (
        .unknownModel(id: "x", suggestion: nil),
        "There is no model 'x'; 'sarcoma models list' names them all.", false
      ),
      (
        .notBaseline("x", reason: "it is a rule."),
        "'x' cannot stand for survival without chemotherapy before surgery: it is a rule.", false
      ),
      (
        .noHorizon(model, asked: [Horizon(value: 18, unit: .month)]),
        "'sarculator-extremity-os-2016-reconstructed' gives survival at 5 years, not at 18 months."
          + " --survival 18m=VALUE takes one of your own there, such as the authors' calculator's.",
        false
      ),
      (.twice("the effect 'x'"), "the effect 'x' is stated twice; state it once.", true),
      (
        .prognosisWithEffect,
        "prognosis alone takes no effect and no hazard ratio; leave one of them out.", true
      ),
      (.noEligibility, "the library holds no definition of who is eligible.", false),
      (.arithmetic(.noEffect), "A benefit needs an effect of treatment.", false),
    ]
    for (refusal, sentence, isUsage) in cases {
      #expect(refusal.description == sentence)
      #expect(refusal.isUsage == isUsage)
    }
  }

  @Test("a question that contradicts itself is refused before the patient is looked at")
  func questions() throws {
    #expect(
      try BenefitSample.refusal { $0.effects = ["smac-1997", "haussmann-2021", "smac-1997"] }
        == "the effect 'smac-1997' is stated twice; state it once.")
    #expect(
      try BenefitSample.refusal {
        $0.survivals = [
          try BenefitSample.survival(0.4, years: 5),
          BenefitQuestion.Survival(
            time: Horizon(value: 60, unit: .month), survival: try BaselineSurvival(0.5)),
        ]
      } == "a survival at 60 months is stated twice; state it once.")
    #expect(
      try BenefitSample.refusal {
        $0.isPrognosisOnly = true
        $0.ratio = try RatioEstimate(.hazardRatio, 1, interval: nil)
      } == "prognosis alone takes no effect and no hazard ratio; leave one of them out.")
    let words = try Library.bytes("models/vocabulary.json")
    let bare = try ModelLibrary(files: [("vocabulary.json", words)])
    #expect(
      try BenefitSample.refusal(in: bare)
        == "the library holds no definition of who is eligible.")
  }

  // MARK: - Odds ratios and their time

  /// The sample's second estimate as an odds ratio of 0.56 (0.36 to 0.85).
  private static let odds = [
    (
      #""measure": "oddsRatio", "estimate": 1,"#, #""measure": "oddsRatio", "estimate": 0.56,"#
    ),
    (
      #""interval": null, "confidence": null, "horizon": {"value": 5"#,
      #""interval": [0.36, 0.85], "confidence": 0.95, "horizon": {"value": 5"#
    ),
  ]

  private func odds(_ changes: [(String, String)] = [], at years: [Double]) throws -> Benefit {
    let text = try EffectSample.text(Self.odds + changes)
    let library = try BenefitSample.library(effects: [("sample", text)])
    return try BenefitSample.benefit(in: library) {
      $0.survivals = try years.map { try BenefitSample.survival(0.48, years: $0) }
    }
  }

  @Test("an odds ratio acts at its source's time: 0.48 with 0.56 gives 0.622, and only there")
  func statedHorizon() throws {
    let both = try odds(at: [5, 10])
    #expect(both.estimates.filter { $0.regimen == "both" }.map(\.time.value) == [5])
    let with = try #require(both.estimates.first).benefit.survivalWith.estimate
    expectClose(with, 0.622406639004149, relative: 1e-14)
    #expect(
      both.cautions.last?.message
        == "'sample' is an odds ratio at 5 years: it is shown at that time alone.")
    let five = try odds(at: [5])
    #expect(!five.cautions.contains { $0.code.hasPrefix("odds") })
    let ten = try odds(at: [10])
    #expect(ten.estimates.isEmpty)
    #expect(
      ten.cautions.last?.message
        == "'sample' is an odds ratio at 5 years: it is not shown, for the baseline has no survival"
        + " at that time.")
  }

  @Test("an odds ratio without a time acts at each of the baseline's, with a caution")
  func noHorizon() throws {
    let benefit = try odds([(#"{"value": 5, "unit": "year"}"#, "null")], at: [5, 10])
    #expect(benefit.estimates.map(\.time.value) == [5, 10])
    for estimate in benefit.estimates {
      expectClose(estimate.benefit.survivalWith.estimate, 0.622406639004149, relative: 1e-14)
    }
    #expect(benefit.cautions.filter { $0.code == "oddsWithoutHorizon" }.count == 1)
  }

  @Test("a draft effect answers by its name alone, with a caution")
  func draft() throws {
    let text = try EffectSample.text(
      Self.odds + [(#""status": "verified""#, #""status": "draft""#)])
    let library = try BenefitSample.library(effects: [("sample", text)])
    #expect(try BenefitSample.benefit(in: library).estimates.isEmpty)
    let named = try BenefitSample.benefit(in: library) { $0.effects = ["sample"] }
    #expect(!named.estimates.isEmpty)
    #expect(named.cautions.contains { $0.code == "draftEffect" })
  }
}
