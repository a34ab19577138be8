import StrictJSON
import Testing

@testable import PrognosticModels

@Suite("Criteria")
struct CriteriaTests {
  /// Rules over size (cm), grade (levels 1, 2, 3) and rupture (yes/no).
  static func document(
    categories: String = #"["a", "b"]"#, derived: String = "[]", rules: String
  ) throws -> RuleDocument {
    let text = """
      {"covariates": [
        {"name": "size", "optional": true},
        {"name": "grade", "levels": {"1": ["1"], "2": ["2"], "3": ["3"]}, "optional": true},
        {"name": "rupture", "optional": true}],
       "categories": \(categories), "derived": \(derived), "rules": \(rules)}
      """
    var reader = try ObjectReader(JSONDocument(text).root)
    return try RuleDocument(&reader, VocabularyTests.library())
  }

  /// The sentence of the error of a document that is refused, without its line.
  static func refusal(
    categories: String = #"["a", "b"]"#, derived: String = "[]", rules: String = usual
  ) -> String? {
    do {
      _ = try document(categories: categories, derived: derived, rules: rules)
      return nil
    } catch let error as StrictJSONError {
      return "\(error)".split(separator: ": ", maxSplits: 1).last.map(String.init)
    } catch {
      return "\(error)"
    }
  }

  /// Rules that are accepted and read every covariate.
  static let usual = """
    [{"when": {"rupture": ["yes"]}, "category": "a", "because": "r"},
     {"when": {"size": {"above": 5}, "grade": ["2", "3"]}, "category": "a", "because": "s"},
     {"when": {}, "category": "b", "because": "rest"}]
    """

  @Test("the first rule that holds answers")
  func order() throws {
    let document = try Self.document(rules: Self.usual)
    let large = try document.outcome(["size": "5.1", "grade": "3", "rupture": "no"])
    #expect(large.category == "a")
    #expect(large.because == "s")
    #expect(large.rule == 1)
    let ruptured = try document.outcome(["size": "5.1", "grade": "3", "rupture": "yes"])
    #expect(ruptured.because == "r")
    let small = try document.outcome(["size": "5", "grade": "3", "rupture": "no"])
    #expect(small.category == "b")
  }

  @Test("an open rule matters only where it would answer otherwise")
  func open() throws {
    let document = try Self.document(rules: Self.usual)
    #expect(try document.outcome(["size": "6", "grade": "3"]).because == "s")
    #expect(try document.outcome(["rupture": "yes"]).because == "r")
    #expect(try document.answer(["size": "6", "rupture": "no"]) == .needs(["grade"]))
    #expect(try document.answer(["size": "4"]) == .needs(["rupture"]))
    #expect(
      try document.answer([:] as [String: String]) == .needs(["size", "grade", "rupture"]))
  }

  @Test("derived values see through: a sum asks only for the parts that are open")
  func derived() throws {
    let document = try Self.document(
      derived: """
        [{"name": "large", "label": {"en": "Large"}, "shown": false, "rules": [
           {"when": {"size": {"atLeast": 8}}, "is": 2}, {"when": {}, "is": 0}]},
         {"name": "points", "label": {"en": "Points"}, "shown": true, "sum": ["large", "rupture"]},
         {"name": "word", "label": {"en": "Word"}, "shown": true, "rules": [
           {"when": {"points": {"above": 2}}, "is": "most", "because": "both"},
           {"when": {"points": {"below": 2}}, "is": "few"}]}]
        """,
      rules: """
        [{"when": {"points": {"atLeast": 2}, "grade": {"not": ["1"]}}, "category": "a",
          "because": "x"},
         {"when": {}, "category": "b", "because": "y"}]
        """)
    let both = try document.outcome(["size": "9", "rupture": "yes", "grade": "2"])
    #expect(both.category == "a")
    #expect(both.derived.map(\.text) == ["3", "most"])
    #expect(both.derived.map(\.because) == [nil, "both"])
    // Neither rule of the word holds for 2 points.
    let two = try document.outcome(["size": "9", "rupture": "no", "grade": "2"])
    #expect(two.derived.map(\.text) == ["2"])
    let open = try document.outcome(["size": "9", "grade": "3"])
    #expect(open.category == "a")
    #expect(open.derived == [])
    #expect(try document.outcome(["size": "3", "grade": "3"]).category == "b")
    #expect(try document.answer(["rupture": "yes", "grade": "3"]) == .needs(["size"]))
    #expect(try document.answer(["rupture": "yes", "size": "9"]) == .needs(["grade"]))
    #expect(try document.outcome(["grade": "1"]).category == "b")
  }

  @Test(
    "rules that leave out no number, however they meet, always give a value",
    arguments: [
      (#"{"atMost": 5}"#, #"{"above": 5}"#, true), (#"{"below": 5}"#, #"{"atLeast": 5}"#, true),
      (#"{"below": 6}"#, #"{"above": 5}"#, true), (#"{"below": 5}"#, #"{"above": 5}"#, false),
      (#"{"below": 5}"#, #"{"above": 6}"#, false), (#"{"above": 5}"#, #"{"atMost": 5}"#, true),
      (#"{"atMost": 5}"#, #"{"above": 5, "atMost": 90}"#, false),
      (#"{"atLeast": 0, "atMost": 5}"#, #"{"above": 5}"#, false),
    ])
  func total(_ first: String, _ second: String, _ isTotal: Bool) throws {
    let document = try Self.document(
      derived: """
        [{"name": "part", "label": {"en": "Part"}, "shown": true, "rules": [
           {"when": {"size": \(first)}, "is": 1}, {"when": {"size": \(second)}, "is": 2}]}]
        """,
      rules: """
        [{"when": {"part": {"atLeast": 1}, "grade": ["1"], "rupture": ["no"]}, "category": "a",
          "because": "x"},
         {"when": {}, "category": "b", "because": "y"}]
        """)
    let answer = try document.answer(["grade": "1", "rupture": "no"])
    if isTotal {
      #expect(try RuleDocument.outcome(answer).category == "a")
    } else {
      #expect(answer == .needs(["size"]))
    }
  }

  @Test("values that are no levels, and those that a vector lacks, count as not known")
  func strangeVectors() throws {
    let criteria = try Self.document(rules: Self.usual).criteria
    #expect(criteria.answer(CovariateVector(values: [])) == .needs(["size", "grade", "rupture"]))
    for level in [-1, 3, 0.5, 1e300, .infinity, -.infinity] {
      let answer = criteria.answer(CovariateVector(values: [9, level, 0]))
      #expect(answer == .needs(["grade"]))
    }
    #expect(criteria.answer(CovariateVector(values: [9, .nan, 1, 7])) != .needs(["grade"]))
  }

  @Test("probability and outcome are read, and an impossible one is refused")
  func probability() throws {
    func rules(_ probability: String) -> String {
      """
      [{"when": {"size": {"above": 5}, "grade": ["1"], "rupture": ["no"]}, "category": "a",
        "because": "s", "probability": \(probability), "outcome": "in words"},
       {"when": {}, "category": "b", "because": "rest"}]
      """
    }
    let given = #"{"kind": "localRecurrence", "value": 0.25, "time": 5}"#
    let document = try Self.document(rules: rules(given))
    let outcome = try document.outcome(["size": "6", "grade": "1", "rupture": "no"])
    #expect(
      outcome.probability == .init(kind: .localRecurrence, value: 0.25, time: 5))
    #expect(outcome.text == "in words")
    for wrong in [
      #"{"kind": "localRecurrence", "value": 1.1}"#, #"{"kind": "classification", "value": 1}"#,
      #"{"kind": "localRecurrence", "value": 0.5, "time": 0}"#,
    ] {
      #expect(
        Self.refusal(rules: rules(wrong))
          == "at /rules/0/probability, a probability of an event lies between 0 and 1, at a time"
          + " above 0.")
    }
  }
}
