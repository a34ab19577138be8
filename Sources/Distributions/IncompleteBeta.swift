#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// I_x(a, b) = ∫ t^(a-1) (1-t)^(b-1) dt / B(a, b) over 0...x, and 1 - I_x(a, b) = I_(1-x)(b, a), each
/// with small relative error.
///
/// a > 0 and b > 0 finite, 0 <= x <= 1; NaN outside. Three regions: for a, b >= 12 and x near the
/// mean a uniform expansion of Temme's kind; for a < 1 and x small the power series; else the
/// continued fraction of DiDonato and Morris (1992), doi:10.1145/131766.131776, on that side of the
/// mean where it is positive. Relative error, against 50 digits, below 1e-13 for a, b in
/// 1e-3...1e6, tails down to 1e-300.
public struct IncompleteBeta: Sendable {
  /// I_x(a, b).
  public let lower: Double
  /// 1 - I_x(a, b).
  public let upper: Double

  /// Both tails at x; NaN outside of a, b > 0 finite and 0 <= x <= 1.
  public init(_ a: Double, _ b: Double, _ x: Double) {
    let isDefined = x >= 0 && x <= 1
    self.init(BetaArgument(a, b, isDefined ? x : .nan))
  }

  init(_ argument: BetaArgument) {
    if argument.isMirrored {
      let mirrored = Self.below(argument.mirrored)
      (lower, upper) = (mirrored.upper, mirrored.lower)
    } else {
      (lower, upper) = Self.below(argument)
    }
  }

  /// log I_x(a, b), finite also where I_x itself underflows.
  static func logLower(_ argument: BetaArgument) -> Double {
    let both = IncompleteBeta(argument)
    if both.lower > 0.5 { return log1p(-both.upper) }
    let inReach = argument.x.high > 0 && argument.lambda.high > 0
    if both.lower > 1e-300 || !inReach { return log(both.lower) }
    let weight = argument.weight
    if let tail = uniformTail(argument, weight) {
      return argument.a <= argument.b ? tail.logLower : tail.logUpper
    }
    return weight.logarithm + log(fraction(argument))
  }
}

// MARK: - Regions

extension IncompleteBeta {
  /// Both tails, for an argument that is not mirrored: below the mean, or in the series' region.
  private static func below(_ p: BetaArgument) -> (lower: Double, upper: Double) {
    guard p.isDefined else { return (.nan, .nan) }
    if p.x.high <= 0 { return (0, 1) }
    if p.y.high <= 0 { return (1, 0) }
    if p.isInSeriesRegion { return series(p) }
    let weight = p.weight
    let lower: Double
    if let tail = uniformTail(p, weight) {
      lower = p.a <= p.b ? tail.lower : tail.upper
    } else {
      lower = weight.value == 0 ? 0 : weight.value * fraction(p)
    }
    return (lower, 1 - lower)
  }

  /// The expansion about the mean, for x below it, where a, b >= 12 and E <= min(a, b) / 2.
  ///
  /// It is set up with the smaller shape first: where that is b, the tail sought is the upper one.
  private static func uniformTail(_ p: BetaArgument, _ weight: ExponentialWeight) -> UniformTail? {
    let exponent = -weight.exponent
    let smaller = min(p.a, p.b)
    guard smaller >= 12 && exponent.high <= 0.5 * smaller else { return nil }
    let eta = (2 * exponent.high / smaller).squareRoot()
    return UniformTail(
      parameter: smaller, coefficients: uniformCoefficients(smaller, max(p.a, p.b)),
      p.a <= p.b ? -eta : eta, exponent)
  }

  /// For a < 1, x <= 1/2, b x <= 1: with s = a Σ_n (1-b)(2-b)...(n-b) x^n / (n! (a + n)) over n >= 1
  /// and w = x^a / (a B(a, b)), I_x = w (1 + s) and 1 - I_x = (1 - w) - w s, 1 - w by expm1.
  private static func series(_ p: BetaArgument) -> (lower: Double, upper: Double) {
    let (a, b, x) = (p.a, p.b, p.x.high)
    var (term, sum, n) = (1.0, 0.0, 0.0)
    repeat {
      n += 1
      term *= (n - b) * x / n
      sum += term / (a + n)
    } while term.magnitude > 1e-18 * (1 + sum.magnitude) * a && n < 1000
    let s = a * sum
    let logGammaOnePlus = a <= 0.5 ? logGammaOfOnePlus(a) : logGamma(a + 1)
    let constant = logGammaIncrement(a, from: b) - logGammaOnePlus
    let power = p.x.logarithm * a + DoubleDouble(constant)
    let w = power.exponential
    let lower = w * (1 + s)
    if lower < 0.5 { return (lower, 1 - lower) }
    let upper = max(0, -expm1(power.high) - w * s)
    return (1 - upper, upper)
  }

  /// I_x(a, b) B(a, b) / (x^a y^b) = 1 / (β_1 + α_2 / (β_2 + α_3 / (β_3 + ...))), y = 1 - x,
  /// α_(n+1) = n (b - n) x² (a + n - 1) (a + b + n - 1) / (a + 2n - 1)²,
  /// β_(n+1) = n + n (b - n) x / (a + 2n - 1) + (a + n) (λ + 1 + n (1 + y)) / (a + 2n + 1),
  /// λ = a y - b x; by the method of Lentz.
  private static func fraction(_ p: BetaArgument) -> Double {
    let (a, b, x, y) = (p.a, p.b, p.x.high, p.y.high)
    let base = p.lambda.high + 1
    var (c, d) = (1e300, 1 / (a * base / (a + 1)))
    var value = d
    for i in 1...100_000 {
      let n = Double(i)
      let e = a + 2 * n - 1
      let g = n * (b - n) * x / e
      let alpha = g * x * ((a + n - 1) / e) * (a + b + n - 1)
      let beta = n + g + (a + n) / (e + 2) * (base + n * (1 + y))
      d = alpha * d + beta
      if d == 0 { d = 1e-300 }
      c = beta + alpha / c
      if c == 0 { c = 1e-300 }
      d = 1 / d
      let factor = c * d
      value *= factor
      if (factor - 1).magnitude < 1.2e-16 { break }
    }
    return value
  }

  /// f_n of the integrand of I_x(a, b), a <= b, in the variable s where a s²/2 =
  /// a log(x₀ / t) + b log((1 - x₀) / (1 - t)), x₀ = a / (a + b).
  ///
  /// t = x₀ + √(x₀ y₀ a / r) V(s), r = a + b, V V' = s (1 + p V - q V²), p = (b - a) / √(r b),
  /// q = a / r, whose coefficients follow one from another; and f = s / V. For b → ∞ these are the
  /// coefficients of the incomplete gamma function.
  private static func uniformCoefficients(_ a: Double, _ b: Double) -> [Double] {
    let order = 30
    let r = a + b
    let p = (b - a) / (r.squareRoot() * b.squareRoot())
    let q = a / r
    // V = s Σ v_k s^k, and `squares` the coefficients of (V / s)².
    var v = [Double](repeating: 0, count: order + 1)
    var squares = v
    (v[0], squares[0]) = (1, 1)
    for k in 1...order {
      let known = p * v[k - 1] - (k >= 2 ? q * squares[k - 2] : 0)
      squares[k] = 2 * known / Double(k + 2)
      var cross = 0.0
      for i in stride(from: 1, to: k, by: 1) { cross += v[i] * v[k - i] }
      v[k] = 0.5 * (squares[k] - cross)
    }
    var f = [Double](repeating: 0, count: order + 1)
    f[0] = 1
    for k in 1...order {
      var sum = 0.0
      for i in 1...k { sum += v[i] * f[k - i] }
      f[k] = -sum
    }
    return f
  }
}
