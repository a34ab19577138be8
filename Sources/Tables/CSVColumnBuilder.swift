/// Gathers a column from chunk after chunk, in order.
final class CSVColumnBuilder: @unchecked Sendable {
  private let name: String
  private let position: Int
  private let dialect: CSVDialect
  private var numbers: [Double] = []
  private var codes: [Int32] = []
  private var labels = CategoryDictionary()
  private(set) var isText = false
  /// How many rows were read as numbers before the first chunk with text.
  private(set) var numberRows = 0
  private var first: [CSVChunk.Sighting.Kind: (text: String, line: Int)] = [:]

  /// `position` counts from 0.
  init(name: String, position: Int, dialect: CSVDialect) {
    self.name = name
    self.position = position
    self.dialect = dialect
  }

  /// Remembers the first sighting of each kind.
  func note(_ sighting: CSVChunk.Sighting, line: Int) {
    if first[sighting.kind] == nil {
      first[sighting.kind] = (String(decoding: sighting.cell, as: UTF8.self), line)
    }
  }

  /// From here on, chunks come with text.
  func becomeText() {
    isText = true
    numberRows = numbers.count
    numbers = []
  }

  /// Appends a chunk of the same kind; `expected` rows are to come in all.
  func append(_ chunk: CSVChunk, expected: Int) {
    let slots = UnsafeBufferPointer(
      start: chunk.slots + position * chunk.stride, count: chunk.rowCount)
    if isText {
      guard let own = chunk.columns[position].dictionary else { return }
      if codes.isEmpty { codes.reserveCapacity(expected - numberRows) }
      let codeOf = (0..<own.count).map { own.withLabel($0) { code(of: $0) } }
      codes.append(contentsOf: slots.lazy.map { codeOf[Int($0)] })
    } else {
      if numbers.isEmpty { numbers.reserveCapacity(expected) }
      slots.withMemoryRebound(to: Double.self) { numbers.append(contentsOf: $0) }
    }
  }

  /// Puts the texts of the first ``numberRows`` rows before the others.
  func prepend(codes earlier: [Int32], labels earlierLabels: CategoryDictionary) {
    var joined = earlierLabels
    let newCodes = joined.append(labels)
    codes = earlier + codes.map { $0 < 0 ? -1 : newCodes[Int($0)] }
    labels = joined
  }

  private func code(of cell: UnsafeBufferPointer<UInt8>) -> Int32 {
    dialect.missing.contains(ASCII.trimmed(cell)) ? -1 : labels.code(of: cell).code
  }

  // MARK: - The column

  func column() throws(CSVError) -> Column {
    isText ? textColumn() : try numberColumn()
  }

  private func numberColumn() throws(CSVError) -> Column {
    if let (text, line) = first[.overflow] {
      throw .numberOutOfRange(line: line, column: position + 1, name: name, text: text)
    }
    if let comma = first[.comma], let point = first[.point] {
      throw .mixedDecimals(
        column: position + 1, name: name, commaText: comma.text, commaLine: comma.line,
        pointText: point.text, pointLine: point.line)
    }
    return Column(name: name, values: .numbers(Numbers(numbers)))
  }

  private func textColumn() -> Column {
    var numericLabelCount = 0
    var texts: [String] = []
    for code in 0..<labels.count {
      labels.withLabel(code) {
        texts.append(String(decoding: $0, as: UTF8.self))
        if case .number = dialect.meaning(of: $0) { numericLabelCount += 1 }
      }
    }
    let firstText = first[.text].map {
      Column.FirstText(text: $0.text, line: $0.line, numericLabelCount: numericLabelCount)
    }
    return Column(
      name: name, values: Self.joiningEquivalents(codes, texts), firstText: firstText)
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
