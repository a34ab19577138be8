/// The probability of an event by a horizon in any part of a table, from rows put into the order of
/// time once: Kaplan and Meier's, or with competing events Aalen and Johansen's,
///
///     F(t) = sum over event times u <= t of S(u-) d(u) / Y(u)
///
/// with d events of interest, Y at risk, and S the survival free of every event.
///
/// Aalen OO, Johansen S (1978), Scand J Stat 5:141-150.
struct EventProbability {
  private let order: [Int32]
  private let exit: [Double]
  /// By place in the order of time: 0 censored, 1 the event, 2 a competing one.
  private let kind: [UInt8]
  let count: Int

  /// - Parameter kind: 0 censored, 1 the event of interest, 2 an event that competes.
  init(exit: [Double], kind: [UInt8]) {
    let order = sortOrder(of: exit)
    self.order = order
    self.exit = order.map { exit[Int($0)] }
    self.kind = order.map { kind[Int($0)] }
    count = exit.count
  }

  /// F(t) among the rows for which `includes` holds, and how many they are; nil F where their follow-up
  /// ends before t. O(n).
  func estimate(
    at time: Double, where includes: (Int) -> Bool
  ) -> (count: Int, probability: Double?) {
    let members = order.indices.filter { includes(Int(order[$0])) }
    var free = 1.0
    var probability = 0.0
    var k = 0
    while k < members.count, exit[members[k]] <= time {
      let now = exit[members[k]]
      let atRisk = Double(members.count - k)
      var (events, others) = (0.0, 0.0)
      while k < members.count, exit[members[k]] == now {
        if kind[members[k]] == 1 { events += 1 }
        if kind[members[k]] == 2 { others += 1 }
        k += 1
      }
      probability += free * events / atRisk
      free *= 1 - (events + others) / atRisk
    }
    let last = members.last.map { exit[$0] } ?? .infinity
    guard last >= time || free == 0 else { return (members.count, nil) }
    return (members.count, probability)
  }
}
