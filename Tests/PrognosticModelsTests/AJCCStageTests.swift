import Testing

@testable import PrognosticModels

/// Stage groups of the AJCC Manual, 8th edition, as the NCI PDQ prints them.
@Suite("AJCC stage of soft tissue sarcoma")
struct AJCCStageTests {
  /// T, G and the stage of N0 M0.
  static let localised: [(t: String, grades: [String], stage: String)] = [
    ("T1", ["GX", "1"], "IA"),
    ("T2", ["GX", "1"], "IB"), ("T3", ["GX", "1"], "IB"), ("T4", ["GX", "1"], "IB"),
    ("T1", ["2", "3"], "II"),
    ("T2", ["2", "3"], "IIIA"),
    ("T3", ["2", "3"], "IIIB"), ("T4", ["2", "3"], "IIIB"),
  ]
  static let sizes = [
    "T1": ["0.1", "3", "5"], "T2": ["5.1", "10"], "T3": ["10.1", "15"], "T4": ["15.1", "40"],
  ]

  @Test(
    "the table of stage groups holds",
    arguments: [
      ("ajcc8-stage-trunk-extremity-2017", "IV"), ("ajcc8-stage-retroperitoneum-2017", "IIIB"),
    ])
  func groups(_ id: String, _ nodal: String) throws {
    let document = try RuleDocument(id)
    var rows = 0
    for (t, grades, stage) in Self.localised {
      for size in try #require(Self.sizes[t]) {
        for grade in grades {
          func staged(_ nodes: String, _ metastasis: String) throws -> Criteria.Outcome {
            try document.outcome([
              "size": size, "grade": grade, "nodes": nodes, "metastasis": metastasis,
            ])
          }
          let outcome = try staged("N0", "M0")
          #expect(outcome.category == stage)
          #expect(
            outcome.derived.map(\.text)
              == [t, "N0", "M0", grade == "GX" ? "GX" : "G\(grade)"])
          #expect(try staged("N1", "M0").category == nodal)
          #expect(try staged("N0", "M1").category == "IV")
          #expect(try staged("N1", "M1").category == "IV")
          rows += 1
        }
      }
    }
    #expect(rows == 36)
  }

  @Test("nodes of unknown status count as N0, and what is decided asks for nothing")
  func unknown() throws {
    let document = try RuleDocument("ajcc8-stage-trunk-extremity-2017")
    let outcome = try document.outcome(["size": "12 cm", "grade": "G3", "metastasis": "M0"])
    #expect(outcome.category == "IIIB")
    #expect(outcome.derived.map(\.text) == ["T3", "N0", "M0", "G3"])
    #expect(outcome.because == "T3 or T4, N0 M0, G2 or G3.")
    #expect(try document.outcome(["metastasis": "M1"]).category == "IV")
    #expect(try document.outcome(["nodes": "N1"]).category == "IV")
    #expect(try document.answer(["size": "12"]) == .needs(["grade"]))
    #expect(try document.answer(["metastasis": "M0", "grade": "2"]) == .needs(["size"]))
  }

  @Test("the head and neck have T, N, M and no stage")
  func headAndNeck() throws {
    let document = try RuleDocument("ajcc8-tnm-head-neck-2017")
    let rows: [(invasion: String, size: String, t: String)] = [
      ("none", "2", "T1"), ("none", "2.1", "T2"), ("none", "4", "T2"), ("none", "4.1", "T3"),
      ("orbit", "1", "T4a"), ("skullBaseOrDura", "1", "T4a"),
      ("centralCompartmentViscera", "1", "T4a"), ("facialSkeleton", "9", "T4a"),
      ("pterygoidMuscles", "9", "T4a"), ("brainParenchyma", "1", "T4b"),
      ("carotidEncasement", "1", "T4b"), ("prevertebralMuscle", "9", "T4b"),
      ("perineuralSpreadToCentralNervousSystem", "9", "T4b"),
    ]
    for (invasion, size, t) in rows {
      let outcome = try document.outcome([
        "headAndNeckInvasion": invasion, "size": size, "metastasis": "no", "nodes": "N1",
        "grade": "3",
      ])
      #expect(outcome.category == nil)
      #expect(outcome.derived.map(\.text) == [t, "N1", "M0", "G3"])
      #expect(
        outcome.because == "\(t). The 8th edition recommends no stage groups for this site.")
    }
    let partial = try document.answer(["headAndNeckInvasion": "none", "metastasis": "no"])
    #expect(partial == .needs(["size"]))
  }

  @Test("visceral sarcomas have T, N, M and no stage")
  func visceral() throws {
    let document = try RuleDocument("ajcc8-tnm-visceral-2017")
    let rows: [(sites: String, extent: String, t: String)] = [
      ("1", "organConfined", "T1"), ("1", "serosa", "T2a"), ("1", "beyondSerosa", "T2b"),
      ("1", "anotherOrgan", "T3"), ("2", "organConfined", "T4a"), ("3", "serosa", "T4b"),
      ("5", "anotherOrgan", "T4b"), ("6", "organConfined", "T4c"), ("20", "serosa", "T4c"),
    ]
    for (sites, extent, t) in rows {
      let outcome = try document.outcome([
        "numberOfSites": sites, "extentOfSpread": extent, "metastasis": "no",
      ])
      #expect(outcome.category == nil)
      #expect(outcome.derived.map(\.text) == [t, "N0", "M0"])
    }
    #expect(try document.outcome(["numberOfSites": "4", "metastasis": "no"]).category == nil)
  }
}
