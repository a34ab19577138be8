internal import Biostatistics
internal import PrognosticModels
public import StrictJSON

extension SurvivalValidationReport {
  /// The validation as the command line's contract words it. A value that does not exist is null, and
  /// `cautions` says why.
  public var json: JSONValue {
    .object([
      ("kind", .string("survivalValidation")),
      (
        "model",
        .object([
          ("id", .string(model.id)), ("version", .string(model.version)),
          ("sha256", .string(model.sha256)),
        ])
      ),
      ("outcome", .string(outcome)), ("timeUnit", .string(unit.rawValue)),
      ("n", .integer(validation.count)), ("events", .integer(validation.eventCount)),
      ("rowsConsidered", .integer(frame.rowsConsidered)),
      ("rowsOmitted", .integer(frame.rowsOmitted)),
      ("missing", .object(frame.missing.map { ($0.column, .integer($0.count)) })),
      ("refused", .array(refusals)),
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
      ("optimism", .array([])),
      ("conventions", .strings(conventions)),
      ("cautions", .array(notes.map(\.json))),
      ("version", .string(Version.current)),
    ])
  }

  private var refusals: [JSONValue] {
    RefusedRows(predicted.refused).byReason.map { reason, rows in
      .object([
        ("reason", .string(reason)), ("count", .integer(rows.count)),
        ("rows", .array(rows.map { .integer($0) })),
      ])
    }
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
    return .object([
      ("time", .number(horizon.value)),
      ("inTheLarge", .optional(large ?? shift)),
      (
        "inTheLargeMethod",
        large != nil ? .string("poisson") : shift != nil ? .string("recalibratedBaseline") : .null
      ),
      ("recalibratedBaseline", .optional(shift)),
      ("slope", slope?.json ?? .null),
      ("slopeToHorizon", found.slope.value?.json ?? .null),
      (
        "observedExpected",
        .object([
          ("estimate", .optional(ratio?.ratio)),
          ("interval", ratio?.interval?.json ?? .null),
          ("observed", .optional(ratio?.observed)),
          ("observedInterval", ratio?.observedInterval?.json ?? .null),
          ("expected", .optional(ratio?.expected)),
        ])
      ),
      ("ici", .optional(curve?.ici)), ("e50", .optional(curve?.e50)),
      ("e90", .optional(curve?.e90)), ("emax", .optional(curve?.emax)),
      ("knots", curve.map { .integer($0.knotCount) } ?? .null),
      (
        "curve",
        .array(
          (curve?.points ?? []).map { point in
            .object([
              ("predicted", .number(point.predicted)), ("observed", .number(point.observed)),
              ("interval", point.interval?.json ?? .null),
            ])
          })
      ),
      (
        "groups",
        .array(
          found.groups.map { group in
            .object([
              ("n", .integer(group.count)), ("events", .integer(group.eventCount)),
              ("predicted", .number(group.predicted)), ("observed", .optional(group.observed)),
              ("interval", group.interval?.json ?? .null),
            ])
          })
      ),
    ])
  }

  private func netBenefit(
    _ horizon: Horizon, _ found: SurvivalValidation.HorizonValidation
  ) -> [JSONValue] {
    (found.decision.value?.points ?? []).map { point in
      .object([("time", .number(horizon.value))] + point.members)
    }
  }
}

extension DecisionCurve.Point {
  /// The point as the contract words it.
  var members: [(String, JSONValue)] {
    [
      ("threshold", .number(threshold)), ("model", .optional(netBenefit)),
      ("all", .optional(treatAll)), ("none", .number(0)),
      ("interventionsAvoided", .optional(interventionsAvoided)),
      ("positiveRate", .number(positiveRate)), ("truePositiveRate", .optional(truePositiveRate)),
      ("falsePositiveRate", .optional(falsePositiveRate)),
    ]
  }
}

extension SurvivalValidationReport.Note {
  var json: JSONValue {
    .object([
      ("code", .string(code)), ("index", index.map { .string($0) } ?? .null),
      ("time", .optional(horizon?.value)), ("message", .string(message)),
    ])
  }
}

extension IndexEstimate {
  /// `{"estimate", "standardError", "interval"}`.
  var json: JSONValue { .object(Self.members(self)) }

  /// The members of ``json``, null where there is no value.
  static func members(_ value: IndexEstimate?) -> [(String, JSONValue)] {
    [
      ("estimate", .optional(value?.estimate)),
      ("standardError", .optional(value?.standardError)),
      ("interval", value?.interval.json ?? .null),
    ]
  }
}

extension ClosedRange<Double> {
  /// `[lower, upper]`.
  var json: JSONValue { .numbers([lowerBound, upperBound]) }
}
