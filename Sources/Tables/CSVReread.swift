/// A second walk over rows that were read once without an error, for columns that turned out to
/// be text only later: `007` keeps its zeros.
enum CSVReread {
  /// Calls `store` with the index in `columns` (ascending), the row, and the text of every cell
  /// of those columns in the first `rows` rows of `bytes`.
  static func cells(
    of columns: [Int], rows: Int, bytes: Range<Int>, text: SharedBytes, separator: UInt8,
    store: (_ index: Int, _ row: Int, _ cell: UnsafeBufferPointer<UInt8>) -> Void
  ) {
    var scanner = CSVCellScanner(
      limit: text.base + bytes.upperBound, separator: separator,
      cursor: text.base + bytes.lowerBound, line: 0)
    var row = 0
    while row < rows, scanner.skipToRow() {
      var position = 0
      var next = 0
      while true {
        guard let cell = try? scanner.cell(column: position) else { return }
        if next < columns.count, position == columns[next] {
          if cell.hasDoubledQuotes {
            CSVCellScanner.halvingQuotes(cell.text).withUnsafeBufferPointer {
              store(next, row, $0)
            }
          } else {
            store(next, row, cell.text)
          }
          next += 1
        }
        if scanner.isAtRowEnd { break }
        scanner.cursor += 1
        position += 1
      }
      if scanner.cursor < scanner.limit { scanner.endLine() }
      row += 1
    }
  }
}
