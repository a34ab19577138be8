internal import Biostatistics
internal import PrognosticModels
public import StrictJSON

extension SurvivalValidationReport {
  /// The validation as the command line's contract words it. A value that does not exist is null, and
  /// `cautions` says why.
  public var json: JSONValue {
    .object(
      [("kind", .string("survivalValidation"))] + subject.members + [
        ("outcome", .string(outcome)), ("timeUnit", .string(unit.rawValue)),
        ("n", .integer(validation.count)), ("events", .integer(validation.eventCount)),
        ("weights", ValidationWords.weights(validation.sumOfWeights, weightColumn)),
        ("rowsConsidered", .integer(frame.rowsConsidered)),
        ("rowsOmitted", .integer(frame.rowsOmitted)),
        ("missing", .object(frame.missing.map { ($0.column, .integer($0.count)) })),
        ("refused", RefusedRows(predicted.account.refused).json),
        ("medianFollowUp", .optional(validation.medianFollowUp)),
        ("lastTime", .optional(validation.followUp.lastTime)),
        ("supportedUntil", .optional(validation.followUp.supportedUntil)),
        ("truncation", truncation?.json ?? .null),
        ("confidence", .number(validation.options.confidence)),
        ("horizons", .array(predicted.horizons.map(\.json))),
        ("support", .array(horizons.map { support($0, $1) })),
        ("discrimination", discrimination),
        ("brier", .array(horizons.map { brier($0, $1) })),
        ("integratedBrier", integratedBrier),
        ("calibration", .array(horizons.map { calibration($0, $1) })),
        ("calibrationOverall", overallCalibration),
        ("netBenefit", .array(horizons.flatMap { netBenefit($0, $1) })),
      ] + InternalValidation.members(resampling) + [
        ("conventions", .strings(conventions)),
        ("cautions", .array(notes.map(\.json))),
        ("version", .string(Version.current)),
      ])
  }

  private func support(
    _ horizon: Horizon, _ found: SurvivalValidation.HorizonValidation
  ) -> JSONValue {
    .object([
      ("time", .number(horizon.value)), ("atRisk", .integer(found.atRisk)),
      ("events", .integer(found.eventCount)),
      ("largestWeight", .optional(found.weights?.largest)),
      ("weightsAbove20", found.weights.map { .integer($0.countAboveLimit) } ?? .null),
    ])
  }

  private var discrimination: JSONValue {
    let separation = validation.separation.value
    return .object([
      ("harrellC", validation.harrellC.value?.json ?? .null),
      (
        "unoC",
        .array(
          horizons.map { horizon, found in
            .object([("time", .number(horizon.value))] + IndexEstimate.members(found.unoC.value))
          })
      ),
      (
        "auc",
        .array(
          horizons.map { horizon, found in
            .object([("time", .number(horizon.value))] + IndexEstimate.members(auc(found)))
          })
      ),
      (
        "royston",
        .object([
          ("d", separation?.separation.json ?? .null),
          ("r2", .optional(separation?.explainedVariation)),
        ])
      ),
    ])
  }

  private func brier(
    _ horizon: Horizon, _ found: SurvivalValidation.HorizonValidation
  ) -> JSONValue {
    let brier = found.brier.value
    return .object([
      ("time", .number(horizon.value)), ("estimate", .optional(brier?.estimate)),
      ("standardError", .optional(brier?.standardError)),
      ("nullModel", .optional(brier?.nullModel)), ("scaled", .optional(brier?.scaled)),
    ])
  }

  private var integratedBrier: JSONValue {
    guard let integrated = validation.integratedBrier.value else { return .null }
    return .object([
      ("from", .number(integrated.from)), ("to", .number(horizon(of: integrated.to).value)),
      ("estimate", .number(integrated.estimate)), ("nullModel", .number(integrated.nullModel)),
      ("scaled", .optional(integrated.scaled)),
    ])
  }

  /// Over all follow-up.
  private var overallCalibration: JSONValue {
    let large = validation.inTheLarge.value
    return .object([
      ("slope", validation.slope.value?.json ?? .null),
      ("inTheLarge", large?.logRatio.json ?? .null),
      ("observedEvents", .optional(large?.observed)),
      ("expectedEvents", .optional(large?.expected)),
    ])
  }

  private func calibration(
    _ horizon: Horizon, _ found: SurvivalValidation.HorizonValidation
  ) -> JSONValue {
    let large = validation.inTheLarge.value?.logRatio.estimate
    let shift = found.recalibratedBaseline.value
    let ratio = found.observedExpected.value
    let curve = found.curve.value
    // Over all follow-up where the model allows it, else up to the horizon.
    let slope = predicted.predictions.isLogHazard ? validation.slope.value : found.slope.value
    let members: [(String, JSONValue)] = [
      ("time", .number(horizon.value)),
      ("inTheLarge", .optional(large ?? shift)),
      (
        "inTheLargeMethod",
        large != nil ? .string("poisson") : shift != nil ? .string("recalibratedBaseline") : .null
      ),
      ("recalibratedBaseline", .optional(shift)),
      ("slope", slope?.json ?? .null),
      ("slopeToHorizon", found.slope.value?.json ?? .null),
      ("observedExpected", ObservedExpected.json(ratio)),
    ]
    return .object(members + CalibrationCurve.members(curve) + [("groups", found.groups.json)])
  }

  private func netBenefit(
    _ horizon: Horizon, _ found: SurvivalValidation.HorizonValidation
  ) -> [JSONValue] {
    (found.decision.value?.points ?? []).map { point in
      .object([("time", .number(horizon.value))] + point.members)
    }
  }
}
