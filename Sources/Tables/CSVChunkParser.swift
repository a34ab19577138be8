/// Fills a chunk from its bytes, in one pass.
///
/// Most cells are plain numbers or short words, and are read where they stand; whatever needs a
/// second look (quotes, blanks, missing tokens, text where numbers stood) goes the general way
/// through ``CSVCellScanner``. Both ways give the same table.
struct CSVChunkParser: ~Copyable {
  private let chunk: CSVChunk
  private let text: SharedBytes
  private let dialect: CSVDialect
  private let firstLine: Int
  private var scanner: CSVCellScanner
  private var rowStart: UnsafePointer<UInt8>
  private var rowLine = 0
  private var row = 0

  /// `line` is the line at the start of the chunk, which only errors tell.
  init(_ chunk: CSVChunk, text: SharedBytes, dialect: CSVDialect, line: Int) {
    self.chunk = chunk
    self.text = text
    self.dialect = dialect
    firstLine = line
    rowStart = text.base + chunk.bytes.lowerBound
    scanner = CSVCellScanner(
      limit: text.base + chunk.bytes.upperBound, separator: dialect.separator, cursor: rowStart,
      line: line)
  }

  mutating func parse() throws(CSVError) {
    let columns = chunk.columns
    let limit = scanner.limit
    let separator = dialect.separator
    let marks = dialect.marks.outsideQuotes(separator: separator)
    let emptyIsMissing = dialect.missing.includesEmpty
    let believesNumbers = dialect.missing.numbers.isEmpty
    var lastShift = Int.min

    while scanner.skipToRow() {
      if row == chunk.stride { try makeRoom() }
      rowStart = scanner.cursor
      rowLine = scanner.line
      chunk.lines.note(row: row, line: rowLine &- firstLine, lastShift: &lastShift)

      let stride = chunk.stride
      var slot = chunk.slots + row
      var column = 0
      var p = rowStart
      while true {
        if columns[column].dictionary != nil {
          let end = CSVCellScanner.endOfWord(p, limit, separator)
          if end == limit || end.pointee != ASCII.quote {
            let word = UnsafeBufferPointer(start: p, count: end - p)
            p = end
            slot.pointee = try code(of: word, column: column)
          } else {
            scanner.cursor = p
            slot.pointee = try code(of: scanner.cell(column: column), column: column)
            p = scanner.cursor
          }
        } else {
          let literal = DecimalLiteral.scan(p, limit, marks)
          let end = p + literal.length
          let isWhole =
            end == limit || end.pointee == separator || end.pointee == ASCII.lineFeed
            || end.pointee == ASCII.carriageReturn
          if isWhole, literal.length > 0, believesNumbers, literal.value.isFinite,
            columns[column].seen.isSuperset(of: CSVChunk.Seen(mark: literal.mark))
          {
            p = end
            slot.pointee = literal.value.bitPattern
          } else if isWhole, literal.length == 0, emptyIsMissing {
            slot.pointee = Double.nan.bitPattern
          } else {
            scanner.cursor = p
            slot.pointee = try generalCell(column: column)
            p = scanner.cursor
          }
        }
        column &+= 1
        slot += stride
        if column == columns.count || p == limit || p.pointee != separator { break }
        p += 1
      }
      scanner.cursor = p
      if column != columns.count || !scanner.isAtRowEnd {
        throw try raggedRow(cells: column)
      }
      if p < limit { scanner.endLine() }
      row &+= 1
    }
    chunk.rowCount = row
    chunk.lineCount = scanner.line - firstLine
    rereadEarlierTexts()
  }

  // MARK: - Rows

  /// Makes room for the rows that the bytes left should hold, from what a row took so far.
  private func makeRoom() throws(CSVError) {
    let limit = Int(Int32.max) - 64
    if row >= limit { throw .tooManyRows(limit: limit) }
    let total = chunk.bytes.count
    let used = scanner.cursor - (text.base + chunk.bytes.lowerBound)
    let guess =
      row == 0
      ? total / (8 * chunk.columns.count)
      : Int(1.06 * Double(row) * Double(total) / Double(max(used, 1)))
    chunk.grow(to: min(max(guess, row + row / 2), limit), keeping: row)
  }

  /// Counts the cells of a row of the wrong length.
  private mutating func raggedRow(cells: Int) throws(CSVError) -> CSVError {
    var found = cells
    while !scanner.isAtRowEnd {
      scanner.cursor += 1
      _ = try scanner.cell(column: found)
      found += 1
    }
    return .raggedRow(line: rowLine, expected: chunk.columns.count, found: found)
  }

  private func rereadEarlierTexts() {
    let wanted = chunk.columns.indices.compactMap { column in
      let state = chunk.columns[column]
      return state.dictionary != nil && state.textStart > 0 ? (column, state.textStart) : nil
    }
    if !wanted.isEmpty { chunk.rereadTexts(of: wanted, text: text, dialect: dialect) }
  }

  // MARK: - Cells

  /// The slot of a cell, in a column of numbers so far, that is not plainly a number.
  private mutating func generalCell(column: Int) throws(CSVError) -> UInt64 {
    let line = scanner.line
    let cell = try scanner.cell(column: column)
    let meaning =
      cell.hasDoubledQuotes
      ? CSVCellScanner.halvingQuotes(cell.text).withUnsafeBufferPointer { dialect.meaning(of: $0) }
      : dialect.meaning(of: cell.text)
    switch meaning {
    case .missing:
      return Double.nan.bitPattern
    case .number(let literal):
      if literal.value.isInfinite, literal.length > 0 { note(.overflow, cell, column, line) }
      if literal.mark == ASCII.comma { note(.comma, cell, column, line) }
      if literal.mark == ASCII.point { note(.point, cell, column, line) }
      return literal.value.bitPattern
    case .text:
      chunk.columns[column].textStart = row
      chunk.columns[column].dictionary = CategoryDictionary()
      note(.text, cell, column, line)
      return try code(of: cell, column: column)
    }
  }

  /// Remembers the first cell of its kind in the column.
  private func note(
    _ kind: CSVChunk.Sighting.Kind, _ cell: CSVCellScanner.Cell, _ column: Int, _ line: Int
  ) {
    let seen = chunk.columns[column].seen
    guard !seen.contains(kind.seen) else { return }
    chunk.columns[column].seen = seen.union(kind.seen)
    let bytes =
      cell.hasDoubledQuotes ? CSVCellScanner.halvingQuotes(cell.text) : Array(cell.text)
    chunk.sightings.append(
      CSVChunk.Sighting(kind: kind, column: column, cell: bytes, line: line - firstLine))
  }

  private func code(of cell: CSVCellScanner.Cell, column: Int) throws(CSVError) -> UInt64 {
    guard cell.hasDoubledQuotes else { return try code(of: cell.text, column: column) }
    try CSVCellScanner.checkText(cell.text, rowStart: rowStart, rowLine: rowLine)
    let halved = CSVCellScanner.halvingQuotes(cell.text)
    return halved.withUnsafeBufferPointer {
      UInt64(chunk.columns[column].dictionary?.code(of: $0).code ?? 0)
    }
  }

  @inline(__always)
  private func code(
    of text: UnsafeBufferPointer<UInt8>, column: Int
  ) throws(CSVError) -> UInt64 {
    guard let (code, isNew) = chunk.columns[column].dictionary?.code(of: text) else { return 0 }
    if isNew {
      try CSVCellScanner.checkText(text, rowStart: rowStart, rowLine: rowLine)
    }
    return UInt64(code)
  }
}
