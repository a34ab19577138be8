import Foundation
import LinearAlgebra
import TestSupport
import Testing

@testable import Biostatistics

/// Exact ties against R's `coxph(ties = "exact")`, against sums over all subsets, and against Gail's
/// recursion in 60 digits (`exact-ties.py`).
@Suite("Exact ties")
struct ExactTiesTests {
  private static func fit(
    _ formula: String, _ table: Table, ties: TieHandling = .exact,
    _ options: ModelFrameOptions = ModelFrameOptions()
  ) throws -> CoxModel {
    var fitOptions = CoxOptions()
    fitOptions.ties = ties
    return try CoxModel(
      SurvivalFrame(Formula(formula), in: table, options: options), options: fitOptions)
  }

  /// heart and book3 have (start, stop] rows: R computes them, though it returns a bare list.
  @Test(
    "coefficients, variances, likelihoods and tests are R's",
    arguments: ["cox-lung-exact", "nasty-two-times", "cox-heart-exact", "book3-exact"])
  func openReferences(id: String) throws {
    let reference = try ReferenceCase(id)
    // R knows transplant as a factor there; the column is 0 and 1.
    let model = try reference.fit()
    #expect(model.options.ties == .exact && model.convergence.converged)
    let tolerance = reference.tolerance
    expectClose(model.coefficients, reference.values("coef"), relative: tolerance, id)
    expectCovariance(
      model.covarianceMatrix.rows, reference.matrix("var"), relative: tolerance, id)
    expectClose(
      [model.logPartialLikelihood.null, model.logPartialLikelihood.model],
      reference.expected["loglik"].numbers, relative: 1e-11, id)
    let score =
      reference.expected["score_test"].numbers.first
      ?? reference.expected["score_test_at_start"].number
    expectClose(model.scoreTest.statistic, score ?? .nan, relative: 1e-8, id)
    if reference.expected["concordance"].exists {
      expectClose(
        model.concordanceValues, reference.values("concordance"), relative: 1e-7, absolute: 1e-9,
        id)
      expectClose(model.aic, reference.expected["aic"].number ?? .nan, relative: 1e-10, id)
      expectClose(model.bic, reference.expected["bic"].number ?? .nan, relative: 1e-10, id)
    }
    let martingale = reference.expected["residuals"]["martingale"]
    if martingale.exists {
      let own = model.martingaleResiduals
      expectClose(Array(own.prefix(5)), martingale["first5"].numbers, relative: 1e-8, id)
      expectClose(
        own.reduce(0) { $0 + $1 * $1 }, martingale["sumsq"].number ?? .nan, relative: 1e-9, id)
    }
  }

  /// R stops at 33.2; the likelihood rises for ever, by hand to log(1/9): (1/3 + ...) is -2.1972.
  @Test("book1 has no finite estimate: it is said, and the limit of the likelihood is reached")
  func monotone() throws {
    let reference = try ReferenceCase("book1-exact")
    let model = try reference.fit()
    #expect(model.warnings.map(\.code).contains(.monotoneLikelihood))
    expectClose(
      [model.logPartialLikelihood.null, model.logPartialLikelihood.model],
      reference.expected["loglik"].numbers, relative: 1e-9)
  }

  @Test("conditional logistic regression of matched sets is survival's clogit")
  func matchedSets() throws {
    let reference = try ReferenceCase("clogit-infert")
    let model = try Self.fit(
      "Surv(age * 0 + 1, case) ~ spontaneous + induced + strata(stratum)", try reference.table())
    expectClose(model.coefficients, reference.values("coef"), relative: reference.tolerance)
    expectCovariance(
      model.covarianceMatrix.rows, reference.matrix("var"), relative: reference.tolerance, "infert")
    expectClose(
      [model.logPartialLikelihood.null, model.logPartialLikelihood.model],
      reference.expected["loglik"].numbers, relative: 1e-11)
    expectClose(
      model.scoreTest.statistic, reference.expected["score"].number ?? .nan, relative: 1e-9)
    #expect(!model.warnings.contains { $0.code == .oneEventTime })
  }

  private static func table(_ data: Reference) throws -> Table {
    let columns = data["columns"].array.enumerated().map {
      Column(name: "x\($0.offset)", numbers: $0.element.numbers)
    }
    return try Table(
      columns: [
        Column(name: "entry", numbers: data["entry"].numbers),
        Column(name: "exit", numbers: data["exit"].numbers),
        Column(name: "event", numbers: data["event"].numbers),
        Column(name: "g", numbers: data["strata"].numbers),
      ] + columns)
  }

  private static func expectFit(_ model: CoxModel, _ fit: Reference, _ comment: String) {
    expectClose(
      model.coefficients, fit["coefficients"].numbers, relative: 1e-11, absolute: 1e-13, comment)
    expectCovariance(
      model.covarianceMatrix.rows, fit["covariance"].array.map(\.numbers), relative: 1e-11, comment)
    expectClose(
      [model.logPartialLikelihood.null, model.logPartialLikelihood.model],
      fit["logLikelihood"].numbers, relative: 1e-13, comment)
    expectClose(model.scoreTest.statistic, fit["score"].number ?? .nan, relative: 1e-11, comment)
  }

  /// e_200 is 10^222 at the estimate and 10^548, beyond the range of doubles, at the point.
  @Test("200 deaths at one time among 1,000 rows, to 1e-11 of 60-digit arithmetic")
  func heavyTies() throws {
    let heavy = try Reference(named: "exact-ties.json")["heavy"]
    let table = try Self.table(heavy["data"])
    Self.expectFit(try Self.fit("Surv(exit, event) ~ x0 + x1", table), heavy["fit"], "prefix")
    // The same follow-up with entries before everything: each risk set summed anew.
    Self.expectFit(try Self.fit("Surv(entry, exit, event) ~ x0 + x1", table), heavy["fit"], "anew")
    // Value, gradient and information at a point where risks span e^38.
    let point = heavy["point"]
    let frame = try SurvivalFrame(Formula("Surv(exit, event) ~ x0 + x1"), in: table)
    let riskSets = CoxRiskSets(frame.outcomes, weights: nil, strata: nil, strataCount: 0)
    let design = StandardizedDesign(
      frame.design, order: riskSets.order, weights: nil, threads: 1)
    var likelihood = CoxExactLikelihood(
      CoxPartialLikelihood(
        riskSets: riskSets, design: design, ties: .exact, weights: nil, offset: nil, threads: 1))
    let scales = design.scales
    let working = zip(point["at"].numbers, scales).map { $0 * $1 }
    // Centring shifts the linear predictors of the dying and of the sets alike.
    expectClose(
      likelihood.value(at: working), point["value"].number ?? .nan, relative: 1e-13)
    let (gradient, information) = likelihood.derivatives()
    expectClose(
      zip(gradient, scales).map { $0 * $1 }, point["gradient"].numbers, relative: 1e-11)
    for (row, values) in point["information"].array.enumerated() {
      let own = information.rows[row].enumerated().map { $1 * scales[row] * scales[$0] }
      expectClose(own, values.numbers, relative: 1e-10)
    }
  }

  @Test("(start, stop] rows with strata: heart, and sums over all subsets", arguments: 0..<5)
  func truncated(number: Int) throws {
    let reference = try Reference(named: "exact-ties.json")
    if number == 4 {
      let model = try Self.fit(
        "Surv(start, stop, event) ~ age + year + strata(transplant)",
        try ReferenceCase.table("heart"))
      return Self.expectFit(model, reference["heart"]["fit"], "heart")
    }
    let one = reference["small"][number]
    let model = try Self.fit(
      "Surv(entry, exit, event) ~ x0 + x1 + strata(g)", try Self.table(one["data"]))
    Self.expectFit(model, one["fit"], "small \(number)")
  }

  @Test("exact, Efron and Breslow are one when nothing is tied", arguments: [0, 1, 4, 5, 8, 13])
  func untied(seed: Int) throws {
    var sample = CoxSample(seed: seed)
    sample.exit = sample.exit.enumerated().map { $1 + Double($0) / 1024 }
    var exact = CoxExactLikelihood(try sample.likelihood(ties: .exact))
    var efron = try sample.likelihood(ties: .efron)
    for point in [[0, 0, 0], [0.3, -0.8, 0.5], [4, -3, 2]] {
      expectClose(exact.value(at: point), efron.value(at: point), relative: 1e-13)
      let (gradient, information) = exact.derivatives()
      let expected = efron.derivatives()
      expectClose(gradient, expected.gradient, absolute: 1e-11)
      expectClose(information.storage, expected.information.storage, absolute: 1e-11)
    }
  }

  /// Sixty rows of order one, differences of 1e-5: the error of a central difference is near 1e-9.
  @Test("the gradient and the information are derivatives of the value", arguments: [0, 1, 5, 9])
  func derivatives(seed: Int) throws {
    var likelihood = CoxExactLikelihood(try CoxSample(seed: seed).likelihood(ties: .exact))
    let point = [0.3, -0.8, 0.5]
    _ = likelihood.value(at: point)
    let (gradient, information) = likelihood.derivatives()
    for j in 0..<3 {
      var (up, down) = (point, point)
      up[j] += 1e-5
      down[j] -= 1e-5
      let above = likelihood.value(at: up)
      let gradientAbove = likelihood.derivatives().gradient
      let below = likelihood.value(at: down)
      let gradientBelow = likelihood.derivatives().gradient
      expectClose((above - below) / 2e-5, gradient[j], absolute: 1e-7)
      for i in 0..<3 {
        expectClose(
          (gradientBelow[i] - gradientAbove[i]) / 2e-5, information[i, j], absolute: 1e-7)
      }
    }
  }

  @Test("the test of proportional hazards is R's: Breslow's sums at the exact estimate")
  func proportionalHazards() throws {
    let expected = try Reference(named: "exact-zph.json")
    let model = try Self.fit(
      "Surv(weeks, status == 2) ~ age + sex",
      try Table(
        columns: ["status", "age", "sex"].map { name in
          try #require(try ReferenceCase.table("lung")[name])
        } + [Column(name: "weeks", numbers: expected["weeks"].numbers)]))
    let test = try #require(try model.proportionalHazardsTest())
    let statistics = test.terms.map(\.test.statistic) + [test.global.statistic]
    expectClose(statistics, expected["zph"].numbers, relative: 1e-8)
    expectClose(model.coefficients, expected["coefficients"].numbers, relative: 1e-9)
    let last = try #require(model.baselineCumulativeHazard.first?.cumulativeHazard.last)
    expectClose(last, expected["lastHazard"].number ?? .nan, relative: 1e-9)
  }

  @Test("weights, a robust variance and Firth's penalty are refused; weights of 1 are none")
  func refusals() throws {
    let table = try CSVReader.read(
      text: "time,status,x,w,one\n1,1,1,2,1\n1,1,0,1,1\n2,0,1,1,1\n3,1,0,1,1\n4,0,1,1,1\n")
    func fit(
      weights: String? = nil, cluster: String? = nil, _ change: (inout CoxOptions) -> Void
    ) throws -> CoxModel {
      var frameOptions = ModelFrameOptions()
      frameOptions.weights = weights
      frameOptions.cluster = cluster
      var options = CoxOptions()
      options.ties = .exact
      change(&options)
      return try CoxModel(
        SurvivalFrame(Formula("Surv(time, status) ~ x"), in: table, options: frameOptions),
        options: options)
    }
    #expect(throws: FitError.exactTiesWithWeights) { try fit(weights: "w") { _ in } }
    #expect(throws: FitError.exactTiesWithRobustVariance) { try fit { $0.robust = true } }
    #expect(throws: FitError.exactTiesWithRobustVariance) { try fit(cluster: "w") { _ in } }
    #expect(throws: FitError.exactTiesWithFirth) { try fit { $0.penalty = .firth } }
    let plain = try fit { _ in }
    let weighted = try fit(weights: "one") { _ in }
    #expect(weighted.coefficients == plain.coefficients)
    #expect(plain.scoreResiduals.storage.allSatisfy { $0.isNaN })
    #expect(
      FitError.exactTiesWithWeights.description
        == "The exact likelihood of ties has no case weights; repeat a row to count it twice, or use "
        + "--ties efron.")
    #expect(
      FitError.exactTiesWithRobustVariance.description
        == "The exact likelihood of ties has no robust variance, for the dying of a time have no "
        + "residuals of their own; use --ties efron.")
    #expect(
      FitError.exactTiesWithFirth.description
        == "Firth's penalised likelihood is for Efron and Breslow ties; use --ties breslow, as coxphf "
        + "does, or --ties efron.")
  }

  @Test("a ridge works on exact ties as well: its score pulls at the estimate")
  func ridge() throws {
    var options = CoxOptions()
    options.ties = .exact
    options.penalty = .ridge(try Ridge(theta: 5))
    let frame = try SurvivalFrame(
      Formula("Surv(time, event) ~ age + sex + ph.ecog"), in: try ReferenceCase.table("lung_w"))
    let model = try CoxModel(frame, options: options)
    let shrinkage = try #require(model.shrinkage)
    var exact = CoxExactLikelihood(model.likelihood.detached)
    _ = exact.value(at: model.workingCoefficients)
    let (gradient, information) = exact.derivatives()
    let scales = model.likelihood.design.scales
    expectClose(
      zip(gradient, scales).map { $0 * $1 },
      zip(shrinkage.weights, model.coefficients).map { $0 * $1 },
      relative: 1e-7)
    let penalized = shrinkage.workingPenalty(model.likelihood.design).added(to: information)
    expectCovariance(
      [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
      (model.workingCovariance * penalized).rows, relative: 1e-7, "inverse")
  }
}
