#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The gamma distribution, density x^(a-1) exp(-x/θ) / (Γ(a) θ^a) on x > 0, shape a, scale θ.
///
/// a > 0 and θ > 0 finite; else NaN throughout, as for a NaN argument. Relative error of both tails,
/// against 50 digits, below 1e-14 for θ a power of two; else the rounding of x / θ weighs
/// x f(x) / tail times, 1e-13 at a tail of 1e-300.
public struct GammaDistribution: Sendable {
  /// a; 1 is the exponential distribution.
  public let shape: Double
  /// θ, in the unit of x; the mean is a θ.
  public let scale: Double

  /// a > 0 and θ > 0 finite; any other gives NaN throughout.
  public init(shape: Double, scale: Double = 1) {
    self.shape = shape
    self.scale = scale
  }

  /// f(x); 0 for x < 0, and the limit from the right at 0.
  public func density(_ x: Double) -> Double {
    guard let law else { return .nan }
    if x == 0 { return shape < 1 ? .infinity : shape == 1 ? 1 / scale : 0 }
    if x < 0 || x == .infinity { return 0 }
    return x.isNaN ? x : law.weight(x / scale).value / x
  }

  /// P(X <= x) = P(a, x/θ), the regularised ``IncompleteGamma``; 0 for x < 0.
  public func cumulativeProbability(_ x: Double) -> Double {
    guard let law else { return .nan }
    return x < 0 ? 0 : law.tail(.lower, x / scale)
  }

  /// P(X > x) = Q(a, x/θ); 1 for x < 0.
  public func upperTail(_ x: Double) -> Double {
    guard let law else { return .nan }
    return x < 0 ? 1 : law.tail(.upper, x / scale)
  }

  /// log P(X > x), finite also where the tail underflows.
  public func logUpperTail(_ x: Double) -> Double {
    guard let law else { return .nan }
    return x < 0 ? 0 : law.logTail(.upper, x / scale)
  }

  /// The x with P(X <= x) = p: 0 at 0, +∞ at 1, NaN outside 0...1.
  ///
  /// To a few units of the last place, times p / (x f(x)) where that is more than one.
  public func quantile(_ p: Double) -> Double { (law?.quantile(p) ?? .nan) * scale }

  /// The x with P(X > x) = p; full accuracy where p is tiny.
  public func quantile(upperTail p: Double) -> Double {
    (law?.quantile(upperTail: p) ?? .nan) * scale
  }

  private var law: GammaLaw? {
    scale > 0 && scale < .infinity ? GammaLaw(shape: shape) : nil
  }
}

/// The gamma distribution with scale 1.
struct GammaLaw: PositiveLaw {
  let shape: Double

  init?(shape: Double) {
    guard shape > 0 && shape < .infinity else { return nil }
    self.shape = shape
  }

  func tail(_ side: Tail, _ x: Double) -> Double {
    let both = IncompleteGamma(shape: shape, x)
    return side == .lower ? both.lower : both.upper
  }

  func logTail(_ side: Tail, _ x: Double) -> Double {
    side == .lower
      ? IncompleteGamma.logLower(shape, x) : IncompleteGamma.logUpper(shape, x)
  }

  func weight(_ x: Double) -> ExponentialWeight {
    var weight = IncompleteGamma.weight(shape, x)
    weight.factor *= shape
    return weight
  }

  /// The cube of Wilson and Hilferty (1931), doi:10.1073/pnas.17.12.684, or, where it would come out
  /// near zero, the first term of a tail: P ~ x^a / Γ(a + 1), Q ~ a exp(-x) for small a.
  func logStart(_ side: Tail, _ p: Double) -> Double {
    let z = NormalDistribution.quantile(p)
    let c = 1 / (9 * shape)
    let root = 1 - c + (side == .lower ? z : -z) * c.squareRoot()
    if shape >= 0.5 && root > 0.2 { return log(shape) + 3 * log(root) }
    let logLower = side == .lower ? log(p) : log1p(-p)
    let first = (logLower + logGamma(shape + 1)) / shape
    if side == .lower || first < -1 { return first }
    return log(max(1, log(shape / p)))
  }
}
