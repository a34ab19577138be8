/// The text between the quotes of a string.
enum StringText {
  /// The text with its escapes resolved, up to the first quote that no backslash precedes or the end
  /// of `bytes`. For text that the reader has accepted.
  static func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
    var out: [UInt8] = []
    var at = bytes.startIndex
    while at < bytes.endIndex, bytes[at] != ASCII.quote {
      guard bytes[at] == ASCII.backslash, at + 1 < bytes.endIndex else {
        out.append(bytes[at])
        at += 1
        continue
      }
      let letter = bytes[at + 1]
      if letter == UInt8(ascii: "u") {
        let (value, length) = unicodeEscape(bytes, at: at)
        let scalar = value.flatMap(Unicode.Scalar.init) ?? "\u{FFFD}"
        out.append(contentsOf: String(Character(scalar)).utf8)
        at += length
      } else {
        out.append(simpleEscape(letter) ?? letter)
        at += 2
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// The byte that a letter behind a backslash stands for.
  static func simpleEscape(_ letter: UInt8) -> UInt8? {
    switch letter {
    case ASCII.quote, ASCII.backslash, ASCII.slash: letter
    case UInt8(ascii: "b"): ASCII.backspace
    case UInt8(ascii: "f"): ASCII.formFeed
    case UInt8(ascii: "n"): ASCII.lineFeed
    case UInt8(ascii: "r"): ASCII.carriageReturn
    case UInt8(ascii: "t"): ASCII.tab
    default: nil
    }
  }

  /// The code point of a `\u` with four digits, or of two that are a surrogate pair, and how many bytes
  /// were read; a lone surrogate as it is, and nil without four hexadecimal digits.
  static func unicodeEscape(
    _ bytes: ArraySlice<UInt8>, at start: Int
  ) -> (value: UInt32?, length: Int) {
    guard let high = codeUnit(bytes, at: start) else { return (nil, 2) }
    guard high & 0xFC00 == 0xD800, let low = codeUnit(bytes, at: start + 6), low & 0xFC00 == 0xDC00
    else { return (high, 6) }
    return (0x10000 + (high & 0x3FF) << 10 + (low & 0x3FF), 12)
  }

  private static func codeUnit(
    _ bytes: ArraySlice<UInt8>, at start: Int
  ) -> UInt32? {
    guard start + 6 <= bytes.endIndex, bytes[start] == ASCII.backslash,
      bytes[start + 1] == UInt8(ascii: "u")
    else { return nil }
    var unit: UInt32 = 0
    for offset in 2..<6 {
      guard let digit = ASCII.hexadecimal(bytes[start + offset]) else { return nil }
      unit = unit << 4 | digit
    }
    return unit
  }

  /// The length of the UTF-8 sequence at `start`, or nil where it is ill-formed: overlong, a
  /// surrogate, above U+10FFFF or cut off (table 3-7 of the Unicode Standard).
  @inline(__always)
  static func sequenceLength(_ bytes: [UInt8], at start: Int) -> Int? {
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch bytes[start] {
    case 0..<0x80: return 1
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xE1...0xEC, 0xEE...0xEF: length = 3
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return nil
    }
    guard bytes.count - start >= length, second.contains(bytes[start + 1]) else { return nil }
    for offset in 2..<max(length, 2) where bytes[start + offset] & 0xC0 != 0x80 { return nil }
    return length
  }
}
