/// Why columns do not make a table.
public enum TableError: Error, Equatable, Sendable {
  case noColumns
  case emptyName(column: Int)
  case duplicateName(String, columns: [Int])
  case unequalLengths(first: String, firstCount: Int, second: String, secondCount: Int)
  case codeWithoutLabel(column: String, row: Int, code: Int, labels: Int)
  case duplicateLabel(column: String, label: String)
}

extension TableError: CustomStringConvertible {
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
