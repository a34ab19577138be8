extension ModelLibrary {
  /// Every model that is no draft on one patient, those that do not answer with their reasons.
  ///
  /// Localised and primary are taken for granted and said; what else decides whether a model applies,
  /// such as the site, is asked for: two models of different regions must not answer one patient.
  ///
  /// - Throws: ``PatientError`` for a name that the vocabulary does not have, and for a value that
  ///   cannot be read: these are wrong for every model.
  public func compare(
    _ patient: Patient, at horizons: [Horizon]? = nil, given: Horizon? = nil
  ) throws(PatientError) -> ComparisonReport {
    try patient.checkNames(in: vocabulary)
    let understood = try vocabulary.understand(patient)
    var results: [Prediction] = []
    var refusals: [ComparisonReport.Refusal] = []
    for model in models where model.status != .draft && model.status != .synthetic {
      do throws(PatientError) {
        let times = model.isRule ? nil : horizons
        let prediction = try settled(
          model, patient, at: times, given: model.isRule ? nil : given)
        if prediction.isInScope {
          results.append(try prediction.held(against: patient, vocabulary))
        } else {
          refusals.append(
            ComparisonReport.Refusal(
              model: model, reasons: prediction.refusals.map(\.sentence), missing: []))
        }
      } catch {
        var missing: [String] = []
        if case .missing(let covariates) = error { missing = covariates.map(\.name) }
        refusals.append(
          ComparisonReport.Refusal(
            model: model, reasons: [error.description], missing: missing))
      }
    }
    return ComparisonReport(understood: understood, results: results, refusals: refusals)
  }

  /// The model's prediction, or all that is missing: what decides whether it applies, and what it needs.
  private func settled(
    _ model: PrognosticModel, _ patient: Patient, at horizons: [Horizon]?, given: Horizon?
  ) throws(PatientError) -> Prediction {
    let unsettled = try model.population.unsettled(by: patient).map(\.asMissing)
    do throws(PatientError) {
      let prediction = try predictor(model, at: horizons, given: given).predict(patient)
      guard prediction.isInScope, !unsettled.isEmpty else { return prediction }
    } catch .missing(let missing) {
      throw .missing(unsettled + missing.filter { !unsettled.contains($0) })
    }
    throw .missing(unsettled)
  }
}
