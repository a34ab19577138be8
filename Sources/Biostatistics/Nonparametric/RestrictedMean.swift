/// The mean survival time restricted to a horizon.
public struct RestrictedMean: Sendable, Equatable {
  /// startTime + the area under S from there to `horizon`: the mean of min(T, horizon).
  public let mean: Double
  /// Of ``mean``, by the formula of ``SurvivalCurve/restrictedMean(to:)``.
  public let standardError: Double
  /// The horizon in the unit of the times.
  public let horizon: Double
  /// Whether the horizon lies after the last exit, where the curve is carried on flat.
  public let isBeyondFollowUp: Bool
}

extension SurvivalCurve {
  /// The mean of min(T, τ) and its standard error:
  ///
  ///     μ = start + ∫ S(u) du,     var μ = Σ_j d_j / (n_j (n_j - d_j)) (∫ from t_j to τ S(u) du)²
  ///
  /// (Kaplan and Meier 1958; Klein and Moeschberger 2003, section 4.5.) τ is the last exit time if
  /// nil. A time where all at risk have the event adds no variance. The variance is model-based
  /// whatever the curve's is, as in R's `print(fit, rmean = τ)`. Nil if τ is not a time at or after
  /// the curve's start, or if there are no rows.
  public func restrictedMean(to horizon: Double? = nil) -> RestrictedMean? {
    guard let last = times.last else { return nil }
    let horizon = horizon ?? last
    guard horizon.isFinite, horizon >= startTime else { return nil }
    var area = 0.0
    var variance = 0.0
    var end = horizon
    for j in times.indices.reversed() where times[j] <= horizon {
      area += (end - times[j]) * survival[j]
      end = times[j]
      let (n, d) = (atRisk[j], events[j])
      if d > 0 && n > d { variance += d / (n * (n - d)) * area * area }
    }
    area += end - startTime
    return RestrictedMean(
      mean: startTime + area, standardError: variance.squareRoot(), horizon: horizon,
      isBeyondFollowUp: horizon > last)
  }
}
