import Biostatistics
import Terms
import TestSupport
import Testing

/// What a reader is told, word for word: what was wrong, where, and what to do.
@Suite("Refusals of formula and table")
struct DesignErrorTests {
  struct Fault: CustomTestStringConvertible, Sendable {
    let formula: String
    var condition: String?
    var weights: String?
    var cause: String?
    var levels: [String: [String]] = [:]
    var missing = ModelFrameOptions.MissingValues.omit
    let sentence: String

    init(
      _ formula: String, where condition: String? = nil, weights: String? = nil,
      cause: String? = nil, levels: [String: [String]] = [:],
      missing: ModelFrameOptions.MissingValues = .omit,
      _ sentence: String
    ) {
      self.formula = formula
      self.condition = condition
      self.weights = weights
      self.cause = cause
      self.levels = levels
      self.missing = missing
      self.sentence = sentence
    }

    var testDescription: String { "\(formula) \(sentence)" }
  }

  private static let text = """
    time,status,code,state,age,sex,size,entry,w,nothing,from,to,bad,gap,zero
    5,1,0,dead,50,male,3.5,0,1,,2020-01-01,2020-02-01,2020-01-05,,0
    6,0,1,alive,61,female,12 cm,1,-1,,2020-03-01,2020-02-01,2020-02-30,,0
    7,1,2,dead,,male,4,2,1,,2020-01-01,2021-01-01,2020-01-05,1,0
    8,1,2,dead,48,female,0,9,1,,2020-01-01,2020-01-02,2020-01-05,,0
    """

  static let faults: [Fault] = [
    Fault(
      "Surv(time, status) ~ agee",
      "There is no column 'agee'; did you mean 'age'?"),
    Fault(
      "Surv(time, status) ~ haemoglobin",
      "There is no column 'haemoglobin'; the table has time, status, code, state, age, sex, size, "
        + "entry and 7 more."),
    Fault(
      "time ~ age", "The outcome 'time' is no Surv(time, event) or Surv(start, stop, event)."),
    Fault(
      "age",
      "'age' has no outcome; write it as Surv(time, event) ~ age + sex, or as event ~ age + sex for a "
        + "logistic fit."),
    Fault(
      "Surv(time, status) ~ age +",
      "The formula cannot be read: 'Surv(time, status) ~ age +' ends too early; a value or a closing "
        + "parenthesis is missing."),
    Fault(
      "Surv(time, status) ~ ns(age, 3)",
      "'ns()' is not a function that a formula knows; it knows factor, strata, cluster, offset, rcs, "
        + "I, log, log2, log10, log1p, exp, sqrt, abs, pmin, pmax, days and years."),
    Fault("Surv(time, status) ~ sqrt(age, 2)", "sqrt() takes one argument."),
    Fault("Surv(time, status) ~ strata()", "strata() takes one column or more."),
    Fault(
      "Surv(time, status) ~ rcs(age, k)",
      "rcs() takes a column and a number of knots, or knots as c(k1, k2, k3)."),
    Fault("Surv(time, status) ~ days(from)", "days() takes two date columns."),
    Fault(
      "Surv(time, status) ~ log(size)",
      "Column 'size' holds text ('12 cm' at line 3) where a number is wanted; correct the cell, name "
        + "it as missing with --missing, or enter the column as a factor."),
    Fault(
      "Surv(time, status) ~ I(age == \"old\")",
      "Column 'age' holds numbers and is compared with the text \"old\"; leave the quotes out."),
    Fault(
      "Surv(time, state == \"died\") ~ age",
      "'died' never occurs in column 'state', which holds alive, dead."),
    Fault(
      "Surv(time, status) ~ sex", levels: ["sex": ["male", "female", "other"]],
      "'other' never occurs in column 'sex', which holds male, female."),
    Fault(
      "Surv(time, status) ~ sex", levels: ["sex": ["male", "female", "male"]],
      "The levels of 'sex' name 'male' twice; name each once."),
    Fault(
      "Surv(time, status) ~ log(code)",
      "'log(code)' is not a finite number in row 1 (line 2); correct the value or leave the row out "
        + "with --where."),
    Fault(
      "Surv(days(from, bad), status) ~ age",
      "'2020-02-30' in column 'bad', row 2 (line 3), is no date; dates are read as 2024-03-31, or in "
        + "the order that --date-format states."),
    Fault(
      "Surv(days(from, age), status) ~ sex",
      "'50' in column 'age', row 1 (line 2), is no date; dates are read as 2024-03-31, or in the "
        + "order that --date-format states."),
    Fault(
      "Surv(days(from, to), status) ~ age",
      "days(from, to) is negative in row 2 (line 3): from 2020-03-01 to 2020-02-01; correct the "
        + "dates or leave the row out with --where."),
    Fault(
      "Surv(time, status) ~ rcs(age, 2)",
      "Spline of 'age': A restricted cubic spline needs at least 3 knots, not 2."),
    Fault(
      "Surv(time, status) ~ rcs(age)",
      "Spline of 'age': 3 distinct values cannot carry 5 default knots; use fewer knots, state them, "
        + "or enter the variable linearly."),
    Fault(
      "Surv(time, code) ~ age",
      "The event 'code' holds 0, 1, 2, not 0/1, 1/2 or true/false; state the event as a condition "
        + "such as code == 2."),
    Fault(
      "Surv(time, state) ~ age",
      "The event 'state' is text (alive, dead); state the event as a condition such as "
        + "state == \"dead\", or name the event with 'fit cox --cause'."),
    Fault(
      "Surv(time, state) ~ age", cause: "tumour",
      "'tumour' is no value of 'state', which holds alive, dead; name one of these with --cause."),
    Fault(
      "Surv(time, code) ~ sex", where: "code < 2", cause: "2",
      "'2' is no value of 'code', which holds 0, 1; name one of these with --cause."),
    Fault(
      "Surv(time, status) ~ sex", weights: "zero",
      "The weight 'zero' is 0 in all 4 rows that could be used, so that nothing counts; name another "
        + "column with --weights."),
    Fault(
      "Surv(time, status) ~ sex", weights: "w",
      "The weight 'w' is negative in row 2 (line 3); weights are zero or more."),
    Fault(
      "Surv(time, status) ~ sex", where: "age",
      "'age' is no condition; write one such as age >= 18 or sex == \"male\"."),
    Fault(
      "Surv(time, status) ~ age + nothing", missing: .fail,
      "4 rows have a missing value (age: 1, nothing: 4); use --na omit to leave them out."),
    Fault(
      "Surv(time, status) ~ age + nothing",
      "'nothing' is missing in all 4 rows; use another column, or check what --missing takes for "
        + "missing."),
    Fault(
      "Surv(time, status) ~ age + gap",
      "None of the 4 rows can be used; missing values: age 1, gap 3."),
    Fault(
      "Surv(time, status) ~ sex", where: "age > 90",
      "None of the 4 rows meets the condition 'age > 90' of --where."),
    Fault(
      "Surv(time, status) ~ sex", where: "age = 50",
      "The condition of --where cannot be read: '=' at character 5 has no meaning in a formula; "
        + "write == to compare."),
    Fault(
      "Surv(time, status) ~ sex", levels: ["sex": ["male"]],
      "'female' occurs in column 'sex' and is not among the levels that --levels states (male); "
        + "name it there, or leave its rows out with --where."),
    Fault(
      "Surv(time, status) ~ code", levels: ["code": ["0", "one", "2"]],
      "Column 'code' holds numbers, and 'one', which --levels states, is none."),
    Fault(
      "Surv(time, status) ~ .",
      "The term '.' cannot be used: it stands for no column here; name the columns."),
    Fault(
      "Surv(time, status) ~ log(aeg)", "There is no column 'aeg'; did you mean 'age'?"),
    Fault(
      "Surv(time, status) ~ 3",
      "The term '3' cannot be used: a number alone is no covariate."),
  ]

  private static func frame(_ fault: Fault) throws -> SurvivalFrame {
    var options = ModelFrameOptions()
    options.condition = fault.condition
    options.weights = fault.weights
    options.cause = fault.cause
    options.levels = fault.levels
    options.missingValues = fault.missing
    return try SurvivalFrame(
      try Formula(fault.formula), in: try CSVReader.read(text: text), options: options)
  }

  @Test("each refusal says what, where and what to do", arguments: faults)
  func sentence(fault: Fault) throws {
    let error = #expect(throws: DesignError.self) { _ = try Self.frame(fault) }
    #expect(error?.description == fault.sentence)
  }

  @Test("no kind of refusal is without its sentence here")
  func complete() {
    let kinds = Self.faults.compactMap { fault -> String? in
      do {
        _ = try Self.frame(fault)
        return nil
      } catch {
        return Mirror(reflecting: error).children.first?.label
      }
    }
    #expect(Set(kinds).count == 28, "\(Set(kinds).sorted())")
  }

  @Test("a table without rows is refused as that")
  func emptyTable() throws {
    let table = try CSVReader.read(text: "time,status,x\n")
    let error = #expect(throws: DesignError.self) {
      _ = try SurvivalFrame(try Formula("Surv(time, status) ~ x"), in: table)
    }
    #expect(error?.description == "The table has a header and no rows.")
  }

  @Test("a long expression is named by its beginning")
  func longExpression() throws {
    let long = "I(1/(age - age + code - code + age - age + code - code + age - age + code - code))"
    let table = try CSVReader.read(text: Self.text)
    let error = #expect(throws: DesignError.self) {
      _ = try SurvivalFrame(try Formula("Surv(time, status) ~ \(long)"), in: table)
    }
    #expect(
      error?.description.hasPrefix(
        "'I(1/(age - age + code - code + age - age + code - code + age...' is not a finite number")
        == true)
  }

  @Test("a fit's refusals")
  func fitErrors() throws {
    func error(_ formula: String, change: (inout CoxOptions) -> Void = { _ in }) -> FitError? {
      var options = CoxOptions()
      change(&options)
      return #expect(throws: FitError.self) {
        let frame = try SurvivalFrame(try Formula(formula), in: try CSVReader.read(text: Self.text))
        _ = try CoxModel(frame, options: options)
      }
    }
    let cluster = error("Surv(entry, time, status) ~ sex") { $0.robust = true }
    #expect(cluster == .clusterNeeded)
    #expect(
      cluster?.description
        == "A robust variance over (start, stop] rows needs to know which rows are one subject's; "
        + "state the column with --cluster.")
    let offset = error("Surv(time, status) ~ sex + offset(1e4 * entry)")
    #expect(offset == .offsetOutOfRange)
    #expect(
      offset?.description
        == "The offset spans more than 700 on the log-hazard scale; rescale it.")
    #expect(
      FitError.notFinite.description
        == "The likelihood is not finite at the start; rescale the offset or the weights.")
    #expect(
      FitError.invalidOption("--iterations", reason: "is 1 or more.").description
        == "--iterations is 1 or more.")
  }
}
