public import Biostatistics
public import PrognosticModels
public import StrictJSON

/// A fitted logistic model as a model document: what `score` reads, with terms, knots, levels, the
/// intercept, the covariance of coefficients and intercept, observed ranges, and a fingerprint of the
/// data.
public struct LogisticDocument: Sendable {
  /// What the fit does not know of its document.
  public struct Description: Sendable {
    public var id: String
    public var title: String?
    public var endpoint: Endpoint.Kind = .binaryOutcome
    /// When the covariates are known; nil where nobody said.
    public var knownFrom: Covariate.Moment?
    /// The name of the table.
    public var source: String

    /// A description with the least that a document needs.
    public init(id: String, source: String) {
      self.id = id
      self.source = source
    }
  }

  private let model: LogisticModel
  private let table: Table
  private let description: Description
  private let terms: DocumentTerms
  /// Slopes of the design's columns; NaN for one that was left out.
  private let slopes: [Double]
  /// Of what was fitted.
  private let fingerprint: DataFingerprint
  /// The document's text, which reads back.
  public private(set) var bytes: [UInt8] = []

  /// - Parameter table: what the model was fitted to, for the observed ranges.
  /// - Throws: ``FitDocumentError`` for what a document has no words for, and for a fit without a
  ///   maximum.
  public init(
    _ model: LogisticModel, table: Table, _ description: Description
  ) throws(FitDocumentError) {
    self.model = model
    self.table = table
    self.description = description
    slopes = Array(model.coefficients.dropFirst(model.hasIntercept ? 1 : 0))
    terms = try DocumentTerms(model.frame, coefficients: slopes)
    try FitDocumentError.check(model.warnings, converged: model.convergence.converged)
    fingerprint = model.frame.fingerprint
    bytes = json.bytes()
    do {
      _ = try PrognosticModel(bytes, vocabulary: Vocabulary())
    } catch {
      throw .unreadable(error)
    }
  }

  /// The document.
  public var json: JSONValue {
    let frame = model.frame
    return .object([
      ("format", .string(PrognosticModel.format)),
      ("id", .string(description.id)),
      ("version", .string("1.0.0")),
      ("title", .string(description.title ?? "Logistic model: \(frame.formula.text)")),
      ("status", .string(PrognosticModel.Status.draft.rawValue)),
      ("provenance", provenance),
      (
        "population",
        .object([
          ("includes", .strings(["Patients like the \(model.rowCount) of \(description.source)."])),
          ("excludes", .array([])), ("scope", .array([])),
        ])
      ),
      (
        "endpoint",
        .object([
          ("kind", .string(description.endpoint.rawValue)),
          ("origin", .string("as in the table: the probability is that of \(model.eventText)")),
          ("unit", .string(TimeUnit.day.rawValue)),
          ("horizons", .array([])),
          ("competing", .array([])),
          ("followUp", .null),
        ])
      ),
      (
        "covariates",
        .array(frame.documentCovariates(observedIn: table, knownFrom: description.knownFrom))
      ),
      ("form", .string("logistic")),
      ("terms", .array(terms.json)),
      ("intercept", .number(model.hasIntercept ? model.coefficients[0] : 0)),
      ("covariance", covariance),
      ("fit", fit),
      ("riskGroups", .null),
      ("performance", .array(performance)),
      (
        "limits",
        .strings(
          ["Fitted and not validated: its apparent performance is optimistic."] + penaltyLimits)
      ),
      ("cautions", .array([])),
      ("examples", .array([])),
    ])
  }

  private var provenance: JSONValue {
    let (rows, events) = (model.rowCount, model.eventCount)
    return .object([
      ("citation", .string("Fitted by SarcomaRisk \(Version.current) to \(description.source).")),
      ("doi", .null),
      ("noDOI", .string("Fitted, not published.")),
      (
        "derivation",
        .object([
          ("patients", .integer(rows)), ("events", .integer(events)),
          (
            "text",
            .string(
              "\(rows) rows with \(events) events (\(model.eventText)); "
                + "\(model.frame.formula.text), \(model.methodText); data SHA-256 "
                + "\(fingerprint.whole).")
          ),
        ])
      ),
      ("method", .string(Provenance.Method.refitted.rawValue)),
      ("located", .string("Not printed.")),
      ("rights", .string("Those of the owner of the data.")),
      ("transcribed", .string("Written by the fit.")),
    ])
  }

  private var fit: JSONValue {
    model.frame.fitRecord(
      terms: terms, columns: slopes.indices.filter { !slopes[$0].isNaN },
      fingerprint: fingerprint, likelihood: model.likelihoodDescription, ties: nil,
      logLikelihood: model.logLikelihood, isRobust: model.robustCovarianceMatrix != nil,
      isPenalized: model.penalizedLogLikelihood != nil, penalty: penalty,
      converged: model.convergence.converged)
  }

  private var penalty: FitRecord.Penalty? {
    if model.options.firth { return .firth }
    return model.options.ridge.map { .ridge(theta: $0.theta, isScaled: $0.isScaled) }
  }

  private var penaltyLimits: [String] {
    guard model.options.firth || model.options.ridge != nil else { return [] }
    return [
      "The coefficients are drawn towards zero (\(model.methodText)): they are no maximum likelihood "
        + "estimates, and intervals do not cover their bias."
    ]
  }

  /// Offsets, and the intercept of a model without one, are certain.
  private var covariance: JSONValue {
    let first = model.hasIntercept ? 1 : 0
    let known = slopes.indices.filter { !slopes[$0].isNaN }.map { $0 + first }
    let matrix = model.covarianceMatrix
    guard known.allSatisfy({ matrix[$0, $0].isFinite }) else { return .null }
    let places: [Int?] =
      known + terms.offsetNames.map { _ in nil } + [model.hasIntercept ? 0 : nil]
    let rows = places.map { i in
      places.map { j -> Double in
        guard let i, let j else { return 0 }
        return matrix[i, j]
      }
    }
    return .object([
      ("parameters", .strings(terms.parameterNames + terms.offsetNames + ["intercept"])),
      ("matrix", .array(rows.map(JSONValue.numbers))),
    ])
  }

  private var performance: [JSONValue] {
    guard let discrimination = model.discrimination, discrimination.c.isFinite else { return [] }
    return [
      .object([
        ("cohort", .string("derivation (apparent)")), ("measure", .string("concordance")),
        ("estimate", .number(discrimination.c)), ("patients", .integer(model.rowCount)),
        ("source", .string("the fit")),
      ])
    ]
  }
}

extension LogisticModel {
  /// `low = 1`: the outcome and its value that is the event; a condition says it by itself.
  var eventText: String {
    let response = frame.formula.responseText
    let isCondition =
      frame.outcomes.eventLabel == "TRUE" && response.contains(where: "<>=!".contains)
    return isCondition ? response : "\(response) = \(frame.outcomes.eventLabel)"
  }

  /// How the estimates were made.
  var methodText: String {
    options.ridge.map { "ridge penalty, \($0.text)" } ?? likelihoodDescription
  }
}
