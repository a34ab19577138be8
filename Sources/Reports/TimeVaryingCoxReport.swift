public import Biostatistics
public import PrognosticModels
public import StrictJSON

/// A fitted Cox model with time-varying covariates as text for people and as JSON for programs: the
/// words and keys of ``CoxFitReport``, without what such a model does not have.
public struct TimeVaryingCoxReport: Sendable {
  /// The fit that is reported.
  public let model: TimeVaryingCoxModel
  /// What the table's times count.
  public let timeUnit: TimeUnit
  /// The level of the hazard ratios' intervals, between 0 and 1.
  public let confidence: Double

  /// Gathers what is to be said.
  public init(_ model: TimeVaryingCoxModel, timeUnit: TimeUnit, confidence: Double = 0.95) {
    self.model = model
    self.timeUnit = timeUnit
    self.confidence = confidence
  }

  private var lines: [CoefficientEstimate] { model.coefficientTable(confidence: confidence) }

  /// Rows, coefficients, tests.
  public var text: String {
    let ties = model.options.ties == .efron ? "Efron" : "Breslow"
    let tests = [
      ("likelihood ratio", model.likelihoodRatioTest), ("Wald", model.waldTest),
      ("score", model.scoreTest),
    ]
    return "Cox model with covariates that change with time (\(ties) ties)\n"
      + "\(model.frame.formula.text)\n\n" + model.frame.rowAccount + "\n\n"
      + CoefficientText.table(lines, confidence: confidence)
      + "  in tt() t is the time of the event whose risk set is looked at\n\n"
      + CoefficientText.tests(
        tests, logLikelihood: model.logPartialLikelihood, aic: model.aic, bic: model.bic)
      + CoefficientText.notes(model.warnings)
  }

  /// The fit with the keys of ``CoxFitReport/json``; what there is not is null.
  public var json: JSONValue {
    let frame = model.frame
    let rows: [(String, JSONValue)] = [
      ("kind", .string("cox")),
      ("formula", .string(frame.formula.text)),
      ("ties", .string(model.options.ties.rawValue)),
      ("penalty", .null),
    ]
    let likelihood: [(String, JSONValue)] = [
      ("null", .number(model.logPartialLikelihood.null)),
      ("model", .number(model.logPartialLikelihood.model)),
    ]
    let tests: [(String, JSONValue)] = [
      ("likelihoodRatio", model.likelihoodRatioTest.json), ("wald", model.waldTest.json),
      ("score", model.scoreTest.json), ("robustScore", .null),
    ]
    let estimates: [(String, JSONValue)] = [
      ("timeUnit", .string(timeUnit.rawValue)),
      ("confidence", .number(confidence)),
      ("coefficients", .array(lines.map(\.json))),
      ("covariance", .matrix(model.covarianceMatrix)),
      ("naiveCovariance", .null),
      ("logLikelihood", .object(likelihood)),
      ("effectiveDegreesOfFreedom", .number(Double(model.degreesOfFreedom))),
      ("aic", .number(model.aic)),
      ("bic", .number(model.bic)),
      ("tests", .object(tests)),
      ("concordance", .null),
      ("baseline", .null),
      ("baselineLinearPredictor", .null),
      ("predictions", .array([])),
      ("proportionalHazardsTest", .null),
    ]
    let outcome: [(String, JSONValue)] = [
      ("convergence", model.convergence.json),
      ("warnings", .array(model.warnings.map(\.json))),
      ("version", .string(Version.current)),
    ]
    return .object(rows + frame.accountJSON + estimates + outcome)
  }
}
