internal import Synchronization

/// How a Cox model is fitted.
public struct CoxOptions: Sendable {
  /// Efron unless stated, as in R.
  public var ties = TieHandling.efron
  /// Nil for maximum partial likelihood.
  public var penalty: CoxPenalty?
  /// Robust variance; on of itself with clusters or with fractional weights.
  public var robust = false
  /// Newton-Raphson steps after which the search ends without having converged.
  public var maximumIterations = 50
  /// The Newton decrement, in standard errors, at which the search ends.
  public var tolerance = 1e-9
  /// How many threads compute; results are equal to the bit for any number.
  public var threads = Parallel.processorCount
  /// Whether to compute the concordance index.
  public var concordance = true

  /// Efron ties, a model-based variance, R's accuracy or better.
  public init() {}
}

/// A fitted proportional hazards model,
///
///     h(t | x) = h0(t) exp(x' beta)
///
/// by maximum partial likelihood, with strata, case weights, offsets, left truncation and a robust
/// variance; or of that likelihood with a ``CoxPenalty``.
///
/// Matrices are over the design columns in their order; a column that was left out (see
/// ``warnings``) has NaN in its place.
///
/// Source: Cox DR (1972), doi:10.1111/j.2517-6161.1972.tb00899.x.
public struct CoxModel: Sendable {
  /// The frame that was fitted.
  public let frame: SurvivalFrame
  /// What was asked of the fit.
  public let options: CoxOptions
  /// Log hazard ratios; NaN where a column was left out.
  public let coefficients: [Double]
  /// Inverse information; with a ridge that of the penalised likelihood, (I + P)^-1, R's `var`.
  public let modelCovarianceMatrix: Matrix
  /// Lin and Wei's sandwich over clusters, if it was asked for.
  public let robustCovarianceMatrix: Matrix?
  /// What the ridge did; nil without one.
  public let shrinkage: Shrinkage?
  /// What Firth's penalty did; nil without it.
  public let firth: FirthPenalty?
  /// At beta = 0 and at the estimate; a penalty is not part of it.
  public let logPartialLikelihood: (null: Double, model: Double)
  /// 2 (l(estimate) - l(0)), of all coefficients. Weights that are no counts, and clusters, void
  /// it. With a ridge it refers to the effective degrees of freedom, as in R; so does ``waldTest``.
  /// With Firth's penalty it is twice the rise of the penalised likelihood.
  public let likelihoodRatioTest: ChiSquareTest
  /// b' V^-1 b with V the ``covarianceMatrix``, robust if there is one.
  public var waldTest: ChiSquareTest {
    ChiSquareTest(
      statistic: CoxFitter.waldStatistic(workingCoefficients, covariance: workingCovariance),
      degreesOfFreedom: workingCoefficients.count,
      effectiveDegreesOfFreedom: shrinkage?.effectiveDegreesOfFreedom)
  }
  /// U' I^-1 U at beta = 0, a penalty being no part of it; for one factor without ties, the log-rank test.
  public let scoreTest: ChiSquareTest
  /// U' (sum of s s' over clusters)^-1 U at beta = 0; nil without a robust variance.
  public let robustScoreTest: ChiSquareTest?
  /// How the search went, and why it ended.
  public let convergence: Convergence
  /// What was seen of the data, the columns and the search.
  public let warnings: [FitWarning]
  /// Harrell's index of the linear predictor within strata; nil if it was not asked for.
  public let concordance: Concordance?
  /// The covariates that the baseline belongs to: means (weighted, but as in R not over (start, stop]
  /// rows), and 0 for a column that holds nothing but -1, 0 and 1 (reference levels).
  public let means: [Double]

  /// The likelihood at the estimate, settled when something first asks for it.
  let settling: SettlingLikelihood
  /// Covariance of the working coefficients: robust if a robust variance was asked for.
  let workingCovariance: Matrix
  let workingCoefficients: [Double]

  var likelihood: CoxPartialLikelihood { settling.settled }

  /// The robust covariance if there is one, else the model's.
  public var covarianceMatrix: Matrix { robustCovarianceMatrix ?? modelCovarianceMatrix }
  /// From ``covarianceMatrix``.
  public var standardErrors: [Double] { covarianceMatrix.diagonal.map { $0.squareRoot() } }
  /// n, the rows that were used.
  public var rowCount: Int { frame.outcomes.count }
  /// Rows that ended in the event, weights not counted.
  public var eventCount: Int { frame.outcomes.eventCount }
  /// How many coefficients were estimated.
  public var degreesOfFreedom: Int { coefficients.lazy.filter { !$0.isNaN }.count }
  /// Whether the coefficients maximise something else than the likelihood.
  public var isPenalized: Bool { options.penalty != nil }
  /// p, or what a ridge leaves of it.
  public var effectiveDegreesOfFreedom: Double {
    shrinkage?.effectiveDegreesOfFreedom ?? Double(degreesOfFreedom)
  }
  /// -2 l + 2 p, p the ``effectiveDegreesOfFreedom``.
  public var aic: Double { -2 * logPartialLikelihood.model + 2 * effectiveDegreesOfFreedom }
  /// -2 l + p log(events), p the ``effectiveDegreesOfFreedom``: what is observed is the events (Volinsky CT, Raftery AE (2000),
  /// doi:10.1111/j.0006-341X.2000.00256.x).
  public var bic: Double {
    -2 * logPartialLikelihood.model + effectiveDegreesOfFreedom * logOfEventCount
  }
}

/// A likelihood that the search has left where it ended: hazards and exposures are brought there once,
/// on the first thread that asks.
final class SettlingLikelihood: Sendable {
  private let likelihood: Mutex<CoxPartialLikelihood>

  init(_ likelihood: consuming CoxPartialLikelihood) { self.likelihood = Mutex(likelihood) }

  /// Lets a search move the likelihood, before anything asks for it.
  func search<Found: Sendable>(
    _ body: (inout CoxPartialLikelihood) throws(FitError) -> Found
  ) throws(FitError) -> Found {
    try likelihood.withLock { likelihood throws(FitError) in try body(&likelihood) }
  }

  var settled: CoxPartialLikelihood {
    likelihood.withLock {
      $0.settle()
      return $0
    }
  }
}

extension CoxModel {
  /// Fits the model to a frame.
  ///
  /// - Throws: ``FitError``. A fit that did not converge, or whose likelihood has no maximum, is
  ///   returned with ``convergence`` and ``warnings`` saying so.
  public init(_ frame: SurvivalFrame, options: CoxOptions = CoxOptions()) throws(FitError) {
    self = try CoxFitter(frame: frame, options: options).fit()
  }

  /// x' beta of the frame's rows, centred as R's `linear.predictors`: relative to ``means``, with
  /// the offset.
  public var linearPredictors: [Double] {
    var result = frame.offset ?? [Double](repeating: 0, count: rowCount)
    for (column, coefficient) in coefficients.enumerated() where !coefficient.isNaN {
      let values = frame.design.values(ofColumn: column)
      for row in result.indices { result[row] += coefficient * (values[row] - means[column]) }
    }
    return result
  }

  /// eta of the working scale less the linear predictor relative to ``means``.
  var linearPredictorShift: Double {
    baselineLinearPredictor - centerLinearPredictor - offsetCenter
  }

  /// The linear predictor at ``means``.
  public var baselineLinearPredictor: Double {
    zip(coefficients, means).reduce(0) { $1.0.isNaN ? $0 : $0 + $1.0 * $1.1 }
  }

  /// The linear predictor at the centres of the working columns.
  var centerLinearPredictor: Double {
    let design = likelihood.design
    let centers = design.centers
    return design.active.reduce(0) { $0 + coefficients[$1] * centers[$1] }
  }

  var offsetCenter: Double { likelihood.offsetCenter }
}
