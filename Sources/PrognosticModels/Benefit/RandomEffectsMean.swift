internal import Distributions

/// One number out of several estimates by a random-effects model, y = μ + u + e, var u = τ², var e = v.
///
///     μ = Σ w y / Σ w,  w = 1 / (v + τ²),  τ² by restricted maximum likelihood
///     interval             μ ± t(k - 1) SE,  SE² = Σ w (y - μ)² / (k - 1) / Σ w
///     prediction interval  μ ± t(k - 2) sqrt(τ² + 1 / Σ w)
///
/// Sources: Viechtbauer (2005), doi:10.3102/10769986030003261, τ²; Hartung J, Knapp G (2001),
/// doi:10.1002/sim.791, and Sidik K, Jonkman JN (2002), doi:10.1002/sim.1262, the interval; Higgins JPT,
/// Thompson SG, Spiegelhalter DJ (2009), doi:10.1111/j.1467-985X.2008.00552.x, the prediction.
public struct RandomEffectsMean: Sendable, Equatable {
  /// μ.
  public let mean: Double
  /// Hartung and Knapp's.
  public let standardError: Double
  /// τ².
  public let betweenVariance: Double
  /// Hartung and Knapp's.
  public let interval: ClosedRange<Double>
  /// Of a further estimate's true value.
  public let predictionInterval: ClosedRange<Double>

  /// Nil with fewer than three estimates, with a variance that is not positive and finite, and where τ² does
  /// not settle.
  public init?(_ estimates: [Double], variances: [Double], confidence: Double = 0.95) {
    guard estimates.count >= 3, estimates.count == variances.count,
      estimates.allSatisfy(\.isFinite), variances.allSatisfy({ $0 > 0 && $0 < .infinity }),
      confidence > 0, confidence < 1
    else { return nil }
    let likelihood = RestrictedLikelihood(estimates: estimates, variances: variances)
    guard let tau2 = likelihood.betweenVariance else { return nil }
    let sums = WeightedMean(estimates, variances, betweenVariance: tau2)
    let k = Double(estimates.count)
    let error = (sums.sumOfSquares / (k - 1) / sums.weight).squareRoot()
    func quantile(_ degrees: Double) -> Double {
      StudentTDistribution(degreesOfFreedom: degrees).quantile((1 + confidence) / 2)
    }
    let half = quantile(k - 1) * error
    let predicted = quantile(k - 2) * (tau2 + sums.variance).squareRoot()
    mean = sums.mean
    standardError = error
    betweenVariance = tau2
    interval = (mean - half)...(mean + half)
    predictionInterval = (mean - predicted)...(mean + predicted)
  }
}
