import Biostatistics
import TestSupport
import Testing

/// Newton's method in 50-digit arithmetic on the partial likelihood as it is written: the truth where
/// programs differ. The distance that remains is rounding of doubles, at most 1e-9 of the value
/// (near-collinear columns) and 1e-12 elsewhere.
@Suite("Cox fits against 50-digit arithmetic")
struct ReferenceHighPrecisionTests {
  static let cases = [
    "hp-book1-efron", "hp-book3-breslow", "hp-book5-efron", "hp-collinear-near-efron",
    "hp-large-times-efron", "hp-lung-breslow", "hp-lung-wf-efron", "hp-near-ties-nofix-breslow",
    "hp-outlier-breslow", "hp-ovarian-efron", "hp-scaled-covariate-efron",
    "hp-shifted-covariate-breslow",
  ]

  @Test("estimates, variances, likelihoods, tests and baseline", arguments: cases)
  func truth(id: String) throws {
    let reference = try ReferenceCase(id)
    let model = try reference.fit()
    let tolerance = id == "hp-collinear-near-efron" ? 1e-9 : 1e-11
    #expect(model.convergence.converged)
    expectClose(model.coefficients, reference.values("coef"), relative: tolerance, id)
    expectCovariance(
      model.modelCovarianceMatrix.rows, reference.matrix("var"), relative: tolerance, id)
    expectClose(
      [model.logPartialLikelihood.null, model.logPartialLikelihood.model],
      reference.expected["loglik"].numbers, relative: 1e-13, id)
    expectClose(
      model.scoreTest.statistic, reference.expected["score_test"].number ?? .nan,
      relative: tolerance, "\(id) score test")
    // The Wald test of these cases uses the inverse information also where there are weights.
    if model.robustCovarianceMatrix == nil {
      expectClose(
        model.waldTest.statistic, reference.expected["wald_test"].number ?? .nan,
        relative: tolerance, "\(id) Wald test")
    }
    let baseline = reference.expected["baseline_cumhaz_at_x0"]
    let zero = try Table(
      columns: reference.model["covariates"].strings.map { Column(name: $0, numbers: [0]) })
    let estimates = try model.survival(of: zero, at: baseline["times"].numbers)
    expectClose(
      estimates[0].map(\.cumulativeHazard), baseline["values"].numbers, relative: 1e-9,
      "\(id) baseline")
  }
}
