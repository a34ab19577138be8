/// A number as people write it, with what stands behind it.
///
///     [+ -] (digits [(. ,) digits] | (. ,) digits) [e [+ -] digits] [blanks] [unit]
///
/// A comma is a decimal comma, as in most of Europe. Where it could as well divide thousands, a
/// comma behind one to three digits and before exactly three, as in `1,234`, and where several
/// separators stand, the text is ambiguous and not read. A point is always a decimal point.
enum QuantityText: Equatable {
  /// `unit` is empty where nothing follows.
  case number(Double, unit: String)
  case ambiguous
  case notANumber

  init(_ text: String) {
    let scalars = Array(TextFolding.trimmed(text).unicodeScalars.prefix(Self.longest + 1))
    guard scalars.count <= Self.longest else {
      self = .notANumber
      return
    }
    var scan = Scan(scalars: scalars)
    self = scan.quantity()
  }

  /// The integer that a text without a unit spells, such as `3`, `3.0` or `+3`.
  static func integer(_ text: String) -> Int? {
    guard case .number(let value, "") = QuantityText(text) else { return nil }
    return Int(exactly: value)
  }

  private static let longest = 64
}

private struct Scan {
  let scalars: [Unicode.Scalar]
  var at = 0

  var next: Unicode.Scalar? { at < scalars.count ? scalars[at] : nil }

  mutating func quantity() -> QuantityText {
    let sign = sign()
    let whole = digits()
    var fraction = ""
    if let separator = next, separator == "." || separator == "," {
      at += 1
      fraction = digits()
      guard !fraction.isEmpty else { return .notANumber }
      if separator == ",", isThousands(whole, fraction) { return .ambiguous }
      if next == "." || next == ",", at + 1 < scalars.count, isDigit(scalars[at + 1]) {
        return .ambiguous
      }
    }
    guard !whole.isEmpty || !fraction.isEmpty else { return .notANumber }
    let spelled = "\(sign)\(whole.isEmpty ? "0" : whole).\(fraction.isEmpty ? "0" : fraction)"
    guard let value = Double(spelled + exponent()), value.isFinite else { return .notANumber }
    var unit = String.UnicodeScalarView()
    unit.append(contentsOf: scalars[at...])
    return .number(value, unit: TextFolding.trimmed(String(unit)))
  }

  /// Whether a comma between these may divide thousands, whose first group has no leading zero.
  private func isThousands(_ whole: String, _ fraction: String) -> Bool {
    fraction.utf8.count == 3 && (1...3).contains(whole.utf8.count) && whole.first != "0"
  }

  private mutating func sign() -> String {
    guard let first = next, ["+", "-", "\u{2212}"].contains(first) else { return "" }
    at += 1
    return first == "+" ? "" : "-"
  }

  private mutating func digits() -> String {
    var text = ""
    while let scalar = next, isDigit(scalar) {
      text.unicodeScalars.append(scalar)
      at += 1
    }
    return text
  }

  /// `e-3` of `12e-3`; empty where no digit follows, for then the letter belongs to the unit.
  private mutating func exponent() -> String {
    let start = at
    guard next == "e" || next == "E" else { return "" }
    at += 1
    let sign = sign()
    let power = digits()
    if power.isEmpty {
      at = start
      return ""
    }
    return "e\(sign)\(power)"
  }

  private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}
