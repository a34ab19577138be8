internal import Tables

/// A stream of bytes as blocks of whole rows, which can be answered apart from one another.
struct RowBlocks {
  /// Whole rows, each with its line end but perhaps the last.
  struct Block: Sendable {
    let bytes: [UInt8]
    let firstRow: Int
    let firstLine: Int
    /// Of a table; nil for lines of JSON.
    let separator: UInt8?

    /// Calls back with each row that is not blank, its number, and the line on which it starts.
    ///
    /// A line of JSON comes without its line end. Every line has a number; of a table, every row that is
    /// not blank.
    func forEachRow(_ body: (Int, UnsafeBufferPointer<UInt8>, Int) -> Void) {
      bytes.withUnsafeBufferPointer { bytes in
        var (row, start) = (firstRow, 0)
        if let separator {
          var ends = CSVRowEnds(separator: separator, line: firstLine)
          while start < bytes.count {
            let line = ends.line
            let end = ends.next(in: bytes, from: start) ?? bytes.count
            if !ends.isBlank {
              body(row, UnsafeBufferPointer(rebasing: bytes[start..<end]), line)
              row += 1
            }
            start = end
          }
        } else {
          while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            let isMarked = end > start && bytes[end - 1] == UInt8(ascii: "\r")
            let line = UnsafeBufferPointer(rebasing: bytes[start..<(isMarked ? end - 1 : end)])
            if !line.isEmpty { body(row, line, row) }
            row += 1
            start = end + 1
          }
        }
      }
    }
  }

  /// As large as makes the work on a block long beside its being handed on.
  private static let size = 128 << 10

  private let rowBytes: Int
  /// Of a table.
  private var ends: CSVRowEnds?
  private var pending: [UInt8] = []
  /// Where the row that is not yet whole starts in `pending`, and its line.
  private var rowStart = 0
  private var rowLine: Int
  private var rows = 0
  private var firstLine: Int
  private(set) var nextRow = 1

  /// Lines of JSON, or the rows of a table from `line` on.
  init(rowBytes: Int, separator: UInt8? = nil, line: Int = 1) {
    self.rowBytes = rowBytes
    (firstLine, rowLine) = (line, line)
    ends = separator.map { CSVRowEnds(separator: $0, line: line) }
    pending.reserveCapacity(2 * Self.size)
  }

  /// Takes the next bytes; a block where enough rows are together.
  ///
  /// - Throws: ``RowTooLong``.
  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) throws(RowTooLong) -> Block? {
    let base = pending.count
    var start = 0
    while let end = nextEnd(in: bytes, from: start) {
      try check(base + end)
      if ends?.isBlank != true { rows += 1 }
      rowLine = ends?.line ?? 0
      (rowStart, start) = (base + end, end)
    }
    try check(base + bytes.count)
    pending.append(contentsOf: bytes)
    return rowStart >= Self.size ? cut(at: rowStart) : nil
  }

  /// What is left at the end of the stream.
  mutating func finish() -> Block? {
    if rowStart < pending.count, ends?.isBlank != true { rows += 1 }
    return pending.isEmpty ? nil : cut(at: pending.count)
  }

  private mutating func nextEnd(
    in bytes: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Int? {
    if ends != nil { return ends?.next(in: bytes, from: start) }
    return bytes[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
  }

  private func check(_ end: Int) throws(RowTooLong) {
    guard end - rowStart <= rowBytes else {
      throw RowTooLong(row: nextRow + rows, limit: rowBytes)
    }
  }

  private mutating func cut(at end: Int) -> Block {
    let block = Block(
      bytes: Array(pending[..<end]), firstRow: nextRow, firstLine: firstLine,
      separator: ends?.separator)
    pending.removeFirst(end)
    nextRow += rows
    firstLine = rowLine
    (rowStart, rows) = (0, 0)
    return block
  }
}

/// A row that nobody ends.
struct RowTooLong: Error, Equatable {
  let row: Int
  let limit: Int
}
