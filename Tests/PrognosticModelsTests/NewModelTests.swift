import Foundation
import StrictJSON
import Testing

@testable import PrognosticModels

@Suite("Adding a published score")
struct NewModelTests {
  /// A score as its author would add it: two published coefficients and a baseline at five years.
  private static let document = """
    {
      "format": "sarcoma-model/1",
      "id": "example-limb-os-2024",
      "version": "1.0.0",
      "title": "An example: overall survival by size and depth",
      "status": "verified",
      "provenance": {
        "citation": "Example E. A model that nobody has published. J Examples 2024;1:1-2.",
        "noDOI": "It is an example.",
        "derivation": {"text": "Nobody."},
        "method": "publishedCoefficients",
        "located": "Nowhere",
        "rights": "Public domain.",
        "transcribed": "2026-11"
      },
      "population": {
        "includes": ["Sarcoma of the limbs."],
        "excludes": [],
        "scope": [
          {"covariate": "site", "in": ["extremity"], "reason": "The model is for the limbs."}
        ]
      },
      "endpoint": {
        "kind": "overallSurvival", "origin": "surgery", "unit": "year", "horizons": [5],
        "competing": [], "followUp": 5
      },
      "covariates": [
        {"name": "size", "observed": [1, 30]},
        {
          "name": "depth", "levels": {"superficial": ["superficial"], "deep": ["deep"]},
          "reference": "superficial"
        }
      ],
      "form": "proportionalHazards",
      "terms": [
        {"name": "size", "kind": "linear", "covariate": "size", "coefficient": 0.1},
        {"name": "depth", "kind": "levels", "covariate": "depth", "coefficients": {"deep": 0.5}}
      ],
      "baseline": {"at": 1, "times": [5], "survival": [0.8]},
      "performance": [],
      "limits": ["It is an example."],
      "examples": [
        {
          "source": "By hand: 0.1 * 5 + 0.5 = 1, the baseline itself",
          "patient": {"site": "lowerLimb", "size": 5, "depth": "deep"},
          "gives": {"linearPredictor": 1, "probability": 0.8}, "within": 1e-12
        },
        {
          "source": "By hand: a sarcoma of the retroperitoneum is refused",
          "patient": {"site": "retroperitoneum", "size": 5, "depth": "deep"},
          "gives": {"refused": true}, "within": 0
        }
      ]
    }
    """

  @Test("one new file is listed, scored, compared and verified, with nothing else touched")
  func oneFile() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "models-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: Library.root.appending(path: "models"), to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let before = try ModelLibrary(directory: folder.path)
    let id = "example-limb-os-2024"
    try Data(Self.document.utf8).write(to: folder.appending(path: id + ".json"))

    let library = try ModelLibrary(directory: folder.path)
    #expect(library.faults.isEmpty)
    #expect(Set(library.models.map(\.id)) == Set(before.models.map(\.id)).union([id]))
    let model = try #require(library[id])

    let list = LibraryReport(library)
    #expect(list.text.contains("  \(id)\n    An example: overall survival by size and depth\n"))
    #expect(list.json.bytes().count > LibraryReport(before).json.bytes().count)
    #expect(ModelReport(model).text.contains("By hand: 0.1 * 5 + 0.5 = 1"))

    let patient = try Patient(settings: ["site=thigh", "size=50 mm", "depth=deep"])
    let prediction = try model.predict(patient, vocabulary: library.vocabulary)
    let probability = try #require(prediction.answer?.probabilities.first)
    #expect((probability.probability - 0.8).magnitude < 1e-15)
    #expect(probability.time == Horizon(value: 5, unit: .year))

    let comparison = try library.compare(patient)
    #expect(comparison.results.map(\.model.id).contains(id))
    let others = try before.compare(patient)
    #expect(comparison.results.count == others.results.count + 1)
    #expect(comparison.refusals.count == others.refusals.count)

    #expect(ModelVerification(model, library.vocabulary).failures == [])
  }
}
