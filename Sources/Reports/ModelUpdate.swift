public import Biostatistics
public import PrognosticModels
internal import StrictJSON

/// A model brought up to date on the patients of a table: what was estimated, how well the model was
/// calibrated before and is after, and the new document.
///
/// Columns are named as the model's covariates, as for a validation. What is kept and what is
/// estimated anew is said at `UpdateSource.Method`; the mathematics stands at `HazardsUpdate`,
/// `LogisticUpdate` and `HorizonRecalibration`.
public struct ModelUpdate: Sendable {
  /// The model as it was.
  public let source: PrognosticModel
  /// The model as it is now, read back from ``bytes``.
  public let updated: PrognosticModel
  public let options: ModelUpdateOptions
  /// What the table's times count; nil for an outcome without time.
  public let unit: TimeUnit?
  /// Patients who were used.
  public let count: Int
  /// Those with the event.
  public let eventCount: Int
  let outcome: String
  let numbers: UpdatedNumbers
  let account: PredictionAccount
  let rows: FrameAccount
  let droppedRiskGroups: ValidationNote?
  let before: UpdateAssessment
  let after: UpdateAssessment

  /// The new document.
  public var bytes: [UInt8] { updated.bytes }

  /// Updates a model on a table.
  ///
  /// - Parameters:
  ///   - outcome: in R's language: `Surv(time, event)`, or for a logistic model a column of two values or
  ///     a condition.
  ///   - unit: of the table's times; nil for that of the model.
  /// - Throws: ``ModelUpdateError``, `DesignError` for the outcome, ``TablePredictionsError`` where nobody
  ///   has a prediction.
  public init(
    of model: PrognosticModel, vocabulary: Vocabulary, on table: Table, outcome: String,
    unit: TimeUnit?, frameOptions: ModelFrameOptions = ModelFrameOptions(),
    options: ModelUpdateOptions
  ) throws {
    let isTimed = outcome.filter { $0 != " " }.hasPrefix("Surv(")
    try options.check(model, outcome: outcome, isTimed: isTimed)
    source = model
    self.options = options
    self.outcome = outcome
    let unit = unit ?? model.endpoint.unit
    let target = Target(
      model: model, vocabulary: vocabulary, table: table, outcome: outcome,
      options: options, document: DocumentEdit(try JSONDocument(model.bytes).root.value))
    let result =
      try isTimed
      ? target.survivalUpdate(unit, frameOptions) : target.binaryUpdate(frameOptions)
    self.unit = isTimed ? unit : nil
    (updated, numbers, account) = (result.updated, result.numbers, result.patients.account)
    (count, eventCount) = (result.patients.rows.count, result.eventCount)
    (before, after) = (result.before, result.after)
    (rows, droppedRiskGroups) = (result.rows, result.droppedRiskGroups)
  }
}

/// What a frame says of its rows.
struct FrameAccount {
  let considered: Int
  /// Without an outcome.
  let omitted: Int
  let missing: [MissingCount]
  let warnings: [FitWarning]

  init(_ frame: ModelFrame<some ModelOutcomes>) {
    considered = frame.rowsConsidered
    omitted = frame.rowsOmitted
    missing = frame.missing
    warnings = frame.warnings
  }
}

/// A model and the table on which it is brought up to date.
private struct Target {
  struct Result {
    let updated: PrognosticModel
    let droppedRiskGroups: ValidationNote?
    let numbers: UpdatedNumbers
    let patients: UpdatingPatients
    let eventCount: Int
    let rows: FrameAccount
    let before: UpdateAssessment
    let after: UpdateAssessment
  }

  let model: PrognosticModel
  let vocabulary: Vocabulary
  let table: Table
  let outcome: String
  let options: ModelUpdateOptions
  let document: DocumentEdit

  func survivalUpdate(_ unit: TimeUnit, _ frameOptions: ModelFrameOptions) throws -> Result {
    let frame = try SurvivalFrame(
      try Formula("\(outcome) ~ 1"), in: table, options: frameOptions)
    let patients = try patients(frame.rows)
    let places = frame.places(ofTableRows: patients.rows)
    let all = frame.outcomes
    let outcomes = try SurvivalOutcomes(
      entry: all.entry.map { entry in places.map { entry[$0] } },
      exit: places.map { all.exit[$0] }, event: places.map { all.event[$0] })
    let numbers: UpdatedNumbers
    switch model.form {
    case .proportionalHazards(let hazards):
      numbers = try HazardsUpdating(
        model: model, hazards: hazards, patients: patients, outcomes: outcomes, unit: unit,
        options: options, document: document
      ).numbers()
    case .points(let points):
      numbers = try PointsUpdating(
        model: model, points: points, patients: patients, outcomes: outcomes, unit: unit,
        options: options, document: document
      ).numbers()
    case .subdistributionHazards: throw ModelUpdateError.competingEvents(model: model.id)
    case .logistic: throw ModelUpdateError.noTimes(model: model.id, outcome: outcome)
    case .criteria: throw ModelUpdateError.rule(model: model.id)
    }
    return try result(
      numbers, patients, FrameAccount(frame), frame.fingerprint.outcome, outcomes.eventCount
    ) { model, horizons in
      UpdateAssessment(
        of: model, vocabulary, table, patients.rows, stratum: patients.stratum,
        against: outcomes, unit: unit, at: horizons, confidence: options.confidence)
    }
  }

  func binaryUpdate(_ frameOptions: ModelFrameOptions) throws -> Result {
    guard case .logistic(let logistic) = model.form else {
      throw ModelUpdateError.timesWanted(model: model.id, outcome: outcome)
    }
    let frame = try BinaryFrame(try Formula("\(outcome) ~ 1"), in: table, options: frameOptions)
    let patients = try patients(frame.rows)
    let event = frame.places(ofTableRows: patients.rows).map { frame.outcomes.event[$0] }
    // The probability may be that of being free of the event.
    let isIncidence = model.endpoint.kind.isIncidence
    let numbers = try LogisticUpdating(
      model: model, logistic: logistic, patients: patients,
      event: event.map { $0 == isIncidence }, options: options, document: document
    ).numbers()
    return try result(
      numbers, patients, FrameAccount(frame), frame.fingerprint.outcome, event.count { $0 }
    ) { model, _ in
      UpdateAssessment(
        of: model, vocabulary, table, patients.rows, against: event,
        confidence: options.confidence)
    }
  }

  private func patients(_ rows: [Int32]) throws(TablePredictionsError) -> UpdatingPatients {
    try UpdatingPatients(
      of: model, vocabulary: vocabulary, table: table, rows: rows.map(Int.init))
  }

  private func result(
    _ numbers: UpdatedNumbers, _ patients: UpdatingPatients, _ rows: FrameAccount,
    _ fingerprint: String, _ eventCount: Int,
    assessment: (PrognosticModel, [Horizon]) -> UpdateAssessment
  ) throws(ModelUpdateError) -> Result {
    let document = UpdatedDocument(
      source: model, document: document, numbers: numbers, outcome: outcome,
      fingerprint: fingerprint, eventCount: eventCount, patients: patients, options: options)
    let updated: PrognosticModel
    do {
      updated = try PrognosticModel(document.json.bytes(), vocabulary: vocabulary)
    } catch {
      throw .unreadable(error)
    }
    let horizons = updated.endpoint.statedHorizons
    return Result(
      updated: updated, droppedRiskGroups: document.riskGroups.note, numbers: numbers,
      patients: patients, eventCount: eventCount, rows: rows,
      before: assessment(model, horizons), after: assessment(updated, horizons))
  }
}
