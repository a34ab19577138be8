internal import StrictJSON

/// How a model gets from covariates to its answer.
public enum Form: Sendable {
  case proportionalHazards(ProportionalHazards)
  case subdistributionHazards(SubdistributionHazards)
  case logistic(Logistic)
  case points(Points)
  case criteria(Criteria)

  private enum Name: String, CaseIterable {
    case proportionalHazards, subdistributionHazards, logistic, points, criteria
  }

  /// The baseline of hazards; nil for other forms and where the source gives none.
  var baseline: Baseline? {
    switch self {
    case .proportionalHazards(let hazards): hazards.baseline
    case .subdistributionHazards(let hazards): hazards.hazards.baseline
    case .logistic, .points, .criteria: nil
    }
  }

  /// The linear predictor of a regression; nil for points and rules.
  public var regression: LinearPredictor? {
    switch self {
    case .proportionalHazards(let hazards): hazards.linearPredictor
    case .subdistributionHazards(let hazards): hazards.linearPredictor
    case .logistic(let logistic): logistic.linearPredictor
    case .points, .criteria: nil
    }
  }

  /// The covariance of the regression's coefficients, and more; nil where it is not known.
  public var covariance: JointCovariance? {
    switch self {
    case .proportionalHazards(let hazards): hazards.covariance
    case .subdistributionHazards(let hazards): hazards.hazards.covariance
    case .logistic(let logistic): logistic.covariance
    case .points, .criteria: nil
    }
  }

  /// The answers of a rule; none of other forms.
  var categories: [String] {
    if case .criteria(let criteria) = self { criteria.categories } else { [] }
  }

  /// The covariate that tells the stratum; nil without strata.
  public var stratumCovariate: Int? { baseline?.stratumCovariate }

  /// Reads the key `form` and those that belong to the form that it names.
  init(
    _ reader: inout ObjectReader, _ covariates: [ModelCovariate], _ endpoint: Endpoint
  ) throws(StrictJSONError) {
    switch try reader.oneOf("form", Name.self) {
    case .proportionalHazards:
      self = .proportionalHazards(
        try ProportionalHazards(&reader, covariates: covariates, endpoint: endpoint))
    case .subdistributionHazards:
      self = .subdistributionHazards(
        try SubdistributionHazards(&reader, covariates: covariates, endpoint: endpoint))
    case .logistic:
      self = .logistic(try Logistic(&reader, covariates: covariates, endpoint: endpoint))
    case .points:
      self = .points(try Points(&reader, covariates: covariates, endpoint: endpoint))
    case .criteria:
      self = .criteria(try Criteria(&reader, covariates: covariates))
    }
  }
}
