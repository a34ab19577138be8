internal import CKernels

/// The order in which a Cox likelihood visits its rows, and where its risk sets begin and end.
///
/// Rows are ordered by stratum, within it from the longest follow-up to the shortest, and within a
/// tied time with those who die last. The risk set of an event time is then a prefix of its
/// stratum, less those who have not yet entered.
struct CoxRiskSets: Sendable {
  /// One distinct event time of one stratum.
  struct EventTime: Sendable {
    let time: Double
    let stratum: Int32
    /// First row that is at risk here but not at the event time before it.
    let firstRow: Int32
    /// The rows of those who die: firstDeath ..< end.
    let firstDeath: Int32
    let end: Int32
    /// Entries that have not happened yet at this time, and had at the one before, are
    /// `lateEntries[firstEntry ..< endEntry]`.
    fileprivate(set) var firstEntry: Int32 = 0
    fileprivate(set) var endEntry: Int32 = 0
    /// Total case weight of the dying.
    fileprivate(set) var weight: Double

    var deaths: Int { Int(end - firstDeath) }
  }

  /// Frame row of each sorted row.
  let order: [Int32]
  /// The sorted rows of each stratum up to its last event: those in a risk set, unless they entered too
  /// late.
  let rowsUpToLastEvent: [Range<Int>]
  /// Event times of each stratum descending, strata ascending; empty before ``findEventTimes()``.
  private(set) var eventTimes: [EventTime] = []
  /// Event times of each stratum: a range of ``eventTimes``; empty before ``findEventTimes()``.
  private(set) var strata: [Range<Int>] = []
  /// Sorted rows by entry, descending, stratum by stratum; empty without left truncation.
  private(set) var lateEntries: [Int32] = []
  /// For each sorted row the index of the latest event time at or before its entry: the row is not at
  /// risk there or further down the list. -1 if there is none; empty without left truncation.
  private(set) var entryEventTime: [Int32] = []

  private let exit: [Double]
  private let event: [Bool]
  private let eventCount: Int
  private let weights: [Double]?

  /// Whether each sorted row is at risk at an event time: not when it was censored before its
  /// stratum's first event, or entered after the last event that it could have seen. Nil if all are.
  var atRisk: [Bool]? {
    let mayBe = rowsUpToLastEvent.reduce(0) { $0 + $1.count }
    if !isTruncated, mayBe == order.count { return nil }
    var result = [Bool](repeating: false, count: order.count)
    guard isTruncated else {
      for rows in rowsUpToLastEvent { for row in rows { result[row] = true } }
      return result
    }
    var count = 0
    for (index, event) in eventTimes.enumerated() {
      for row in Int(event.firstRow)..<Int(event.end)
      where entryEventTime[row] < 0 || Int(entryEventTime[row]) > index {
        result[row] = true
        count += 1
      }
    }
    return count == order.count ? nil : result
  }

  var isTruncated: Bool { !entryEventTime.isEmpty }

  /// - Parameter leavesEventTimes: whether event times wait for ``findEventTimes()``, unless rows enter
  ///   late: a small fit's sums need none.
  init(
    _ outcomes: SurvivalOutcomes, weights: [Double]?, strata codes: [Int32]?, strataCount: Int,
    leavesEventTimes: Bool = false
  ) {
    (exit, event, eventCount) = (outcomes.exit, outcomes.event, outcomes.eventCount)
    self.weights = weights
    order = Self.order(outcomes, codes, strataCount)
    rowsUpToLastEvent = Self.rowsUpToLastEvent(order, outcomes.event, codes, max(1, strataCount))
    guard let entry = outcomes.entry else {
      if !leavesEventTimes { findEventTimes() }
      return
    }
    findEventTimes()
    findLateEntries(entry)
  }

  private static func rowsUpToLastEvent(
    _ order: [Int32], _ event: [Bool], _ codes: [Int32]?, _ strataCount: Int
  ) -> [Range<Int>] {
    var row = 0
    return (0..<strataCount).map { stratum in
      let first = row
      if let codes {
        while row < order.count, codes[Int(order[row])] == Int32(stratum) { row += 1 }
      } else {
        row = order.count
      }
      var end = row
      while end > first, !event[Int(order[end - 1])] { end -= 1 }
      return first..<end
    }
  }

  /// Finds the event times, unless they are known.
  mutating func findEventTimes() {
    guard strata.isEmpty else { return }
    var strata: [Range<Int>] = []
    eventTimes = [EventTime](unsafeUninitializedCapacity: eventCount + 1) { times, count in
      for (stratum, rows) in rowsUpToLastEvent.enumerated() {
        let firstEvent = count
        Self.appendEventTimes(
          ofRows: rows, stratum: stratum, order: order, exit: exit, event: event, weights: weights,
          to: times, &count)
        strata.append(firstEvent..<count)
      }
    }
    self.strata = strata
  }

  private mutating func findLateEntries(_ entry: [Double]) {
    entryEventTime = [Int32](repeating: -1, count: order.count)
    for (stratum, events) in strata.enumerated() {
      let end =
        stratum + 1 < strata.count ? rowsUpToLastEvent[stratum + 1].lowerBound : order.count
      let entries = Self.entries(entry, order, rowsUpToLastEvent[stratum].lowerBound..<end)
      var next = 0
      for index in events {
        eventTimes[index].firstEntry = Int32(lateEntries.count + next)
        while next < entries.count,
          entry[Int(order[Int(entries[next])])] >= eventTimes[index].time
        {
          entryEventTime[Int(entries[next])] = Int32(index)
          next += 1
        }
        eventTimes[index].endEntry = Int32(lateEntries.count + next)
      }
      lateEntries += entries
    }
  }

  /// Writes for each of some sorted rows whether it dies, 1 or 0, to its place in `deaths`; and, one
  /// behind the other, the rows that die at the time of the row before them, which dies too.
  ///
  /// - Returns: how many `followers` there are; there must be room for as many as rows.
  func writeDeaths(
    of rows: Range<Int>, to deaths: UnsafeMutablePointer<Double>,
    followers: UnsafeMutablePointer<Int32>
  ) -> Int {
    sarcoma_find_deaths(
      order, rows.lowerBound, rows.upperBound, exit, event, deaths, followers)
  }

  /// Appends the event times of a stratum's sorted rows, without their late entries; `times` has
  /// room for one more.
  ///
  /// Nobody foresees which row dies and which time is tied, a processor no more than we: each row is
  /// written down as an event time's last, and the next writes over it unless it was one.
  private static func appendEventTimes(
    ofRows rows: Range<Int>, stratum: Int, order: UnsafePointer<Int32>,
    exit: UnsafePointer<Double>, event: UnsafePointer<Bool>, weights: UnsafePointer<Double>?,
    to times: UnsafeMutableBufferPointer<EventTime>, _ count: inout Int
  ) {
    guard !rows.isEmpty else { return }
    let first = times.baseAddress! + count
    var last = first
    var time = exit[Int(order[rows.lowerBound])]
    var firstRow = Int32(truncatingIfNeeded: rows.lowerBound)
    // Rows that died at a row's time up to it, and whether the one before was one of them: 1 or 0.
    var (deaths, followsDeath): (Int32, Int32) = (0, 0)
    func note(_ row: Int, before next: Double) {
      let dies: Int32 = event[Int(order[row])] ? 1 : 0
      let isLastOfTime: Int32 = next < time ? 1 : 0
      deaths = (deaths & (0 &- followsDeath)) &+ 1
      let end = Int32(truncatingIfNeeded: row &+ 1)
      last.initialize(
        to: EventTime(
          time: time, stratum: Int32(truncatingIfNeeded: stratum), firstRow: firstRow,
          firstDeath: end &- deaths, end: end, weight: Double(deaths)))
      // The dying stand behind the censored of their time.
      let isEventTime = dies & isLastOfTime
      last += Int(isEventTime)
      firstRow &+= (end &- firstRow) & (0 &- isEventTime)
      followsDeath = dies & (isLastOfTime ^ 1)
      time = next
    }
    for row in rows.dropLast() { note(row, before: exit[Int(order[row + 1])]) }
    note(rows.upperBound - 1, before: -.infinity)
    count += last - first
    guard let weights else { return }
    for place in first..<last {
      let dying = Int(place.pointee.firstDeath)..<Int(place.pointee.end)
      place.pointee.weight = dying.reduce(0) { $0 + weights[Int(order[$1])] }
    }
  }

  /// Rows of one time go with the censored before the dying, else in their own order.
  private static func order(
    _ outcomes: SurvivalOutcomes, _ codes: [Int32]?, _ strataCount: Int
  ) -> [Int32] {
    let n = outcomes.count
    let byTime =
      n < 4096
      ? sortOrder(of: outcomes.exit, descending: true, last: outcomes.event)
      : orderByDistinctTimes(outcomes)
    guard let codes else { return byTime }
    var starts = [Int](repeating: 0, count: strataCount + 1)
    for code in codes { starts[Int(code) + 1] += 1 }
    for stratum in 0..<strataCount { starts[stratum + 1] += starts[stratum] }
    var result = [Int32](repeating: 0, count: n)
    for row in byTime {
      let stratum = Int(codes[Int(row)])
      result[starts[stratum]] = row
      starts[stratum] += 1
    }
    return result
  }

  /// One bucket for the censored and one for the dying of each distinct time, latest first.
  private static func orderByDistinctTimes(_ outcomes: SurvivalOutcomes) -> [Int32] {
    let n = outcomes.count
    let distinct = DistinctTimes(of: outcomes.exit)
    let buckets = 2 * distinct.times.count
    var places = [Int32](repeating: 0, count: buckets + 1)
    let bucket = [Int32](unsafeUninitializedCapacity: n) { bucket, initialized in
      for row in 0..<n {
        let key = Int32(buckets) - 2 - 2 * distinct.rank[row] + (outcomes.event[row] ? 1 : 0)
        bucket[row] = key
        places[Int(key) + 1] += 1
      }
      initialized = n
    }
    for key in 0..<buckets { places[key + 1] += places[key] }
    return [Int32](unsafeUninitializedCapacity: n) { order, initialized in
      for row in 0..<n {
        let place = Int(places[Int(bucket[row])])
        places[Int(bucket[row])] += 1
        order[place] = Int32(truncatingIfNeeded: row)
      }
      initialized = n
    }
  }

  /// The sorted rows of a stratum by entry, latest first.
  private static func entries(
    _ entry: [Double], _ order: [Int32], _ rows: Range<Int>
  ) -> [Int32] {
    let keys = rows.map { -entry[Int(order[$0])] }
    return sortOrder(of: keys).map { $0 + Int32(rows.lowerBound) }
  }
}
