/// A regression without its intercept: the columns that belong to a term, as the document of a fit keeps
/// them.
public struct SlopesOfRegression<Base: RefittableRegression>: RefittableRegression {
  private let base: Base
  /// Of each column its place among the base's.
  private let places: [Int]

  /// The slopes of `base`.
  public init(of base: Base) {
    self.base = base
    places = base.regressionColumns.indices.filter { base.regressionColumns[$0].term != nil }
  }

  public var regressionColumns: [RegressionColumn] { places.map { base.regressionColumns[$0] } }
  public var coefficients: [Double] { places.map { base.coefficients[$0] } }
  public var covarianceMatrix: Matrix {
    base.covarianceMatrix.submatrix(rows: places, columns: places)
  }
  public var maximumLogLikelihood: Double { base.maximumLogLikelihood }
  public var likelihoodFault: InferenceError? { base.likelihoodFault }

  /// The fit of these slopes alone, with the intercept that the base has.
  public func refit(keeping columns: [Int]) throws(FitError) -> Refit {
    try base.refit(keeping: columns.map { places[$0] })
  }
}
