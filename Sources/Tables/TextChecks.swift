/// Checks of the bytes of a cell before they become a `String`.
enum TextChecks {
  enum Fault: Equatable {
    case invalidUTF8(offset: Int)
    case nul(offset: Int)
  }

  /// The first fault, or nil. Well-formed UTF-8 is table 3-7 of the Unicode Standard: no overlong
  /// forms, no surrogates, nothing above U+10FFFF. NUL is refused because text files have none.
  static func firstFault(in bytes: UnsafeBufferPointer<UInt8>) -> Fault? {
    var i = 0
    let count = bytes.count
    while i < count {
      let byte = bytes[i]
      if byte < 0x80 {
        if byte == 0 { return .nul(offset: i) }
        i += 1
        continue
      }
      let length: Int
      var second: ClosedRange<UInt8> = 0x80...0xBF
      switch byte {
      case 0xC2...0xDF: length = 2
      case 0xE0: (length, second) = (3, 0xA0...0xBF)
      case 0xE1...0xEC, 0xEE...0xEF: length = 3
      case 0xED: (length, second) = (3, 0x80...0x9F)
      case 0xF0: (length, second) = (4, 0x90...0xBF)
      case 0xF1...0xF3: length = 4
      case 0xF4: (length, second) = (4, 0x80...0x8F)
      default: return .invalidUTF8(offset: i)
      }
      guard count - i >= length, second.contains(bytes[i + 1]) else {
        return .invalidUTF8(offset: i)
      }
      for j in i + 2..<max(i + length, i + 2) where bytes[j] & 0xC0 != 0x80 {
        return .invalidUTF8(offset: i)
      }
      i += length
    }
    return nil
  }
}
