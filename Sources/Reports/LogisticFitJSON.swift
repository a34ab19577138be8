internal import Biostatistics
internal import PrognosticModels
public import StrictJSON

extension LogisticFitReport {
  /// The fit as the command line's contract words it.
  public var json: JSONValue { .object(account + estimates + measures + ending) }

  /// What was fitted, and to which rows.
  private var account: [(String, JSONValue)] {
    let frame = model.frame
    return [
      ("kind", .string("logistic")),
      ("formula", .string(frame.formula.text)),
      (
        "outcome",
        .object([
          ("expression", .string(frame.formula.responseText)),
          ("event", .string(frame.outcomes.eventLabel)),
          ("reference", .string(frame.outcomes.referenceLabel)),
        ])
      ),
      (
        "method",
        .string(
          model.options.firth ? "firth" : model.options.ridge == nil ? "maximumLikelihood" : "ridge"
        )
      ),
      (
        "penalty",
        model.options.ridge.map {
          .object([
            ("kind", .string("ridge")), ("theta", .number($0.theta)),
            ("scaled", .bool($0.isScaled)),
            (
              "effectiveDegreesOfFreedom",
              .number(model.likelihoodRatioTest.referenceDegreesOfFreedom)
            ),
          ])
        } ?? .null
      ),
      ("n", .integer(model.rowCount)),
      ("events", .integer(model.eventCount)),
      ("rowsOmitted", .integer(frame.rowsOmitted)),
      ("missing", .object(frame.missing.map { ($0.column, .integer($0.count)) })),
      ("rowsOfWeightZero", .integer(frame.rowsOfWeightZero)),
      ("confidence", .number(confidence)),
    ]
  }

  private var estimates: [(String, JSONValue)] {
    let isRobust = model.robustCovarianceMatrix != nil
    return [
      ("coefficients", .array(lines.map(json))),
      ("intervalMethod", .string(intervals.rawValue)),
      ("covariance", .matrix(model.covarianceMatrix)),
      ("naiveCovariance", isRobust ? .matrix(model.modelCovarianceMatrix) : .null),
      (
        "robustVariance", isRobust ? .string(model.options.robustVariance.rawValue) : .null
      ),
      ("logLikelihood", Self.pair(model.logLikelihood)),
      ("penalizedLogLikelihood", model.penalizedLogLikelihood.map(Self.pair) ?? .null),
      ("deviance", .number(model.deviance)),
      ("nullDeviance", .number(model.nullDeviance)),
      ("aic", .number(model.aic)),
      ("bic", .number(model.bic)),
      (
        "tests",
        .object([
          ("likelihoodRatio", model.likelihoodRatioTest.json),
          ("wald", model.waldTest.json),
          ("score", model.scoreTest?.json ?? .null),
          ("robustScore", .null),
        ])
      ),
    ]
  }

  private var measures: [(String, JSONValue)] {
    let discrimination = model.discrimination
    let load = model.parameterLoad
    return [
      ("eventsPerParameter", .optional(load.eventsPerParameter)),
      ("expectedShrinkage", .optional(load.expectedShrinkage)),
      ("c", .optional(discrimination?.c)),
      ("somersDxy", .optional(discrimination?.somersDxy)),
      ("nagelkerkeR2", .optional(discrimination?.nagelkerkeR2)),
      ("brier", .optional(discrimination?.brier)),
      ("predictions", .array(predictions.map(json))),
    ]
  }

  private var ending: [(String, JSONValue)] {
    [
      ("convergence", model.convergence.json),
      ("warnings", .array(model.warnings.map(\.json))),
      ("version", .string(Version.current)),
    ]
  }

  private static func pair(_ values: (null: Double, model: Double)) -> JSONValue {
    .object([("null", .number(values.null)), ("model", .number(values.model))])
  }

  private func json(_ line: CoefficientEstimate) -> JSONValue {
    .object([
      ("term", .string(line.term)),
      ("estimate", .number(line.estimate)),
      ("standardError", .number(line.modelStandardError)),
      ("robustStandardError", .optional(line.robustStandardError)),
      ("z", .number(line.z)),
      ("p", .number(line.p)),
      ("oddsRatio", .number(line.ratio)),
      ("interval", line.estimate.isNaN ? .null : .numbers([line.lower, line.upper])),
    ])
  }

  private func json(_ prediction: Prediction) -> JSONValue {
    let estimate = prediction.estimate
    return .object([
      ("patient", .string(prediction.label)),
      ("logOdds", .number(estimate.logOdds)),
      ("standardError", .number(estimate.standardError)),
      ("probability", .number(estimate.probability)),
      ("interval", .numbers([estimate.lower, estimate.upper])),
    ])
  }
}
