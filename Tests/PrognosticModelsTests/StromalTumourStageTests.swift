import Testing

@testable import PrognosticModels

@Suite("AJCC stage of gastrointestinal stromal tumours")
struct StromalTumourStageTests {
  static let sizes = [
    "T1": ["1", "2"], "T2": ["2.1", "5"], "T3": ["5.1", "10"], "T4": ["10.1", "30"],
  ]

  @Test(
    "the tables of stage groups hold",
    arguments: [
      (
        "ajcc8-gist-gastric-2017",
        [
          "T1 low": "IA", "T2 low": "IA", "T3 low": "IB", "T4 low": "II", "T1 high": "II",
          "T2 high": "II", "T3 high": "IIIA", "T4 high": "IIIB",
        ]
      ),
      (
        "ajcc8-gist-nongastric-2017",
        [
          "T1 low": "I", "T2 low": "I", "T3 low": "II", "T4 low": "IIIA", "T1 high": "IIIA",
          "T2 high": "IIIB", "T3 high": "IIIB", "T4 high": "IIIB",
        ]
      ),
    ])
  func groups(_ id: String, _ table: [String: String]) throws {
    let document = try RuleDocument(id)
    for (t, sizes) in Self.sizes {
      for size in sizes {
        for (mitoses, rate) in [("0", "low"), ("5", "low"), ("5.5", "high"), ("60", "high")] {
          func staged(_ nodes: String, _ metastasis: String) throws -> Criteria.Outcome {
            try document.outcome([
              "size": size, "mitoses50": mitoses, "nodes": nodes, "metastasis": metastasis,
            ])
          }
          let outcome = try staged("no", "no")
          #expect(outcome.category == table["\(t) \(rate)"])
          #expect(outcome.derived.map(\.text) == [t, rate, "N0", "M0"])
          #expect(try staged("yes", "no").category == "IV")
          #expect(try staged("no", "yes").category == "IV")
        }
      }
    }
    #expect(table.count == 8)
  }

  @Test("nodes that were not assessed count as N0")
  func unknownNodes() throws {
    let document = try RuleDocument("ajcc8-gist-gastric-2017")
    let outcome = try document.outcome(["size": "6", "mitoses50": "7", "metastasis": "M0"])
    #expect(outcome.category == "IIIA")
  }
}
