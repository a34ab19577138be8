import Testing

@testable import PrognosticModels

@Suite("Risk of gastrointestinal stromal tumours")
struct StromalTumourRiskTests {
  /// Size, mitoses per 50 fields, site, rupture, category: Joensuu 2008, each row at both ends.
  static let modified: [(size: String, mitoses: String, site: String, risk: String)] = [
    ("0.5", "0", "stomach", "very low"), ("2", "5", "rectum", "very low"),
    ("2.1", "5", "stomach", "low"), ("5", "0", "colon", "low"),
    ("5", "6", "stomach", "intermediate"), ("1", "10", "stomach", "intermediate"),
    ("5.1", "0", "stomach", "intermediate"), ("10", "5", "stomach", "intermediate"),
    ("10.1", "0", "stomach", "high"), ("30", "3", "oesophagus", "high"),
    ("1", "11", "stomach", "high"), ("4", "50", "duodenum", "high"),
    ("5.1", "6", "stomach", "high"), ("10", "10", "stomach", "high"),
    ("5", "6", "jejunumOrIleum", "high"), ("1", "10", "mesentery", "high"),
    ("5.1", "0", "omentum", "high"), ("10", "5", "smallIntestine", "high"),
  ]

  @Test("the modified NIH table holds")
  func modifiedNIH() throws {
    let document = try RuleDocument("gist-modified-nih-risk-2008")
    for row in Self.modified {
      func risk(_ rupture: String) throws -> String? {
        try document.outcome([
          "size": row.size, "mitoses50": row.mitoses, "site": row.site, "rupture": rupture,
        ]).category
      }
      #expect(try risk("no") == row.risk)
      #expect(try risk("yes") == "high")
    }
  }

  @Test("what is high already asks for no more; what is not asks for what could make it high")
  func partial() throws {
    let document = try RuleDocument("gist-modified-nih-risk-2008")
    #expect(try document.outcome(["size": "12"]).category == "high")
    #expect(try document.outcome(["rupture": "yes"]).because == "The tumour ruptured.")
    #expect(try document.outcome(["size": "6", "mitoses50": "7"]).category == "high")
    #expect(
      try document.answer(["size": "3", "mitoses50": "2", "site": "stomach"]) == .needs(["rupture"])
    )
    #expect(
      try document.answer(["size": "6", "mitoses50": "2", "rupture": "no"]) == .needs(["site"]))
  }

  @Test("the NIH table of 2002 holds, with 5 mitoses counted as few and 5 cm as 5 cm or less")
  func consensus() throws {
    let document = try RuleDocument("gist-nih-risk-2002")
    let rows: [(size: String, mitoses: String, risk: String)] = [
      ("1.9", "0", "very low"), ("1", "5", "very low"), ("2", "4", "low"), ("5", "5", "low"),
      ("1", "6", "intermediate"), ("5", "10", "intermediate"), ("5.1", "4", "intermediate"),
      ("10", "5", "intermediate"), ("5.1", "6", "high"), ("10", "10", "high"),
      ("10.1", "0", "high"), ("1", "11", "high"), ("20", "40", "high"),
    ]
    for (size, mitoses, risk) in rows {
      let outcome = try document.outcome(["size": size, "mitoses50": mitoses])
      #expect(outcome.category == risk, "\(size) cm, \(mitoses)")
    }
  }

  /// Percent with progressive disease by size (2, 5, 10, more), then more than 5 mitoses; nil where
  /// the source has insufficient data, -1 where it prints a category alone.
  static let progressive: [String: [(risk: String, percent: Double)?]] = [
    "stomach": [
      ("none", 0), ("very low", 1.9), ("low", 3.6), ("moderate", 12),
      ("none", 0), ("moderate", 16), ("high", 55), ("high", 86),
    ],
    "jejunumOrIleum": [
      ("none", 0), ("low", 4.3), ("moderate", 24), ("high", 52),
      ("high", -1), ("high", 73), ("high", 85), ("high", 90),
    ],
    "duodenum": [
      ("none", 0), ("low", 8.3), nil, ("high", 34), nil, ("high", 50), nil, ("high", 86),
    ],
    "rectum": [
      ("none", 0), ("low", 8.5), nil, ("high", 57), ("high", 54), ("high", 52), nil, ("high", 71),
    ],
  ]

  @Test("the AFIP table holds, columns of duodenum and jejunum put right")
  func progressiveDisease() throws {
    let document = try RuleDocument("gist-afip-risk-2006")
    var cells = 0
    for (site, column) in Self.progressive {
      for (place, cell) in column.enumerated() {
        let sizes = [["1", "2"], ["2.1", "5"], ["5.1", "10"], ["10.1", "25"]][place % 4]
        for size in sizes {
          for mitoses in place < 4 ? ["0", "5"] : ["5.1", "40"] {
            let outcome = try document.outcome([
              "size": size, "mitoses50": mitoses, "site": site,
            ])
            #expect(outcome.category == cell?.risk, "\(site) \(place)")
            if let cell, cell.percent >= 0 {
              let probability = try #require(outcome.probability)
              #expect(abs(probability.value * 100 - cell.percent) < 1e-12, "\(site) \(place)")
              #expect(probability.kind == .progressiveDisease)
              #expect(probability.time == nil)
            } else {
              #expect(outcome.probability == nil, "\(site) \(place)")
            }
            #expect(outcome.because.contains("insufficient data") == (cell == nil))
            cells += 1
          }
        }
      }
    }
    #expect(cells == 128)
  }

  @Test("the cells in which sources differ say so")
  func notes() throws {
    let document = try RuleDocument("gist-afip-risk-2006")
    let stomach = try document.outcome(["size": "12", "mitoses50": "2", "site": "stomach"])
    #expect(
      stomach.text == "The current NCI PDQ prints 12 %; older copies of the table print 10 %.")
    let ileum = try document.outcome(["size": "12", "mitoses50": "9", "site": "jejunumOrIleum"])
    #expect(
      ileum.text == "The copies of the table print 90 %; the abstract of the 906 tumours of jejunum"
        + " and ileum gives 86 %.")
  }
}
