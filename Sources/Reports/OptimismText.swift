internal import Biostatistics
internal import PrognosticModels

extension InternalValidation {
  /// One line that says it, then the tables.
  var text: String {
    var out = ""
    if let bootstrap { out += text(of: bootstrap) }
    if let crossValidation { out += text(of: crossValidation.validation) }
    if let centres { out += text(of: centres) }
    return out
  }

  private func text(of bootstrap: OptimismResult) -> String {
    let optimism = bootstrap.optimism
    var out = "\n"
    if let headline = headline(optimism) { out += headline + "\n" }
    var table = TextTable(header: [
      "bootstrap, \(optimism.count) resamples", "apparent", "optimism", "corrected", "MC error",
    ])
    for entry in optimism.entries where entry.index.threshold == nil {
      table.add(row(entry))
    }
    out += table.text
    let benefits = optimism.entries.filter { $0.index.threshold != nil }
    if !benefits.isEmpty {
      var table = TextTable(header: [
        "net benefit", "apparent", "optimism", "corrected", "MC error",
      ])
      for entry in benefits { table.add(row(entry)) }
      out += "\n" + table.text
    }
    out += failures(optimism)
    if let kept = optimism.keptTerms, let all = optimism.keptTermsOfAll {
      out += "kept on all rows: \(all.isEmpty ? "no term" : all.joined(separator: ", "))\n"
      out +=
        "kept in resamples: "
        + kept.map { "\($0.term) \($0.count)" }.joined(separator: ", ") + "\n"
    }
    return out
  }

  private func headline(_ optimism: BootstrapOptimism) -> String? {
    guard let entry = optimism[.harrellC] ?? optimism[.c], let apparent = entry.apparent.number,
      let corrected = entry.corrected
    else { return nil }
    let slope = optimism[.slope]?.corrected.map { ", slope \(NumberText.fixed($0, 2))" } ?? ""
    return "Corrected for optimism: C \(NumberText.fixed(corrected, 2)) "
      + "(apparent \(NumberText.fixed(apparent, 2)))\(slope)"
  }

  private func row(_ entry: BootstrapOptimism.Entry) -> [String] {
    let decimals = entry.index.name.decimals
    func cell(_ value: Double?) -> String { value.map { NumberText.fixed($0, decimals) } ?? "-" }
    return [
      name(of: entry.index), cell(entry.apparent.number), cell(entry.optimism),
      cell(entry.corrected),
      entry.monteCarloError.map { NumberText.fixed($0, decimals + 1) } ?? "-",
    ]
  }

  /// With its horizon and threshold.
  func name(of index: PerformanceIndex) -> String {
    var name = index.name.words
    if let threshold = index.threshold {
      name = "threshold \(NumberText.plain(100 * threshold)) %"
    }
    if let time = index.time {
      let by: String =
        switch index.name {
        case .unoC: "to"
        case .integratedBrier, .scaledIntegratedBrier: "to"
        case .slopeToHorizon: "up to"
        default: "at"
        }
      name += " \(by) \(horizon(of: time).text)"
    }
    return name
  }

  /// What became of samples that count for less than all.
  private func failures(_ optimism: BootstrapOptimism) -> String {
    var out = ""
    for (reason, count) in optimism.failures.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      out += "\(count) of \(optimism.count) resamples left out: \(reason.words)\n"
    }
    for (column, count) in optimism.droppedColumns {
      out += "\(column) had nothing to say in \(count) resamples, where it counts as 0\n"
    }
    for entry in optimism.entries {
      guard !entry.unavailable.isEmpty, entry.count > 0, entry.index.threshold == nil else {
        continue
      }
      let count = entry.unavailable.values.reduce(0, +)
      out += "\(entry.index.name.words) has no value in \(count) resamples\n"
    }
    return out
  }
}
