import StrictJSON
import Testing

@testable import PrognosticModels

@Suite("Rule documents")
struct RuleDocumentsTests {
  @Test("the library has these rule documents, each named as its file")
  func names() {
    let names: Set = [
      "ajcc8-gist-gastric-2017", "ajcc8-gist-nongastric-2017",
      "ajcc8-stage-retroperitoneum-2017", "ajcc8-stage-trunk-extremity-2017",
      "ajcc8-tnm-head-neck-2017", "ajcc8-tnm-visceral-2017", "cinsarc-class-2010",
      "fnclcc-grade-1997", "gist-afip-risk-2006", "gist-modified-nih-risk-2008",
      "gist-nih-risk-2002", "hammersmith-score-2014", "royal-marsden-score-2012",
      "sin-extremity-trunk-2003", "ssgxx-high-risk-2018",
    ]
    #expect(names.subtracting(RuleDocument.library.map(\.id)) == [])
  }

  @Test(
    "every combination has one answer, and every rule answers some", arguments: RuleDocument.library
  )
  func walk(_ document: RuleDocument) throws {
    let walk = try #require(document.criteria.walk(of: document.covariates))
    #expect(walk.unanswered == [])
    #expect(walk.idleRules == [])
    #expect(walk.combinations > 1)
  }

  @Test(
    "what is answered before all is known stays, and what is asked for was not known",
    arguments: RuleDocument.library)
  func monotone(_ document: RuleDocument) throws {
    let covariates = document.covariates
    for patient in try #require(document.criteria.everyCombination(of: covariates)) {
      let full = try RuleDocument.outcome(document.criteria.answer(patient))
      for subset in 1..<(1 << covariates.count) {
        var partial = patient
        for place in covariates.indices where subset >> place & 1 == 1 {
          partial.values[place] = .nan
        }
        switch document.criteria.answer(partial) {
        case .outcome(let outcome):
          #expect(outcome.category == full.category)
          #expect(outcome.probability == full.probability)
          #expect(outcome.text == full.text)
          #expect(outcome.derived.allSatisfy(full.derived.contains))
        case .needs(let names):
          let unknown = covariates.indices.filter { subset >> $0 & 1 == 1 }
          #expect(!names.isEmpty)
          #expect(Set(names).isSubset(of: unknown.map { covariates[$0].name }))
        }
      }
    }
  }

  @Test(
    "every example is reproduced, each category has one, and there are two or more",
    arguments: RuleDocument.library)
  func examples(_ document: RuleDocument) throws {
    var seen: Set<String> = []
    for node in document.examples {
      let example = try node.object(WrittenExample.init)
      let outcome = try RuleDocument.outcome(document.answer(example.patient))
      #expect(outcome.category ?? "" == example.category, "\(example.source)")
      #expect(outcome.probability?.value == example.probability, "\(example.source)")
      for (name, value) in example.derived {
        #expect(outcome.derived.first { $0.name == name }?.text == value, "\(example.source)")
      }
      seen.insert(example.category)
    }
    #expect(document.examples.count >= 2)
    #expect(seen.isSuperset(of: document.criteria.categories))
  }
}

/// An example of a rule document.
private struct WrittenExample {
  let source: String
  let patient: [String: String]
  let category: String
  let derived: [(key: String, value: String)]
  let probability: Double?

  init(_ reader: inout ObjectReader) throws(StrictJSONError) {
    source = try reader.string("source")
    var patient: [String: String] = [:]
    for (name, value) in try reader.members("patient") {
      patient[name] = value.kind == .string ? try value.string() : "\(try value.number())"
    }
    self.patient = patient
    (category, derived, probability) = try reader.object("gives") {
      (reader) throws(StrictJSONError) in
      var derived: [(key: String, value: String)] = []
      for (name, value) in try reader.optional("derived")?.members() ?? [] {
        derived.append((name, try value.string()))
      }
      return (
        try reader.string("category"), derived, try reader.optional("probability")?.number()
      )
    }
    _ = try reader.number("within")
  }
}
