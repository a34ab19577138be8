internal import Terms

/// The variance between studies by restricted maximum likelihood: of τ² >= 0 the one with the greatest
///
///     l(τ²) = -1/2 Σ log(v + τ²) - 1/2 log Σ w - 1/2 Σ w (y - μ)²,  w = 1 / (v + τ²)
///
/// by Fisher's scoring with
///
///     score       1/2 (Σ w² (y - μ)² - Σ w + Σ w² / Σ w)
///     information 1/2 (Σ w² - 2 Σ w³ / Σ w + (Σ w² / Σ w)²)
///
/// a step halved until l does not fall. l may have two maxima: scoring starts from 0, from the estimate
/// of DerSimonian and Laird, and from the variance of the estimates, and the greatest l counts.
///
/// Source: Viechtbauer W (2005), doi:10.3102/10769986030003261.
struct RestrictedLikelihood {
  let estimates, variances: [Double]

  /// Nil where scoring does not settle in 1,000 steps.
  var betweenVariance: Double? {
    let fixed = WeightedMean(estimates, variances, betweenVariance: 0)
    let degrees = Double(estimates.count - 1)
    let mean = estimates.reduce(0, +) / Double(estimates.count)
    let spread = estimates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / degrees
    var best: (tau2: Double, logLikelihood: Double)?
    for start in [0, max(0, (fixed.sumOfSquares - degrees) / fixed.momentDivisor), spread] {
      guard let tau2 = climb(from: start) else { continue }
      let reached = logLikelihood(tau2)
      if best.map({ reached > $0.logLikelihood }) ?? true { best = (tau2, reached) }
    }
    return best?.tau2
  }

  private func climb(from start: Double) -> Double? {
    var tau2 = start
    var reached = logLikelihood(tau2)
    let least = variances.min() ?? 0
    for _ in 0..<1000 {
      let sums = WeightedMean(estimates, variances, betweenVariance: tau2)
      let share = sums.weight2 / sums.weight
      let score = 0.5 * (sums.sumOfSquares2 - sums.weight + share)
      let information = 0.5 * (sums.weight2 - 2 * sums.weight3 / sums.weight + share * share)
      var step = score / information
      guard step.isFinite else { return nil }
      let settled = 1e-13 * (tau2 + least)
      var next = max(0, tau2 + step)
      var likelihood = logLikelihood(next)
      while likelihood < reached && step.magnitude > settled {
        step *= 0.5
        next = max(0, tau2 + step)
        likelihood = logLikelihood(next)
      }
      let moved = (next - tau2).magnitude
      if likelihood >= reached { (tau2, reached) = (next, likelihood) }
      if moved <= settled { return tau2 }
    }
    return nil
  }

  private func logLikelihood(_ tau2: Double) -> Double {
    let sums = WeightedMean(estimates, variances, betweenVariance: tau2)
    let determinant = variances.reduce(0) { $0 + Elementary.log($1 + tau2) }
    return -0.5 * (determinant + Elementary.log(sums.weight) + sums.sumOfSquares)
  }
}
