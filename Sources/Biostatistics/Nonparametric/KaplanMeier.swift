/// The product-limit estimate of survival, one curve a group:
///
///     S(t) = product over event times t_j <= t of (n_j - d_j) / n_j
///
/// with n_j the weight at risk (entry < t_j <= exit) and d_j the weight of events. Kaplan and Meier
/// (1958, doi:10.1080/01621459.1958.10501452); variance by Greenwood (1926) or the infinitesimal
/// jackknife (``CurveVariance``). O(rows) where times repeat, as days do.
public struct KaplanMeier: Sendable {
  /// One curve a group in the order of their codes; a single curve without groups.
  public let curves: [SurvivalCurve]

  /// Arguments and errors: see ``SurvivalCurve``.
  public init(
    _ outcomes: SurvivalOutcomes, weights: [Double]? = nil, groups: [Int32]? = nil,
    groupCount: Int? = nil, clusters: [Int32]? = nil, startTime: Double? = nil,
    hazard: HazardEstimator = .nelsonAalen, confidenceLevel: Double = 0.95,
    confidenceScale: ConfidenceScale = .log, variance: CurveVariance = .automatic
  ) throws(NonparametricError) {
    curves = try CurveOptions(
      estimator: .productLimit, hazard: hazard, startTime: startTime,
      confidenceLevel: confidenceLevel, confidenceScale: confidenceScale, variance: variance
    ).curves(
      of: CurveRows(outcomes, weights: weights, clusters: clusters), groups: groups,
      groupCount: groupCount)
  }
}
