/// Delimited text read row by row, as ``CSVReader`` reads a table, for text that is too long to hold.
///
/// What only a whole column tells is not known here: whether it is one of numbers, and whether all of its
/// fractions are written with the same mark.
public struct CSVRowReader: Sendable {
  /// What a cell holds, without the blanks around it.
  public enum Cell {
    case missing
    /// A decimal; of semicolon and tab files with a comma too.
    case number(Double)
    /// Unchecked bytes of the row, doubled quotes halved.
    case text(UnsafeBufferPointer<UInt8>)
  }

  /// The names of the columns.
  public let names: [String]
  /// What stands between cells: comma, semicolon or tab.
  public let separator: UInt8
  /// Where the first row of values may start, in bytes from the start of the text.
  public let end: Int
  /// The line at ``end``, counted from 1.
  public let line: Int
  private let dialect: CSVDialect

  /// Reads the header at the start of a text, a byte order mark and blank lines before it too.
  ///
  /// - Throws: `CSVError` where it does not name every column once.
  public init(
    header bytes: UnsafeBufferPointer<UInt8>, options: CSVOptions = CSVOptions()
  ) throws(CSVError) {
    let header = try CSVHeader(bytes, separator: options.separator)
    (names, separator, end, line) = (header.names, header.separator, header.end, header.line)
    dialect = CSVDialect(separator: header.separator, options: options)
  }

  /// Calls back with each cell of `row` that `wanted` names by column, in this order.
  ///
  /// - Parameters:
  ///   - row: one row, with or without its line end.
  ///   - wanted: columns from 0, ascending.
  ///   - line: the line at the start of the row, which errors tell.
  /// - Throws: `CSVError` for a row that has not a cell for each column, and for faults of its quotes.
  @inline(__always)
  public func read(
    _ row: UnsafeBufferPointer<UInt8>, _ wanted: [Int], line: Int,
    _ body: (Cell) -> Void
  ) throws(CSVError) {
    guard let base = row.baseAddress else { return }
    var scanner = CSVCellScanner(
      limit: base + row.count, separator: separator, cursor: base, line: line)
    var column = 0
    var next = 0
    while true {
      let cell = try scanner.cell(column: column)
      if next < wanted.count, wanted[next] == column {
        read(cell, body)
        next += 1
      }
      column += 1
      if scanner.isAtRowEnd { break }
      scanner.cursor += 1
    }
    guard column == names.count else {
      throw .raggedRow(line: line, expected: names.count, found: column)
    }
  }

  @inline(__always)
  private func read(_ cell: CSVCellScanner.Cell, _ body: (Cell) -> Void) {
    if cell.hasDoubledQuotes {
      CSVCellScanner.halvingQuotes(cell.text).withUnsafeBufferPointer {
        body(.text(ASCII.trimmed($0)))
      }
      return
    }
    switch dialect.meaning(of: cell.text) {
    case .missing: body(.missing)
    case .number(let literal) where literal.value.isFinite: body(.number(literal.value))
    case .number, .text: body(.text(ASCII.trimmed(cell.text)))
    }
  }
}
