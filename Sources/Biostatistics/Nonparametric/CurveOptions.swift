/// Which variance a curve carries.
public enum CurveVariance: String, Sendable, CaseIterable {
  /// The infinitesimal jackknife if clusters are given or a weight is not a whole number, else
  /// model-based: what R's survfit does without `robust`.
  case automatic
  /// Greenwood's for the product limit, the Poisson-like sum for the cumulative hazard. A weight of
  /// 3 counts as three people. Clusters play no part.
  case modelBased
  /// The spread of each row's, or cluster's, influence on the curve: for weights that are not
  /// counts, and for rows that belong together.
  ///
  /// R's survfit 3.5-3 gives the same standard errors, but wrong intervals for a product limit
  /// beside a Fleming-Harrington hazard and for exp(-H) of a Nelson-Aalen hazard: there it takes
  /// the error of S for one of log S, and the other way round.
  case infinitesimalJackknife
}

/// How a curve is to be made, checked.
struct CurveOptions {
  enum Estimator {
    case productLimit
    case exponentialOfHazard
  }

  var estimator: Estimator
  var hazard: HazardEstimator
  var startTime: Double?
  var confidenceLevel: Double
  var confidenceScale: ConfidenceScale
  var variance: CurveVariance

  /// One curve a group, the options checked against the rows.
  func curves(
    of rows: CurveRows, groups: [Int32]?, groupCount: Int?
  ) throws(NonparametricError) -> [SurvivalCurve] {
    let count = rows.count
    guard count > 0 else { throw .noRows }
    guard confidenceLevel > 0 && confidenceLevel < 1 else {
      throw .invalidConfidenceLevel(confidenceLevel)
    }
    if let startTime, !startTime.isFinite {
      throw .invalidNumber(argument: "startTime", value: startTime)
    }
    if let clusters = rows.clusters, clusters.count != count {
      throw .differentLengths(argument: "clusters", count: clusters.count, rows: count)
    }
    var whole = true
    if let weights = rows.weights {
      guard weights.count == count else {
        throw .differentLengths(argument: "weights", count: weights.count, rows: count)
      }
      for (row, weight) in weights.enumerated() {
        guard weight >= 0 && weight.isFinite else {
          throw .invalidWeight(row: row, weight: weight)
        }
        whole = whole && weight == weight.rounded()
      }
    }
    var settled = self
    if variance == .automatic {
      settled.variance = rows.clusters != nil || !whole ? .infinitesimalJackknife : .modelBased
    }
    guard let groups else { return [SurvivalCurve(rows, settled)] }
    let groupCount = try checkedGroupCount(
      groups, argument: "groups", rows: count, count: groupCount)
    return rowsByGroup(groups, count: groupCount).map { positions in
      SurvivalCurve(rows.selecting(positions), settled)
    }
  }
}
