import Testing

@testable import PrognosticModels

@Suite("FNCLCC grade")
struct FNCLCCGradeTests {
  @Test("the histotypes of the PDQ table have its differentiation scores")
  func histotypes() throws {
    let document = try RuleDocument("fnclcc-grade-1997")
    let scores = [
      "wellDifferentiatedLiposarcoma": "1", "myxoidLiposarcoma": "2", "roundCellLiposarcoma": "3",
      "pleomorphicLiposarcoma": "3", "dedifferentiatedLiposarcoma": "3", "fibrosarcoma": "2",
      "myxofibrosarcoma": "2", "undifferentiatedPleomorphicSarcoma": "3",
      "wellDifferentiatedLeiomyosarcoma": "1", "leiomyosarcoma": "2",
      "pleomorphicLeiomyosarcoma": "3", "epithelioidLeiomyosarcoma": "3", "synovialSarcoma": "3",
      "pleomorphicRhabdomyosarcoma": "3", "mesenchymalChondrosarcoma": "3",
      "extraskeletalOsteosarcoma": "3", "ewingSarcoma": "3", "malignantRhabdoidTumour": "3",
      "undifferentiatedSarcoma": "3",
    ]
    for (histology, score) in scores {
      let outcome = try document.outcome([
        "histology": histology, "mitoses": "3", "necrosis": "0",
      ])
      #expect(outcome.derived.first?.text == score, "\(histology)")
      #expect(outcome.category == ["1": "G1", "2": "G1", "3": "G2"][score])
    }
  }

  @Test("the grade is that of the sum: 2 or 3, 4 or 5, 6 to 8")
  func sums() throws {
    let document = try RuleDocument("fnclcc-grade-1997")
    for differentiation in 1...3 {
      for (mitoses, mitosisScore) in [("0", 1), ("9", 1), ("10", 2), ("19", 2), ("20", 3)] {
        for (necrosis, necrosisScore) in [("0", 0), ("0.1", 1), ("49.9", 1), ("50", 2), ("100", 2)]
        {
          let outcome = try document.outcome([
            "differentiation": "\(differentiation)", "mitoses": mitoses, "necrosis": necrosis,
          ])
          let sum = differentiation + mitosisScore + necrosisScore
          #expect(outcome.category == (sum <= 3 ? "G1" : sum <= 5 ? "G2" : "G3"))
          #expect(
            outcome.derived.map(\.text)
              == [differentiation, mitosisScore, necrosisScore, sum].map { "\($0)" })
        }
      }
    }
  }

  @Test("a stated score goes before that of the histotype, and one without a score has no grade")
  func stated() throws {
    let document = try RuleDocument("fnclcc-grade-1997")
    let stated = try document.outcome([
      "differentiation": "1", "histology": "synovialSarcoma", "mitoses": "0", "necrosis": "0",
    ])
    #expect(stated.category == "G1")
    let unlisted = try document.outcome([
      "histology": "epithelioidSarcoma", "mitoses": "0", "necrosis": "0",
    ])
    #expect(unlisted.category == nil)
    #expect(unlisted.because.contains("state the pathologist's score as differentiation"))
    #expect(unlisted.derived.map(\.name) == ["mitosisScore", "necrosisScore"])
  }

  @Test("a grade that the missing part cannot change is given, another asks for it")
  func partial() throws {
    let document = try RuleDocument("fnclcc-grade-1997")
    let settled = try document.outcome(["histology": "synovialSarcoma", "mitoses": "30"])
    #expect(settled.category == "G3")
    #expect(settled.derived.map(\.text) == ["3", "3"])
    #expect(
      try document.answer(["histology": "synovialSarcoma", "mitoses": "3"]) == .needs(["necrosis"]))
    #expect(try document.answer(["mitoses": "3", "necrosis": "0"]) == .needs(["histology"]))
  }
}
