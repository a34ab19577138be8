/// The options of a reader as bytes, with nothing left to be chosen.
struct CSVDialect: Sendable {
  let separator: UInt8
  let marks: DecimalMarks
  let missing: MissingTokens

  init(separator: UInt8, options: CSVOptions) {
    self.separator = separator
    self.marks =
      switch options.decimal {
      case .point: .point
      case .comma: .comma
      case .automatic: separator == ASCII.comma ? .point : .either
      }
    self.missing = MissingTokens(options.missingTokens, marks: marks)
  }

  /// What a cell means in a column of numbers.
  enum Meaning {
    case missing
    case number(DecimalLiteral)
    case text
  }

  /// Reads a cell without the blanks around it: a missing token, a decimal, an infinity, or text.
  func meaning(of cell: UnsafeBufferPointer<UInt8>) -> Meaning {
    let trimmed = ASCII.trimmed(cell)
    if missing.contains(trimmed) { return .missing }
    if let literal = DecimalLiteral.whole(trimmed, marks) {
      // Only an exact reading of text that is no number could be NaN.
      return literal.value.isNaN ? .text : .number(literal)
    }
    if let infinity = Self.infinity(trimmed) {
      return .number(DecimalLiteral(value: infinity, length: 0, mark: 0))
    }
    return .text
  }

  /// `Inf` or `inf`, with or without a sign.
  private static func infinity(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    var word = bytes[...]
    var value = Double.infinity
    if let sign = word.first, sign == ASCII.minus || sign == ASCII.plus {
      if sign == ASCII.minus { value = -value }
      word = word.dropFirst()
    }
    return word.elementsEqual("Inf".utf8) || word.elementsEqual("inf".utf8) ? value : nil
  }
}

/// Spellings of a missing cell.
struct MissingTokens: Sendable {
  private let spellings: [[UInt8]]
  /// Whether an empty cell is missing.
  let includesEmpty: Bool
  /// The values of spellings that are numbers, such as -9: a number must be looked up before it
  /// is believed.
  let numbers: [Double]

  init(_ tokens: Set<String>, marks: DecimalMarks) {
    let all = tokens.union(["NaN", "nan"])
      .map { Array($0.utf8).withUnsafeBufferPointer { Array(ASCII.trimmed($0)) } }
    spellings = all.filter { !$0.isEmpty }.sorted { $0.lexicographicallyPrecedes($1) }
    includesEmpty = all.contains { $0.isEmpty }
    numbers = all.compactMap { spelling in
      spelling.withUnsafeBufferPointer { DecimalLiteral.whole($0, marks)?.value }
    }
  }

  /// Whether a cell, already without the blanks around it, is missing.
  func contains(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    if cell.isEmpty { return includesEmpty }
    for spelling in spellings where spelling.count == cell.count {
      if cell.elementsEqual(spelling) { return true }
    }
    return false
  }
}
