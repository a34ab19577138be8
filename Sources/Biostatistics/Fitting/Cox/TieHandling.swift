#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// How deaths at one time share a risk set.
///
/// With S the risk-weighted sum over those at risk, D that over the d who die at the time, and W the
/// deaths' total case weight, the denominators are S - f_k D for k = 0 ... d - 1, each with weight
/// W / d, where
///
/// - `efron`: f_k = k / d: the dying leave the risk set one by one, averaged over their order;
/// - `breslow`: f_k = 0: each is compared with the whole risk set.
///
/// - `exact` is another likelihood: times are discrete, and the d who die are compared with all sets
///   of d among those at risk (`CoxExactLikelihood`). Its hazards are Breslow's, as in R.
///
/// Sources: Efron B (1977), doi:10.1080/01621459.1977.10480613; Breslow N (1974),
/// doi:10.2307/2529620.
public enum TieHandling: String, Sendable, CaseIterable {
  case efron
  case breslow
  case exact
}

/// What one group of tied deaths adds to the likelihood and its derivatives: sums over its
/// denominators, a_k = 1 / (S - f_k D), each times the mean weight W / d.
struct TiedDeaths {
  /// Sum of log(S - f_k D).
  var logDenominators = 0.0
  /// Sum of a_k: the hazard of those who survive the time.
  var hazard = 0.0
  /// Sum of (1 - f_k) a_k: the hazard of those who die at it.
  var hazardOfDying = 0.0
  /// Sum of a_k^2: the variance of the hazard.
  var hazardVariance = 0.0
  /// Sums of f_k a_k^2 and of f_k^2 a_k^2.
  var firstMoment = 0.0
  var secondMoment = 0.0

  init(
    atRisk s: Double, dying d: Double, count: Int, weight: Double, ties: TieHandling
  ) {
    if ties != .efron || count == 1 {
      let a = 1 / s
      logDenominators = weight * log(s)
      hazard = weight * a
      hazardOfDying = hazard
      hazardVariance = weight * a * a
      return
    }
    let meanWeight = weight / Double(count)
    // The denominators are s (1 - f_k d / s): the logarithm of a product, not a sum of logarithms.
    var product = 1.0
    let share = d / s
    for k in 0..<count {
      let f = Double(k) / Double(count)
      let remaining = 1 - f * share
      let a = 1 / (s * remaining)
      let squared = a * a
      product *= remaining
      if product < 1e-250 {
        logDenominators += log(product)
        product = 1
      }
      hazard += a
      hazardOfDying += (1 - f) * a
      hazardVariance += squared
      firstMoment += f * squared
      secondMoment += f * f * squared
    }
    logDenominators += log(product) + Double(count) * log(s)
    scale(by: meanWeight)
  }

  /// Counts the event time `factor` times.
  mutating func scale(by factor: Double) {
    logDenominators *= factor
    hazard *= factor
    hazardOfDying *= factor
    hazardVariance *= factor
    firstMoment *= factor
    secondMoment *= factor
  }

  /// The sum over k of the outer products of the means m_k = a_k (S1 - f_k D1), as at most two rows:
  ///
  ///     sum m_k m_k' = u u' + v v',   u = first * S1 + mixed * D1,   v = second * D1
  ///
  /// from the Cholesky factor of [[sum a^2, -sum f a^2], [-sum f a^2, sum f^2 a^2]].
  var meanRows: (first: Double, mixed: Double, second: Double) {
    let first = hazardVariance.squareRoot()
    guard firstMoment > 0, first > 0 else { return (first, 0, 0) }
    let mixed = -firstMoment / first
    let rest = secondMoment - mixed * mixed
    return (first, mixed, rest > 0 ? rest.squareRoot() : 0)
  }
}
