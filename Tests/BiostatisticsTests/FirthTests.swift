import Foundation
import LinearAlgebra
import TestSupport
import Testing

@testable import Biostatistics

/// Firth's penalised likelihood against coxphf 1.13.4 (Breslow ties, no strata), against sums and
/// differences in 50 digits (`firth-cox.py`), and against its own definition.
@Suite("Firth's penalised Cox likelihood")
struct FirthTests {
  private static func fit(
    _ formula: String, _ table: Table, ties: TieHandling, weights: String? = nil,
    robust: Bool = false
  ) throws -> CoxModel {
    var frameOptions = ModelFrameOptions()
    frameOptions.weights = weights
    var options = CoxOptions()
    options.ties = ties
    options.penalty = .firth
    options.robust = robust
    return try CoxModel(
      SurvivalFrame(Formula(formula), in: table, options: frameOptions), options: options)
  }

  /// coxphf stops its profiles at 1e-6, and its coefficients at about 1e-7.
  @Test(
    "breast cancer with a monotone likelihood, and veteran, are coxphf's",
    arguments: [
      "firth-cox-breast", "firth-cox-veteran",
    ])
  func openReferences(id: String) throws {
    let reference = try ReferenceCase(id)
    let model = try Self.fit(reference.formula, try reference.table(), ties: .breslow)
    let tolerance = reference.tolerance
    #expect(model.convergence.reason == .stepBelowTolerance)
    expectClose(model.coefficients, reference.values("coef"), relative: tolerance, id)
    expectCovariance(
      model.covarianceMatrix.rows, reference.matrix("var"), relative: tolerance, id)
    let firth = try #require(model.firth)
    expectClose(
      [firth.logLikelihood.null, firth.logLikelihood.model],
      reference.expected["penalised_loglik"].numbers, relative: 1e-8, id)
    let lines = model.coefficientTable()
    expectClose(
      lines.map(\.lower), reference.expected["profile_ci_lower"].numbers, relative: 2 * tolerance,
      id)
    expectClose(
      lines.map(\.upper), reference.expected["profile_ci_upper"].numbers, relative: 2 * tolerance,
      id)
    expectClose(
      lines.map(\.p), reference.expected["p_profile"].numbers, relative: 10 * tolerance, id)
    #expect(model.coefficientInference == .profilePenalizedLikelihood)
    // Its likelihood is no maximum: no fit is to be compared by it.
    #expect(model.likelihoodFault == .penalty && model.summary(named: id).isPenalized)
    #expect(model.likelihoodDescription == "partial likelihood, breslow ties, Firth's penalty")
    #expect(!model.warnings.contains { $0.code == .monotoneLikelihood })
  }

  /// The reference has 16 digits.
  @Test("Efron ties, strata, (start, stop] and counts as weights, to 1e-9", arguments: 0..<5)
  func highPrecision(number: Int) throws {
    let one = try Reference(named: "firth-cox.json")["cases"][number]
    let table = try ReferenceCase.table(try #require(one["data"].string))
    let rows = one["rows"].number.map { Int($0) } ?? table.rowCount
    let model = try Self.fit(
      try #require(one["formula"].string), try table.prefix(rows),
      ties: one["ties"].string == "efron" ? .efron : .breslow, weights: one["weights"].string)
    let fit = one["fit"]
    expectClose(model.coefficients, fit["coefficients"].numbers, relative: 1e-9)
    expectCovariance(
      model.covarianceMatrix.rows, fit["covariance"].array.map(\.numbers), relative: 1e-9, "")
    expectClose(
      [model.logPartialLikelihood.null, model.logPartialLikelihood.model],
      fit["partialLogLikelihood"].numbers, relative: 1e-11)
    let firth = try #require(model.firth)
    expectClose(
      [firth.logLikelihood.null, firth.logLikelihood.model], fit["logLikelihood"].numbers,
      relative: 1e-11)
    let likelihoodRatio = 2 * (firth.logLikelihood.model - firth.logLikelihood.null)
    expectClose(model.likelihoodRatioTest.statistic, likelihoodRatio, relative: 1e-12)
    let lines = model.coefficientTable()
    expectClose(lines.map { log($0.lower) }, fit["lower"].numbers, relative: 1e-8)
    expectClose(lines.map { log($0.upper) }, fit["upper"].numbers, relative: 1e-8)
    expectClose(
      lines.map { $0.z * $0.z }, fit["likelihoodRatio"].numbers, relative: 1e-7, absolute: 1e-11)
  }

  /// Sixty rows, differences of 1e-5: the error of a central difference is near 1e-9.
  @Test(
    "gradient and curvature are derivatives of the penalised value", arguments: 0..<16,
    TieHandling.continuous)
  func derivatives(seed: Int, ties: TieHandling) throws {
    var firth = FirthLikelihood(try CoxSample(seed: seed).likelihood(ties: ties))
    let point = [0.2, -0.3, 0.1]
    _ = firth.value(at: point)
    let (gradient, information) = firth.derivatives()
    for j in 0..<3 {
      var (up, down) = (point, point)
      up[j] += 1e-5
      down[j] -= 1e-5
      let above = firth.value(at: up)
      let gradientAbove = firth.derivatives().gradient
      let below = firth.value(at: down)
      let gradientBelow = firth.derivatives().gradient
      expectClose((above - below) / 2e-5, gradient[j], absolute: 2e-7)
      for i in 0..<3 {
        expectClose(
          (gradientBelow[i] - gradientAbove[i]) / 2e-5, information[i, j], absolute: 2e-7)
      }
    }
    // The curvature was that of l*, not the information that stands in for it.
    #expect(information != firth.information)
  }

  @Test("the profile is as far below the maximum as its quantile at both ends, in any basis")
  func profile() throws {
    // The third column is nearly the sum of the others, so that it is searched as a residual.
    let text = (0..<80).map { row in
      let (x, y) = (Double(row * 7 % 23) / 5, Double(row * 11 % 17) / 4)
      let z = x + y + Double(row * 13 % 7) * 1e-5
      return "\(row * 37 % 61 + 1),\(row % 3 == 0 ? 0 : 1),\(x),\(y),\(z)"
    }
    let table = try CSVReader.read(text: "time,status,x,y,z\n" + text.joined(separator: "\n"))
    let model = try Self.fit("Surv(time, status) ~ x + y + z", table, ties: .efron)
    #expect(model.warnings.contains { $0.code == .nearCollinear })
    for (column, estimate) in model.coefficients.enumerated() {
      let profile = try #require(model.firthProfile(ofColumn: column))
      let (lower, upper) = profile.interval(confidence: 0.9)
      #expect(lower < estimate && estimate < upper)
      for limit in [lower, upper] {
        // The quantile of chi-square at 0.9; every search starts at the estimate here.
        let loss = profile.loss(at: limit, from: model.workingCoefficients).loss
        expectClose(loss, 2.705543454095404, relative: 1e-7)
      }
    }
  }

  @Test("a level without events gets an estimate; nothing is lost where nothing is separated")
  func separated() throws {
    let table = try ReferenceCase.table("nasty-monotone")
    let model = try Self.fit("Surv(time, status) ~ x1 + z", table, ties: .efron)
    #expect(model.convergence.reason == .stepBelowTolerance)
    #expect(model.coefficients.allSatisfy { $0.magnitude < 10 })
    #expect(!model.warnings.contains { $0.code == .monotoneLikelihood })
    let lines = model.coefficientTable()
    #expect(lines.allSatisfy { $0.lower > 0 && $0.upper.isFinite })
  }

  /// I* and not I, which would go to and fro there as it does in a logistic model.
  @Test("a level of one row, with an event or without, takes Newton's few steps", arguments: 0..<2)
  func oneRow(event: Int) throws {
    let rows = (0..<40).map { "\($0 * 7 % 41 + 1),\($0 % 3 == 0 ? 0 : 1),\($0 * 13 % 17),0" }
    for time in [9, 20, 60] {
      let text = "time,status,x,z\n\(rows.joined(separator: "\n"))\n\(time),\(event),3,1\n"
      let model = try Self.fit(
        "Surv(time, status) ~ x + z", try CSVReader.read(text: text), ties: .efron)
      #expect(model.convergence.reason == .stepBelowTolerance)
      #expect(model.convergence.iterations < 10, "\(model.convergence)")
      #expect(model.coefficientTable().allSatisfy { $0.lower > 0 && $0.upper.isFinite })
    }
  }

  @Test("the bias that Firth's penalty takes out vanishes with the number of rows")
  func largeSample() throws {
    let reference = try ReferenceCase.table("rotterdam")
    let formula = "Surv(rtime, recur) ~ age + nodes"
    let plain = try CoxModel(SurvivalFrame(Formula(formula), in: reference))
    let firth = try Self.fit(formula, reference, ties: .efron)
    expectClose(firth.coefficients, plain.coefficients, relative: 2e-3)
    #expect(firth.coefficients != plain.coefficients)
    for (a, b) in zip(firth.coefficientTable(), plain.coefficientTable()) {
      expectClose([a.lower, a.upper], [b.lower, b.upper], relative: 2e-3)
    }
  }

  @Test("a robust variance and fractional weights are refused")
  func refusals() throws {
    let table = try ReferenceCase.table("lung_w")
    #expect(throws: FitError.firthWithRobustVariance) {
      try Self.fit("Surv(time, event) ~ age", table, ties: .efron, robust: true)
    }
    #expect(throws: FitError.firthWithRobustVariance) {
      try Self.fit("Surv(time, event) ~ age", table, ties: .efron, weights: "wf")
    }
    #expect(
      FitError.firthWithRobustVariance.description
        == "Firth's penalised likelihood has no robust variance; leave out --robust, --cluster and "
        + "fractional weights, or --firth.")
  }

  @Test("without events, or without columns, there is nothing to penalise")
  func empty() throws {
    let none = try Self.fit(
      "Surv(time, status) ~ x", try CSVReader.read(text: "time,status,x\n1,0,1\n2,0,3\n"),
      ties: .efron)
    #expect(none.coefficients[0].isNaN && none.warnings.map(\.code) == [.noEvents])
    let null = try Self.fit(
      "Surv(time, event) ~ 1", try ReferenceCase.table("lung_w"), ties: .efron)
    #expect(null.logPartialLikelihood.null == null.logPartialLikelihood.model)
  }
}

extension Table {
  /// The first rows.
  fileprivate func prefix(_ count: Int) throws -> Table {
    try Table(
      columns: columnNames.compactMap { name in
        let values = numbers(name).prefix(count)
        return values.isEmpty ? nil : Column(name: name, numbers: Array(values))
      })
  }
}
