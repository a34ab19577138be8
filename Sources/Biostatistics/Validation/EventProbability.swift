/// The probability of an event by a horizon in any part of a table, from rows put into the order of
/// time once: Kaplan and Meier's, or with competing events Aalen and Johansen's,
///
///     F(t) = sum over event times u <= t of S(u-) d(u) / Y(u)
///
/// with d events of interest, Y at risk, and S the survival free of every event; with case weights all of
/// them are weights.
///
/// Aalen OO, Johansen S (1978), Scand J Stat 5:141-150.
struct EventProbability {
  /// In the order of time.
  private var exit: [Double]
  /// By place: 0 censored, 1 the event, 2 a competing one.
  private var kind: [UInt8]
  /// By place.
  private var values: [Double]
  /// By place; nil for 1.
  private var weights: [Double]?

  /// Those of whom a probability was asked.
  struct Estimate {
    /// Their weight; without weights how many they are.
    var weight: Double
    /// F(t); nil where their follow-up ends before t.
    var probability: Double?
  }

  /// - Parameters:
  ///   - values: by which rows are chosen.
  ///   - kind: 0 censored, 1 the event of interest, 2 an event that competes.
  ///   - weights: finite and not negative, one a row; nil for 1.
  init(of values: [Double], exit: [Double], kind: [UInt8], weights: [Double]? = nil) {
    let order = sortOrder(of: exit)
    self.exit = order.map { exit[Int($0)] }
    self.kind = order.map { kind[Int($0)] }
    self.values = order.map { values[Int($0)] }
    self.weights = weights.map { weights in order.map { weights[Int($0)] } }
  }

  /// F(t) among the rows whose value is at least each threshold.
  ///
  /// Thresholds are taken as they rise and rows leave the arrays as they fall below: O(n) a threshold at
  /// most, over rows that all count.
  func estimates(at time: Double, ofAtLeast thresholds: [Double]) -> [Estimate] {
    var rest = self
    var estimates = [Estimate](repeating: Estimate(weight: 0), count: thresholds.count)
    for place in thresholds.indices.sorted(by: { thresholds[$0] < thresholds[$1] }) {
      rest.keep(atLeast: thresholds[place])
      estimates[place] = rest.estimate(at: time)
    }
    return estimates
  }

  private mutating func keep(atLeast threshold: Double) {
    var kept = 0
    for k in exit.indices where values[k] >= threshold {
      if kept < k {
        exit[kept] = exit[k]
        kind[kept] = kind[k]
        values[kept] = values[k]
        if let weight = weights?[k] { weights?[kept] = weight }
      }
      kept += 1
    }
    let gone = exit.count - kept
    exit.removeLast(gone)
    kind.removeLast(gone)
    values.removeLast(gone)
    weights?.removeLast(gone)
  }

  /// F(t) among all rows.
  private func estimate(at time: Double) -> Estimate {
    let (n, weights) = (exit.count, weights)
    let weight = weights?.reduce(0, +) ?? Double(n)
    let isFollowed = exit.last.map { $0 >= time } ?? true
    return exit.withUnsafeBufferPointer { exit in
      kind.withUnsafeBufferPointer { kind in
        var remaining = (count: n, weight: weight)
        var free = 1.0
        var probability = 0.0
        var k = 0
        while k < n, exit[k] <= time {
          let now = exit[k]
          let start = k
          var (events, others, censored) = (0.0, 0.0, 0.0)
          var failed = 0
          while k < n, exit[k] == now {
            let weight = weights?[k] ?? 1
            switch kind[k] {
            case 0: censored += weight
            case 1:
              events += weight
              failed &+= 1
            default:
              others += weight
              failed &+= 1
            }
            k &+= 1
          }
          if failed > 0 {
            // Where everybody at risk has an event nobody is left free of it, to the bit.
            let isEnd = failed == remaining.count
            let atRisk = isEnd ? events + others : remaining.weight
            if atRisk > 0 {
              probability += free * events / atRisk
              free *= isEnd ? 0 : 1 - (events + others) / atRisk
            }
          }
          remaining.count &-= k &- start
          remaining.weight -= events + others + censored
        }
        return Estimate(
          weight: weight, probability: isFollowed || free == 0 ? probability : nil)
      }
    }
  }
}
