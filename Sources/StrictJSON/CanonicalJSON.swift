extension JSONValue {
  /// The one spelling of a value, for hashing: the JSON Canonicalization Scheme (RFC 8785).
  ///
  /// No blanks, members sorted by the UTF-16 code units of their keys, numbers as ECMAScript writes
  /// a double: 5 and 5.0 are both `5`, -0.0 is `0`, an integer beyond 2^53 is the nearest double.
  /// Values that are equal in JavaScript have the same bytes in every language that has an
  /// implementation of the scheme. A number that is not finite becomes null, as in ``text(_:)``.
  public var canonicalBytes: [UInt8] {
    var writer = JSONWriter()
    writer.bytes.reserveCapacity(JSONWriter.usualSize)
    writer.writeCanonical(self)
    return writer.bytes
  }
}

extension JSONWriter {
  fileprivate mutating func writeCanonical(_ value: JSONValue) {
    switch value {
    case .array(let values):
      bytes.append(ASCII.openBracket)
      for (index, value) in values.enumerated() {
        if index > 0 { bytes.append(ASCII.comma) }
        writeCanonical(value)
      }
      bytes.append(ASCII.closeBracket)
    case .object(let members):
      bytes.append(ASCII.openBrace)
      // Places are sorted, for moving members costs more than comparing their keys, and most keys differ
      // within their first letters.
      withUnsafeTemporaryAllocation(of: KeyStart.self, capacity: members.count) { order in
        var order = order
        for place in members.indices {
          order.initializeElement(
            at: place, to: KeyStart(letters: Self.start(of: members[place].0), place: place))
        }
        order.sort { a, b in
          a.letters != b.letters
            ? a.letters < b.letters : Self.precedes(members[a.place].0, members[b.place].0)
        }
        for (index, key) in order.enumerated() {
          if index > 0 { bytes.append(ASCII.comma) }
          write(members[key.place].0)
          bytes.append(ASCII.colon)
          writeCanonical(members[key.place].1)
        }
      }
      bytes.append(ASCII.closeBrace)
    case .integer(let value) where value.magnitude <= 1 << 53: write(ascii: value.description)
    case .integer(let value): CanonicalNumber.write(Double(value), to: &bytes)
    case .number(let value): CanonicalNumber.write(value, to: &bytes)
    case .null, .bool, .string: writePlain(value)
    }
  }

  private struct KeyStart {
    let letters: UInt64
    /// Of the member.
    let place: Int
  }

  /// The first eight bytes of a key, the first of them highest; from 0xEE on all are one, and end it, for
  /// their order is not that of the bytes.
  private static func start(of key: String) -> UInt64 {
    var start: UInt64 = 0
    var shift: UInt64 = 64
    for byte in key.utf8 {
      guard shift > 0 else { break }
      shift -= 8
      start |= UInt64(min(byte, 0xEE)) << shift
      if byte >= 0xEE { break }
    }
    return start
  }

  /// The order of UTF-16 code units. It is that of UTF-8's bytes but where one text has a scalar beyond
  /// U+FFFF, a surrogate pair, and the other one from U+E000 on: both lead with a byte from 0xEE on.
  private static func precedes(_ first: String, _ second: String) -> Bool {
    for (a, b) in zip(first.utf8, second.utf8) where a != b {
      return a >= 0xEE && b >= 0xEE
        ? first.utf16.lexicographicallyPrecedes(second.utf16) : a < b
    }
    return first.utf8.count < second.utf8.count
  }
}

/// A double as ECMAScript writes it (ECMA-262, Number::toString; RFC 8785, section 3.2.2.3).
///
/// With the k shortest digits d1 ... dk that read back, and |x| = 0.d1...dk * 10^n:
///
///     d1...dk 0...0            for k <= n <= 21
///     d1...dn.d(n+1)...dk      for 0 < n <= 21
///     0.0...0 d1...dk          for -6 < n <= 0
///     d1.d2...dk e (n - 1)     otherwise, the exponent with its sign
struct CanonicalNumber {
  private var digits: [UInt8] = []
  private var n = 0

  /// Reads the digits off Swift's description, which has the fewest that read back and of these the
  /// closest to the value.
  private init(_ magnitude: Double) {
    digits.reserveCapacity(24)
    var isBehindPoint = false
    var exponent: Int?
    var isSmall = false
    for byte in magnitude.description.utf8 {
      if let power = exponent {
        if byte == ASCII.minus { isSmall = true }
        if ASCII.isDigit(byte) { exponent = power * 10 + Int(byte - ASCII.zero) }
      } else if byte == ASCII.point {
        isBehindPoint = true
      } else if byte == UInt8(ascii: "e") {
        exponent = 0
      } else if byte == ASCII.zero, digits.isEmpty {
        if isBehindPoint { n -= 1 }
      } else {
        digits.append(byte)
        if !isBehindPoint { n += 1 }
      }
    }
    while digits.last == ASCII.zero { digits.removeLast() }
    n += (exponent ?? 0) * (isSmall ? -1 : 1)
  }

  static func write(_ value: Double, to bytes: inout [UInt8]) {
    guard value.isFinite, value != 0 else {
      bytes.append(contentsOf: (value == 0 ? "0" : "null").utf8)
      return
    }
    guard !(1e-4..<0x1p53).contains(value.magnitude) else {
      // Both write all digits, and Swift a fraction behind an integer too.
      bytes.append(contentsOf: value.description.utf8)
      if value == value.rounded() { bytes.removeLast(2) }
      return
    }
    if value < 0 { bytes.append(ASCII.minus) }
    CanonicalNumber(value.magnitude).write(to: &bytes)
  }

  private func write(to bytes: inout [UInt8]) {
    let k = digits.count
    if k <= n, n <= 21 {
      bytes.append(contentsOf: digits)
      bytes.append(contentsOf: repeatElement(ASCII.zero, count: n - k))
    } else if n > 0, n <= 21 {
      bytes.append(contentsOf: digits[..<n])
      bytes.append(ASCII.point)
      bytes.append(contentsOf: digits[n...])
    } else if n > -6, n <= 0 {
      bytes.append(contentsOf: "0.".utf8)
      bytes.append(contentsOf: repeatElement(ASCII.zero, count: -n))
      bytes.append(contentsOf: digits)
    } else {
      bytes.append(contentsOf: digits.prefix(1))
      if k > 1 { bytes.append(ASCII.point) }
      bytes.append(contentsOf: digits.dropFirst())
      bytes.append(contentsOf: (n > 0 ? "e+" : "e-").utf8)
      bytes.append(contentsOf: (n - 1).magnitude.description.utf8)
    }
  }
}
