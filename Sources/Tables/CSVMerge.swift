/// Joins the chunks of a text, in order, to the columns of a table.
struct CSVMerge: Sendable {
  let chunks: [CSVChunk]
  let names: [String]
  let dialect: CSVDialect
  let text: SharedBytes
  /// The row and the line at which each chunk starts.
  private let starts: [(row: Int, line: Int)]
  private let rowCount: Int

  /// More rows than category codes and other tools can number are refused.
  static let rowLimit = Int(Int32.max)

  /// `line` is the line of the first chunk, `text` the bytes of all of them.
  init(
    _ chunks: [CSVChunk], names: [String], dialect: CSVDialect, text: SharedBytes, line: Int
  ) throws(CSVError) {
    var starts: [(row: Int, line: Int)] = []
    var row = 0
    var line = line
    for chunk in chunks {
      starts.append((row, line))
      row += chunk.rowCount
      line += chunk.lineCount
    }
    if row > Self.rowLimit { throw .tooManyRows(limit: Self.rowLimit) }
    self.chunks = chunks
    self.names = names
    self.dialect = dialect
    self.text = text
    self.starts = starts
    rowCount = row
  }

  func lines() -> LineMap {
    var lines = LineMap()
    for (chunk, start) in zip(chunks, starts) {
      lines.append(chunk.lines, atRow: start.row, line: start.line)
    }
    return lines
  }

  func column(_ column: Int) -> Result<Column, CSVError> {
    do throws(CSVError) {
      let isText = chunks.contains { $0.notes[column].textStart != nil }
      return .success(isText ? texts(column) : try numbers(column))
    } catch {
      return .failure(error)
    }
  }

  // MARK: - Numbers

  private func numbers(_ column: Int) throws(CSVError) -> Column {
    if let (text, line) = first(column, \.firstOverflow) {
      throw .numberOutOfRange(line: line, column: column + 1, name: names[column], text: text)
    }
    if dialect.marks.areAmbiguous, let comma = first(column, \.firstComma),
      let point = first(column, \.firstPoint)
    {
      throw .mixedDecimals(
        column: column + 1, name: names[column], commaText: comma.text, commaLine: comma.line,
        pointText: point.text, pointLine: point.line)
    }
    let values = [Double](unsafeUninitializedCapacity: rowCount) { buffer, initialized in
      for (chunk, start) in zip(chunks, starts) {
        guard let slots = chunk.slots[column], let target = buffer.baseAddress else { continue }
        UnsafeMutableRawPointer(target + start.row).copyMemory(
          from: slots, byteCount: 8 * chunk.rowCount)
        chunk.release(column)
      }
      initialized = rowCount
    }
    return Column(name: names[column], values: .numbers(values))
  }

  /// The first sighting in the text.
  private func first(
    _ column: Int, _ path: KeyPath<CSVChunk.ColumnNotes, CSVChunk.Sighting?>
  ) -> (text: String, line: Int)? {
    for (chunk, start) in zip(chunks, starts) {
      if let sighting = chunk.notes[column][keyPath: path] {
        return (String(decoding: sighting.text, as: UTF8.self), start.line + sighting.line)
      }
    }
    return nil
  }

  // MARK: - Texts

  private func texts(_ column: Int) -> Column {
    let labels = CategoryDictionary()
    var codes = [Int32](repeating: -1, count: rowCount)
    for (chunk, start) in zip(chunks, starts) {
      let textStart = chunk.notes[column].textStart ?? chunk.rowCount
      if textStart > 0 {
        rereadTexts(of: chunk, column: column, rows: textStart, labels) { row, code in
          codes[start.row + row] = code
        }
      }
      if let own = chunk.notes[column].dictionary, let slots = chunk.slots[column] {
        let codeOf = (0..<own.count).map { own.withLabel($0) { code(of: $0, labels) } }
        for row in textStart..<chunk.rowCount {
          codes[start.row + row] = codeOf[Int(slots[row])]
        }
      }
      chunk.release(column)
    }
    let numericLabelCount = (0..<labels.count).reduce(0) { count, code in
      guard case .number = labels.withLabel(code, { dialect.meaning(of: $0) }) else {
        return count
      }
      return count + 1
    }
    let firstText = first(column, \.firstText).map {
      Column.FirstText(text: $0.text, line: $0.line, numericLabelCount: numericLabelCount)
    }
    let values = Self.joiningEquivalents(
      codes, (0..<labels.count).map { labels.withLabel($0) { String(decoding: $0, as: UTF8.self) } }
    )
    return Column(name: names[column], values: values, firstText: firstText)
  }

  private func code(
    of text: UnsafeBufferPointer<UInt8>, _ labels: CategoryDictionary
  ) -> Int32 {
    dialect.missing.contains(ASCII.trimmed(text)) ? -1 : labels.code(of: text).code
  }

  /// Reads again, as text, the cells above the first that is no number: `007` keeps its zeros.
  /// They were all read once without an error.
  private func rereadTexts(
    of chunk: CSVChunk, column: Int, rows: Int, _ labels: CategoryDictionary,
    store: (Int, Int32) -> Void
  ) {
    var scanner = CSVCellScanner(
      limit: text.base + chunk.bytes.upperBound, separator: dialect.separator,
      cursor: text.base + chunk.bytes.lowerBound, line: 0)
    var row = 0
    while row < rows, scanner.skipToRow() {
      var position = 0
      while true {
        guard let cell = try? scanner.cell(column: position) else { return }
        if position == column {
          let code =
            cell.hasDoubledQuotes
            ? CSVCellScanner.halvingQuotes(cell.text).withUnsafeBufferPointer {
              self.code(of: $0, labels)
            } : self.code(of: cell.text, labels)
          store(row, code)
        }
        if scanner.isAtRowEnd { break }
        scanner.cursor += 1
        position += 1
      }
      if scanner.cursor < scanner.limit { scanner.endLine() }
      row += 1
    }
  }

  /// Joins labels that are the same text in different Unicode spellings (composed and decomposed
  /// accents), as `String` compares them.
  private static func joiningEquivalents(_ codes: [Int32], _ labels: [String]) -> Column.Values {
    guard labels.contains(where: { !$0.utf8.allSatisfy { $0 < 0x80 } }) else {
      return .categories(codes: codes, labels: labels)
    }
    var joined: [String] = []
    var codeOfLabel: [String: Int32] = [:]
    let newCodes = labels.map { label in
      if let code = codeOfLabel[label] { return code }
      let code = Int32(truncatingIfNeeded: joined.count)
      codeOfLabel[label] = code
      joined.append(label)
      return code
    }
    if joined.count == labels.count { return .categories(codes: codes, labels: labels) }
    return .categories(codes: codes.map { $0 < 0 ? -1 : newCodes[Int($0)] }, labels: joined)
  }
}
