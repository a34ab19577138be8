#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The logistic function and what one outcome makes of a linear predictor, without cancellation in
/// either tail.
enum LogisticFunction {
  /// p = 1 / (1 + exp(-eta)).
  static func probability(_ eta: Double) -> Double { 1 / (1 + exp(-eta)) }

  /// y - p.
  static func residual(event: Bool, _ eta: Double) -> Double {
    event ? 1 / (1 + exp(eta)) : -1 / (1 + exp(-eta))
  }

  /// p (1 - p).
  static func variance(_ eta: Double) -> Double {
    let e = exp(-eta.magnitude)
    return e / ((1 + e) * (1 + e))
  }

  /// -log of the probability of the outcome: log(1 + exp(-eta)) at an event.
  static func loss(event: Bool, _ eta: Double) -> Double {
    let margin = event ? eta : -eta
    return max(-margin, 0) + log1p(exp(-margin.magnitude))
  }

}
