internal import LinearAlgebra

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Firth's penalised partial likelihood over working coefficients,
///
///     l*(w)   = l(w) + log det I(w) / 2
///     U*_k(w) = U_k + tr(A T_k) / 2,                      A = I^-1, T_k = dI / dw_k
///     I*_kl   = I_kl - (F_kl - tr(A T_k A T_l)) / 2,      F_kl = tr(A d2I / dw_k dw_l)
///
/// all of it exact, so that Newton's method converges quadratically. Where I* is not positive definite,
/// far from the maximum, I stands in for it: an ascent direction all the same.
///
/// Source: Firth D (1993), doi:10.1093/biomet/80.1.27; Heinze G, Schemper M (2001),
/// doi:10.1111/j.0006-341X.2001.00114.x.
struct FirthLikelihood: TwiceDifferentiable {
  var likelihood: CoxPartialLikelihood
  /// Of the likelihood without the penalty, at the last point.
  private(set) var logLikelihood = 0.0
  private(set) var information: Matrix
  private var gradient: [Double] = []
  private var inverse: Matrix?

  init(_ likelihood: CoxPartialLikelihood) {
    self.likelihood = likelihood
    let p = likelihood.design.columnCount
    information = Matrix(rowCount: p, columnCount: p)
  }

  /// Minus infinity where the information has no determinant above zero.
  mutating func value(at point: [Double]) -> Double {
    logLikelihood = likelihood.value(at: point)
    (gradient, information) = likelihood.derivatives()
    guard let factor = try? CholeskyFactor(information) else {
      inverse = nil
      return -.infinity
    }
    inverse = factor.inverse
    return logLikelihood + factor.lower.diagonal.reduce(0) { $0 + log($1) }
  }

  mutating func derivatives() -> (gradient: [Double], information: Matrix) {
    guard let inverse, !gradient.isEmpty else { return (gradient, information) }
    let p = gradient.count
    let cumulants = CoxCumulants(likelihood, inverse: inverse)
    let shares = cumulants.third.map { inverse * $0 }
    var penalized = gradient
    var curvature = information
    for k in 0..<p {
      penalized[k] += shares[k].diagonal.reduce(0, +) / 2
      for l in 0...k {
        let product = dot(shares[k].storage, shares[l].transposed.storage)
        curvature[k, l] -= (cumulants.fourth[k, l] - product) / 2
        curvature[l, k] = curvature[k, l]
      }
    }
    let isConcave = (try? CholeskyFactor(curvature)) != nil
    return (penalized, isConcave ? curvature : information)
  }
}
