internal import Terms

/// What a treatment changes at one time: survival without it, survival with it, and the difference.
///
///     S₁ = S₀^HR,  or with odds of death d = 1 - S:  d₁ / (1 - d₁) = OR d₀ / (1 - d₀)
///     absolute benefit = S₁ - S₀
///
/// Intervals, at the level of the ratio's:
///
/// - Of the ratio alone: its ends transformed, which is exact, since S₁ falls as the ratio grows.
/// - Of ratio and baseline, log(-log S₀) and the log ratio independent and normal: quantiles of the
///   difference by quadrature, `BenefitDistribution`. The ends cannot be transformed here, for the
///   benefit is not monotone in the baseline: it is 0 for S₀ = 0 and for S₀ = 1.
/// - A ratio without an interval gives none.
///
/// A ratio of 1 gives a benefit of exactly 0; a baseline of 0 or 1 has none to give.
public struct SurvivalBenefit: Sendable, Equatable {
  /// A number with its interval, nil where none is known.
  public struct Quantity: Sendable, Equatable {
    public var estimate: Double
    public var interval: ClosedRange<Double>?
  }

  public var survivalWithout: Quantity
  public var survivalWith: Quantity
  public var absoluteBenefit: Quantity
  /// The level of the intervals.
  public var confidence: Double

  /// Altman's (1998).
  public var numberNeededToTreat: NumberNeededToTreat {
    NumberNeededToTreat(absoluteBenefit: absoluteBenefit)
  }

  /// The benefit under one ratio.
  public init(without baseline: BaselineSurvival, ratio: RatioEstimate) {
    let effect = CompiledRatio(ratio)
    let survival = baseline.estimate
    func treated(_ r: Double) -> Double { ratio.measure.survival(survival, ratio: r) }
    self.init(
      without: survival, with: treated(effect.estimate), least: treated(effect.upper),
      greatest: treated(effect.lower), confidence: effect.confidence)
    survivalWithout.interval = baseline.interval
    if let error = baseline.standardError {
      carry(logHazard: baseline.logCumulativeHazard, standardError: error, effect)
    }
  }

  /// From survivals with the treatment at the ratio, its upper and its lower end; NaN for no interval.
  @inline(__always)
  init(without: Double, with: Double, least: Double, greatest: Double, confidence: Double) {
    survivalWithout = Quantity(estimate: without, interval: nil)
    survivalWith = Quantity(estimate: with, interval: Self.interval(least, greatest))
    absoluteBenefit = Quantity(
      estimate: with - without, interval: Self.interval(least - without, greatest - without))
    self.confidence = confidence
  }

  /// Carries the baseline's uncertainty too: `logHazard` is log(-log S₀).
  mutating func carry(logHazard: Double, standardError: Double, _ effect: CompiledRatio) {
    guard effect.standardError > 0, logHazard.isFinite, standardError > 0,
      standardError < .infinity
    else { return }
    let distribution = BenefitDistribution(
      logHazard: logHazard, standardError: standardError, effect)
    let tail = (1 - confidence) / 2
    survivalWith.interval = Self.interval(
      distribution.survivalQuantile(tail), distribution.survivalQuantile(1 - tail))
    absoluteBenefit.interval = Self.interval(
      distribution.benefitQuantile(tail), distribution.benefitQuantile(1 - tail))
  }

  @inline(__always)
  static func interval(_ lower: Double, _ upper: Double) -> ClosedRange<Double>? {
    lower <= upper ? ClosedRange(uncheckedBounds: (lower, upper)) : nil
  }
}

/// A ``RatioEstimate`` with what is computed from it once. NaN stands for what is not known.
struct CompiledRatio: Sendable {
  let measure: RatioEstimate.Measure
  let estimate, lower, upper: Double
  let logarithm, standardError: Double
  let confidence, normalQuantile: Double

  init(_ ratio: RatioEstimate) {
    measure = ratio.measure
    estimate = ratio.estimate
    lower = ratio.interval?.lowerBound ?? .nan
    upper = ratio.interval?.upperBound ?? .nan
    logarithm = ratio.logarithm
    standardError = ratio.standardError ?? .nan
    confidence = ratio.confidence
    normalQuantile = ratio.normalQuantile
  }
}
