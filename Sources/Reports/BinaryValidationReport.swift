public import Biostatistics
public import PrognosticModels
internal import StrictJSON

/// A model of an outcome that is there or not, validated on a table, as text for people and as JSON for
/// programs.
public struct BinaryValidationReport: Sendable {
  /// The model that was validated.
  public let model: PrognosticModel
  /// Where the outcomes came from, and where other rows went.
  public let frame: BinaryFrame
  /// Where the rows went that the model was to predict.
  public let account: PredictionAccount
  /// What was found.
  public let validation: BinaryValidation
  let outcome: String
  let horizon: Horizon?
  private let risk: [Double]

  /// Predicts the rows of a table that have an outcome, and validates the predictions.
  ///
  /// - Parameters:
  ///   - outcome: the outcome in R's language: a column of two values, or a condition.
  ///   - horizon: of the probability; nil for the model's first, or its only one.
  /// - Throws: `DesignError` for the outcome, ``TablePredictionsError`` where nobody has a prediction,
  ///   `ValidationInputError` for an option.
  public init(
    of model: PrognosticModel, vocabulary: Vocabulary, on table: Table, outcome: String,
    at horizon: Horizon?, frameOptions: ModelFrameOptions = ModelFrameOptions(),
    thresholds: [Double] = DecisionCurve.defaultThresholds, confidence: Double = 0.95
  ) throws {
    let frame = try BinaryFrame(
      try Formula("\(outcome) ~ 1"), in: table, options: frameOptions)
    let answers = try TableAnswers(
      of: model, vocabulary: vocabulary, table: table, rows: frame.rows.map(Int.init),
      at: horizon.map { [$0] })
    let isIncidence = model.endpoint.kind.isIncidence
    let probabilities = answers.answers.compactMap(\.probabilities.first?.probability)
    guard probabilities.count == answers.answers.count else {
      throw TablePredictionsError.noProbability(model: model.id)
    }
    let places = frame.places(ofTableRows: answers.rows)
    risk = isIncidence ? probabilities : probabilities.map { 1 - $0 }
    validation = try BinaryValidation(
      of: risk, against: places.map { frame.outcomes.event[$0] }, thresholds: thresholds,
      confidence: confidence)
    account = answers.account
    self.model = model
    self.frame = frame
    self.outcome = outcome
    self.horizon = horizon ?? model.endpoint.statedHorizons.first
  }

  /// Indices without a value, and what the model's predictions carry.
  var notes: [ValidationNote] {
    var notes: [ValidationNote] = []
    func add<Value>(_ index: String, _ name: String, _ value: BinaryValidation.Index<Value>) {
      guard let reason = value.reason else { return }
      notes.append(
        ValidationNote(
          code: reason.code, index: index, horizon: nil, message: "no \(name): \(reason.sentence)"))
    }
    add("c", "area under the curve", validation.c)
    add("inTheLarge", "calibration in the large", validation.intercept)
    add("slope", "calibration slope", validation.slope)
    add("observedExpected", "observed/expected ratio", validation.observedExpected)
    add("calibrationCurve", "calibration curve", validation.curve)
    notes += ValidationNote.extreme(risk, horizon)
    let rarer = min(validation.eventCount, validation.count - validation.eventCount)
    return notes + ValidationNote.fewEvents(rarer) + ValidationNote.notes(account, frame.warnings)
  }

  /// What the numbers rest on, a sentence a convention.
  var conventions: [String] {
    [
      "c: ties count one half; standard error by DeLong. Null model of the Brier score: the share of "
        + "events of this table.",
      "In the large: intercept of a logistic model with offset logit(risk). Slope: coefficient of "
        + "logit(risk).",
      "Curve: restricted cubic spline, 4 knots, of logit(risk) in a logistic model. Net benefit: treated "
        + "at a risk of the threshold or more.",
    ]
  }
}
