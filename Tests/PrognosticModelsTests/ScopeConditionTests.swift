import StrictJSON
import Testing

@testable import PrognosticModels

@Suite("Conditions of scope")
struct ScopeConditionTests {
  private func check(_ json: String, _ settings: String...) throws -> ScopeCondition.Finding {
    try Sample.condition(json).check(Patient(settings: settings))
  }

  private let localised =
    #"{"covariate": "metastasis", "in": ["no"], "reason": "M1", "assumed": "localised"}"#
  private let limbs = #"""
    {"covariate": "site", "in": ["extremity", "chestWall"], "reason": "not a limb",
     "assumed": null, "instead": "other-model"}
    """#
  private let notRound = #"""
    {"covariate": "histology", "notIn": ["roundCellLiposarcoma", "leiomyosarcoma"],
     "reason": "excluded"}
    """#

  @Test("what is said holds or fails, with the reason and what to use instead")
  func said() throws {
    #expect(try check(localised, "metastasis=M0") == .holds)
    #expect(try check(localised, "metastasis=yes") == .fails(reason: "M1", instead: nil))
    #expect(try check(limbs, "site=thigh") == .holds)
    #expect(try check(limbs, "site=limb") == .holds)
    #expect(
      try check(limbs, "site=retroperitoneum")
        == .fails(reason: "not a limb", instead: "other-model"))
    #expect(try check(notRound, "histology=8891/3") == .fails(reason: "excluded", instead: nil))
    #expect(try check(notRound, "histology=UPS") == .holds)
  }

  @Test("what is not said is assumed where the document has words for it, else silent")
  func unsaid() throws {
    let assumed = Assumption(covariate: "metastasis", value: "no", words: "localised")
    #expect(try check(localised) == .assumed(assumed))
    #expect(try check(localised, "metastasis=?") == .assumed(assumed))
    #expect(
      try check(
        #"{"covariate": "metastasis", "notIn": ["yes"], "reason": "M1", "assumed": "localised"}"#)
        == .assumed(assumed))
    #expect(try check(limbs) == .silent)
  }

  @Test("a level only parts of which are listed is not known to be inside")
  func partly() throws {
    #expect(try check(limbs, "site=trunk") == .silent)
    #expect(try check(notRound, "histology=myxoidLiposarcoma") == .silent)
    #expect(try check(notRound, "histology=liposarcoma") == .silent)
  }

  @Test("a half-answer counts when it is wholly inside or wholly outside")
  func halfAnswers() throws {
    func grades(_ levels: String) -> String {
      #"{"covariate": "grade", "in": [\#(levels)], "reason": "grade"}"#
    }
    let fails = ScopeCondition.Finding.fails(reason: "grade", instead: nil)
    #expect(try check(grades(#""2", "3""#), "grade=high") == .holds)
    #expect(try check(grades(#""1""#), "grade=high") == fails)
    #expect(try check(grades(#""3""#), "grade=high") == .silent)
    let notOne = #"{"covariate": "grade", "notIn": ["1"], "reason": "grade"}"#
    #expect(try check(notOne, "grade=high") == .holds)
    #expect(try check(notOne, "grade=low") == .silent)
  }

  @Test("bounds of a number are closed or open as they are called, and all hold")
  func bounds() throws {
    let closed = #"{"covariate": "age", "atLeast": 18, "atMost": 80, "reason": "age"}"#
    let open = #"{"covariate": "age", "above": 18, "below": 80, "reason": "age"}"#
    let fails = ScopeCondition.Finding.fails(reason: "age", instead: nil)
    for (age, inClosed, inOpen) in [
      ("17.9", false, false), ("18", true, false), ("50", true, true), ("80", true, false),
      ("81", false, false), ("600 months", true, true),
    ] {
      #expect(try check(closed, "age=\(age)") == (inClosed ? .holds : fails), "\(age)")
      #expect(try check(open, "age=\(age)") == (inOpen ? .holds : fails), "\(age)")
    }
    #expect(try check(closed) == .silent)
  }

  @Test("a value that cannot be read is an error, not an unknown")
  func unreadable() {
    #expect(throws: PatientError.self) { try check(localised, "metastasis=maybe") }
    #expect(throws: PatientError.self) { try check(limbs, "site=moon") }
  }

  @Test("a local covariate of the model can be a condition")
  func local() throws {
    let fever = try Sample.model(
      #"{"name": "fever", "local": true, "kind": "yesNo", "label": {"en": "Fever"}}"#)
    let condition = try Sample.condition(
      #"{"covariate": "fever", "in": ["no"], "reason": "fever"}"#, locals: [fever])
    #expect(
      try condition.check(Patient(settings: ["fever=oui"])) == .fails(reason: "fever", instead: nil)
    )
  }

  @Test(
    "a document that says nothing, too much, or of nobody is refused",
    arguments: [
      #"{"covariate": "metastasis", "reason": "r"}"#,
      #"{"covariate": "metastasis", "in": [], "reason": "r"}"#,
      #"{"covariate": "metastasis", "in": ["perhaps"], "reason": "r"}"#,
      #"{"covariate": "metastasis", "in": ["no"], "notIn": ["yes"], "reason": "r"}"#,
      #"{"covariate": "metastasis", "in": ["no"], "atLeast": 1, "reason": "r"}"#,
      #"{"covariate": "metastasis", "in": ["no"]}"#,
      #"{"covariate": "age", "in": ["18"], "reason": "r"}"#,
      #"{"covariate": "age", "reason": "r"}"#,
      #"{"covariate": "age", "atleast": 18, "reason": "r"}"#,
      #"{"covariate": "fever", "in": ["no"], "reason": "r"}"#,
    ])
  func refused(json: String) {
    #expect(throws: StrictJSONError.self) { try Sample.condition(json) }
  }
}
