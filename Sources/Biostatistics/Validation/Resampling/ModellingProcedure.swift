/// Everything that was done to come from data to a model, so that it can be done again to other data: the
/// formula with its knots and levels, penalties, the selection of terms.
public protocol ModellingProcedure: Sendable {
  /// What it makes.
  associatedtype Fitted: FittedProcedure
  /// Rows of the data.
  var rowCount: Int { get }
  /// Of each row the cluster that it is drawn with; nil where rows are drawn one by one.
  var clusters: [Int32]? { get }
  /// Carries out the whole procedure on some rows.
  ///
  /// - Throws: ``ResampleFailure`` where it leads to no model.
  func fit(_ sample: RowSample) throws(ResampleFailure) -> Fitted
}

/// What a procedure made of some rows, applied to any rows of the data.
public protocol FittedProcedure: Sendable {
  /// Columns of the design that had nothing to say in the sample, as that of a level of which it has no
  /// patient: their coefficient counts as 0.
  var droppedColumns: [String] { get }
  /// Terms that a selection kept, in the formula's order; nil without selection.
  var keptTerms: [String]? { get }
  /// The indices that were asked for, in an order that is the same for all samples.
  ///
  /// - Parameters:
  ///   - sample: the rows, as often as they count.
  ///   - isOwn: whether the rows are those that were fitted.
  func indices(on sample: RowSample, isOwn: Bool) -> (of: [PerformanceIndex], values: [IndexValue])
}

/// Why a procedure leads to no model of a sample. The raw value is its name in JSON.
public enum ResampleFailure: String, Error, Sendable, CaseIterable {
  /// Nobody in the sample had the event, or everybody.
  case noEvents
  /// The search for the estimates did not converge.
  case notConverged
  /// A coefficient runs to infinity: the likelihood has no maximum in the sample.
  case noMaximum
  /// A spline has too few distinct values for its knots.
  case tooFewValuesForSpline
  /// A stratum has no patient, so that it has no baseline.
  case emptyStratum
  /// The fit was refused.
  case refused

  /// As a sentence names it.
  public var words: String {
    switch self {
    case .noEvents: "no events"
    case .notConverged: "no convergence"
    case .noMaximum: "a coefficient without bound"
    case .tooFewValuesForSpline: "too few distinct values for a spline"
    case .emptyStratum: "a stratum without patients"
    case .refused: "a fit that was refused"
    }
  }
}
