/// Fisher's F distribution, the law of (χ²_m / m) / (χ²_n / n), m and n degrees of freedom.
///
/// m > 0 finite, n > 0, where n = ∞ is the law of χ²_m / m; else NaN throughout, as for a NaN
/// argument. P(X > x) = I_y(n/2, m/2), y = n / (n + m x), with m x / n kept as a pair. Relative error
/// of both tails, against 50 digits, below 1e-14 for 1...1e5 degrees of freedom, down to 1e-300.
public struct FDistribution: Sendable {
  /// m, of the mean square above.
  public let numeratorDegreesOfFreedom: Double
  /// n, of the mean square below; infinite where its variance is known.
  public let denominatorDegreesOfFreedom: Double

  /// m > 0 finite and n > 0; any other gives NaN throughout.
  public init(numeratorDegreesOfFreedom: Double, denominatorDegreesOfFreedom: Double) {
    self.numeratorDegreesOfFreedom = numeratorDegreesOfFreedom
    self.denominatorDegreesOfFreedom = denominatorDegreesOfFreedom
  }

  /// f(x); 0 for x < 0, and the limit from the right at 0.
  public func density(_ x: Double) -> Double {
    if let limit { return limit.density(x) }
    guard law != nil, !x.isNaN else { return .nan }
    if x < 0 || x == .infinity { return 0 }
    let m = numeratorDegreesOfFreedom
    if x == 0 { return m < 2 ? .infinity : m == 2 ? 1 : 0 }
    return argument(x).weight.value / x
  }

  /// P(X <= x); 0 for x < 0.
  public func cumulativeProbability(_ x: Double) -> Double {
    if let limit { return limit.cumulativeProbability(x) }
    return law == nil ? .nan : x < 0 ? 0 : IncompleteBeta(argument(x)).lower
  }

  /// P(X > x), the p-value of an F statistic x; 1 for x < 0.
  public func upperTail(_ x: Double) -> Double {
    if let limit { return limit.upperTail(x) }
    return law == nil ? .nan : x < 0 ? 1 : IncompleteBeta(argument(x)).upper
  }

  /// log P(X > x), finite also where the tail underflows.
  public func logUpperTail(_ x: Double) -> Double {
    if let limit { return limit.logUpperTail(x) }
    guard law != nil else { return .nan }
    return x < 0 ? 0 : IncompleteBeta.logLower(argument(x).mirrored)
  }

  /// The x with P(X <= x) = p: 0 at 0, +∞ at 1, NaN outside 0...1.
  ///
  /// To a few units of the last place, times p / (x f(x)) where that is more than one.
  public func quantile(_ p: Double) -> Double {
    if let limit { return limit.quantile(p) }
    return (law?.quantile(p) ?? .nan) / ratio
  }

  /// The x with P(X > x) = p; full accuracy where p is tiny.
  public func quantile(upperTail p: Double) -> Double {
    if let limit { return limit.quantile(upperTail: p) }
    return (law?.quantile(upperTail: p) ?? .nan) / ratio
  }

  private var law: BetaOddsLaw? {
    BetaOddsLaw(0.5 * numeratorDegreesOfFreedom, 0.5 * denominatorDegreesOfFreedom)
  }

  private var ratio: Double { numeratorDegreesOfFreedom / denominatorDegreesOfFreedom }

  /// χ²_m / m as n goes to infinity.
  private var limit: GammaDistribution? {
    let m = numeratorDegreesOfFreedom
    guard denominatorDegreesOfFreedom == .infinity else { return nil }
    return GammaDistribution(shape: 0.5 * m, scale: 2 / m)
  }

  /// The point of the beta law whose odds are m x / n.
  private func argument(_ x: Double) -> BetaArgument {
    let (m, n) = (numeratorDegreesOfFreedom, denominatorDegreesOfFreedom)
    let (a, b) = (0.5 * m, 0.5 * n)
    // Out here a pair's low part under- or overflows, and half an ulp of the odds is nothing.
    let (product, rounded) = (m * x, x * ratio)
    let isExtreme = !(min(product, rounded) > 1e-250 && max(product, rounded) < 1e250)
    let odds =
      isExtreme ? DoubleDouble(rounded) : DoubleDouble(product: m, x) / DoubleDouble(n)
    return BetaArgument(a, b, odds: odds)
  }
}
