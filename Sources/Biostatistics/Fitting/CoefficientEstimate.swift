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
  /// The log hazard or odds ratio for one unit of the column.
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

extension CoxModel {
  /// Every design column's coefficient, hazard ratio and Wald interval exp(b +- z se).
  public func coefficientTable(confidence: Double = 0.95) -> [CoefficientEstimate] {
    let quantile = NormalDistribution.quantile(0.5 + confidence / 2)
    let modelErrors = modelCovarianceMatrix.diagonal.map { $0.squareRoot() }
    let robustErrors = robustCovarianceMatrix?.diagonal.map { $0.squareRoot() }
    return coefficients.indices.map { column in
      let estimate = coefficients[column]
      let error = robustErrors?[column] ?? modelErrors[column]
      let z = estimate / error
      return CoefficientEstimate(
        term: frame.design.columnNames[column], estimate: estimate,
        modelStandardError: modelErrors[column], robustStandardError: robustErrors?[column], z: z,
        p: NormalDistribution.twoSidedP(z), ratio: exp(estimate),
        lower: exp(estimate - quantile * error), upper: exp(estimate + quantile * error))
    }
  }
}
