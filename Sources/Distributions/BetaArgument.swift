#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The shapes a, b and the point x, y = 1 - x of an incomplete beta function.
///
/// x and y are pairs, so that neither loses digits as it nears 0 or 1.
struct BetaArgument {
  let a: Double
  let b: Double
  let x: DoubleDouble
  let y: DoubleDouble
  /// λ = a y - b x, positive below the mean a / (a + b).
  let lambda: DoubleDouble

  private init(_ a: Double, _ b: Double, _ x: DoubleDouble, _ y: DoubleDouble) {
    (self.a, self.b, self.x, self.y) = (a, b, x, y)
    lambda = y * a - x * b
  }

  init(_ a: Double, _ b: Double, _ x: Double) {
    self.init(a, b, DoubleDouble(x), DoubleDouble(sum: 1, -x))
  }

  /// The point whose odds x / y are given.
  init(_ a: Double, _ b: Double, odds: DoubleDouble) {
    if odds.high == .infinity {
      self.init(a, b, .one, DoubleDouble(0))
    } else {
      let sum = DoubleDouble.one + odds
      self.init(a, b, odds / sum, .one / sum)
    }
  }

  var mirrored: BetaArgument { BetaArgument(b, a, y, x) }

  var isDefined: Bool { a > 0 && b > 0 && a < .infinity && b < .infinity && !x.high.isNaN }

  /// Where the power series in x converges at once and without cancellation.
  var isInSeriesRegion: Bool { a < 1 && x.high <= 0.5 && b * x.high <= 1 }

  /// Whether I_y(b, a) is the function to compute.
  var isMirrored: Bool {
    if isInSeriesRegion { return false }
    return mirrored.isInSeriesRegion || lambda.high < 0
  }

  /// x^a y^b / B(a, b), for 0 < x < 1.
  ///
  /// With E = a dev(-λ / a) + b dev(λ / b), dev(u) = u - log(1 + u), and δ the Stirling error, it is
  /// exp(-E) √(a b / (2π r)) exp(δ(r) - δ(a) - δ(b)), r = a + b. A shape below 12, say a, has its Γ(a)
  /// instead: X^a exp(-X - b dev(λ / b)) √(b / r) exp(δ(r) - δ(b)) / Γ(a), X = r x.
  var weight: ExponentialWeight {
    let r = DoubleDouble(sum: a, b)
    if a >= 12 && b >= 12 {
      let exponent = deviation(-lambda, a, x, r) + deviation(lambda, b, y, r)
      let rest = exp(stirlingError(r.high) - stirlingError(a) - stirlingError(b))
      let root = (min(a, b) * (max(a, b) / r.high)).squareRoot()
      return ExponentialWeight(exponent: -exponent, factor: rest * root * 0.3989422804014327)
    }
    if a >= 12 { return mirrored.weight }
    if b >= 12 {
      let scaled = x * r
      let exponent = scaled.logarithm * a - scaled - deviation(lambda, b, y, r)
      let rest = exp(stirlingError(r.high) - stirlingError(b)) * (b / r.high).squareRoot()
      return ExponentialWeight(exponent: exponent, factor: rest / gammaFunction(a))
    }
    let exponent = x.logarithm * a + y.logarithm * b
    // Γ(a + b), corrected for the rounding of the sum: ψ(r) is about log(r) - 1 / (2 r).
    let correction = 1 + r.low * (log(r.high) - 0.5 / r.high)
    return ExponentialWeight(
      exponent: exponent,
      factor: gammaFunction(r.high) * correction / gammaFunction(a) / gammaFunction(b))
  }

  /// c (u - log(1 + u)) with u = t / c, 1 + u = z r / c.
  private func deviation(
    _ t: DoubleDouble, _ c: Double, _ z: DoubleDouble, _ r: DoubleDouble
  ) -> DoubleDouble {
    let u = t / DoubleDouble(c)
    let ratio = z * (r / DoubleDouble(c))
    // Where the product would underflow a double is enough for its logarithm.
    if ratio.high > 1e-290 { return u.deviation(ratio: ratio) * c }
    return (u - DoubleDouble(log(z.high) + log(r.high / c))) * c
  }
}

extension DoubleDouble {
  static func * (a: Double, b: DoubleDouble) -> DoubleDouble { b * a }
}
