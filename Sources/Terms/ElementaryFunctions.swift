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
}
