internal import Distributions

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A coefficient with what is known of it; every number is NaN where the column was left out.
public struct CoefficientEstimate: Sendable, Equatable {
  /// The design column.
  public let term: String
  /// The log hazard ratio for one unit of the column.
  public let estimate: Double
  /// From the inverse information.
  public let modelStandardError: Double
  /// From the robust covariance, if there is one.
  public let robustStandardError: Double?
  /// Estimate over standard error (the robust one if there is one), and its two-sided p.
  public let z: Double
  /// P(|Z| > |z|) of a standard normal Z.
  public let p: Double
  /// exp of the estimate and of its confidence limits.
  public let ratio: Double
  /// exp(estimate - z se), the lower Wald limit of ``ratio``.
  public let lower: Double
  /// exp(estimate + z se), the upper Wald limit of ``ratio``.
  public let upper: Double
}

extension CoefficientEstimate {
  /// A log hazard ratio with its Wald interval; z is taken from the robust standard error if there
  /// is one.
  init(
    term: String, estimate: Double, modelStandardError: Double, robustStandardError: Double?,
    confidence: Double
  ) {
    let error = robustStandardError ?? modelStandardError
    let half = NormalDistribution.quantile(0.5 + confidence / 2) * error
    self.init(
      term: term, estimate: estimate, modelStandardError: modelStandardError,
      robustStandardError: robustStandardError, z: estimate / error,
      p: NormalDistribution.twoSidedP(estimate / error), ratio: exp(estimate),
      lower: exp(estimate - half), upper: exp(estimate + half))
  }
}

extension CoxModel {
  /// Every design column's coefficient, hazard ratio and Wald interval exp(b +- z se).
  public func coefficientTable(confidence: Double = 0.95) -> [CoefficientEstimate] {
    let modelErrors = modelCovarianceMatrix.diagonal.map { $0.squareRoot() }
    let robustErrors = robustCovarianceMatrix?.diagonal.map { $0.squareRoot() }
    return coefficients.indices.map { column in
      CoefficientEstimate(
        term: frame.design.columnNames[column], estimate: coefficients[column],
        modelStandardError: modelErrors[column], robustStandardError: robustErrors?[column],
        confidence: confidence)
    }
  }
}
