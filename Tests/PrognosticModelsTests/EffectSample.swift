import Foundation
import StrictJSON
import TestSupport
import Testing

@testable import PrognosticModels

/// Documents on treatment that the tests vary.
enum EffectSample {
  static let library = Result {
    try ModelLibrary(directory: CommandRun.root.appending(path: "models").path)
  }

  /// An effect of the library.
  static func shipped(_ id: String) throws -> TreatmentEffect {
    try #require(try library.get().treatment[id])
  }

  static let provenance = #"""
    {"citation": "c", "doi": "10.1/1", "derivation": {"text": "t"},
     "method": "publishedCoefficients", "located": "l", "rights": "r", "transcribed": "2026-11"}
    """#

  /// A small document, each pair of texts replaced; a text that is not there fails the test.
  static func text(_ changes: [(String, String)] = []) throws -> String {
    try changed(
      #"""
      {"format": "sarcoma-effect/1", "id": "sample", "version": "1.0.0", "title": "Sample",
       "status": "verified", "provenance": \#(provenance), "design": "randomised",
       "timing": "adjuvant", "comparison": "against none", "comparator": "none",
       "regimen": "doxorubicin", "trials": ["one"], "unnamedTrials": 0, "patients": 20,
       "events": null, "population": {"includes": ["all"], "excludes": []}, "descriptive": false,
       "estimates": [
         {"endpoint": "overallSurvival", "measure": "hazardRatio", "estimate": 0.8,
          "interval": [0.5, 1.2], "confidence": 0.95, "horizon": null, "stratum": "low",
          "patients": 9},
         {"endpoint": "overallSurvival", "measure": "oddsRatio", "estimate": 1,
          "interval": null, "confidence": null, "horizon": {"value": 5, "unit": "year"},
          "stratum": null, "patients": null, "regimen": "both"}],
       "strata": {"of": "predictedOverallSurvival", "horizon": {"value": 10, "unit": "year"},
         "earlier": {"horizon": {"value": 4, "unit": "year"}, "hazardGrowth": [1.5, 2],
           "source": "g"},
         "groups": [{"name": "low", "label": {"en": "Low"}, "atMost": 0.5},
                    {"name": "high", "label": {"en": "High"}}],
         "secondCut": [{"name": "below60", "label": {"en": "L"}, "below": 0.6},
                       {"name": "rest", "label": {"en": "H"}}],
         "heterogeneity": {"endpoint": "overallSurvival", "q": 1, "degreesOfFreedom": 1, "p": 0.3,
           "tau2": 0, "shrunken": [{"stratum": "low", "estimate": 0.9},
                                   {"stratum": "high", "estimate": 0.95}]}},
       "findings": ["f"],
       "regimens": [{"contrast": "a versus b", "histotype": "leiomyosarcoma", "finding": "f"}],
       "caveats": ["c"],
       "observed": [{"sentence": "s", "endpoint": "overallSurvival", "stratum": "low",
         "treated": {"estimate": 0.4, "interval": [0.3, 0.5]},
         "difference": {"estimate": -0.1, "interval": null}}]}
      """#, changes)
  }

  static func changed(_ text: String, _ changes: [(String, String)]) throws -> String {
    var text = text
    for (old, new) in changes {
      let range = try #require(text.range(of: old), "'\(old)' is not in the document")
      text.replaceSubrange(range, with: new)
    }
    return text
  }

  static func effect(_ changes: (String, String)...) throws -> TreatmentEffect {
    try TreatmentEffect(Array(text(changes).utf8), vocabulary: VocabularyTests.library())
  }
}
