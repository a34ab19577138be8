public import Terms

/// What a formula, a table and options cannot agree on. One sentence a case: what was wrong, where,
/// and what to do.
public enum DesignError: Error, Equatable {
  case syntax(ExpressionError)
  case noResponse(formula: String)
  case notSurvival(response: String)
  case unknownColumn(String, known: [String])
  case unknownFunction(String)
  case wrongArguments(function: String, expected: String)
  case textWhereNumberIsWanted(column: String, text: String?, line: Int?)
  case numberWhereTextIsWanted(column: String, text: String)
  case unknownLevel(column: String, level: String, known: [String])
  case repeatedLevel(column: String, level: String)
  case notFinite(expression: String, row: RowPlace)
  case missingCovariate(String, row: RowPlace)
  case badDate(column: String, text: String, row: RowPlace)
  case negativeInterval(expression: String, row: RowPlace, from: String, to: String)
  case spline(variable: String, RestrictedCubicSplineError)
  case notAnEvent(expression: String, values: [String])
  case textEvent(expression: String, values: [String])
  case negativeWeight(column: String, row: RowPlace)
  case notACondition(String)
  case missingValues(rows: Int, byColumn: [MissingCount])
  case noRows(table: Int, missing: Int, byColumn: [MissingCount])
  case unusableTerm(String, reason: String)
}

/// A row as a person finds it: its number among the data rows, from 1, and its line in the file.
public struct RowPlace: Equatable, Sendable, CustomStringConvertible {
  public let row: Int
  public let line: Int?
  public var description: String { "row \(row)" + (line.map { " (line \($0))" } ?? "") }
}

/// How many of the rows lack a value of a column.
public struct MissingCount: Equatable, Sendable {
  public let column: String
  public let count: Int
}

extension DesignError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .syntax(let error): "The formula cannot be read: \(error)"
    case .noResponse(let formula):
      "'\(formula)' has no outcome; write it as Surv(time, event) ~ age + sex."
    case .notSurvival(let response):
      "The outcome '\(response)' is no Surv(time, event) or Surv(start, stop, event)."
    case .unknownColumn(let name, let known):
      "There is no column '\(name)'"
        + (nearest(to: name, in: known).map { "; did you mean '\($0)'?" }
          ?? "; the table has \(list(known)).")
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
      "Column '\(column)' holds numbers and is compared with the text \"\(text)\"; "
        + "leave the quotes out."
    case .unknownLevel(let column, let level, let known):
      "'\(level)' never occurs in column '\(column)', which holds \(list(known))."
    case .repeatedLevel(let column, let level):
      "The levels of '\(column)' name '\(level)' twice; name each once."
    case .notFinite(let expression, let row):
      "'\(expression)' is not a finite number in \(row); correct the value or leave the row out "
        + "with --where."
    case .missingCovariate(let expression, let row):
      "'\(expression)' is missing in \(row); a prediction needs every covariate."
    case .badDate(let column, let text, let row):
      "'\(text)' in column '\(column)', \(row), is no date; dates are read as 2024-03-31, or in "
        + "the order that --date-format states."
    case .negativeInterval(let expression, let row, let from, let to):
      "\(expression) is negative in \(row): from \(from) to \(to); correct the dates or leave the "
        + "row out with --where."
    case .spline(let variable, let error): "Spline of '\(variable)': \(error)"
    case .notAnEvent(let expression, let values):
      "The event '\(expression)' holds \(list(values)), not 0/1, 1/2 or true/false; state the "
        + "event as a condition such as \(expression) == 2."
    case .textEvent(let expression, let values):
      "The event '\(expression)' is text (\(list(values))); state the event as a condition such "
        + "as \(expression) == \"\(values.last ?? "dead")\"."
    case .negativeWeight(let column, let row):
      "The weight '\(column)' is negative in \(row); weights are zero or more."
    case .notACondition(let text):
      "'\(text)' is no condition; write one such as age >= 18 or sex == \"male\"."
    case .missingValues(let rows, let columns):
      "\(rows) rows have a missing value (\(list(columns.map { "\($0.column): \($0.count)" }))); "
        + "use --na omit to leave them out."
    case .noRows(let table, let missing, let columns):
      "None of the \(table) rows can be used"
        + (missing == 0
          ? "." : "; missing values: \(list(columns.map { "\($0.column) \($0.count)" })).")
    case .unusableTerm(let term, let reason): "The term '\(term)' cannot be used: \(reason)"
    }
  }
}

/// Up to eight items, then how many more there are.
func list(_ items: [String]) -> String {
  let shown = items.prefix(8).joined(separator: ", ")
  return items.count > 8 ? "\(shown) and \(items.count - 8) more" : shown
}

/// The known name that differs by letter case or by at most two edits, if one does.
private func nearest(to name: String, in known: [String]) -> String? {
  let distances = known.map {
    (name: $0, distance: editDistance(name.lowercased(), $0.lowercased()))
  }
  guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
  return best.distance <= min(2, name.count / 2) ? best.name : nil
}

private func editDistance(_ a: String, _ b: String) -> Int {
  let (a, b) = (Array(a), Array(b))
  var row = Array(0...b.count)
  for (i, x) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, y) in b.enumerated() {
      let replaced = diagonal + (x == y ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[b.count]
}
