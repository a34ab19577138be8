internal import Distributions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The scale g on which a confidence interval of a survival probability is symmetric:
/// g(S) ± z g'(S) se(S), carried back. Limits stay within 0...1.
public enum ConfidenceScale: String, Sendable, CaseIterable {
  /// g = S, clipped to 0...1.
  case plain
  /// g = log S; the upper limit is clipped to 1.
  case log
  /// g = log(-log S).
  case logLog
  /// g = log(S / (1 - S)).
  case logit
  /// g = arcsin(sqrt S).
  case arcsine

  /// The limits around `survival` with its standard error and the normal quantile `z`.
  ///
  /// Where g has no finite value or slope the limits are NaN, as R shows NA: at S = 0 (all scales,
  /// for `plain` only if the standard error is NaN) and at S = 1 (`logLog`, `logit`, `arcsine`).
  func limits(
    _ survival: Double, standardError: Double, z: Double
  ) -> (lower: Double, upper: Double) {
    // σ = se / S is the standard error of log S.
    let sigma = standardError == 0 ? 0 : standardError / survival
    if standardError.isNaN || (survival == 0 && self != .plain) { return (.nan, .nan) }
    switch self {
    case .plain:
      let half = z * standardError
      return (max(survival - half, 0), min(survival + half, 1))
    case .log:
      let factor = exp(z * sigma)
      return (survival / factor, min(survival * factor, 1))
    case .logLog:
      guard survival != 1 else { return (.nan, .nan) }
      let minusLog = -naturalLog(survival)
      let factor = exp(z * sigma / minusLog)
      return (exp(-minusLog * factor), exp(-minusLog / factor))
    case .logit:
      guard survival != 1 else { return (.nan, .nan) }
      let odds = survival / (1 - survival)
      let factor = exp(z * sigma / (1 - survival))
      return (1 - 1 / (1 + odds / factor), 1 - 1 / (1 + odds * factor))
    case .arcsine:
      guard survival != 1 else { return (.nan, .nan) }
      let angle = asin(survival.squareRoot())
      let half = 0.5 * z * sigma * (survival / (1 - survival)).squareRoot()
      let lower = sin(max(angle - half, 0))
      let upper = sin(min(angle + half, .pi / 2))
      return (lower * lower, upper * upper)
    }
  }

  /// The standard normal quantile of (1 + level) / 2.
  static func z(_ level: Double) -> Double { -NormalDistribution.quantile((1 - level) / 2) }
}

/// The function, where `log` is the name of a scale.
private func naturalLog(_ x: Double) -> Double { log(x) }
