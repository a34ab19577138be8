import Biostatistics
import Foundation
import TestSupport
import Testing

/// Ridge Cox fits against survival's `coxph(... ridge(...))`, iterated to 1e-14.
@Suite("Ridge penalty of a Cox fit")
struct RidgeTests {
  private static func fit(
    _ formula: String, _ table: Table, _ ridge: Ridge?, ties: TieHandling = .efron,
    weights: String? = nil
  ) throws -> CoxModel {
    var frameOptions = ModelFrameOptions()
    frameOptions.weights = weights
    var options = CoxOptions()
    options.ties = ties
    options.penalty = ridge.map { .ridge($0) }
    return try CoxModel(
      SurvivalFrame(Formula(formula), in: table, options: frameOptions), options: options)
  }

  @Test("lung, scaled and not, theta 0.1 to 100, as the open reference has them")
  func openReference() throws {
    let reference = try ReferenceCase("cox-lung-ridge")
    for key in reference.expected.keys {
      let expected = reference.expected[key]
      let parts = key.dropFirst(5).split(separator: "_")
      let ridge = try Ridge(
        theta: try #require(Double(parts[0])), isScaled: parts[1] == "scaled")
      let model = try Self.fit(
        "Surv(time, event) ~ age + sex + ph.ecog", try reference.table(), ridge)
      let shrinkage = try #require(model.shrinkage)
      let tolerance = reference.tolerance
      expectClose(model.coefficients, expected["coef"].numbers, relative: tolerance, key)
      expectCovariance(
        model.covarianceMatrix.rows, expected["var"]["matrix"].array.map(\.numbers),
        relative: tolerance, "\(key) var")
      expectCovariance(
        shrinkage.samplingCovarianceMatrix.rows, expected["var2"]["matrix"].array.map(\.numbers),
        relative: tolerance, "\(key) var2")
      let values = [model.logPartialLikelihood.null, model.logPartialLikelihood.model]
      expectClose(values, expected["loglik"].numbers, relative: 1e-9, key)
      expectClose(
        shrinkage.penalty, expected["penalty"].numbers.last ?? .nan, relative: tolerance, key)
      expectClose(
        shrinkage.effectiveDegreesOfFreedom, expected["df"].numbers[0], relative: tolerance, key)
    }
    #expect(reference.expected.keys.count == 8)
  }

  /// R's data with the columns that `ridge.R` added.
  private static func table(_ name: String, _ added: Reference) throws -> Table {
    let table = try ReferenceCase.table(name)
    guard name == "lung" else { return table }
    let columns = table.columnNames.compactMap { table[$0] }
    return try Table(
      columns: columns + added.keys.map { Column(name: $0, numbers: added[$0].numbers) })
  }

  private static func expectTest(_ test: ChiSquareTest, _ expected: Reference, _ comment: String) {
    expectClose(
      [test.statistic, test.referenceDegreesOfFreedom, test.p], expected.numbers, relative: 1e-8,
      absolute: 1e-14, comment)
  }

  /// Columns with missing rows, strata, (start, stop], weights, robust variance, an exact
  /// combination. 1e-8: what R's iteration to 1e-14 of the likelihood leaves. R's own test of
  /// proportional hazards is wrong here (see `ridge.R`), so it was given the penalty as a matrix.
  @Test(
    "other data, with strata, weights, missing rows, (start, stop] and a combination of columns")
  func cases() throws {
    let reference = try Reference(named: "ridge.json")
    let cases = reference["cases"].array
    #expect(cases.count == 7)
    for one in cases {
      let name = try #require(one["name"].string)
      let table = try Self.table(try #require(one["data"].string), reference["columns"])
      let ridge = try Ridge(
        theta: try #require(one["theta"].number), isScaled: one["scaled"].number == 1)
      let model = try Self.fit(
        try #require(one["formula"].string), table, ridge,
        ties: one["ties"].string == "breslow" ? .breslow : .efron, weights: one["weights"].string)
      let shrinkage = try #require(model.shrinkage)
      #expect(model.convergence.converged && model.convergence.reason == .stepBelowTolerance)
      #expect(Double(model.rowCount) == one["n"].number)
      expectClose(model.coefficients, one["coefficients"].numbers, relative: 1e-8, name)
      expectCovariance(
        model.modelCovarianceMatrix.rows, one["var"].array.map(\.numbers), relative: 1e-8, name)
      expectCovariance(
        shrinkage.samplingCovarianceMatrix.rows, one["var2"].array.map(\.numbers),
        relative: 1e-8, name)
      #expect((model.robustCovarianceMatrix != nil) == one["robust"].exists, "\(name)")
      if one["robust"].exists {
        expectCovariance(
          model.covarianceMatrix.rows, one["robust"].array.map(\.numbers), relative: 1e-8, name)
      }
      let values = [model.logPartialLikelihood.null, model.logPartialLikelihood.model]
      expectClose(values, one["loglik"].numbers, relative: 1e-11, name)
      expectClose(shrinkage.penalty, one["penalty"].number ?? .nan, relative: 1e-8, name)
      expectClose(model.aic, one["aic"].number ?? .nan, relative: 1e-10, name)
      expectClose(model.bic, one["bic"].number ?? .nan, relative: 1e-10, name)
      Self.expectTest(model.likelihoodRatioTest, one["lr"], "\(name) lr")
      Self.expectTest(model.waldTest, one["wald"], "\(name) wald")
      let global = try #require(try model.proportionalHazardsTest()).global
      Self.expectTest(global, one["zph"], "\(name) zph")
      expectClose(
        model.concordance?.index ?? .nan, one["concordance"].number ?? .nan, relative: 1e-9, name)
    }
  }

  @Test("the penalised score is zero, and scaled columns shrink alike in any unit")
  func identities() throws {
    let table = try ReferenceCase.table("veteran")
    let ridge = try Ridge(theta: 20)
    let outcome = "Surv(time, status) ~ "
    let model = try Self.fit(outcome + "karno + age + celltype", table, ridge)
    let other = try Self.fit(outcome + "I(karno / 100) + I(12 * age) + celltype", table, ridge)
    for (column, unit) in [0.01, 12].enumerated() {
      expectClose(other.coefficients[column] * unit, model.coefficients[column], relative: 1e-10)
    }
    let shrinkage = try #require(model.shrinkage)
    // U(b) = P b: the sum of score residuals is the pull of the penalty.
    let score = (0..<5).map { column in
      (0..<model.rowCount).reduce(0) { $0 + model.scoreResiduals[$1, column] }
    }
    expectClose(
      score, zip(shrinkage.weights, model.coefficients).map { $0 * $1 }, relative: 1e-8)
    let plain = try Self.fit(outcome + "karno + age + celltype", table, nil)
    let weak = try Self.fit(
      outcome + "karno + age + celltype", table, try Ridge(theta: 1e-9, isScaled: false))
    expectClose(weak.coefficients, plain.coefficients, relative: 1e-6)
    expectClose(weak.effectiveDegreesOfFreedom, 5, absolute: 1e-6)
    let parts = try #require(weak.shrinkage).effectiveDegreesOfFreedomOfTerms
    expectClose(parts, [1, 1, 3], absolute: 1e-6)
    #expect(plain.effectiveDegreesOfFreedom == 5 && plain.shrinkage == nil)
    // Nothing of the penalty is in the test at zero.
    expectClose(model.scoreTest.statistic, plain.scoreTest.statistic, relative: 1e-12)
    #expect(model.scoreTest.effectiveDegreesOfFreedom == nil)
  }

  @Test("monotone likelihood has a finite ridge estimate; without events nothing is estimated")
  func edges() throws {
    let ridge = try Ridge(theta: 1)
    let monotone = try Self.fit(
      "Surv(time, status) ~ x",
      try CSVReader.read(text: "time,status,x\n1,1,1\n2,1,1\n3,0,0\n4,0,0\n"),
      ridge)
    #expect(monotone.convergence.reason == .stepBelowTolerance)
    #expect(monotone.coefficients[0] > 0 && monotone.coefficients[0] < 10)
    let empty = try Self.fit(
      "Surv(time, status) ~ x", try CSVReader.read(text: "time,status,x\n1,0,1\n2,0,3\n"), ridge)
    #expect(empty.coefficients[0].isNaN && empty.warnings.map(\.code) == [.noEvents])
    for theta in [0, -1, .infinity, .nan] {
      #expect(
        throws: FitError.invalidOption("--ridge", reason: "takes a penalty above 0, not \(theta).")
      ) { _ = try Ridge(theta: theta) }
    }
  }
}
