internal import Biostatistics
internal import PrognosticModels
internal import StrictJSON

extension CoxDocument {
  /// What the document keeps of the fit: see `FitRecord`.
  var fit: JSONValue {
    model.frame.fitRecord(
      terms: terms, columns: columns, fingerprint: fingerprint,
      likelihood: model.likelihoodDescription, ties: model.options.ties.rawValue,
      logLikelihood: model.logPartialLikelihood, isRobust: model.robustCovarianceMatrix != nil,
      isPenalized: model.isPenalized, penalty: penalty, converged: model.convergence.converged)
  }

  private var penalty: FitRecord.Penalty? {
    switch model.options.penalty {
    case .ridge(let ridge): .ridge(theta: ridge.theta, isScaled: ridge.isScaled)
    case .firth: .firth
    case nil: nil
    }
  }
}

extension FitRecord.Penalty {
  fileprivate var json: JSONValue {
    switch self {
    case .ridge(let theta, let isScaled):
      .object([
        ("kind", .string("ridge")), ("theta", .number(theta)), ("scaled", .bool(isScaled)),
      ])
    case .firth: .object([("kind", .string("firth"))])
    }
  }
}

extension ModelFrame {
  /// What a document keeps of a fit to the frame: see `FitRecord`.
  ///
  /// - Parameter columns: places in the design of the columns with an estimate.
  func fitRecord(
    terms: DocumentTerms, columns places: [Int], fingerprint: DataFingerprint, likelihood: String,
    ties: String?, logLikelihood: (null: Double, model: Double), isRobust: Bool,
    isPenalized: Bool, penalty: FitRecord.Penalty?, converged: Bool
  ) -> JSONValue {
    let columns = regressionColumns
    return .object([
      ("formula", .string(formula.text)),
      ("likelihood", .string(likelihood)),
      ("ties", ties.map { .string($0) } ?? .null),
      ("rows", .integer(outcomes.count)),
      ("events", .integer(outcomes.eventCount)),
      (
        "logLikelihood",
        .object([
          ("null", .number(logLikelihood.null)), ("model", .number(logLikelihood.model)),
        ])
      ),
      ("robust", .bool(isRobust)),
      ("penalized", .bool(isPenalized)),
      ("penalty", penalty?.json ?? .null),
      ("converged", .bool(converged)),
      ("data", fingerprint.partsJSON),
      (
        "columns",
        .array(
          zip(places, terms.parameterNames).map { place, parameter in
            columns[place].json(parameter, fingerprint.columns[place].digest)
          })
      ),
    ])
  }
}

extension RegressionColumn {
  fileprivate func json(_ parameter: String, _ digest: String) -> JSONValue {
    .object([
      ("name", .string(name)),
      ("parameter", .string(parameter)),
      ("term", .string(term ?? "")),
      (
        "variables",
        .array(
          parts.map {
            .object([("variable", .string($0.variable)), ("nonlinear", .bool($0.isNonlinear))])
          })
      ),
      ("sha256", .string(digest)),
    ])
  }
}

extension DataFingerprint {
  /// All but the columns.
  fileprivate var partsJSON: JSONValue {
    func optional(_ digest: String?) -> JSONValue { digest.map { .string($0) } ?? .null }
    return .object([
      ("outcome", .string(outcome)), ("weights", optional(weights)),
      ("offset", optional(offset)), ("strata", optional(strata)),
      ("clusters", optional(clusters)),
    ])
  }
}
