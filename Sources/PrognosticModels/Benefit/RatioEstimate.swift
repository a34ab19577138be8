internal import Distributions
internal import Terms

/// A hazard ratio or an odds ratio of death with its interval, as a trial or a meta-analysis prints it.
///
/// On the logarithmic scale it is taken as normal:
///
///     mean = log(estimate),  SE = (log(upper) - log(lower)) / (2 z),  z = Φ⁻¹((1 + confidence) / 2)
///
/// The printed ends are kept as they are. Rounded to two digits they seldom lie evenly about the
/// estimate; what needs a distribution takes the mean and the SE, what needs only the ends takes those.
public struct RatioEstimate: Sendable, Equatable {
  /// What a ratio multiplies: the hazard, S₁ = S₀^HR, or the odds of death, d₁/(1-d₁) = OR d₀/(1-d₀).
  public enum Measure: String, Sendable, CaseIterable {
    case hazardRatio, oddsRatio
  }

  public let measure: Measure
  /// Below 1 where treatment helps.
  public let estimate: Double
  /// Nil where none was given: then nothing that follows from the ratio has one.
  public let interval: ClosedRange<Double>?
  /// The level of ``interval``, 0.95 as a rule.
  public let confidence: Double

  /// A ratio as printed.
  ///
  /// - Throws: ``BenefitError`` unless all numbers are positive and finite, the interval has a width and
  ///   holds the estimate, and the level of confidence lies between 0 and 1.
  public init(
    _ measure: Measure, _ estimate: Double, interval: (lower: Double, upper: Double)?,
    confidence: Double = 0.95
  ) throws(BenefitError) {
    guard confidence > 0, confidence < 1 else { throw .confidence(confidence) }
    guard estimate > 0, estimate < .infinity else { throw .ratio(estimate) }
    if let (lower, upper) = interval {
      guard lower > 0, upper < .infinity, lower < upper else {
        throw .ratioInterval(lower: lower, upper: upper)
      }
      guard lower <= estimate, estimate <= upper else {
        throw .outsideInterval(estimate, lower: lower, upper: upper)
      }
    }
    self.measure = measure
    self.estimate = estimate
    self.interval = interval.map { $0.lower...$0.upper }
    self.confidence = confidence
  }

  /// exp(mean), exp(mean - z SE) ... exp(mean + z SE).
  ///
  /// - Throws: ``BenefitError`` where the interval has no width, or more than a double holds.
  public init(
    _ measure: Measure, logarithm mean: Double, standardError: Double, confidence: Double = 0.95
  ) throws(BenefitError) {
    let half = NormalDistribution.quantile((1 + confidence) / 2) * standardError
    try self.init(
      measure, Elementary.exp(mean),
      interval: (Elementary.exp(mean - half), Elementary.exp(mean + half)), confidence: confidence)
  }

  /// log(estimate).
  public var logarithm: Double { Elementary.log(estimate) }

  /// The standard error of ``logarithm``; nil without an interval.
  public var standardError: Double? {
    interval.map {
      (Elementary.log($0.upperBound) - Elementary.log($0.lowerBound)) / (2 * normalQuantile)
    }
  }

  /// z of the level of confidence.
  var normalQuantile: Double { NormalDistribution.quantile((1 + confidence) / 2) }
}

extension RatioEstimate.Measure {
  /// Survival under a ratio r, from the survival s without:
  ///
  ///     s^r,  or for odds of death  s / (s + r (1 - s))
  ///
  /// s itself, to the bit, at r = 1; 0 and 1 stay. NaN for a NaN.
  @inline(__always)
  func survival(_ s: Double, ratio r: Double) -> Double {
    switch self {
    // IEEE 754 has 1^NaN = 1.
    case .hazardRatio: r.isNaN ? r : Elementary.power(s, r)
    case .oddsRatio: s / (s + r * (1 - s))
    }
  }
}
