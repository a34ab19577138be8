import Biostatistics
import TestSupport
import Testing

/// How the left side of a logistic formula is read.
@Suite("Outcome of a logistic fit")
struct BinaryFrameTests {
  private static let text = """
    zero,coded,state,truth,spelt,word,grade,three,same,empty,x,sex,site
    0,1,dead,TRUE,true,b,1,a,1,,3,m,arm
    1,2,alive,FALSE,false,a,2,b,1,,4,f,leg
    1,2,dead,TRUE,true,b,3,c,1,,,f,trunk
    0,1,alive,FALSE,false,b,3,a,1,,6,m,leg
    ,1,,,,a,1,b,1,,7,m,arm
    """

  private static func frame(
    _ formula: String, where condition: String? = nil, levels: [String: [String]] = [:]
  ) throws -> BinaryFrame {
    var options = ModelFrameOptions()
    options.condition = condition
    options.levels = levels
    return try BinaryFrame(
      try Formula(formula), in: try CSVReader.read(text: text), options: options)
  }

  struct Reading: Sendable, CustomTestStringConvertible {
    let formula: String
    var condition: String?
    var levels: [String: [String]] = [:]
    let events: [Bool]
    let label: String
    var testDescription: String { formula }
  }

  static let readings = [
    Reading(formula: "zero ~ 1", events: [false, true, true, false], label: "1"),
    Reading(formula: "coded ~ 1", events: [false, true, true, false, false], label: "2"),
    Reading(formula: "state ~ 1", events: [true, false, true, false], label: "dead"),
    Reading(
      formula: "state ~ 1", levels: ["state": ["dead", "alive"]],
      events: [false, true, false, true], label: "alive"),
    Reading(formula: "truth ~ 1", events: [true, false, true, false], label: "TRUE"),
    Reading(formula: "spelt ~ 1", events: [true, false, true, false], label: "TRUE"),
    Reading(formula: "grade == 3 ~ 1", events: [false, false, true, true, false], label: "TRUE"),
    Reading(
      formula: "site != \"leg\" ~ 1", events: [true, false, true, false, true], label: "TRUE"),
    Reading(
      formula: "three ~ 1", condition: "three != \"c\"", events: [false, true, false, true],
      label: "b"),
    Reading(
      formula: "coded ~ 1", levels: ["coded": ["2", "1"]],
      events: [true, false, false, true, true], label: "1"),
    Reading(formula: "state ~ x", events: [true, false, false], label: "dead"),
  ]

  @Test(
    "the event is the second of two levels, one, true, or what the condition says",
    arguments: readings)
  func events(reading: Reading) throws {
    let frame = try Self.frame(
      reading.formula, where: reading.condition, levels: reading.levels)
    #expect(frame.outcomes.event == reading.events)
    #expect(frame.outcomes.eventCount == reading.events.filter { $0 }.count)
    #expect(frame.outcomes.eventLabel == reading.label)
  }

  @Test("an outcome coded 1/2 is read with a warning, 0/1 without")
  func oneTwo() throws {
    let warnings = try Self.frame("coded ~ 1").warnings
    #expect(warnings.map(\.code) == [.eventCoding])
    #expect(
      warnings.first?.message
        == "The outcome 'coded' is coded 1/2 and read as 2 = event; write coded == 2 to say so.")
    #expect(try Self.frame("zero ~ 1").warnings.isEmpty)
  }

  static let refusals: [(String, String)] = [
    (
      "Surv(zero, coded) ~ x",
      "The outcome 'Surv(zero, coded)' is a time to an event, which a logistic fit does not take; use "
        + "fit cox, or write the event alone, as in status ~ age."
    ),
    (
      "grade ~ x",
      "The outcome 'grade' holds 1, 2, 3, not two values; state the event as a condition such as "
        + "grade == 3."
    ),
    (
      "site ~ x",
      "The outcome 'site' holds arm, leg, trunk, not two values; state the event as a condition such "
        + "as site == \"trunk\"."
    ),
    (
      "same ~ x",
      "The outcome 'same' is 1 in all 4 rows used, so nothing can be estimated; check its coding, the "
        + "condition of --where, and the rows left out."
    ),
    (
      "empty ~ x",
      "'empty' is missing in all 5 rows; use another column, or check what --missing takes for "
        + "missing."
    ),
    (
      "zero ~ strata(sex)",
      "The term 'strata(sex)' cannot be used: a logistic model has one intercept; enter the column as "
        + "a factor instead."
    ),
    (
      "I(grade / 2) ~ x",
      "The outcome 'I(grade/2)' holds 0.5, 1, 1.5, not two values; state the event as a condition such "
        + "as I(grade/2) == 1.5."
    ),
  ]

  @Test("an outcome without two values is refused by name", arguments: refusals)
  func refusal(formula: String, sentence: String) throws {
    let error = #expect(throws: DesignError.self) { _ = try Self.frame(formula) }
    #expect(error?.description == sentence)
  }

  @Test("without an intercept the first factor has every level, the others contrasts, as in R")
  func fullCoding() throws {
    func names(_ right: String) throws -> [String] {
      try Self.frame("coded ~ \(right)").design.columnNames
    }
    #expect(try names("sex + site") == ["sexm", "siteleg", "sitetrunk"])
    #expect(try names("sex + site - 1") == ["sexf", "sexm", "siteleg", "sitetrunk"])
    #expect(try names("x + sex + 0") == ["x", "sexf", "sexm"])
    #expect(try names("x - 1") == ["x"])
    #expect(try names("grade + grade:sex - 1") == ["grade", "grade:sexf", "grade:sexm"])
    let cox = try SurvivalFrame(
      try Formula("Surv(grade, zero) ~ sex - 1"), in: try CSVReader.read(text: Self.text))
    #expect(cox.design.columnNames == ["sexm"])
  }
}
