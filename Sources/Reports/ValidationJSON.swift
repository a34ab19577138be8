internal import Biostatistics
internal import PrognosticModels
internal import StrictJSON

extension PrognosticModel {
  /// `{"id", "version", "sha256"}`.
  var identity: JSONValue {
    .object([
      ("id", .string(id)), ("version", .string(version)), ("sha256", .string(sha256)),
    ])
  }
}

extension ObservedExpected {
  /// The ratio with its interval, and what it is made of; null throughout where there is none.
  static func json(_ ratio: ObservedExpected?) -> JSONValue {
    .object([
      ("estimate", .optional(ratio?.ratio)), ("interval", ratio?.interval?.json ?? .null),
      ("observed", .optional(ratio?.observed)),
      ("observedInterval", ratio?.observedInterval?.json ?? .null),
      ("expected", .optional(ratio?.expected)),
    ])
  }
}

extension CalibrationCurve {
  /// `ici`, `e50`, `e90`, `emax`, `knots` and `curve`.
  static func members(_ curve: CalibrationCurve?) -> [(String, JSONValue)] {
    let points = (curve?.points ?? []).map { point in
      JSONValue.object([
        ("predicted", .number(point.predicted)), ("observed", .number(point.observed)),
        ("interval", point.interval?.json ?? .null),
      ])
    }
    return [
      ("ici", .optional(curve?.ici)), ("e50", .optional(curve?.e50)),
      ("e90", .optional(curve?.e90)), ("emax", .optional(curve?.emax)),
      ("knots", curve.map { .integer($0.knotCount) } ?? .null), ("curve", .array(points)),
    ]
  }
}

extension [CalibrationGroup] {
  /// `[{"n", "events", "predicted", "observed", "interval"}]`.
  var json: JSONValue {
    .array(
      map { group in
        .object([
          ("n", .integer(group.count)), ("events", .integer(group.eventCount)),
          ("predicted", .number(group.predicted)), ("observed", .optional(group.observed)),
          ("interval", group.interval?.json ?? .null),
        ])
      })
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
