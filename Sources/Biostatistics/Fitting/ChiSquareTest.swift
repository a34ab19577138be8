internal import Distributions

/// A test statistic with its chi-square reference.
public struct ChiSquareTest: Sendable, Equatable {
  /// Chi-square; NaN where a variance has no inverse.
  public let statistic: Double
  /// How many coefficients are tested, those left out not counted.
  public let degreesOfFreedom: Int
  /// P(chi-square > ``statistic``); 1 without degrees of freedom.
  public var p: Double {
    ChiSquareDistribution(degreesOfFreedom: Double(degreesOfFreedom)).upperTail(statistic)
  }
}
