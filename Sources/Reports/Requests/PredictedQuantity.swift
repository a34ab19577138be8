public import Biostatistics

/// What a fit predicts of the rows of another table.
public enum PredictedQuantity: String, Sendable, CaseIterable {
  case linearPredictor
  /// Of a Cox model, at times.
  case survival
  /// Of a logistic model.
  case probability
}

extension ReportAnswer {
  /// Refused: only a fit predicts.
  public func predict(
    _ quantity: PredictedQuantity, of table: Table, at times: [Double]
  ) throws(AnalysisError) -> [Double] {
    throw .option(.notPredicted(quantity.rawValue))
  }
}

extension CoxAnswer {
  /// Linear predictors relative to the covariates' means, or survival: all rows at the first time, then
  /// at the next. NaN where a covariate is missing. Times are in the unit of the table.
  public func predict(
    _ quantity: PredictedQuantity, of table: Table, at times: [Double]
  ) throws(AnalysisError) -> [Double] {
    let fit = try proportional(for: .prediction)
    return try AnalysisError.wrapping {
      let table = try table.withMissing(fit.request.frame.missing)
      if let unreadable = times.first(where: \.isNaN) {
        throw OptionError.unreadableTime(option: "times", text: "\(unreadable)")
      }
      switch quantity {
      case .linearPredictor: return try fit.model.linearPredictors(of: table)
      case .survival:
        return try fit.model.survivalProbabilities(of: table, at: times).flatMap(\.self)
      case .probability: throw OptionError.notPredicted(quantity.rawValue)
      }
    }
  }
}

extension LogisticAnswer {
  /// Linear predictors or probabilities; NaN where a covariate is missing.
  public func predict(
    _ quantity: PredictedQuantity, of table: Table, at times: [Double]
  ) throws(AnalysisError) -> [Double] {
    try AnalysisError.wrapping {
      let table = try table.withMissing(missing)
      switch quantity {
      case .linearPredictor: return try model.linearPredictors(of: table)
      case .probability: return try model.probabilityValues(of: table)
      case .survival: throw OptionError.notPredicted(quantity.rawValue)
      }
    }
  }
}
