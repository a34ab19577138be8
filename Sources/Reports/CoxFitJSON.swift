internal import Biostatistics
internal import PrognosticModels
public import StrictJSON

extension CoxFitReport {
  /// The fit as the command line's contract words it.
  public var json: JSONValue { .object(account + estimates + curves + ending) }

  /// What was fitted, and to which rows.
  private var account: [(String, JSONValue)] {
    [
      ("kind", .string("cox")),
      ("formula", .string(model.frame.formula.text)),
      ("ties", .string(model.options.ties.rawValue)),
      ("cause", model.frame.outcomes.cause.map { .string($0.level) } ?? .null),
      ("penalty", penalty),
    ] + model.frame.accountJSON + [
      ("timeUnit", .string(timeUnit.rawValue)),
      ("confidence", .number(confidence)),
    ]
  }

  /// What the penalty did; null without one.
  private var penalty: JSONValue {
    guard model.firth != nil else { return model.shrinkage?.json ?? .null }
    let partial = model.logPartialLikelihood
    return .object([
      ("kind", .string("firth")),
      (
        "partialLogLikelihood",
        .object([("null", .number(partial.null)), ("model", .number(partial.model))])
      ),
    ])
  }

  private var estimates: [(String, JSONValue)] {
    [
      ("coefficients", .array(lines.map(\.json))),
      ("intervalMethod", .string(model.coefficientInference.rawValue)),
      ("covariance", .matrix(model.covarianceMatrix)),
      (
        "naiveCovariance",
        model.robustCovarianceMatrix == nil ? .null : .matrix(model.modelCovarianceMatrix)
      ),
      (
        "logLikelihood",
        .object([
          ("null", .number(logLikelihood.null)),
          ("model", .number(logLikelihood.model)),
        ])
      ),
      ("effectiveDegreesOfFreedom", .number(model.effectiveDegreesOfFreedom)),
      ("aic", .number(model.aic)),
      ("bic", .number(model.bic)),
      (
        "tests",
        .object([
          ("likelihoodRatio", model.likelihoodRatioTest.json),
          ("wald", model.waldTest.json),
          ("score", model.scoreTest.json),
          ("robustScore", model.robustScoreTest?.json ?? .null),
        ])
      ),
      ("eventsPerParameter", .optional(model.parameterLoad.eventsPerParameter)),
      ("expectedShrinkage", .optional(model.parameterLoad.expectedShrinkage)),
      ("concordance", model.concordance?.json ?? .null),
    ]
  }

  private var curves: [(String, JSONValue)] {
    let frame = model.frame
    let hasBaseline = frame.firstEffectOverTime == nil
    return [
      (
        "means",
        .object(
          zip(frame.design.columnNames, model.means).map { ($0, .number($1)) })
      ),
      (
        "baselineEstimator",
        .string((model.options.ties == .efron ? TieHandling.efron : .breslow).rawValue)
      ),
      (
        "baseline",
        showsBaseline && hasBaseline ? .array(model.baselineCumulativeHazard.map(\.json)) : .null
      ),
      (
        "baselineLinearPredictor",
        hasBaseline ? .number(model.baselineLinearPredictor) : .null
      ),
      ("predictions", .array(predictions.map { json($0) })),
      ("proportionalHazardsTest", proportionalHazardsTest?.json ?? .null),
      (
        "proportionalHazardsTransform",
        proportionalHazardsTest.map { .string($0.transform.rawValue) } ?? .null
      ),
      ("coefficientsOverTime", .array(coefficientsOverTime.map(\.json))),
    ]
  }

  private var ending: [(String, JSONValue)] {
    [
      ("convergence", model.convergence.json),
      ("warnings", .array(model.warnings.map(\.json))),
      ("version", .string(Version.current)),
    ]
  }

  private func json(_ prediction: Prediction) -> JSONValue {
    .object([
      ("patient", .string(prediction.label)),
      (
        "estimates",
        .array(
          zip(horizons, prediction.estimates).map { horizon, estimate in
            .object([
              ("time", horizon.json),
              ("survival", .number(estimate.survival)),
              ("standardError", .number(estimate.standardError)),
              ("interval", .numbers([estimate.lower, estimate.upper])),
              ("cumulativeHazard", .number(estimate.cumulativeHazard)),
              (
                "cumulativeHazardStandardError",
                .number(estimate.cumulativeHazardStandardError)
              ),
              ("beyondFollowUp", .bool(estimate.isBeyondFollowUp)),
            ])
          })
      ),
    ])
  }
}

extension ModelFrame where Outcomes == SurvivalOutcomes {
  /// Which rows were used, and where the others went; `pieces` where rows were cut at the times of
  /// `step()`.
  var accountJSON: [(String, JSONValue)] {
    [
      ("n", .integer(rowsUsed)),
      ("pieces", splitting.map { .integer($0.rows.count) } ?? .null),
      ("events", .integer(outcomes.eventCount)),
      ("rowsOmitted", .integer(rowsOmitted)),
      ("missing", .object(missing.map { ($0.column, .integer($0.count)) })),
      ("rowsOfWeightZero", .integer(rowsOfWeightZero)),
      ("rowsOfEmptyInterval", .integer(rowsOfEmptyInterval)),
      ("timesMerged", .integer(timesMerged)),
    ]
  }
}

extension Convergence {
  var json: JSONValue {
    .object([
      ("converged", .bool(converged)),
      ("iterations", .integer(iterations)),
      ("stepHalvings", .integer(stepHalvings)),
      ("reason", .string(reason.rawValue)),
      ("standardizedStep", .number(standardizedStep)),
    ])
  }
}

extension CoefficientEstimate {
  var json: JSONValue {
    .object([
      ("term", .string(term)),
      ("estimate", .number(estimate)),
      ("standardError", .number(modelStandardError)),
      ("robustStandardError", .optional(robustStandardError)),
      ("z", .number(z)),
      ("p", .number(p)),
      ("hazardRatio", .number(ratio)),
      (
        "interval",
        estimate.isNaN ? .null : .numbers([lower, upper])
      ),
    ])
  }
}

extension Shrinkage {
  /// `covariance` is R's `var`; `samplingCovariance` its `var2`.
  fileprivate var json: JSONValue {
    .object([
      ("kind", .string("ridge")),
      ("theta", .number(ridge.theta)),
      ("scaled", .bool(ridge.isScaled)),
      ("weights", .numbers(weights)),
      ("value", .number(penalty)),
      ("effectiveDegreesOfFreedom", .number(effectiveDegreesOfFreedom)),
      ("effectiveDegreesOfFreedomOfTerms", .numbers(effectiveDegreesOfFreedomOfTerms)),
      ("samplingCovariance", .matrix(samplingCovarianceMatrix)),
    ])
  }
}

extension ProportionalHazardsTest {
  fileprivate var json: JSONValue {
    .array(
      (terms + [("GLOBAL", global)]).map { name, test in
        .object([
          ("term", .string(name)), ("statistic", .number(test.statistic)),
          ("df", test.degreesOfFreedomJSON), ("p", .number(test.p)),
        ])
      })
  }
}

extension ChiSquareTest {
  var json: JSONValue {
    .object([
      ("statistic", .number(statistic)), ("df", degreesOfFreedomJSON), ("p", .number(p)),
    ])
  }

  /// A whole number; with a penalty the effective degrees of freedom.
  fileprivate var degreesOfFreedomJSON: JSONValue {
    effectiveDegreesOfFreedom.map { .number($0) } ?? .integer(degreesOfFreedom)
  }
}

extension Concordance {
  fileprivate var json: JSONValue {
    .object([
      ("estimate", .number(index)),
      ("standardError", .number(standardError)),
      ("concordant", .number(concordantPairs)),
      ("discordant", .number(discordantPairs)),
      ("tiedRisk", .number(tiedScorePairs)),
      ("tiedTime", .number(tiedTimePairs)),
      ("tiedBoth", .number(tiedBothPairs)),
    ])
  }
}

extension BaselineHazard {
  fileprivate var json: JSONValue {
    .object([
      ("stratum", stratum.map { .string($0) } ?? .null),
      ("time", .numbers(times)),
      ("cumulativeHazard", .numbers(cumulativeHazard)),
    ])
  }
}

extension FitWarning {
  var json: JSONValue {
    .object([
      ("code", .string(code.rawValue)),
      ("term", term.map { .string($0) } ?? .null),
      ("message", .string(message)),
    ])
  }
}
