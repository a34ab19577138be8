/// Why columns do not make a table.
public enum TableError: Error, Equatable, Sendable {
  /// There is no column, and so no number of rows.
  case noColumns
  /// A name is empty or blank; columns count from 1.
  case emptyName(column: Int)
  /// Two columns bear one name; columns count from 1.
  case duplicateName(String, columns: [Int])
  /// Two columns differ in their number of rows.
  case unequalLengths(first: String, firstCount: Int, second: String, secondCount: Int)
  /// A category code is neither -1 nor an index into the labels; rows count from 0.
  case codeWithoutLabel(column: String, row: Int, code: Int, labels: Int)
  /// Two codes have one label, so that a level would be two.
  case duplicateLabel(column: String, label: String)
}

extension TableError: CustomStringConvertible {
  /// One sentence: what was wrong, where, and what to do.
  public var description: String {
    switch self {
    case .noColumns:
      "a table needs at least one column."
    case .emptyName(let column):
      "column \(column) has no name; give it one."
    case .duplicateName(let name, let columns):
      "columns \(columns.map(String.init).joined(separator: " and ")) are both named '\(name)';"
        + " rename one of them."
    case .unequalLengths(let first, let firstCount, let second, let secondCount):
      "column '\(second)' has \(secondCount) rows where column '\(first)' has \(firstCount);"
        + " columns of a table have equal lengths."
    case .codeWithoutLabel(let column, let row, let code, let labels):
      "column '\(column)' has code \(code) in row \(row + 1), but \(labels) labels;"
        + " use 0 ..< \(labels), or -1 for missing."
    case .duplicateLabel(let column, let label):
      "column '\(column)' has the label '\(label)' twice; give each category one code."
    }
  }
}
