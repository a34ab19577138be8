import StrictJSON
import Testing

@testable import PrognosticModels

@Suite("Encoding for a model")
struct CovariateEncodingTests {
  private let histology = #"""
    {"name": "histology", "levels": {
      "dedifferentiated": ["dedifferentiatedLiposarcoma", "pleomorphicLiposarcoma"],
      "myxoid": ["myxoidLiposarcoma"], "leiomyosarcoma": ["leiomyosarcoma"],
      "pleomorphic": ["undifferentiatedPleomorphicSarcoma"]}, "reference": "leiomyosarcoma"}
    """#

  private func levels(_ encoded: EncodedCovariate) -> [String]? {
    if case .alternatives(let levels) = encoded { levels.map(\.level) } else { nil }
  }

  @Test("a level counts as the model's level that covers it, or covers what it is part of")
  func lineage() throws {
    let model = try Sample.model(histology)
    #expect(try model.encode(.level("pleomorphicLiposarcoma")) == .value(0))
    #expect(try model.encode(.level("roundCellLiposarcoma")) == .value(1))
    #expect(try model.encode(.level("epithelioidLeiomyosarcoma")) == .value(2))
  }

  @Test("a level of which only parts are listed leaves those open, even a single one")
  func ancestors() throws {
    let model = try Sample.model(histology)
    #expect(levels(try model.encode(.level("liposarcoma"))) == ["dedifferentiated", "myxoid"])
    #expect(levels(try model.encode(.level("undifferentiatedSarcoma"))) == ["pleomorphic"])
  }

  @Test("a level without a counterpart is not covered")
  func notCovered() throws {
    let model = try Sample.model(histology)
    #expect(
      throws: PatientError.notCovered(
        covariate: "histology", level: "angiosarcoma",
        covered: [
          "dedifferentiatedLiposarcoma", "pleomorphicLiposarcoma", "myxoidLiposarcoma",
          "leiomyosarcoma", "undifferentiatedPleomorphicSarcoma",
        ])
    ) { try model.encode(.level("angiosarcoma")) }
  }

  @Test("a half-answer leaves its levels open unless the model has one level for all")
  func halfAnswers() throws {
    let three = try Sample.model(
      #"{"name": "grade", "levels": {"1": ["1"], "2": ["2"], "3": ["3"]}}"#)
    #expect(
      try three.encode(.oneOf(["2", "3"]))
        == .alternatives([.init(level: "2", value: 1), .init(level: "3", value: 2)]))
    let two = try Sample.model(#"{"name": "grade", "levels": {"low": ["1"], "high": ["2", "3"]}}"#)
    #expect(try two.encode(.oneOf(["2", "3"])) == .value(1))
    #expect(levels(try two.encode(.oneOf(["1", "2"]))) == ["low", "high"])
    let high = try Sample.model(#"{"name": "grade", "levels": {"2": ["2"], "3": ["3"]}}"#)
    #expect(levels(try high.encode(.oneOf(["1", "2"]))) == ["2"])
    #expect(throws: PatientError.self) { try high.encode(.level("1")) }
    #expect(throws: PatientError.self) { try high.encode(.oneOf([])) }
  }

  @Test("yes is 1 and no is 0, in whatever order a document lists them")
  func yesNo() throws {
    for json in [
      #"{"name": "rupture"}"#, #"{"name": "rupture", "levels": {"yes": ["yes"], "no": ["no"]}}"#,
      #"{"name": "fever", "local": true, "kind": "yesNo", "label": {"en": "Fever"}}"#,
    ] {
      let model = try Sample.model(json)
      #expect(try model.encode(try model.covariate.read(.text("yes"))) == .value(1))
      #expect(try model.encode(try model.covariate.read(.text("no"))) == .value(0))
      #expect(model.index(ofLevel: "yes") == 1)
      #expect(try model.encode(.missing) == .missing)
    }
  }

  @Test("levels that yes/no or number cannot have are refused in a document")
  func refusedLevels() throws {
    for json in [
      #"{"name": "rupture", "levels": {"yes": ["yes"]}}"#,
      #"{"name": "rupture", "levels": {"no": ["yes"], "yes": ["no"]}}"#,
      #"{"name": "age", "levels": {"old": ["old"]}}"#,
      #"{"name": "local", "local": true, "kind": "number", "label": {"en": "L"}, "levels": {"a": ["a"]}}"#,
    ] {
      #expect(throws: StrictJSONError.self, "\(json)") { try Sample.model(json) }
    }
  }

  @Test("the ends of a digitised axis are on it, and nothing beyond them is scored")
  func axis() throws {
    let size = try Sample.model(#"{"name": "size", "axis": [1, 40]}"#)
    #expect(try size.encode(.number(40, converted: nil)) == .value(40))
    #expect(try size.encode(.number(1, converted: nil)) == .value(1))
    #expect(
      throws: PatientError.beyondAxis(covariate: "size", value: 0.5, unit: "cm", axis: 1...40)
    ) {
      try size.encode(.number(0.5, converted: nil))
    }
    #expect(throws: PatientError.self) { try size.encode(.number(40.1, converted: nil)) }
  }
}
