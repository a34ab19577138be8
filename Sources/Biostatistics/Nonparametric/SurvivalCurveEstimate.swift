/// A curve read at one time.
public struct SurvivalCurveEstimate: Sendable, Equatable {
  /// The time that was asked for.
  public let time: Double
  /// S(t); 1 before the first exit time.
  public let survival: Double
  /// Of ``survival``; NaN where Greenwood's formula has none, at S = 0.
  public let standardError: Double
  /// The lower pointwise confidence limit of ``survival``.
  public let lower: Double
  /// The upper pointwise confidence limit of ``survival``.
  public let upper: Double
  /// H(t); 0 before the first exit time.
  public let cumulativeHazard: Double
  /// Of ``cumulativeHazard``.
  public let cumulativeHazardStandardError: Double
  /// Weight at risk at the first exit time at or after `time`; 0 after the last.
  public let atRisk: Double
  /// Weight of events, and of censored rows, since the time before in the same reading (since the
  /// start for the first), this time included.
  public let events: Double
  /// Weight of rows that left without the event, counted as ``events``.
  public let censored: Double
  /// Whether `time` lies after the last exit: the curve is carried on flat, and nothing was seen.
  public let isBeyondFollowUp: Bool
}

extension SurvivalCurve {
  /// S(t): 1 before the first exit time, carried on flat after the last. NaN at NaN, and for a
  /// curve without rows.
  public func survivalProbability(at time: Double) -> Double {
    value(survival, at: time, before: 1)
  }

  /// H(t): 0 before the first exit time, carried on flat after the last. NaN at NaN, and for a
  /// curve without rows.
  public func cumulativeHazard(at time: Double) -> Double {
    value(cumulativeHazard, at: time, before: 0)
  }

  /// The curve read at each of `times`, sorted ascending; times that are not finite are left out.
  /// R: `summary(fit, times = , extend = TRUE)`.
  ///
  /// Before the first exit time S is 1, its standard error 0 and its interval 1 to 1, also where
  /// the curve falls at its very start (R then shows the value after the fall).
  public func estimates(at times: [Double]) -> [SurvivalCurveEstimate] {
    var (seen, counted) = (0, 0)
    return times.filter(\.isFinite).sorted().map { time in
      while seen < self.times.count && self.times[seen] < time { seen += 1 }
      let next = seen
      if seen < self.times.count && self.times[seen] == time { seen += 1 }
      let fresh = counted..<seen
      counted = seen
      let j = seen - 1
      let beyond = lastTime.map { time > $0 } ?? true
      guard j >= 0 else { return estimateAtStart(time, beyond) }
      return SurvivalCurveEstimate(
        time: time, survival: survival[j], standardError: standardErrors[j], lower: lower[j],
        upper: upper[j], cumulativeHazard: cumulativeHazard[j],
        cumulativeHazardStandardError: cumulativeHazardStandardErrors[j],
        atRisk: next < self.times.count ? atRisk[next] : 0,
        events: events[fresh].reduce(0, +), censored: censored[fresh].reduce(0, +),
        isBeyondFollowUp: beyond)
    }
  }

  private func estimateAtStart(_ time: Double, _ beyond: Bool) -> SurvivalCurveEstimate {
    let known = times.isEmpty ? Double.nan : 0
    return SurvivalCurveEstimate(
      time: time, survival: 1 + known, standardError: known, lower: 1 + known, upper: 1 + known,
      cumulativeHazard: known, cumulativeHazardStandardError: known, atRisk: atRisk.first ?? 0,
      events: 0, censored: 0, isBeyondFollowUp: beyond)
  }

  private func value(_ values: [Double], at time: Double, before: Double) -> Double {
    if time.isNaN || times.isEmpty { return .nan }
    let position = countNotAfter(time)
    return position == 0 ? before : values[position - 1]
  }

  /// How many of the curve's times are <= `time`: a binary search.
  private func countNotAfter(_ time: Double) -> Int {
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
