public import StrictJSON

/// Every model and rule that applies to one patient, side by side, and why the others do not.
public struct ComparisonReport: Sendable {
  /// A model that gives no answer for the patient.
  public struct Refusal: Sendable {
    public let model: PrognosticModel
    public let reasons: [String]
    /// Covariates with which it would answer; empty if it does not apply.
    public let missing: [String]

    /// Whether it would answer if more were known.
    public var needsMore: Bool { !missing.isEmpty }
  }

  /// What was understood of the patient, covariate by covariate.
  public let understood: [UnderstoodValue]
  public let results: [Prediction]
  public let refusals: [Refusal]

  /// `{"patient": {...}, "results": [prediction...], "refusals": [{"model", "reasons", "missing"}],
  /// "receipt": null}`.
  public var json: JSONValue {
    .object([
      ("patient", .object(understood.map { ($0.name, $0.json) })),
      ("results", .array(results.map { PredictionReport($0).json })),
      (
        "refusals",
        .array(
          refusals.map { refusal in
            .object([
              ("model", .string(refusal.model.id)), ("reasons", .strings(refusal.reasons)),
              ("missing", .strings(refusal.missing)),
            ])
          })
      ),
      ("receipt", .null),
    ])
  }

  /// The comparison for people: rules, probabilities, cautions as footnotes, refusals, sources.
  public var text: String {
    var notes = Footnotes()
    var text = patientText + classes(&notes) + probabilities(&notes)
    let assumed = results.flatMap(\.assumed).compactMap(\.words)
    let unique = assumed.enumerated().filter { assumed.firstIndex(of: $1) == $0 }.map(\.1)
    if !unique.isEmpty {
      text += "Assumed, as nothing was said of it: \(unique.joined(separator: ", ")).\n\n"
    }
    text += notes.text
    text += self.text(of: refusals.filter(\.needsMore), heading: "Would answer if more were known")
    text += self.text(of: refusals.filter { !$0.needsMore }, heading: "Does not apply")
    if !results.isEmpty {
      text += "Sources\n"
      for result in results {
        let source = result.model.provenance
        text += "  \(result.model.id): \(source.citation)"
        text += (source.doi.map { " doi:\($0)" } ?? "") + "\n"
      }
      text += "\n"
    }
    return text + "\(IntendedUse.statement)\n"
  }

  private var patientText: String {
    guard let first = understood.first else { return "" }
    var table = TextTable(header: [first.label, first.text])
    for value in understood.dropFirst() { table.add([value.label, value.text]) }
    return "Patient\n\(table.text)\n"
  }

  private func text(of refusals: [Refusal], heading: String) -> String {
    guard !refusals.isEmpty else { return "" }
    let lines = refusals.map { "  \($0.model.id): \($0.reasons.joined(separator: " "))\n" }
    return "\(heading)\n\(lines.joined())\n"
  }

  private func classes(_ notes: inout Footnotes) -> String {
    let rules = results.filter { $0.model.isRule }
    guard !rules.isEmpty else { return "" }
    var text = "Class of risk, stage and grade\n"
    for result in rules {
      let marks = notes.marks(for: result.cautions)
      for (condition, answer) in result.answers {
        let findings = answer.findings.map(\.value).joined(separator: " ")
        let name = answer.category ?? findings
        text += "  \(result.model.title)\(condition): \(name)\(marks)\n"
        if answer.category != nil, !findings.isEmpty { text += "    \(findings)\n" }
        if let sentence = answer.sentence { text += "    \(sentence)\n" }
        if let outcome = answer.outcome { text += "    \(outcome)\n" }
        for probability in answer.probabilities {
          text += "    \(probability.words(given: nil)): "
          text += "\(NumberText.percent(probability.probability))\n"
        }
      }
    }
    return text + "\n"
  }

  private func probabilities(_ notes: inout Footnotes) -> String {
    let models = results.filter { !$0.model.isRule }
    guard !models.isEmpty else { return "" }
    var text = "Prognosis\n"
    for result in models {
      let marks = notes.marks(for: result.cautions)
      text += "  \(result.model.title) [\(result.model.provenance.method.words)]\(marks)\n"
      for (condition, answer) in result.answers {
        for probability in answer.probabilities {
          text += "    \(probability.words(given: result.given))\(condition): "
          text += "\(probability.percentAndInterval)\n"
        }
        if answer.probabilities.isEmpty {
          text += "    \(answer.valueWithoutProbability)\(condition)\n"
        }
        if let sentence = answer.sentence { text += "    \(sentence)\n" }
        if let group = answer.riskGroup { text += "    risk group: \(group)\n" }
      }
    }
    return text + "\n"
  }
}

extension Prediction {
  /// The one answer, or the alternatives with what each assumes.
  fileprivate var answers: [(condition: String, answer: Answer)] {
    if let answer { return [("", answer)] }
    return alternatives.map { alternative in
      let levels = alternative.assuming.map { "\($0.covariate) \($0.value)" }
      return (", if \(levels.joined(separator: " and "))", alternative.answer)
    }
  }
}

extension Prediction.Answer {
  fileprivate var valueWithoutProbability: String {
    if let totalPoints { return "\(NumberText.plain(totalPoints)) points, no probability" }
    let predictor = linearPredictor.map { NumberText.fixed($0, 3) } ?? "-"
    return "linear predictor \(predictor), no probability"
  }
}

/// Cautions that several results share, numbered in the order in which they first come.
private struct Footnotes {
  private var messages: [String] = []

  /// The marks of a result, ` [1, 3]`; empty for none.
  mutating func marks(for cautions: [Caution]) -> String {
    // What the scope assumes has a line of its own.
    let shown = cautions.filter { $0.code != "assumedInScope" }
    guard !shown.isEmpty else { return "" }
    let numbers = shown.map { caution in
      if let place = messages.firstIndex(of: caution.message) { return place + 1 }
      messages.append(caution.message)
      return messages.count
    }
    return " [\(numbers.map(String.init).joined(separator: ", "))]"
  }

  var text: String {
    guard !messages.isEmpty else { return "" }
    let lines = messages.enumerated().map { "  [\($0 + 1)] \($1)\n" }
    return "Cautions\n\(lines.joined())\n"
  }
}
