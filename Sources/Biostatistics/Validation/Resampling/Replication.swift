/// What one resample gave.
public struct Replication: Sendable, Equatable {
  /// What became of it.
  public enum Outcome: Sendable, Equatable {
    /// The indices of the sample's model in the sample, and in all rows.
    case indices(training: [IndexValue], test: [IndexValue])
    /// There is no model of it.
    case failed(ResampleFailure)
  }

  /// From 0: the number of the generator's stream, or of the sample that was given.
  public let index: Int
  /// What became of it.
  public let outcome: Outcome
  /// Columns that had nothing to say in it.
  public let droppedColumns: [String]
  /// Terms that were kept; nil without selection.
  public let keptTerms: [String]?

  /// A replication that somebody has kept.
  public init(index: Int, outcome: Outcome, droppedColumns: [String], keptTerms: [String]?) {
    self.index = index
    self.outcome = outcome
    self.droppedColumns = droppedColumns
    self.keptTerms = keptTerms
  }
}

/// Somebody who watches resampling, and may end it. Called from any thread.
public protocol ResamplingMonitor: Sendable {
  /// A replication is done.
  func isDone(_ replication: Replication)
  /// Whether no further one shall begin.
  var shouldStop: Bool { get }
}
