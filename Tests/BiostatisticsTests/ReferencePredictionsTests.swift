import Biostatistics
import TestSupport
import Testing

@Suite("Predictions against R's survival")
struct ReferencePredictionsTests {
  private static let withCurves = [
    "cox-lung-caseweights-int", "cox-lung-efron", "cox-ovarian-efron", "cox-pbc-classic",
    "cox-rotterdam-rfs", "cox-veteran-interaction",
  ]

  @Test("survival, its error and three kinds of limits for new patients", arguments: withCurves)
  func curves(id: String) throws {
    let reference = try ReferenceCase(id)
    let model = try reference.fit()
    let curves = reference.expected["curves"]
    let table = try Self.table(curves["newdata"])
    let times = curves["times"].numbers
    for (scale, name) in [(ConfidenceScale.log, "log"), (.logLog, "log-log"), (.plain, "plain")] {
      let rows = try model.survival(of: table, at: times, scale: scale)
      for (row, estimates) in rows.enumerated() {
        func expect(_ value: (SurvivalEstimate) -> Double, _ key: String) {
          expectClose(
            estimates.map(value), times.indices.map { curves[key][$0].numbers[row] },
            relative: 1e-7, "\(id) \(key) of row \(row)")
        }
        expect(\.survival, "surv")
        expect(\.cumulativeHazardStandardError, "std_err_cumhaz")
        expect(\.lower, "lower_\(name)")
        expect(\.upper, "upper_\(name)")
        #expect(estimates.map(\.time) == times)
      }
    }
  }

  @Test("linear predictor, risk, expected events and survival of three patients with lung cancer")
  func types() throws {
    let reference = try ReferenceCase("predict-lung-types")
    let model = try reference.fit()
    let newdata = reference.expected["newdata"]
    let table = try Self.table(newdata)
    for row in 0..<3 {
      let time = newdata["time"].numbers[row]
      let estimate = try model.survival(of: table, at: [time])[row][0]
      let covariates = ["age", "sex", "ph.ecog"].map { newdata[$0].numbers[row] }
      let linearPredictor = zip(model.coefficients, covariates).reduce(0) { $0 + $1.0 * $1.1 }
      func expect(_ actual: Double, _ key: String, _ part: String = "fit") {
        let values = reference.expected[key]
        expectClose(
          actual, (values[part].exists ? values[part] : values).numbers[row], relative: 1e-9,
          "\(key) \(part) of row \(row)")
      }
      expect(linearPredictor, "lp_zero")
      expect(linearPredictor - model.baselineLinearPredictor, "lp")
      expect(estimate.cumulativeHazard, "expected")
      expect(estimate.cumulativeHazardStandardError, "expected", "se")
      expect(estimate.survival, "survival")
      expect(estimate.standardError, "survival", "se")
    }
  }

  @Test("the model without covariates, and likelihood ratios of nested models")
  func nested() throws {
    let reference = try ReferenceCase("cox-veteran-null-and-nested")
    let table = try reference.table()
    var options = ModelFrameOptions()
    options.levels["celltype"] = ["squamous", "smallcell", "adeno", "large"]
    let formulas = reference.model["formulas"].strings
    var likelihoods: [Double] = []
    for (place, formula) in formulas.enumerated() {
      let frame = try SurvivalFrame(
        try Formula("Surv(time, status) \(formula)"), in: table, options: options)
      let model = try CoxModel(frame)
      likelihoods.append(model.logPartialLikelihood.model)
      if place == 0 {
        #expect(model.coefficients.isEmpty && model.convergence.reason == .noParameters)
        #expect(model.likelihoodRatioTest.degreesOfFreedom == 0)
        let residuals = model.martingaleResiduals
        let expected = reference.expected["null_martingale"]
        expectClose(
          residuals.reduce(0) { $0 + $1 * $1 }, expected["sumsq"].number ?? .nan, relative: 1e-12)
        expectClose(Array(residuals.prefix(5)), expected["first5"].numbers, relative: 1e-12)
      } else {
        expectClose(
          model.aic, reference.expected["aic"].numbers[place - 1], relative: 1e-12, formula)
        expectClose(
          model.bic, reference.expected["bic"].numbers[place - 1], relative: 1e-12, formula)
      }
    }
    expectClose(likelihoods, reference.expected["loglik"].numbers, relative: 1e-12)
    for place in 1...2 {
      expectClose(
        2 * (likelihoods[place + 1] - likelihoods[place]),
        reference.expected["chisq"].numbers[place], relative: 1e-9)
    }
  }

  /// A table of new patients from a case's columns.
  private static func table(_ columns: Reference) throws -> Table {
    try Table(
      columns: columns.keys.map { name in
        let texts = columns[name].strings
        return texts.isEmpty
          ? Column(name: name, numbers: columns[name].numbers)
          : Column(name: name, texts: texts.map { $0 })
      })
  }
}
