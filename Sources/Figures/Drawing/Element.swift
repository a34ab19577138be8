/// An element of an SVG drawing, written as text once it is complete.
///
/// Every text and attribute is escaped where it is written; there is no way to put markup in.
struct Element: Sendable {
  private let name: String
  private var attributes: [(name: String, value: String)] = []
  private var text: String?
  private var children: [Element] = []
  /// What the clip path of the panel within is called, on a page of several.
  private var panel: String?

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

  /// The element with the clip path of the panel within called by another name: several panels on a page
  /// each need one of their own.
  consuming func namingPanel(_ name: String) -> Element {
    panel = name
    return self
  }

  func write(into out: inout String, indentation: Int = 0, panel outer: String? = nil) {
    let panel = panel ?? outer
    let margin = String(repeating: "  ", count: indentation)
    out += margin
    out += "<"
    out += name
    for (name, value) in attributes {
      out += " "
      out += name
      out += "=\""
      out += Self.escaped(panel.map { Self.value(value, of: name, in: $0) } ?? value)
      out += "\""
    }
    if let text {
      out += ">\(Self.escaped(text))</\(name)>\n"
    } else if children.isEmpty {
      out += "/>\n"
    } else {
      out += ">\n"
      for child in children {
        child.write(into: &out, indentation: indentation + 1, panel: panel)
      }
      out += "\(margin)</\(name)>\n"
    }
  }

  /// The value of an attribute within the panel of a name.
  private static func value(_ value: String, of attribute: String, in panel: String) -> String {
    switch attribute {
    case "id" where value == Panel.clipName: panel
    case "clip-path" where value == "url(#\(Panel.clipName))": "url(#\(panel))"
    default: value
    }
  }

  /// Text as XML holds it; a character that XML 1.0 does not allow becomes U+FFFD.
  private static func escaped(_ text: String) -> String {
    // Numbers and most words need no look at each letter.
    func isPlain(_ byte: UInt8) -> Bool {
      byte >= 0x20 && byte < 0x80 && byte != 0x22 && byte != 0x26 && byte != 0x3C && byte != 0x3E
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
    // A million numbers a page: at most twelve bytes each, which a string holds in itself.
    return String(unsafeUninitializedCapacity: 12) { bytes in
      var digits = whole
      var length = (hundredths < 0 ? 1 : 0) + 1
      while digits > 9 {
        digits /= 10
        length += 1
      }
      digits = whole
      for place in stride(from: length - 1, through: hundredths < 0 ? 1 : 0, by: -1) {
        bytes[place] = UInt8(ascii: "0") + UInt8(digits % 10)
        digits /= 10
      }
      if hundredths < 0 { bytes[0] = UInt8(ascii: "-") }
      guard rest > 0 else { return length }
      bytes[length] = UInt8(ascii: ".")
      bytes[length + 1] = UInt8(ascii: "0") + UInt8(rest / 10)
      guard rest % 10 > 0 else { return length + 2 }
      bytes[length + 2] = UInt8(ascii: "0") + UInt8(rest % 10)
      return length + 3
    }
  }
}
