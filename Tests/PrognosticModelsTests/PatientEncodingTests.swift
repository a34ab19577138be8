import StrictJSON
import Testing

@testable import PrognosticModels

@Suite("Encoding a patient")
struct PatientEncodingTests {
  private let model = [
    #"{"name": "age", "observed": [18, 90]}"#, #"{"name": "size", "axis": [0, 45]}"#,
    #"{"name": "grade", "levels": {"1": ["1"], "2": ["2"], "3": ["3"]}}"#,
    #"{"name": "rupture", "whenMissing": "no"}"#, #"{"name": "necrosis", "optional": true}"#,
  ]

  private func encode(_ settings: String..., model: [String]? = nil) throws -> PatientEncoding {
    try Patient(settings: settings).encode(Sample.models(model ?? self.model))
  }

  @Test("a complete patient is one vector in the model's order, without a word")
  func complete() throws {
    let encoding = try encode("necrosis=30", "rupture=yes", "grade=G3", "size=12cm", "age=54")
    #expect(encoding.vector == CovariateVector(values: [54, 12, 2, 1, 30]))
    #expect(encoding.alternatives.isEmpty && encoding.cautions.isEmpty && encoding.assumed.isEmpty)
  }

  @Test("what the source gave to the unknown is assumed and said; an optional covariate is NaN")
  func whenMissing() throws {
    let encoding = try encode("grade=2", "size=12", "age=54", "rupture=unknown")
    let values = try #require(encoding.vector).values
    #expect(Array(values[..<4]) == [54, 12, 1, 0])
    #expect(values[4].isNaN)
    #expect(encoding.assumed == [Assumption(covariate: "rupture", value: "no")])
    #expect(encoding.cautions.map(\.code) == ["assumedWhenMissing"])
  }

  @Test("every covariate that is missing is named at once, with label and unit")
  func missing() throws {
    #expect(
      Sample.sentence { _ = try encode("grade=?") }
        == "age (Age, year), size (Tumour size (largest diameter), cm) and grade (FNCLCC grade) are"
        + " missing.")
    #expect(throws: PatientError.missing([.init(name: "grade", label: "FNCLCC grade", unit: nil)]))
    {
      try encode("age=3", "size=3")
    }
  }

  @Test("a value at fault is named before what is missing")
  func faultFirst() throws {
    #expect(throws: PatientError.beyondAxis(covariate: "size", value: 50, unit: "cm", axis: 0...45))
    {
      try encode("size=50")
    }
    #expect(throws: PatientError.self) { try encode("size=12 parsec") }
  }

  @Test("conversion and the derivation's range are said")
  func cautions() throws {
    let encoding = try encode("grade=2", "size=125 mm", "age=17.5", "rupture=no")
    #expect(
      encoding.cautions == [
        Caution(
          code: "outsideObservedRange", covariate: "age", severity: .warning,
          message: "age of 17.5 years is outside the 18 to 90 years of the patients that the model"
            + " was made from."),
        Caution(
          code: "convertedUnit", covariate: "size", severity: .info,
          message: "size was converted: 125 mm is 12.5 cm."),
      ])
    #expect(try encode("grade=2", "size=1", "age=18", "rupture=no").cautions.isEmpty)
    #expect(try encode("grade=2", "size=1", "age=90", "rupture=no").cautions.isEmpty)
  }

  @Test("a half-answer gives one vector for each grade, and no single one")
  func halfAnswer() throws {
    let encoding = try encode("grade=high grade", "size=12", "age=54", "rupture=0", "necrosis=0")
    #expect(encoding.vector == nil)
    #expect(
      encoding.alternatives == [
        .init(
          assuming: [Assumption(covariate: "grade", value: "2")],
          vector: CovariateVector(values: [54, 12, 1, 0, 0])),
        .init(
          assuming: [Assumption(covariate: "grade", value: "3")],
          vector: CovariateVector(values: [54, 12, 2, 0, 0])),
      ])
    #expect(
      encoding.cautions.map(\.message) == ["grade may be 2 or 3: there is one prediction for each."]
    )
  }

  @Test("half-answers multiply, the first slowest, up to 16 combinations")
  func combinations() throws {
    let grade = #"{"name": "grade", "levels": {"1": ["1"], "2": ["2"], "3": ["3"]}}"#
    let site =
      #"{"name": "site", "levels": {"arm": ["upperLimb"], "leg": ["lowerLimb"]}}"#
    let both = try encode("grade=GX", "site=limb", model: [grade, site])
    #expect(
      both.alternatives.map(\.vector.values)
        == [[0, 0], [0, 1], [1, 0], [1, 1], [2, 0], [2, 1]])
    #expect(both.alternatives.allSatisfy { $0.assuming.map(\.covariate) == ["grade", "site"] })
    let histology = #"""
      {"name": "histology", "levels": {
        "WD": ["wellDifferentiatedLiposarcoma"], "DD": ["dedifferentiatedLiposarcoma"],
        "M": ["myxoidLiposarcoma"]}}
      """#
    #expect(
      throws: PatientError.tooManyAlternatives(
        covariates: ["grade", "site", "histology"], count: 18, limit: 16)
    ) {
      try encode("grade=GX", "site=limb", "histology=LPS", model: [grade, site, histology])
    }
  }
}
