public import Terms

/// One named part of a linear predictor: a function of one or more covariates, times coefficients.
///
/// Covariates are named by their place in the model; a level is a place among the model's levels.
public struct Term: Sendable {
  /// How a term is computed; b are its coefficients.
  public enum Kind: Sendable {
    /// b x.
    case linear(covariate: Int)
    /// b f(x_1, ...), the expression's variables being all covariates in their order.
    case transformed(Transformation)
    /// b_1 x + b_2 x' + ...
    case restrictedCubicSpline(covariate: Int, RestrictedCubicSpline)
    /// One coefficient a level, 0 for those that are not named.
    case levels(covariate: Int, [Int])
    /// f(x), without a coefficient.
    case piecewiseLinear(covariate: Int, PiecewiseLinear)
    /// b_1 h_1(x) + b_2 h_2(x) + ...
    case fractionalPolynomial(covariate: Int, FractionalPolynomial)
    /// b times the product of the factors.
    case interaction([Factor])
  }

  /// One factor of the product that an interaction multiplies by b.
  public enum Factor: Sendable {
    case covariate(Int)
    /// 1 for this level, else 0.
    case level(covariate: Int, Int)
    case splineColumn(covariate: Int, RestrictedCubicSpline, column: Int)
    case expression(Transformation)
  }

  public let name: String
  public let kind: Kind
  /// One name a coefficient: the term's; with primes for a spline's columns behind the first, with
  /// `=level` for levels, with 1, 2, ... behind it for a fractional polynomial.
  public let parameters: [String]
  public let coefficients: [Double]
}
