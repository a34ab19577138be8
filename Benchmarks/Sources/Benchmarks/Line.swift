import Foundation

/// One line of the report.
struct Line {
  static let header = [
    "benchmark", "ours", "ours, 1 thread", "peer", "peer's", "ratio", "ratio, 1 thread", "must",
    "aim", "verdict", "runs", "note",
  ]

  var cells: [String]

  /// Our time against a peer's: the ratio says how many times longer the peer takes.
  init(
    _ name: String, ours: Measurement, single: Measurement? = nil, peer: String,
    theirs: Measurement?, must: Double?, aim: Double?, note: String = ""
  ) {
    let ratio = theirs.map { $0.seconds / ours.seconds }
    let verdict = ratio.map { ratio in
      if let must, ratio < must { return "FALLS SHORT" }
      if let aim, ratio < aim { return "must" }
      return "aim"
    }
    cells = [
      name, Self.text(ours), single.map(Self.text) ?? "", peer,
      theirs.map(Self.text) ?? "absent", ratio.map(Self.times) ?? "",
      zipped(theirs, single).map { Self.times($0.seconds / $1.seconds) } ?? "",
      must.map { "\(Self.short($0))x" } ?? "", aim.map { "\(Self.short($0))x" } ?? "",
      verdict ?? "",
      "\(ours.wall.count)" + (theirs.map { " / \($0.wall.count)" } ?? ""), note,
    ]
  }

  /// A quantity with a limit that it must not pass.
  init(
    _ name: String, value: Double, unit: String, against: String, limit: Double, aim: Double?,
    runs: Int, note: String = ""
  ) {
    let verdict = value > limit ? "FALLS SHORT" : value > (aim ?? limit) ? "must" : "aim"
    cells = [
      name, "\(Self.short(value)) \(unit)", "", against, "", "", "",
      "<= \(Self.short(limit)) \(unit)", aim.map { "<= \(Self.short($0)) \(unit)" } ?? "",
      verdict, "\(runs)", note,
    ]
  }

  /// A quantity that is only reported.
  init(_ name: String, ours: String, against: String, theirs: String, share: Double, note: String) {
    cells = [
      name, ours, "", against, theirs, String(format: "%.0f %%", 100 * share), "", "", "", "", "",
      note,
    ]
  }

  /// The line of a run whose size is not the one that the limits are for.
  var withoutVerdict: Line {
    var line = self
    line.cells[9] = ""
    return line
  }

  /// Wall seconds, with processor seconds in brackets.
  private static func text(_ measurement: Measurement) -> String {
    "\(time(measurement.seconds)) (cpu \(time(measurement.processorSeconds)))"
  }

  static func time(_ seconds: Double) -> String {
    if seconds < 1e-3 { return String(format: "%.1f us", 1e6 * seconds) }
    if seconds < 1 { return String(format: "%.1f ms", 1e3 * seconds) }
    return String(format: "%.2f s", seconds)
  }

  private static func times(_ ratio: Double) -> String { String(format: "%.1fx", ratio) }
  private static func short(_ value: Double) -> String { String(format: "%.4g", value) }
}

private func zipped<A, B>(_ a: A?, _ b: B?) -> (A, B)? {
  guard let a, let b else { return nil }
  return (a, b)
}

/// Lines as a Markdown table.
func markdown(_ lines: [Line]) -> String {
  let rows = [Line.header] + lines.map(\.cells)
  let widths = Line.header.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
  func text(_ row: [String]) -> String {
    let cells = zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
    return "| " + cells.joined(separator: " | ") + " |"
  }
  let rule = "|" + widths.map { String(repeating: "-", count: $0 + 2) + "|" }.joined()
  return ([text(rows[0]), rule] + rows.dropFirst().map(text)).joined(separator: "\n")
}

/// A bound on a difference: the next power of ten.
func bound(_ difference: Double) -> String {
  var exponent = -17
  while pow(10, Double(exponent)) < difference.magnitude, exponent < 300 { exponent += 1 }
  return difference == 0 ? "0" : "1e\(exponent)"
}
