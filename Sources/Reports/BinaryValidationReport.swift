public import Biostatistics
public import PrognosticModels
internal import StrictJSON

/// Predictions of an outcome that is there or not, validated on a table, as text for people and as JSON
/// for programs.
public struct BinaryValidationReport: Sendable {
  /// Whose predictions were validated.
  public let subject: ValidationSubject
  /// Where the outcomes came from, and where other rows went.
  public let frame: BinaryFrame
  /// Where the rows went that the model was to predict.
  public let account: PredictionAccount
  /// What was found.
  public let validation: BinaryValidation
  /// What resampling says, once it has been done.
  public var resampling: InternalValidation?
  /// Each patient's predicted probability of the event.
  public let risk: [Double]
  /// Whether each had it.
  public let event: [Bool]
  /// Their case weights; nil where every patient counts once.
  public let weights: [Double]?
  /// The column of ``weights``.
  public let weightColumn: String?
  let outcome: String
  let horizon: Horizon?

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
    try self.init(
      .model(model), frame, weightColumn: frameOptions.weights,
      risk: isIncidence ? probabilities : probabilities.map { 1 - $0 },
      rows: answers.rows, answers.account, outcome: outcome,
      at: horizon ?? model.endpoint.statedHorizons.first, thresholds: thresholds,
      confidence: confidence)
  }

  /// Validates predictions that stand in the table.
  ///
  /// - Parameters:
  ///   - columns: one of risks or of survivals, without a horizon.
  ///   - outcome: the outcome in R's language: a column of two values, or a condition.
  /// - Throws: `DesignError` for the outcome or the column, ``TablePredictionsError``,
  ///   `ValidationInputError` for an option.
  public init(
    of columns: [PredictedColumn], on table: Table, outcome: String,
    frameOptions: ModelFrameOptions = ModelFrameOptions(),
    thresholds: [Double] = DecisionCurve.defaultThresholds, confidence: Double = 0.95
  ) throws {
    if let dated = columns.first(where: { $0.horizon != nil }) {
      throw TablePredictionsError.horizonWithoutTime(dated)
    }
    guard columns.count == 1, columns[0].kind != .linearPredictor else {
      throw TablePredictionsError.noColumn
    }
    let frame = try BinaryFrame(
      try Formula("\(outcome) ~ 1"), in: table, options: frameOptions)
    let rows = frame.rows.map(Int.init)
    let values = try columns[0].values(in: table, rows: rows)
    var account = PredictionAccount()
    for (row, value) in zip(rows, values) where value.isNaN {
      account.refuse(row, "\(columns[0].name) is missing.")
      account.missingCount += 1
    }
    let kept = rows.indices.filter { !values[$0].isNaN }
    guard !kept.isEmpty else {
      throw TablePredictionsError.nobody(
        rows: rows.count, reason: account.refused.first?.reason)
    }
    try self.init(
      .columns(columns), frame, weightColumn: frameOptions.weights, risk: kept.map { values[$0] },
      rows: kept.map { rows[$0] }, account,
      outcome: outcome, at: nil, thresholds: thresholds, confidence: confidence)
  }

  private init(
    _ subject: ValidationSubject, _ frame: BinaryFrame, weightColumn: String?, risk: [Double],
    rows: [Int], _ account: PredictionAccount, outcome: String, at horizon: Horizon?,
    thresholds: [Double],
    confidence: Double
  ) throws {
    let places = frame.places(ofTableRows: rows)
    self.risk = risk
    event = places.map { frame.outcomes.event[$0] }
    weights = frame.weights.map { weights in places.map { weights[$0] } }
    self.weightColumn = weightColumn
    validation = try BinaryValidation(
      of: risk, against: event, weights: weights, thresholds: thresholds, confidence: confidence)
    self.account = account
    self.subject = subject
    self.frame = frame
    self.outcome = outcome
    self.horizon = horizon
  }

  /// Indices without a value, and what the model's predictions carry.
  var notes: [ValidationNote] {
    var notes = ValidationNote.apparent(subject.model, BinaryOutcomes(event: event), resampling)
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
    if let horizon {
      notes.append(
        ValidationNote(
          code: "outcomeWithoutTime", index: nil, horizon: horizon,
          message:
            "the model predicts at \(horizon.text), and the outcome has no time: whoever was not "
            + "followed until then counts as it says, and a later event as one by then."))
    }
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
      + (weights == nil
        ? []
        : [
          "Case weights weigh patients in every index; standard errors are of the sandwich and of influences, "
            + "in which a weight of 3 is not three patients. Counts are of patients."
        ]) + (resampling?.conventions ?? [])
  }
}
