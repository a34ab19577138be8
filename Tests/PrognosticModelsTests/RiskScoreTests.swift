import Testing

@testable import PrognosticModels

@Suite("Risk groups by counting features")
struct RiskScoreTests {
  @Test("SIN: two or three of size above 8 cm, vascular invasion, necrosis are high")
  func sin() throws {
    let document = try RuleDocument("sin-extremity-trunk-2003")
    for (size, large) in [("8", 0), ("8.1", 1)] {
      for (invasion, invaded) in [("no", 0), ("yes", 1)] {
        for (necrosis, dead) in [("no", 0), ("yes", 1)] {
          let outcome = try document.outcome([
            "size": size, "vascularInvasion": invasion, "necrosisPresent": necrosis,
          ])
          let features = large + invaded + dead
          #expect(outcome.category == (features >= 2 ? "high" : "low"))
          #expect(outcome.derived.map(\.text) == ["\(features)"])
        }
      }
    }
    let two = try document.outcome(["size": "9", "vascularInvasion": "yes"])
    #expect(two.category == "high")
    #expect(two.derived == [])
    let other = try document.outcome(["vascularInvasion": "yes", "necrosisPresent": "yes"])
    #expect(other.category == "high")
    #expect(try document.answer(["size": "9"]) == .needs(["vascularInvasion", "necrosisPresent"]))
  }

  @Test("SSG XX: grade 2 or 3, and vascular invasion or two of the other three")
  func ssg() throws {
    let document = try RuleDocument("ssgxx-high-risk-2018")
    for grade in 1...3 {
      for bits in 0..<16 {
        func sign(_ bit: Int) -> String { bits >> bit & 1 == 1 ? "yes" : "no" }
        let outcome = try document.outcome([
          "grade": "\(grade)", "vascularInvasion": sign(0),
          "size": bits >> 1 & 1 == 1 ? "8" : "7.9", "infiltrativeGrowth": sign(2),
          "necrosisPresent": sign(3),
        ])
        let isHigh = grade >= 2 && (bits & 1 == 1 || (bits >> 1).nonzeroBitCount >= 2)
        #expect(outcome.category == (isHigh ? "high" : "not high"))
      }
    }
    #expect(try document.outcome(["grade": "1"]).category == "not high")
    #expect(try document.outcome(["grade": "3", "vascularInvasion": "yes"]).category == "high")
  }

  @Test("Royal Marsden: good with 0 or 1 point, poor with 2 or 3")
  func marsden() throws {
    let document = try RuleDocument("royal-marsden-score-2012")
    for (albumin, low) in [("3.5 g/dL", 0), ("34.9", 1)] {
      for (dehydrogenase, raised) in [("no", 0), ("yes", 1)] {
        for (sites, many) in [("2", 0), ("3", 1)] {
          let outcome = try document.outcome([
            "albumin": albumin, "lactateDehydrogenaseRaised": dehydrogenase,
            "metastaticSites": sites,
          ])
          let score = low + raised + many
          #expect(outcome.category == (score <= 1 ? "good" : "poor"))
          #expect(outcome.derived.map(\.text) == ["\(score)"])
        }
      }
    }
  }

  @Test("Hammersmith: a point each for albumin, lactate dehydrogenase, sodium")
  func hammersmith() throws {
    let document = try RuleDocument("hammersmith-score-2014")
    for (albumin, low) in [("35", 0), ("34.9", 1)] {
      for (dehydrogenase, high) in [("450", 0), ("451", 1)] {
        for (sodium, scarce) in [("135", 0), ("134", 1)] {
          let outcome = try document.outcome([
            "albumin": albumin, "lactateDehydrogenase": dehydrogenase, "sodium": sodium,
          ])
          let score = low + high + scarce
          #expect(outcome.category == (score <= 1 ? "0-1" : "2-3"))
          #expect(outcome.derived.map(\.text) == ["\(score)"])
        }
      }
    }
  }

  @Test("CINSARC: the class is the one reported")
  func cinsarc() throws {
    let document = try RuleDocument("cinsarc-class-2010")
    #expect(try document.outcome(["cinsarc": "C1"]).category == "C1")
    #expect(try document.outcome(["cinsarc": "CINSARC 2"]).category == "C2")
    #expect(try document.answer([:] as [String: String]) == .needs(["cinsarc"]))
  }
}
