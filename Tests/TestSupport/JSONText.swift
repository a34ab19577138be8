/// Reads JSON (RFC 8259). A number becomes the nearest double, by `Double(String)`: Foundation's
/// `JSONSerialization` misses a third of those with 17 digits, by up to two units in the last place.
struct JSONText {
  indirect enum Value: Sendable {
    case null
    case logical(Bool)
    case number(Double)
    case text(String)
    case array([Value])
    case object([String: Value])
  }

  /// Text that is no JSON, by the byte where it goes wrong.
  struct Fault: Error, Equatable {
    let byte: Int
  }

  private let bytes: [UInt8]
  private var position = 0

  static func value(of bytes: [UInt8]) throws(Fault) -> Value {
    var reader = JSONText(bytes: bytes)
    let value = try reader.value(depth: 0)
    guard reader.next() == nil else { throw reader.fault }
    return value
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var fault: Fault { Fault(byte: position) }

  /// The next byte that is no blank; it stays.
  private mutating func next() -> Character? {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return Character(Unicode.Scalar(bytes[position]))
      }
    }
    return nil
  }

  private mutating func take(_ character: Character) -> Bool {
    guard next() == character else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) throws(Fault) -> Value {
    guard depth < 100, let character = next() else { throw fault }
    switch character {
    case "{":
      position += 1
      var members: [String: Value] = [:]
      if take("}") { return .object(members) }
      repeat {
        guard next() == "\"" else { throw fault }
        let key = try text()
        guard take(":") else { throw fault }
        members[key] = try value(depth: depth + 1)
      } while take(",")
      guard take("}") else { throw fault }
      return .object(members)
    case "[":
      position += 1
      var values: [Value] = []
      if take("]") { return .array(values) }
      repeat { values.append(try value(depth: depth + 1)) } while take(",")
      guard take("]") else { throw fault }
      return .array(values)
    case "\"": return .text(try text())
    case "t": return try word("true", .logical(true))
    case "f": return try word("false", .logical(false))
    case "n": return try word("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func word(_ word: String, _ value: Value) throws(Fault) -> Value {
    guard bytes[position...].starts(with: word.utf8) else { throw fault }
    position += word.utf8.count
    return value
  }

  private mutating func number() throws(Fault) -> Double {
    let start = position
    while position < bytes.count, "+-.0123456789Ee".utf8.contains(bytes[position]) { position += 1 }
    guard let number = Double(String(decoding: bytes[start..<position], as: UTF8.self)) else {
      position = start
      throw fault
    }
    return number
  }

  private mutating func text() throws(Fault) -> String {
    position += 1
    var units: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: units, as: UTF8.self)
      case UInt8(ascii: "\\"): units.append(contentsOf: String(try escaped()).utf8)
      default: units.append(byte)
      }
    }
    throw fault
  }

  private mutating func escaped() throws(Fault) -> Character {
    guard position < bytes.count else { throw fault }
    position += 1
    switch Character(Unicode.Scalar(bytes[position - 1])) {
    case "\"": return "\""
    case "\\": return "\\"
    case "/": return "/"
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u":
      var code = try hexadecimal()
      if (0xD800..<0xDC00).contains(code), bytes[position...].starts(with: "\\u".utf8) {
        position += 2
        code = 0x10000 + (code - 0xD800) << 10 + (try hexadecimal() &- 0xDC00) & 0x3FF
      }
      guard let scalar = Unicode.Scalar(code) else { throw fault }
      return Character(scalar)
    default: throw fault
    }
  }

  private mutating func hexadecimal() throws(Fault) -> UInt32 {
    let digits = String(decoding: bytes[position...].prefix(4), as: UTF8.self)
    guard digits.count == 4, let code = UInt32(digits, radix: 16) else { throw fault }
    position += 4
    return code
  }
}
