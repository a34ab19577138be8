/// Finds where the rows of delimited text end (RFC 4180), while the text comes in parts.
///
/// A line end inside quotes belongs to its cell. Only a quote at the start of a cell opens: whatever else
/// is wrong with a row, the next one starts behind its line end.
public struct CSVRowEnds: Sendable {
  /// Nil as long as the header is not read: then comma, semicolon and tab start a cell alike.
  public let separator: UInt8?
  /// The line that the search has come to, those inside quotes counted.
  public private(set) var line: Int
  /// Whether the row that was ended last, or the one that has begun since, is a blank line and no row.
  public private(set) var isBlank = true
  private var isAtRowStart = true
  private var isQuoted = false
  private var isAtCellStart = true
  private var isBehindReturn = false

  /// The start of a row, on a line of the text.
  public init(separator: UInt8?, line: Int) {
    (self.separator, self.line) = (separator, line)
  }

  /// The place behind the row, its line end included, looked for from `start` on; nil where the bytes end
  /// before it, and the search goes on with the bytes that follow.
  public mutating func next(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var at = start
    while at < bytes.count {
      let byte = bytes[at]
      if isBehindReturn {
        isBehindReturn = false
        if !isQuoted { return end(byte == ASCII.lineFeed ? at + 1 : at) }
        if byte == ASCII.lineFeed { line -= 1 }
      }
      if isAtRowStart { (isBlank, isAtRowStart) = (true, false) }
      if byte > ASCII.space || byte == separator { isBlank = false }
      at += 1
      switch byte {
      case ASCII.lineFeed:
        line += 1
        if !isQuoted { return end(at) }
      case ASCII.carriageReturn:
        line += 1
        isBehindReturn = true
      case ASCII.quote where isQuoted:
        // The second quote of a doubled one opens again.
        (isQuoted, isAtCellStart) = (false, true)
      case ASCII.quote where isAtCellStart: isQuoted = true
      default: isAtCellStart = isSeparator(byte)
      }
    }
    return nil
  }

  private mutating func end(_ place: Int) -> Int {
    (isAtCellStart, isAtRowStart) = (true, true)
    return place
  }

  @inline(__always)
  private func isSeparator(_ byte: UInt8) -> Bool {
    guard let separator else {
      return byte == ASCII.comma || byte == ASCII.semicolon || byte == ASCII.tab
    }
    return byte == separator
  }
}
