public import Biostatistics
internal import PrognosticModels

/// What a model answers for the rows of a table, each read as a patient.
struct TableAnswers {
  /// Rows of the table (from 0) with an answer.
  private(set) var rows: [Int] = []
  /// Of ``rows``.
  private(set) var answers: [Prediction.Answer] = []
  /// The baseline's stratum of each of ``rows``; nil for a baseline without strata.
  private(set) var stratum: [Int32]?
  private(set) var account = PredictionAccount()

  /// - Parameter horizons: that the model can answer; nil for its own.
  /// - Throws: ``TablePredictionsError`` for a rule, and where no row has an answer.
  init(
    of model: PrognosticModel, vocabulary: Vocabulary, table: Table, rows: [Int],
    at horizons: [Horizon]?
  ) throws(TablePredictionsError) {
    guard !model.isRule else { throw .noScore(model: model.id) }
    let predictor = Predictor(model, vocabulary: vocabulary, at: horizons)
    let columns = table.columns.filter { predictor.readNames.contains($0.name) }
    let stratumCovariate = model.baseline?.stratumCovariate
    var strata: [Int32] = []
    for row in rows {
      let patient = Patient(row: row, of: columns)
      do throws(PatientError) {
        let prediction = try predictor.predict(patient)
        guard prediction.isInScope else {
          account.refuse(row, prediction.refusals.map(\.sentence).joined(separator: " "))
          continue
        }
        guard let answer = prediction.answer else {
          account.refuse(row, "A value leaves more than one level open.")
          continue
        }
        if let stratumCovariate {
          let values = try patient.encode(model.covariates).vector?.values ?? []
          strata.append(
            values.indices.contains(stratumCovariate) ? Int32(values[stratumCovariate]) : 0)
        }
        self.rows.append(row)
        answers.append(answer)
        account.count(prediction.cautions.map(\.code))
      } catch {
        account.refuse(row, error.description)
        if case .missing = error { account.missingCount += 1 }
      }
    }
    guard !answers.isEmpty else {
      throw .nobody(rows: rows.count, reason: account.refused.first?.reason)
    }
    stratum = stratumCovariate == nil ? nil : strata
  }
}

/// Where the rows of a table went that a model was to predict.
public struct PredictionAccount: Sendable {
  /// Rows without a prediction, from 1, with the reason.
  public private(set) var refused: [(row: Int, reason: String)] = []
  /// Rows refused because a value that the model needs is missing.
  public internal(set) var missingCount = 0
  /// Codes of the cautions that predictions carry, with how many do, in the order of first appearance.
  public private(set) var cautionCounts: [(code: String, count: Int)] = []

  mutating func refuse(_ row: Int, _ reason: String) { refused.append((row + 1, reason)) }

  /// Counts each code of a prediction once.
  mutating func count(_ codes: [String]) {
    for (place, code) in codes.enumerated() where !codes[..<place].contains(code) {
      if let known = cautionCounts.firstIndex(where: { $0.code == code }) {
        cautionCounts[known].count += 1
      } else {
        cautionCounts.append((code, 1))
      }
    }
  }
}

/// Why predictions cannot be had for a table that shall validate them.
public enum TablePredictionsError: Error, CustomStringConvertible {
  /// No row has a prediction; the reason of the first that was refused.
  case nobody(rows: Int, reason: String?)
  /// The document gives neither a number to rank patients by nor a probability.
  case noScore(model: String)
  /// The document gives no probability.
  case noProbability(model: String)
  /// A predicted value is out of bounds.
  case predictions(ValidationInputError)
  /// A value of a column of predictions; the row counts from 1.
  case outOfBounds(column: PredictedColumn, row: Int, value: Double)
  /// Two columns predict the same time.
  case twice(String, String)
  /// A column of risks for an outcome that has a time.
  case noHorizon(column: String)
  /// A column with a horizon for an outcome that has no time.
  case horizonWithoutTime(PredictedColumn)
  /// No column, or for an outcome without time not one of risks.
  case noColumn

  /// One sentence: what was wrong and what to do.
  public var description: String {
    switch self {
    case .nobody(let rows, let reason):
      "None of the \(rows) rows with an outcome has a prediction"
        + (reason.map { "; the first is refused because: \($0)" } ?? ".")
    case .noScore(let model):
      "'\(model)' gives categories, and neither a score nor a probability that could be validated."
    case .noProbability(let model):
      "'\(model)' gives no probability, which an outcome without time is validated against."
    case .predictions(let error): error.description
    case .outOfBounds(let column, let row, let value):
      "The \(column.kind.words) in row \(row), '\(column.name)', is \(value); "
        + (column.kind == .linearPredictor
          ? "it must be finite."
          : "a probability lies between 0 and 1. Correct the row, or divide percent by 100.")
    case .twice(let one, let other):
      one == other
        ? "'\(one)' is named twice for one time."
        : "'\(one)' and '\(other)' are predictions of the same kind at the same time; name one of them."
    case .noHorizon(let column):
      "Say by when '\(column)' is predicted, as '\(column)@5y'."
    case .horizonWithoutTime(let column):
      "'\(column.name)' has a horizon and the outcome has no time; leave the horizon out, or write "
        + "Surv(time, event)."
    case .noColumn:
      "An outcome without time is validated against one column of risks or of survivals."
    }
  }
}
