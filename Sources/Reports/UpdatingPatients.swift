internal import Biostatistics
internal import PrognosticModels

/// The patients of a table on whom a model is brought up to date: those with an outcome of whom it
/// predicts something.
struct UpdatingPatients {
  /// Rows of the table, from 0.
  let rows: [Int]
  let answers: [Prediction.Answer]
  /// The baseline's stratum of each; nil for a baseline without strata.
  let stratum: [Int32]?
  /// Where the other rows went.
  let account: PredictionAccount
  private let model: PrognosticModel
  private let vocabulary: Vocabulary
  private let table: Table

  /// - Throws: ``TablePredictionsError`` where nobody has a prediction.
  init(
    of model: PrognosticModel, vocabulary: Vocabulary, table: Table, rows: [Int]
  ) throws(TablePredictionsError) {
    let found = try TableAnswers(
      of: model, vocabulary: vocabulary, table: table, rows: rows, at: nil)
    var account = found.account
    var kept: [Int] = []
    let isOfPoints = if case .points = model.form { true } else { false }
    for (place, answer) in found.answers.enumerated() {
      if isOfPoints, answer.probabilities.isEmpty {
        account.refuse(found.rows[place], answer.sentence ?? "There is no probability.")
      } else {
        kept.append(place)
      }
    }
    guard !kept.isEmpty else {
      throw .nobody(rows: rows.count, reason: account.refused.first?.reason)
    }
    self.rows = kept.map { found.rows[$0] }
    answers = kept.map { found.answers[$0] }
    stratum = found.stratum.map { stratum in kept.map { stratum[$0] } }
    self.account = account
    self.model = model
    self.vocabulary = vocabulary
    self.table = table
  }

  /// eta, without an intercept.
  var linearPredictors: [Double] { answers.map { $0.linearPredictor ?? .nan } }

  /// The risk of the event by the model's one horizon.
  var risks: [Double] {
    let isIncidence = model.endpoint.kind.isIncidence
    return answers.map {
      guard let probability = $0.probabilities.first?.probability else { return .nan }
      return isIncidence ? probability : 1 - probability
    }
  }

  /// Each patient as the model sees it.
  var vectors: [CovariateVector] {
    let names = Predictor(model, vocabulary: vocabulary).readNames
    let columns = table.columns.filter { names.contains($0.name) }
    return rows.map { row in
      let patient = try? vocabulary.completing(Patient(row: row, of: columns))
      // Every row here has been encoded before, for its answer.
      return (try? patient?.encode(model.covariates).vector) ?? CovariateVector(values: [])
    }
  }
}
