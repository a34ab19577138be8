internal import Biostatistics
internal import PrognosticModels
internal import StrictJSON

/// How well a model is calibrated on the patients of an update: apparent after it, external before.
struct UpdateAssessment {
  /// At one horizon; nil for a probability without time.
  struct AtHorizon {
    let horizon: Horizon?
    let observedExpected: ObservedExpected?
  }

  private(set) var slope: IndexEstimate?
  /// log of observed over expected events.
  private(set) var inTheLarge: IndexEstimate?
  private(set) var horizons: [AtHorizon] = []

  /// Of a model over time.
  init(
    of model: PrognosticModel, _ vocabulary: Vocabulary, _ table: Table, _ rows: [Int],
    stratum: [Int32]?, against outcomes: SurvivalOutcomes, unit: TimeUnit, at horizons: [Horizon],
    confidence: Double
  ) {
    guard
      let found = try? TablePredictions(
        of: model, vocabulary: vocabulary, table: table, rows: rows, at: horizons, unit: unit),
      found.rows.count == outcomes.count
    else { return }
    let predictions = found.predictions
    let followUp = FollowUp(outcomes)
    self.horizons = zip(found.horizons, predictions.risks).map { horizon, risk in
      let time = horizon.time(in: unit)
      let isReached = (try? followUp.check(time)) != nil
      let ratio = risk.flatMap { risk in
        isReached
          ? try? Calibration.observedExpected(
            ofRisk: risk, at: time, against: outcomes, confidence: confidence) : nil
      }
      return AtHorizon(horizon: horizon, observedExpected: ratio)
    }
    if predictions.isLogHazard {
      slope = try? Calibration.slope(
        ofLinearPredictor: predictions.score, strata: predictions.stratum, against: outcomes,
        confidence: confidence)
    } else if let horizon = found.horizons.first, let risk = predictions.risks.first ?? nil {
      slope = try? Calibration.slope(
        ofRisk: risk, at: horizon.time(in: unit), against: outcomes, confidence: confidence)
    }
    if predictions.isLogHazard {
      inTheLarge = try? model.calibrationInTheLarge(
        ofLinearPredictor: predictions.score, stratum: stratum, against: outcomes, unit: unit,
        confidence: confidence
      ).logRatio
    } else if let horizon = found.horizons.first, let risk = predictions.risks.first ?? nil {
      inTheLarge =
        try? HorizonRecalibration(
          ofRisk: risk, at: horizon.time(in: unit), against: outcomes, keepingSlope: true,
          confidence: confidence
        ).logRatio
    }
  }

  /// Of a model of an outcome that is there or not.
  init(
    of model: PrognosticModel, _ vocabulary: Vocabulary, _ table: Table, _ rows: [Int],
    against event: [Bool], confidence: Double
  ) {
    guard
      let answers = try? TableAnswers(
        of: model, vocabulary: vocabulary, table: table, rows: rows, at: nil),
      answers.rows.count == event.count
    else { return }
    let isIncidence = model.endpoint.kind.isIncidence
    let risk = answers.answers.compactMap(\.probabilities.first?.probability).map {
      isIncidence ? $0 : 1 - $0
    }
    guard risk.count == event.count else { return }
    slope = try? BinaryCalibration.slope(of: risk, against: event, confidence: confidence).slope
    inTheLarge = try? BinaryCalibration.intercept(
      of: risk, against: event, confidence: confidence)
    horizons = [
      AtHorizon(
        horizon: model.endpoint.statedHorizons.first,
        observedExpected: try? BinaryCalibration.observedExpected(
          of: risk, against: event, confidence: confidence))
    ]
  }
}
