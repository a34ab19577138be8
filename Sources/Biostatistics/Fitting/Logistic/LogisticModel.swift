public import LinearAlgebra

/// A fitted logistic model,
///
///     log(p / (1 - p)) = a + x' b + offset
///
/// by maximum likelihood, by Firth's penalised likelihood, or with a ridge penalty; with case weights,
/// offsets and a robust variance.
///
/// Coefficients, and matrices over them, stand in the order of ``coefficientNames``; one whose column
/// was left out (see ``warnings``) has NaN in its place.
///
/// Source: Cox DR (1958), doi:10.1111/j.2517-6161.1958.tb00292.x.
public struct LogisticModel: Sendable {
  /// The frame that was fitted.
  public let frame: BinaryFrame
  /// What was asked of the fit.
  public let options: LogisticOptions
  /// `(Intercept)`, unless the formula takes it away, and the design columns.
  public let coefficientNames: [String]
  /// Log odds ratios, the intercept first.
  public let coefficients: [Double]
  /// Inverse information: of the likelihood, of the likelihood at Firth's estimate, or with a ridge
  /// that of the penalised likelihood (R's `var.penalty = "simple"`).
  public let modelCovarianceMatrix: Matrix
  /// The sandwich, if it was asked for.
  public let robustCovarianceMatrix: Matrix?
  /// Of the model with the intercept and the offset alone (without an intercept, of the offset alone)
  /// and at the estimate; penalties not counted.
  public let logLikelihood: (null: Double, model: Double)
  /// The same with the penalty: Firth's log det I / 2, its null model being penalised with the
  /// information of all columns as in `logistf`, or the ridge's; nil without a penalty.
  public let penalizedLogLikelihood: (null: Double, model: Double)?
  /// Twice the difference of the log likelihoods (Firth: the penalised ones). Under a ridge its degrees
  /// of freedom are effective ones, as in `rms::lrm`.
  public let likelihoodRatioTest: ChiSquareTest
  /// b' V^-1 b of all coefficients but the intercept, with V the ``covarianceMatrix``.
  public let waldTest: ChiSquareTest
  /// U' I^-1 U at the null model; nil with Firth's penalty.
  public let scoreTest: ChiSquareTest?
  /// How the search went, and why it ended.
  public let convergence: Convergence
  /// What was seen of the data, the columns and the search.
  public let warnings: [FitWarning]
  /// C, Somers' D, Nagelkerke's R^2 and the Brier score; nil if they were not asked for.
  public let discrimination: Discrimination?
  /// The effective number of coefficients, the intercept among them: what ``aic`` counts.
  public let effectiveParameterCount: Double

  let likelihood: LogisticLikelihood
  let coordinates: LogisticCoordinates
  let workingCoefficients: [Double]
  /// Covariance of the working coefficients: robust if a robust variance was asked for.
  let workingCovariance: Matrix
  let workingModelCovariance: Matrix

  /// The robust covariance if there is one, else the model's.
  public var covarianceMatrix: Matrix { robustCovarianceMatrix ?? modelCovarianceMatrix }
  /// From ``covarianceMatrix``.
  public var standardErrors: [Double] { covarianceMatrix.diagonal.map { $0.squareRoot() } }
  /// n, the rows that were used.
  public var rowCount: Int { frame.outcomes.count }
  /// Rows that are events, weights not counted.
  public var eventCount: Int { frame.outcomes.eventCount }
  /// Whether there is an intercept.
  public var hasIntercept: Bool { frame.formula.hasIntercept }
  /// -2 l at the estimate: the saturated model of 0s and 1s has likelihood 1.
  public var deviance: Double { -2 * logLikelihood.model }
  /// -2 l of the null model.
  public var nullDeviance: Double { -2 * logLikelihood.null }
  /// -2 l + 2 p.
  public var aic: Double { deviance + 2 * effectiveParameterCount }
  /// -2 l + p log n, n the rows as in R.
  public var bic: Double { deviance + effectiveParameterCount * logOfRowCount }

}

extension LogisticModel {
  /// Fits the model to a frame.
  ///
  /// - Throws: ``FitError``. A fit that did not converge, or whose outcomes are separated, is returned
  ///   with ``convergence`` and ``warnings`` saying so.
  public init(
    _ frame: BinaryFrame, options: LogisticOptions = LogisticOptions()
  ) throws(FitError) {
    var fitter = LogisticFitter(frame: frame, options: options)
    self = try fitter.fit()
  }

  /// a + x' b + offset of the frame's rows.
  public var linearPredictors: [Double] { likelihood.linearPredictors(at: workingCoefficients) }

  /// How heavily the rarer outcome is loaded with coefficients; without an expected shrinkage where the
  /// likelihood ratio has no chi-square distribution.
  public var parameterLoad: ParameterLoad {
    let isPlain = robustCovarianceMatrix == nil && penalizedLogLikelihood == nil
    return ParameterLoad(
      events: min(eventCount, rowCount - eventCount), parameters: waldTest.degreesOfFreedom,
      likelihoodRatio: isPlain ? likelihoodRatioTest : nil)
  }

  /// p of the frame's rows.
  public var probabilities: [Double] { linearPredictors.map(LogisticFunction.probability) }
}
