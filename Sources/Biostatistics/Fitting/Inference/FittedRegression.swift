/// A fitted regression as its tests and contrasts see it: coefficients b of columns, their covariance
/// V, and how the columns make up terms.
///
/// ``CoxModel`` is one; so is whatever else has a linear predictor, a fit or the document of one.
public protocol FittedRegression: Sendable {
  /// One for each coefficient, in their order.
  var regressionColumns: [RegressionColumn] { get }
  /// b; NaN for a column that was left out.
  var coefficients: [Double] { get }
  /// V, robust if the fit is; NaN in rows and columns of a column that was left out.
  var covarianceMatrix: Matrix { get }
}

/// A column of a design: the product of one column of each variable of its term.
public struct RegressionColumn: Sendable, Equatable {
  /// One factor of the product.
  public struct Part: Sendable, Equatable {
    /// What varies: the argument of a spline, else the variable as the formula writes it.
    public let variable: String
    /// Whether it is a column of a spline behind the first.
    public let isNonlinear: Bool

    /// One column of a variable.
    public init(variable: String, isNonlinear: Bool = false) {
      self.variable = variable
      self.isNonlinear = isNonlinear
    }
  }

  /// As R names it.
  public let name: String
  /// The term of the formula; nil for an intercept, which no test concerns.
  public let term: String?
  /// One for each variable of the term, in its order.
  public let parts: [Part]

  /// A column of a term.
  public init(name: String, term: String?, parts: [Part]) {
    self.name = name
    self.term = term
    self.parts = parts
  }

  /// The variables of the term.
  var variables: Set<String> { Set(parts.map(\.variable)) }
}

extension FittedRegression {
  /// The columns that have an estimate.
  var estimatedColumns: [Int] { coefficients.indices.filter { !coefficients[$0].isNaN } }
}

/// A regression that can be fitted again, to the same rows, without some of its columns.
public protocol RefittableRegression: FittedRegression {
  /// The log likelihood at the estimate.
  var maximumLogLikelihood: Double { get }
  /// Why twice a difference of log likelihoods has no chi-square distribution: a robust variance, or a
  /// penalty; nil where it has.
  var likelihoodFault: InferenceError? { get }
  /// The fit of these columns alone; an intercept stays in any case.
  func refit(keeping columns: [Int]) throws(FitError) -> Refit
}

/// What a fit of some columns found.
public struct Refit: Sendable {
  /// At its estimate.
  public let logLikelihood: Double
  /// How many coefficients it estimated, an intercept not counted.
  public let degreesOfFreedom: Int
  /// Whether its search ended where it should.
  public let converged: Bool

  /// The result of one fit.
  public init(logLikelihood: Double, degreesOfFreedom: Int, converged: Bool) {
    self.logLikelihood = logLikelihood
    self.degreesOfFreedom = degreesOfFreedom
    self.converged = converged
  }
}
