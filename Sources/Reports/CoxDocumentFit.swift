internal import Biostatistics
internal import StrictJSON

extension CoxDocument {
  /// What the document keeps of the fit: see `FitRecord`.
  var fit: JSONValue {
    let columns = model.frame.regressionColumns
    return .object([
      ("formula", .string(model.frame.formula.text)),
      ("likelihood", .string(model.likelihoodDescription)),
      ("ties", .string(model.options.ties.rawValue)),
      ("rows", .integer(model.rowCount)),
      ("events", .integer(model.eventCount)),
      (
        "logLikelihood",
        .object([
          ("null", .number(model.logPartialLikelihood.null)),
          ("model", .number(model.logPartialLikelihood.model)),
        ])
      ),
      ("robust", .bool(model.robustCovarianceMatrix != nil)),
      ("penalized", .bool(model.isPenalized)),
      ("converged", .bool(model.convergence.converged)),
      ("data", fingerprint.partsJSON),
      (
        "columns",
        .array(
          zip(self.columns, parameterNames).map { place, parameter in
            Self.json(columns[place], parameter, fingerprint.columns[place].digest)
          })
      ),
    ])
  }

  private static func json(
    _ column: RegressionColumn, _ parameter: String, _ digest: String
  ) -> JSONValue {
    .object([
      ("name", .string(column.name)),
      ("parameter", .string(parameter)),
      ("term", .string(column.term ?? "")),
      (
        "variables",
        .array(
          column.parts.map {
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
