internal import Biostatistics
internal import PrognosticModels
internal import StrictJSON

/// The rows and tables that the text of every validation is made of.
struct ValidationWords {
  let confidence: Double

  var intervalName: String { "\(percentText(confidence)) interval" }

  /// An estimate; a dash where there is none.
  func row(_ name: String, _ value: IndexEstimate?) -> [String] {
    guard let value else { return [name, "-"] }
    return [
      name, NumberText.fixed(value.estimate, 3), NumberText.fixed(value.standardError, 3),
      limits(value.interval, 3),
    ]
  }

  func limits(_ interval: ClosedRange<Double>?, _ decimals: Int, times factor: Double = 1) -> String
  {
    guard let interval else { return "-" }
    return "\(NumberText.fixed(factor * interval.lowerBound, decimals)) to "
      + NumberText.fixed(factor * interval.upperBound, decimals)
  }

  /// The line of case weights; empty where there are none.
  func weighed(_ sum: Double?, _ column: String?) -> String {
    guard let sum else { return "" }
    return "weighed by \(column ?? "case weights"), in all \(NumberText.count(sum))\n"
  }

  /// `{"column", "sum"}` of case weights; null where there are none.
  static func weights(_ sum: Double?, _ column: String?) -> JSONValue {
    guard let sum else { return .null }
    return .object([("column", column.map { .string($0) } ?? .null), ("sum", .number(sum))])
  }

  func rows(_ ratio: ObservedExpected?, observed name: String) -> [[String]] {
    guard let ratio else { return [] }
    return [
      [
        "  \(name)", NumberText.percent(ratio.observed), "",
        limits(ratio.observedInterval, 1, times: 100),
      ],
      ["  mean predicted risk", NumberText.percent(ratio.expected)],
      [
        "  observed/expected", NumberText.fixed(ratio.ratio, 3),
        ratio.logStandardError.map { NumberText.fixed($0 * ratio.ratio, 3) } ?? "-",
        limits(ratio.interval, 3),
      ],
    ]
  }

  func rows(_ curve: CalibrationCurve?) -> [[String]] {
    guard let curve else { return [] }
    return [
      ["  ICI", NumberText.fixed(curve.ici, 4)],
      ["  E50, E90", "\(NumberText.fixed(curve.e50, 4)), \(NumberText.fixed(curve.e90, 4))"],
    ]
  }

  func groups(_ groups: [CalibrationGroup], title: String) -> String {
    guard groups.count > 1 else { return "" }
    var table = TextTable(header: [title, "n", "events", "predicted", "observed", intervalName])
    for (place, group) in groups.enumerated() {
      table.add([
        "group \(place + 1)", "\(group.count)", "\(group.eventCount)",
        NumberText.percent(group.predicted),
        group.observed.map { NumberText.percent($0) } ?? "-",
        limits(group.interval, 1, times: 100),
      ])
    }
    return "\n" + table.text
  }

  func decision(_ curve: DecisionCurve, title: String) -> String {
    var table = TextTable(header: [
      title, "model", "treat all", "treat none", "above threshold", "avoided per 100",
    ])
    for point in curve.points {
      table.add([
        "threshold \(NumberText.plain(100 * point.threshold)) %",
        point.netBenefit.map { NumberText.fixed($0, 3) } ?? "-",
        point.treatAll.map { NumberText.fixed($0, 3) } ?? "-", "0",
        NumberText.percent(point.positiveRate),
        point.interventionsAvoided.map { NumberText.fixed(100 * $0, 1) } ?? "-",
      ])
    }
    let isOpen = curve.points.contains { $0.netBenefit == nil }
    return "\n" + table.text
      + (isOpen ? "  -: follow-up of those above the threshold ends before the horizon\n" : "")
  }

  func account(
    count: Int, events: Int, considered: Int, missing: [MissingCount], _ account: PredictionAccount
  ) -> String {
    var out =
      "\(count) patient\(count == 1 ? "" : "s"), \(events) event\(events == 1 ? "" : "s")"
    if considered > count { out += "; \(considered - count) of \(considered) rows left out" }
    out += "\n"
    if !missing.isEmpty {
      out +=
        "  outcome missing: "
        + missing.map { "\($0.column) \($0.count)" }.joined(separator: ", ") + "\n"
    }
    return out + RefusedRows(account.refused).text(restIn: "in the JSON")
  }

  func notes(_ notes: [ValidationNote]) -> String {
    guard !notes.isEmpty else { return "" }
    return "\nPlease note\n" + notes.map { "  - \($0.message)\n" }.joined()
  }
}
