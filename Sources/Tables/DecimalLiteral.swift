/// The byte or two bytes that may stand before a fraction.
struct DecimalMarks: Sendable {
  let first: UInt8
  /// Equal to `first` where only one is allowed.
  let second: UInt8

  static let point = DecimalMarks(first: ASCII.point, second: ASCII.point)
  static let comma = DecimalMarks(first: ASCII.comma, second: ASCII.comma)
  static let either = DecimalMarks(first: ASCII.point, second: ASCII.comma)

  /// No mark: the byte behind a run of digits is never a digit.
  static let none = DecimalMarks(first: ASCII.zero, second: ASCII.zero)

  /// These marks where `separator` ends a cell.
  func outsideQuotes(separator: UInt8) -> DecimalMarks {
    first == separator && second == separator ? .none : self
  }

  @inline(__always)
  var areAmbiguous: Bool { first != second }
}

/// A decimal number at the start of some bytes.
///
///     [+-] digits [mark digits] [e [+-] digits]      with a digit before or after the mark
///
/// Nothing else is a number here: neither hexadecimal digits, nor grouped thousands, nor blanks.
/// The value is the double nearest to the decimal, ties to even; it is infinite when the decimal
/// is beyond the range of doubles.
struct DecimalLiteral {
  let value: Double
  /// How many bytes were read; 0 when there is no number.
  let length: Int
  /// The mark before the fraction; 0 when there is none.
  let mark: UInt8

  @inline(__always)
  static var none: DecimalLiteral { DecimalLiteral(value: 0, length: 0, mark: 0) }

  /// Reads the longest number at `start`, never touching `limit` or beyond.
  ///
  /// Up to 19 significant digits fit the 64-bit significand w of w * 10^q; eight digits of a
  /// fraction are taken in one step.
  @inline(__always)
  static func scan(
    _ start: UnsafePointer<UInt8>, _ limit: UnsafePointer<UInt8>, _ marks: DecimalMarks
  ) -> DecimalLiteral {
    var p = start
    var isNegative = false
    if p < limit, p.pointee == ASCII.minus || p.pointee == ASCII.plus {
      isNegative = p.pointee == ASCII.minus
      p += 1
    }
    let whole = p
    var significand: UInt64 = 0
    while p < limit {
      let digit = p.pointee &- ASCII.zero
      if digit > 9 { break }
      significand = significand &* 10 &+ UInt64(digit)
      p += 1
    }
    var digits = p - whole
    var exponent = 0
    var mark: UInt8 = 0
    if p < limit, p.pointee == marks.first || p.pointee == marks.second {
      mark = p.pointee
      p += 1
      let fraction = p
      while limit - p >= 8, let eight = eightDigits(at: p) {
        significand = significand &* 100_000_000 &+ eight
        p += 8
      }
      while p < limit {
        let digit = p.pointee &- ASCII.zero
        if digit > 9 { break }
        significand = significand &* 10 &+ UInt64(digit)
        p += 1
      }
      exponent = fraction - p
      digits &+= p - fraction
    }
    if digits == 0 { return none }
    if p < limit, p.pointee | 0x20 == 0x65 {
      guard let power = scanExponent(&p, limit) else { return none }
      exponent &+= power
    }
    let length = p - start
    if digits > 19, significantDigits(whole, p) > 19 {
      return DecimalLiteral(value: longValue(start, length), length: length, mark: mark)
    }
    let magnitude = DecimalRounding.nearest(significand, tenTo: exponent)
    return DecimalLiteral(value: isNegative ? -magnitude : magnitude, length: length, mark: mark)
  }

  /// The number that fills all of `bytes`, or nil.
  static func whole(_ bytes: UnsafeBufferPointer<UInt8>, _ marks: DecimalMarks) -> DecimalLiteral? {
    guard let start = bytes.baseAddress, !bytes.isEmpty else { return nil }
    let literal = scan(start, start + bytes.count, marks)
    return literal.length == bytes.count ? literal : nil
  }

  // MARK: - Pieces

  /// Eight digits at once, or nil if one of the next eight bytes is no digit.
  ///
  /// Neighbours are joined in three steps, to four pairs, to two fours, to one eight; in a word
  /// with the first digit lowest, x * (10 * 2^8 + 1) holds 10 * first + second one byte up.
  @inline(__always)
  private static func eightDigits(at p: UnsafePointer<UInt8>) -> UInt64? {
    var word = UInt64(littleEndian: UnsafeRawPointer(p).loadUnaligned(as: UInt64.self))
    let isNoDigit =
      ((word &+ 0x4646_4646_4646_4646) | (word &- 0x3030_3030_3030_3030)) & 0x8080_8080_8080_8080
    if isNoDigit != 0 { return nil }
    word &= 0x0F0F_0F0F_0F0F_0F0F
    word = ((word &* (10 << 8 + 1)) >> 8) & 0x00FF_00FF_00FF_00FF
    word = ((word &* (100 << 16 + 1)) >> 16) & 0x0000_FFFF_0000_FFFF
    return (word &* (10000 << 32 + 1)) >> 32
  }

  /// Moves `p` past an exponent; nil when it has no digits. Held at 99999, where every significand
  /// of at most 19 digits is 0 or infinite.
  private static func scanExponent(
    _ p: inout UnsafePointer<UInt8>, _ limit: UnsafePointer<UInt8>
  ) -> Int? {
    p += 1
    var isNegative = false
    if p < limit, p.pointee == ASCII.minus || p.pointee == ASCII.plus {
      isNegative = p.pointee == ASCII.minus
      p += 1
    }
    let first = p
    var power = 0
    while p < limit {
      let digit = p.pointee &- ASCII.zero
      if digit > 9 { break }
      power = min(power * 10 + Int(digit), 99_999)
      p += 1
    }
    if p == first { return nil }
    return isNegative ? -power : power
  }

  /// Digits from the first that is not zero to the exponent.
  private static func significantDigits(
    _ start: UnsafePointer<UInt8>, _ limit: UnsafePointer<UInt8>
  ) -> Int {
    var count = 0
    var p = start
    while p < limit, p.pointee | 0x20 != 0x65 {
      let digit = p.pointee &- ASCII.zero
      if digit <= 9, count > 0 || digit > 0 { count += 1 }
      p += 1
    }
    return count
  }

  /// The standard library's exact reading, for more digits than a word holds.
  private static func longValue(_ start: UnsafePointer<UInt8>, _ length: Int) -> Double {
    var text = Array(UnsafeBufferPointer(start: start, count: length))
    for index in text.indices where text[index] == ASCII.comma { text[index] = ASCII.point }
    return Double(String(decoding: text, as: UTF8.self)) ?? .nan
  }
}
