import Foundation
import PrognosticModels

/// A Cox model with two 4-knot splines and a factor of ten levels, as a document: what the scoring
/// lines are measured on.
struct ScoringModel {
  static let ageKnots = [35.0, 52, 66, 82]
  static let sizeKnots = [3.0, 7, 12, 24]
  static let age = [0.004, 0.012, -0.03]
  static let size = [0.09, -0.15, 0.2]
  static let levels = (0..<10).map { 0.1 * Double($0) }
  static let hazards = [0.2, 0.35, 0.5]

  let hazards: ProportionalHazards
  /// The same without a covariance.
  let plainHazards: ProportionalHazards

  init() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let library = try ModelLibrary(directory: root.appendingPathComponent("models").path)
    func read(_ document: String) throws -> ProportionalHazards {
      let model = try PrognosticModel(Array(document.utf8), vocabulary: library.vocabulary)
      guard case .proportionalHazards(let hazards) = model.form else {
        throw CocoaError(.fileReadCorruptFile)
      }
      return hazards
    }
    hazards = try read(Self.document(withCovariance: true))
    plainHazards = try read(Self.document(withCovariance: false))
  }

  private static func document(withCovariance: Bool) -> String {
    let parameters =
      ["age", "age'", "age''", "size", "size'", "size''"] + (1..<10).map { "level=\($0)" }
      + [3, 5, 10].map { "logCumulativeHazard(\($0))" }
    let matrix = parameters.indices.map { i in
      parameters.indices.map { j in i == j ? 0.01 : 0.001 }
    }
    let levels = (0..<10).map { "\"\($0)\": [\"\($0)\"]" }.joined(separator: ", ")
    let table = (1..<10).map { "\"\($0)\": \(Self.levels[$0])" }.joined(separator: ", ")
    let names = parameters.map { "\"\($0)\"" }.joined(separator: ", ")
    let covariance = "{\"parameters\": [\(names)], \"matrix\": \(matrix)}"
    return """
      {"format": "sarcoma-model/1", "id": "benchmark", "version": "1.0.0", "title": "Benchmark",
       "status": "synthetic",
       "provenance": {"citation": "None.", "doi": null, "noDOI": "Made up.",
         "derivation": {"text": "None."}, "method": "publishedCoefficients", "located": "Nowhere.",
         "rights": "None.", "transcribed": "Never."},
       "population": {"includes": [], "excludes": [], "scope": []},
       "endpoint": {"kind": "overallSurvival", "origin": "surgery", "unit": "year",
         "horizons": [3, 5, 10], "competing": [], "followUp": 10},
       "covariates": [
         {"name": "age", "local": true, "kind": "number", "label": {"en": "Age"}},
         {"name": "size", "local": true, "kind": "number", "label": {"en": "Size"}},
         {"name": "level", "local": true, "kind": "category", "label": {"en": "Level"},
          "levels": {\(levels)}, "reference": "0"}],
       "form": "proportionalHazards",
       "terms": [
         {"name": "age", "kind": "restrictedCubicSpline", "covariate": "age",
          "knots": \(ageKnots), "normalisation": "rangeSquared", "coefficients": \(age)},
         {"name": "size", "kind": "restrictedCubicSpline", "covariate": "size",
          "knots": \(sizeKnots), "normalisation": "rangeSquared", "coefficients": \(size)},
         {"name": "level", "kind": "levels", "covariate": "level", "coefficients": {\(table)}}],
       "baseline": {"at": 0, "times": [3, 5, 10], "cumulativeHazard": \(hazards)},
       "covariance": \(withCovariance ? covariance : "null"),
       "riskGroups": null, "performance": [], "limits": [], "cautions": [], "examples": []}
      """
  }
}
