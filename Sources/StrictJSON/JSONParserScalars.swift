/// Strings, numbers and words.
extension JSONParser {
  /// Reads a string from its opening quote to behind its closing one.
  mutating func readString() throws(StrictJSONError) -> (isEscaped: Bool, isASCII: Bool) {
    let start = at
    var isEscaped = false
    var isASCII = true
    at += 1
    while at < bytes.count {
      let byte = bytes[at]
      if byte == ASCII.quote {
        at += 1
        guard at - start - 2 <= limits.stringBytes else {
          throw .stringTooLong(
            bytes: at - start - 2, limit: limits.stringBytes, at: placeOfNext(start))
        }
        return (isEscaped, isASCII)
      } else if byte == ASCII.backslash {
        isEscaped = true
        try readEscape()
      } else if byte < 0x20 {
        throw .controlCharacter(code: byte, at: placeOfNext(at))
      } else if byte < 0x80 {
        at += 1
      } else {
        isASCII = false
        guard let length = StringText.sequenceLength(bytes, at: at) else {
          throw .invalidUTF8(at: placeOfNext(at))
        }
        at += length
      }
    }
    throw .unclosed(.string, opened: placeOfNext(start))
  }

  private mutating func readEscape() throws(StrictJSONError) {
    guard at + 1 < bytes.count else {
      at += 1
      return
    }
    if bytes[at + 1] != UInt8(ascii: "u") {
      guard StringText.simpleEscape(bytes[at + 1]) != nil else {
        let length = StringText.sequenceLength(bytes, at: at + 1) ?? 0
        let text = String(decoding: bytes[at..<(at + 1 + length)], as: UTF8.self)
        throw .invalidEscape(text: text, at: placeOfNext(at))
      }
      at += 2
      return
    }
    let (value, length) = StringText.unicodeEscape(bytes[...], at: at)
    guard let value else {
      let text = bytes[at...].prefix(6).prefix { $0 >= 0x20 && $0 < 0x80 && $0 != ASCII.quote }
      throw .invalidEscape(text: String(decoding: text, as: UTF8.self), at: placeOfNext(at))
    }
    guard Unicode.Scalar(value) != nil else {
      let text = String(decoding: bytes[at..<(at + 6)], as: UTF8.self)
      throw .loneSurrogate(text: text, at: placeOfNext(at))
    }
    at += length
  }

  /// Reads true, false or null.
  mutating func readWord() throws(StrictJSONError) {
    let start = at
    let word = token(start)
    switch word {
    case "true": append(.bool, start, payload: 1)
    case "false": append(.bool, start, payload: 0)
    case "null": append(.null, start, payload: 0)
    default: throw .unknownWord(text: word, at: placeOfNext(start))
    }
    at += word.utf8.count
  }

  /// Reads a number. One without fraction and exponent is an integer if 64 bits hold it; -0 keeps
  /// its sign as a number.
  mutating func readNumber() throws(StrictJSONError) {
    let start = at
    var number = NumberLiteral(bytes, at: start)
    if number.fault == nil { number.refuseTextBehind(bytes) }
    if let fault = number.fault {
      let text = token(start)
      if !ASCII.isDigit(bytes[start]), text.utf8.dropFirst().first.map(ASCII.isLetter) == true {
        throw .unknownWord(text: text, at: placeOfNext(start))  // -Infinity
      }
      throw .invalidNumber(text: text, fault: fault, at: placeOfNext(start))
    }
    if let integer = number.integer {
      append(.integer, start, payload: UInt64(bitPattern: Int64(integer)))
    } else {
      let value = number.value(bytes)
      guard value.isFinite else {
        throw .numberOutOfRange(text: token(start), at: placeOfNext(start))
      }
      append(.number, start, payload: value.bitPattern)
    }
    at = number.end
  }
}
