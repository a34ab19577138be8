import Foundation
import PrognosticModels
import TestSupport
import Testing

@testable import Figures

@Suite struct NomogramFigureTests {
  /// A model of as many covariates: numbers whose splines turn, categories with long names, yes/no.
  static func model(axes: Int) throws -> PrognosticModel {
    var covariates: [String] = []
    var terms: [String] = []
    for place in 0..<axes {
      let name = "x\(place)"
      switch place % 3 {
      case 0:
        covariates.append(
          """
          {"name": "\(name)", "local": true, "kind": "number", "unit": "mg/L",
           "label": {"en": "Marker number \(place) in peripheral blood"}, "observed": [0, 100]}
          """)
        terms.append(
          """
          {"name": "\(name)", "kind": "restrictedCubicSpline", "covariate": "\(name)",
           "knots": [10, 50, 90], "normalisation": "rangeSquared",
           "coefficients": [\(-0.03 - 0.002 * Double(place)), 0.09]}
          """)
      case 1:
        covariates.append(
          """
          {"name": "\(name)", "local": true, "kind": "category", "label": {"en": "Histotype \(place)"},
           "levels": {"Malignant peripheral nerve sheath tumour": ["Malignant peripheral nerve sheath tumour"],
             "Undifferentiated pleomorphic sarcoma": ["Undifferentiated pleomorphic sarcoma"],
             "Dedifferentiated liposarcoma": ["Dedifferentiated liposarcoma"],
             "Leiomyosarcoma": ["Leiomyosarcoma"], "Synovial sarcoma": ["Synovial sarcoma"]},
           "reference": "Leiomyosarcoma"}
          """)
        terms.append(
          """
          {"name": "\(name)", "kind": "levels", "covariate": "\(name)", "coefficients": {
            "Malignant peripheral nerve sheath tumour": 1.5, "Dedifferentiated liposarcoma": 0.4,
            "Undifferentiated pleomorphic sarcoma": 0.38, "Synovial sarcoma": 0.41}}
          """)
      default:
        covariates.append(
          """
          {"name": "\(name)", "local": true, "kind": "yesNo", "label": {"en": "Invasion \(place)"}}
          """)
        terms.append(
          """
          {"name": "\(name)", "kind": "linear", "covariate": "\(name)", "coefficient": -0.8}
          """)
      }
    }
    let text = """
      {"format": "sarcoma-model/1", "id": "drawn", "version": "1",
       "title": "A made-up model of overall survival with a title so long that it takes more than one line",
       "status": "synthetic",
       "provenance": {"citation": "Nobody.", "noDOI": "It is made up.",
         "derivation": {"text": "Nobody."}, "method": "refitted", "located": "Nowhere",
         "rights": "Public domain.", "transcribed": "2026-11"},
       "population": {"includes": ["Anybody."], "excludes": [], "scope": []},
       "endpoint": {"kind": "overallSurvival", "origin": "entry", "unit": "year",
         "horizons": [1, 3, 5], "competing": [], "followUp": 5},
       "covariates": [\(covariates.joined(separator: ", "))], "form": "proportionalHazards",
       "terms": [\(terms.joined(separator: ", "))],
       "baseline": {"at": 0.5, "times": [0.5, 1, 2, 3, 4, 5],
         "survival": [0.95, 0.9, 0.8, 0.7, 0.6, 0.5]}, "covariance": null,
       "performance": [], "limits": [], "examples": []}
      """
    let vocabulary = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "models")
    return try PrognosticModel(
      Array(text.utf8), vocabulary: ModelLibrary(directory: vocabulary.path).vocabulary)
  }

  private static func figure(axes: Int, withPatient: Bool) throws -> (Figure, Nomogram) {
    let model = try model(axes: axes)
    let nomogram = try Nomogram(of: model)
    let patient = CovariateVector(
      values: model.covariates.indices.map { [37, 3, 1][$0 % 3] })
    let figure = NomogramFigure(
      title: model.title, note: "Drawn for a test. Decision support and research.",
      nomogram: nomogram, reading: withPatient ? nomogram.reading(of: patient) : nil
    ).figure
    if let folder = ProcessInfo.processInfo.environment["FIGURES"] {
      let name = "nomogram-\(axes)\(withPatient ? "-patient" : "")"
      try figure.svg.write(toFile: "\(folder)/\(name).svg", atomically: true, encoding: .utf8)
    }
    return (figure, nomogram)
  }

  @Test("No label lies on another or leaves the page, and no axis does", arguments: [5, 9, 15])
  func layout(axes: Int) throws {
    for withPatient in [false, true] {
      let (figure, nomogram) = try Self.figure(axes: axes, withPatient: withPatient)
      #expect(nomogram.axes.count == axes)
      let drawn = DrawnValues(figure.svg)
      expectNoOverlap(drawn, in: figure)
      let heights = drawn.series.values.flatMap { $0 }.map(\.y)
      #expect(heights.allSatisfy { $0 > 0 && $0 < figure.height })
    }
  }

  @Test("Every mark is drawn where its points are, and every level has its label")
  func marks() throws {
    let (figure, nomogram) = try Self.figure(axes: 9, withPatient: false)
    let drawn = DrawnValues(figure.svg)
    for series in figure.data.series where series.name != "total points" {
      let places = try #require(drawn.series[series.name])
      #expect(places.count == series.x.count)
      for (place, x) in zip(places, series.x) {
        #expect((place.x - x).magnitude < 0.03, "\(series.name): \(x)")
      }
    }
    let texts = Set(drawn.texts.map(\.text))
    for axis in nomogram.axes where !axis.isContinuous {
      for mark in axis.marks { #expect(texts.contains(mark.label)) }
    }
    for outcome in nomogram.outcomes { #expect(!outcome.marks.isEmpty) }
    #expect(nomogram.median != nil)
  }

  @Test("A patient's points stand in the margin and add up to the total")
  func patient() throws {
    let (figure, nomogram) = try Self.figure(axes: 5, withPatient: true)
    let reading = try #require(
      nomogram.reading(of: CovariateVector(values: [37, 3, 1, 37, 3])))
    let texts = DrawnValues(figure.svg).texts.map(\.text)
    for points in reading.points.compactMap({ $0 }) {
      #expect(texts.contains(String(format: "%.1f", points)))
    }
    #expect((reading.points.compactMap { $0 }.reduce(0, +) - reading.total).magnitude < 1e-9)
  }
}
