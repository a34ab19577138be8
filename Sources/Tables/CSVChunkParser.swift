/// Fills a chunk from its bytes, in one pass.
///
/// Most cells are plain numbers or short words, and are read where they stand; whatever needs a
/// second look (quotes, blanks, missing tokens, text where numbers stood) goes the general way
/// through ``CSVCellScanner``. Both ways give the same table.
struct CSVChunkParser: ~Copyable {
  private let chunk: CSVChunk
  private let dialect: CSVDialect
  private var scanner: CSVCellScanner
  private var rowStart: UnsafePointer<UInt8>
  private var rowLine = 0

  /// `line` is 0 for lines within the chunk; an error is made anew with the true line.
  init(_ chunk: CSVChunk, base: UnsafePointer<UInt8>, dialect: CSVDialect, line: Int) {
    self.chunk = chunk
    self.dialect = dialect
    rowStart = base + chunk.bytes.lowerBound
    scanner = CSVCellScanner(
      limit: base + chunk.bytes.upperBound, separator: dialect.separator, cursor: rowStart,
      line: line)
  }

  mutating func parse() throws(CSVError) {
    let columnCount = chunk.slots.count
    let firstLine = scanner.line
    let limit = scanner.limit
    let separator = dialect.separator
    let marks = dialect.marks
    let emptyIsMissing = dialect.missing.includesEmpty
    let checksNumbers = marks.areAmbiguous || !dialect.missing.numbers.isEmpty
    let missing = Double.nan.bitPattern
    var row = 0
    var lastShift = Int.min
    let columns = UnsafeMutableBufferPointer<UnsafeMutablePointer<UInt64>>.allocate(
      capacity: columnCount)
    defer { columns.deallocate() }
    let isText = UnsafeMutableBufferPointer<Bool>.allocate(capacity: columnCount)
    isText.initialize(repeating: false)
    defer { isText.deallocate() }

    while scanner.skipToRow() {
      if row == chunk.capacity {
        let used = scanner.cursor - (limit - chunk.bytes.count)
        let guess =
          row == 0 ? chunk.bytes.count / (8 * columnCount) : row * chunk.bytes.count / used
        chunk.grow(to: max(guess + guess / 16, row + row / 2) + 16, keeping: row)
        for (column, slots) in chunk.slots.enumerated() {
          guard let slots else { continue }
          columns[column] = slots
        }
      }
      rowStart = scanner.cursor
      rowLine = scanner.line
      chunk.lines.note(row: row, line: rowLine &- firstLine, lastShift: &lastShift)

      var column = 0
      while true {
        let start = scanner.cursor
        if isText[column] {
          let end = Self.endOfWord(start, limit, separator)
          if end == limit || end.pointee != ASCII.quote {
            scanner.cursor = end
            columns[column][row] = try code(
              of: UnsafeBufferPointer(start: start, count: end - start), column: column)
          } else {
            columns[column][row] = try textCell(column: column)
          }
        } else {
          let literal = DecimalLiteral.scan(start, limit, marks)
          let end = start + literal.length
          let isWhole =
            end == limit || end.pointee == separator || end.pointee == ASCII.lineFeed
            || end.pointee == ASCII.carriageReturn
          if isWhole, literal.length > 0, !checksNumbers, literal.value.isFinite {
            scanner.cursor = end
            columns[column][row] = literal.value.bitPattern
          } else if isWhole, literal.length == 0, emptyIsMissing {
            columns[column][row] = missing
          } else {
            columns[column][row] = try generalCell(
              column: column, row: row, isText: &isText[column], firstLine: firstLine)
          }
        }
        column &+= 1
        if scanner.isAtRowEnd { break }
        if column == columnCount { break }
        scanner.cursor += 1
      }
      if column != columnCount || !scanner.isAtRowEnd {
        throw try raggedRow(cells: column, expected: columnCount)
      }
      if scanner.cursor < limit { scanner.endLine() }
      row &+= 1
    }
    chunk.rowCount = row
    chunk.lineCount = scanner.line - firstLine
  }

  // MARK: - Cells

  /// The end of an unquoted cell, or the first quote before it.
  @inline(__always)
  private static func endOfWord(
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

  /// A cell of a column of numbers that is not plainly a number.
  private mutating func generalCell(
    column: Int, row: Int, isText: inout Bool, firstLine: Int
  ) throws(CSVError) -> UInt64 {
    let line = scanner.line
    let cell = try scanner.cell(column: column)
    let halved = cell.hasDoubledQuotes ? CSVCellScanner.halvingQuotes(cell.text) : []
    let meaning =
      cell.hasDoubledQuotes
      ? halved.withUnsafeBufferPointer { dialect.meaning(of: $0) } : dialect.meaning(of: cell.text)
    func sighting() -> CSVChunk.Sighting {
      CSVChunk.Sighting(
        text: cell.hasDoubledQuotes ? halved : Array(cell.text), line: line - firstLine)
    }
    switch meaning {
    case .missing:
      return Double.nan.bitPattern
    case .number(let literal):
      if literal.value.isInfinite, literal.length > 0, chunk.notes[column].firstOverflow == nil {
        chunk.notes[column].firstOverflow = sighting()
      }
      if literal.mark == ASCII.comma, chunk.notes[column].firstComma == nil {
        chunk.notes[column].firstComma = sighting()
      }
      if literal.mark == ASCII.point, chunk.notes[column].firstPoint == nil {
        chunk.notes[column].firstPoint = sighting()
      }
      return literal.value.bitPattern
    case .text:
      isText = true
      chunk.notes[column].textStart = row
      chunk.notes[column].dictionary = CategoryDictionary()
      let code = try self.code(of: cell, column: column)
      chunk.notes[column].firstText = sighting()
      return code
    }
  }

  private mutating func textCell(column: Int) throws(CSVError) -> UInt64 {
    let cell = try scanner.cell(column: column)
    return try code(of: cell, column: column)
  }

  private func code(of cell: CSVCellScanner.Cell, column: Int) throws(CSVError) -> UInt64 {
    guard cell.hasDoubledQuotes else { return try code(of: cell.text, column: column) }
    try CSVCellScanner.checkText(cell.text, rowStart: rowStart, rowLine: rowLine)
    let halved = CSVCellScanner.halvingQuotes(cell.text)
    return halved.withUnsafeBufferPointer { text in
      chunk.notes[column].dictionary.map { UInt64($0.code(of: text).code) } ?? 0
    }
  }

  @inline(__always)
  private func code(
    of text: UnsafeBufferPointer<UInt8>, column: Int
  ) throws(CSVError) -> UInt64 {
    guard let dictionary = chunk.notes[column].dictionary else { return 0 }
    let (code, isNew) = dictionary.code(of: text)
    if isNew {
      try CSVCellScanner.checkText(text, rowStart: rowStart, rowLine: rowLine)
    }
    return UInt64(code)
  }

  /// Counts the cells of a row of the wrong length.
  private mutating func raggedRow(cells: Int, expected: Int) throws(CSVError) -> CSVError {
    var found = cells
    while !scanner.isAtRowEnd {
      scanner.cursor += 1
      _ = try scanner.cell(column: found)
      found += 1
    }
    return .raggedRow(line: rowLine, expected: expected, found: found)
  }
}
