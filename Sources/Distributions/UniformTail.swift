#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Both tails of ∫ exp(-m s²/2) f(s) ds at s = η, as fractions of the whole, f = Σ f_n s^n, f_0 = 1.
///
/// upper = erfc(η √(m/2)) / 2 + exp(-m η²/2) / √(2πm) Σ β_n η^n / (1 + β_1 / m), where
/// β_(n-1) = f_n + (n + 1) β_(n+1) / m downwards from the last f_n. Temme (1994),
/// doi:10.1017/S0269964800004277. The β grow when m is less than the square of the series' radius of
/// convergence; from m = 12 on, with radius 2√π and |η| <= 1, thirty terms give all digits.
struct UniformTail {
  /// The fraction below η, accurate for η <= 0.
  let lower: Double
  /// The fraction above η, accurate for η >= 0.
  let upper: Double

  /// `exponent` is m η²/2, kept as a pair since exp(-m η²/2) carries its absolute error.
  init(parameter m: Double, coefficients f: [Double], _ eta: Double, _ exponent: DoubleDouble) {
    var (next, current) = (0.0, 0.0)
    var sum = 0.0
    for n in (1..<f.count).reversed() {
      let previous = f[n] + Double(n + 1) * next / m
      sum = sum * eta + previous
      (next, current) = (current, previous)
    }
    // `current` is β_0 and `next` β_1.
    let decay = (-exponent).exponential
    let rest = decay * 0.3989422804014327 / m.squareRoot() * sum / (1 + next / m)
    let normal = 0.5 * Self.complementaryErrorOfRoot(exponent, decay)
    lower = normal - rest
    upper = normal + rest
  }

  /// erfc(√E), given also exp(-E).
  ///
  /// For r = √E rounded, erfc(r + d) = erfc(r) - d (2 / √π) exp(-r²), d = (E - r²) / (2 r).
  private static func complementaryErrorOfRoot(
    _ exponent: DoubleDouble, _ decay: Double
  ) -> Double {
    let root = exponent.high.squareRoot()
    if root < 0.5 { return erfc(root) }
    let difference = (exponent - DoubleDouble(product: root, root)).high / (2 * root)
    return erfc(root) - difference * 1.1283791670955126 * decay
  }
}
