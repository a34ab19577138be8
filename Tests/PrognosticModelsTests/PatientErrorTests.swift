import Testing

@testable import PrognosticModels

@Suite("Sentences of a patient's errors")
struct PatientErrorTests {
  /// The error that reading a text for a covariate throws.
  private func error(_ name: String, _ value: PatientValue) throws -> PatientError {
    try #require(throws: PatientError.self) { try Sample.covariate(name).read(value) }
  }

  @Test(
    "each names the covariate, what was found and what is wanted",
    arguments: [
      ("size", .number(120), "size of 120 cm is outside the possible 0.1 to 60 cm: is it in mm?"),
      ("size", .text("1200 mm"), "size of 120 cm is outside the possible 0.1 to 60 cm."),
      (
        "age", .number(-1),
        "age of -1 years is outside the possible 0 to 120 years: is it in months?"
      ),
      (
        "albumin", .number(3.5),
        "albumin of 3.5 g/L is outside the possible 10 to 70 g/L: is it in g/dL?"
      ),
      ("size", .text("big"), "size 'big' is not a number; write one such as 12.5 cm."),
      ("size", .text("10 x 8 cm"), "size '10 x 8 cm' is not a number; write one such as 12.5 cm."),
      ("size", .number(.infinity), "size 'inf' is not a number; write one such as 12.5 cm."),
      (
        "size", .text("1,234"),
        "size '1,234' may mean thousands or a decimal comma; write it with a decimal point and"
          + " nothing between thousands."
      ),
      ("size", .text("5 inches"), "'inches' is not a unit of size; use cm or mm."),
      ("size", .quantity(5, unit: "in\n"), "'in\\u000a' is not a unit of size; use cm or mm."),
      ("size", .truth(true), "size: true stands where a number is wanted."),
      ("numberOfSites", .number(1.5), "numberOfSites of 1.5 is not a whole number."),
      ("grade", .text("G5"), "grade 'G5' is not a level of FNCLCC grade; use 1, 2 or 3."),
      (
        "grade", .text("grade five"),
        "grade 'grade five' is not a level of FNCLCC grade; use 1, 2 or 3."
      ),
      (
        "grade", .quantity(3, unit: "mm"),
        "grade: 3 mm stands where a level, without a unit, is wanted."
      ),
      (
        "metastasis", .text("maybe"),
        "metastasis 'maybe' is not a level of Distant metastasis; use yes or no."
      ),
      (
        "histology", .text("liposarcoma dediferentiated"),
        "histology 'liposarcoma dediferentiated' is not a level of Histotype; did you mean"
          + " dedifferentiatedLiposarcoma, wellDifferentiatedLiposarcoma or undifferentiatedSarcoma?"
      ),
      ("histology", .text("qqqq"), "histology 'qqqq' is not a level of Histotype."),
    ] as [(String, PatientValue, String)])
  func reading(name: String, value: PatientValue, sentence: String) throws {
    let error = try error(name, value)
    #expect(error.description == sentence)
    #expect(error.covariate == name)
  }

  @Test("those that no single value causes have their sentence, too")
  func others() {
    let size = PatientError.MissingCovariate(name: "size", label: "Tumour size", unit: "cm")
    let grade = PatientError.MissingCovariate(name: "grade", label: "FNCLCC grade", unit: nil)
    let cases: [(PatientError, String?, String)] = [
      (.malformedSetting("size"), nil, "'size' is not NAME=VALUE, such as size=12cm."),
      (
        .unknownCovariate(name: "sise", suggestion: "size"), "sise",
        "'sise' is not a covariate; did you mean 'size'?"
      ),
      (.unknownCovariate(name: "x", suggestion: nil), "x", "'x' is not a covariate."),
      (
        .unknownUnit(covariate: "count", unit: "mm", accepted: []), "count",
        "count has no unit, and 'mm' was given."
      ),
      (
        .ambiguousLevel(covariate: "site", level: "arm", candidates: ["a", "b"]), "site",
        "site 'arm' may mean a or b; write one of these."
      ),
      (.missing([size]), "size", "size (Tumour size, cm) is missing."),
      (
        .missing([size, grade]), nil,
        "size (Tumour size, cm) and grade (FNCLCC grade) are missing."
      ),
      (
        .notCovered(covariate: "site", level: "bone", covered: ["trunk", "pelvis"]), "site",
        "the model does not cover site 'bone'; it covers trunk and pelvis."
      ),
      (
        .notCovered(
          covariate: "site", level: "bone", covered: ["a", "b", "c", "d", "e", "f", "g", "h", "i"]),
        "site", "the model does not cover site 'bone'."
      ),
      (
        .beyondAxis(covariate: "size", value: 45, unit: "cm", axis: 0...40), "size",
        "size of 45 cm is beyond the nomogram's axis of 0 to 40 cm."
      ),
      (
        .tooManyAlternatives(covariates: ["grade", "site"], count: 18, limit: 16), nil,
        "what is said of grade and site leaves 18 cases open, more than the 16 that are shown;"
          + " say one of them more exactly."
      ),
      (
        .outOfScope(reasons: ["the disease is metastatic", "the site is bone"]), nil,
        "the model does not speak for this patient: the disease is metastatic; the site is bone."
      ),
      (
        .leavesOpen(covariates: ["grade"]), "grade",
        "what is said of grade leaves more than one answer; say it exactly."
      ),
    ]
    for (error, covariate, sentence) in cases {
      #expect(error.description == sentence)
      #expect(error.covariate == covariate)
    }
  }

  @Test("a long text from outside is cut, and control characters are spelled")
  func excerpts() throws {
    let long = String(repeating: "ab", count: 200)
    #expect(try error("grade", .text(long)).description.utf8.count < 160)
    #expect(try error("grade", .text("a\u{1B}[31m")).description.contains("'a\\u001b[31m'"))
  }

  @Test(
    "a yes or no against the number that implies the other is refused, whoever asks",
    arguments: [
      (
        ["metastasis=no", "metastaticSites=2"],
        "metastasis 'no' contradicts metastaticSites of 2; correct one of them."
      ),
      (
        ["metastasis=yes", "metastaticSites=0"],
        "metastasis 'yes' contradicts metastaticSites of 0; correct one of them."
      ),
      (
        ["necrosisPresent=no", "necrosis=30"],
        "necrosisPresent 'no' contradicts necrosis of 30; correct one of them."
      ),
    ])
  func contradiction(settings: [String], sentence: String) throws {
    let patient = try Patient(settings: settings)
    let library = try Library.models()
    #expect(Sample.sentence { _ = try library.compare(patient) } == sentence)
    let model = try #require(library["royal-marsden-score-2012"])
    #expect(
      Sample.sentence { _ = try model.predict(patient, vocabulary: library.vocabulary) }
        == sentence)
    #expect(Sample.sentence { _ = try library.benefit(for: patient) } == sentence)
    let agreeing = settings.map {
      $0.replacing("=no", with: "=?").replacing("=yes", with: "=no").replacing("=?", with: "=yes")
    }
    _ = try library.compare(try Patient(settings: agreeing))
  }
}
