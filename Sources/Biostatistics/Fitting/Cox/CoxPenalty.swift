/// What is taken from, or added to, the log partial likelihood before it is maximised.
public enum CoxPenalty: Sendable, Equatable {
  /// Draws all coefficients towards zero: for more covariates than the events can carry.
  case ridge(Ridge)
  /// Half the log determinant of the information is added:
  ///
  ///     l*(b) = l(b) + log det I(b) / 2
  ///
  /// which takes the first-order bias from the estimates and has a maximum where the likelihood rises
  /// for ever, as with a factor level without events. For Efron and Breslow ties; coxphf has Breslow's.
  ///
  /// Source: Firth D (1993), doi:10.1093/biomet/80.1.27; Heinze G, Schemper M (2001),
  /// doi:10.1111/j.0006-341X.2001.00114.x.
  case firth

  /// As a sentence names it.
  public var name: String {
    switch self {
    case .ridge: "ridge penalty"
    case .firth: "Firth's penalty"
    }
  }

  /// The ridge, if it is one.
  public var ridge: Ridge? { if case .ridge(let ridge) = self { ridge } else { nil } }
}
