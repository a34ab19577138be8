import StrictJSON
import Testing

@testable import PrognosticModels

@Suite("Walking all combinations")
struct CriteriaWalkTests {
  @Test("numbers are tried at each bound, beside it, between bounds and beyond; levels each once")
  func combinations() throws {
    let document = try CriteriaTests.document(
      rules: """
        [{"when": {"rupture": ["yes"]}, "category": "a", "because": "r"},
         {"when": {"size": {"above": 5, "atMost": 10}, "grade": ["2"]}, "category": "a",
          "because": "s"},
         {"when": {}, "category": "b", "because": "rest"}]
        """)
    let combinations = try #require(
      document.criteria.everyCombination(of: document.covariates))
    let sizes = [
      0.1, 5.0.nextDown, 5, 5.0.nextUp, 7.5, 10.0.nextDown, 10, 10.0.nextUp, 60,
    ]
    #expect(combinations.count == sizes.count * 3 * 2)
    let seen = Array(combinations)
    #expect(Set(seen.map(\.values)).count == combinations.count)
    #expect(Set(seen.map { $0.values[0] }) == Set(sizes))
    #expect(Set(seen.map { $0.values[1] }) == [0, 1, 2])
    #expect(Set(seen.map { $0.values[2] }) == [0, 1])
  }

  @Test("a walk finds the patient without an answer and the rule without a patient")
  func faults() throws {
    let document = try CriteriaTests.document(
      rules: """
        [{"when": {"rupture": ["yes"]}, "category": "a", "because": "1"},
         {"when": {"rupture": ["no"], "size": {"below": 5}}, "category": "b", "because": "2"},
         {"when": {"size": {"below": 4}, "grade": ["1"]}, "category": "a", "because": "3"}]
        """)
    let walk = try #require(document.criteria.walk(of: document.covariates))
    #expect(walk.idleRules == [2])
    #expect(!walk.unanswered.isEmpty)
    #expect(walk.unanswered.allSatisfy { $0.values[0] >= 5 && $0.values[2] == 0 })
    #expect(!walk.isClean)
    let first = try #require(walk.unanswered.first)
    #expect(document.criteria.answer(first) == .needs([]))
  }

  @Test("integers are tried as integers")
  func integers() throws {
    let document = try RuleDocument("ajcc8-tnm-visceral-2017")
    let combinations = try #require(document.criteria.everyCombination(of: document.covariates))
    #expect(Set(combinations.map { $0.values[0] }) == [1, 2, 3, 4, 5, 6, 100])
  }

  @Test("more combinations than the limit are not walked")
  func limit() throws {
    let document = try RuleDocument("sin-extremity-trunk-2003")
    let walk = try #require(document.criteria.walk(of: document.covariates))
    #expect(document.criteria.walk(of: document.covariates, limit: walk.combinations) != nil)
    #expect(document.criteria.walk(of: document.covariates, limit: walk.combinations - 1) == nil)
  }
}
