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
  private let order: [Int32]
  private let exit: [Double]
  /// By place in the order of time: 0 censored, 1 the event, 2 a competing one.
  private let kind: [UInt8]
  /// By place in the order of time.
  private let weights: [Double]?

  /// Those of whom a probability was asked.
  struct Estimate {
    /// Their weight; without weights how many they are.
    var weight: Double
    /// F(t); nil where their follow-up ends before t.
    var probability: Double?
  }

  /// - Parameters:
  ///   - kind: 0 censored, 1 the event of interest, 2 an event that competes.
  ///   - weights: finite and not negative, one a row; nil for 1.
  init(exit: [Double], kind: [UInt8], weights: [Double]? = nil) {
    let order = sortOrder(of: exit)
    self.order = order
    self.exit = order.map { exit[Int($0)] }
    self.kind = order.map { kind[Int($0)] }
    self.weights = weights.map { weights in order.map { weights[Int($0)] } }
  }

  /// Values of the rows in the order in which ``estimate(at:ofAtLeast:among:)`` reads them.
  func inOrderOfTime(_ values: [Double]) -> [Double] { order.map { values[Int($0)] } }

  /// F(t) among the rows whose value is at least a threshold. O(n), without an allocation.
  ///
  /// - Parameter values: ``inOrderOfTime(_:)``.
  func estimate(
    at time: Double, ofAtLeast threshold: Double, among values: [Double]
  ) -> Estimate {
    let (n, weights) = (exit.count, weights)
    return values.withUnsafeBufferPointer { values in
      exit.withUnsafeBufferPointer { exit in
        kind.withUnsafeBufferPointer { kind in
          var (count, weight) = (0, 0.0)
          var last = Double.infinity
          for k in 0..<n where values[k] >= threshold {
            count &+= 1
            weight += weights?[k] ?? 1
            last = exit[k]
          }
          var remaining = (count: count, weight: weight)
          var free = 1.0
          var probability = 0.0
          var k = 0
          while k < n, exit[k] <= time {
            let now = exit[k]
            var (events, others, censored) = (0.0, 0.0, 0.0)
            var gone = 0
            var failed = 0
            while k < n, exit[k] == now {
              if values[k] >= threshold {
                let weight = weights?[k] ?? 1
                gone &+= 1
                switch kind[k] {
                case 0: censored += weight
                case 1:
                  events += weight
                  failed &+= 1
                default:
                  others += weight
                  failed &+= 1
                }
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
            remaining.count &-= gone
            remaining.weight -= events + others + censored
          }
          let isKnown = last >= time || free == 0
          return Estimate(weight: weight, probability: isKnown ? probability : nil)
        }
      }
    }
  }
}
