internal import Biostatistics
internal import PrognosticModels
internal import StrictJSON

/// The update of a logistic model: what of its document changes.
struct LogisticUpdating {
  let model: PrognosticModel
  let logistic: Logistic
  let patients: UpdatingPatients
  /// Whether each of ``patients`` had the event of which the model gives the probability.
  let event: [Bool]
  let options: ModelUpdateOptions
  let document: DocumentEdit

  func numbers() throws(ModelUpdateError) -> UpdatedNumbers {
    var numbers = UpdatedNumbers()
    numbers.horizons = model.endpoint.horizons
    switch options.method {
    case .intercept, .baseline: try shift(&numbers)
    case .slope: try recalibrate(&numbers)
    case .refit: try refit(&numbers)
    }
    return numbers
  }

  /// logit P, the intercept included.
  private var logits: [Double] { patients.linearPredictors.map { $0 + logistic.intercept } }

  private func shift(_ numbers: inout UpdatedNumbers) throws(ModelUpdateError) {
    let update = try options.method.found { () throws(IndexUnavailable) in
      try LogisticUpdate.intercept(of: logits, against: event, confidence: options.confidence)
    }
    numbers.logRatio = update.intercept
    numbers.members = [
      ("intercept", .number(logistic.intercept + update.intercept.estimate))
    ]
  }

  private func recalibrate(_ numbers: inout UpdatedNumbers) throws(ModelUpdateError) {
    let update = try options.method.found { () throws(IndexUnavailable) in
      try LogisticUpdate.slope(of: logits, against: event, confidence: options.confidence)
    }
    let slope = update.model.coefficients[1]
    guard slope > 0 else { throw .slopeNotPositive(slope) }
    numbers.logRatio = update.intercept
    numbers.slope = update.slope
    numbers.test = update.model.likelihoodRatioTest
    let predictor = logistic.linearPredictor
    let after = predictor.coefficients.map { slope * $0 }
    numbers.changes = zip(predictor.parameters, zip(predictor.coefficients, after)).map {
      UpdatedNumbers.Change(parameter: $0, before: $1.0, after: $1.1, standardError: nil)
    }
    numbers.members = [
      ("terms", predictor.editing(document["terms"], coefficients: after, factor: slope)),
      ("intercept", .number(update.intercept.estimate + slope * logistic.intercept)),
    ]
  }

  private func refit(_ numbers: inout UpdatedNumbers) throws(ModelUpdateError) {
    let predictor = logistic.linearPredictor
    let design = RefitDesign(model, predictor, patients)
    let events = event.count { $0 }
    try design.check(model: model, events: min(events, event.count - events))
    var update = try options.method.found { () throws(IndexUnavailable) in
      try LogisticUpdate.refit(
        columns: design.columns, offset: design.offset, against: event,
        confidence: options.confidence)
    }
    let fit = update.model
    let estimates = Array(fit.coefficients.dropFirst())
    try design.check(estimates, predictor, hasMaximum: fit.hasMaximum)
    numbers.test = fit.likelihoodRatioTest
    let factor = try numbers.shrink(options.shrinkage)
    var after = predictor.coefficients
    for (place, value) in zip(design.places, estimates) { after[place] = value * (factor ?? 1) }
    numbers.changes = design.changes(
      predictor, after: after,
      standardErrors: factor == nil ? Array(fit.standardErrors.dropFirst()) : nil)
    if factor != nil {
      let shrunken = design.linearPredictors(design.places.map { after[$0] })
      update = try options.method.found { () throws(IndexUnavailable) in
        try LogisticUpdate.intercept(of: shrunken, against: event, confidence: options.confidence)
      }
    } else {
      numbers.noInterval = nil
      let kept = predictor.parameters.indices.filter { !design.places.contains($0) }
      // The intercept stands first in the fit, and last in a document.
      let order = Array(1..<fit.coefficients.count) + [0]
      numbers.members.append(
        (
          "covariance",
          DocumentCovariance(
            estimated: design.places.map { predictor.parameters[$0] },
            certain: kept.map { predictor.parameters[$0] }, further: ["intercept"],
            matrix: fit.covarianceMatrix.submatrix(rows: order, columns: order)
          ).json
        ))
    }
    numbers.members += [
      ("terms", predictor.editing(document["terms"], coefficients: after)),
      ("intercept", .number(update.intercept.estimate)),
    ]
  }
}
