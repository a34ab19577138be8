internal import Distributions

/// A test statistic with its chi-square reference.
public struct ChiSquareTest: Sendable, Equatable {
  /// Chi-square; NaN where a variance has no inverse.
  public let statistic: Double
  /// How many coefficients are tested, those left out not counted.
  public let degreesOfFreedom: Int
  /// What a penalty leaves of ``degreesOfFreedom``; nil without one.
  public var effectiveDegreesOfFreedom: Double?
  /// The degrees of freedom of the chi-square that ``p`` refers to.
  public var referenceDegreesOfFreedom: Double {
    effectiveDegreesOfFreedom ?? Double(degreesOfFreedom)
  }
  /// P(chi-square > ``statistic``); 1 without degrees of freedom.
  public var p: Double {
    ChiSquareDistribution(degreesOfFreedom: referenceDegreesOfFreedom).upperTail(statistic)
  }
}
