/// A patient as one model sees it: one number for each of the model's covariates, in their order.
///
/// A number stands in the model's unit, a level as its place among the model's levels, yes as 1 and
/// no as 0. NaN says that a covariate which a rule may do without is not known.
public struct CovariateVector: Sendable, Equatable {
  public var values: [Double]

  /// A vector in the order of the model's covariates.
  public init(values: [Double]) { self.values = values }
}
