internal import LinearAlgebra

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Where the search of a Cox fit ended, with and without the penalty that it was searched with.
struct CoxMaximum {
  /// The search, over what was maximised.
  let search: NewtonRaphson.Result
  /// The log partial likelihood there, and its information.
  let value: Double
  let information: Matrix
  /// The covariance of the working coefficients: the inverse of the information, a ridge added to it.
  /// Firth's penalty is none of it, as in coxphf.
  let covariance: Matrix?
  let ridge: QuadraticPenalty?
  let firth: FirthPenalty?

  /// Twice the rise of the likelihood since zero; with Firth's penalty of the penalised one.
  func likelihoodRatio(from null: Double) -> Double {
    let rise = firth.map { $0.logLikelihood.model - $0.logLikelihood.null } ?? (value - null)
    return max(0, 2 * rise)
  }
}

/// What Firth's penalty did to a fit.
public struct FirthPenalty: Sendable {
  /// l + log det I / 2 at beta = 0 and at the estimate, the columns divided by their standard deviations
  /// (denominator n - 1), as coxphf prints it: in another unit it differs by a constant.
  public let logLikelihood: (null: Double, model: Double)
  /// The value at the estimate over working columns.
  let workingMaximum: Double
}

extension CoxFitter {
  /// Steps from zero to the maximum of the likelihood of the ties that were asked for, with its
  /// penalty. Leaves `likelihood` there unless ties are exact.
  func maximize(
    _ likelihood: inout CoxPartialLikelihood, knowing atZero: NewtonRaphson.Evaluation
  ) -> CoxMaximum {
    if options.penalty == .firth { return maximizeFirth(&likelihood, knowing: atZero) }
    let ridge = options.penalty?.ridge.map {
      QuadraticPenalty(ofDesignColumns: $0.weights(of: frame), likelihood.design)
    }
    guard options.ties == .exact else {
      return maximize(&likelihood, ridge: ridge, knowing: atZero)
    }
    var exact = CoxExactLikelihood(likelihood)
    return maximize(&exact, ridge: ridge, knowing: atZero)
  }

  private var search: NewtonRaphson {
    NewtonRaphson(maximumIterations: options.maximumIterations, tolerance: options.tolerance)
  }

  private func maximize<Likelihood: TwiceDifferentiable>(
    _ likelihood: inout Likelihood, ridge: QuadraticPenalty?,
    knowing atZero: NewtonRaphson.Evaluation
  ) -> CoxMaximum {
    let start = zeros(atZero.gradient.count)
    guard let ridge else {
      let result = search.maximize(&likelihood, from: start, knowing: atZero)
      return CoxMaximum(
        search: result, value: result.value, information: result.information,
        covariance: Self.inverse(result), ridge: nil, firth: nil)
    }
    var penalized = PenalizedLikelihood(likelihood, penalty: ridge)
    let result = search.maximize(
      &penalized, from: start,
      knowing: (atZero.value, atZero.gradient, ridge.added(to: atZero.information)))
    likelihood = penalized.likelihood
    return CoxMaximum(
      search: result, value: result.value + ridge.value(at: result.point),
      information: likelihood.derivatives().information, covariance: Self.inverse(result),
      ridge: ridge, firth: nil)
  }

  private func maximizeFirth(
    _ likelihood: inout CoxPartialLikelihood, knowing atZero: NewtonRaphson.Evaluation
  ) -> CoxMaximum {
    let design = likelihood.design
    let scale = design.active.reduce(design.logVolume) {
      $0 - log(frame.design.sampleVariance(ofColumn: $1, rows: frame.rows)) / 2
    }
    var penalized = FirthLikelihood(likelihood)
    let start = zeros(design.columnCount)
    let result = search.maximize(&penalized, from: start)
    likelihood = penalized.likelihood
    return CoxMaximum(
      search: result, value: penalized.logLikelihood, information: penalized.information,
      covariance: (try? CholeskyFactor(penalized.information))?.inverse, ridge: nil,
      firth: FirthPenalty(
        logLikelihood: (result.start.value + scale, result.value + scale),
        workingMaximum: result.value))
  }

  private static func inverse(_ result: NewtonRaphson.Result) -> Matrix? {
    (result.factor ?? (try? CholeskyFactor(result.information)))?.inverse
  }

  /// What the ridge did, if there is one: see ``Shrinkage``.
  func shrinkage(_ estimates: CoxEstimates) -> Shrinkage? {
    guard let ridge = options.penalty?.ridge, let penalty = estimates.maximum.ridge else {
      return nil
    }
    let (design, covariance) = (estimates.design, estimates.covariance)
    let share = estimates.maximum.information * covariance
    var sampling = covariance * share
    sampling.symmetrizeFromLower()
    let ofTerms = frame.design.termNames.indices.map { term in
      let own = design.active.indices.filter {
        frame.design.termOfColumn[design.active[$0]] == term
      }
      let part = sampling.submatrix(rows: own, columns: own)
      guard !own.isEmpty,
        let factor = try? CholeskyFactor(covariance.submatrix(rows: own, columns: own))
      else { return 0.0 }
      return own.indices.reduce(0) { sum, j in
        sum + factor.solve(own.indices.map { part[$0, j] })[j]
      }
    }
    return Shrinkage(
      ridge: ridge, weights: ridge.weights(of: frame),
      penalty: penalty.value(at: estimates.working),
      effectiveDegreesOfFreedom: share.diagonal.reduce(0, +),
      effectiveDegreesOfFreedomOfTerms: ofTerms,
      samplingCovarianceMatrix: design.covariance(from: sampling))
  }
}
