internal import Biostatistics
internal import PrognosticModels
public import StrictJSON

extension SurvivalFitReport {
  /// The curves as the command line's contract words them.
  public var json: JSONValue {
    .object([
      ("kind", .string("survfit")),
      ("formula", .string(frame.formula.text)),
      ("estimator", .string(estimator)),
      ("n", .integer(frame.outcomes.count)),
      ("events", .integer(frame.outcomes.eventCount)),
      ("rowsOmitted", .integer(frame.rowsOmitted)),
      ("missing", .object(frame.missing.map { ($0.column, .integer($0.count)) })),
      ("rowsOfWeightZero", .integer(frame.rowsOfWeightZero)),
      ("rowsOfEmptyInterval", .integer(frame.rowsOfEmptyInterval)),
      ("timesMerged", .integer(frame.timesMerged)),
      ("timeUnit", .string(timeUnit.rawValue)),
      ("confidence", .optional(curves.first?.confidenceLevel)),
      ("confidenceType", curves.first.map { .string($0.confidenceScale.name) } ?? .null),
      ("variance", curves.first.map { .string($0.variance.rawValue) } ?? .null),
      ("curves", .array(zip(labels, curves).map { json($1, label: $0) })),
      ("test", comparison.map(json) ?? .null),
      ("warnings", .array(frame.warnings.map(\.json))),
      ("version", .string(Version.current)),
    ])
  }

  private func json(_ curve: SurvivalCurve, label: String) -> JSONValue {
    let mean = restrictedMean(curve)
    return .object([
      ("group", label.isEmpty ? .null : .string(label)),
      ("n", .integer(curve.rowCount)),
      ("events", .number(curve.events.reduce(0, +))),
      ("median", json(curve.median)),
      ("quantiles", .array([0.25, 0.5, 0.75].map { json(curve.quantile($0)) })),
      (
        "restrictedMean",
        mean.map { mean in
          .object([
            ("to", .number(mean.horizon)), ("estimate", .number(mean.mean)),
            ("standardError", .number(mean.standardError)),
            ("beyondFollowUp", .bool(mean.isBeyondFollowUp)),
          ])
        } ?? .null
      ),
      ("estimates", .array(zip(horizons, estimates(curve)).map { json($1, at: $0) })),
      ("time", .numbers(curve.times)),
      ("atRisk", .numbers(curve.atRisk)),
      ("eventsAt", .numbers(curve.events)),
      ("censoredAt", .numbers(curve.censored)),
      ("enteredAt", curve.entered.map { .numbers($0) } ?? .null),
      ("survival", .numbers(curve.survival)),
      ("standardError", .numbers(curve.standardErrors)),
      ("lower", .numbers(curve.lower)),
      ("upper", .numbers(curve.upper)),
      ("cumulativeHazard", .numbers(curve.cumulativeHazard)),
      ("cumulativeHazardStandardError", .numbers(curve.cumulativeHazardStandardErrors)),
    ])
  }

  private func json(_ estimate: SurvivalCurveEstimate, at horizon: Horizon) -> JSONValue {
    .object([
      ("time", horizon.json),
      ("atRisk", .number(estimate.atRisk)),
      ("events", .number(estimate.events)),
      ("censored", .number(estimate.censored)),
      ("survival", .number(estimate.survival)),
      ("standardError", .number(estimate.standardError)),
      ("interval", .numbers([estimate.lower, estimate.upper])),
      ("cumulativeHazard", .number(estimate.cumulativeHazard)),
      ("cumulativeHazardStandardError", .number(estimate.cumulativeHazardStandardError)),
      ("beyondFollowUp", .bool(estimate.isBeyondFollowUp)),
    ])
  }

  private func json(_ quantile: SurvivalQuantile) -> JSONValue {
    .object([
      ("probability", .number(quantile.probability)),
      ("time", .optional(quantile.time)),
      ("interval", .array([.optional(quantile.lower), .optional(quantile.upper)])),
    ])
  }

  private func json(_ comparison: Comparison) -> JSONValue {
    let test = comparison.test
    return .object([
      ("name", .string(comparison.name)),
      ("rho", .number(test.rho)),
      ("groups", .array(comparison.groups.map { .string($0) })),
      ("n", .array(test.groupSizes.map { .integer($0) })),
      ("observed", .numbers(test.observed)),
      ("expected", .numbers(test.expected)),
      ("covariance", .matrix(test.covarianceMatrix)),
      ("statistic", .number(test.chiSquare)),
      ("df", .integer(test.degreesOfFreedom)),
      ("p", .number(test.pValue)),
    ])
  }
}

extension ConfidenceScale {
  /// R's name.
  var name: String {
    switch self {
    case .plain: "plain"
    case .log: "log"
    case .logLog: "log-log"
    case .logit: "logit"
    case .arcsine: "arcsin"
    }
  }
}
