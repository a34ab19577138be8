/// How heavily data are loaded with coefficients, and how far the coefficients are expected to shrink
/// in new patients.
///
/// The heuristic shrinkage factor of van Houwelingen and Le Cessie is
///
///     (LR - p) / LR
///
/// with LR the likelihood-ratio statistic of all p coefficients: the slope of calibration that is
/// expected in new patients of the same kind. It is negative where LR < p, when the model is expected
/// to predict worse than none.
///
/// Source: van Houwelingen JC, Le Cessie S (1990), doi:10.1002/sim.4780091109.
public struct ParameterLoad: Sendable, Equatable {
  /// Events for each coefficient; nil without coefficients.
  public let eventsPerParameter: Double?
  /// Nil without coefficients, without a likelihood ratio, and where that is 0.
  public let expectedShrinkage: Double?

  /// - Parameters:
  ///   - events: how many rows had the event, weights not counted.
  ///   - parameters: how many coefficients were estimated, an intercept not counted.
  ///   - likelihoodRatio: the test of all of them; nil where it has no meaning.
  public init(events: Int, parameters: Int, likelihoodRatio: ChiSquareTest?) {
    eventsPerParameter = parameters > 0 ? Double(events) / Double(parameters) : nil
    if let test = likelihoodRatio, test.degreesOfFreedom > 0, test.statistic > 0 {
      expectedShrinkage = (test.statistic - Double(test.degreesOfFreedom)) / test.statistic
    } else {
      expectedShrinkage = nil
    }
  }
}
