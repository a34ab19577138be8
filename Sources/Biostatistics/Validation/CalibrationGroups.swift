/// A group of patients with similar predicted risk, and what became of them by the horizon.
public struct CalibrationGroup: Sendable, Equatable {
  /// Patients in the group.
  public let count: Int
  /// Events by the horizon.
  public let eventCount: Int
  /// The mean predicted risk.
  public let predicted: Double
  /// 1 - S(t) of Kaplan and Meier within the group; nil where its follow-up ends before the horizon.
  public let observed: Double?
  /// Of ``observed``, on the log(-log) scale; nil where it has none.
  public let interval: ClosedRange<Double>?

  /// Groups by quantiles of predicted risk, lowest first: the bounds are type-7 quantiles, a value at a
  /// bound belongs to the group below, and bounds that coincide make one.
  ///
  /// - Parameters:
  ///   - risk: of the event by the horizon, one a row.
  ///   - horizon: in the unit of the outcomes.
  ///   - outcomes: when each row's event or censoring was.
  ///   - weights: case weights, finite and positive, which the bounds and the risks weigh;
  ///     nil for 1.
  ///   - count: how many groups are wanted; fewer where risks are tied.
  ///   - confidence: level of the intervals, between 0 and 1.
  /// - Returns: no group where there is not one risk a row.
  public static func groups(
    ofRisk risk: [Double], at horizon: Double, against outcomes: SurvivalOutcomes,
    weights: [Double]? = nil, count: Int = 5, confidence: Double = 0.95
  ) -> [CalibrationGroup] {
    guard risk.count == outcomes.count else { return [] }
    return quantileGroups(of: risk, weights: weights, count: count).map { rows in
      let own = outcomes.selecting(rows)
      let shares = weights.map { weights in rows.map { weights[$0] } }
      let curve = try? KaplanMeier(
        own, weights: shares, confidenceLevel: confidence, confidenceScale: .logLog,
        variance: shares == nil ? .automatic : .infinitesimalJackknife
      ).curves[0]
      let estimate = curve?.estimates(at: [horizon]).first
      let isKnown = estimate.map { !$0.isBeyondFollowUp || $0.survival == 0 } ?? false
      let predicted =
        shares.map { shares in
          zip(rows, shares).reduce(0) { $0 + risk[$1.0] * $1.1 } / shares.reduce(0, +)
        } ?? rows.reduce(0) { $0 + risk[$1] } / Double(rows.count)
      return CalibrationGroup(
        count: rows.count,
        eventCount: rows.count { outcomes.event[$0] && outcomes.exit[$0] <= horizon },
        predicted: predicted, observed: isKnown ? estimate.map { 1 - $0.survival } : nil,
        interval: isKnown
          ? estimate.flatMap {
            $0.lower <= $0.upper ? (1 - $0.upper)...(1 - $0.lower) : nil
          } : nil)
    }
  }

  /// Groups by quantiles of predicted risk for an outcome that is there or not; intervals are Wilson's
  /// (1927, doi:10.1080/01621459.1927.10502953), with case weights at Kish's effective number of patients,
  /// (sum of w)^2 / sum of w^2.
  public static func groups(
    of risk: [Double], against event: [Bool], weights: [Double]? = nil, count: Int = 5,
    confidence: Double = 0.95
  ) -> [CalibrationGroup] {
    guard risk.count == event.count, weights?.count ?? event.count == event.count else { return [] }
    let z = ConfidenceScale.z(confidence)
    return quantileGroups(of: risk, weights: weights, count: count).map { rows in
      func sum(_ value: (Int) -> Double) -> Double {
        rows.reduce(0) { $0 + (weights?[$1] ?? 1) * value($1) }
      }
      let total = sum { _ in 1 }
      let n = total * total / sum { weights?[$0] ?? 1 }
      let share = sum { event[$0] ? 1 : 0 } / total
      let center = (share + z * z / (2 * n)) / (1 + z * z / n)
      let half =
        z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
      return CalibrationGroup(
        count: rows.count, eventCount: rows.count { event[$0] },
        predicted: sum { risk[$0] } / total, observed: share,
        interval: max(0, center - half)...min(1, center + half))
    }
  }

  /// Rows by quantiles of their values, lowest first.
  private static func quantileGroups(
    of values: [Double], weights: [Double]? = nil, count: Int
  ) -> [[Int]] {
    let (sorted, own) =
      weights.map { sortedWithWeights(values, $0) } ?? (values: values.sorted(), weights: [])
    guard let last = sorted.last, count > 0 else { return [] }
    var bounds: [Double] = []
    for k in 1..<max(count, 2) where count > 1 {
      let share = Double(k) / Double(count)
      let bound =
        weights == nil
        ? quantile(share, ofSorted: sorted) : quantile(share, ofSorted: sorted, weights: own)
      if bound != bounds.last, bound < last { bounds.append(bound) }
    }
    var members = [[Int]](repeating: [], count: bounds.count + 1)
    for (row, value) in values.enumerated() {
      members[bounds.partitioningIndex { $0 >= value }].append(row)
    }
    return members.filter { !$0.isEmpty }
  }
}
