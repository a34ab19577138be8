import StrictJSON
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

  @Test(
    "a comparison says where another grade is stated than the findings give",
    arguments: [
      ("grade=1", "grade is stated as 1, and of these findings it is 3"), ("grade=3", nil),
      ("grade=high", nil), ("grade=", nil), ("grade=GX", nil),
      ("grade=low", "grade is stated as 1 or 2, and of these findings it is 3"),
    ] as [(String, String?)])
  func otherGradeStated(grade: String, words: String?) throws {
    let report = try PublishedSurvivalTests.library.get().compare(
      Patient(settings: [
        "age=61", "size=12cm", "histology=LMS", "site=thigh", "mitoses=22", "necrosis=60", grade,
      ]))
    let own = try #require(report.results.first { $0.model.id == "fnclcc-grade-1997" })
    #expect(own.answer?.category == "G3")
    let caution = own.cautions.first { $0.code == "otherThanStated" }
    #expect((caution == nil) == (words == nil))
    if let words { #expect(caution?.message.hasPrefix(words) == true, "\(caution?.message ?? "")") }
    #expect(
      report.results.allSatisfy {
        $0.model.id == "fnclcc-grade-1997" || !$0.cautions.contains { $0.code == "otherThanStated" }
      })
  }

  @Test(
    "what a rule decides is a covariate with levels, one for each category",
    arguments: [
      (#""covariate": "grade""#, #""covariate": "size""#, "'size' is not a covariate"),
      (#""G3": "3"}"#, #""G3": "4"}"#, "a level of grade for each category"),
      (#""G2": "2", "#, "", "a level of grade for each category"),
    ])
  func decides(part: String, broken: String, words: String) throws {
    let library = try PublishedSurvivalTests.library.get()
    let model = try #require(library.models.first { $0.id == "fnclcc-grade-1997" })
    let text = String(decoding: model.bytes, as: UTF8.self)
    let line = try #require(text.split(separator: "\n").first { $0.contains("\"decides\"") })
    #expect(line.contains(part))
    let changed = text.replacing(line, with: line.replacing(part, with: broken))
    let error = #expect(throws: StrictJSONError.self) {
      try PrognosticModel(Array(changed.utf8), vocabulary: library.vocabulary)
    }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }
}
