internal import Biostatistics
internal import PrognosticModels
public import StrictJSON

extension BinaryValidationReport {
  /// The validation as the command line's contract words it; times are null where the outcome has none.
  public var json: JSONValue {
    let time = JSONValue.optional(horizon?.value)
    let brier = validation.brier
    let ratio = validation.observedExpected.value
    let curve = validation.curve.value
    return .object(
      [("kind", .string("binaryValidation"))] + subject.members + [
        ("outcome", .string(outcome)), ("eventLabel", .string(frame.outcomes.eventLabel)),
        ("n", .integer(validation.count)), ("events", .integer(validation.eventCount)),
        ("weights", ValidationWords.weights(validation.sumOfWeights, weightColumn)),
        ("rowsConsidered", .integer(frame.rowsConsidered)),
        ("rowsOmitted", .integer(frame.rowsOmitted)),
        ("missing", .object(frame.missing.map { ($0.column, .integer($0.count)) })),
        ("refused", RefusedRows(account.refused).json),
        ("confidence", .number(validation.confidence)),
        ("horizons", .array(horizon.map { [$0.json] } ?? [])),
        ("discrimination", .object([("c", validation.c.value?.json ?? .null)])),
        (
          "brier",
          .array([
            .object([
              ("time", time), ("estimate", .optional(brier.estimate)),
              ("standardError", .optional(brier.standardError)),
              ("nullModel", .optional(brier.nullModel)), ("scaled", .optional(brier.scaled)),
            ])
          ])
        ),
        (
          "calibration",
          .array([
            .object(
              [
                ("time", time),
                ("inTheLarge", .optional(validation.intercept.value?.estimate)),
                ("inTheLargeMethod", .string("logistic")),
                (
                  "intercept", validation.intercept.value?.json ?? .null
                ),
                ("slope", validation.slope.value?.json ?? .null),
                ("observedExpected", ObservedExpected.json(ratio)),
              ] + CalibrationCurve.members(curve) + [("groups", validation.groups.json)])
          ])
        ),
        (
          "netBenefit",
          .array(validation.decision.points.map { .object([("time", time)] + $0.members) })
        ),
      ] + InternalValidation.members(resampling) + [
        ("conventions", .strings(conventions)),
        ("cautions", .array(notes.map(\.json))),
        ("version", .string(Version.current)),
      ])
  }
}
