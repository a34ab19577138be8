internal import Terms

/// Rows of another table as columns: what a prediction of many rows reads, one column after another.
struct PredictionColumns {
  let design: DesignMatrix
  let offset: [Double]
  /// Rows that lack a covariate, and have no prediction.
  let isIncomplete: [Bool]
  /// The fitted stratum of each row, 0 where a row is incomplete; nil without strata.
  let strata: [Int]?

  /// intercept + sum of coefficient times (column - mean) + offset, NaN in rows that are incomplete;
  /// columns whose coefficient is NaN are left out.
  ///
  /// - Throws: ``DesignError/notFinite(expression:row:)`` where a column is infinite.
  func linearPredictors(
    intercept: Double = 0, coefficients: some Collection<Double>, means: [Double]? = nil,
    _ evaluator: ColumnEvaluator
  ) throws(DesignError) -> [Double] {
    var result = offset
    if intercept != 0 { for row in result.indices { result[row] += intercept } }
    for (column, coefficient) in coefficients.enumerated() where !coefficient.isNaN {
      let values = design.values(ofColumn: column)
      let mean = means?[column] ?? 0
      for row in result.indices { result[row] += coefficient * (values[row] - mean) }
    }
    for row in result.indices {
      if isIncomplete[row] {
        result[row] = .nan
      } else if !result[row].isFinite {
        throw infinite(row, evaluator)
      }
    }
    return result
  }

  private func infinite(_ row: Int, _ evaluator: ColumnEvaluator) -> DesignError {
    let column = (0..<design.columnCount).first { !design.values(ofColumn: $0)[row].isFinite }
    return .notFinite(
      expression: column.map { design.columnNames[$0] } ?? "offset", row: evaluator.place(row))
  }
}

extension DesignTerms {
  /// The columns of another table, coded as those of the fitted one.
  ///
  /// - Throws: ``DesignError`` for a column that is missing, and for a level that the fit never saw.
  func predictionColumns(of table: Table) throws(DesignError) -> PredictionColumns {
    if let cut = termVariables.first(where: { if case .step = $0.kind { true } else { false } }) {
      throw .unusableTerm(
        cut.expression.description,
        reason: "its coefficient changes with time, so a row has no one linear predictor.")
    }
    let own = try of(table)
    let evaluator = evaluator(of: table)
    var offset = [Double](repeating: 0, count: table.rowCount)
    for expression in formula.offsets {
      offset = zip(offset, try evaluator.numbers(expression)).map(+)
    }
    var isIncomplete = offset.map(\.isNaN)
    for (_, variable) in own.variables where !variable.isWhole {
      for row in isIncomplete.indices where variable.isMissing(row) { isIncomplete[row] = true }
    }
    return PredictionColumns(
      design: own.design(rows: nil, rowCount: table.rowCount), offset: offset,
      isIncomplete: isIncomplete, strata: try own.fittedStrata(isIncomplete, labels: strataLabels))
  }

  private func fittedStrata(
    _ isIncomplete: [Bool], labels: [String]?
  ) throws(DesignError) -> [Int]? {
    guard let labels else { return nil }
    let complete = isIncomplete.indices.filter { !isIncomplete[$0] }
    guard let own = strata(rows: complete.map { Int32($0) }) else { return nil }
    let places = own.labels.map { labels.firstIndex(of: $0) }
    var result = [Int](repeating: 0, count: isIncomplete.count)
    for (row, code) in zip(complete, own.codes) {
      guard let place = places[Int(code)] else {
        throw .unknownLevel(column: "strata", level: own.labels[Int(code)], known: labels)
      }
      result[row] = place
    }
    return result
  }
}
