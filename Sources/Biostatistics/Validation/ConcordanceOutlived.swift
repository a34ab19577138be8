/// How many distinct event times each row outlived, and how many it missed before its entry.
///
/// A row that leaves at `exit` outlived every event time τ < exit and, when it is censored, τ = exit
/// too; a row that enters at `entry` missed every τ ≤ entry. Event times are counted through all
/// strata: a row's counts include all event times of the strata before its own. Then row j was at
/// risk at the event of row i, and outlived it, exactly when
///
///     missed[j] ≤ outlived[i] < outlived[j],
///
/// which holds for no two rows of different strata and no two events at the same time. Times and
/// strata are not needed any more.
struct OutlivedEvents {
  /// 2 · outlived, plus 1 for an event, by row.
  let exits: [UInt32]
  /// By row; nil when no row missed any.
  let missed: [Int32]?
  /// The number of distinct event times, through all strata.
  let eventTimeCount: Int

  init(_ outcomes: SurvivalOutcomes, strata: [Int32]?) {
    let (exit, event) = (outcomes.exit, outcomes.event)
    let order = Self.order(of: exit, within: strata)
    // From the last time of the last stratum back, counting the event times that were not outlived:
    // those after a censoring, those from its own on for an event.
    var eventTimes: [Double] = []
    var starts: [Int] = []
    var exits = [UInt32](repeating: 0, count: exit.count)
    var (time, stratum, hasEvent) = (Double.nan, Int32?.none, false)
    for row in order.reversed() {
      let row = Int(row)
      if let strata, strata[row] != stratum {
        stratum = strata[row]
        starts.append(eventTimes.count)
        time = .nan
      }
      if exit[row] != time {
        time = exit[row]
        hasEvent = false
      }
      if event[row] {
        if !hasEvent { eventTimes.append(time) }
        hasEvent = true
        exits[row] = 2 * UInt32(eventTimes.count) - 1
      } else {
        exits[row] = 2 * UInt32(hasEvent ? eventTimes.count - 1 : eventTimes.count)
      }
    }
    let count = eventTimes.count
    let twice = 2 * UInt32(count)
    for row in exits.indices { exits[row] = twice - exits[row] }
    self.exits = exits
    eventTimeCount = count
    guard outcomes.entry != nil || starts.count > 1 else {
      missed = nil
      return
    }

    var missed = [Int32](repeating: 0, count: exit.count)
    let byEntry = outcomes.entry.map { Self.order(of: $0, within: strata) } ?? order
    let ends = starts.dropFirst() + [count]
    var (place, end) = (0, strata == nil ? count : 0)
    var segment = ends.startIndex
    stratum = nil
    for row in byEntry.reversed() {
      let row = Int(row)
      if let strata, strata[row] != stratum {
        stratum = strata[row]
        (place, end) = (end, ends[segment])
        segment += 1
      }
      if let entry = outcomes.entry {
        while place < end, eventTimes[place] > entry[row] { place += 1 }
      } else {
        place = end
      }
      missed[row] = Int32(count - place)
    }
    self.missed = missed
  }

  /// Rows by stratum, and by time within a stratum.
  private static func order(of times: [Double], within strata: [Int32]?) -> [Int32] {
    let byTime = sortOrder(of: times)
    guard let strata else { return byTime }
    let byStratum = sortOrder(of: byTime.map { Double(strata[Int($0)]) })
    return byStratum.map { byTime[Int($0)] }
  }
}
