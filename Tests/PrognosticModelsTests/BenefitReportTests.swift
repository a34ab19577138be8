import Foundation
import StrictJSON
import TestSupport
import Testing

@testable import PrognosticModels

@Suite("The JSON of a benefit")
struct BenefitReportTests {
  private func json(_ change: (inout BenefitQuestion) throws -> Void = { _ in }) throws -> Reference
  {
    Reference(Data(BenefitReport(try BenefitSample.benefit { try change(&$0) }).json.bytes()))
  }

  @Test("it has the contract's members, and behind them everything that the text leaves out")
  func members() throws {
    let json = try json()
    #expect(
      json.keys == [
        "baselineModel", "cautions", "described", "eligibility", "estimates", "intendedUse",
        "prognosis", "regimens", "strata", "synthesis",
      ])
    #expect(json["synthesis"]["refusal"].string?.hasPrefix("The patients of SMAC 1997") == true)
    #expect(
      json["described"][0].keys == [
        "caveats", "citation", "design", "effect", "findings", "timing",
      ])
    #expect(json["intendedUse"].string == IntendedUse.statement)
    let estimates = json["estimates"].array
    #expect(estimates.count == 7)
    #expect(
      estimates[0].keys == [
        "absoluteBenefit", "caveats", "citation", "comparator", "design", "effect", "endpoint",
        "hazardRatio", "label", "numberNeededToTreat", "ofHundred", "patients", "regimen",
        "shrunken", "stratum", "survivalWith", "survivalWithout", "time", "timing", "title",
      ])
    #expect(estimates[0]["ofHundred"]["aliveOnlyWith"].number == 2)
    #expect(estimates[6]["label"].string == "Predicted 10-year survival of at most 51 %")
    #expect(estimates[1].keys.contains("oddsRatio") && !estimates[1].keys.contains("hazardRatio"))
    #expect(estimates[5]["shrunken"].number == 1)
    #expect(estimates[5]["stratum"].string == "low")
    #expect(estimates[6]["shrunken"].number == 0)
    expectClose(estimates[5]["hazardRatio"]["estimate"].number ?? .nan, 0.639, absolute: 5e-4)
    #expect(estimates[6]["hazardRatio"]["estimate"].number == 0.46)
    #expect(!estimates[0]["survivalWithout"]["interval"].exists)
  }

  @Test("prognosis alone has the survivals, and null for what an effect would give")
  func prognosisOnly() throws {
    let json = try json {
      $0.isPrognosisOnly = true
      $0.survivals = [try BenefitSample.survival(0.48, years: 10, (lower: 0.4, upper: 0.56))]
    }
    let estimates = json["estimates"].array
    #expect(estimates.count == 1)
    #expect(estimates[0]["survivalWithout"]["estimate"].number == 0.48)
    #expect(estimates[0]["survivalWithout"]["interval"].numbers == [0.4, 0.56])
    for key in [
      "effect", "comparator", "hazardRatio", "survivalWith", "absoluteBenefit",
      "numberNeededToTreat", "stratum",
    ] { #expect(!estimates[0][key].exists, "\(key)") }
    #expect(json["baselineModel"].string == "user")
  }

  @Test("the number needed to treat is Altman's: from 8 through infinity to 11")
  func numberNeeded() throws {
    let json = try json {
      $0.effects = ["eortc-62931-2012"]
      $0.survivals = [try BenefitSample.survival(0.48, years: 5)]
    }
    let needed = json["estimates"][0]["numberNeededToTreat"]
    // 1 / (0.48^0.94 - 0.48), 1 / (0.48^0.68 - 0.48), 1 / (0.48 - 0.48^1.31), by R.
    expectClose(needed["estimate"].number ?? .nan, 46.27, absolute: 0.01)
    expectClose(needed["benefitFrom"].number ?? .nan, 7.87, absolute: 0.01)
    expectClose(needed["harmFrom"].number ?? .nan, 10.24, absolute: 0.01)
    #expect(!needed["interval"].exists)
  }
}
