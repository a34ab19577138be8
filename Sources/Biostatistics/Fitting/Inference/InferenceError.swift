/// Why a test or a contrast of a fit cannot be given. One sentence a case.
public enum InferenceError: Error, Equatable, CustomStringConvertible {
  /// Likelihoods compare nothing under clusters, or weights that are no counts.
  case robustVariance
  /// A penalised fit is no maximum of its likelihood.
  case penalty
  /// A smaller model could not be fitted.
  case fit(FitError)
  /// A contrast whose weights are all zero.
  case emptyContrast(String)
  /// A contrast that a combination of the ones before it gives.
  case redundantContrast(String)
  /// A contrast that needs a coefficient that was left out of the fit.
  case notEstimated(contrast: String, column: String)
  /// A contrast with another number of weights than the fit has coefficients.
  case wrongLength(contrast: String, weights: Int, coefficients: Int)

  /// One sentence: what was wrong and what to do.
  public var description: String {
    switch self {
    case .robustVariance:
      "The fit has a robust variance, under which likelihoods cannot be compared; use its Wald "
        + "tests."
    case .penalty:
      "The fit is penalised, so that its likelihood is no maximum and cannot be compared; use its Wald "
        + "tests."
    case .fit(let error): error.description
    case .emptyContrast(let name):
      "The contrast '\(name)' compares a patient with the same patient: nothing that it changes has "
        + "a coefficient."
    case .redundantContrast(let name):
      "The contrast '\(name)' follows from those before it, so that they cannot be tested together; "
        + "leave it out of the joint test."
    case .notEstimated(let contrast, let column):
      "The contrast '\(contrast)' needs the coefficient of '\(column)', which the fit left out."
    case .wrongLength(let contrast, let weights, let coefficients):
      "The contrast '\(contrast)' has another number of weights (\(weights)) than the fit has "
        + "coefficients (\(coefficients))."
    }
  }
}
