/// How many patients are treated for one more to be alive at the time, 1 / (S₁ - S₀); negative where
/// the treatment harms, as many as are treated for one fewer.
///
/// An interval of the benefit that holds 0 is two stretches of this number that meet in infinity:
/// from ``benefitFrom`` patients for one who gains, over infinitely many, to ``harmFrom`` patients for
/// one who loses. Numbers are unrounded.
///
/// Source: Altman DG (1998), Confidence intervals for the number needed to treat,
/// doi:10.1136/bmj.317.7168.1309.
public struct NumberNeededToTreat: Sendable, Equatable {
  /// Nil at a benefit of 0, and of one so small that no double holds its reciprocal.
  public let estimate: Double?
  /// 1 / upper ... 1 / lower of a benefit whose interval does not hold 0.
  public let interval: ClosedRange<Double>?
  /// 1 / upper of a benefit whose interval holds 0 and something above it.
  public let benefitFrom: Double?
  /// -1 / lower of a benefit whose interval holds 0 and something below it.
  public let harmFrom: Double?

  /// From S₁ - S₀.
  public init(absoluteBenefit: SurvivalBenefit.Quantity) {
    func reciprocal(_ benefit: Double) -> Double? {
      let number = 1 / benefit
      return number.isFinite ? number : nil
    }
    estimate = reciprocal(absoluteBenefit.estimate)
    guard let (lower, upper) = absoluteBenefit.interval.map({ ($0.lowerBound, $0.upperBound) })
    else {
      (interval, benefitFrom, harmFrom) = (nil, nil, nil)
      return
    }
    guard lower <= 0, upper >= 0 else {
      (benefitFrom, harmFrom) = (nil, nil)
      if let least = reciprocal(upper), let greatest = reciprocal(lower) {
        interval = least...greatest
      } else {
        interval = nil
      }
      return
    }
    interval = nil
    benefitFrom = reciprocal(upper)
    harmFrom = reciprocal(-lower)
  }
}
