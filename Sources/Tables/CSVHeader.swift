/// The first row of delimited text: the separator and the names of the columns.
struct CSVHeader: Sendable {
  let names: [String]
  let separator: UInt8
  /// Where the first row of values may start, in bytes from the start of the text.
  let end: Int
  /// The line at `end`, counted from 1.
  let line: Int

  /// Reads the header of `bytes`, skipping a UTF-8 byte order mark and blank lines before it.
  /// Blanks around names that are not quoted do not belong to them.
  init(
    _ bytes: UnsafeBufferPointer<UInt8>, separator option: CSVOptions.Separator
  ) throws(CSVError) {
    guard let base = bytes.baseAddress else { throw .noHeader }
    let hasMark = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
    var scanner = CSVCellScanner(
      limit: base + bytes.count, separator: 0, cursor: base + (hasMark ? 3 : 0), line: 1)
    switch option {
    case .comma: separator = ASCII.comma
    case .semicolon: separator = ASCII.semicolon
    case .tab: separator = ASCII.tab
    case .automatic:
      guard scanner.skipToRow() else { throw .noHeader }
      separator = try Self.mostFrequentSeparator(scanner)
    }
    scanner = CSVCellScanner(
      limit: scanner.limit, separator: separator, cursor: scanner.cursor, line: scanner.line)
    guard scanner.skipToRow() else { throw .noHeader }

    let rowStart = scanner.cursor
    let rowLine = scanner.line
    var names: [String] = []
    var positions: [String: Int] = [:]
    while true {
      let column = names.count
      let cellLine = scanner.line
      let cell = try scanner.cell(column: column)
      try CSVCellScanner.checkText(cell.text, rowStart: rowStart, rowLine: rowLine)
      let trimmed = ASCII.trimmed(cell.text)
      if trimmed.isEmpty { throw .emptyName(line: cellLine, column: column + 1) }
      let name = String(
        decoding: cell.isQuoted ? CSVCellScanner.halvingQuotes(cell.text) : Array(trimmed),
        as: UTF8.self)
      if let earlier = positions.updateValue(column, forKey: name) {
        throw .duplicateName(line: cellLine, name: name, columns: [earlier + 1, column + 1])
      }
      names.append(name)
      if scanner.isAtRowEnd { break }
      scanner.cursor += 1
    }
    if scanner.cursor < scanner.limit { scanner.endLine() }
    self.names = names
    end = scanner.cursor - base
    line = scanner.line
  }

  /// Counts commas, semicolons and tabs from the cursor to the end of the line, outside quotes.
  private static func mostFrequentSeparator(
    _ scanner: CSVCellScanner
  ) throws(CSVError) -> UInt8 {
    var counts: [(separator: UInt8, name: String, count: Int)] = [
      (ASCII.comma, "comma", 0), (ASCII.semicolon, "semicolon", 0), (ASCII.tab, "tab", 0),
    ]
    var isQuoted = false
    var p = scanner.cursor
    while p < scanner.limit {
      let byte = p.pointee
      if byte == ASCII.quote {
        isQuoted.toggle()
      } else if !isQuoted {
        if byte == ASCII.lineFeed || byte == ASCII.carriageReturn { break }
        for index in counts.indices where counts[index].separator == byte {
          counts[index].count += 1
        }
      }
      p += 1
    }
    let most = counts.map(\.count).max() ?? 0
    let winners = counts.filter { $0.count == most }
    if most == 0 { return ASCII.comma }
    if winners.count > 1 {
      throw .ambiguousSeparator(
        line: scanner.line, candidates: winners.map(\.name), count: most)
    }
    return winners[0].separator
  }
}
