/// How many distinct event times each row outlived: its exit, and its entry, as small integers.
///
/// The distinct event times τ₁ < τ₂ < ... of the first stratum are numbered from 1, those of the next
/// stratum go on from there. A row that leaves at `exit` outlived all τ < exit, and, when censored,
/// τ = exit too; a row that enters at `entry` missed all τ ≤ entry. Counted so, an event of row i
/// at τₖ has outlived[i] = k − 1, and row j was at risk then and outlived it exactly when
///
///     missed[j] ≤ outlived[i] < outlived[j],
///
/// which holds for no two rows of different strata and no two events at one time.
struct OutlivedEvents {
  /// 2 · outlived + (1 for an event, else 0), by row.
  private(set) var exit: [UInt32]
  /// missed, by row; nil when it is 0 in every row.
  private(set) var missed: [Int32]?
  /// The number of distinct event times.
  private(set) var eventTimeCount = 0

  init(_ outcomes: SurvivalOutcomes, strata: [Int32]?) {
    let count = outcomes.count
    exit = [UInt32](repeating: 0, count: count)
    var firstOfStratum: [(stratum: Int32, eventTimes: Int)] = []
    var eventTimes: [Double] = []
    let order = Self.order(of: outcomes.exit, within: strata)
    var place = 0
    while place < count {
      let time = outcomes.exit[Int(order[place])]
      let stratum = strata?[Int(order[place])] ?? 0
      if firstOfStratum.last?.stratum != stratum {
        firstOfStratum.append((stratum, eventTimes.count))
      }
      var end = place
      var hasEvent = false
      while end < count {
        let row = Int(order[end])
        guard outcomes.exit[row] == time, strata?[row] ?? 0 == stratum else { break }
        hasEvent = hasEvent || outcomes.event[row]
        end += 1
      }
      let before = UInt32(eventTimes.count)
      if hasEvent { eventTimes.append(time) }
      let after = UInt32(eventTimes.count)
      for row in order[place..<end] {
        exit[Int(row)] = outcomes.event[Int(row)] ? 2 * before + 1 : 2 * after
      }
      place = end
    }
    eventTimeCount = eventTimes.count
    guard outcomes.entry != nil || firstOfStratum.count > 1 else { return }

    var missed = [Int32](repeating: 0, count: count)
    let entry = outcomes.entry ?? [Double](repeating: -.infinity, count: count)
    let byEntry = outcomes.entry == nil ? order : Self.order(of: entry, within: strata)
    var stratumIndex = 0
    var next = 0
    for row in byEntry {
      let row = Int(row)
      if let strata, strata[row] != firstOfStratum[stratumIndex].stratum {
        stratumIndex += 1
        next = firstOfStratum[stratumIndex].eventTimes
      }
      let end =
        stratumIndex + 1 < firstOfStratum.count
        ? firstOfStratum[stratumIndex + 1].eventTimes : eventTimes.count
      while next < end, eventTimes[next] <= entry[row] { next += 1 }
      missed[row] = Int32(next)
    }
    self.missed = missed
  }

  /// The order by stratum, and by time within a stratum.
  private static func order(of times: [Double], within strata: [Int32]?) -> [Int32] {
    let byTime = sortOrder(of: times)
    guard let strata else { return byTime }
    let byStratum = sortOrder(of: byTime.map { Double(strata[Int($0)]) })
    return byStratum.map { byTime[Int($0)] }
  }
}
