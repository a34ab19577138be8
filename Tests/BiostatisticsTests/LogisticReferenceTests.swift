import Biostatistics
import Foundation
import TestSupport
import Testing

/// Logistic fits against R's `glm` (iterated to 1e-14), `sandwich`, `logistf`, `brglm2` and `rms::lrm`,
/// and against 50-digit arithmetic.
@Suite("Logistic fits against R and 50 digits")
struct LogisticReferenceTests {
  private static let plain = ["logit-birthwt", "logit-birthwt-interaction-sandwich"]

  private func fit(
    _ reference: ReferenceCase, _ change: (inout LogisticOptions) -> Void = { _ in }
  ) throws -> LogisticModel {
    var options = LogisticOptions()
    change(&options)
    return try LogisticModel(try reference.binaryFrame(), options: options)
  }

  /// n, sum, sum of squares and the first five of values, as the references keep them. A sum that is
  /// zero in theory is noise.
  private func expectSummary(_ values: [Double], _ expected: Reference, _ comment: String) {
    expectClose(Double(values.count), expected["n"].number ?? .nan, comment)
    expectClose(
      values.reduce(0, +), expected["sum"].number ?? .nan, relative: 1e-8, absolute: 1e-10, comment)
    expectClose(
      values.reduce(0) { $0 + $1 * $1 }, expected["sumsq"].number ?? .nan, relative: 1e-8, comment)
    expectClose(Array(values.prefix(5)), expected["first5"].numbers, relative: 1e-8, comment)
  }

  /// R's `vcov` is the inverse information of the last step but one, whose coefficients may be 1e-8 off
  /// though the deviance stands still: up to 1.9e-7 here. With three steps more R agrees to 8e-14, and
  /// the 50-digit case below shows who is right.
  @Test("coefficients, covariance, likelihoods, AIC, BIC, z and p", arguments: plain)
  func estimates(id: String) throws {
    let reference = try ReferenceCase(id)
    let model = try fit(reference)
    let expected = reference.expected
    #expect(model.convergence.converged)
    #expect(model.coefficientNames == reference.names("coef"))
    expectClose(model.coefficients, reference.values("coef"), relative: 1e-9, id)
    expectCovariance(
      model.covarianceMatrix.rows, reference.matrix("var"), relative: 3e-7, "\(id) variance")
    expectClose(model.deviance, expected["deviance"].number ?? .nan, relative: 1e-9, id)
    expectClose(model.nullDeviance, expected["null_deviance"].number ?? .nan, relative: 1e-9, id)
    expectClose(model.logLikelihood.model, expected["loglik"].number ?? .nan, relative: 1e-9, id)
    expectClose(model.aic, expected["aic"].number ?? .nan, relative: 1e-9, id)
    expectClose(model.bic, expected["bic"].number ?? .nan, relative: 1e-9, id)
    let table = model.coefficientTable()
    expectClose(table.map(\.z), expected["z"].numbers, relative: 1e-7, id)
    expectClose(table.map(\.p), expected["p"].numbers, relative: 1e-6, id)
  }

  @Test("fitted values, residuals, leverages and Cook's distances", arguments: plain)
  func residuals(id: String) throws {
    let reference = try ReferenceCase(id)
    let residuals = try fit(reference).residuals
    expectSummary(residuals.fitted, reference.expected["fitted"], "\(id) fitted")
    expectSummary(residuals.deviance, reference.expected["deviance_resid"], "\(id) deviance")
    expectSummary(residuals.pearson, reference.expected["pearson"], "\(id) Pearson")
    expectSummary(residuals.leverage, reference.expected["leverage"], "\(id) leverage")
    expectSummary(residuals.cooksDistance, reference.expected["cooks"], "\(id) Cook")
  }

  @Test("log odds of rows and their standard errors are those of predict(se.fit = TRUE)")
  func predictions() throws {
    let reference = try ReferenceCase("logit-birthwt")
    let predictions = try fit(reference).probabilities(of: try reference.table())
    expectClose(
      predictions.prefix(5).map(\.logOdds), reference.expected["predict_first5"].numbers,
      relative: 1e-9)
    expectClose(
      predictions.prefix(5).map(\.standardError), reference.expected["predict_se_first5"].numbers,
      relative: 1e-9)
  }

  /// R interpolates the profile by a spline: 1e-3.
  @Test("profile likelihood intervals are those of R to its interpolation")
  func profile() throws {
    let reference = try ReferenceCase("logit-birthwt")
    let intervals = try fit(reference).profileIntervals()
    for (interval, expected) in zip(intervals, reference.matrix("profile_ci_95")) {
      expectClose([interval.lower, interval.upper], expected, relative: 2e-3, absolute: 1e-4)
    }
  }

  /// R's information is that of the last step but one, 5e-8 off, and enters the sandwich twice.
  @Test("HC0 and the sandwich over clusters are those of R's sandwich")
  func sandwich() throws {
    let reference = try ReferenceCase("logit-birthwt-interaction-sandwich")
    let model = try fit(reference) { $0.robust = true }
    let robust = try #require(model.robustCovarianceMatrix)
    expectCovariance(robust.rows, reference.matrix("sandwich_HC0"), relative: 3e-7, "HC0")
    let clustered = try LogisticModel(try reference.binaryFrame(cluster: "ftv"))
    expectCovariance(
      try #require(clustered.robustCovarianceMatrix).rows,
      reference.matrix("sandwich_cluster_ftv"), relative: 3e-7, "cluster")
  }

  @Test("50-digit arithmetic gives the same coefficients, covariance and likelihood")
  func highPrecision() throws {
    let reference = try ReferenceCase("hp-logit-birthwt")
    let model = try fit(reference)
    #expect(model.coefficientNames == reference.names("coef"))
    expectClose(model.coefficients, reference.values("coef"), relative: 1e-12)
    expectCovariance(model.covarianceMatrix.rows, reference.matrix("var"), relative: 1e-12, "hp")
    expectClose(
      model.logLikelihood.model, reference.expected["loglik_at_zero_and_final"].numbers[1],
      relative: 1e-13)
  }

  @Test("Firth's penalty under complete separation agrees with 50-digit arithmetic")
  func firthHighPrecision() throws {
    let reference = try ReferenceCase("hp-logit-separation-firth")
    let model = try fit(reference) { $0.firth = true }
    expectClose(model.coefficients, reference.values("coef"), relative: 1e-8)
    expectCovariance(model.covarianceMatrix.rows, reference.matrix("var"), relative: 1e-8, "hp")
    expectClose(
      try #require(model.penalizedLogLikelihood).model,
      reference.expected["loglik_at_zero_and_final"].numbers[1], relative: 1e-12)
  }

  /// `logistf`'s variance is that of the augmented data, sum of v (1 + h) x x' inverted; Firth's, `brglm2`'s
  /// and the 50-digit case's is the inverse information, and so is ours.
  @Test(
    "Firth's estimate, covariance, penalised likelihoods, profile intervals and tests",
    arguments: ["firth-logit-sex2", "firth-logit-birthwt"])
  func firth(id: String) throws {
    let reference = try ReferenceCase(id)
    let model = try fit(reference) { $0.firth = true }
    #expect(model.convergence.converged)
    #expect(model.coefficientNames == reference.names("coef"))
    expectClose(model.coefficients, reference.values("coef"), relative: 1e-8, absolute: 1e-9, id)
    expectClose(
      model.coefficients, reference.values("brglm2_coef"), relative: 1e-8, absolute: 1e-9, id)
    expectCovariance(
      model.covarianceMatrix.rows, reference.matrix("brglm2_var"), relative: 1e-8, id)
    let likelihoods = try #require(model.penalizedLogLikelihood)
    expectClose(
      [likelihoods.model, likelihoods.null], reference.expected["penalised_loglik"].numbers,
      relative: 1e-10, id)
    let table = model.coefficientTable(intervals: .profile)
    expectClose(
      table.map { log($0.lower) }, reference.expected["profile_ci_lower"].numbers, relative: 1e-6,
      absolute: 1e-6, "\(id) lower")
    expectClose(
      table.map { log($0.upper) }, reference.expected["profile_ci_upper"].numbers, relative: 1e-6,
      absolute: 1e-6, "\(id) upper")
    expectClose(
      table.map(\.p), reference.expected["p_profile"].numbers, relative: 1e-6, "\(id) p")
  }

  /// C and D_xy of `lrm` rest on probabilities rounded to multiples of 0.0002: it prints C = 0.73122555
  /// where the pairs themselves, counted in ``LogisticIdentitiesTests``, give 0.73129074.
  @Test("a ridge fit is that of rms::lrm(penalty = 5): factors, spline and numbers")
  func lrm() throws {
    let reference = try ReferenceCase("lrm-birthwt-penalty")
    let ridge = try Ridge(theta: 5)
    let model = try fit(reference) {
      $0.ridge = ridge
      $0.robust = true
    }
    expectClose(model.coefficients, reference.values("coef"), relative: 1e-9)
    expectCovariance(
      model.modelCovarianceMatrix.rows, reference.matrix("var"), relative: 1e-9, "lrm")
    expectCovariance(
      try #require(model.robustCovarianceMatrix).rows, reference.matrix("robcov"), relative: 1e-8,
      "robcov")
    let stats = Dictionary(
      uniqueKeysWithValues: zip(reference.names("stats"), reference.values("stats")))
    let test = model.likelihoodRatioTest
    expectClose(test.statistic, try #require(stats["Model L.R."]), relative: 1e-9)
    expectClose(test.referenceDegreesOfFreedom, try #require(stats["d.f."]), relative: 1e-9)
    expectClose(test.p, try #require(stats["P"]), relative: 1e-8)
    let discrimination = try #require(model.discrimination)
    expectClose(discrimination.brier, try #require(stats["Brier"]), relative: 1e-9)
    expectClose(discrimination.nagelkerkeR2, try #require(stats["R2"]), relative: 1e-9)
    expectClose(discrimination.c, try #require(stats["C"]), absolute: 1e-4)
    expectClose(discrimination.c, 0.73129074314315, absolute: 1e-10)
    expectClose(
      try #require(model.penalizedLogLikelihood).model * -2,
      reference.expected["deviance"].numbers[1], relative: 1e-9)
    expectSummary(model.probabilities, reference.expected["fitted"], "fitted")
  }

  @Test("complete separation is found, named, and its deviance tends to 0")
  func separation() throws {
    let model = try fit(try ReferenceCase("logit-separation"))
    #expect(model.warnings.contains { $0.code == .completeSeparation })
    expectClose(model.deviance, 0, absolute: 1e-9)
  }
}
