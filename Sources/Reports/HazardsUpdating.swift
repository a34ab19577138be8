internal import Biostatistics
internal import PrognosticModels
internal import StrictJSON

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The update of a model of proportional hazards: what of its document changes.
struct HazardsUpdating {
  let model: PrognosticModel
  let hazards: ProportionalHazards
  let patients: UpdatingPatients
  /// Of ``patients``, in ``unit``.
  let outcomes: SurvivalOutcomes
  let unit: TimeUnit
  let options: ModelUpdateOptions
  /// The members of the document.
  let document: DocumentEdit

  func numbers() throws(ModelUpdateError) -> UpdatedNumbers {
    switch options.method {
    case .intercept: return try scaled()
    case .baseline:
      try checkStrata()
      return try withBaseline()
    case .slope:
      try checkStrata()
      return try withSlope()
    case .refit:
      try checkStrata()
      return try refitted()
    }
  }

  private var ties: TieHandling { model.fit?.ties.flatMap(TieHandling.init) ?? .efron }

  /// One factor on the baseline.
  private func scaled() throws(ModelUpdateError) -> UpdatedNumbers {
    guard let baseline = hazards.baseline else { throw .noBaseline(model: model.id) }
    var numbers = UpdatedNumbers()
    let ratio: IndexEstimate
    do throws(IndexUnavailable) {
      ratio = try model.calibrationInTheLarge(
        ofLinearPredictor: patients.linearPredictors, stratum: patients.stratum, against: outcomes,
        unit: unit, confidence: options.confidence
      ).logRatio
    } catch .nothingExpected {
      // There is a baseline: it is 0 there.
      throw .noneExpected(last: Horizon(value: outcomes.exit.max() ?? 0, unit: unit))
    } catch {
      throw .unavailable(.intercept, error)
    }
    numbers.logRatio = ratio
    numbers.horizons = model.endpoint.horizons
    var edit = DocumentEdit(document["baseline"] ?? .null)
    let factor = exp(ratio.estimate)
    for scale in ["survival", "logCumulativeHazard", "cumulativeHazard"] { edit[scale] = nil }
    func values(_ stratum: Baseline.Stratum) -> JSONValue {
      .numbers(stratum.cumulativeHazards.map { factor * $0 })
    }
    if baseline.stratumCovariate == nil {
      edit["cumulativeHazard"] = values(baseline.strata[0])
    } else {
      edit["strata"] = .array(
        baseline.strata.map { stratum in
          .object([
            ("stratum", .string(stratum.level ?? "")), ("times", .numbers(stratum.times)),
            ("cumulativeHazard", values(stratum)),
          ])
        })
    }
    numbers.members = [("baseline", edit.value)]
    let last = outcomes.exit.max() ?? 0
    for horizon in model.endpoint.statedHorizons where horizon.time(in: unit) > last {
      numbers.notes.append(
        ValidationNote(
          code: "beyondFollowUp", index: nil, horizon: horizon,
          message:
            "follow-up ends before \(horizon.text): the baseline there is the original's, moved "
            + "by what was seen earlier."))
    }
    return numbers
  }

  private func withBaseline() throws(ModelUpdateError) -> UpdatedNumbers {
    let update = try options.method.found { () throws(IndexUnavailable) in
      try HazardsUpdate.baseline(
        of: patients.linearPredictors, strata: patients.stratum, against: outcomes, ties: ties)
    }
    var numbers = UpdatedNumbers()
    try replaceBaseline(update, in: &numbers)
    return numbers
  }

  private func withSlope() throws(ModelUpdateError) -> UpdatedNumbers {
    let update = try options.method.found { () throws(IndexUnavailable) in
      try HazardsUpdate.slope(
        of: patients.linearPredictors, strata: patients.stratum, against: outcomes, ties: ties,
        confidence: options.confidence)
    }
    let slope = update.model.coefficients[0]
    guard slope > 0 else { throw .slopeNotPositive(slope) }
    var numbers = UpdatedNumbers()
    numbers.slope = update.slope
    numbers.test = update.model.likelihoodRatioTest
    let predictor = hazards.linearPredictor
    let after = predictor.coefficients.map { slope * $0 }
    numbers.changes = zip(predictor.parameters, zip(predictor.coefficients, after)).map {
      UpdatedNumbers.Change(parameter: $0, before: $1.0, after: $1.1, standardError: nil)
    }
    numbers.members = [
      ("terms", predictor.editing(document["terms"], coefficients: after, factor: slope))
    ]
    try replaceBaseline(update, in: &numbers)
    return numbers
  }

  private func refitted() throws(ModelUpdateError) -> UpdatedNumbers {
    let predictor = hazards.linearPredictor
    let design = RefitDesign(model, predictor, patients)
    try design.check(model: model, events: outcomes.eventCount)
    let update = try options.method.found { () throws(IndexUnavailable) in
      try HazardsUpdate.refit(
        columns: design.columns, offset: design.offset, strata: patients.stratum, against: outcomes,
        ties: ties)
    }
    let fit = update.model
    try design.check(fit.coefficients, predictor, hasMaximum: fit.hasMaximum)
    var numbers = UpdatedNumbers()
    numbers.test = fit.likelihoodRatioTest
    let factor = try numbers.shrink(options.shrinkage)
    var after = predictor.coefficients
    for (place, value) in zip(design.places, fit.coefficients) {
      after[place] = value * (factor ?? 1)
    }
    numbers.changes = design.changes(
      predictor, after: after, standardErrors: factor == nil ? fit.standardErrors : nil)
    numbers.members = [("terms", predictor.editing(document["terms"], coefficients: after))]
    guard factor == nil else {
      let shrunken = try options.method.found { () throws(IndexUnavailable) in
        try HazardsUpdate.baseline(
          of: design.linearPredictors(design.places.map { after[$0] }), strata: patients.stratum,
          against: outcomes, ties: ties)
      }
      try replaceBaseline(shrunken, in: &numbers)
      return numbers
    }
    let centers = zip(design.places, fit.means).map {
      (predictor.parameters[$0], JSONValue.number($1))
    }
    try replaceBaseline(update, centers: centers, in: &numbers)
    guard let joint = fit.jointCovariance(at: numbers.horizons) else {
      numbers.noInterval =
        "There is no interval: a stratum has had no event by one of the horizons."
      return numbers
    }
    numbers.noInterval = nil
    let levels = hazards.baseline?.strata.compactMap(\.level) ?? []
    let kept = predictor.parameters.indices.filter { !design.places.contains($0) }
    numbers.members.append(
      (
        "covariance",
        DocumentCovariance(
          estimated: design.places.map { predictor.parameters[$0] },
          certain: kept.map { predictor.parameters[$0] },
          further: DocumentCovariance.hazardNames(at: numbers.horizons, levels),
          matrix: joint.matrix
        ).json
      ))
    return numbers
  }

  // MARK: - A new baseline

  /// Every stratum of the model has a patient.
  private func checkStrata() throws(ModelUpdateError) {
    guard let stratum = patients.stratum, let baseline = hazards.baseline,
      let covariate = baseline.stratumCovariate
    else { return }
    let present = Set(stratum)
    for (place, known) in baseline.strata.enumerated() where !present.contains(Int32(place)) {
      throw .emptyStratum(
        level: known.level ?? "", covariate: model.covariates[covariate].name)
    }
  }

  private func replaceBaseline(
    _ update: HazardsUpdate, centers: [(String, JSONValue)]? = nil,
    in numbers: inout UpdatedNumbers
  ) throws(ModelUpdateError) {
    let horizons = try horizons(&numbers.notes)
    numbers.horizons = horizons.map { $0.time(in: unit) }
    for horizon in horizons {
      let time = horizon.time(in: unit)
      guard outcomes.hasEvent(by: time) else { throw .noEventBy(horizon) }
    }
    var edit = DocumentEdit(document["baseline"] ?? .object([]))
    for key in [
      "survival", "logCumulativeHazard", "cumulativeHazard", "times", "strata", "centers",
    ] {
      edit[key] = nil
    }
    edit["at"] = .number(update.at)
    if let centers { edit["centers"] = .object(centers) }
    let levels = hazards.baseline?.strata.compactMap(\.level) ?? []
    if levels.isEmpty {
      for (key, value) in update.baseline[0].documentSteps(horizons: numbers.horizons) {
        edit[key] = value
      }
    } else {
      edit["strata"] = .array(
        zip(levels, update.baseline).map { level, steps in
          .object(
            [("stratum", .string(level))] + steps.documentSteps(horizons: numbers.horizons))
        })
    }
    var endpoint = DocumentEdit(document["endpoint"] ?? .null)
    endpoint["unit"] = .string(unit.rawValue)
    endpoint["horizons"] = .numbers(numbers.horizons)
    endpoint["followUp"] = .optional(outcomes.exit.max())
    numbers.members += [("endpoint", endpoint.value), ("baseline", edit.value)]
  }

  /// The times of the new document: those stated, or those of the model that follow-up reaches.
  private func horizons(_ notes: inout [ValidationNote]) throws(ModelUpdateError) -> [Horizon] {
    let last = outcomes.exit.max() ?? 0
    let end = Horizon(value: last, unit: unit)
    if let stated = options.horizons {
      if let beyond = stated.first(where: { $0.time(in: unit) > last }) {
        throw .beyondFollowUp(beyond, last: end)
      }
      return stated
    }
    let own = model.endpoint.statedHorizons
    guard !own.isEmpty else { throw .horizonsWanted(model: model.id) }
    let reached = own.filter { $0.time(in: unit) <= last }
    guard !reached.isEmpty else { throw .noHorizon(last: end) }
    for horizon in own.dropFirst(reached.count) {
      notes.append(
        ValidationNote(
          code: "beyondFollowUp", index: nil, horizon: horizon,
          message: "follow-up ends before \(horizon.text), which the new document leaves out."))
    }
    return reached
  }
}

extension SurvivalOutcomes {
  fileprivate func hasEvent(by time: Double) -> Bool {
    exit.indices.contains { event[$0] && exit[$0] <= time }
  }
}

extension PrognosticModel {
  /// log of observed over expected events of a model of hazards.
  ///
  /// - Parameters:
  ///   - linearPredictor: of each row.
  ///   - unit: of the outcomes.
  /// - Throws: `IndexUnavailable`; `noCurve` without a baseline.
  func calibrationInTheLarge(
    ofLinearPredictor linearPredictor: [Double], stratum: [Int32]?,
    against outcomes: SurvivalOutcomes, unit: TimeUnit, confidence: Double
  ) throws(IndexUnavailable) -> CalibrationInTheLarge {
    if let hazard = predictedHazard(linearPredictor, stratum: stratum, unit: unit) {
      return try Calibration.inTheLarge(of: hazard, against: outcomes, confidence: confidence)
    }
    guard let baseline = hazards?.baseline, let first = baseline.strata.first else {
      throw .noCurve
    }
    return try Calibration.inTheLarge(
      ofLinearPredictor: linearPredictor.map { $0 - baseline.at },
      horizons: first.times.map { Horizon(value: $0, unit: endpoint.unit).time(in: unit) },
      cumulativeHazard: baseline.strata.map(\.cumulativeHazards), stratum: stratum,
      against: outcomes, confidence: confidence)
  }
}
