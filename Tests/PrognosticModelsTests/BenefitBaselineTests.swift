import StrictJSON
import Testing

@testable import PrognosticModels

@Suite("Baselines of a benefit")
struct BenefitBaselineTests {
  private func fitted(_ changes: (String, String)...) throws -> PrognosticModel {
    var text = try BenefitSample.fitted()
    for change in changes { text = try EffectSample.changed(text, [change]) }
    return try PrognosticModel(Array(text.utf8), vocabulary: VocabularyTests.library())
  }

  @Test("a fitted document that says when its covariates are known is taken, with its intervals")
  func fit() throws {
    let document = try fitted()
    let benefit = try BenefitSample.benefit(BenefitSample.highRisk + ["cm=12"]) {
      $0.document = document
      $0.effects = ["eortc-62931-2012"]
    }
    #expect(benefit.baselineModel == "fitted")
    #expect(benefit.estimates.map(\.time.value) == [1, 3, 5])
    for estimate in benefit.estimates {
      let without = try #require(estimate.benefit.survivalWithout.interval)
      #expect(without.contains(estimate.benefit.survivalWithout.estimate))
      #expect(estimate.benefit.absoluteBenefit.interval != nil)
    }
    let codes = benefit.cautions.map(\.code)
    #expect(codes.contains("draftModel") && codes.contains("baselineTreatedMix"))
    #expect(!codes.contains("baselineUncertaintyUnknown"))
  }

  @Test("between its horizons a fit has a survival and no interval, and it is said")
  func betweenHorizons() throws {
    let benefit = try BenefitSample.benefit(BenefitSample.highRisk + ["cm=12"]) {
      $0.document = try self.fitted()
      $0.horizons = [Horizon(value: 2, unit: .year), Horizon(value: 9, unit: .year)]
    }
    #expect(Set(benefit.estimates.map(\.time.value)) == [2])
    #expect(benefit.cautions.first?.code == "baselineUncertaintyUnknown")
    let caution = try #require(benefit.cautions.first { $0.code == "horizonNotAvailable" })
    #expect(
      caution.message
        == "'fitted' gives survival up to 8 years, not at 9 years: nothing is shown there."
        + " --survival 9y=VALUE takes one of your own there, such as the authors' calculator's.")
  }

  @Test(
    "what cannot stand for survival without chemotherapy before surgery is refused, with the reason",
    arguments: [
      (
        #", "knownFrom": "diagnosis""#, "",
        "its document does not say that cm is known at diagnosis (knownFrom)."
      ),
      (
        #""knownFrom": "diagnosis""#, #""knownFrom": "surgery""#,
        "cm is known from surgery, and the question is put before it."
      ),
    ])
  func refused(old: String, new: String, reason: String) throws {
    let document = try fitted((old, new))
    #expect(
      try BenefitSample.refusal { $0.document = document }
        == "'fitted' cannot stand for survival without chemotherapy before surgery: \(reason)")
  }

  @Test(
    "models of the library that are no survival known at diagnosis are refused by name",
    arguments: [
      ("gist-nih-risk-2002", "it gives a class and no survival."),
      (
        "sarculator-retroperitoneal-os-2013-reconstructed",
        "is known from surgery, and the question is put before it."
      ),
    ])
  func named(id: String, reason: String) throws {
    let sentence = try BenefitSample.refusal { $0.model = id }
    #expect(
      sentence.hasPrefix(
        "'\(id)' cannot stand for survival without chemotherapy before surgery: "))
    #expect(sentence.hasSuffix(reason))
  }

  @Test("an incidence, a logistic model and one without times are refused, each with its reason")
  func forms() throws {
    func reason(_ name: String) throws -> String? {
      let bytes = try Library.bytes("Tests/Reference/model-forms/\(name).json")
      return try PrognosticModel(bytes, vocabulary: VocabularyTests.library())
        .reasonAgainstBaseline
    }
    #expect(
      try reason("synthetic-subdistribution-hazards")?.hasPrefix("it gives the incidence of ")
        == true)
    #expect(try reason("synthetic-logistic")?.hasPrefix("it gives the incidence of ") == true)
    let logistic = try PrognosticModel(
      Array(
        EffectSample.changed(
          String(
            decoding: Library.bytes("Tests/Reference/model-forms/synthetic-logistic.json"),
            as: UTF8.self), [(#""kind": "distantMetastasis""#, #""kind": "overallSurvival""#)]
        ).utf8), vocabulary: VocabularyTests.library())
    #expect(
      logistic.reasonAgainstBaseline
        == "it gives a probability by a logistic model and no survival over time.")
    let relative = try PrognosticModel(
      Library.bytes("Tests/Reference/model-forms/synthetic-relative-hazard.json"),
      vocabulary: VocabularyTests.library())
    #expect(
      relative.endpoint.kind.isIncidence
        || relative.reasonAgainstBaseline == "it has no time at which it gives a survival.")
  }

  @Test("an unknown model is refused with the nearest name")
  func unknown() throws {
    #expect(
      try BenefitSample.refusal { $0.model = "sarculator-extremity-os-2016-reconstructd" }
        == "There is no model 'sarculator-extremity-os-2016-reconstructd'; did you mean"
        + " 'sarculator-extremity-os-2016-reconstructed'?")
    #expect(
      try BenefitSample.refusal { $0.model = "x" }
        == "There is no model 'x'; 'sarcoma models list' names them all.")
  }

  @Test("a time that the baseline does not have is refused in words of its own")
  func noHorizon() throws {
    #expect(
      try BenefitSample.refusal { $0.horizons = [Horizon(value: 10, unit: .year)] }
        == "'sarculator-extremity-os-2016-reconstructed' gives survival at 5 years, not at 10 years."
        + " --survival 10y=VALUE takes one of your own there, such as the authors' calculator's.")
  }

  @Test("where some times are available these are answered, and the others named")
  func someHorizons() throws {
    let benefit = try BenefitSample.benefit {
      $0.horizons = [10, 5, 7].map { Horizon(value: $0, unit: .year) }
    }
    #expect(Set(benefit.estimates.map(\.time.value)) == [5])
    let caution = try #require(benefit.cautions.first { $0.code == "horizonNotAvailable" })
    #expect(caution.message.contains("not at 10 years and 7 years: nothing is shown there."))
    #expect(caution.message.contains("--survival 10y=VALUE"))
  }

  @Test("a time does not hide that no model applies")
  func noModel() throws {
    let sentence = try BenefitSample.refusal(["histology=MPNST", "site=thigh"]) {
      $0.horizons = [Horizon(value: 10, unit: .year)]
    }
    #expect(sentence.hasPrefix("no model gives this patient a survival without chemotherapy;"))
  }

  @Test("a survival that is known after surgery alone is named with why it cannot stand")
  func knownAfterSurgery() throws {
    let sentence = try BenefitSample.refusal([
      "age=67", "size=22", "grade=2", "histology=DDLPS", "site=retroperitoneum", "multifocal=no",
      "resection=complete",
    ])
    #expect(
      sentence.hasSuffix(
        " sarculator-retroperitoneal-os-2013-reconstructed cannot stand for it: resection is known "
          + "from surgery, and the question is put before it."))
  }

  @Test("a half-answer that leaves several survivals open is named, with what it may mean")
  func halfAnswer() throws {
    let settings = BenefitSample.highRisk.map { $0 == "grade=3" ? "grade=high" : $0 }
    #expect(
      try BenefitSample.refusal(settings).hasSuffix(
        "\(BenefitSample.baseline): grade may be 2 or 3; state it exactly."))
  }

  // MARK: - What a model cannot tell

  private static let blind = (
    #""limits": []"#,
    #""limits": [], "cannotTell": [{"covariate": "grade", "levels": ["2", "3"], "because": "Few."}]"#
  )
  @Test(
    "a model that cannot tell what eligibility turns on is offered to nobody, and warns if named")
  func cannotTell() throws {
    func library(_ text: String) throws -> ModelLibrary {
      try BenefitSample.library(models: [("a-model", text)])
    }
    let seeing = try library(BenefitSample.published())
    #expect(try BenefitSample.benefit(in: seeing).baselineModel == "a-model")
    let blind = try library(BenefitSample.published(Self.blind))
    #expect(try BenefitSample.benefit(in: blind).baselineModel == BenefitSample.baseline)
    let named = try BenefitSample.benefit(in: blind) { $0.model = "a-model" }
    #expect(named.baselineModel == "a-model")
    let caution = try #require(named.cautions.first { $0.code == "cannotTell" })
    #expect(caution.covariate == "grade")
    #expect(
      caution.message
        == "the baseline cannot tell 2 from 3 of grade, on which eligibility turns: Few.")
    #expect(BenefitReport(named).text.contains("The baseline cannot tell 2 from 3 of grade"))
  }

  @Test("a draft is never the default")
  func draft() throws {
    let draft = (#""status": "verified""#, #""status": "draft""#)
    let library = try BenefitSample.library(models: [("a-model", BenefitSample.published(draft))])
    #expect(try BenefitSample.benefit(in: library).baselineModel == BenefitSample.baseline)
    let named = try BenefitSample.benefit(in: library) { $0.model = "a-model" }
    #expect(named.cautions.contains { $0.code == "draftModel" })
    #expect(BenefitReport(named).text.contains("The model is a draft that nobody has verified"))
  }

  @Test("effects act on the baseline's endpoint, and no other")
  func endpoint() throws {
    let recurrence = (#""kind": "overallSurvival""#, #""kind": "recurrenceFreeSurvival""#)
    let document = try fitted(recurrence)
    let benefit = try BenefitSample.benefit(BenefitSample.highRisk + ["cm=12"]) {
      $0.document = document
      $0.effects = ["eortc-62931-2012", "haussmann-2021"]
    }
    // Of EORTC 62931, 0.91; Haussmann has overall survival alone.
    #expect(Set(benefit.estimates.map(\.ratio.estimate)) == [0.91])
    #expect(benefit.estimates.allSatisfy { $0.endpoint == .recurrenceFreeSurvival })
    #expect(
      benefit.cautions.last?.message
        == "'haussmann-2021' has no ratio with its interval for recurrence-free survival, which is"
        + " what the baseline gives: it is not shown.")
    #expect(BenefitReport(benefit).text.contains("of 100 alive without recurrence without"))
  }

  @Test(
    "what a document cannot tell is refused where it names no levels of the vocabulary",
    arguments: [
      (#""covariate": "grade""#, #""covariate": "size""#, "/cannotTell/0/covariate"),
      (#""covariate": "grade""#, #""covariate": "x""#, "/cannotTell/0/covariate"),
      (#"["2", "3"]"#, #"["2"]"#, "/cannotTell/0/levels"),
      (#"["2", "3"]"#, #"["2", "2"]"#, "/cannotTell/0/levels"),
      (#"["2", "3"]"#, #"["2", "4"]"#, "/cannotTell/0/levels"),
      (#", "because": "Few.""#, "", "/cannotTell/0"),
    ])
  func cannotTellDocument(old: String, new: String, path: String) {
    let error = #expect(throws: StrictJSONError.self) {
      try self.fitted(Self.blind, (old, new))
    }
    #expect(error?.description.contains(path) == true, "\(error?.description ?? "")")
  }
}
