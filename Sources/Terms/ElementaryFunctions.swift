/// exp and log whose bits are the same on every CPU and under every C library.
///
/// Only correctly rounded additions, multiplications and divisions, in a fixed order and never
/// fused: IEEE 754 leaves no freedom in them, whereas the exp of a C library differs from one
/// release and one processor to the next. The array kernels of `CKernels` do the same operations
/// lane by lane and give the same bits.
///
/// Sources of the method: Cody WJ, Waite W, Software Manual for the Elementary Functions (1980),
/// the reduction by a logarithm of 2 in two parts; Tang PTP (1989), doi:10.1145/63522.214389, exp,
/// and Tang PTP (1990), doi:10.1145/98267.98294, log, the leading terms kept exact and the rest a
/// minimax polynomial. The coefficients are those of `elementary-coefficients.py`.
public enum Elementary {
  /// e^x with an error below 0.55 ulp; below 0.76 ulp of the subnormal grid where the result is
  /// subnormal.
  ///
  /// With n the integer nearest to x / log 2 and r = x - n log 2, |r| <= log(2) / 2,
  ///
  ///     e^x = 2^n (1 + r + r^2 / 2 + r^3 P(r)),  P of degree 9.
  ///
  /// r is kept as a + b, a a multiple of 2^-25: then 1 + a + a^2 / 2 is exact and what is rounded
  /// before the last sum is small.
  ///
  /// Infinity above 709.78, 0 below -745.13; NaN stays NaN.
  @inlinable
  public static func exp(_ x: Double) -> Double { exp(x, tail: 0) }

  /// e^(x + tail), |tail| <= ulp(x).
  @inlinable
  static func exp(_ x: Double, tail: Double) -> Double {
    // A NaN compares false and stays.
    let notAbove = 710 < x ? 710 : x
    let bounded = -746 > notAbove ? -746 : notAbove

    // x = n log 2 + r, n + 2046 in the low bits of `shifted`. log 2 begins with 42 bits, so that
    // its product with n and the difference are exact.
    let shift = 0x1.8p52 + 2046
    let shifted = bounded * 0x1.71547652b82fep+0 + shift
    let n = shifted - shift
    let reduced = bounded - n * 0x1.62e42fefa3800p-1
    let rest = n * 0x1.ef35793c76730p-45 - tail
    let r = reduced - rest

    // r = a + b, a a multiple of 2^-25, so that 1 + a + a^2 / 2 is exact.
    let coarse = reduced + 0x1.8p27
    let a = coarse - 0x1.8p27
    let onePlusA = coarse - (0x1.8p27 - 1)
    let b = (reduced - a) - rest
    let leading = onePlusA + a * (0.5 * a)
    let linear = b * (onePlusA + 0.5 * b)

    let r2 = r * r
    let r4 = r2 * r2
    let p0 = 0x1.555555555555ap-3 + r * 0x1.5555555555530p-5
    let p1 = 0x1.111111110efaap-7 + r * 0x1.6c16c16c270a7p-10
    let p2 = 0x1.a01a01b2731d5p-13 + r * 0x1.a01a015251578p-16
    let p3 = 0x1.71ddf255fa267p-19 + r * 0x1.27e58d266e3b2p-22
    let p4 = 0x1.af68903ee9a65p-26 + r * 0x1.1e66fc51824bbp-29
    let lower = p0 + r2 * p1
    let upper = p2 + r2 * p3
    let series = lower + r4 * (upper + r4 * p4)
    let y = leading + (linear + (r2 * r) * series)

    // y 2^n by two powers, so that neither overflows and only the last product rounds. Their biased
    // exponents add up to n + 2046; the shift drops what stands above them.
    let exponents = shifted.bitPattern
    let half = exponents >> 1
    let first = Double(bitPattern: half << 52)
    let second = Double(bitPattern: (exponents &- half) << 52)
    return (y * first) * second
  }

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
    guard x > 0 && x < .infinity else { return x < 0 ? .nan : x == 0 ? -.infinity : x }
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

    // k log 2 + 2 a + (2 b + s z R(z)).
    let whole = k * 0x1.62e42fefa3800p-1
    let high = whole + (a + a)
    let error = (whole - high) + (a + a)
    let low = (error + k * 0x1.ef35793c76730p-45) + ((b + b) + (s * z) * series)
    return high + low
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
