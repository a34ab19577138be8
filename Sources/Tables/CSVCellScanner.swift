/// Walks the cells of delimited text (RFC 4180), one call a cell: the general way, for headers,
/// quoted cells, and cells that are read a second time.
///
/// A cell that starts with a quote ends at the next quote that is not doubled, and may hold
/// separators and line ends. Lines end with LF, CR LF or CR. Lines count as in a text editor, those
/// inside quotes too.
struct CSVCellScanner {
  let limit: UnsafePointer<UInt8>
  let separator: UInt8
  var cursor: UnsafePointer<UInt8>
  /// The line of the cursor.
  var line: Int

  /// Where a cell's text is; quotes around it are left out, doubled quotes inside are as written.
  struct Cell {
    var text: UnsafeBufferPointer<UInt8>
    var isQuoted = false
    var hasDoubledQuotes = false
  }

  /// Moves the cursor past blank lines to the start of a row; false at the end of the text.
  @inline(__always)
  mutating func skipToRow() -> Bool {
    while cursor < limit {
      let byte = cursor.pointee
      if byte > ASCII.space { return true }
      var p = cursor
      while p < limit, ASCII.isBlank(p.pointee), p.pointee != separator { p += 1 }
      if p == limit {
        cursor = limit
        return false
      }
      guard p.pointee == ASCII.lineFeed || p.pointee == ASCII.carriageReturn else { return true }
      cursor = p
      endLine()
    }
    return false
  }

  /// Moves the cursor past the line end on which it stands.
  @inline(__always)
  mutating func endLine() {
    let byte = cursor.pointee
    cursor += 1
    line &+= 1
    if byte == ASCII.carriageReturn, cursor < limit, cursor.pointee == ASCII.lineFeed {
      cursor += 1
    }
  }

  /// Whether the cursor stands at the end of a row rather than before a separator.
  @inline(__always)
  var isAtRowEnd: Bool { cursor == limit || cursor.pointee != separator }

  /// Reads the cell at the cursor, which moves to the separator or line end behind it. `column`
  /// counts from 0.
  mutating func cell(column: Int) throws(CSVError) -> Cell {
    if cursor < limit, cursor.pointee == ASCII.quote { return try quotedCell(column: column) }
    let start = cursor
    cursor = Self.endOfWord(start, limit, separator)
    if cursor < limit, cursor.pointee == ASCII.quote {
      throw .quoteInsideCell(line: line, column: column + 1)
    }
    return Cell(text: UnsafeBufferPointer(start: start, count: cursor - start))
  }

  /// The end of an unquoted cell, or the first quote before it.
  @inline(__always)
  static func endOfWord(
    _ start: UnsafePointer<UInt8>, _ limit: UnsafePointer<UInt8>, _ separator: UInt8
  ) -> UnsafePointer<UInt8> {
    var p = start
    while p < limit {
      let byte = p.pointee
      if byte == separator { break }
      if byte <= ASCII.quote,
        byte == ASCII.quote || byte == ASCII.lineFeed || byte == ASCII.carriageReturn
      {
        break
      }
      p += 1
    }
    return p
  }

  private mutating func quotedCell(column: Int) throws(CSVError) -> Cell {
    let opened = line
    cursor += 1
    let start = cursor
    var hasDoubledQuotes = false
    while true {
      guard cursor < limit else { throw .unterminatedQuote(line: opened, column: column + 1) }
      let byte = cursor.pointee
      if byte == ASCII.quote {
        guard cursor + 1 < limit, (cursor + 1).pointee == ASCII.quote else { break }
        hasDoubledQuotes = true
        cursor += 2
      } else if byte == ASCII.lineFeed || byte == ASCII.carriageReturn {
        endLine()
      } else {
        cursor += 1
      }
    }
    let text = UnsafeBufferPointer(start: start, count: cursor - start)
    cursor += 1
    if cursor < limit {
      let byte = cursor.pointee
      guard byte == separator || byte == ASCII.lineFeed || byte == ASCII.carriageReturn else {
        throw .textAfterQuote(line: line, column: column + 1, opened: opened)
      }
    }
    return Cell(text: text, isQuoted: true, hasDoubledQuotes: hasDoubledQuotes)
  }

  /// Refuses NUL and invalid UTF-8 in a cell of the row that starts at `rowStart` on `rowLine`.
  static func checkText(
    _ text: UnsafeBufferPointer<UInt8>, rowStart: UnsafePointer<UInt8>, rowLine: Int
  ) throws(CSVError) {
    guard let fault = TextChecks.firstFault(in: text), let start = text.baseAddress else { return }
    let offset: Int
    switch fault {
    case .invalidUTF8(let at), .nul(let at): offset = at
    }
    // Count the lines from the start of the row, which a quoted cell may have broken.
    let place = start + offset
    var walker = CSVCellScanner(limit: place, separator: 0, cursor: rowStart, line: rowLine)
    var lineStart = rowStart
    while walker.cursor < place {
      let byte = walker.cursor.pointee
      if byte == ASCII.lineFeed || byte == ASCII.carriageReturn {
        walker.endLine()
        lineStart = walker.cursor
      } else {
        walker.cursor += 1
      }
    }
    let byte = place - lineStart + 1
    switch fault {
    case .invalidUTF8: throw .invalidUTF8(line: walker.line, byte: byte)
    case .nul: throw .nulByte(line: walker.line, byte: byte)
    }
  }

  /// The text of a quoted cell with its doubled quotes halved.
  static func halvingQuotes(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      result.append(text[index])
      index += text[index] == ASCII.quote ? 2 : 1
    }
    return result
  }
}
