#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The standard normal distribution, Φ(z) = ∫ φ(t) dt over t <= z, φ(t) = exp(-t²/2) / √(2π).
///
/// NaN gives NaN; infinities give the limits. Relative error, against 50 digits: below 1e-15 for
/// both tails down to the smallest normal number, and below one unit of the last place beneath.
public enum NormalDistribution {
  /// φ(z) = exp(-z²/2) / √(2π).
  ///
  /// z² rounded would cost z² ulps, so z = h + l with h a multiple of 1/16, h² exact, and
  /// exp(-z²/2) = exp(-h²/2) exp(-l (z + h) / 2), as in Cody (1969),
  /// doi:10.1090/S0025-5718-1969-0247736-4.
  public static func density(_ z: Double) -> Double {
    let magnitude = z.magnitude
    if magnitude > 40 { return 0 }
    let h = (magnitude * 16).rounded(.down) / 16
    let l = magnitude - h
    return exp(-0.5 * h * h) * exp(-0.5 * l * (magnitude + h)) * 0.3989422804014327
  }

  /// Φ(z) = P(Z <= z).
  public static func cumulativeProbability(_ z: Double) -> Double { upperTail(-z) }

  /// 1 - Φ(z) = P(Z > z) = erfc(z / √2) / 2, computed as such: a tail of 1e-300 keeps all digits.
  public static func upperTail(_ z: Double) -> Double { 0.5 * complementaryError(z) }

  /// P(|Z| >= |z|) = 2 (1 - Φ(|z|)), the p-value of a Wald statistic z.
  public static func twoSidedP(_ z: Double) -> Double { complementaryError(z.magnitude) }

  /// log(1 - Φ(z)), finite far beyond where the tail itself underflows.
  ///
  /// From z = 30 on by the asymptotic series of Mills' ratio (Abramowitz and Stegun 26.2.12):
  /// (1 - Φ(z)) z / φ(z) ~ 1 - 1/z² + 3/z⁴ - 15/z⁶ + ...
  public static func logUpperTail(_ z: Double) -> Double {
    if z < -1 { return log1p(-upperTail(-z)) }
    if !(z >= 30) { return log(upperTail(z)) }
    if z == .infinity { return -.infinity }
    let w = 1 / (z * z)
    var series = 0.0
    for k in stride(from: 17.0, through: 1, by: -2) { series = -k * w * (1 + series) }
    return -0.5 * z * z - log(z) - 0.9189385332046728 + log1p(series)
  }

  /// Φ⁻¹(p), the z with P(Z <= z) = p: -∞ at 0, +∞ at 1, NaN outside 0...1.
  ///
  /// The rational functions of Wichura, AS 241 (1988), doi:10.2307/2347330, then one step of
  /// Halley's method on Φ (on log Φ where p is nearly denormal). Within 2 ulps.
  public static func quantile(_ p: Double) -> Double {
    guard p >= 0 && p <= 1 else { return .nan }
    let q = p - 0.5
    if q.magnitude <= 0.425 { return centralQuantile(q) }
    return q < 0 ? lowerQuantile(p) : -lowerQuantile(1 - p)
  }

  /// The z with P(Z > z) = p: as ``quantile(_:)``, with full accuracy where p is tiny.
  public static func quantile(upperTail p: Double) -> Double { -quantile(p) }
}

// MARK: - Kernels

extension NormalDistribution {
  /// erfc(z / √2).
  ///
  /// x = z / √2 rounded is off by d, and erfc(x + d) = erfc(x) - d (2 / √π) exp(-x²): without the
  /// second term the relative error is x² ulps, 700 of them at 1e-300.
  private static func complementaryError(_ z: Double) -> Double {
    if z.magnitude > 40 || z.isNaN { return erfc(z) }
    let x = DoubleDouble(high: 0.7071067811865476, low: -4.833646656726457e-17) * z
    return erfc(x.high) - x.low * 1.1283791670955126 * exp(-x.high * x.high)
  }

  /// Φ⁻¹(1/2 + q), |q| <= 0.425, refined on erf, so that a z near zero keeps its relative accuracy.
  private static func centralQuantile(_ q: Double) -> Double {
    let z = q * ratio(centralNumerator, centralDenominator, 0.180625 - q * q)
    let error = (0.5 * erf(z * 0.7071067811865476) - q) / density(z)
    return z - error / (1 + 0.5 * z * error)
  }

  /// Φ⁻¹(p) for p <= 0.075.
  private static func lowerQuantile(_ p: Double) -> Double {
    if p <= 0 { return -.infinity }
    let r = (-log(p)).squareRoot()
    let z =
      r <= 5
      ? -ratio(middleNumerator, middleDenominator, r - 1.6)
      : -ratio(tailNumerator, tailDenominator, r - 5)
    if p < 1e-290 {
      let mills = 1 / (-z + 1 / -z)
      return z - (logUpperTail(-z) - log(p)) * mills
    }
    let error = (upperTail(-z) - p) / density(z)
    return z - error / (1 + 0.5 * z * error)
  }

  /// (n₀ + n₁ x + ...) / (1 + d₁ x + ...), eight coefficients above and seven below.
  private static func ratio(
    _ numerator: [Double], _ denominator: [Double], _ x: Double
  ) -> Double {
    var above = numerator[7]
    for i in (0..<7).reversed() { above = above * x + numerator[i] }
    var below = denominator[6]
    for i in (0..<6).reversed() { below = below * x + denominator[i] }
    return above / (below * x + 1)
  }

  // Wichura (1988), PPND16.
  private static let centralNumerator: [Double] = [
    3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
    45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
  ]
  private static let centralDenominator: [Double] = [
    42.313330701600911252, 687.18700749205790830, 5394.1960214247511077, 21213.794301586595867,
    39307.895800092710610, 28729.085735721942674, 5226.4952788528545610,
  ]
  private static let middleNumerator: [Double] = [
    1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
    1.27045825245236838258, 0.241780725177450611770, 0.0227238449892691845833,
    7.74545014278341407640e-4,
  ]
  private static let middleDenominator: [Double] = [
    2.05319162663775882187, 1.67638483018380384940, 0.689767334985100004550,
    0.148103976427480074590, 0.0151986665636164571966, 5.47593808499534494600e-4,
    1.05075007164441684324e-9,
  ]
  private static let tailNumerator: [Double] = [
    6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 0.296560571828504891230,
    0.0265321895265761230930, 1.24266094738807843860e-3, 2.71155556874348757815e-5,
    2.01033439929228813265e-7,
  ]
  private static let tailDenominator: [Double] = [
    0.599832206555887937690, 0.136929880922735805310, 0.0148753612908506148525,
    7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
    2.04426310338993978564e-15,
  ]
}
