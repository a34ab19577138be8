import Terms
import TestSupport
import Testing

@testable import PrognosticModels

@Suite("Benefit of chemotherapy for one patient")
struct BenefitTests {
  private static let patient = [
    "age=61", "size=12cm", "grade=3", "histology=LMS", "site=thigh", "depth=deep",
  ]

  private func benefit(
    _ settings: [String] = patient, _ change: (inout BenefitQuestion) throws -> Void = { _ in }
  ) throws -> Benefit {
    var question = BenefitQuestion()
    try change(&question)
    let library = try PublishedSurvivalTests.library.get()
    return try library.benefit(for: Patient(settings: settings), question)
  }

  private func survival(_ estimate: Double, years: Double = 10) throws -> BenefitQuestion.Survival {
    BenefitQuestion.Survival(
      time: Horizon(value: years, unit: .year), survival: try BaselineSurvival(estimate))
  }

  @Test("the overall effect of EORTC 62931 acts on the model's survival as a power")
  func overall() throws {
    let benefit = try benefit { $0.effects = ["eortc-62931-2012"] }
    #expect(benefit.eligibility.eligible == true)
    #expect(benefit.baselineModel == "sarculator-extremity-os-2016-reconstructed")
    let estimate = try #require(benefit.estimates.first)
    let without = try #require(benefit.prognosis?.answer?.probabilities.first?.probability)
    #expect(benefit.estimates.count == 1)
    #expect(estimate.benefit.survivalWithout.estimate == without)
    #expect(estimate.benefit.survivalWithout.interval == nil)
    expectClose(
      estimate.benefit.survivalWith.estimate, Elementary.power(without, 0.94), absolute: 1e-12)
    let limits = try #require(estimate.benefit.survivalWith.interval)
    expectClose(limits.lowerBound, Elementary.power(without, 1.31), absolute: 1e-12)
    expectClose(limits.upperBound, Elementary.power(without, 0.68), absolute: 1e-12)
    #expect(benefit.cautions.first?.code == "baselineUncertaintyUnknown")
    #expect(benefit.cautions.contains { $0.code == "baselineTreatedMix" })
  }

  @Test("only effects against no chemotherapy are used, and active comparators are refused by name")
  func comparators() throws {
    let library = try PublishedSurvivalTests.library.get()
    let used = Set(try benefit().estimates.compactMap { $0.source?.comparator.name })
    #expect(used == ["none"])
    let active = library.treatment.effects.filter { $0.comparator != .none }
    #expect(active.count >= 5)
    for effect in active {
      let refusal = #expect(throws: BenefitRefusal.self) {
        try benefit { $0.effects = [effect.id] }
      }
      #expect(refusal?.description.hasPrefix("'\(effect.id)' compares with ") == true)
    }
  }

  @Test(
    "a 10-year survival of one's own picks the stratum by the unrounded bound",
    arguments: [
      (0.48, "low"), (0.51, "low"), (0.5101, "intermediate"), (0.66, "intermediate"),
      (0.6601, "high"),
    ])
  func stratum(survival: Double, name: String) throws {
    let benefit = try benefit { $0.survivals = [try self.survival(survival)] }
    #expect(benefit.baselineModel == "user")
    let strata = benefit.estimates.filter { $0.stratum != nil }
    #expect(Set(strata.compactMap(\.stratum?.name)) == [name])
    #expect(strata.map(\.isShrunken) == [true, false])
    #expect(benefit.strataSentence == nil)
  }

  /// 0.72 at 5 years: between 0.72^1.7 = 0.572 and 0.72^1.27 = 0.659 at 10; 0.75: 0.613 to 0.694.
  @Test(
    "a 5-year survival shows every stratum that it is compatible with, and prints no 10-year one",
    arguments: [(0.3, ["low"]), (0.72, ["intermediate"]), (0.75, ["intermediate", "high"])])
  func compatibleStrata(survival: Double, names: [String]) throws {
    let benefit = try benefit { $0.survivals = [try self.survival(survival, years: 5)] }
    #expect(benefit.estimates.filter(\.isShrunken).compactMap(\.stratum?.name) == names)
    #expect(
      benefit.strataSentence
        == (names.count == 1
          ? nil
          : "The baseline is compatible with more than one stratum (predicted 10-year survival above"
            + " 51 up to 66 % or predicted 10-year survival above 66 %): each is shown."))
    #expect(benefit.estimates.allSatisfy { $0.time.value == 5 })
  }

  @Test("the shrunken ratios are 0.64, 0.90 and 0.95, the raw ones 0.46, 1.00 and 1.08")
  func ratios() throws {
    for (survival, raw, drawn) in [(0.48, 0.46, 0.639), (0.6, 1, 0.901), (0.8, 1.08, 0.949)] {
      let own = try self.benefit { $0.survivals = [try self.survival(survival)] }
      let pair = own.estimates.filter { $0.stratum != nil }.map(\.ratio.estimate)
      expectClose(pair, [drawn, raw], absolute: 5e-4)
    }
  }

  @Test("a ratio of 1 changes nothing, to the bit")
  func noEffect() throws {
    let benefit = try benefit {
      $0.ratio = try RatioEstimate(.hazardRatio, 1, interval: (lower: 0.8, upper: 1.25))
    }
    #expect(benefit.estimates.map(\.effect) == ["user"])
    let estimate = try #require(benefit.estimates.first?.benefit)
    #expect(estimate.absoluteBenefit.estimate == 0)
    #expect(estimate.numberNeededToTreat.estimate == nil)
  }

  @Test("not eligible is an answer with reasons, and the prognosis stands")
  func notEligible() throws {
    let benefit = try benefit([
      "age=61", "size=3cm", "grade=1", "histology=LMS", "site=thigh", "depth=superficial",
    ])
    #expect(benefit.eligibility.eligible == false)
    #expect(
      benefit.eligibility.criteria.filter { $0.met == false }.map(\.id) == [
        "grade", "size", "depth",
      ])
    #expect(benefit.prognosis?.answer != nil)
  }

  @Test("a model that asks what only surgery shows is no baseline")
  func knownAtDiagnosis() throws {
    let refusal = #expect(throws: BenefitRefusal.self) {
      try benefit([
        "age=61", "size=12", "grade=3", "histology=LMS", "site=retroperitoneum", "multifocal=no",
        "resection=complete",
      ])
    }
    #expect(refusal?.description.hasPrefix("no model gives this patient a survival") == true)
  }

  @Test("randomised trials come before what pools them, whatever the order of their names")
  func order() throws {
    let overall = try benefit().estimates.filter { $0.stratum == nil }.map(\.effect)
    #expect(
      overall == [
        "eortc-62931-2012", "pervaiz-2008", "pervaiz-2008", "smac-1997", "haussmann-2021",
      ])
    let named = try benefit { $0.effects = ["haussmann-2021", "eortc-62931-2012"] }
    #expect(named.estimates.map(\.effect) == ["haussmann-2021", "eortc-62931-2012"])
  }

  @Test("the sources are not averaged: they share patients, and it is said which")
  func synthesis() throws {
    guard case .failure(let refusal)? = try benefit().synthesis else {
      Issue.record("a synthesis of sources that share patients")
      return
    }
    #expect(
      refusal
        == .sharedPatients(
          trial: "SMAC 1997 (14 first-generation trials)", sources: ["pervaiz-2008", "smac-1997"]))
    #expect(try benefit { $0.effects = ["smac-1997"] }.synthesis == nil)
    let two = try benefit { $0.effects = ["smac-1997", "eortc-62931-2012"] }
    #expect(two.synthesis == .failure(.tooFew(["smac-1997", "eortc-62931-2012"])))
  }

  @Test("prognosis alone has the survival, eligibility and cautions, and no effect")
  func prognosisOnly() throws {
    let benefit = try benefit { $0.isPrognosisOnly = true }
    #expect(benefit.estimates.isEmpty)
    #expect(benefit.baseline.count == 1)
    #expect(benefit.eligibility.eligible == true)
    #expect(
      benefit.cautions.prefix(2).map(\.code) == [
        "baselineUncertaintyUnknown", "baselineTreatedMix",
      ])
    #expect(
      benefit.cautions.first?.message
        == "how uncertain survival without chemotherapy is, is unknown.")
  }

  @Test("patients are those of the stratum, of the source, or unknown for a part of its regimens")
  func patients() throws {
    let estimates = try benefit().estimates
    #expect(estimates.map(\.patients) == [351, nil, nil, 1568, 3453, 52, 52])
  }
}
