internal import StrictJSON
internal import Terms

/// Logistic regression: P(event | x) = 1 / (1 + exp(-(intercept + eta(x)))).
public struct Logistic: Sendable {
  public let linearPredictor: LinearPredictor
  public let intercept: Double
  /// Of `intercept` and the coefficients; nil where nobody has published it.
  public let covariance: JointCovariance?

  /// Reads `terms`, `intercept` and `covariance`.
  init(
    _ reader: inout ObjectReader, covariates: [ModelCovariate], endpoint: Endpoint
  ) throws(StrictJSONError) {
    let predictor = try LinearPredictor(&reader, covariates)
    linearPredictor = predictor
    intercept = try reader.number("intercept")
    covariance = try reader.optional("covariance")?.object { (reader) throws(StrictJSONError) in
      try JointCovariance(&reader, predictor)
    }
  }

  /// The probability of the event.
  public func probability(linearPredictor: Double) -> Double {
    1 / (1 + 1 / Elementary.exp(linearPredictor + intercept))
  }
}
