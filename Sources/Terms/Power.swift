extension Elementary {
  /// x^y.
  ///
  /// - The powers of fractional polynomials, -2, -1, -1/2, 1/2, 1, 2 and 3, by at most two products,
  ///   quotients or square roots, each of which rounds once: an error up to 1 ulp, the same bits as
  ///   `x * x * x` in a kernel.
  /// - Every other power as exp(y log |x|) with the exponent carried in a pair of doubles: an error
  ///   below 0.56 ulp, 0.76 ulp of the subnormal grid where the result is subnormal. In one double,
  ///   an exponent near 700 would leave 2^9 ulp.
  ///
  /// Special values as IEEE 754 has them: x^0 = 1^y = 1; NaN for a negative x with a y that is no
  /// integer; an odd integer y keeps the sign of x, also of 0 and of infinity.
  public static func power(_ x: Double, _ y: Double) -> Double {
    if y == 0 || x == 1 { return 1 }
    switch y {
    case -2: return 1 / x / x
    case -1: return 1 / x
    case -0.5 where x > 0: return 1 / x.squareRoot()
    case 0.5 where x > 0: return x.squareRoot()
    case 1: return x
    case 2: return x * x
    case 3: return x * x * x
    default: return generalPower(x, y)
    }
  }

  private static func generalPower(_ x: Double, _ y: Double) -> Double {
    guard !x.isNaN && !y.isNaN else { return x + y }
    // Beyond 2^53 every double is an even integer.
    let integer = Int64(exactly: y)
    let isInteger = integer != nil || y.magnitude >= 0x1p53
    let isOdd = (integer ?? 0) & 1 == 1
    let isNegative = x.sign == .minus && isOdd
    let magnitude = magnitudePower(x.magnitude, y)
    if x < 0 && x > -.infinity && !isInteger { return .nan }
    return isNegative ? -magnitude : magnitude
  }

  /// x^y for x >= 0, neither NaN.
  private static func magnitudePower(_ x: Double, _ y: Double) -> Double {
    guard x > 0 && x < .infinity else { return (x == 0) == (y > 0) ? 0 : .infinity }
    // |log x| >= 2^-53 unless x = 1: a y beyond 2^64 changes nothing.
    let bounded = min(max(y, -0x1p64), 0x1p64)
    let exponent = logarithmPair(x) * bounded
    guard exponent.high.magnitude < 800 else { return exponent.high > 0 ? .infinity : 0 }
    return exp(exponent.high, tail: exponent.low)
  }
}
