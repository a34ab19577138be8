/// What a value without elements looks like as text.
extension JSONWriter {
  /// Writes null, a truth value, a number or a string.
  mutating func writePlain(_ value: JSONValue) {
    switch value {
    case .bool(let value): write(ascii: value ? "true" : "false")
    case .integer(let value): write(ascii: value.description)
    case .number(let value): write(ascii: value.isFinite ? value.description : "null")
    case .string(let text): write(text)
    case .null, .array, .object: write(ascii: "null")
    }
  }

  /// Writes a string in quotes. Escaped are only the quote, the backslash and the control
  /// characters, each in its shortest form, as RFC 8785, section 3.2.2.2, wants it.
  mutating func write(_ text: String) {
    bytes.append(ASCII.quote)
    defer { bytes.append(ASCII.quote) }
    let isPlain: Bool? = text.utf8.withContiguousStorageIfAvailable { utf8 in
      guard utf8.allSatisfy({ $0 >= 0x20 && $0 != ASCII.quote && $0 != ASCII.backslash }) else {
        return false
      }
      bytes.append(contentsOf: utf8)
      return true
    }
    if isPlain == true { return }
    for byte in text.utf8 {
      switch byte {
      case ASCII.quote: write(ascii: "\\\"")
      case ASCII.backslash: write(ascii: "\\\\")
      case ASCII.backspace: write(ascii: "\\b")
      case ASCII.tab: write(ascii: "\\t")
      case ASCII.lineFeed: write(ascii: "\\n")
      case ASCII.formFeed: write(ascii: "\\f")
      case ASCII.carriageReturn: write(ascii: "\\r")
      case 0..<0x20: write(ascii: Self.escape(byte))
      default: bytes.append(byte)
      }
    }
  }

  mutating func write(ascii text: String) { bytes.append(contentsOf: text.utf8) }

  /// `\u00XX` of a control character.
  static func escape(_ byte: UInt8) -> String {
    (byte < 0x10 ? "\\u000" : "\\u00") + String(byte, radix: 16)
  }
}
