import StrictJSON
import Testing

@testable import PrognosticModels

@Suite("A patient as described")
struct PatientTests {
  private func patient(_ json: String) throws -> Patient {
    try Patient(json: JSONDocument(json).root)
  }

  @Test("a flat object is read in its order, integers as numbers")
  func json() throws {
    let patient = try patient(
      #"{"age": 54, "size": {"value": 120, "unit": "mm"}, "grade": "G3", "metastasis": false,"#
        + #" "depth": null, "necrosis": {"unit": "%", "value": null}, "albumin": 35.5}"#)
    #expect(
      patient.entries.map(\.name)
        == ["age", "size", "grade", "metastasis", "depth", "necrosis", "albumin"])
    #expect(
      patient.entries.map(\.value) == [
        .number(54), .quantity(120, unit: "mm"), .text("G3"), .truth(false), .missing, .missing,
        .number(35.5),
      ])
    #expect(patient["size"] == .quantity(120, unit: "mm"))
    #expect(patient["sex"] == nil)
  }

  @Test(
    "what is no flat object is refused by name",
    arguments: [
      ("[1]", nil, "the patient: an array stands where one object of names and values is wanted."),
      (
        #"{"": 1}"#, nil,
        "the patient: an empty name stands where the name of a covariate is wanted."
      ),
      (#"{"grade": [2, 3]}"#, "grade", "grade: an array stands where \(wanted) is wanted."),
      (
        #"{"size": {"value": 12}}"#, "size",
        "size: an object without a value and a unit stands where \(wanted) is wanted."
      ),
      (
        #"{"size": {"value": "12", "unit": "cm"}}"#, "size",
        "size: an object whose value is not a number stands where \(wanted) is wanted."
      ),
      (
        #"{"size": {"value": 12, "unit": "cm", "method": "MRI"}}"#, "size",
        "size: an object with the key 'method' stands where \(wanted) is wanted."
      ),
    ] as [(String, String?, String)])
  func wrongShape(json: String, covariate: String?, sentence: String) throws {
    let error = try #require(throws: PatientError.self) { try patient(json) }
    #expect(error.covariate == covariate)
    #expect(error.description == sentence)
  }

  private static let wanted =
    "a number, a text, true, false, null, or {\"value\": number, \"unit\": text}"

  @Test("settings split at the first equals sign, and a later one replaces an earlier")
  func settings() throws {
    let patient = try Patient(settings: [
      "size=12,5 cm", " grade = G3 ", "size=9cm", "note=a=b", "depth=",
    ])
    #expect(patient.entries.map(\.name) == ["size", "grade", "note", "depth"])
    #expect(patient.entries.map(\.value) == [.text("9cm"), .text("G3"), .text("a=b"), .missing])
  }

  @Test(
    "a setting without a name or an equals sign is refused", arguments: ["size", "=3", " =", ""])
  func malformed(setting: String) {
    #expect(throws: PatientError.malformedSetting(setting)) { try Patient(settings: [setting]) }
  }

  @Test("flags replace what a file says, value by value")
  func merging() throws {
    let file = try patient(#"{"age": 54, "grade": 2}"#)
    let merged = file.merging(try Patient(settings: ["grade=3", "sex=F", "age="]))
    #expect(merged.entries.map(\.name) == ["age", "grade", "sex"])
    #expect(merged.entries.map(\.value) == [.missing, .text("3"), .text("F")])
  }

  @Test("a row of a table is a patient, empty cells and NA unknown")
  func row() throws {
    let patient = try Patient(
      names: ["age", "sex", "size", "site"], texts: ["54", "", "NA", " x "])
    #expect(patient.entries.map(\.value) == [.text("54"), .missing, .missing, .text("x")])
    #expect(
      Sample.sentence { _ = try Patient(names: ["age"], texts: []) }
        == "the patient: a row of 0 cells stands where 1 cells is wanted.")
  }

  @Test("names that nobody knows are found, locals counted, and the one meant is suggested")
  func names() throws {
    let vocabulary = try #require(Sample.vocabulary)
    let patient = try Patient(settings: ["age=54", "fever=yes", "sise=3"])
    #expect(patient.unknownNames(in: vocabulary) == ["fever", "sise"])
    #expect(patient.unknownNames(in: vocabulary, locals: ["fever"]) == ["sise"])
    #expect(throws: PatientError.unknownCovariate(name: "sise", suggestion: "size")) {
      try patient.checkNames(in: vocabulary, locals: ["fever"])
    }
    for (name, meant) in [("Edad", "age"), ("Histotype", "histology"), ("SIZE", "size")] {
      #expect(throws: PatientError.unknownCovariate(name: name, suggestion: meant)) {
        try Patient(settings: ["\(name)=1"]).checkNames(in: vocabulary)
      }
    }
    #expect(throws: PatientError.unknownCovariate(name: "fever", suggestion: nil)) {
      try patient.checkNames(in: vocabulary)
    }
    try Patient(settings: ["age=54"]).checkNames(in: vocabulary)
  }
}
