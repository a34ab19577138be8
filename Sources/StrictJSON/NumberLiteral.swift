/// A number as RFC 8259 spells it, taken apart.
///
///     [-] (0 | 1-9 digits) [. digits] [e [+-] digits]
///
/// Its value is w * 10^q, with the digits as the integer w.
struct NumberLiteral {
  private let start: Int
  private(set) var end: Int
  private(set) var fault: StrictJSONError.NumberFault?
  private var isNegative = false
  /// Neither fraction nor exponent.
  private(set) var isWhole = true
  /// w, right as long as `digits` is at most 19.
  private var significand: UInt64 = 0
  /// The digits of w from the first that is not zero on.
  private var digits = 0
  private var exponent = 0

  @inline(__always)
  init(_ bytes: [UInt8], at start: Int) {
    self.start = start
    end = start
    fault = nil
    scan(bytes)
  }

  @inline(__always)
  private mutating func scan(_ bytes: [UInt8]) {
    if end < bytes.count, bytes[end] == ASCII.plus {
      fault = .plusSign
      return
    }
    if end < bytes.count, bytes[end] == ASCII.minus {
      isNegative = true
      end += 1
    }
    let whole = end
    scanDigits(bytes)
    if end == whole {
      let isPoint = end < bytes.count && bytes[end] == ASCII.point
      fault = isPoint ? .noWhole : .noDigits
      return
    }
    if bytes[whole] == ASCII.zero, end > whole + 1 {
      fault = .leadingZero
      return
    }
    if end < bytes.count, bytes[end] == ASCII.point {
      isWhole = false
      end += 1
      let fraction = end
      scanDigits(bytes)
      if end == fraction {
        fault = .noFraction
        return
      }
      exponent = fraction - end
    }
    if end < bytes.count, bytes[end] | 0x20 == UInt8(ascii: "e") {
      isWhole = false
      end += 1
      scanExponent(bytes)
    }
  }

  @inline(__always)
  private mutating func scanDigits(_ bytes: [UInt8]) {
    while end < bytes.count {
      let digit = bytes[end] &- ASCII.zero
      if digit > 9 { return }
      significand = significand &* 10 &+ UInt64(digit)
      if significand != 0 || digits > 0 { digits += 1 }
      end += 1
    }
  }

  private mutating func scanExponent(_ bytes: [UInt8]) {
    var isNegative = false
    if end < bytes.count, bytes[end] == ASCII.minus || bytes[end] == ASCII.plus {
      isNegative = bytes[end] == ASCII.minus
      end += 1
    }
    let first = end
    var power = 0
    while end < bytes.count, ASCII.isDigit(bytes[end]) {
      power = min(power * 10 + Int(bytes[end] - ASCII.zero), 99_999)
      end += 1
    }
    if end == first { fault = .noExponent }
    exponent += isNegative ? -power : power
  }

  /// Finds letters, digits, points and signs that follow without a blank.
  mutating func refuseTextBehind(_ bytes: [UInt8]) {
    guard end < bytes.count else { return }
    switch bytes[end] {
    case ASCII.point, ASCII.plus, ASCII.minus, UInt8(ascii: "_"): fault = .textBehind
    case let byte where ASCII.isLetter(byte) || ASCII.isDigit(byte): fault = .textBehind
    default: break
    }
  }

  /// The number that stands at `start`, as it is spelled; of more than 60 bytes the first.
  static func text(_ bytes: [UInt8], at start: Int) -> String {
    let end = NumberLiteral(bytes, at: start).end
    let head = String(decoding: bytes[start..<min(end, start + 60)], as: UTF8.self)
    return head + (end - start > 60 ? "..." : "")
  }

  // MARK: - Value

  /// The integer, if it is written as one and 64 bits hold it; nil for -0, which is a number.
  var integer: Int? {
    guard isWhole, digits <= 19 else { return nil }
    if !isNegative { return Int(exactly: significand) }
    if significand == 1 << 63 { return .min }
    return significand == 0 ? nil : Int(exactly: significand).map { -$0 }
  }

  /// The nearest double, ties to even; infinite beyond the range.
  ///
  /// Where w and 10^|q| are both exact doubles, one multiplication or division rounds once and is
  /// right (Clinger 1990, doi:10.1145/93542.93557). The rest is left to the standard library.
  func value(_ bytes: [UInt8]) -> Double {
    if digits <= 19, significand <= 1 << 53, exponent.magnitude <= 22 {
      let power = Self.exactPowers[Int(exponent.magnitude)]
      let w = Double(significand)
      let magnitude = exponent < 0 ? w / power : w * power
      return isNegative ? -magnitude : magnitude
    }
    return Double(String(decoding: bytes[start..<end], as: UTF8.self)) ?? .infinity
  }

  /// 10^0 ... 10^22, each an exact double.
  private static let exactPowers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}
