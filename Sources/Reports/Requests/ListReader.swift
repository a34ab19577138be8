/// Reads fields out of an option's text, such as `histology="a, b", age=50` or `a,"b, c",d`.
///
/// Blanks around a field do not count. A field that opens with a double quote or a backquote ends
/// at the next one, and may hold separators; a quote within it is written twice.
public struct ListReader: Sendable {
  private var rest: Substring

  /// Nothing is read yet.
  public init(_ text: String) {
    rest = Substring(text)
    skipBlanks()
  }

  /// Whether nothing is left.
  public var isAtEnd: Bool { rest.isEmpty }

  /// The field before the next of `separators`, or before the end; the separator stays.
  public mutating func field(before separators: String) throws(ListError) -> String {
    skipBlanks()
    guard let quote = rest.first, quote == "\"" || quote == "`" else {
      var field = rest.prefix { !separators.contains($0) }
      rest = rest.dropFirst(field.count)
      while field.last == " " { field.removeLast() }
      return String(field)
    }
    let opened = rest
    rest.removeFirst()
    var field = ""
    while true {
      guard let character = rest.popFirst() else { throw .openQuote(String(opened)) }
      if character == quote {
        guard rest.first == quote else { break }
        rest.removeFirst()
      }
      field.append(character)
    }
    skipBlanks()
    if let next = rest.first, !separators.contains(next) {
      let part = opened.prefix(opened.count - rest.count)
      throw .textAfterQuote(quoted: trimmed(part), text: trimmed(rest.prefix { $0 != "," }))
    }
    return field
  }

  /// Steps over `separator`, if it comes next.
  public mutating func skip(_ separator: Character) -> Bool {
    guard rest.first == separator else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func skipBlanks() { rest = rest.drop { $0 == " " } }

  private func trimmed(_ text: Substring) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}

/// What a list got wrong, with the part concerned.
public enum ListError: Error, Equatable {
  /// A quote is opened and not closed.
  case openQuote(String)
  /// Text stands between a closing quote and the next separator.
  case textAfterQuote(quoted: String, text: String)

  /// What was wrong, as the rest of a sentence.
  public var sentence: String {
    switch self {
    case .openQuote(let text): "the quote in '\(text)' is never closed; close it."
    case .textAfterQuote(let quoted, let text):
      "'\(text)' follows the closing quote of \(quoted); put the whole value into the quotes."
    }
  }
}

extension ListReader {
  /// The fields of `a, "b, c", d`; one empty field if there is nothing.
  public static func fields(_ text: String) throws(ListError) -> [String] {
    var reader = ListReader(text)
    var fields = [try reader.field(before: ",")]
    while reader.skip(",") { fields.append(try reader.field(before: ",")) }
    return fields
  }
}
