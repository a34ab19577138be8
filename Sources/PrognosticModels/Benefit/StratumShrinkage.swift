internal import Distributions
internal import Terms

/// How far the ratios of strata differ by more than chance, and what is left of the differences.
///
/// With y the log ratios, v their variances and w = 1 / v:
///
///     Q = Σ w (y - ȳ)²,  ȳ = Σ w y / Σ w,  chi-square with k - 1 degrees of freedom
///     τ² = max(0, (Q - (k - 1)) / (Σ w - Σ w² / Σ w))
///     μ = Σ y / (v + τ²) / Σ 1 / (v + τ²),  B = τ² / (v + τ²)
///     shrunken y = B y + (1 - B) μ,  its variance B v + (1 - B)² / Σ 1 / (v + τ²)
///
/// The variance of the shrunken y holds τ² for known. At τ² = 0 every stratum becomes μ.
///
/// Sources: Cochran WG (1954), doi:10.2307/3001666, Q; DerSimonian R, Laird N (1986),
/// doi:10.1016/0197-2456(86)90046-2, τ²; Morris CN (1983), doi:10.1080/01621459.1983.10477920, the
/// empirical Bayes estimate.
public struct StratumShrinkage: Sendable, Equatable {
  /// Cochran's Q.
  public let heterogeneity: Double
  public let degreesOfFreedom: Int
  /// P of a Q as large or larger where all strata share one ratio.
  public let pValue: Double
  /// Of DerSimonian and Laird.
  public let betweenVariance: Double
  /// e^μ with its interval.
  public let pooled: RatioEstimate
  /// In the order of the strata.
  public let shrunken: [RatioEstimate]

  /// - Throws: ``BenefitError`` for fewer than two strata, a ratio without an interval, or hazard ratios
  ///   among odds ratios.
  public init(_ strata: [RatioEstimate]) throws(BenefitError) {
    guard strata.count >= 2, let first = strata.first else { throw .tooFewStrata(strata.count) }
    guard strata.allSatisfy({ $0.measure == first.measure }) else { throw .measuresDiffer }
    var variances: [Double] = []
    for (place, ratio) in strata.enumerated() {
      guard let error = ratio.standardError else { throw .withoutInterval("\(place + 1)") }
      variances.append(error * error)
    }
    let logarithms = strata.map(\.logarithm)
    let fixed = WeightedMean(logarithms, variances, betweenVariance: 0)
    let degrees = strata.count - 1
    heterogeneity = fixed.sumOfSquares
    degreesOfFreedom = degrees
    pValue = ChiSquareDistribution(degreesOfFreedom: Double(degrees)).upperTail(fixed.sumOfSquares)
    let tau2 = max(0, (fixed.sumOfSquares - Double(degrees)) / fixed.momentDivisor)
    betweenVariance = tau2
    let random = WeightedMean(logarithms, variances, betweenVariance: tau2)
    pooled = try RatioEstimate(
      first.measure, logarithm: random.mean, standardError: random.variance.squareRoot(),
      confidence: first.confidence)
    var shrunken: [RatioEstimate] = []
    for (y, v) in zip(logarithms, variances) {
      let kept = tau2 / (v + tau2)
      let variance = kept * v + (1 - kept) * (1 - kept) * random.variance
      shrunken.append(
        try RatioEstimate(
          first.measure, logarithm: kept * y + (1 - kept) * random.mean,
          standardError: variance.squareRoot(), confidence: first.confidence))
    }
    self.shrunken = shrunken
  }
}
