import Biostatistics
import Foundation
import TestSupport
import Testing

/// Inputs on which other programs go wrong or give up, with what each makes of it: R's survival 3.5-3,
/// lifelines 0.30.3, scikit-survival 0.28.0, statsmodels 0.15.0. The truth is 50-digit arithmetic
/// (`hp-` cases), a hand derivation, or the same fit on data that is equal to it by theory.
@Suite("Known faults of other programs")
struct KnownFaultsTests {
  private static func fit(
    _ id: String, _ formula: String, ties: TieHandling = .efron, timeFix: TimeFix = .on,
    weights: String? = nil, condition: String? = nil
  ) throws -> CoxModel {
    var frameOptions = ModelFrameOptions()
    frameOptions.timeFix = timeFix
    frameOptions.weights = weights
    frameOptions.condition = condition
    var options = CoxOptions()
    options.ties = ties
    let frame = try SurvivalFrame(
      try Formula(formula), in: try ReferenceCase.table(id), options: frameOptions)
    return try CoxModel(frame, options: options)
  }

  /// R: 1760, 1760, -1760 with "ran out of iterations", or NA with more of them. lifelines: 292.8,
  /// 292.7, -292.8, log likelihood -87.0789. statsmodels: 2465.5, 2465.2, -2465.5. scikit-survival is
  /// right. Truth: `hp-collinear-near-efron`.
  @Test("x3 = x1 + x2 + noise of 1e-5: estimated, and said")
  func nearCollinear() throws {
    let model = try Self.fit("nasty-collinear-near", "Surv(time, status) ~ x1 + x2 + x3")
    let truth = try ReferenceCase("hp-collinear-near-efron")
    expectClose(model.coefficients, truth.values("coef"), relative: 1e-9)
    expectClose(
      model.coefficients, [2623.664, 2623.330, -2623.663], absolute: 0.001, "as published")
    expectClose(model.logPartialLikelihood.model, -86.762838, absolute: 1e-6)
    #expect(model.convergence.converged)
    #expect(model.warnings.map(\.code) == [.nearCollinear] && model.warnings[0].term == "x3")
  }

  /// lifelines and statsmodels stop with an error of linear algebra; scikit-survival returns one of
  /// infinitely many answers. Truth: the fit without x3, as in R.
  @Test("x3 = x1 + x2: left out, and said")
  func exactlyCollinear() throws {
    let model = try Self.fit("nasty-collinear-exact", "Surv(time, status) ~ x1 + x2 + x3")
    let without = try Self.fit("nasty-collinear-exact", "Surv(time, status) ~ x1 + x2")
    #expect(model.coefficients[2].isNaN && model.degreesOfFreedom == 2)
    expectClose(Array(model.coefficients[..<2]), without.coefficients, relative: 1e-12)
    expectClose(
      model.logPartialLikelihood.model, without.logPartialLikelihood.model, relative: 1e-14)
    #expect(model.warnings.map(\.code) == [.collinear] && model.warnings[0].term == "x3")
  }

  /// lifelines: "delta contains nan"; scikit-survival: "search direction contains NaN"; statsmodels: a
  /// number for it. Truth: the fit without the column, as in R.
  @Test("a constant column: left out, and said", arguments: ["7", "1e8", "0.1"])
  func constant(value: String) throws {
    let term = "I(\(value) + 0 * x1)"
    let model = try Self.fit("nasty-large-times", "Surv(time, status) ~ x1 + \(term) + x2")
    let without = try Self.fit("nasty-large-times", "Surv(time, status) ~ x1 + x2")
    #expect(model.coefficients[1].isNaN)
    expectClose(
      [model.coefficients[0], model.coefficients[2]], without.coefficients, relative: 1e-13)
    #expect(model.warnings.map(\.code) == [.constant])
    #expect(
      model.warnings[0].message
        == "'\(model.frame.design.columnNames[1])' has one value in all rows used and was left out."
    )
  }

  /// scikit-survival: "search direction contains NaN". Truth: the same data without the shift.
  @Test("a covariate + 1e6: the fit without the shift")
  func shifted() throws {
    let model = try Self.fit(
      "nasty-shifted-covariate", "Surv(time, status) ~ x1 + x2", ties: .breslow)
    let moved = try Self.fit(
      "nasty-shifted-covariate", "Surv(time, status) ~ I(x1 - 1000000) + x2", ties: .breslow)
    expectClose(model.coefficients, moved.coefficients, relative: 1e-9)
    expectClose(
      model.logPartialLikelihood.model, moved.logPartialLikelihood.model, relative: 1e-13)
    #expect(model.warnings.isEmpty)
  }

  /// statsmodels: -581 for -3.3e7; lifelines keeps six digits; R's coefficients are right and its Wald
  /// statistic is 0.76. Truth: `hp-scaled-covariate-efron`, and the Wald statistic of unscaled columns.
  @Test("covariates times 1e8 and 1e-8: scaled coefficients, the same tests")
  func scaled() throws {
    let model = try Self.fit("nasty-scaled-covariate", "Surv(time, status) ~ x1 + x2")
    let truth = try ReferenceCase("hp-scaled-covariate-efron")
    expectClose(model.coefficients, truth.values("coef"), relative: 1e-11)
    let unscaled = try Self.fit(
      "nasty-scaled-covariate", "Surv(time, status) ~ I(x1 / 100000000) + I(x2 * 100000000)")
    expectClose(model.waldTest.statistic, unscaled.waldTest.statistic, relative: 1e-11)
    expectClose(model.waldTest.statistic, 0.7777417810501642, relative: 1e-11)
  }

  /// R merges times that differ by less than 1.5e-8 of their mean: all are tied, silently, and the log
  /// likelihood is -95.21 for -86.76. Truth: `hp-large-times-efron`.
  @Test("times near 1e9 that differ by 1 are distinct")
  func largeTimes() throws {
    let model = try Self.fit("nasty-large-times", "Surv(time, status) ~ x1 + x2")
    let truth = try ReferenceCase("hp-large-times-efron")
    #expect(model.frame.timesMerged == 0)
    expectClose(
      model.logPartialLikelihood.model, truth.expected["loglik"].numbers[1], relative: 1e-13)
    expectClose(model.coefficients, truth.values("coef"), relative: 1e-11)
    expectClose(model.logPartialLikelihood.model, -86.76, absolute: 0.01)
  }

  /// lifelines, scikit-survival and statsmodels take them for distinct. Truth: the same times in whole
  /// tenths, where no rounding can tell them apart.
  @Test("times that differ in their last bits are tied")
  func nearTies() throws {
    let model = try Self.fit("nasty-near-ties", "Surv(time, status) ~ x1 + x2")
    #expect(model.frame.timesMerged > 0)
    let reference = try ReferenceCase("nasty-near-ties")
    expectClose(model.coefficients, reference.values("coef"), relative: 1e-9)
    let exact = try Self.fit(
      "nasty-near-ties", "Surv(time, status) ~ x1 + x2", timeFix: .off)
    #expect(exact.frame.timesMerged == 0)
    #expect(abs(exact.logPartialLikelihood.model - model.logPartialLikelihood.model) > 1e-3)
  }

  /// R: "Invalid weights, must be >0"; lifelines: an error; the others know no weights. Truth: the fit
  /// of the other rows. A row of weight zero must not count among tied deaths either.
  @Test("rows of weight zero: left out, and said")
  func zeroWeights() throws {
    let formula = "Surv(time, status) ~ x1 + x2"
    let model = try Self.fit("nasty-zero-weights", formula, weights: "w")
    let without = try Self.fit("nasty-zero-weights", formula, condition: "w > 0")
    #expect(model.coefficients == without.coefficients)
    #expect(model.covarianceMatrix == without.covarianceMatrix)
    #expect(model.rowCount == 27)
    #expect(model.warnings.map(\.code) == [.zeroWeight])
    #expect(model.warnings[0].message == "13 rows of weight zero were left out.")
  }

  /// statsmodels counts a row as at risk at the very time of its entry: -0.0611 for -0.0845. Truth:
  /// `hp-book3-breslow`, and the score equation of ``CoxModelByHandTests``.
  @Test("a row that enters at an event time is not at risk there")
  func entryAtEvent() throws {
    let model = try Self.fit("book3", "Surv(start, time, status) ~ x", ties: .breslow)
    expectClose(model.coefficients[0], -0.0845260806613091196, relative: 1e-11)
    // With those who enter at the event time: 3 r + 1 at risk at 2; 2 r + 3 at 3; 3 r + 2 at 6;
    // 4 r + 1 at 7; 3 r + 3 at 8; 3 r + 2 twice at 9.
    func wrongScore(_ beta: Double) -> Double {
      let r = exp(beta)
      let atRisk: [(times: Double, a: Double, c: Double)] = Self.wronglyAtRisk
      return atRisk.reduce(4) { $0 - $1.times * $1.a * r / ($1.a * r + $1.c) }
    }
    #expect(abs(wrongScore(-0.0611)) < 1e-3)
    #expect(abs(wrongScore(model.coefficients[0])) > 1e-2)
  }

  private static let wronglyAtRisk: [(times: Double, a: Double, c: Double)] = [
    (1, 2, 2), (1, 2, 2), (1, 3, 2), (1, 4, 1), (1, 3, 3), (2, 3, 2),
  ]

  /// scikit-survival: -18.3 without a word; statsmodels: -25.1 with a general one; R: -18.3 and
  /// lifelines -17.2, both naming the variable. There is no estimate: only the likelihood has a limit,
  /// which R approaches too.
  @Test("a monotone likelihood is said, with the variable and its direction")
  func monotone() throws {
    let model = try Self.fit("nasty-monotone", "Surv(time, status) ~ x1 + z")
    let reference = try ReferenceCase("nasty-monotone")
    expectClose(
      model.logPartialLikelihood.model, reference.expected["loglik"].numbers[1], relative: 1e-7)
    expectClose(model.coefficients[0], reference.values("coef")[0], relative: 1e-6)
    #expect(model.convergence.reason == .valueStationary)
    #expect(model.warnings.map(\.code) == [.monotoneLikelihood] && model.warnings[0].term == "z")
    #expect(model.warnings[0].message.contains("'z' goes to -infinity"))
  }

  /// R: NA without a message; lifelines: "matrix inversion problems"; statsmodels: IndexError. Truth:
  /// nothing can be estimated. (R's mean of x2, 0.4, is that of a column of 0 and 1 that it centres in
  /// this case only.)
  @Test("nobody has the event: an empty fit, and said")
  func allCensored() throws {
    let model = try Self.fit("nasty-all-censored", "Surv(time, status) ~ x1 + x2")
    #expect(model.coefficients.allSatisfy(\.isNaN) && model.degreesOfFreedom == 0)
    #expect(model.logPartialLikelihood == (0, 0))
    #expect(model.warnings.map(\.code) == [.noEvents])
    #expect(
      model.warnings[0].message
        == "None of the 40 rows ends in the event, so nothing can be estimated; check the coding of "
        + "'Surv(time, status)'.")
    #expect(model.martingaleResiduals.allSatisfy { $0 == 0 })
  }

  /// R's survival 3.8-6: -6e-5, from an algorithm that is faster than that of 3.5-3. Truth: 0.
  @Test("score residuals of a huge covariate sum to zero")
  func hugeCovariate() throws {
    let model = try Self.fit("nasty-outlier", "Surv(time, status) ~ x1 + x2", ties: .breslow)
    let residuals = model.scoreResiduals
    for column in 0..<2 {
      let values = (0..<model.rowCount).map { residuals[$0, column] }
      let size = values.reduce(0) { $0 + $1.magnitude }
      #expect(abs(values.reduce(0, +)) <= 1e-9 * size)
    }
  }

  /// lifelines and scikit-survival put Breslow's baseline under Efron's coefficients. Truth: Efron's
  /// estimator, by hand on six patients, two of whom die at time 6: 1 / (r + 3) + 2 / (r + 5), and not
  /// 2 / (r + 3).
  @Test("under Efron ties the baseline is Efron's")
  func efronBaseline() throws {
    let model = try Self.fit("book1", "Surv(time, status) ~ x")
    let r = exp(model.coefficients[0])
    let hazard = model.baselineCumulativeHazard[0].cumulativeHazard
    let increment = hazard[1] - hazard[0]
    expectClose(increment, 1 / (r + 3) + 2 / (r + 5), relative: 1e-11)
    #expect(abs(increment - 2 / (r + 3)) > 0.07)
  }

  /// R computes the fit and returns a list without class: no summary, no baseline, no curve. Truth:
  /// `exact-ties.py`, 60 digits.
  @Test("exact ties with (start, stop] rows: a fit like any other")
  func exactTruncated() throws {
    let model = try Self.fit(
      "heart", "Surv(start, stop, event) ~ age + year + strata(transplant)", ties: .exact)
    let truth = try Reference(named: "exact-ties.json")["heart"]["fit"]
    expectClose(model.coefficients, truth["coefficients"].numbers, relative: 1e-11)
    expectClose(
      model.logPartialLikelihood.model, truth["logLikelihood"][1].number ?? .nan, relative: 1e-13)
    #expect(model.baselineCumulativeHazard.count == 2)
    #expect(try model.proportionalHazardsTest() != nil)
  }
}
