extension PredictionReport {
  /// The prediction for people.
  public var text: String {
    let model = prediction.model
    var text = "\(model.title)\n"
    text += "\(model.id) \(model.version), \(model.provenance.method.words), "
    text += "\(model.status.rawValue)\n\n"
    for refusal in prediction.refusals {
      text += "  no prediction: \(refusal.sentence)\n"
    }
    if let answer = prediction.answer { text += Self.text(of: answer, prediction) }
    for alternative in prediction.alternatives {
      let levels = alternative.assuming.map { "\($0.covariate) \($0.value)" }
      text += "  if \(levels.joined(separator: " and "))\n"
      text += Self.text(of: alternative.answer, prediction)
    }
    for caution in prediction.cautions {
      text += "  \(caution.severity == .warning ? "caution" : "note"): \(caution.message)\n"
    }
    text += "\nSource: \(model.provenance.citation)"
    text += model.provenance.doi.map { " doi:\($0)" } ?? ""
    return text + "\n\(IntendedUse.statement)\n"
  }

  private static func text(of answer: Prediction.Answer, _ prediction: Prediction) -> String {
    var text = ""
    if let category = answer.category { text += "  \(category)\n" }
    for finding in answer.findings { text += "  \(finding.label.en): \(finding.value)\n" }
    if let sentence = answer.sentence { text += "  \(sentence)\n" }
    if let outcome = answer.outcome { text += "  \(outcome)\n" }
    for probability in answer.probabilities {
      text += "  \(probability.words(given: prediction.given)) \(probability.percentAndInterval)\n"
    }
    if let group = answer.riskGroup { text += "  risk group: \(group)\n" }
    if !answer.contributions.isEmpty {
      let isPoints = answer.totalPoints != nil
      var table = TextTable(header: ["term", isPoints ? "points" : "contribution"])
      for contribution in answer.contributions {
        table.add([contribution.term, NumberText.fixed(contribution.value, isPoints ? 1 : 4)])
      }
      if let total = answer.totalPoints { table.add(["total", NumberText.fixed(total, 1)]) }
      if let sum = answer.linearPredictor {
        table.add(["linear predictor", NumberText.fixed(sum, 4)])
      }
      text += "\n\(table.text)\n"
    }
    return text
  }
}

extension Prediction.Probability {
  /// `overall survival at 5 years`.
  func words(given: Horizon?) -> String {
    var text = endpoint.words
    if let time { text += " at \(time.text)" }
    if let given {
      text += endpoint == .overallSurvival ? ", alive at" : ", free of the event at"
      text += " \(given.text)"
    }
    return text
  }

  /// `51.8 % (95 % interval 43.3 to 60.9)`.
  var percentAndInterval: String {
    let percent = NumberText.percent(probability)
    guard let interval else { return "\(percent) (no interval is known)" }
    let lower = NumberText.fixed(100 * interval.lowerBound, 1)
    return
      "\(percent) (95 % interval \(lower) to \(NumberText.fixed(100 * interval.upperBound, 1)))"
  }
}

extension Prediction.Refusal {
  /// The reason, and what applies instead.
  public var sentence: String { instead.map { "\(reason) Instead: \($0)." } ?? reason }
}
