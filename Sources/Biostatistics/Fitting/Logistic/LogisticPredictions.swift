/// Predictions of many rows without intervals, which take one pass over each column.
extension LogisticModel {
  /// a + x' b + offset of the rows of another table; NaN where a covariate is missing.
  ///
  /// - Throws: ``DesignError`` for a column that is missing, a level that the fit never saw, and a value
  ///   that is infinite.
  public func linearPredictors(of table: Table) throws(DesignError) -> [Double] {
    let slopes = coefficients.dropFirst(hasIntercept ? 1 : 0)
    return try frame.terms.predictionColumns(of: table).linearPredictors(
      intercept: hasIntercept ? coefficients[0] : 0, coefficients: slopes,
      frame.terms.evaluator(of: table))
  }

  /// p = 1 / (1 + exp(-(a + x' b + offset))) of the rows of another table, as
  /// ``linearPredictors(of:)``.
  public func probabilityValues(of table: Table) throws(DesignError) -> [Double] {
    try linearPredictors(of: table).map(LogisticFunction.probability)
  }
}
