public import Biostatistics
public import PrognosticModels

/// What a model predicts of the rows of a table, in the form in which predictions are validated, with
/// an account of the rows of which it predicts nothing.
///
/// A patient is read as `score --table` reads one: columns named as the model's covariates. The score
/// is the linear predictor where the form has one, else the risk at the first horizon, else the points.
public struct TablePredictions: Sendable {
  /// Rows of the table (from 0) with a prediction.
  public let rows: [Int]
  /// Of ``rows``, times in the unit of the outcomes.
  public let predictions: SurvivalPredictions
  /// The times asked for, in the order of ``predictions``.
  public let horizons: [Horizon]
  /// Where the other rows went.
  public let account: PredictionAccount

  init(
    rows: [Int], predictions: SurvivalPredictions, horizons: [Horizon], account: PredictionAccount
  ) {
    self.rows = rows
    self.predictions = predictions
    self.horizons = horizons
    self.account = account
  }

  /// Predicts rows of a table.
  ///
  /// - Parameters:
  ///   - rows: those whose outcome is known, from 0.
  ///   - horizons: nil for the model's own.
  ///   - unit: of the outcomes.
  /// - Throws: ``TablePredictionsError``.
  public init(
    of model: PrognosticModel, vocabulary: Vocabulary, table: Table, rows: [Int],
    at horizons: [Horizon]?, unit: TimeUnit
  ) throws(TablePredictionsError) {
    let horizons = (horizons ?? model.endpoint.statedHorizons).sorted {
      $0.time(in: unit) < $1.time(in: unit)
    }
    let answered = horizons.filter { horizon in
      (try? Predictor(model, vocabulary: vocabulary, at: [horizon]).checkTimes()) != nil
    }
    let table = try TableAnswers(
      of: model, vocabulary: vocabulary, table: table, rows: rows,
      at: answered.isEmpty ? nil : answered)
    let answers = table.answers
    account = table.account
    let isIncidence = model.endpoint.kind.isIncidence
    let risks: [[Double]?] = horizons.map { horizon in
      guard let place = answered.firstIndex(of: horizon) else { return nil }
      guard answers.allSatisfy({ $0.probabilities.count > place }) else { return nil }
      return answers.map {
        let probability = $0.probabilities[place].probability
        return isIncidence ? probability : 1 - probability
      }
    }
    let score: [Double]
    var isLogHazard = false
    if answers.allSatisfy({ $0.linearPredictor != nil }) {
      score = answers.map { $0.linearPredictor ?? .nan }
      isLogHazard = model.hazards != nil
    } else if let risk = risks.lazy.compactMap({ $0 }).first {
      score = risk
    } else if answers.allSatisfy({ $0.totalPoints != nil }) {
      score = answers.map { $0.totalPoints ?? .nan }
    } else {
      throw .noScore(model: model.id)
    }
    do {
      predictions = try SurvivalPredictions(
        score: score, isLogHazard: isLogHazard, horizons: horizons.map { $0.time(in: unit) },
        risks: risks,
        hazard: model.predictedHazard(score, stratum: table.stratum, unit: unit),
        stratum: table.stratum)
    } catch {
      throw .predictions(error)
    }
    self.rows = table.rows
    self.horizons = horizons
  }
}

extension PrognosticModel {
  /// The hazards of a Cox or Fine-Gray model.
  var hazards: ProportionalHazards? {
    switch form {
    case .proportionalHazards(let hazards): hazards
    case .subdistributionHazards(let hazards): hazards.hazards
    case .logistic, .points, .criteria: nil
    }
  }

  var baseline: Baseline? { hazards?.baseline }

  /// The hazard over time, in the unit of the outcomes; nil where the document knows horizons only.
  func predictedHazard(
    _ linearPredictor: [Double], stratum: [Int32]?, unit: TimeUnit
  ) -> PredictedHazard? {
    guard let hazards, let baseline = hazards.baseline, !baseline.hasOnlyHorizons else {
      return nil
    }
    func time(_ value: Double) -> Double {
      Horizon(value: value, unit: endpoint.unit).time(in: unit)
    }
    return PredictedHazard(
      strata: baseline.strata.map {
        PredictedHazard.Steps(
          times: $0.times.map(time), cumulativeHazard: $0.cumulativeHazards)
      },
      stratum: stratum,
      relativeHazard: linearPredictor.map { hazards.relativeHazard(linearPredictor: $0) },
      followUp: time(baseline.followUp))
  }
}
