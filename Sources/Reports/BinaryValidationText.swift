internal import Biostatistics
internal import PrognosticModels

extension BinaryValidationReport {
  /// What a reader wants to see first: who was validated, on whom, and how well it did.
  public var text: String {
    let words = ValidationWords(confidence: validation.confidence)
    var out = subject.heading
    out += "\(outcome), the event \(frame.outcomes.eventLabel)\n\n" + account(words) + "\n"
    var table = TextTable(header: ["index", "estimate", "std. error", words.intervalName])
    table.add(words.row("c, area under the curve", validation.c.value))
    let brier = validation.brier
    if let estimate = brier.estimate, let null = brier.nullModel {
      table.add([
        "Brier score", NumberText.fixed(estimate, 4),
        brier.standardError.map { NumberText.fixed($0, 4) } ?? "-",
      ])
      table.add(["  null model", NumberText.fixed(null, 4)])
      table.add(["  scaled", brier.scaled.map { NumberText.fixed($0, 3) } ?? "-"])
    }
    table.add(words.row("calibration in the large", validation.intercept.value))
    table.add(words.row("calibration slope", validation.slope.value))
    for row in words.rows(validation.observedExpected.value, observed: "observed risk") {
      table.add(row)
    }
    for row in words.rows(validation.curve.value) { table.add(row) }
    out += table.text
    out += words.groups(validation.groups, title: "risk")
    out += words.decision(validation.decision, title: "net benefit")
    out += resampling?.text ?? ""
    out += "\nConventions\n"
    for sentence in conventions { out += "  \(sentence)\n" }
    return out + words.notes(notes)
  }

  private func account(_ words: ValidationWords) -> String {
    words.account(
      count: validation.count, events: validation.eventCount, considered: frame.rowsConsidered,
      missing: frame.missing, account) + words.weighed(validation.sumOfWeights, weightColumn)
  }
}
