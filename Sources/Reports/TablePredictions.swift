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
  /// Rows without a prediction, from 1, with the reason.
  public let refused: [(row: Int, reason: String)]
  /// Rows refused because a value that the model needs is missing.
  public let missingCount: Int
  /// Codes of the cautions that predictions carry, with how many do, in the order of first appearance.
  public let cautionCounts: [(code: String, count: Int)]

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
    let predictor = Predictor(
      model, vocabulary: vocabulary, at: answered.isEmpty ? nil : answered)
    let columns = table.columns.filter { predictor.readNames.contains($0.name) }
    var kept: [Int] = []
    var answers: [Prediction.Answer] = []
    var stratum: [Int32] = []
    var refused: [(row: Int, reason: String)] = []
    var missingCount = 0
    var counts: [(code: String, count: Int)] = []
    for row in rows {
      let patient = Patient(row: row, of: columns)
      do throws(PatientError) {
        let prediction = try predictor.predict(patient)
        guard prediction.isInScope else {
          refused.append(
            (row + 1, prediction.refusals.map(\.sentence).joined(separator: " ")))
          continue
        }
        guard let answer = prediction.answer else {
          refused.append((row + 1, "A value leaves more than one level open."))
          continue
        }
        if let place = model.baseline?.stratumCovariate {
          let values = try patient.encode(model.covariates).vector?.values ?? []
          stratum.append(values.indices.contains(place) ? Int32(values[place]) : 0)
        }
        kept.append(row)
        answers.append(answer)
        for code in Set(prediction.cautions.map(\.code)) {
          if let place = counts.firstIndex(where: { $0.code == code }) {
            counts[place].count += 1
          } else {
            counts.append((code, 1))
          }
        }
      } catch {
        refused.append((row + 1, error.description))
        if case .missing = error { missingCount += 1 }
      }
    }
    self.refused = refused
    self.missingCount = missingCount
    cautionCounts = counts.sorted { ($1.count, $0.code) < ($0.count, $1.code) }
    guard !answers.isEmpty else {
      throw .nobody(rows: rows.count, reason: refused.first?.reason)
    }
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
        hazard: model.predictedHazard(score, stratum: stratum.isEmpty ? nil : stratum, unit: unit))
    } catch {
      throw .predictions(error)
    }
    self.rows = kept
    self.horizons = horizons
  }
}

/// Why a model cannot be validated on a table.
public enum TablePredictionsError: Error, CustomStringConvertible {
  /// No row has a prediction; the reason of the first that was refused.
  case nobody(rows: Int, reason: String?)
  /// The document gives neither a number to rank patients by nor a probability.
  case noScore(model: String)
  /// A predicted value is out of bounds.
  case predictions(ValidationInputError)

  /// One sentence: what was wrong and what to do.
  public var description: String {
    switch self {
    case .nobody(let rows, let reason):
      "None of the \(rows) rows with an outcome has a prediction"
        + (reason.map { "; the first is refused because: \($0)" } ?? ".")
    case .noScore(let model):
      "'\(model)' gives categories, and neither a score nor a probability that could be validated."
    case .predictions(let error): error.description
    }
  }
}

extension PrognosticModel {
  /// The hazards of a Cox or Fine-Gray model.
  fileprivate var hazards: ProportionalHazards? {
    switch form {
    case .proportionalHazards(let hazards): hazards
    case .subdistributionHazards(let hazards): hazards.hazards
    case .logistic, .points, .criteria: nil
    }
  }

  fileprivate var baseline: Baseline? { hazards?.baseline }

  /// The hazard over time, in the unit of the outcomes; nil where the document knows horizons only.
  fileprivate func predictedHazard(
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
