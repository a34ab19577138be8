import StrictJSON
import Testing

@testable import PrognosticModels

@Suite("Criteria that are refused")
struct CriteriaCompilerTests {
  /// The usual rules with one more in front, whose condition is given.
  static func refusal(when: String, category: String = #""a""#, derived: String = "[]") -> String? {
    let first = #"{"when": \#(when), "category": \#(category), "because": "first"}, "#
    return CriteriaTests.refusal(
      derived: derived, rules: "[" + first + CriteriaTests.usual.dropFirst())
  }

  static func refusal(derived: String) -> String? {
    CriteriaTests.refusal(
      derived: #"[{"name": "d", "label": {"en": "D"}, "shown": true, \#(derived)}]"#)
  }

  @Test("the usual rules are not refused")
  func accepted() {
    #expect(CriteriaTests.refusal() == nil)
    #expect(Self.refusal(when: #"{"size": {"atLeast": 3, "below": 4}}"#) == nil)
  }

  @Test("names, levels and categories have to be declared")
  func names() {
    #expect(
      Self.refusal(when: #"{"depth": ["deep"]}"#)
        == "at /rules/0/when/depth, 'depth' is neither a covariate of the model nor derived before."
    )
    #expect(
      Self.refusal(when: #"{"grade": ["4"]}"#)
        == "at /rules/0/when/grade/0, '4' is not a level of 'grade'.")
    #expect(
      Self.refusal(when: #"{"grade": ["1", "1"]}"#)
        == "at /rules/0/when/grade/1, '1' stands there twice.")
    #expect(
      Self.refusal(when: #"{"grade": ["1"]}"#, category: #""c""#)
        == "at /rules/0/category, 'c' is not among the categories.")
    #expect(
      CriteriaTests.refusal(categories: #"["a", "a"]"#)
        == "at /categories, categories have different names, none of them empty.")
  }

  @Test("a condition that nothing or nobody meets is refused")
  func conditions() {
    #expect(
      Self.refusal(when: #"{"grade": []}"#)
        == "at /rules/0/when/grade, no level of 'grade' is named.")
    #expect(
      Self.refusal(when: #"{"grade": {"not": ["1", "2", "3"]}}"#)
        == "at /rules/0/when/grade, every level of 'grade' is excluded.")
    #expect(
      Self.refusal(when: #"{"size": {}}"#) == "at /rules/0/when/size, there is no bound.")
    #expect(
      Self.refusal(when: #"{"size": {"atLeast": 5, "below": 5}}"#)
        == "at /rules/0/when/size, nothing lies within the bounds.")
    #expect(
      Self.refusal(when: #"{"size": {"atLeast": 5, "above": 6}}"#)
        == "at /rules/0/when/size, a side has two bounds.")
    #expect(
      Self.refusal(when: #"{"size": {"atleast": 5}}"#)
        == "unknown key 'atleast' at /rules/0/when/size; did you mean 'atLeast'?")
    #expect(
      Self.refusal(when: #"{"size": ["1"]}"#)
        == "an array stands at /rules/0/when/size where an object is wanted.")
  }

  @Test("rules and categories that can never answer are refused")
  func unreachable() {
    #expect(CriteriaTests.refusal(rules: "[]") == "at /rules, there is no rule.")
    #expect(
      CriteriaTests.refusal(categories: #"["a", "b", "c"]"#)
        == "at /categories, no rule gives the category 'c'.")
    #expect(
      Self.refusal(when: "{}")
        == "at /rules/1, the rule is never reached: wherever it holds, rule 0 holds before.")
    #expect(
      Self.refusal(when: #"{"size": {"atLeast": 5}, "grade": {"not": ["1"]}}"#)
        == "at /rules/2, the rule is never reached: wherever it holds, rule 0 holds before.")
    #expect(Self.refusal(when: #"{"size": {"above": 6}, "grade": ["2", "3"]}"#) == nil)
    #expect(
      CriteriaTests.refusal(
        rules: #"[{"when": {}, "category": "a", "because": ""}]"#)
        == "at /rules/0/because, the sentence is empty.")
  }

  @Test("what no rule reads is refused")
  func unread() {
    #expect(
      CriteriaTests.refusal(
        rules: """
          [{"when": {"rupture": ["yes"], "size": {"above": 5}}, "category": "a", "because": "r"},
           {"when": {}, "category": "b", "because": "rest"}]
          """) == "at the top level, no rule reads 'grade'.")
    #expect(
      CriteriaTests.refusal(
        derived: #"[{"name": "d", "label": {"en": "D"}, "shown": false, "sum": ["size"]}]"#)
        == "at the top level, no rule reads 'd'.")
  }

  @Test("derived values have one derivation, of one kind")
  func derived() {
    #expect(Self.refusal(derived: #""sum": ["size", "rupture"]"#) == nil)
    #expect(
      Self.refusal(derived: #""sum": ["size", "grade"]"#)
        == "at /derived/0/sum/1, 'grade' is no number, and cannot be summed.")
    #expect(Self.refusal(derived: #""sum": []"#) == "at /derived/0/sum, the sum has no parts.")
    #expect(
      Self.refusal(derived: #""sum": ["size", "size"]"#)
        == "at /derived/0/sum/1, 'size' stands there twice.")
    #expect(
      Self.refusal(derived: #""sum": ["d"]"#)
        == "at /derived/0/sum/0, 'd' is neither a covariate of the model nor derived before.")
    #expect(
      Self.refusal(derived: #""rules": [{"when": {}, "is": 1}], "sum": ["size"]"#)
        == "at /derived/0, a derived value has either 'rules' or 'sum'.")
    #expect(Self.refusal(derived: #""rules": []"#) == "at /derived/0/rules, there is no rule.")
    #expect(
      Self.refusal(
        derived: #""rules": [{"when": {"rupture": ["yes"]}, "is": 1}, {"when": {}, "is": "x"}]"#)
        == "at /derived/0/rules/1/is, a derived value is a text in all its rules, or a number in all."
    )
    #expect(
      Self.refusal(derived: #""rules": [{"when": {}, "is": 1}, {"when": {}, "is": 2}]"#)
        == "at /derived/0/rules/1, the rule is never reached: wherever it holds, rule 0 holds before."
    )
    #expect(
      CriteriaTests.refusal(
        derived: #"[{"name": "size", "label": {"en": "D"}, "shown": true, "sum": ["size"]}]"#)
        == "at /derived/0, the name 'size' is empty or taken.")
    #expect(
      Self.refusal(
        when: #"{"d": {"above": 2}}"#,
        derived: #"""
          [{"name": "d", "label": {"en": "D"}, "shown": true, "rules": [
            {"when": {"rupture": ["yes"]}, "is": 1}, {"when": {}, "is": 2}]}]
          """#) == "at /rules/0/when/d, 'd' is never within the bounds.")
  }
}
