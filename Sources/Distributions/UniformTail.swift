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
  /// m η²/2, kept as a pair since exp(-m η²/2) carries its absolute error.
  private let exponent: DoubleDouble
  /// Σ β_n η^n / (1 + β_1 / m) / √(2πm).
  private let correction: Double

  init(parameter m: Double, coefficients f: [Double], _ eta: Double, _ exponent: DoubleDouble) {
    var (next, current) = (0.0, 0.0)
    var sum = 0.0
    for n in (1..<f.count).reversed() {
      let previous = f[n] + Double(n + 1) * next / m
      sum = sum * eta + previous
      (next, current) = (current, previous)
    }
    // `current` is β_0 and `next` β_1.
    self.exponent = exponent
    correction = 0.3989422804014327 / m.squareRoot() * sum / (1 + next / m)
  }

  /// The fraction below η, for η <= 0.
  var lower: Double { tail(-correction) }
  /// The fraction above η, for η >= 0.
  var upper: Double { tail(correction) }
  /// log of ``lower``, where that is below 1e-200.
  var logLower: Double { logTail(-correction) }
  /// log of ``upper``, where that is below 1e-200.
  var logUpper: Double { logTail(correction) }

  /// erfc(√E) / 2 + exp(-E) c.
  ///
  /// For r = √E rounded, erfc(r + d) = erfc(r) - d (2 / √π) exp(-r²), d = (E - r²) / (2 r).
  private func tail(_ c: Double) -> Double {
    let root = exponent.high.squareRoot()
    let decay = (-exponent).exponential
    if root < 0.5 { return 0.5 * erfc(root) + decay * c }
    let difference = (exponent - DoubleDouble(product: root, root)).high / (2 * root)
    return 0.5 * erfc(root) + decay * (c - difference * 0.5641895835477563)
  }

  /// log of the same for a large E, by exp(y²) erfc(y) ~ (1 - 1 / (2 y²) + 3 / (4 y⁴) - ...) / (y √π).
  private func logTail(_ c: Double) -> Double {
    let w = 0.5 / exponent.high
    var series = 1.0
    for k in stride(from: 13.0, through: 1, by: -2) { series = 1 - k * w * series }
    let normal = series * 0.28209479177387814 / exponent.high.squareRoot()
    return log(normal + c) - exponent.low - exponent.high
  }
}
