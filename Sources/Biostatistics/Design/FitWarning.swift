/// Something that the reader of a fit should know: data in the result, printed by a door.
public struct FitWarning: Sendable, Equatable {
  /// What kind of thing it is; the raw value stands in the JSON of a fit.
  public enum Code: String, Sendable {
    /// The event was coded 1/2 and read as 1 = censored, 2 = event.
    case eventCoding
    /// A column of text was used as a factor although most of its cells are numbers.
    case textColumn
    /// All rows of a level were left out, and it is no part of the model.
    case levelWithoutRows
    /// Rows whose entry is not before their exit were left out.
    case emptyInterval
    /// Times below 0.
    case negativeTime
    /// Rows of weight zero were left out.
    case zeroWeight
    /// The column has one value in all rows.
    case constant
    /// The column is a linear combination of the ones before it.
    case collinear
    /// The column is nearly a linear combination of the ones before it; its estimate is imprecise.
    case nearCollinear
    /// The likelihood has no maximum: the coefficient runs to infinity.
    case monotoneLikelihood
    /// Covariates tell events from non-events in all rows: a logistic fit has no maximum.
    case completeSeparation
    /// Covariates tell events from non-events in some rows and are silent on the others: a coefficient
    /// runs to infinity.
    case quasiCompleteSeparation
    /// The search ended before the step was below the tolerance.
    case notConverged
    /// No row ends in the event.
    case noEvents
    /// Fewer events than ten a coefficient.
    case fewEventsPerParameter
    /// More coefficients than events.
    case moreParametersThanEvents
    /// All events fall at one time.
    case oneEventTime
    /// The robust variance has no inverse: too few clusters, or too few rows, for the coefficients.
    case singularRobustVariance

    /// Whether a coefficient has no finite estimate.
    public var isWithoutMaximum: Bool {
      switch self {
      case .monotoneLikelihood, .completeSeparation, .quasiCompleteSeparation: true
      default: false
      }
    }
  }
  /// The kind, for programs.
  public let code: Code
  /// The design column or table column concerned, if it is one.
  public let term: String?
  /// One sentence for people: what was seen, and what to do.
  public let message: String
}
