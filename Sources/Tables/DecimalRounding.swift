/// The double nearest to w * 10^q, ties to even.
///
/// Where w and 10^|q| are both exact doubles one multiplication or division rounds once, and is
/// right (Clinger 1990, doi:10.1145/93542.93557). Otherwise w is multiplied with the leading 128
/// bits of 5^q, which always decides the rounding of a 64-bit w (Lemire 2021,
/// doi:10.1002/spe.2984; Mushtak and Lemire 2023, doi:10.1002/spe.3198).
enum DecimalRounding {
  /// Infinite at or above the middle between the largest double and 2^1024; 0 where it rounds so.
  @inline(__always)
  static func nearest(_ w: UInt64, tenTo q: Int) -> Double {
    if w <= 1 << 53, q >= -22, q <= 22 {
      if q == 0 { return Double(w) }
      return exactPowers.withUnsafeBufferPointer {
        q < 0 ? Double(w) / $0[-q] : Double(w) * $0[q]
      }
    }
    return nearestByProduct(w, tenTo: q)
  }

  /// 10^0 ... 10^22, each an exact double.
  private static let exactPowers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// With w shifted to its top bit and 5^q = t * 2^(e - 127), 2^127 <= t < 2^128, the product
  /// w * t begins with the 53 bits of the answer, the bit that rounds, and bits that only matter
  /// when they are all zero (a tie) or when a carry could reach the rounding bit.
  static func nearestByProduct(_ w: UInt64, tenTo q: Int) -> Double {
    if w == 0 || q < PowersOfFive.range.lowerBound { return 0 }
    if q > PowersOfFive.range.upperBound { return .infinity }
    let zeros = w.leadingZeroBitCount
    let normal = w << UInt64(zeros)
    let power = PowersOfFive[q]
    var (high, low) = normal.multipliedFullWidth(by: power.high)
    if high & 0x1FF == 0x1FF {
      // The nine bits below the rounding bit are full: the lower half of t may carry into it.
      let carry = normal.multipliedFullWidth(by: power.low).high
      let (sum, overflow) = low.addingReportingOverflow(carry)
      low = sum
      if overflow { high &+= 1 }
    }
    let top = Int(high >> 63)
    let shift = UInt64(top + 9)
    var significand = high >> shift  // 54 bits: the answer and its rounding bit
    // floor(log2(5^q)) + q = floor(q log2(10)), exact over the range with this 16-bit fraction
    var exponent = ((217_706 * q) >> 16) + 63 + top - zeros + 1023
    if exponent <= 0 {
      // Below 2^-1022 fewer bits remain. A tie cannot be: it would need q near -4.
      if exponent < -62 { return 0 }
      significand >>= UInt64(1 - exponent)
      significand = (significand + (significand & 1)) >> 1
      return Double(bitPattern: significand)
    }
    if low <= 1, q >= -4, q <= 23, significand & 3 == 1, significand << shift == high {
      significand &= ~1  // an exact tie over an even neighbour rounds down
    }
    significand = (significand + (significand & 1)) >> 1
    if significand == 1 << 53 {
      significand = 1 << 52
      exponent += 1
    }
    if exponent >= 0x7FF { return .infinity }
    return Double(bitPattern: UInt64(exponent) << 52 | (significand & (1 << 52 - 1)))
  }
}
