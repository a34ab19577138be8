/// Reads the rows below a header, a wave of chunks at a time.
///
/// A wave is parsed on every core, chunk by chunk, and then gathered, column by column. Only a
/// wave of chunks is in memory besides the columns. What is read does not depend on the number of
/// threads, nor on where the text is cut.
struct CSVTableBuilder {
  private let text: SharedBytes
  private let dialect: CSVDialect
  private let builders: [CSVColumnBuilder]
  private let split: CSVSplit
  private var lines = LineMap()
  private var line: Int
  private var rowCount = 0

  /// More rows than this are refused.
  private let rowLimit: Int
  private static let waveCount = 16

  init(
    _ split: CSVSplit, header: CSVHeader, text: SharedBytes, dialect: CSVDialect, rowLimit: Int
  ) {
    self.rowLimit = rowLimit
    self.text = text
    self.dialect = dialect
    self.split = split
    line = header.line
    builders = header.names.enumerated().map {
      CSVColumnBuilder(name: $1, position: $0, dialect: dialect)
    }
  }

  mutating func read() throws(CSVError) -> Table {
    // A row takes a byte a column at least, so that the room stays in proportion to the text.
    let expected = min(split.lineFeedCount + 1, split.bytes.count / builders.count + 1)
    let ranges = split.chunks
    let chunks = (0..<min(Self.waveCount, ranges.count)).map { _ in
      CSVChunk(columnCount: builders.count)
    }
    for first in Swift.stride(from: 0, to: ranges.count, by: Self.waveCount) {
      let wave = ranges[first..<min(first + Self.waveCount, ranges.count)]
      try parse(Array(wave), chunks)
      try append(Array(chunks.prefix(wave.count)), expected: expected)
    }
    rereadLateTexts()
    var columns: [Column] = []
    let all = builders
    for result in Parallel.map(builders.count, { Self.column(all[$0]) }) {
      columns.append(try result.get())
    }
    return Table(checked: columns, lines: lines)
  }

  private static func column(_ builder: CSVColumnBuilder) -> Result<Column, CSVError> {
    do throws(CSVError) { return .success(try builder.column()) } catch { return .failure(error) }
  }

  // MARK: - Waves

  private func parse(_ ranges: [Range<Int>], _ chunks: [CSVChunk]) throws(CSVError) {
    let isText = builders.map(\.isText)
    let (text, dialect) = (text, dialect)
    let isRead = Parallel.map(ranges.count) { index in
      chunks[index].reset(bytes: ranges[index], isText: isText, marks: dialect.marks)
      var parser = CSVChunkParser(chunks[index], text: text, dialect: dialect, line: 0)
      do throws(CSVError) {
        try parser.parse()
        return true
      } catch {
        return false
      }
    }
    guard let failed = isRead.firstIndex(of: false) else { return }
    // Once more with its true line, for an error that says where.
    chunks[failed].reset(bytes: ranges[failed], isText: isText, marks: dialect.marks)
    let line = line + chunks[..<failed].reduce(0) { $0 + $1.lineCount }
    var parser = CSVChunkParser(chunks[failed], text: text, dialect: dialect, line: line)
    try parser.parse()
  }

  private mutating func append(_ chunks: [CSVChunk], expected: Int) throws(CSVError) {
    for chunk in chunks {
      for sighting in chunk.sightings {
        builders[sighting.column].note(sighting, line: line + sighting.line)
        if sighting.kind == .text, !builders[sighting.column].isText {
          builders[sighting.column].becomeText()
        }
      }
      lines.append(chunk.lines, atRow: rowCount, line: line)
      rowCount += chunk.rowCount
      line += chunk.lineCount
    }
    if rowCount > rowLimit { throw .tooManyRows(limit: rowLimit) }
    let (text, dialect, builders) = (text, dialect, builders)
    let textColumns = builders.indices.filter { builders[$0].isText }
    _ = Parallel.map(chunks.count) { index in
      let chunk = chunks[index]
      let wanted = textColumns.filter { chunk.columns[$0].dictionary == nil }
      if wanted.isEmpty { return }
      chunk.rereadTexts(
        of: wanted.map { ($0, chunk.rowCount) }, text: text, dialect: dialect)
    }
    _ = Parallel.map(builders.count) { column in
      for chunk in chunks { builders[column].append(chunk, expected: expected) }
    }
  }

  /// Columns that had numbers only for a wave or more, read again as text in one walk.
  private func rereadLateTexts() {
    let late = builders.indices.filter { builders[$0].numberRows > 0 }
    let rows = late.map { builders[$0].numberRows }
    if late.isEmpty { return }
    var codes = rows.map { [Int32](repeating: -1, count: $0) }
    var labels = rows.map { _ in CategoryDictionary() }
    CSVReread.cells(
      of: late, rows: rows.max() ?? 0, bytes: split.bytes, text: text,
      separator: dialect.separator
    ) { index, row, cell in
      if row < rows[index], !dialect.missing.contains(ASCII.trimmed(cell)) {
        codes[index][row] = labels[index].code(of: cell).code
      }
    }
    for (index, column) in late.enumerated() {
      builders[column].prepend(codes: codes[index], labels: labels[index])
    }
  }
}
