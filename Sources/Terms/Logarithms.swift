/// Logarithms to other bases and of 1 + x, from log x as a pair of doubles.
///
/// log(x) / log(10) in doubles takes 1000 to 2.9999999999999996; from a pair every exact power of
/// the base comes out exact, and every error is that of one rounding.
extension Elementary {
  /// The logarithm to the base 2 with an error below 0.51 ulp; exact at powers of 2.
  public static func log2(_ x: Double) -> Double {
    guard x > 0 && x < .infinity else { return log(x) }
    let inverse = DoublePair(high: 0x1.71547652b82fep+0, low: 0x1.777d0ffda0d24p-56)
    let pair = logarithmPair(x) * inverse
    return pair.high + pair.low
  }

  /// The logarithm to the base 10 with an error below 0.51 ulp; exact at powers of 10.
  public static func log10(_ x: Double) -> Double {
    guard x > 0 && x < .infinity else { return log(x) }
    let inverse = DoublePair(high: 0x1.bcb7b1526e50ep-2, low: 0x1.95355baaafad3p-57)
    let pair = logarithmPair(x) * inverse
    return pair.high + pair.low
  }

  /// log(x) / log(base) with an error below 0.51 ulp.
  ///
  /// Where either logarithm is 0, infinite or NaN: the quotient of the two.
  public static func log(_ x: Double, base: Double) -> Double {
    guard x > 0 && x < .infinity && base > 0 && base < .infinity && base != 1 else {
      return log(x) / log(base)
    }
    return logarithmPair(x) / logarithmPair(base)
  }

  /// log(1 + x) with an error below 0.51 ulp, also where 1 + x has lost the digits of x.
  ///
  /// With h the double nearest to 1 + x and l the exact rest: log h + log(1 + l / h).
  ///
  /// -infinity at -1, NaN below it; infinity and NaN stay.
  public static func log1p(_ x: Double) -> Double {
    guard x > -1 && x < .infinity && x != 0 else { return x == 0 ? x : log(1 + x) }
    let sum = DoublePair(sum: 1, x)
    let ratio = sum.low / sum.high
    let logarithm = logarithmPair(sum.high) + (ratio - ratio * ratio * 0.5)
    return logarithm.high + logarithm.low
  }

  /// log x to a relative error below 2^-68, for a finite x > 0.
  ///
  /// The scheme of ``log(_:)`` with s, z and the first two terms of
  ///
  ///     log m = 2 s + s z (2/3 + z (2/5 + z (2/7 + 2/9 z + ...)))
  ///
  /// carried in pairs; the series is cut where z <= 0.0295 leaves less than 2^-74.
  static func logarithmPair(_ x: Double) -> DoublePair {
    let (k, m) = binaryScale(x)
    let f = m - 1
    let inverse = 1 / (2 + f)
    let a = upperHalf(f * inverse)
    let b = divisionRemainder(f, a) * inverse
    let s = DoublePair(ordered: a, b)
    let z = s * s

    var rest = 0.0
    for divisor in stride(from: 31.0, through: 7, by: -2) { rest = rest * z.high + 2 / divisor }
    let twoFifths = DoublePair(high: 0x1.999999999999ap-2, low: -0x1.999999999999ap-56)
    let twoThirds = DoublePair(high: 0x1.5555555555555p-1, low: 0x1.5555555555555p-55)
    let series = twoThirds + z * (twoFifths + z * rest)

    let whole = DoublePair(ordered: k * 0x1.62e42fefa3800p-1, k * 0x1.ef35793c76730p-45)
    let twice = DoublePair(high: s.high + s.high, low: s.low + s.low)
    return whole + (twice + s * z * series)
  }
}
