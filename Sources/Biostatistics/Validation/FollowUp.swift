/// What times the follow-up of a table can support.
public struct FollowUp: Sendable {
  /// The distinct exit times, ascending.
  public let times: [Double]
  /// How many are at risk (entry < t <= exit) at each of ``times``.
  public let atRisk: [Double]
  /// Events at each of ``times``.
  public let events: [Double]
  /// Whether some came under observation late.
  public var hasEntries: Bool { entered != nil }
  /// Entries and exits, ascending; nil without entries.
  private let entered: (entries: [Double], exits: [Double])?

  /// The follow-up of a table's outcomes.
  public init(_ outcomes: SurvivalOutcomes) {
    let table = RiskTable(CurveRows(outcomes, weights: nil, clusters: nil))
    times = table.times
    atRisk = table.atRisk
    events = table.events
    entered = outcomes.entry.map { ($0.sorted(), outcomes.exit.sorted()) }
  }

  /// The last exit; nil without rows.
  public var lastTime: Double? { times.last }

  /// The latest time at which at least ``IndexUnavailable/needed`` patients are at risk; nil if there
  /// is none.
  public var supportedUntil: Double? {
    atRisk.lastIndex { $0 >= Double(IndexUnavailable.needed) }.map { times[$0] }
  }

  /// How many are at risk at `time` (entry < time <= exit); 0 after the last exit. Whoever enters at or
  /// after `time` is not, even where nobody leaves in between.
  public func atRisk(at time: Double) -> Int {
    if let entered {
      return entered.entries.partitioningIndex { $0 >= time }
        - entered.exits.partitioningIndex { $0 >= time }
    }
    let place = times.partitioningIndex { $0 >= time }
    return place < times.count ? Int(atRisk[place]) : 0
  }

  /// Events up to and at `time`.
  public func eventCount(by time: Double) -> Int {
    Int(events[..<times.partitioningIndex { $0 > time }].reduce(0, +))
  }

  /// Checks that an index at `time` can be estimated.
  ///
  /// - Throws: ``IndexUnavailable`` where follow-up does not reach it, fewer than ten are at risk, or
  ///   nobody had the event.
  public func check(_ time: Double) throws(IndexUnavailable) {
    guard let last = lastTime else { throw .noEvents }
    guard time <= last else { throw .beyondFollowUp(last: last) }
    let count = atRisk(at: time)
    guard count >= IndexUnavailable.needed else { throw .tooFewAtRisk(count) }
    guard eventCount(by: time) > 0 else { throw .noEvents }
  }
}

extension SurvivalOutcomes {
  /// Follow-up ended at `time`: whoever left later is censored there. A row that entered at or after
  /// it keeps an interval of no length, in which it is at risk of nothing.
  func ended(at time: Double) -> SurvivalOutcomes {
    SurvivalOutcomes(
      checkedEntry: entry?.map { Swift.min($0, time) }, exit: exit.map { Swift.min($0, time) },
      event: exit.indices.map { event[$0] && exit[$0] <= time })
  }

  /// The outcomes of some rows.
  func selecting(_ rows: [Int]) -> SurvivalOutcomes {
    SurvivalOutcomes(
      checkedEntry: entry.map { entry in rows.map { entry[$0] } }, exit: rows.map { exit[$0] },
      event: rows.map { event[$0] })
  }
}
