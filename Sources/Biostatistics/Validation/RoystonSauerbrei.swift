internal import Distributions

/// Royston and Sauerbrei's D, the separation of a score: the log hazard ratio between two halves of
/// the patients with scores above and below the median, were the scores normal.
///
///     z_i = Φ^-1((rank_i - 3/8) / (n + 1/4)) / κ,   κ = sqrt(8/π);   D is the Cox coefficient of z
///     R2_D = (D^2/κ^2) / (π^2/6 + D^2/κ^2)
///
/// Blom's scores of tied ranks are averaged. D depends on the order of the scores alone.
///
/// Royston P, Sauerbrei W (2004), doi:10.1002/sim.1621.
public struct RoystonSauerbrei: Sendable, Equatable {
  /// D and its standard error.
  public let separation: IndexEstimate
  /// R2_D, the share of variation explained, from 0 to 1.
  public let explainedVariation: Double

  /// D of a score.
  ///
  /// - Throws: ``IndexUnavailable`` without events, where all scores are equal, or where the score
  ///   orders the events perfectly.
  public init(
    of score: [Double], against outcomes: SurvivalOutcomes, confidence: Double = 0.95
  ) throws(IndexUnavailable) {
    guard score.count == outcomes.count, score.allSatisfy(\.isFinite) else {
      throw .unfitPredictions
    }
    let kappa = (8 / Double.pi).squareRoot()
    let fit = try RecalibrationFit.slope(
      of: Self.normalScores(score).map { $0 / kappa }, outcomes)
    separation = IndexEstimate(
      fit.estimate, standardError: fit.standardError, z: ConfidenceScale.z(confidence))
    let signal = fit.estimate * fit.estimate / (kappa * kappa)
    explainedVariation = signal / (.pi * .pi / 6 + signal)
  }

  /// Blom's expected normal order statistics by row, averaged within tied scores.
  private static func normalScores(_ score: [Double]) -> [Double] {
    let ranking = ScoreRanking(of: score)
    let n = score.count
    var result = [Double](repeating: 0, count: n)
    var start = 0
    while start < n {
      var end = start + 1
      while end < n, ranking.isTiedWithPrevious[end] { end += 1 }
      var sum = 0.0
      for place in start..<end {
        sum += NormalDistribution.quantile((Double(place) + 0.625) / (Double(n) + 0.25))
      }
      for place in start..<end { result[Int(ranking.order[place])] = sum / Double(end - start) }
      start = end
    }
    return result
  }
}
