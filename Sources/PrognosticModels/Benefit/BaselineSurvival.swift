internal import Distributions
internal import Terms

/// A survival without the treatment at one time, with its interval where one is known.
///
/// Uncertain, it is normal on the scale of the log cumulative hazard:
///
///     mean = log(-log S),  SE = (log(-log lower) - log(-log upper)) / (2 z)
///
/// the scale of the intervals of a ``Scorer`` (Kalbfleisch JD, Prentice RL (1980), The Statistical
/// Analysis of Failure Time Data).
public struct BaselineSurvival: Sendable, Equatable {
  public let estimate: Double
  public let interval: ClosedRange<Double>?
  public let confidence: Double

  /// A survival as somebody's calculator or a table prints it.
  ///
  /// - Throws: ``BenefitError`` unless the estimate lies in 0...1, the interval strictly between with a
  ///   width and the estimate in it, and the level of confidence between 0 and 1.
  public init(
    _ estimate: Double, interval: (lower: Double, upper: Double)? = nil, confidence: Double = 0.95
  ) throws(BenefitError) {
    guard confidence > 0, confidence < 1 else { throw .confidence(confidence) }
    guard estimate >= 0, estimate <= 1 else { throw .survival(estimate) }
    if let (lower, upper) = interval {
      guard lower > 0, upper < 1, lower < upper else {
        throw .survivalInterval(lower: lower, upper: upper)
      }
      guard lower <= estimate, estimate <= upper else {
        throw .outsideInterval(estimate, lower: lower, upper: upper)
      }
    }
    self.estimate = estimate
    self.interval = interval.map { $0.lower...$0.upper }
    self.confidence = confidence
  }

  /// log(-log S).
  var logCumulativeHazard: Double { Elementary.log(-Elementary.log(estimate)) }

  /// The standard error of ``logCumulativeHazard``; nil without an interval.
  var standardError: Double? {
    interval.map {
      let upper = Elementary.log(-Elementary.log($0.lowerBound))
      let lower = Elementary.log(-Elementary.log($0.upperBound))
      return (upper - lower) / (2 * NormalDistribution.quantile((1 + confidence) / 2))
    }
  }
}
