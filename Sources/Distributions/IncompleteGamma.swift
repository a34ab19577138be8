#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// P(a, x) = γ(a, x) / Γ(a) and Q(a, x) = Γ(a, x) / Γ(a), each with small relative error.
///
/// a > 0 finite, x >= 0; NaN outside. The greater of the two is one minus the smaller, never the
/// reverse. Four regions: for a >= 12 and x near a the uniform expansion of Temme (1994),
/// doi:10.1017/S0269964800004277; else below the mean the power series; above it the continued
/// fraction (Abramowitz and Stegun 6.5.31); and for a < 1, x < 1 Q from its own series. Relative
/// error, against 50 digits, below 1e-14 for a in 1e-6...1e6, tails down to 1e-300.
public struct IncompleteGamma: Sendable {
  /// P(a, x), the regularised lower function.
  public let lower: Double
  /// Q(a, x) = 1 - P(a, x), the regularised upper function.
  public let upper: Double

  /// Both tails at x; NaN outside of a > 0 finite and x >= 0.
  public init(shape a: Double, _ x: Double) {
    guard a > 0 && a < .infinity && x >= 0 else {
      (lower, upper) = (.nan, .nan)
      return
    }
    if x == 0 {
      (lower, upper) = (0, 1)
    } else if x == .infinity {
      (lower, upper) = (1, 0)
    } else if x < 1 && a < 1 {
      (lower, upper) = Self.smallShape(a, x)
    } else {
      let weight = Self.weight(a, x)
      if let tail = Self.uniformTail(a, x, weight) {
        let smaller = x >= a ? tail.upper : tail.lower
        (lower, upper) = x >= a ? (1 - smaller, smaller) : (smaller, 1 - smaller)
      } else if x < 1 || x < a {
        lower = weight.value == 0 ? 0 : weight.value * Self.series(a, x)
        upper = 1 - lower
      } else {
        upper = weight.value == 0 ? 0 : weight.value * a * Self.fraction(a, x)
        lower = 1 - upper
      }
    }
  }

  /// log P(a, x), finite also where P itself underflows.
  static func logLower(_ a: Double, _ x: Double) -> Double {
    let both = IncompleteGamma(shape: a, x)
    if both.lower > 0.5 { return log1p(-both.upper) }
    if both.lower > 1e-300 || !(x > 0) || x > a { return log(both.lower) }
    let weight = weight(a, x)
    if let tail = uniformTail(a, x, weight) { return tail.logLower }
    return weight.logarithm + log(series(a, x))
  }

  /// log Q(a, x), finite also where Q itself underflows.
  static func logUpper(_ a: Double, _ x: Double) -> Double {
    let both = IncompleteGamma(shape: a, x)
    if both.upper > 0.5 { return log1p(-both.lower) }
    if both.upper > 1e-300 || !(x < .infinity) || x < a { return log(both.upper) }
    let weight = weight(a, x)
    if let tail = uniformTail(a, x, weight) { return tail.logUpper }
    return weight.logarithm + log(a * fraction(a, x))
  }

  /// x^a exp(-x) / Γ(a + 1), x > 0 finite.
  ///
  /// From a = 12 on as exp(-E) / (√(2πa) exp(δ(a))), where E = a (μ - log(1 + μ)), μ = x / a - 1, and
  /// δ is ``stirlingError(_:)``, after Loader (2000), "Fast and accurate computation of binomial
  /// probabilities".
  static func weight(_ a: Double, _ x: Double) -> ExponentialWeight {
    guard a >= 12 else {
      let power = DoubleDouble(x).logarithm * a - DoubleDouble(x)
      return ExponentialWeight(exponent: power, factor: 1 / gammaFunction(a + 1))
    }
    let factor = exp(-stirlingError(a)) * 0.3989422804014327 / a.squareRoot()
    let u = DoubleDouble(sum: x, -a) / DoubleDouble(a)
    // Where the quotient would underflow a double is enough for its logarithm.
    let deviation =
      x > 1e-290 * a
      ? u.deviation(ratio: DoubleDouble(x) / DoubleDouble(a))
      : DoubleDouble(log(a) - log(x) - 1)
    return ExponentialWeight(exponent: -(deviation * a), factor: factor)
  }
}

// MARK: - Regions

extension IncompleteGamma {
  /// The expansion about the mean, where a >= 12 and |η| <= 1, η²/2 = μ - log(1 + μ) = E / a.
  private static func uniformTail(
    _ a: Double, _ x: Double, _ weight: ExponentialWeight
  ) -> UniformTail? {
    let exponent = -weight.exponent
    guard a >= 12 && exponent.high <= 0.5 * a else { return nil }
    let eta = (x >= a ? 1 : -1) * (2 * exponent.high / a).squareRoot()
    return UniformTail(parameter: a, coefficients: temmeCoefficients, eta, exponent)
  }

  /// P Γ(a + 1) / (x^a exp(-x)) = 1 + x / (a + 1) + x² / ((a + 1)(a + 2)) + ....
  private static func series(_ a: Double, _ x: Double) -> Double {
    var (term, sum, n) = (1.0, 0.0, a)
    while term > 1e-17 * sum {
      sum += term
      n += 1
      term *= x / n
    }
    return sum
  }

  /// Γ(a, x) / (x^a exp(-x)) = 1 / (x + 1 - a - 1 (1 - a) / (x + 3 - a - 2 (2 - a) / ...)).
  ///
  /// By the method of Lentz as modified by Thompson and Barnett (1986),
  /// doi:10.1016/0021-9991(86)90046-X.
  private static func fraction(_ a: Double, _ x: Double) -> Double {
    var b = x + 1 - a
    if b == 0 { b = 1e-300 }
    var (c, d) = (1e300, 1 / b)
    var value = d
    for n in 1...100_000 {
      let i = Double(n)
      let numerator = i * (a - i)
      b += 2
      d = numerator * d + b
      if d == 0 { d = 1e-300 }
      c = b + numerator / c
      if c == 0 { c = 1e-300 }
      d = 1 / d
      let factor = c * d
      value *= factor
      if (factor - 1).magnitude < 1.2e-16 { break }
    }
    return value
  }

  /// Both for a < 1 and x < 1: with s = a Σ_n (-x)^n / ((a + n) n!) over n >= 1 and
  /// w = x^a / Γ(a + 1), P = w (1 + s) and Q = (1 - w) - w s, 1 - w by expm1.
  ///
  /// Gautschi (1979), doi:10.1145/355853.355863.
  private static func smallShape(_ a: Double, _ x: Double) -> (Double, Double) {
    var (term, sum, n) = (1.0, 0.0, 0.0)
    repeat {
      n += 1
      term *= -x / n
      sum += term / (a + n)
    } while term.magnitude > 1e-17 * sum.magnitude
    let s = a * sum
    let logGammaOnePlus = a <= 0.5 ? logGammaOfOnePlus(a) : logGamma(a + 1)
    let power = DoubleDouble(x).logarithm * a - DoubleDouble(logGammaOnePlus)
    let lower = power.exponential * (1 + s)
    if lower < 0.5 { return (lower, 1 - lower) }
    let upper = max(0, -expm1(power.high) - power.exponential * s)
    return (1 - upper, upper)
  }
}

/// f_n of η / μ = Σ f_n η^n, where η²/2 = μ - log(1 + μ): from the recurrence that
/// μ μ' = η (1 + μ) gives, at 60 digits.
private let temmeCoefficients: [Double] = [
  1.0, -0.3333333333333333, 0.08333333333333333, -0.014814814814814815, 0.0011574074074074073,
  0.0003527336860670194, -0.0001787551440329218, 3.919263178522438e-05, -2.185448510679992e-06,
  -1.85406221071516e-06, 8.296711340953087e-07, -1.7665952736826078e-07, 6.707853543401498e-09,
  1.0261809784240309e-08, -4.382036018453353e-09, 9.14769958223679e-10, -2.5514193994946248e-11,
  -5.830772132550426e-11, 2.4361948020667415e-11, -5.0276692801141755e-12, 1.1004392031956135e-13,
  3.371763262400985e-13, -1.392388722418162e-13, 2.8534893807047445e-14, -5.139111834242572e-16,
  -1.9752288294349442e-15, 8.099521156704561e-16, -1.6522531216398162e-16, 2.5305430097478883e-18,
  1.1686939738559576e-17, -4.770037049820485e-18,
]
