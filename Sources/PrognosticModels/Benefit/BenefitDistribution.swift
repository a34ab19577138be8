internal import Distributions
internal import Terms

/// The distribution of survival with a treatment and of its benefit, when neither the survival without
/// nor the ratio is certain:
///
///     log(-log S₀) = u + σ X,  log ratio = m + τ Y,  X and Y independent standard normal
///
/// Given S₀ = s, survival S₁ under the ratio falls as the ratio grows, so that S₁ <= q where the log
/// ratio is at least some t(q, s), and
///
///     P(S₁ - S₀ <= b) = ∫ φ(x) (1 - Φ((t(b + s(x), s(x)) - m) / τ)) dx
///     t(q, s) = log(-log q) - log(-log s),  for odds of death  log((1 - q) / q) - log((1 - s) / s)
///
/// Where b + s leaves 0...1 the probability is 0 or 1; the integral stops there. Quantiles by bracketing
/// a root. Accuracy about 1e-10 in probability; nothing is allocated.
struct BenefitDistribution {
  private let u, sigma, m, tau: Double
  private let measure: RatioEstimate.Measure

  /// σ and the effect's τ are positive and finite, u is finite.
  init(logHazard u: Double, standardError sigma: Double, _ effect: CompiledRatio) {
    self.u = u
    self.sigma = sigma
    m = effect.logarithm
    tau = effect.standardError
    measure = effect.measure
  }

  // MARK: - Benefit

  /// P(S₁ - S₀ <= b).
  func benefitProbability(_ b: Double) -> Double {
    if b <= -1 { return 0 }
    if b >= 1 { return 1 }
    // Where s = -b, or s = 1 - b: there H is -log of it.
    let hazard = b < 0 ? -Elementary.log(-b) : -Elementary.log1p(-b)
    let edge = (Elementary.log(hazard) - u) / sigma
    let outside = b > 0 ? NormalDistribution.cumulativeProbability(edge) : 0
    let range = b < 0 ? (-Self.far, min(edge, Self.far)) : (max(edge, -Self.far), Self.far)
    return outside
      + integral(range) { (baseline) in
        threshold(survival: b + baseline.s, death: baseline.d - b, baseline)
      }
  }

  /// The b with P(S₁ - S₀ <= b) = p.
  func benefitQuantile(_ p: Double) -> Double {
    let s = Elementary.exp(-Elementary.exp(u))
    return quantile(p, offset: s, in: (-1, 1)) { benefitProbability($0) }
  }

  // MARK: - Survival with

  /// P(S₁ <= q).
  func survivalProbability(_ q: Double) -> Double {
    if q <= 0 { return 0 }
    if q >= 1 { return 1 }
    return integral((-Self.far, Self.far)) { threshold(survival: q, death: 1 - q, $0) }
  }

  /// The q with P(S₁ <= q) = p. For a hazard ratio log(-log S₁) is normal with mean u + m and variance
  /// σ² + τ².
  func survivalQuantile(_ p: Double) -> Double {
    switch measure {
    case .hazardRatio:
      let deviation = (sigma * sigma + tau * tau).squareRoot()
      let logHazard = u + m - NormalDistribution.quantile(p) * deviation
      return Elementary.exp(-Elementary.exp(logHazard))
    case .oddsRatio:
      return quantile(p, offset: 0, in: (0, 1)) { survivalProbability($0) }
    }
  }

  // MARK: - Kernels

  /// S₀ for one x: s, d = 1 - s, and log(-log s).
  private struct Baseline {
    let s, d, logHazard: Double
  }

  /// The root of a probability on the scale of normal quantiles, on which it is nearly a line: from what
  /// the ratio alone gives at the baseline's mean, less `offset`.
  private func quantile(
    _ p: Double, offset: Double, in bounds: (lower: Double, upper: Double),
    _ probability: (Double) -> Double
  ) -> Double {
    let z = NormalDistribution.quantile(p)
    let s = Elementary.exp(-Elementary.exp(u))
    let middle = measure.survival(s, ratio: Elementary.exp(m)) - offset
    let guess = measure.survival(s, ratio: Elementary.exp(m - tau * z)) - offset
    let step = 0.25 * (guess - middle).magnitude + 1e-6
    return MonotoneRoot.find(near: guess, step: step, in: bounds) {
      NormalDistribution.quantile(min(max(probability($0), 0), 1)) - z
    }
  }

  /// Beyond it a standard normal has 1e-16 on both sides together.
  private static let far = 8.3

  /// t(q, s), of q and 1 - q.
  @inline(__always)
  private func threshold(survival q: Double, death: Double, _ baseline: Baseline) -> Double {
    if q <= 0 { return .infinity }
    if death <= 0 { return -.infinity }
    switch measure {
    case .hazardRatio:
      let hazard = q > 0.5 ? -Elementary.log1p(-death) : -Elementary.log(q)
      return Elementary.log(hazard) - baseline.logHazard
    case .oddsRatio:
      // -log s is the hazard: s may underflow, its logarithm does not.
      let logOdds = Elementary.log(baseline.d) + Elementary.exp(baseline.logHazard)
      return Elementary.log(death / q) - logOdds
    }
  }

  /// ∫ φ(x) (1 - Φ((t - m) / τ)) dx.
  private func integral(_ range: (Double, Double), _ threshold: (Baseline) -> Double) -> Double {
    AdaptiveQuadrature.integral(from: range.0, to: range.1, tolerance: 1e-11) { x in
      let logHazard = u + sigma * x
      let hazard = Elementary.exp(logHazard)
      let s = Elementary.exp(-hazard)
      let d = hazard < 0.1 ? Self.complement(hazard) : 1 - s
      let t = threshold(Baseline(s: s, d: d, logHazard: logHazard))
      return 0.3989422804014327 * Elementary.exp(-0.5 * x * x)
        * NormalDistribution.upperTail((t - m) / tau)
    }
  }

  /// 1 - exp(-h) for 0 <= h < 0.1, as h (1 - h/2 (1 - h/3 (...))).
  private static func complement(_ h: Double) -> Double {
    var series = 1.0
    for k in stride(from: 11.0, through: 2, by: -1) { series = 1 - h / k * series }
    return h * series
  }
}
