/// How the cumulative hazard treats events at the same time.
public enum HazardEstimator: String, Sendable, CaseIterable {
  /// dH = d/n, variance d/n^2: events at one time happen together. Nelson (1972,
  /// doi:10.1080/00401706.1972.10488991), Aalen (1978, doi:10.1214/aos/1176344247). R: `ctype = 1`.
  case nelsonAalen
  /// dH = 1/n + 1/(n-1) + ... + 1/(n-d+1), variance of squares of the same: events happen one by
  /// one. Fleming and Harrington (1984, doi:10.1080/03610928408828837). R: `ctype = 2`.
  ///
  /// With weights, d events of total weight e leave in d steps of e/d.
  case flemingHarrington
}

/// What each time adds to a cumulative hazard, and how that depends on one row's weight:
///
///     d(step_j)/dw = gain_j (row has its event at t_j) - drop_j (row at risk at t_j)
///
/// The drop is also the model-based variance of the step.
struct HazardSteps {
  var step: [Double]
  var drop: [Double]
  /// Empty unless asked for.
  var gain: [Double]

  private init(count: Int, withGain: Bool) {
    step = [Double](repeating: 0, count: count)
    drop = step
    gain = withGain ? step : []
  }

  /// Steps of the Nelson-Aalen or the Fleming-Harrington cumulative hazard.
  init(_ table: RiskTable, _ estimator: HazardEstimator, withGain: Bool) {
    self.init(count: table.times.count, withGain: withGain)
    for j in table.times.indices where table.events[j] > 0 {
      let (n, e) = (table.atRisk[j], table.events[j])
      if estimator == .nelsonAalen || table.eventHeads[j] == 1 {
        step[j] = e / n
        drop[j] = e / n / n
        if withGain { gain[j] = 1 / n }
        continue
      }
      let d = Double(table.eventHeads[j])
      var (sum, squares, gained) = (0.0, 0.0, 0.0)
      for k in 0..<Int(table.eventHeads[j]) {
        let gone = Double(k) / d
        let share = 1 / (n - gone * e)
        sum += share
        squares += share * share
        gained += share / d + e / d * gone * share * share
      }
      step[j] = e / d * sum
      drop[j] = e / d * squares
      if withGain { gain[j] = gained }
    }
  }

  /// The product limit: steps (n - e)/n to multiply; drop and gain are those of -log of the step,
  /// infinite where everybody at risk has the event. The drop is Greenwood's (1926) e/(n (n - e)).
  init(productLimit table: RiskTable, withGain: Bool) {
    self.init(count: table.times.count, withGain: withGain)
    for j in table.times.indices {
      let (n, e) = (table.atRisk[j], table.events[j])
      step[j] = e > 0 ? (n - e) / n : 1
      guard e > 0 else { continue }
      drop[j] = e / (n * (n - e))
      if withGain { gain[j] = 1 / (n - e) }
    }
  }
}
