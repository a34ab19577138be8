/// An element of an SVG drawing, written as text once it is complete.
///
/// Every text and attribute is escaped where it is written; there is no way to put markup in.
struct Element: Sendable {
  private let name: String
  private var attributes: [(name: String, value: String)] = []
  private var text: String?
  private var children: [Element] = []

  init(_ name: String) { self.name = name }

  /// The element with an attribute more.
  consuming func with(_ attribute: String, _ value: String) -> Element {
    attributes.append((attribute, value))
    return self
  }

  /// The element with a length or coordinate more, in user units.
  consuming func with(_ attribute: String, _ value: Double) -> Element {
    with(attribute, Coordinate.text(value))
  }

  /// The element around a text.
  consuming func holding(_ text: String) -> Element {
    self.text = text
    return self
  }

  /// The element around others, in the order of painting.
  consuming func holding(_ children: [Element]) -> Element {
    self.children += children
    return self
  }

  /// The element and all within it, with the identifier of a panel's clip path made another: several
  /// panels on a page each need one of their own.
  func renamingPanel(_ name: String) -> Element {
    var copy = self
    copy.attributes = attributes.map { attribute, value in
      switch (attribute, value) {
      case ("id", Panel.clipName): (attribute, name)
      case ("clip-path", "url(#\(Panel.clipName))"): (attribute, "url(#\(name))")
      default: (attribute, value)
      }
    }
    copy.children = children.map { $0.renamingPanel(name) }
    return copy
  }

  func write(into out: inout String, indentation: Int = 0) {
    let margin = String(repeating: "  ", count: indentation)
    out += "\(margin)<\(name)"
    for (name, value) in attributes {
      out += " "
      out += name
      out += "=\""
      out += Self.escaped(value)
      out += "\""
    }
    if let text {
      out += ">\(Self.escaped(text))</\(name)>\n"
    } else if children.isEmpty {
      out += "/>\n"
    } else {
      out += ">\n"
      for child in children { child.write(into: &out, indentation: indentation + 1) }
      out += "\(margin)</\(name)>\n"
    }
  }

  /// Text as XML holds it; a character that XML 1.0 does not allow becomes U+FFFD.
  private static func escaped(_ text: String) -> String {
    // Numbers and most words need no look at each letter.
    func isPlain(_ byte: UInt8) -> Bool {
      byte >= 0x20 && byte < 0x80 && ![0x22, 0x26, 0x3C, 0x3E].contains(byte)
    }
    guard !text.utf8.allSatisfy(isPlain) else { return text }
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "\t", "\n", "\r": out += " "
      default:
        let isAllowed = scalar.value >= 0x20 && scalar.value & 0xFFFE != 0xFFFE
        out.unicodeScalars.append(isAllowed ? scalar : "\u{FFFD}")
      }
    }
    return out
  }
}

/// Lengths and coordinates in user units, to a hundredth.
enum Coordinate {
  static func text(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e7 else { return "0" }
    let hundredths = Int((value * 100).rounded())
    let (whole, rest) = (hundredths.magnitude / 100, hundredths.magnitude % 100)
    let sign = hundredths < 0 ? "-" : ""
    guard rest > 0 else { return "\(sign)\(whole)" }
    let digits = rest % 10 == 0 ? "\(rest / 10)" : (rest < 10 ? "0\(rest)" : "\(rest)")
    return "\(sign)\(whole).\(digits)"
  }
}
