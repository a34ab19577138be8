internal import CKernels

extension Scorer {
  /// Scores a cohort at one horizon, by its place: `columns[k][i]` is the value of covariate k for
  /// patient i, `answers[i]` the probability. Each answer has the bits of
  /// ``survival(horizon:linearPredictor:stratum:)``.
  ///
  /// - Throws: ``ScorerColumnsError`` where columns are missing or differ in length.
  public func survival(
    horizon: Int, columns: [UnsafeBufferPointer<Double>],
    into answers: UnsafeMutableBufferPointer<Double>
  ) throws(ScorerColumnsError) {
    guard horizons.indices.contains(horizon) else {
      throw .noHorizon(horizon, count: horizons.count)
    }
    try score(columns, kind, hazards + horizon * (stratumCount + 1), answers)
  }

  /// The linear predictors of a cohort, with the bits of ``linearPredictor(_:)``.
  ///
  /// - Throws: ``ScorerColumnsError``.
  public func linearPredictors(
    columns: [UnsafeBufferPointer<Double>], into answers: UnsafeMutableBufferPointer<Double>
  ) throws(ScorerColumnsError) {
    try score(columns, sarcoma_answer_linear_predictor, hazards, answers)
  }

  private func score(
    _ columns: [UnsafeBufferPointer<Double>], _ kind: sarcoma_answer_kind,
    _ hazards: UnsafePointer<Double>, _ answers: UnsafeMutableBufferPointer<Double>
  ) throws(ScorerColumnsError) {
    guard columns.count == covariateCount else {
      throw .columns(columns.count, wanted: covariateCount)
    }
    for (place, column) in columns.enumerated() where column.count != answers.count {
      throw .rows(column.count, column: place, wanted: answers.count)
    }
    guard let output = answers.baseAddress else { return }
    guard values.isVectorizable else {
      scoreByRows(columns, kind, hazards, answers)
      return
    }
    var program = sarcoma_program(
      operations: values.operations.baseAddress, operation_count: values.operations.count,
      constants: values.constants)
    var answer = sarcoma_answer(
      kind: kind, at: at, hazards: hazards, stratum_covariate: Int32(stratumCovariate),
      stratum_count: Int32(stratumCount))
    let addresses = columns.map(\.baseAddress)
    sarcoma_score_columns(&program, &answer, addresses, answers.count, output)
  }

  /// For a program with an operation that the array kernel does not know.
  private func scoreByRows(
    _ columns: [UnsafeBufferPointer<Double>], _ kind: sarcoma_answer_kind,
    _ hazards: UnsafePointer<Double>, _ answers: UnsafeMutableBufferPointer<Double>
  ) {
    let horizon = (hazards - UnsafePointer(self.hazards)) / (stratumCount + 1)
    var row = [Double](repeating: 0, count: covariateCount + 1)
    for i in answers.indices {
      for (place, column) in columns.enumerated() { row[place] = column[i] }
      let eta = linearPredictor(row)
      answers[i] =
        kind == sarcoma_answer_linear_predictor
        ? eta : survival(horizon: horizon, linearPredictor: eta, stratum: stratum(row))
    }
  }
}

/// What is wrong with the columns of a cohort.
public enum ScorerColumnsError: Error, Equatable, CustomStringConvertible {
  case noHorizon(Int, count: Int)
  case columns(Int, wanted: Int)
  case rows(Int, column: Int, wanted: Int)

  public var description: String {
    switch self {
    case .noHorizon(let place, let count): "There is no horizon \(place) among \(count)."
    case .columns(let count, let wanted): "The model has \(wanted) covariates, not \(count)."
    case .rows(let count, let column, let wanted):
      "Column \(column) has \(count) rows where there is room for \(wanted) answers."
    }
  }
}
