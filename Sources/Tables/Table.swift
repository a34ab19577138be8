/// Columns of equal length under unique names: one row a patient, one column a variable.
///
/// A table is a value. Columns are contiguous (``Column/Values``), so that a kernel reads them
/// without going through rows. A table that came from a file remembers the line of each row, so
/// that a later refusal ("row 17 has a negative time") can say where to look.
public struct Table: Sendable {
  /// The length of every column.
  public let rowCount: Int
  /// In the order in which they were given or stand in the file.
  public let columns: [Column]
  private let positions: [String: Int]
  private let lines: LineMap?

  /// Checks that there is a column, that names are unique and not blank, that lengths are equal,
  /// and that every category code has its label.
  public init(columns: [Column]) throws(TableError) {
    guard let first = columns.first else { throw .noColumns }
    var positions: [String: Int] = [:]
    positions.reserveCapacity(columns.count)
    for (position, column) in columns.enumerated() {
      if column.name.utf8.allSatisfy({ ASCII.isBlank($0) }) {
        throw .emptyName(column: position + 1)
      }
      if let earlier = positions.updateValue(position, forKey: column.name) {
        throw .duplicateName(column.name, columns: [earlier + 1, position + 1])
      }
      if column.count != first.count {
        throw .unequalLengths(
          first: first.name, firstCount: first.count, second: column.name,
          secondCount: column.count)
      }
      try column.checkCategories()
    }
    self.rowCount = first.count
    self.columns = columns
    self.positions = positions
    self.lines = nil
  }

  /// A reader's columns, which are right by construction.
  init(checked columns: [Column], lines: LineMap) {
    var positions: [String: Int] = [:]
    for (position, column) in columns.enumerated() { positions[column.name] = position }
    self.rowCount = columns.first?.count ?? 0
    self.columns = columns
    self.positions = positions
    self.lines = lines
  }

  /// The column of that name, found by hashing.
  public subscript(_ name: String) -> Column? {
    positions[name].map { columns[$0] }
  }

  /// The names, in the order of ``columns``.
  public var columnNames: [String] { columns.map(\.name) }

  /// The line, counted from 1, on which `row` (counted from 0) starts in the file that it came
  /// from; nil for a table that was not read from a file, or a row that is not there.
  public func line(ofRow row: Int) -> Int? {
    guard row >= 0, row < rowCount else { return nil }
    return lines?.line(ofRow: row)
  }
}

extension Table: Equatable {
  /// Equal columns in the same order; the lines that rows came from do not count.
  public static func == (left: Table, right: Table) -> Bool { left.columns == right.columns }
}
