@testable import Tables

/// Delimited text read the obvious way: a list of cells a row, then a column at a time.
struct SlowCSV {
  /// The columns, or nil where the text is refused.
  private(set) var columns: [Column]?

  private struct Refusal: Error {}

  init(_ bytes: [UInt8], _ options: CSVOptions) {
    columns = try? Self.read(bytes, options)
  }

  private static func read(_ bytes: [UInt8], _ options: CSVOptions) throws -> [Column] {
    guard let text = String(validating: bytes, as: UTF8.self), !text.unicodeScalars.contains("\0")
    else { throw Refusal() }
    var scalars = Array(text.unicodeScalars)
    if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    let separator = try separator(scalars, options)
    var rows = try cells(scalars, separator)
    guard !rows.isEmpty else { throw Refusal() }
    let names = rows.removeFirst().map { $0.isQuoted ? $0.text : trim($0.text) }
    guard !names.contains(where: { trim($0).isEmpty }), Set(names).count == names.count,
      rows.allSatisfy({ $0.count == names.count })
    else { throw Refusal() }
    let decimal = options.decimal
    let allowsPoint = decimal != .comma
    let allowsComma = decimal == .comma || (decimal == .automatic && separator != ",")
    return try names.enumerated().map { position, name in
      let texts = rows.map { $0[position].text }
      let known = texts.map { text in
        let missing = options.missingTokens.union(["NaN", "nan"])
        return missing.contains(trim(text)) ? nil : text
      }
      let numbers = known.map { $0.map { number(trim($0), allowsPoint, allowsComma) } ?? .nan }
      guard numbers.allSatisfy({ $0 != nil }) else { return Column(name: name, texts: known) }
      let finite = known.compactMap { $0 }.filter { !trim($0).lowercased().hasSuffix("inf") }
      if finite.contains(where: { $0.contains(",") }), finite.contains(where: { $0.contains(".") })
      {
        throw Refusal()
      }
      if finite.contains(where: { number(trim($0), allowsPoint, allowsComma)?.isInfinite ?? false })
      {
        throw Refusal()
      }
      return Column(name: name, numbers: numbers.compactMap { $0 })
    }
  }

  private static func trim(_ text: String) -> String {
    var scalars = Array(text.unicodeScalars)[...]
    while scalars.first == " " || scalars.first == "\t" { scalars.removeFirst() }
    while scalars.last == " " || scalars.last == "\t" { scalars.removeLast() }
    return String(String.UnicodeScalarView(scalars))
  }

  private static func number(_ text: String, _ point: Bool, _ comma: Bool) -> Double? {
    if ["Inf", "+Inf", "inf", "+inf"].contains(text) { return .infinity }
    if ["-Inf", "-inf"].contains(text) { return -.infinity }
    guard text.unicodeScalars.allSatisfy({ "0123456789+-eE.,".unicodeScalars.contains($0) }),
      point || !text.contains("."), comma || !text.contains(","),
      text.filter({ $0 == "." || $0 == "," }).count <= 1
    else { return nil }
    let plain = String(text.map { $0 == "," ? "." : $0 })
    return Double(plain)
  }

  private static func separator(
    _ scalars: [Unicode.Scalar], _ options: CSVOptions
  ) throws -> Unicode.Scalar {
    switch options.separator {
    case .comma: return ","
    case .semicolon: return ";"
    case .tab: return "\t"
    case .automatic: break
    }
    let lines = scalars.drop { $0 == "\n" || $0 == "\r" || $0 == " " || $0 == "\t" }
    var isQuoted = false
    var counts: [Unicode.Scalar: Int] = [",": 0, ";": 0, "\t": 0]
    // Blanks before the first name are part of the header line, and tabs there may separate.
    let blanks = scalars[..<lines.startIndex].reversed().prefix { $0 != "\n" && $0 != "\r" }
    for scalar in blanks { counts[scalar]? += 1 }
    for scalar in lines {
      if scalar == "\"" { isQuoted.toggle() }
      if !isQuoted, scalar == "\n" || scalar == "\r" { break }
      if !isQuoted { counts[scalar]? += 1 }
    }
    let most = counts.values.max() ?? 0
    let winners = counts.filter { $0.value == most }
    if most == 0 { return "," }
    guard winners.count == 1, let winner = winners.first else { throw Refusal() }
    return winner.key
  }

  private struct Cell {
    var text = ""
    var isQuoted = false
  }

  private static func cells(
    _ scalars: [Unicode.Scalar], _ separator: Unicode.Scalar
  ) throws -> [[Cell]] {
    var rows: [[Cell]] = []
    var row = [Cell()]
    var index = 0
    func endRow() {
      if row.count == 1, !row[0].isQuoted, trim(row[0].text).isEmpty {
        row = [Cell()]
        return
      }
      rows.append(row)
      row = [Cell()]
    }
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      if scalar == separator {
        row.append(Cell())
      } else if scalar == "\n" || scalar == "\r" {
        if scalar == "\r", index < scalars.count, scalars[index] == "\n" { index += 1 }
        endRow()
      } else if scalar == "\"" {
        guard row[row.count - 1].text.isEmpty, !row[row.count - 1].isQuoted else { throw Refusal() }
        row[row.count - 1].isQuoted = true
        while true {
          guard index < scalars.count else { throw Refusal() }
          if scalars[index] == "\"" {
            index += 1
            guard index < scalars.count, scalars[index] == "\"" else { break }
          }
          row[row.count - 1].text.unicodeScalars.append(scalars[index])
          index += 1
        }
      } else {
        guard !row[row.count - 1].isQuoted else { throw Refusal() }
        row[row.count - 1].text.unicodeScalars.append(scalar)
      }
    }
    if row.count > 1 || row[0].isQuoted || !row[0].text.isEmpty { endRow() }
    return rows
  }
}
