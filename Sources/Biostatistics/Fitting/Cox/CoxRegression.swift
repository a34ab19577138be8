/// A Cox model as tests and contrasts see it.
extension CoxModel: RefittableRegression {
  public var regressionColumns: [RegressionColumn] { frame.regressionColumns }

  public var maximumLogLikelihood: Double { logPartialLikelihood.model }

  public var likelihoodFault: InferenceError? {
    isPenalized ? .penalty : robustCovarianceMatrix != nil ? .robustVariance : nil
  }

  public func refit(keeping columns: [Int]) throws(FitError) -> Refit {
    var options = options
    options.concordance = false
    let model = try CoxModel(frame.keeping(columns: columns), options: options)
    return Refit(
      logLikelihood: model.logPartialLikelihood.model, degreesOfFreedom: model.degreesOfFreedom,
      converged: model.convergence.converged)
  }

  /// How heavily the data are loaded with coefficients; no shrinkage under a robust variance or a
  /// penalty, which void the likelihood ratio.
  public var parameterLoad: ParameterLoad {
    ParameterLoad(
      events: eventCount, parameters: degreesOfFreedom,
      likelihoodRatio: likelihoodFault == nil ? likelihoodRatioTest : nil)
  }
}
