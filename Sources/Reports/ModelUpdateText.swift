internal import Biostatistics
internal import PrognosticModels

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension ModelUpdate {
  /// What a reader wants to see first: what was done, on whom, and what it changed.
  public var text: String {
    var out = "Update of \(source.id), version \(source.version): \(options.method.words)\n"
    out += "\(source.title)\n\(outcome)\(unit.map { ", in \($0.rawValue)s" } ?? "")\n\n"
    out += words.account(
      count: count, events: eventCount, considered: rows.considered, missing: rows.missing, account)
    out += "\n" + estimates + "\n" + calibration
    if !numbers.changes.isEmpty { out += "\n" + coefficients }
    out +=
      "\nThe new document: \(updated.id), version \(updated.version), \(updated.status.rawValue)\n"
    let horizons = updated.endpoint.statedHorizons.map(\.text)
    if !horizons.isEmpty { out += "  horizons: \(horizons.joined(separator: ", "))\n" }
    out += numbers.noInterval.map { "  \($0)\n" } ?? "  Its predictions have intervals.\n"
    return out + words.notes(notes)
  }

  private var words: ValidationWords { ValidationWords(confidence: options.confidence) }

  private var estimates: String {
    var table = TextTable(header: ["estimate", "value", "std. error", words.intervalName])
    if let ratio = numbers.logRatio {
      let name = unit == nil ? "intercept" : "log ratio of the baseline, new over old"
      table.add(words.row(name, ratio))
      if unit != nil {
        let limits = exp(ratio.interval.lowerBound)...exp(ratio.interval.upperBound)
        table.add([
          "  ratio", NumberText.fixed(exp(ratio.estimate), 3), "", words.limits(limits, 3),
        ])
      }
    }
    if let slope = numbers.slope { table.add(words.row("slope", slope)) }
    if let test = numbers.test {
      table.add(["chi-square of the coefficients", NumberText.fixed(test.statistic, 2)])
      table.add(["  degrees of freedom", "\(test.degreesOfFreedom)"])
      let name = numbers.shrinkage == nil ? "expected shrinkage" : "shrinkage, applied"
      table.add([name, numbers.expectedShrinkage.map { NumberText.fixed($0, 3) } ?? "-"])
    }
    return table.rows.count > 1
      ? table.text : "The baseline is that of these patients; nothing else was estimated.\n"
  }

  private var calibration: String {
    var table = TextTable(header: ["calibration on these patients", "before", "after"])
    func row(_ name: String, _ value: (UpdateAssessment) -> IndexEstimate?) {
      let found = [before, after].map { value($0).map { NumberText.fixed($0.estimate, 3) } ?? "-" }
      if found != ["-", "-"] { table.add([name] + found) }
    }
    row("slope", \.slope)
    row("log of observed/expected events", \.inTheLarge)
    for (old, new) in zip(before.horizons, after.horizons) {
      guard let ratio = new.observedExpected ?? old.observedExpected else { continue }
      let place = new.horizon.map { " at \($0.text)" } ?? ""
      table.add(["observed risk\(place)", NumberText.percent(ratio.observed)])
      func cells(_ value: (ObservedExpected) -> String) -> [String] {
        [old, new].map { $0.observedExpected.map(value) ?? "-" }
      }
      table.add(["  mean predicted risk"] + cells { NumberText.percent($0.expected) })
      table.add(["  observed/expected"] + cells { NumberText.fixed($0.ratio, 3) })
    }
    return table.text
  }

  private var coefficients: String {
    var table = TextTable(header: ["coefficient", "before", "after", "std. error"])
    for change in numbers.changes {
      table.add([
        change.parameter, NumberText.significant(change.before, 4),
        NumberText.significant(change.after, 4),
        change.standardError.map { NumberText.significant($0, 4) } ?? "",
      ])
    }
    return table.text
  }
}
