/// Writes a table as comma-separated text (RFC 4180, line feeds) that ``CSVReader`` reads back as
/// the same table under its default options.
///
/// Numbers have the fewest digits that read back to the same double; missing is `NA`. A label is
/// quoted when it holds a separator, a quote or a line end. What no quoting can save is refused:
/// text that reads as missing, and text columns in which every label reads as a number. Two things
/// are lost, as no text can tell them: labels that no row has, and the type of a text column
/// without any label, which reads back as missing numbers.
public enum CSVWriter {
  /// Throws ``CSVError/notWritable(name:text:)``.
  public static func text(of table: Table) throws(CSVError) -> String {
    String(decoding: try bytes(of: table), as: UTF8.self)
  }

  /// The text as UTF-8. Throws ``CSVError/notWritable(name:text:)``.
  public static func bytes(of table: Table) throws(CSVError) -> [UInt8] {
    var bytes: [UInt8] = []
    var cells: [CellWriter] = []
    for (position, column) in table.columns.enumerated() {
      if column.name.utf8.contains(0) {
        throw .notWritable(name: column.name, text: column.name)
      }
      if position > 0 { bytes.append(ASCII.comma) }
      bytes.append(contentsOf: quoted(column.name, isName: true))
      cells.append(try CellWriter(column))
    }
    bytes.append(ASCII.lineFeed)
    for row in 0..<table.rowCount {
      for position in cells.indices {
        if position > 0 { bytes.append(ASCII.comma) }
        cells[position].append(row, to: &bytes)
      }
      bytes.append(ASCII.lineFeed)
    }
    return bytes
  }

  /// A text as one cell, in quotes if it needs them.
  public static func cell(_ text: String) -> String {
    String(decoding: quoted(text, isName: false), as: UTF8.self)
  }

  /// The fewest digits that read back, a whole number without a point: `12`, `0.1`, `5e-324`.
  static func digits(_ value: Double) -> Substring.UTF8View {
    if value.isNaN { return "NA"[...].utf8 }
    if value.isInfinite { return (value < 0 ? "-Inf" : "Inf")[...].utf8 }
    let text = value.description
    return (text.hasSuffix(".0") ? text.dropLast(2) : text[...]).utf8
  }

  /// The text in quotes if it needs them. A name also needs them around blanks, and around marks
  /// from which a reader would find the separator or the encoding.
  static func quoted(_ text: String, isName: Bool) -> [UInt8] {
    let bytes = Array(text.utf8)
    let isSpecial = bytes.contains {
      switch $0 {
      case ASCII.quote, ASCII.comma, ASCII.lineFeed, ASCII.carriageReturn: true
      case ASCII.semicolon, ASCII.tab, ASCII.space, 0xEF: isName
      default: false
      }
    }
    if !isSpecial { return bytes }
    var result = [ASCII.quote]
    for byte in bytes {
      if byte == ASCII.quote { result.append(byte) }
      result.append(byte)
    }
    result.append(ASCII.quote)
    return result
  }
}

/// The cells of one column, each label quoted once.
private enum CellWriter {
  case numbers(Numbers)
  case categories(codes: [Int32], labels: [[UInt8]])

  init(_ column: Column) throws(CSVError) {
    switch column.values {
    case .numbers(let numbers):
      self = .numbers(numbers)
    case .categories(let codes, let labels):
      var isUsed = [Bool](repeating: false, count: labels.count)
      for code in codes where code >= 0 { isUsed[Int(code)] = true }
      try Self.check(zip(labels, isUsed).compactMap { $1 ? $0 : nil }, name: column.name)
      self = .categories(
        codes: codes, labels: labels.map { CSVWriter.quoted($0, isName: false) })
    }
  }

  func append(_ row: Int, to bytes: inout [UInt8]) {
    switch self {
    case .numbers(let numbers):
      bytes.append(contentsOf: CSVWriter.digits(numbers[row]))
    case .categories(let codes, let labels):
      let code = Int(codes[row])
      bytes.append(contentsOf: code < 0 ? Array("NA".utf8) : labels[code])
    }
  }

  /// Refuses labels that would not read back as text.
  private static func check(_ labels: [String], name: String) throws(CSVError) {
    let dialect = CSVDialect(separator: ASCII.comma, options: CSVOptions())
    var firstNumber: String?
    var hasText = false
    for label in labels {
      if label.utf8.contains(0) { throw .notWritable(name: name, text: label) }
      switch Array(label.utf8).withUnsafeBufferPointer({ dialect.meaning(of: $0) }) {
      case .missing: throw .notWritable(name: name, text: label)
      case .number: firstNumber = firstNumber ?? label
      case .text: hasText = true
      }
    }
    if let firstNumber, !hasText { throw .notWritable(name: name, text: firstNumber) }
  }
}
