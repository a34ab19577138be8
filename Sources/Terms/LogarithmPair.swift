extension Elementary {
  /// log(x) / log(base) with an error below 0.51 ulp, for the bases 2 and 10 below 0.62 ulp; exact
  /// where x is a power of the base.
  ///
  /// Where either logarithm is 0, infinite or NaN: the quotient of the two.
  public static func log(_ x: Double, base: Double) -> Double {
    if base == 2 { return log2(x) }
    if base == 10 { return log10(x) }
    guard x > 0 && x < .infinity && base > 0 && base < .infinity && base != 1 else {
      return log(x) / log(base)
    }
    return logarithmPair(x) / logarithmPair(base)
  }

  /// log x to a relative error below 2^-68, for a finite x > 0.
  ///
  /// The scheme of ``log(_:)`` with s, z and the first two terms of
  ///
  ///     log m = 2 s + s z (2/3 + z (2/5 + z T(z))),  T of degree 8,
  ///
  /// carried in pairs.
  static func logarithmPair(_ x: Double) -> DoublePair {
    let (k, m) = binaryScale(x)
    let f = m - 1
    let inverse = 1 / (2 + f)
    let a = upperHalf(f * inverse)
    let b = divisionRemainder(f, a) * inverse
    let s = DoublePair(ordered: a, b)
    let z = s * s

    let z1 = z.high
    let z2 = z1 * z1
    let p0 = 0x1.2492492492492p-2 + z1 * 0x1.c71c71c71c689p-3
    let p1 = 0x1.745d1745dc00cp-3 + z1 * 0x1.3b13b13481c23p-3
    let p2 = 0x1.1111138d3ebb4p-3 + z1 * 0x1.e1e0b06315a3cp-4
    let p3 = 0x1.af573c6641a70p-4 + z1 * 0x1.81ab5a226fdeap-4
    let p4: Double = 0x1.9fded602f4221p-4
    let upper = p2 + z2 * (p3 + z2 * p4)
    let rest = p0 + z2 * (p1 + z2 * upper)
    let twoFifths = DoublePair(high: 0x1.999999999999ap-2, low: -0x1.999999999999ap-56)
    let twoThirds = DoublePair(high: 0x1.5555555555555p-1, low: 0x1.5555555555555p-55)
    let series = twoThirds + z * (twoFifths + z * rest)

    let whole = DoublePair(ordered: k * 0x1.62e42fefa3800p-1, k * 0x1.ef35793c76730p-45)
    let twice = DoublePair(high: s.high + s.high, low: s.low + s.low)
    return whole + (twice + s * z * series)
  }
}
