/// A logistic model as tests and contrasts see it; its first column is the intercept, if it has one.
extension LogisticModel: RefittableRegression {
  private var interceptCount: Int { hasIntercept ? 1 : 0 }

  public var regressionColumns: [RegressionColumn] {
    let intercept = RegressionColumn(name: "(Intercept)", term: nil, parts: [])
    return (hasIntercept ? [intercept] : []) + frame.regressionColumns
  }

  public var maximumLogLikelihood: Double { logLikelihood.model }

  public var likelihoodFault: InferenceError? {
    isPenalized ? .penalty : robustCovarianceMatrix != nil ? .robustVariance : nil
  }

  public func refit(keeping columns: [Int]) throws(FitError) -> Refit {
    var options = options
    options.discrimination = false
    let places = columns.map { $0 - interceptCount }.filter { $0 >= 0 }
    let model = try LogisticModel(frame.keeping(columns: places), options: options)
    return Refit(
      logLikelihood: model.logLikelihood.model,
      degreesOfFreedom: model.waldTest.degreesOfFreedom, converged: model.convergence.converged)
  }

  /// Whether a penalty draws the coefficients.
  public var isPenalized: Bool { penalizedLogLikelihood != nil }

  /// What a comparison with another fit has to know.
  public func summary(named name: String) -> FitSummary {
    let estimated = estimatedColumns.map { $0 - interceptCount }.filter { $0 >= 0 }
    return FitSummary(
      name: name, formula: frame.formula.text, likelihood: likelihoodDescription,
      rowCount: rowCount, eventCount: eventCount, logLikelihood: logLikelihood.model,
      degreesOfFreedom: waldTest.degreesOfFreedom, isRobust: robustCovarianceMatrix != nil,
      isPenalized: isPenalized, converged: convergence.converged,
      data: frame.fingerprint.keeping(columns: estimated))
  }

  /// What was maximised, in words.
  public var likelihoodDescription: String {
    if options.firth { return "Firth's penalised likelihood" }
    if let ridge = options.ridge { return "ridge penalty, theta \(ridge.theta)" }
    return "maximum likelihood"
  }
}
