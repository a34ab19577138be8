public import Biostatistics
public import PrognosticModels

/// Predictions validated on a table, as text for people and as JSON for programs.
public struct SurvivalValidationReport: Sendable {
  /// Whose predictions were validated.
  public let subject: ValidationSubject
  /// Where the outcomes came from, and where other rows went.
  public let frame: SurvivalFrame
  /// Where the predictions came from, and where other rows went.
  public let predicted: TablePredictions
  /// What was found.
  public let validation: SurvivalValidation
  /// What the table's times count.
  public let unit: TimeUnit
  /// Where follow-up was ended for the indices over all follow-up; nil for nowhere.
  public let truncation: Horizon?
  /// What resampling says, once it has been done.
  public var resampling: InternalValidation?
  /// What became of the patients of ``predicted``.
  public let outcomes: SurvivalOutcomes
  /// Their case weights; nil where every patient counts once.
  public let weights: [Double]?
  /// The column of ``weights``.
  let weightColumn: String?
  let outcome: String

  /// Predicts the rows of a table that have an outcome, and validates the predictions.
  ///
  /// - Parameters:
  ///   - outcome: the outcome in R's language, as `Surv(time, event)`.
  ///   - horizons: nil for the model's own.
  ///   - unit: of the table's times.
  /// - Throws: `DesignError` for the outcome, ``TablePredictionsError`` where nobody has a prediction,
  ///   `ValidationInputError` for an option.
  public init(
    of model: PrognosticModel, vocabulary: Vocabulary, on table: Table, outcome: String,
    at horizons: [Horizon]?, unit: TimeUnit, truncation: Horizon?,
    frameOptions: ModelFrameOptions = ModelFrameOptions(),
    options: SurvivalValidationOptions = SurvivalValidationOptions()
  ) throws {
    try self.init(
      of: .model(model), on: table, outcome: outcome, unit: unit, truncation: truncation,
      frameOptions: frameOptions, options: options
    ) { rows in
      try TablePredictions(
        of: model, vocabulary: vocabulary, table: table, rows: rows, at: horizons, unit: unit)
    }
  }

  /// Validates predictions that stand in the table.
  ///
  /// - Parameters:
  ///   - columns: what was predicted, when.
  ///   - outcome: the outcome in R's language, as `Surv(time, event)`.
  ///   - unit: of the table's times.
  /// - Throws: `DesignError` for the outcome or a column, ``TablePredictionsError``,
  ///   `ValidationInputError` for an option.
  public init(
    of columns: [PredictedColumn], on table: Table, outcome: String, unit: TimeUnit,
    truncation: Horizon?, frameOptions: ModelFrameOptions = ModelFrameOptions(),
    options: SurvivalValidationOptions = SurvivalValidationOptions()
  ) throws {
    try self.init(
      of: .columns(columns), on: table, outcome: outcome, unit: unit, truncation: truncation,
      frameOptions: frameOptions, options: options
    ) { rows in
      try TablePredictions(of: columns, table: table, rows: rows, unit: unit)
    }
  }

  private init(
    of subject: ValidationSubject, on table: Table, outcome: String, unit: TimeUnit,
    truncation: Horizon?, frameOptions: ModelFrameOptions, options: SurvivalValidationOptions,
    predict: (_ rows: [Int]) throws -> TablePredictions
  ) throws {
    let frame = try SurvivalFrame(
      try Formula("\(outcome) ~ 1"), in: table, options: frameOptions)
    let predicted = try predict(frame.rows.map(Int.init))
    let places = frame.places(ofTableRows: predicted.rows)
    let outcomes = frame.outcomes
    let kept = try SurvivalOutcomes(
      entry: outcomes.entry.map { entry in places.map { entry[$0] } },
      exit: places.map { outcomes.exit[$0] }, event: places.map { outcomes.event[$0] })
    var options = options
    options.truncation = truncation?.time(in: unit)
    let weights = frame.weights.map { weights in places.map { weights[$0] } }
    validation = try SurvivalValidation(
      of: predicted.predictions, against: kept, weights: weights, options: options)
    self.weights = weights
    weightColumn = frameOptions.weights
    self.outcomes = kept
    self.subject = subject
    self.frame = frame
    self.predicted = predicted
    self.unit = unit
    self.truncation = truncation
    self.outcome = outcome
  }

  /// Each horizon with what was found there.
  var horizons: [(horizon: Horizon, found: SurvivalValidation.HorizonValidation)] {
    Array(zip(predicted.horizons, validation.horizons))
  }

  /// The horizon of a time in ``unit``.
  func horizon(of time: Double) -> Horizon {
    predicted.horizons.first { $0.time(in: unit) == time } ?? Horizon(value: time, unit: unit)
  }
}

extension SurvivalValidationReport {
  /// Indices without a value, large weights, and what the model's predictions carry.
  var notes: [ValidationNote] {
    var notes =
      ValidationNote.unlikelyUnit(outcomes.exit, unit)
      + ValidationNote.apparent(subject.model, outcomes, resampling)
    func add<Value>(
      _ index: String, _ name: String, _ value: SurvivalValidation.Index<Value>,
      _ horizon: Horizon? = nil
    ) {
      guard case .failure(let reason) = value else { return }
      let place = horizon.map { " at \($0.text)" } ?? ""
      notes.append(
        ValidationNote(
          code: reason.code, index: index, horizon: horizon,
          message: "no \(name)\(place): \(sentence(of: reason))"))
    }
    if predicted.predictions.horizons.isEmpty {
      notes.append(
        ValidationNote(
          code: "noHorizon", index: nil, horizon: nil,
          message: subject.model == nil
            ? "there is no column of risks: predictions without a horizon rank patients and no more."
            : "the model has no horizon of its own; ask for one with --at."))
    }
    add("harrellC", "Harrell's C", validation.harrellC)
    add("royston", "D", validation.separation)
    if predicted.predictions.isLogHazard {
      add("slope", "calibration slope over all follow-up", validation.slope)
      // Columns have no baseline to lack.
      if subject.model != nil {
        add("inTheLarge", "calibration in the large over all follow-up", validation.inTheLarge)
        add("integratedBrier", "integrated Brier score", validation.integratedBrier)
      }
    }
    for (risk, horizon) in zip(predicted.predictions.risks, predicted.horizons) {
      notes += ValidationNote.extreme(risk ?? [], horizon)
    }
    for (horizon, found) in horizons {
      let failures = [
        found.unoC.reason, found.auc.reason, found.brier.reason, found.observedExpected.reason,
        found.curve.reason, found.decision.reason,
      ].compactMap { $0 }
      if failures.count == 6, failures.allSatisfy({ $0 == failures[0] }) {
        add("all", "index", found.unoC, horizon)
        continue
      }
      add("unoC", "Uno's C", found.unoC, horizon)
      add("auc", "AUC", found.auc, horizon)
      add("brier", "Brier score", found.brier, horizon)
      add("observedExpected", "observed/expected ratio", found.observedExpected, horizon)
      add("recalibratedBaseline", "recalibrated baseline", found.recalibratedBaseline, horizon)
      add("slopeToHorizon", "calibration slope", found.slope, horizon)
      add("calibrationCurve", "calibration curve", found.curve, horizon)
      add("netBenefit", "net benefit", found.decision, horizon)
      if let weights = found.weights, weights.countAboveLimit > 0 {
        let count = weights.countAboveLimit
        notes.append(
          ValidationNote(
            code: "largeWeights", index: nil, horizon: horizon,
            message: "\(count) patient\(count == 1 ? " has a weight" : "s have weights") above "
              + "\(NumberText.plain(WeightSummary.limit)) at \(horizon.text), up to "
              + "\(NumberText.plain(weights.largest, 3)): few patients carry the weighted indices.")
        )
      }
    }
    notes += ValidationNote.fewEvents(validation.eventCount)
    if case .subdistributionHazards? = subject.model?.form {
      notes.append(
        ValidationNote(
          code: "competingEventsCensored", index: nil, horizon: nil,
          message: "the model predicts an incidence among competing events; here they count as "
            + "censored."))
    }
    notes += ValidationNote.notes(predicted.account, frame.warnings)
    return notes
  }

  private func sentence(of reason: IndexUnavailable) -> String {
    if case .beyondFollowUp(let last) = reason {
      return "follow-up ends before, at \(time(last))."
    }
    return reason.sentence
  }

  /// A time of the table in words; days in years where they are many.
  func time(_ value: Double, roundedDown: Bool = false) -> String {
    let years = Horizon(value: value, unit: unit).time(in: .year)
    guard years >= 1 else { return "\(NumberText.plain(value, 4)) \(unit.rawValue)s" }
    return "\(NumberText.fixed(roundedDown ? (100 * years).rounded(.down) / 100 : years, 2)) years"
  }
}

extension Result where Failure == IndexUnavailable {
  /// Why there is no value.
  var reason: IndexUnavailable? {
    if case .failure(let reason) = self { reason } else { nil }
  }

  /// The value, if there is one.
  var value: Success? { try? get() }
}

extension ModelFrame {
  /// Where rows of the table, ascending and all among the frame's, stand in the frame.
  func places(ofTableRows rows: [Int]) -> [Int] {
    var places: [Int] = []
    var next = 0
    for (place, row) in self.rows.enumerated() where next < rows.count && rows[next] == Int(row) {
      places.append(place)
      next += 1
    }
    return places
  }
}
