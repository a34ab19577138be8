public import Biostatistics
public import PrognosticModels

/// A fitted Cox model as a model document: what `score` reads, with terms, knots, levels, baseline,
/// the joint covariance of coefficients and log baseline hazards, observed ranges, and a fingerprint
/// of the data.
public struct CoxDocument: Sendable {
  /// What the fit does not know of its document.
  public struct Description: Sendable {
    public var id: String
    public var title: String?
    public var endpoint: Endpoint.Kind = .overallSurvival
    public var timeUnit: TimeUnit = .day
    /// When every covariate becomes known; nil where that is not stated.
    public var knownFrom: Covariate.Moment?
    /// Whether the unit was stated, or taken for granted.
    public var isTimeUnitStated = true
    /// Times whose survival gets an interval.
    public var horizons: [Horizon] = []
    /// The name of the table.
    public var source: String

    /// A description with the least that a document needs.
    public init(id: String, source: String) {
      self.id = id
      self.source = source
    }
  }

  let model: CoxModel
  let table: Table
  let description: Description
  let terms: DocumentTerms
  /// Places in the design of the columns with an estimate.
  let columns: [Int]
  /// Of what was fitted.
  let fingerprint: DataFingerprint
  /// The document's text, which reads back.
  public private(set) var bytes: [UInt8] = []

  /// - Parameter table: what the model was fitted to, for the observed ranges.
  /// - Throws: ``FitDocumentError`` for what a document has no words for, and for a fit without a
  ///   maximum.
  public init(
    _ model: CoxModel, table: Table, _ description: Description
  ) throws(FitDocumentError) {
    self.model = model
    self.table = table
    self.description = description
    columns = model.coefficients.indices.filter { !model.coefficients[$0].isNaN }
    terms = try DocumentTerms(model.frame, coefficients: model.coefficients)
    try FitDocumentError.check(model.warnings, converged: model.convergence.converged)
    fingerprint = model.frame.fingerprint
    if let strata = model.frame.strata, strata.labels.count > 1, model.frame.stratumColumn == nil {
      throw .unwritable("strata of several columns")
    }
    let times = times
    guard zip(times, times.dropFirst()).allSatisfy(<) else { throw .horizonsNotAscending }
    let last = model.frame.outcomes.exit.max() ?? 0
    if let beyond = zip(times, description.horizons).first(where: { $0.0 > last })?.1 {
      throw .beyondFollowUp(beyond, last: Horizon(value: last, unit: description.timeUnit))
    }
    bytes = json.bytes()
    do {
      _ = try PrognosticModel(bytes, vocabulary: Vocabulary())
    } catch {
      throw .unreadable(error)
    }
  }

  /// The horizons in the unit of the table.
  var times: [Double] { description.horizons.map { $0.time(in: description.timeUnit) } }
}
