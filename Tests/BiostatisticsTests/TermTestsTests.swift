import Biostatistics
import Foundation
import TestSupport
import Testing

/// A case of anova.json, fitted.
private func fit(_ one: Reference) throws -> CoxModel {
  var options = CoxOptions()
  options.ties = one["ties"].string == "breslow" ? .breslow : .efron
  let table = try ReferenceCase.table(try #require(one["data"].string))
  let formula = try Formula(try #require(one["formula"].string))
  return try CoxModel(try ModelFrame(formula, in: table), options: options)
}

private let reference = try? Reference(named: "anova.json")

/// Wald tables by rms 6.5-0 from fits that are iterated to 1e-13; refits by survival 3.5-3 to the same.
/// Factors are coded in R's order of levels, which no test of a whole term knows of.
@Suite("Tests of terms against R")
struct TermTestsTests {
  static let places = (reference?["wald"].array ?? []).indices.map { $0 }

  private func expectRows(
    _ tests: [TermTest], _ rows: [Reference], statistic: String, p: String, _ id: String
  ) {
    #expect(
      tests.map(\.hypothesis.rmsLabel)
        == rows.map {
          ($0["label"].string ?? "").replacing("(Factor+Higher Order Factors)", with: "")
            .trimmingCharacters(in: .whitespaces)
        }, "\(id)")
    for (test, row) in zip(tests, rows) {
      let label = "\(id) \(row["label"].string ?? "")"
      #expect(
        test.hypothesis.columns.map { Double($0 + 1) } == row["columns"].numbers.sorted(),
        "\(label)")
      #expect(Double(test.test.degreesOfFreedom) == row["df"].number, "\(label)")
      expectClose(
        test.test.statistic, row[statistic].number ?? .nan, relative: 1e-8, "\(label)")
      // A p of 1e-30 magnifies the statistic's last digits by as many as it is far out.
      expectClose(test.test.p, row[p].number ?? .nan, relative: 1e-6, "\(label)")
    }
  }

  @Test("every row of the Wald table, and its columns, are rms's", arguments: places)
  func wald(index: Int) throws {
    let one = try #require(reference)["wald"][index]
    let id = try #require(one["id"].string)
    if one["family"].string == "logistic" {
      let frame = try fit(one).frame
      let regression = PlainRegression(
        frame.regressionColumns, coefficients: one["coefficients"].numbers,
        covariance: one["covariance"].array.map(\.numbers))
      expectRows(
        regression.waldTests, one["rows"].array, statistic: "statistic", p: "p", id)
      return
    }
    let model = try fit(one)
    expectClose(model.logPartialLikelihood.model, one["loglik"][1].number ?? .nan, relative: 1e-10)
    expectRows(model.waldTests, one["rows"].array, statistic: "statistic", p: "p", id)
  }

  @Test("every row by likelihood ratio is R's refit without the row's columns", arguments: places)
  func likelihoodRatio(index: Int) throws {
    let one = try #require(reference)["wald"][index]
    guard one["family"].string == "cox" else { return }
    expectRows(
      try fit(one).likelihoodRatioTests(), one["rows"].array, statistic: "likelihoodRatio",
      p: "pLikelihoodRatio", one["id"].string ?? "")
  }

  @Test("the suite has cases with and without interactions, and two logistic fits")
  func cases() throws {
    let all = try #require(reference)["wald"].array
    #expect(all.count == 9)
    #expect(all.count { $0["family"].string == "logistic" } == 2)
    let labels = Set(all.flatMap { $0["rows"].array.compactMap { $0["label"].string } })
    #expect(labels.contains("f(A,B) vs. Af(B) + Bg(A)"))
  }

  /// The open reference's own coefficients and covariance: what remains is the table.
  @Test("the table of rotterdam's splines is rms's, from rms's own coefficients")
  func rotterdam() throws {
    let one = try ReferenceCase("cph-rotterdam-rcs")
    let frame = try one.frame()
    let regression = PlainRegression(
      frame.regressionColumns, coefficients: one.values("coef"), covariance: one.matrix("var"))
    let tests = regression.waldTests
    let expected = one.matrix("anova")
    expectClose(tests.map(\.test.statistic), expected.map { $0[0] }, relative: 1e-8)
    #expect(tests.map { Double($0.test.degreesOfFreedom) } == expected.map { $0[1] })
    // rms takes 1 - pchisq, which loses its digits near 0.
    expectClose(tests.map(\.test.p), expected.map { $0[2] }, relative: 1e-7, absolute: 1e-15)
    // Fitted by us, to the accuracy of rms's search.
    expectClose(
      try CoxModel(frame).waldTests.map(\.test.statistic), expected.map { $0[0] },
      relative: one.tolerance)
  }

  /// pol(karno, 2), rcs(age, 3) and the restricted interaction %ia% have no counterpart in a formula
  /// here: their columns are described by hand.
  @Test("polynomials and restricted interactions are grouped as rms groups them")
  func veteran() throws {
    let one = try ReferenceCase("cph-veteran-pol")
    typealias Part = RegressionColumn.Part
    func column(_ term: String, _ parts: [Part]) -> RegressionColumn {
      RegressionColumn(name: term, term: term, parts: parts)
    }
    let (karno, age) = (Part(variable: "karno"), Part(variable: "age"))
    let columns =
      [
        column("karno", [karno]), column("karno", [Part(variable: "karno", isNonlinear: true)]),
        column("age", [age]), column("age", [Part(variable: "age", isNonlinear: true)]),
        column("karno * age", [karno, age]),
      ] + (0..<3).map { _ in column("celltype", [Part(variable: "celltype")]) }
    let tests = PlainRegression(
      columns, coefficients: one.values("coef"), covariance: one.matrix("var")
    ).waldTests
    // rms prints no total of interactions where there is one alone; nor do we.
    expectClose(
      tests.map(\.test.statistic), one.matrix("anova").map { $0[0] }, relative: 1e-8)
    #expect(
      tests.map { Double($0.test.degreesOfFreedom) } == one.matrix("anova").map { $0[1] })
  }

  @Test("terms added one after another are those of anova.coxph, with strata and (start, stop] too")
  func sequential() throws {
    let cases = try #require(reference)["sequential"].array
    #expect(cases.count == 3)
    for one in cases {
      let formula = one["formula"].string ?? ""
      let tests = try fit(one).sequentialTests()
      #expect(tests.steps.compactMap(\.test.hypothesis.term) == one["terms"].strings, "\(formula)")
      expectClose(
        [tests.logLikelihoodOfNone] + tests.steps.map(\.logLikelihood), one["loglik"].numbers,
        relative: 1e-10, formula)
      expectClose(
        tests.steps.map(\.test.test.statistic), one["statistic"].numbers, relative: 1e-7,
        absolute: 1e-9, formula)
      #expect(
        tests.steps.map { Double($0.test.test.degreesOfFreedom) } == one["df"].numbers)
      expectClose(tests.steps.map(\.test.test.p), one["p"].numbers, relative: 1e-6, formula)
    }
  }

  @Test("type II adds a term to those that do not hold it")
  func typeTwo() throws {
    let cases = try #require(reference)["typeII"].array
    #expect(cases.count == 2)
    for one in cases {
      let tests = try fit(one).typeTwoTests()
      #expect(tests.compactMap(\.hypothesis.term) == one["terms"].strings)
      expectClose(
        tests.map(\.test.statistic), one["statistic"].numbers, relative: 1e-7, absolute: 1e-9)
      #expect(tests.map { Double($0.test.degreesOfFreedom) } == one["df"].numbers)
      expectClose(tests.map(\.test.p), one["p"].numbers, relative: 1e-6)
    }
  }

  @Test("the last row is the model's own test")
  func total() throws {
    let table = try ReferenceCase.table("veteran")
    let model = try CoxModel(
      try ModelFrame(Formula("Surv(time, status) ~ karno * celltype"), in: table))
    expectClose(
      try #require(model.waldTests.last).test.statistic, model.waldTest.statistic, relative: 1e-12)
    expectClose(
      try #require(try model.likelihoodRatioTests().last).test.statistic,
      model.likelihoodRatioTest.statistic, relative: 1e-12)
    let steps = try model.sequentialTests().steps
    expectClose(
      steps.map(\.test.test.statistic).reduce(0, +), model.likelihoodRatioTest.statistic,
      relative: 1e-12)
  }

  @Test("a column that was left out is in no test, and a term of such columns has none")
  func leftOut() throws {
    let table = try ReferenceCase.table("veteran")
    let model = try CoxModel(
      try ModelFrame(Formula("Surv(time, status) ~ karno + I(2 * karno) + age"), in: table))
    let without = try CoxModel(
      try ModelFrame(Formula("Surv(time, status) ~ karno + age"), in: table))
    for tests in [model.waldTests, try model.likelihoodRatioTests()] {
      #expect(tests.map(\.hypothesis.columns) == [[0], [], [2], [0, 2]])
      #expect(tests[1].test.statistic.isNaN)
      #expect(tests[1].test.p.isNaN)
      #expect(tests[1].test.degreesOfFreedom == 0)
    }
    expectClose(
      [0, 2, 3].map { model.waldTests[$0].test.statistic },
      without.waldTests.map(\.test.statistic), relative: 1e-9)
  }

  @Test("a robust variance gives robust Wald tests and no likelihood ratio")
  func robust() throws {
    let table = try ReferenceCase.table("lung")
    let model = try CoxModel(
      try ModelFrame(Formula("Surv(time, status) ~ age + sex + cluster(inst)"), in: table))
    let tests = model.waldTests
    let z = zip(model.coefficients, model.standardErrors).map { $0 / $1 }
    expectClose(tests.prefix(2).map(\.test.statistic), z.map { $0 * $0 }, relative: 1e-12)
    #expect(throws: InferenceError.robustVariance) { _ = try model.likelihoodRatioTests() }
    #expect(throws: InferenceError.robustVariance) { _ = try model.typeTwoTests() }
    #expect(throws: InferenceError.robustVariance) { _ = try model.sequentialTests() }
    #expect(
      InferenceError.robustVariance.description
        == "The fit has a robust variance, under which likelihoods cannot be compared; use its Wald "
        + "tests.")
  }

  @Test("a penalised fit has Wald tests, from R's variance, and no likelihood ratio")
  func penalized() throws {
    var options = CoxOptions()
    options.penalty = .ridge(try Ridge(theta: 1))
    let frame = try SurvivalFrame(
      Formula("Surv(time, status) ~ karno + age"), in: ReferenceCase.table("veteran"))
    let model = try CoxModel(frame, options: options)
    expectClose(
      try #require(model.waldTests.last).test.statistic, model.waldTest.statistic, relative: 1e-10)
    #expect(throws: InferenceError.penalty) { _ = try model.likelihoodRatioTests() }
    #expect(model.parameterLoad.expectedShrinkage == nil)
    #expect(
      InferenceError.penalty.description
        == "The fit is penalised, so that its likelihood is no maximum and cannot be compared; use "
        + "its Wald tests.")
  }

  @Test("a covariance without an inverse gives no statistic")
  func singular() {
    let columns = ["a", "b"].map {
      RegressionColumn(name: $0, term: $0, parts: [RegressionColumn.Part(variable: $0)])
    }
    let fit = PlainRegression(columns, coefficients: [1, 2], covariance: [[1, 1], [1, 1]])
    #expect(fit.waldTest(ofColumns: [0, 1]).statistic.isNaN)
    #expect(fit.waldTest(ofColumns: [1]).statistic == 4)
    #expect(fit.waldTest(ofColumns: []).statistic.isNaN)
  }
}
