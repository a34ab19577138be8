public import Biostatistics
public import PrognosticModels
public import StrictJSON

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
  /// Columns with an estimate, by their place in the design.
  let estimated: [ColumnRecipe]
  let coefficients: [Double]
  let columns: [Int]
  /// Of what was fitted.
  let fingerprint: DataFingerprint
  /// The document's text, which reads back.
  public private(set) var bytes: [UInt8] = []

  /// - Parameter table: what the model was fitted to, for the observed ranges.
  /// - Throws: ``CoxDocumentError`` for what a document has no words for.
  public init(
    _ model: CoxModel, table: Table, _ description: Description
  ) throws(CoxDocumentError) {
    self.model = model
    self.table = table
    self.description = description
    let recipes = model.frame.columnRecipes
    columns = recipes.indices.filter { !model.coefficients[$0].isNaN }
    estimated = columns.map { recipes[$0] }
    coefficients = columns.map { model.coefficients[$0] }
    fingerprint = model.frame.fingerprint
    for factor in estimated.flatMap(\.factors) + model.frame.offsetRecipes {
      if case .other(let words) = factor { throw .unwritable(words) }
    }
    if let strata = model.frame.strata, strata.labels.count > 1, model.frame.stratumColumn == nil {
      throw .unwritable("strata of several columns")
    }
    guard !estimated.isEmpty else { throw .noCoefficients }
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

/// Why a fit makes no document.
public enum CoxDocumentError: Error, Equatable {
  /// Part of the formula has no counterpart in a document.
  case unwritable(String)
  /// What was written would not be read, as where a column is a factor in one term and a number in
  /// another.
  case unreadable(StrictJSONError)
  /// Nothing was estimated.
  case noCoefficients
  /// A horizon repeats or precedes the one before it.
  case horizonsNotAscending
  /// A horizon lies beyond the last follow-up.
  case beyondFollowUp(Horizon, last: Horizon)
}

extension CoxDocumentError: CustomStringConvertible {
  /// One sentence: what is wrong and what to do.
  public var description: String {
    switch self {
    case .unwritable(let words):
      "A model document cannot hold \(words); make it a column of the table and fit that."
    case .unreadable(let error):
      "A model document cannot hold this fit: \(error.description)"
    case .noCoefficients: "Nothing was estimated, so there is no model to write."
    case .horizonsNotAscending: "The horizons must ascend, each named once."
    case .beyondFollowUp(let horizon, let last):
      "The horizon of \(horizon.text) lies beyond the last follow-up at \(last.text); "
        + "name an earlier one with --horizons."
    }
  }
}
