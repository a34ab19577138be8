public import Terms

/// What a formula, a table and options cannot agree on. One sentence a case: what was wrong, where,
/// and what to do.
public enum DesignError: Error, Equatable {
  /// The formula is not in R's language.
  case syntax(ExpressionError)
  /// The condition on rows is not in R's language.
  case conditionSyntax(ExpressionError)
  /// The formula has no `~` with an outcome before it.
  case noResponse(formula: String)
  /// The left side is not `Surv()` of two or three arguments, or its times make no interval.
  case notSurvival(response: String)
  /// No column bears the name; `known` are the table's.
  case unknownColumn(String, known: [String])
  /// A call of a function that formulas do not have.
  case unknownFunction(String)
  /// Too few or too many arguments, or arguments of the wrong kind; `expected` completes
  /// "log() takes ...".
  case wrongArguments(function: String, expected: String)
  /// Arithmetic over a text column; the first cell that is no number, where a file was read.
  case textWhereNumberIsWanted(column: String, text: String?, line: Int?)
  /// A column of numbers is compared with a text.
  case numberWhereTextIsWanted(column: String, text: String)
  /// A condition, a stated order, or a row to be predicted names a level that does not occur.
  case unknownLevel(column: String, level: String, known: [String])
  /// The stated order of levels leaves out one that occurs.
  case unstatedLevel(column: String, level: String, stated: [String])
  /// A level stated for a column of numbers is none.
  case levelIsNoNumber(column: String, level: String)
  /// The stated order of levels names one twice.
  case repeatedLevel(column: String, level: String)
  /// A value is infinite, or arithmetic over values that are there has no result.
  case notFinite(expression: String, row: RowPlace)
  /// A row of a path whose interval does not begin where the one before it ends, or is empty.
  case notAPath(row: RowPlace)
  /// A row to be predicted lacks a covariate.
  case missingCovariate(String, row: RowPlace)
  /// A cell is no date of the calendar in the stated format.
  case badDate(column: String, text: String, row: RowPlace)
  /// The second date of `days()` or `years()` lies before the first.
  case negativeInterval(expression: String, row: RowPlace, from: String, to: String)
  /// Knots that make no restricted cubic spline.
  case spline(variable: String, RestrictedCubicSplineError)
  /// The event is a column of numbers other than 0/1 and 1/2.
  case notAnEvent(expression: String, values: [String])
  /// The event is a column of text other than true and false.
  case textEvent(expression: String, values: [String])
  /// The named cause is no value of the event column.
  case unknownCause(expression: String, cause: String, known: [String])
  /// Every row that could be used weighs nothing.
  case onlyZeroWeights(column: String, rows: Int)
  /// A column, or an expression over several, that has no value in any row.
  case missingEverywhere(String, rows: Int)
  /// The outcome of a logistic fit is `Surv()`, or its values are not two.
  case notBinary(outcome: String, values: [String])
  /// The outcome of a logistic fit has one value in all rows used.
  case constantOutcome(outcome: String, value: String, rows: Int)
  /// A case weight below zero.
  case negativeWeight(column: String, row: RowPlace)
  /// An expression that is neither true nor false stands where a condition is wanted.
  case notACondition(String)
  /// Rows with a missing value, where none was allowed.
  case missingValues(rows: Int, byColumn: [MissingCount])
  /// The table has a header and nothing below it.
  case emptyTable
  /// The condition on rows holds for none of them.
  case noRowMeets(condition: String, table: Int)
  /// Every row lacks a value, has weight zero, or has an empty interval.
  case noRows(table: Int, missing: Int, byColumn: [MissingCount])
  /// A term outside the algebra of formulas, or larger than can be taken.
  case unusableTerm(String, reason: String)
}

/// A row as a person finds it: its number among the data rows, from 1, and its line in the file.
public struct RowPlace: Equatable, Sendable, CustomStringConvertible {
  /// The number among the data rows, from 1.
  public let row: Int
  /// The line of the file, from 1; nil for a table that was not read from one.
  public let line: Int?
  /// "row 16 (line 17)", or "row 16" without a file.
  public var description: String { "row \(row)" + (line.map { " (line \($0))" } ?? "") }
}

/// How many of the rows lack a value of a column.
public struct MissingCount: Equatable, Sendable {
  /// The column, or the expression where several columns make one value.
  public let column: String
  /// Rows that lack it, among those that the condition kept.
  public let count: Int
}

extension DesignError: CustomStringConvertible {
  /// One sentence: what was wrong, where, and what to do.
  public var description: String {
    switch self {
    case .syntax(let error): "The formula cannot be read: \(error)"
    case .conditionSyntax(let error): "The condition of --where cannot be read: \(error)"
    case .noResponse(let formula):
      "'\(shortened(formula))' has no outcome; write it as Surv(time, event) ~ age + sex, "
        + "or as event ~ age + sex for a logistic fit."
    case .notSurvival(let response):
      "The outcome '\(shortened(response))' is no Surv(time, event) or Surv(start, stop, event)."
    case .unknownColumn(let name, let known):
      "There is no column '\(shortened(name))'; " + columnAdvice(name, known)
    case .unknownFunction(let name):
      "'\(name)()' is not a function that a formula knows; it knows factor, strata, cluster, "
        + "offset, rcs, I, log, log2, log10, log1p, exp, sqrt, abs, pmin, pmax, days and years."
    case .wrongArguments(let function, let expected): "\(function)() takes \(expected)."
    case .textWhereNumberIsWanted(let column, let text, let line):
      "Column '\(column)' holds text"
        + (text.map { " ('\($0)'" + (line.map { " at line \($0)" } ?? "") + ")" } ?? "")
        + " where a number is wanted; correct the cell, name it as missing with --missing, "
        + "or enter the column as a factor."
    case .numberWhereTextIsWanted(let column, let text):
      "Column '\(column)' holds numbers and is compared with the text \"\(shortened(text))\"; "
        + "leave the quotes out."
    case .unknownLevel(let column, let level, let known):
      "'\(shortened(level))' never occurs in column '\(column)', which holds \(list(known))."
    case .unstatedLevel(let column, let level, let stated):
      "'\(shortened(level))' occurs in column '\(column)' and is not among the levels that "
        + "--levels states (\(list(stated))); name it there, or leave its rows out with --where."
    case .levelIsNoNumber(let column, let level):
      "Column '\(column)' holds numbers, and '\(shortened(level))', which --levels states, is none."
    case .repeatedLevel(let column, let level):
      "The levels of '\(column)' name '\(level)' twice; name each once."
    case .notFinite(let expression, let row):
      "'\(shortened(expression))' is not a finite number in \(row); correct the value or leave the row out "
        + "with --where."
    case .notAPath(let row):
      "A path of covariates goes forward in time: the interval in \(row) is empty, or does not begin "
        + "where the one before it ends."
    case .missingCovariate(let expression, let row):
      "'\(shortened(expression))' is missing in \(row); a prediction needs every covariate."
    case .badDate(let column, let text, let row):
      "'\(shortened(text))' in column '\(column)', \(row), is no date; dates are read as 2024-03-31, or in "
        + "the order that --date-format states."
    case .negativeInterval(let expression, let row, let from, let to):
      "\(shortened(expression)) is negative in \(row): from \(from) to \(to); correct the dates or leave the "
        + "row out with --where."
    case .spline(let variable, let error): "Spline of '\(variable)': \(error)"
    case .notAnEvent(let expression, let values):
      "The event '\(shortened(expression))' holds \(list(values)), not 0/1, 1/2 or true/false; state the "
        + "event as a condition such as \(shortened(expression)) == 2."
    case .textEvent(let expression, let values):
      "The event '\(shortened(expression))' is text (\(list(values))); state the event as a condition such "
        + "as \(shortened(expression)) == \"\(shortened(values.last ?? "dead"))\", or name the event "
        + "with 'fit cox --cause'."
    case .unknownCause(let expression, let cause, let known):
      "'\(shortened(cause))' is no value of '\(shortened(expression))', which holds \(list(known)); "
        + "name one of these with --cause."
    case .onlyZeroWeights(let column, let rows):
      "The weight '\(shortened(column))' is 0 in all \(rows) rows that could be used, so that nothing "
        + "counts; name another column with --weights."
    case .missingEverywhere(let name, let rows):
      "'\(shortened(name))' is missing in all \(rows) rows; use another column, or check what --missing "
        + "takes for missing."
    case .notBinary(let outcome, let values):
      values.isEmpty
        ? "The outcome '\(shortened(outcome))' is a time to an event, which a logistic fit does not "
          + "take; use fit cox, or write the event alone, as in status ~ age."
        : "The outcome '\(shortened(outcome))' holds \(list(values)), not two values; state the event "
          + "as a condition such as \(Self.condition(outcome, values))."
    case .constantOutcome(let outcome, let value, let rows):
      "The outcome '\(shortened(outcome))' is \(shortened(value)) in all \(rows) rows used, so nothing "
        + "can be estimated; check its coding, the condition of --where, and the rows left out."
    case .negativeWeight(let column, let row):
      "The weight '\(column)' is negative in \(row); weights are zero or more."
    case .notACondition(let text):
      "'\(shortened(text))' is no condition; write one such as age >= 18 or sex == \"male\"."
    case .missingValues(let rows, let columns):
      "\(rows) rows have a missing value (\(list(columns.map { "\($0.column): \($0.count)" }))); "
        + "use --na omit to leave them out."
    case .emptyTable: "The table has a header and no rows."
    case .noRowMeets(let condition, let table):
      "None of the \(table) rows meets the condition '\(condition)' of --where."
    case .noRows(let table, let missing, let columns):
      "None of the \(table) rows can be used"
        + (missing == 0
          ? "." : "; missing values: \(list(columns.map { "\($0.column) \($0.count)" })).")
    case .unusableTerm(let term, let reason):
      "The term '\(shortened(term))' cannot be used: \(reason)"
    }
  }
}

extension DesignError {
  /// `grade == 3`, or `site == "limb"`: the last value as the event.
  private static func condition(_ outcome: String, _ values: [String]) -> String {
    let value = values.last ?? "1"
    let operand = Double(value) == nil ? "\"\(shortened(value))\"" : value
    return "\(shortened(outcome)) == \(operand)"
  }
}
