/// The product-limit estimate of survival, one curve a group:
///
///     S(t) = product over event times t_j <= t of (n_j - d_j) / n_j
///
/// with n_j the weight at risk (entry < t_j <= exit) and d_j the weight of events. Kaplan and Meier
/// (1958, doi:10.1080/01621459.1958.10501452); variance by Greenwood (1926) or the infinitesimal
/// jackknife (``CurveVariance``). O(rows) where times repeat, as days do.
public struct KaplanMeier: Sendable {
  /// One curve a group in the order of their codes; a single curve without groups. A group without
  /// rows has a curve without times.
  public let curves: [SurvivalCurve]

  /// - Parameters:
  ///   - weights: Case weights, not negative; 1 if nil. Zero keeps a row's time on the curve, and
  ///     nothing else of it.
  ///   - groups: A code 0 ..< `groupCount` a row, or nil for one curve. `groupCount` is the largest
  ///     code plus one if nil.
  ///   - clusters: A code a row: rows with the same code vary together in the infinitesimal
  ///     jackknife.
  ///   - startTime: Survival is conditional on being event-free just before this time: rows that
  ///     left earlier are dropped, and the curve starts there at 1.
  ///   - hazard: How ties count in the cumulative hazard beside the curve.
  /// - Throws: ``NonparametricError``.
  public init(
    _ outcomes: SurvivalOutcomes, weights: [Double]? = nil, groups: [Int32]? = nil,
    groupCount: Int? = nil, clusters: [Int32]? = nil, startTime: Double? = nil,
    hazard: HazardEstimator = .nelsonAalen, confidenceLevel: Double = 0.95,
    confidenceScale: ConfidenceScale = .log, variance: CurveVariance = .automatic
  ) throws(NonparametricError) {
    let options = CurveOptions(
      estimator: .productLimit, hazard: hazard, startTime: startTime,
      confidenceLevel: confidenceLevel, confidenceScale: confidenceScale, variance: variance)
    let rows = CurveRows(
      entry: outcomes.entry, exit: outcomes.exit, event: outcomes.event, weights: weights,
      clusters: clusters)
    curves = try options.curves(of: rows, groups: groups, groupCount: groupCount)
  }
}
