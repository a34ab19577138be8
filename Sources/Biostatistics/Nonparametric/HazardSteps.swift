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
struct HazardSteps {
  var step: [Double]
  /// The model-based variance of each step.
  var variance: [Double]
  var gain: [Double]
  var drop: [Double]

  private init(count: Int) {
    step = [Double](repeating: 0, count: count)
    variance = step
    gain = step
    drop = step
  }

  /// Steps of the Nelson-Aalen or the Fleming-Harrington cumulative hazard.
  init(_ table: RiskTable, _ estimator: HazardEstimator) {
    self.init(count: table.times.count)
    for j in table.times.indices where table.events[j] > 0 {
      let (n, e) = (table.atRisk[j], table.events[j])
      switch estimator {
      case .nelsonAalen:
        step[j] = e / n
        drop[j] = e / n / n
        variance[j] = drop[j]
        gain[j] = 1 / n
      case .flemingHarrington:
        let d = Double(table.eventHeads[j])
        for k in 0..<Int(table.eventHeads[j]) {
          let gone = Double(k) / d
          let share = 1 / (n - gone * e)
          step[j] += e / d * share
          drop[j] += e / d * share * share
          gain[j] += share / d + e / d * gone * share * share
        }
        variance[j] = drop[j]
      }
    }
  }

  /// The product limit: `step` is e/n, the others are those of -log(1 - e/n), infinite where
  /// everybody at risk has the event. The variance is Greenwood's (1926), e/(n (n - e)).
  init(productLimit table: RiskTable) {
    self.init(count: table.times.count)
    for j in table.times.indices where table.events[j] > 0 {
      let (n, e) = (table.atRisk[j], table.events[j])
      step[j] = e / n
      drop[j] = e / (n * (n - e))
      variance[j] = drop[j]
      gain[j] = 1 / (n - e)
    }
  }
}
