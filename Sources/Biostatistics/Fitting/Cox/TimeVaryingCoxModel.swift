#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A fitted Cox model some of whose covariates depend on the event time,
///
///     h(t | x) = h0(t) exp(x' beta + z(x, t)' gamma)
///
/// with z written as `tt()` in the formula: `tt(age * log(t))`. It equals the fit of the file split at
/// every event time, which is not made.
///
/// Coefficients stand in the order of the formula's terms; one that was left out (see ``warnings``)
/// has NaN in its place.
///
/// Source: Cox DR (1972), doi:10.1111/j.2517-6161.1972.tb00899.x; Therneau TM, Grambsch PM (2000),
/// section 6.5, doi:10.1007/978-1-4757-3294-8.
public struct TimeVaryingCoxModel: Sendable {
  /// The frame that was fitted.
  public let frame: SurvivalFrame
  /// What was asked of the fit.
  public let options: CoxOptions
  /// R's names of columns, and `tt()` as the formula writes it.
  public let coefficientNames: [String]
  /// beta and gamma, log hazard ratios.
  public let coefficients: [Double]
  /// Inverse information.
  public let covarianceMatrix: Matrix
  /// At zero and at the estimate.
  public let logPartialLikelihood: (null: Double, model: Double)
  /// 2 (l(estimate) - l(0)).
  public let likelihoodRatioTest: ChiSquareTest
  /// b' V^-1 b.
  public let waldTest: ChiSquareTest
  /// U' I^-1 U at zero.
  public let scoreTest: ChiSquareTest
  /// How the search went, and why it ended.
  public let convergence: Convergence
  /// What was seen of the data, the columns and the search.
  public let warnings: [FitWarning]

  /// From ``covarianceMatrix``.
  public var standardErrors: [Double] { covarianceMatrix.diagonal.map { $0.squareRoot() } }
  /// How many coefficients were estimated.
  public var degreesOfFreedom: Int { coefficients.lazy.filter { !$0.isNaN }.count }
  /// -2 l + 2 p.
  public var aic: Double { -2 * logPartialLikelihood.model + 2 * Double(degreesOfFreedom) }
  /// -2 l + p log(events).
  public var bic: Double {
    -2 * logPartialLikelihood.model
      + Double(degreesOfFreedom) * log(Double(frame.outcomes.eventCount))
  }

  /// Fits the model to a frame with `tt()` terms.
  ///
  /// - Throws: ``FitError``, among others ``FitError/notWithEffectsOverTime(term:what:)`` for a robust
  ///   variance, which clusters and weights that are no counts ask for too.
  public init(_ frame: SurvivalFrame, options: CoxOptions = CoxOptions()) throws(FitError) {
    var fitter = TimeVaryingCoxFitter(frame: frame, options: options)
    self = try fitter.fit()
  }

  init(
    frame: SurvivalFrame, options: CoxOptions, names: [String], coefficients: [Double],
    covariance: Matrix, logLikelihood: (null: Double, model: Double), wald: Double, score: Double,
    convergence: Convergence, warnings: [FitWarning]
  ) {
    self.frame = frame
    self.options = options
    coefficientNames = names
    self.coefficients = coefficients
    covarianceMatrix = covariance
    logPartialLikelihood = logLikelihood
    self.convergence = convergence
    self.warnings = warnings
    let df = coefficients.lazy.filter { !$0.isNaN }.count
    likelihoodRatioTest = ChiSquareTest(
      statistic: max(0, 2 * (logLikelihood.model - logLikelihood.null)), degreesOfFreedom: df)
    waldTest = ChiSquareTest(statistic: wald, degreesOfFreedom: df)
    scoreTest = ChiSquareTest(statistic: score, degreesOfFreedom: df)
  }

  /// Every coefficient with its hazard ratio and Wald interval exp(b +- z se).
  public func coefficientTable(confidence: Double = 0.95) -> [CoefficientEstimate] {
    zip(coefficientNames, zip(coefficients, standardErrors)).map { name, values in
      CoefficientEstimate(
        term: name, estimate: values.0, modelStandardError: values.1, robustStandardError: nil,
        confidence: confidence)
    }
  }
}

extension SurvivalFrame {
  /// Whether covariates depend on the event time, so that ``TimeVaryingCoxModel`` fits the frame.
  public var hasTimeVaryingCovariates: Bool { !terms.timeVarying.isEmpty }
}
