/// The cumulative hazard and the survival it implies, one curve a group:
///
///     H(t) = sum over event times t_j <= t of d_j / n_j,      S(t) = exp(-H(t))
///
/// or with Fleming and Harrington's correction for ties (``HazardEstimator``). The standard error
/// of S is S times that of H. Under ``KaplanMeier`` the same cumulative hazard stands beside the
/// product limit.
public struct NelsonAalen: Sendable {
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
      estimator: .exponentialOfHazard, hazard: hazard, startTime: startTime,
      confidenceLevel: confidenceLevel, confidenceScale: confidenceScale, variance: variance
    ).curves(
      of: CurveRows(outcomes, weights: weights, clusters: clusters), groups: groups,
      groupCount: groupCount)
  }
}
