/// Whether a document does what it says: its examples are reproduced, and what must hold for every
/// model holds for it.
public struct ModelVerification: Sendable {
  public let model: PrognosticModel
  /// One sentence for each thing that does not hold; empty if all does.
  public let failures: [String]

  public var passes: Bool { failures.isEmpty }

  /// Runs the examples and the checks.
  public init(_ model: PrognosticModel, _ vocabulary: Vocabulary) {
    self.model = model
    var failures: [String] = []
    if model.examples.count < 2, ![.refitted, .updated].contains(model.provenance.method) {
      failures.append("It has \(model.examples.count) of at least two examples from outside.")
    }
    for (place, example) in model.examples.enumerated() {
      for failure in Self.failures(of: example, model, vocabulary) {
        failures.append("Example \(place + 1) (\(example.source)): \(failure)")
      }
    }
    failures += model.form.structuralFaults(of: model.covariates)
    self.failures = failures
  }

  private static func failures(
    of example: WorkedExample, _ model: PrognosticModel, _ vocabulary: Vocabulary
  ) -> [String] {
    let expected = example.expected
    let prediction: Prediction
    do throws(PatientError) {
      let patient = try Patient(json: example.patient)
      try patient.checkNames(
        in: vocabulary, locals: model.covariates.filter(\.covariate.isLocal).map(\.name))
      let unit = model.endpoint.unit
      prediction = try model.predict(
        patient, vocabulary: vocabulary,
        at: expected.time.map { [Horizon(value: $0, unit: unit)] }, given: nil)
    } catch {
      return expected.refused ? [] : [error.description]
    }
    if expected.refused {
      return prediction.isInScope ? ["a refusal is expected, and there is an answer."] : []
    }
    if let refusal = prediction.refusals.first { return [refusal.sentence] }
    guard let answer = prediction.answer else { return ["it leaves alternatives open."] }
    return failures(of: answer, expected, within: example.within)
  }

  private static func failures(
    of answer: Prediction.Answer, _ expected: WorkedExample.Expectation, within: Double
  ) -> [String] {
    var failures: [String] = []
    func check(_ name: String, _ found: Double?, _ wanted: Double?) {
      guard let wanted else { return }
      // What is written to two decimals may be off by half a unit of them to rounding.
      guard let found, (found - wanted).magnitude <= within * (1 + 1e-9) else {
        let text = found.map { "\($0)" } ?? "nothing"
        failures.append("\(name) is \(text), not \(wanted) within \(within).")
        return
      }
    }
    if let category = expected.category, category != answer.category ?? "" {
      failures.append("the category is '\(answer.category ?? "")', not '\(category)'.")
    }
    for (name, value) in expected.derived {
      let found = answer.findings.first { $0.name == name }?.value
      if found != value {
        failures.append("\(name) is '\(found ?? "")', not '\(value)'.")
      }
    }
    check("the probability", answer.probabilities.first?.probability, expected.probability)
    check("the total of points", answer.totalPoints, expected.totalPoints)
    check("the linear predictor", answer.linearPredictor, expected.linearPredictor)
    return failures
  }
}
