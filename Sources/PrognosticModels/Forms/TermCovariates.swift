internal import Terms

extension Term {
  /// The covariates that it reads, by their place in the model.
  public var covariates: Set<Int> {
    switch kind {
    case .linear(let covariate), .restrictedCubicSpline(let covariate, _),
      .levels(let covariate, _), .piecewiseLinear(let covariate, _),
      .fractionalPolynomial(let covariate, _):
      [covariate]
    case .transformed(let transformation): transformation.covariates
    case .interaction(let factors): factors.reduce(into: []) { $0.formUnion($1.covariates) }
    }
  }
}

extension Term.Factor {
  fileprivate var covariates: Set<Int> {
    switch self {
    case .covariate(let covariate), .level(let covariate, _),
      .splineColumn(let covariate, _, column: _):
      [covariate]
    case .expression(let transformation): transformation.covariates
    }
  }
}

extension Transformation {
  /// The places of the variables that occur in it.
  fileprivate var covariates: Set<Int> {
    Set(steps.compactMap { step in if case .variable(let place) = step { place } else { nil } })
  }
}
