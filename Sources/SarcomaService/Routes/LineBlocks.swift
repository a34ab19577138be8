/// A stream of bytes as blocks of whole lines, which can be answered apart from one another.
struct LineBlocks {
  /// Whole lines, each with its line feed but perhaps the last.
  struct Block: Sendable {
    let bytes: [UInt8]
    let firstRow: Int

    /// Calls back with each line that is not blank, without its line end, and its row.
    func forEachLine(_ body: (Int, ArraySlice<UInt8>) -> Void) {
      var row = firstRow
      for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
        let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        if !line.isEmpty { body(row, line) }
        row += 1
      }
    }
  }

  /// As large as makes the work on a block long beside its being handed on.
  private static let size = 128 << 10

  private let lineBytes: Int
  private var pending: [UInt8] = []
  /// Where the line that is not yet whole starts in `pending`.
  private var lineStart = 0
  private var rows = 0
  private(set) var nextRow: Int

  /// - Parameter firstRow: the number of the first line.
  init(lineBytes: Int, firstRow: Int) {
    self.lineBytes = lineBytes
    nextRow = firstRow
    pending.reserveCapacity(2 * Self.size)
  }

  /// Takes the next bytes; a block where enough lines are together.
  ///
  /// - Throws: ``LineTooLong``.
  mutating func append(_ bytes: UnsafeRawBufferPointer) throws(LineTooLong) -> Block? {
    var start = pending.count
    pending.append(contentsOf: bytes)
    while let end = pending[start...].firstIndex(of: UInt8(ascii: "\n")) {
      try check(end)
      rows += 1
      lineStart = end + 1
      start = end + 1
    }
    try check(pending.count)
    return lineStart >= Self.size ? cut(at: lineStart) : nil
  }

  /// What is left at the end of the stream.
  mutating func finish() -> Block? {
    if lineStart < pending.count { rows += 1 }
    return pending.isEmpty ? nil : cut(at: pending.count)
  }

  private func check(_ end: Int) throws(LineTooLong) {
    guard end - lineStart <= lineBytes else {
      throw LineTooLong(row: nextRow + rows, limit: lineBytes)
    }
  }

  private mutating func cut(at end: Int) -> Block {
    let block = Block(bytes: Array(pending[..<end]), firstRow: nextRow)
    pending.removeFirst(end)
    nextRow += rows
    (lineStart, rows) = (0, 0)
    return block
  }
}

/// A line that nobody ends.
struct LineTooLong: Error, Equatable {
  let row: Int
  let limit: Int
}
