/// Follow-up of n subjects: exit time, whether it ended in the event, and, under left truncation or
/// with time-dependent covariates, the time of entry. A subject is at risk on (entry, exit].
///
/// Times may be negative; the unit is the caller's. Every value is finite and every entry lies
/// before its exit: ``init(entry:exit:event:)`` checks that once, and everything behind it relies
/// on it.
public struct SurvivalOutcomes: ModelOutcomes {
  /// Entry times, or nil when everybody is at risk from the start.
  public let entry: [Double]?
  /// Exit times.
  public let exit: [Double]
  /// Whether the follow-up ended in the event.
  public let event: [Bool]
  /// How many rows ended in the event, weights not counted.
  public let eventCount: Int

  /// Of several causes the one that is the event.
  public struct Cause: Sendable, Equatable {
    /// Its value in the event column.
    public let level: String
    /// The other values: other causes, and censoring.
    public let censored: [String]
  }
  /// Nil where the event column is an event by itself.
  public internal(set) var cause: Cause?

  /// n, the number of rows.
  public var count: Int { exit.count }

  /// Checks that lengths agree, times are finite and entry < exit in every row (row numbers in
  /// errors count from 0).
  public init(
    entry: [Double]? = nil, exit: [Double], event: [Bool]
  ) throws(SurvivalOutcomesError) {
    guard exit.count == event.count, entry.map({ $0.count == exit.count }) ?? true else {
      throw .differentLengths(entry: entry?.count, exit: exit.count, event: event.count)
    }
    if let row = exit.firstIndex(where: { !$0.isFinite }) { throw .notFinite(row: row) }
    if let entry {
      for (row, (from, to)) in zip(entry, exit).enumerated() where !(from < to) {
        guard from.isFinite else { throw .notFinite(row: row) }
        throw .emptyInterval(row: row, entry: from, exit: to)
      }
      if let row = entry.firstIndex(where: { !$0.isFinite }) { throw .notFinite(row: row) }
    }
    self.init(checkedEntry: entry, exit: exit, event: event)
  }

  /// Times that are known to be finite and in order.
  init(checkedEntry entry: [Double]?, exit: [Double], event: [Bool]) {
    self.entry = entry
    self.exit = exit
    self.event = event
    eventCount = event.reduce(0) { $0 + ($1 ? 1 : 0) }
  }
}

/// Why a set of times cannot be an outcome.
public enum SurvivalOutcomesError: Error, Equatable {
  /// Entries, exits and events are not one a row; `entry` is nil where none were given.
  case differentLengths(entry: Int?, exit: Int, event: Int)
  /// An entry or exit is infinite or NaN.
  case notFinite(row: Int)
  /// The entry is not before the exit: nobody was at risk.
  case emptyInterval(row: Int, entry: Double, exit: Double)
}
