/// Where a value or a fault stands in a text, for an error to name.
public struct JSONPlace: Hashable, Sendable {
  /// Counted from 1; lines end with a line feed.
  public let line: Int
  /// Counted from 1 in Unicode scalars.
  public let column: Int
  /// A JSON pointer (RFC 6901): `/terms/2/knots/0`, and empty for the whole document.
  public let path: String

  /// Line and column count from 1.
  public init(line: Int, column: Int, path: String) {
    self.line = line
    self.column = column
    self.path = path
  }
}

extension JSONPlace {
  /// "line 3, column 5"
  var position: String { "line \(line), column \(column)" }

  /// The path as a sentence names it: its last 100 characters.
  var name: String {
    guard !path.isEmpty else { return "the top level" }
    let tail = path.suffix(100)
    return (tail.count < path.count ? "..." : "") + Excerpt.printable(tail)
  }
}

/// Text from outside inside a sentence.
package enum Excerpt {
  /// In single quotes, and of a longer text the first 60 characters.
  package static func quoted(_ text: String) -> String {
    let head = text.prefix(60)
    return "'" + printable(head) + (head.count < text.count ? "..." : "") + "'"
  }

  /// Control characters and invisible blanks spelled `\u00XX`: a sentence stays on one line.
  package static func printable(_ text: some StringProtocol) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0..<0x20, 0x7F...0xA0, 0x2028, 0x2029:
        let hex = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
