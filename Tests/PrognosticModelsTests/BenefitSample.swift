import Foundation
import Testing

@testable import PrognosticModels

/// Patients, questions and small libraries for the tests of benefits.
enum BenefitSample {
  static let highRisk = [
    "age=61", "size=12cm", "grade=3", "histology=LMS", "site=thigh", "depth=deep",
  ]
  static let lowRisk = [
    "age=61", "size=3cm", "grade=1", "histology=LMS", "site=thigh", "depth=superficial",
  ]
  static let baseline = "sarculator-extremity-os-2016-reconstructed"

  static func survival(
    _ estimate: Double, years: Double, _ interval: (lower: Double, upper: Double)? = nil
  ) throws -> BenefitQuestion.Survival {
    BenefitQuestion.Survival(
      time: Horizon(value: years, unit: .year),
      survival: try BaselineSurvival(estimate, interval: interval))
  }

  /// A benefit of the shipped library or another.
  static func benefit(
    _ settings: [String] = highRisk, in library: ModelLibrary? = nil,
    _ change: (inout BenefitQuestion) throws -> Void = { _ in }
  ) throws -> Benefit {
    var question = BenefitQuestion()
    try change(&question)
    let library = try library ?? EffectSample.library.get()
    return try library.benefit(for: Patient(settings: settings), question)
  }

  static func text(
    _ settings: [String] = highRisk, _ change: (inout BenefitQuestion) throws -> Void = { _ in }
  ) throws -> String {
    BenefitReport(try benefit(settings, change)).text
  }

  /// The vocabulary, eligibility and baseline that ship, with effects and models of the test's.
  static func library(
    effects: [(id: String, text: String)] = [], models: [(id: String, text: String)] = []
  ) throws -> ModelLibrary {
    let shipped = ["vocabulary", baseline, "eligibility/high-risk-limb-trunk-2017"]
    var files: [(name: String, bytes: [UInt8])] = []
    for name in shipped { files.append(("\(name).json", try Library.bytes("models/\(name).json"))) }
    for effect in effects { files.append(("effects/\(effect.id).json", Array(effect.text.utf8))) }
    for model in models { files.append(("\(model.id).json", Array(model.text.utf8))) }
    let library = try ModelLibrary(files: files)
    #expect(library.faults.map(\.description) == [])
    return library
  }

  /// A Cox model of age and size, as a fit writes one, with changes to its text.
  static func fitted(_ changes: (String, String)...) throws -> String {
    try EffectSample.changed(
      #"""
      {"format": "sarcoma-model/1", "id": "fitted", "version": "1.0.0", "title": "Fitted",
       "status": "draft",
       "provenance": {"citation": "Fitted.", "doi": null, "noDOI": "Fitted, not published.",
         "derivation": {"text": "t"}, "method": "refitted", "located": "l", "rights": "r",
         "transcribed": "t"},
       "population": {"includes": [], "excludes": [], "scope": []},
       "endpoint": {"kind": "overallSurvival", "origin": "diagnosis", "unit": "year",
         "horizons": [1, 3, 5], "competing": [], "followUp": 8},
       "covariates": [
         {"name": "age"},
         {"name": "cm", "local": true, "kind": "number", "label": {"en": "Size"}, "knownFrom": "diagnosis"}],
       "form": "proportionalHazards",
       "terms": [
         {"name": "age", "kind": "linear", "covariate": "age", "coefficient": 0.02},
         {"name": "cm", "kind": "linear", "covariate": "cm", "coefficient": 0.05}],
       "baseline": {"at": 1.5, "times": [0.5, 1, 3, 5, 8],
         "cumulativeHazard": [0.05, 0.1, 0.3, 0.5, 0.7]},
       "covariance": {"parameters": ["age", "cm", "logCumulativeHazard(1)",
           "logCumulativeHazard(3)", "logCumulativeHazard(5)"],
         "matrix": [[1e-4, 0, 0, 0, 0], [0, 1e-4, 0, 0, 0], [0, 0, 0.02, 0.01, 0.01],
           [0, 0, 0.01, 0.02, 0.01], [0, 0, 0.01, 0.01, 0.02]]},
       "performance": [], "limits": [], "examples": []}
      """#, changes)
  }

  /// The same of the vocabulary's size, verified, under an id that comes before the shipped ones.
  static func published(_ changes: (String, String)...) throws -> String {
    let text = try EffectSample.changed(
      fitted(),
      [
        (#""id": "fitted""#, #""id": "a-model""#),
        (#""status": "draft""#, #""status": "verified""#),
        (
          #"{"name": "cm", "local": true, "kind": "number", "label": {"en": "Size"}, "knownFrom": "diagnosis"}"#,
          #"{"name": "size"}"#
        ),
      ])
    return try EffectSample.changed(text.replacing("\"cm\"", with: "\"size\""), changes)
  }

  static func refusal(
    _ settings: [String] = highRisk, in library: ModelLibrary? = nil,
    _ change: (inout BenefitQuestion) throws -> Void = { _ in }
  ) throws -> String {
    try #require(
      throws: BenefitRefusal.self, performing: { _ = try benefit(settings, in: library, change) }
    ).description
  }
}
