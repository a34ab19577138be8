import StrictJSON
import Testing

@testable import PrognosticModels

@Suite("Eligibility of a patient")
struct EligibilityTests {
  private static let eligible = [
    "metastasis": "no", "nodes": "no", "presentation": "primary", "site": "thigh", "grade": "3",
    "size": "12 cm", "depth": "deep", "age": "54", "histology": "UPS",
  ]

  /// An empty text says that nothing is known.
  private func evaluate(_ changes: [String: String] = [:]) throws -> Eligibility {
    let treatment = try EffectSample.library.get().treatment
    let document = try #require(treatment.eligibility("high-risk-limb-trunk-2017"))
    var settings = Self.eligible
    for (name, value) in changes { settings[name] = value }
    return try document.evaluate(Patient(settings: settings.map { "\($0)=\($1)" }))
  }

  private func finding(
    _ id: String, _ changes: [String: String] = [:]
  ) throws -> Eligibility.Finding {
    try #require(try evaluate(changes).criteria.first { $0.id == id })
  }

  @Test("a patient of high risk meets every criterion")
  func all() throws {
    let eligibility = try evaluate()
    #expect(eligibility.document == "high-risk-limb-trunk-2017")
    #expect(eligibility.eligible == true)
    #expect(eligibility.criteria.allSatisfy { $0.met == true && !$0.isAssumed })
  }

  @Test(
    "each criterion is met, not met or open, and eligibility follows",
    arguments: [
      ("localised", "metastasis", "yes", false, false),
      ("localised", "nodes", "yes", false, false),
      ("primary", "presentation", "recurrent", false, false),
      ("site", "site", "retroperitoneum", false, false),
      ("site", "site", "head and neck", false, false),
      ("site", "site", "uterus", false, false),
      ("site", "site", "chestWall", true, true),
      ("site", "site", "buttock", true, true),
      ("site", "site", "pelvis", nil, nil),
      ("site", "site", "peripheralNerve", nil, nil),
      ("site", "site", nil, nil, nil),
      ("grade", "grade", "1", false, false),
      ("grade", "grade", "low", nil, nil),
      ("grade", "grade", "high", nil, nil),
      ("grade", "grade", "GX", nil, nil),
      ("grade", "grade", nil, nil, nil),
      ("size", "size", "5 cm", true, true),
      ("size", "size", "49 mm", false, false),
      ("size", "size", nil, nil, nil),
      ("depth", "depth", "superficial", false, false),
      ("depth", "depth", nil, nil, nil),
      ("adult", "age", "18", true, true),
      ("adult", "age", "17.9", false, false),
      ("adult", "age", nil, nil, true),
      ("histotype", "histology", "GIST", false, false),
      ("histotype", "histology", "desmoid", false, false),
      ("histotype", "histology", "angiosarcoma", nil, true),
      ("histotype", "histology", "liposarcoma", nil, true),
      ("histotype", "histology", nil, nil, true),
    ] as [(String, String, String?, Bool?, Bool?)])
  func table(
    id: String, covariate: String, value: String?, met: Bool?, eligible: Bool?
  ) throws {
    let changes: [String: String] = [covariate: value ?? ""]
    #expect(try finding(id, changes).met == met)
    let eligibility = try evaluate(changes)
    #expect(eligibility.eligible == eligible)
    #expect(eligibility.criteria.allSatisfy { $0.id == id || $0.met == true })
  }

  @Test(
    "grade 2 is of high risk with more than 50 % necrosis only",
    arguments: [
      ("2", nil, nil), ("2", "50", false), ("2", "50.1", true), ("2", "0", false),
      ("3", nil, true), ("3", "0", true), ("1", "80", false),
      // High is 2 or 3, low 1 or 2: with necrosis both readings of high agree.
      ("high", "60", true), ("high", "10", nil), ("low", "60", nil), ("low", "10", false),
      (nil, "60", nil),
    ] as [(String?, String?, Bool?)])
  func necrosis(grade: String?, necrosis: String?, met: Bool?) throws {
    #expect(try finding("grade", ["grade": grade ?? "", "necrosis": necrosis ?? ""]).met == met)
  }

  @Test("localised and primary are taken for granted where they are not stated, and it is said")
  func assumed() throws {
    let silent: [String: String] = [
      "metastasis": "", "nodes": "", "presentation": "",
    ]
    let eligibility = try evaluate(silent)
    #expect(eligibility.eligible == true)
    #expect(eligibility.criteria.filter(\.isAssumed).map(\.id) == ["localised", "primary"])
    #expect(
      try finding("localised", silent).sentence
        == "That the disease is localised is taken for granted: it is not stated in full.")
    #expect(
      try finding("primary", silent).sentence
        == "That the tumour is a primary one is taken for granted: it is not stated.")
    #expect(try finding("localised", ["nodes": ""]).isAssumed)
    #expect(try finding("localised", ["nodes": "", "metastasis": "yes"]).met == false)
  }

  @Test(
    "histotypes that were randomised and observed have their sentences",
    arguments: [
      ("HG-MLPS", "randomised"), ("myxoidLiposarcoma", "randomised"), ("LMS", "randomised"),
      ("synovialSarcoma", "randomised"), ("MPNST", "randomised"), ("UPS", "randomised"),
      ("myxofibrosarcoma", "observed"), ("pleomorphicLiposarcoma", "observed"),
      ("pleomorphicRhabdomyosarcoma", "observed"),
    ])
  func histotypes(histology: String, words: String) throws {
    let finding = try finding("histotype", ["histology": histology])
    #expect(finding.met == true)
    #expect(
      finding.sentence
        == (words == "randomised"
          ? "The histotype is one of the five that ISG-STS 1001 randomised; of myxoid liposarcoma,"
            + " that of high grade."
          : "The histotype was observed in ISG-STS 1001 with epirubicin and ifosfamide, not"
            + " randomised."))
  }

  @Test("one failure decides, however much is open")
  func failureFirst() throws {
    let eligibility = try evaluate([
      "grade": "", "size": "", "depth": "superficial",
    ])
    #expect(eligibility.eligible == false)
    let nothing = try EffectSample.library.get().treatment.eligibility.first?.evaluate(Patient())
    #expect(nothing?.eligible == .some(nil))
  }

  @Test("a value that cannot be read is an error, not an open criterion")
  func unreadable() {
    #expect(throws: PatientError.self) { try evaluate(["size": "very large"]) }
    #expect(throws: PatientError.self) { try evaluate(["site": "moon"]) }
  }

  @Test("the JSON is the contract's: eligible, then each criterion with id, met and sentence")
  func json() throws {
    let document = try EligibilitySample.document()
    let answer = try document.evaluate(Patient(settings: ["size=4cm", "grade=3"]))
    #expect(
      answer.json.text(.compact)
        == #"{"eligible":false,"criteria":[{"id":"size","met":false,"sentence":"n"},"#
        + #"{"id":"grade","met":true,"sentence":"m"},{"id":"site","met":null,"sentence":"u"}]}"#)
  }
}
