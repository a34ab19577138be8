internal import Biostatistics
internal import StrictJSON

extension CoefficientOverTime {
  /// Columns side by side: what a figure draws.
  var json: JSONValue {
    .object([
      ("term", .string(name)),
      (
        "points",
        .object([
          ("x", .numbers(points.map(\.x))), ("time", .numbers(points.map(\.time))),
          ("value", .numbers(points.map(\.value))),
        ])
      ),
      ("curve", curve.map { json($0) } ?? .null),
      (
        "ticks",
        .object([
          ("x", .numbers(ticks.map(\.x))), ("time", .numbers(ticks.map(\.time))),
        ])
      ),
    ])
  }

  private func json(_ curve: Curve) -> JSONValue {
    .object([
      ("x", .numbers(x)), ("time", .numbers(times)),
      ("estimate", .numbers(curve.estimates)),
      ("standardError", .numbers(curve.standardErrors)),
      ("lower", .numbers(curve.lower)), ("upper", .numbers(curve.upper)),
    ])
  }
}
