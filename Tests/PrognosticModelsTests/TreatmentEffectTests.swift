import StrictJSON
import Testing

@testable import PrognosticModels

@Suite("Treatment effects")
struct TreatmentEffectTests {
  @Test("a document is read as it stands")
  func reads() throws {
    let effect = try EffectSample.effect()
    #expect(effect.id == "sample")
    #expect(effect.comparator == .none)
    #expect(effect.trials == ["one"])
    #expect(effect.patients == 20)
    #expect(effect.events == nil)
    #expect(effect.includes == ["all"])
    #expect(effect.estimates.count == 2)
    #expect(effect.estimates.first?.interval == 0.5...1.2)
    #expect(effect.estimates.last?.horizon == Horizon(value: 5, unit: .year))
    #expect(effect.estimates.last?.regimen == "both")
    #expect(effect.observed.first?.treated?.interval == 0.3...0.5)
    #expect(effect.observed.first?.control == nil)
    #expect(effect.sha256.count == 64)
  }

  @Test("only a ratio against none, with its interval, is selectable")
  func selectable() throws {
    #expect(try EffectSample.effect().isSelectable)
    #expect(try EffectSample.effect().selectableEstimates.map(\.estimate) == [0.8])
    let active = try EffectSample.effect((#""comparator": "none""#, #""comparator": "epirubicin""#))
    #expect(active.comparator == .active("epirubicin"))
    #expect(!active.isSelectable)
    #expect(active.selectableEstimates == [])
    let words = try EffectSample.effect(
      ("[0.5, 1.2], \"confidence\": 0.95", "null, \"confidence\": null"),
      ("\"descriptive\": false", "\"descriptive\": true"))
    #expect(words.isDescriptive)
    #expect(!words.isSelectable)
  }

  @Test("of the library, those against none with a ratio and its interval are selectable, no other")
  func library() throws {
    let selectable = try EffectSample.library.get().treatment.effects.filter(\.isSelectable)
    #expect(
      Set(selectable.map(\.id)) == [
        "eortc-62931-2012", "eortc-62931-predicted-survival-2019", "haussmann-2021", "pervaiz-2008",
        "smac-1997",
      ])
    for effect in selectable {
      #expect(effect.comparator == .none)
      #expect(!effect.isDescriptive)
      for estimate in effect.selectableEstimates {
        #expect(estimate.interval?.contains(estimate.estimate) == true)
        #expect(estimate.endpoint != .classification)
      }
    }
  }

  @Test("sources share patients where a trial is in both, and may where trials are not named")
  func overlap() throws {
    let overall = try EffectSample.shipped("eortc-62931-2012")
    let byRisk = try EffectSample.shipped("eortc-62931-predicted-survival-2019")
    let smac = try EffectSample.shipped("smac-1997")
    let pervaiz = try EffectSample.shipped("pervaiz-2008")
    let network = try EffectSample.shipped("haussmann-2021")
    #expect(overall.sharesPatients(with: byRisk) == true)
    #expect(smac.sharesPatients(with: pervaiz) == true)
    #expect(pervaiz.sharesPatients(with: try EffectSample.shipped("eortc-62874-2001")) == true)
    #expect(overall.sharesPatients(with: pervaiz) == false)
    #expect(overall.sharesPatients(with: network) == nil)
    #expect(network.sharesPatients(with: network) == true)
  }

  @Test(
    "what the format does not allow is refused, with its path",
    arguments: [
      ("sarcoma-effect/1", "sarcoma-effect/2", "/format"),
      (#""status": "verified""#, #""status": "synthetic""#, "/status"),
      (#""design": "randomised""#, #""design": "observational""#, "/design"),
      (#""timing": "adjuvant""#, #""timing": "late""#, "/timing"),
      (#""comparator": "none""#, #""comparator": """#, "/comparator"),
      (#""comparator": "none""#, #""comparator": null"#, "/comparator"),
      (#"["one"]"#, #"["one", "one"]"#, "/trials"),
      (#"["one"]"#, "[]", "/trials"),
      (#""unnamedTrials": 0"#, #""unnamedTrials": -1"#, "/unnamedTrials"),
      (#""patients": 20"#, #""patients": 0"#, "/patients"),
      (#""patients": 20"#, #""patients": 20.0"#, "/patients"),
      (#""events": null"#, #""events": -1"#, "/events"),
      (#""excludes": []"#, #""excludes": [], "scope": []"#, "/population"),
      (#""descriptive": false"#, #""descriptive": true"#, "/descriptive"),
      (#""method": "publishedCoefficients""#, #""method": "publishedRule""#, "/provenance"),
      (#""endpoint": "overallSurvival""#, #""endpoint": "survival""#, "/estimates/0/endpoint"),
      (
        #""endpoint": "overallSurvival""#, #""endpoint": "classification""#, "/estimates/0/endpoint"
      ),
      (#""measure": "hazardRatio""#, #""measure": "riskRatio""#, "/estimates/0/measure"),
      (#""estimate": 0.8"#, #""estimate": 0"#, "/estimates/0/estimate"),
      (#""estimate": 0.8"#, #""estimate": 1.3"#, "/estimates/0/interval"),
      ("[0.5, 1.2]", "[0, 1.2]", "/estimates/0/interval"),
      ("[0.5, 1.2]", "[1.2, 0.5]", "/estimates/0/interval"),
      (#""confidence": 0.95"#, #""confidence": 95"#, "/estimates/0/confidence"),
      (#""confidence": 0.95"#, #""confidence": null"#, "/estimates/0"),
      (#""stratum": "low""#, #""stratum": "lowest""#, "/estimates/0/stratum"),
      (#""patients": 9"#, #""patients": 9, "events": 3"#, "/estimates/0"),
      (#"{"value": 5,"#, #"{"value": 0,"#, "/estimates/1/horizon/value"),
      (#""unit": "year"}"#, #""unit": "week"}"#, "/estimates/1/horizon/unit"),
      (#""caveats": ["c"]"#, #""caveats": []"#, "/caveats"),
      (#""regimen": "doxorubicin","#, "", "top level"),
      (#""histotype": "leiomyosarcoma""#, #""histotype": "LMS""#, "/regimens/0/histotype"),
      (#""sentence": "s""#, #""sentences": "s""#, "/observed/0"),
      (#""estimate": 0.4"#, #""estimate": 0.6"#, "/observed/0/treated"),
      (
        #""estimate": 0.4, "interval": [0.3"#, #""estimate": 0.4, "interval": [-0.3"#, "/observed/0"
      ),
      (#""estimate": -0.1"#, #""estimate": -10"#, "/observed/0/difference"),
    ])
  func refused(old: String, new: String, path: String) {
    let error = #expect(throws: StrictJSONError.self) { try EffectSample.effect((old, new)) }
    #expect(error?.description.contains(path) == true, "\(error?.description ?? "")")
  }

  @Test("a ratio twice, and a descriptive source that says nothing, are refused")
  func contradictions() throws {
    let twice = #expect(throws: StrictJSONError.self) {
      try EffectSample.effect(
        (#""measure": "oddsRatio""#, #""measure": "hazardRatio""#),
        (#"{"value": 5, "unit": "year"}"#, "null"), (#""stratum": null"#, #""stratum": "low""#),
        (#", "regimen": "both""#, ""))
    }
    #expect(twice?.description.contains("estimate 2 repeats an earlier one") == true)
    let silent = #expect(throws: StrictJSONError.self) {
      try EffectSample.effect(
        ("[0.5, 1.2], \"confidence\": 0.95", "null, \"confidence\": null"),
        ("\"descriptive\": false", "\"descriptive\": true"), (#"["f"]"#, "[]"))
    }
    #expect(silent?.description.contains("/findings") == true)
  }
}
