extension Elementary {
  /// The natural logarithm with an error below 0.58 ulp, also near x = 1.
  ///
  /// With x = 2^k m, sqrt(1/2) <= m < sqrt(2), f = m - 1 and s = f / (2 + f),
  ///
  ///     log x = k log 2 + 2 s + s z R(z),  z = s^2, R of degree 7.
  ///
  /// s is kept as a + b, a of 26 bits and b from the exact remainder of the division, so that only
  /// terms below s^3 are rounded before the last sum.
  ///
  /// -infinity at 0, NaN below it; infinity and NaN stay.
  @inlinable
  public static func log(_ x: Double) -> Double {
    guard isOrdinary(x) else { return logarithmOfSpecial(x) }
    let (k, leading, rest) = logarithmParts(x)
    // log 2 begins with 42 bits: its product with k is exact.
    let whole = k * 0x1.62e42fefa3800p-1
    let high = whole + leading
    let error = (whole - high) + leading
    let low = (error + k * 0x1.ef35793c76730p-45) + rest
    return high + low
  }

  /// The logarithm to the base 2 with an error below 0.62 ulp; exact at powers of 2.
  ///
  /// The parts of ``log(_:)``, the leading one times the first 26 bits of 1 / log 2, which is exact.
  @inlinable
  public static func log2(_ x: Double) -> Double {
    guard isOrdinary(x) else { return logarithmOfSpecial(x) }
    let (k, leading, rest) = logarithmParts(x)
    let part = leading * 0x1.7154768000000p+0
    let high = k + part
    let error = (k - high) + part
    let tail = rest * 0x1.71547652b82fep+0 + leading * -0x1.6a3e80f444178p-27
    return high + (error + tail)
  }

  /// The logarithm to the base 10 with an error below 0.58 ulp; exact at powers of 10, where
  /// log(x) / log(10) takes 1000 to 2.9999999999999996.
  @inlinable
  public static func log10(_ x: Double) -> Double {
    guard isOrdinary(x) else { return logarithmOfSpecial(x) }
    let (k, leading, rest) = logarithmParts(x)
    let whole = k * 0x1.34413509f7800p-2
    let part = leading * 0x1.bcb7b18000000p-2
    let high = whole + part
    let error = ((whole - high) + part) + k * 0x1.fef311f12b358p-46
    let tail = rest * 0x1.bcb7b1526e50ep-2 + leading * -0x1.6c8d78e6acaa4p-29
    return high + (error + tail)
  }

  /// log(1 + x) with an error below 0.58 ulp, also where 1 + x has lost the digits of x.
  ///
  /// With h the double nearest to 1 + x and l the exact rest, log(1 + x) = log h + log(1 + l / h),
  /// and l / h = l - (l / h) (h - 1), whose first term is exact.
  ///
  /// -infinity at -1, NaN below it; infinity and NaN stay.
  @inlinable
  public static func log1p(_ x: Double) -> Double {
    guard x > -1 && x < .infinity && x != 0 else { return x == 0 ? x : log(1 + x) }
    let h = 1 + x
    let part = h - 1
    let l = (1 - (h - part)) + (x - part)
    let ratio = l / h
    let correction = ratio * (part + 0.5 * ratio)

    let (k, leading, rest) = logarithmParts(h)
    let whole = k * 0x1.62e42fefa3800p-1
    let sum = whole + leading
    let error = (whole - sum) + leading
    let high = sum + l
    let lPart = high - sum
    let lError = (sum - (high - lPart)) + (l - lPart)
    let low = (error + k * 0x1.ef35793c76730p-45) + rest
    return high + (lError + (low - correction))
  }

  /// Whether x is positive and finite.
  @inlinable
  static func isOrdinary(_ x: Double) -> Bool { x > 0 && x < .infinity }

  /// The logarithm of what is not positive and finite, to any base above 1.
  @inlinable
  static func logarithmOfSpecial(_ x: Double) -> Double {
    x < 0 ? .nan : x == 0 ? -.infinity : x
  }

  /// log x = k log 2 + leading + rest for a finite x > 0: `leading` has 26 bits, `rest` is below
  /// 0.01 of it or, where m is 1, both are 0.
  @inlinable
  static func logarithmParts(_ x: Double) -> (k: Double, leading: Double, rest: Double) {
    let (k, m) = binaryScale(x)
    let f = m - 1
    let inverse = 1 / (2 + f)
    let s = f * inverse
    let a = upperHalf(s)
    let b = divisionRemainder(f, a) * inverse

    let z = s * s
    let z2 = z * z
    let z4 = z2 * z2
    let p0 = 0x1.5555555555555p-1 + z * 0x1.9999999999dffp-2
    let p1 = 0x1.249249242b426p-2 + z * 0x1.c71c7258fc608p-3
    let p2 = 0x1.745cde3603e48p-3 + z * 0x1.3b20ab7ebc4f0p-3
    let p3 = 0x1.0f5cca790885bp-3 + z * 0x1.0f6304e03d685p-3
    let series = (p0 + z2 * p1) + z4 * (p2 + z2 * p3)
    return (k, a + a, (b + b) + (s * z) * series)
  }

  /// k and m with x = 2^k m, sqrt(1/2) <= m < sqrt(2), for a finite x > 0.
  @inlinable
  static func binaryScale(_ x: Double) -> (k: Double, m: Double) {
    let isSubnormal = x < 0x1p-1022
    let normal = isSubnormal ? x * 0x1p54 : x
    let bias: Double = isSubnormal ? 0x1p52 + 1077 : 0x1p52 + 1023
    let root: UInt64 = 0x3fe6_a09e_667f_3bcd
    let bits = normal.bitPattern &+ (0x3ff0_0000_0000_0000 &- root)
    let k = Double(bitPattern: (bits >> 52) | 0x4330_0000_0000_0000) - bias
    let m = Double(bitPattern: (bits & 0x000f_ffff_ffff_ffff) &+ root)
    return (k, m)
  }

  /// The upper 26 bits of x.
  @inlinable
  static func upperHalf(_ x: Double) -> Double {
    Double(bitPattern: x.bitPattern & 0xffff_ffff_f800_0000)
  }

  /// f - a (2 + f), exact for a = upperHalf(f / (2 + f)).
  @inlinable
  static func divisionRemainder(_ f: Double, _ a: Double) -> Double {
    let g = upperHalf(f)
    return ((f - (a + a)) - a * g) - a * (f - g)
  }
}
