internal import StrictJSON

/// Pieces of sentences.
package enum Words {
  /// "1", "1 or 2", "1, 2 or 3".
  static func list(_ items: [String], _ conjunction: String) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " \(conjunction) " + last
  }

  /// The shortest digits that read back, without ".0": 12.5, 3, 1e+20.
  static func exact(_ value: Double) -> String {
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// At most six significant digits, for numbers that were computed.
  static func rounded(_ value: Double) -> String {
    guard value.isFinite, (1e-3..<1e6).contains(value.magnitude) else { return exact(value) }
    var scale = 1.0
    while value.magnitude * scale < 1e5 { scale *= 10 }
    return exact((value * scale).rounded() / scale)
  }

  /// "12.5 cm", "1 year", "54 years", "12".
  static func quantity(_ number: String, _ unit: String?) -> String {
    guard let unit, !unit.isEmpty else { return number }
    return number + " " + (number == "1" ? printable(unit) : plural(ofUnit: unit))
  }

  /// "years", "cm".
  static func plural(ofUnit unit: String) -> String {
    printable(unit) + (["day", "month", "year"].contains(unit) ? "s" : "")
  }

  /// "0.1 to 60 cm".
  static func range(_ range: ClosedRange<Double>, _ unit: String?) -> String {
    exact(range.lowerBound) + " to " + quantity(exact(range.upperBound), unit)
  }

  /// A sentence from its first letter on.
  package static func capitalized(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }

  /// Lines of at most `width` characters, broken at blanks; `indent` blanks before the first, `hanging`
  /// before the others. A word longer than a line has one of its own.
  static func wrapped(
    _ text: String, indent: Int = 0, hanging: Int? = nil, width: Int = 100
  ) -> String {
    var result = ""
    var line = String(repeating: " ", count: indent)
    var isEmpty = true
    for word in text.split(separator: " ") {
      if !isEmpty, line.count + 1 + word.count > width {
        result += line + "\n"
        line = String(repeating: " ", count: hanging ?? indent)
        isEmpty = true
      }
      line += isEmpty ? "\(word)" : " \(word)"
      isEmpty = false
    }
    return isEmpty ? result : result + line + "\n"
  }

  /// Text from outside, in single quotes, cut at 60 characters.
  static func quoted(_ text: String) -> String { Excerpt.quoted(text) }

  /// Text from outside without control characters, cut at 60 characters.
  static func printable(_ text: String) -> String { String(quoted(text).dropFirst().dropLast()) }
}
