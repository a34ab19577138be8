import Biostatistics
import Foundation
import TestSupport
import Testing

@Suite("Contrasts against rms::contrast and by hand from vcov")
struct LinearContrastTests {
  private static func model(_ formula: String) throws -> CoxModel {
    try CoxModel(try ModelFrame(Formula(formula), in: ReferenceCase.table("veteran")))
  }

  private static func rows(_ model: CoxModel, _ columns: [Column]) throws -> [[Double]] {
    try model.frame.designRows(of: try Table(columns: columns))
  }

  @Test("differences of patients, their intervals and the joint test are those of rms::contrast")
  func patients() throws {
    let reference = try Reference(named: "anova.json")["contrasts"]
    let model = try Self.model(try #require(reference["formula"].string))
    // The patients that anova.R names; what it does not name cancels.
    let pairs: [[(karno: Double, celltype: String, age: Double)]] = [
      [(40, "adeno", 60), (80, "adeno", 60)], [(50, "smallcell", 70), (50, "adeno", 70)],
      [(30, "large", 40), (90, "adeno", 65)],
    ]
    let contrasts = try pairs.enumerated().map { place, pair in
      let rows = try Self.rows(
        model,
        [
          Column(name: "karno", numbers: pair.map(\.karno)),
          Column(name: "celltype", texts: pair.map(\.celltype)),
          Column(name: "age", numbers: pair.map(\.age)),
        ])
      return LinearContrast(
        name: reference["each"][place]["text"].string ?? "", weights: zip(rows[0], rows[1]).map(-))
    }
    for (contrast, expected) in zip(contrasts, reference["each"].array) {
      let estimate = try model.estimate(contrast)
      expectClose(
        [
          estimate.estimate, estimate.standardError, estimate.z, estimate.p, estimate.lower,
          estimate.upper,
        ],
        ["estimate", "standardError", "z", "p"].map { expected[$0].number ?? .nan }
          + expected["interval"].numbers, relative: 1e-8, absolute: 1e-10, contrast.name)
      expectClose(estimate.ratio, exp(estimate.estimate), relative: 1e-15)
      expectClose(
        [estimate.ratioInterval.lower, estimate.ratioInterval.upper],
        [exp(estimate.lower), exp(estimate.upper)], relative: 1e-15)
    }
    let joint = try model.jointTest(of: Array(contrasts.prefix(2)))
    expectClose(joint.statistic, reference["joint"]["statistic"].number ?? .nan, relative: 1e-8)
    #expect(joint.degreesOfFreedom == 2)
    expectClose(
      try model.estimate(contrasts[0], confidence: 0.9).upper,
      (reference["each"][0]["estimate"].number ?? .nan) + 1.6448536269514722
        * (reference["each"][0]["standardError"].number ?? .nan), relative: 1e-8)
  }

  @Test("sums of coefficients are read by their names, and are l'b and l'Vl by hand")
  func sums() throws {
    let reference = try Reference(named: "anova.json")["sums"]
    let model = try Self.model(try #require(reference["formula"].string))
    let names = model.regressionColumns.map(\.name)
    #expect(names == reference["columns"].strings)
    let texts = ["\(names[2]) - \(names[1])", "10 * karno - 0.5 * `\(names[3])`"]
    let contrasts = try texts.map { try #require(model.coefficientSum($0)) }
    #expect(contrasts.map(\.weights) == reference["weights"].array.map(\.numbers))
    let estimates = try contrasts.map { try model.estimate($0) }
    expectClose(estimates.map(\.estimate), reference["estimate"].numbers, relative: 1e-8)
    expectClose(estimates.map(\.standardError), reference["standardError"].numbers, relative: 1e-8)
    expectClose(
      try model.jointTest(of: contrasts).statistic, reference["statistic"].number ?? .nan,
      relative: 1e-8)
    let each = try names.map { try #require(model.coefficientSum($0)) }
    expectClose(
      try model.jointTest(of: each).statistic, reference["wald"].number ?? .nan, relative: 1e-8)
  }

  @Test("the longest name counts, the star may be left out, and what is no sum is none")
  func reading() throws {
    let model = try Self.model("Surv(time, status) ~ age * trt + rcs(karno, 3)")
    func weights(_ text: String) -> [Double]? { model.coefficientSum(text)?.weights }
    #expect(
      model.regressionColumns.map(\.name)
        == ["age", "trt", "rcs(karno, 3)", "rcs(karno, 3)'", "age:trt"])
    #expect(weights("age:trt") == [0, 0, 0, 0, 1])
    #expect(weights("-age+2trt") == [-1, 2, 0, 0, 0])
    #expect(weights("  - 1.5e1 * rcs(karno, 3)' + age - age ") == [0, 0, 0, -15, 0])
    #expect(weights("rcs(karno, 3)") == [0, 0, 1, 0, 0])
    for text in ["", "age=70 - age=50", "agee", "age trt", "2", "2 *", "age * trt", "inf * age"] {
      #expect(weights(text) == nil, "\(text)")
    }
  }

  @Test("a constant shifts the estimate and leaves its error")
  func constant() throws {
    let model = try Self.model("Surv(time, status) ~ karno")
    let plain = try model.estimate(LinearContrast(name: "x", weights: [2]))
    let shifted = try model.estimate(LinearContrast(name: "x", weights: [2], constant: 1))
    #expect(shifted.estimate == plain.estimate + 1)
    #expect(shifted.standardError == plain.standardError)
    expectClose(
      try model.jointTest(of: [LinearContrast(name: "x", weights: [2], constant: 1)]).statistic,
      shifted.z * shifted.z, relative: 1e-12)
  }

  @Test("contrasts that say nothing, that repeat each other, or that were not estimated are named")
  func refusals() throws {
    let model = try Self.model("Surv(time, status) ~ karno + I(2 * karno) + age")
    func contrast(_ name: String, _ weights: [Double]) -> LinearContrast {
      LinearContrast(name: name, weights: weights)
    }
    let (a, b) = (contrast("a", [1, 0, 0]), contrast("b", [1, 0, 40]))
    let sum = contrast("sum", [3, 0, 40])
    #expect(throws: InferenceError.redundantContrast("sum")) {
      _ = try model.jointTest(of: [a, b, sum])
    }
    #expect(throws: InferenceError.emptyContrast("none")) {
      _ = try model.estimate(contrast("none", [0, 0, 0]))
    }
    #expect(throws: InferenceError.notEstimated(contrast: "x", column: "I(2 * karno)")) {
      _ = try model.estimate(contrast("x", [1, 1, 0]))
    }
    #expect(throws: InferenceError.wrongLength(contrast: "x", weights: 1, coefficients: 3)) {
      _ = try model.estimate(contrast("x", [1]))
    }
    #expect(try model.jointTest(of: [a, b]).degreesOfFreedom == 2)
    let sentences: [(InferenceError, String)] = [
      (
        .redundantContrast("sum"),
        "The contrast 'sum' follows from those before it, so that they cannot be tested together; "
          + "leave it out of the joint test."
      ),
      (
        .emptyContrast("none"),
        "The contrast 'none' compares a patient with the same patient: nothing that it changes has "
          + "a coefficient."
      ),
      (
        .notEstimated(contrast: "x", column: "b"),
        "The contrast 'x' needs the coefficient of 'b', which the fit left out."
      ),
      (
        .wrongLength(contrast: "x", weights: 1, coefficients: 3),
        "The contrast 'x' has another number of weights (1) than the fit has coefficients (3)."
      ),
      (.fit(.notFinite), FitError.notFinite.description),
    ]
    for (error, sentence) in sentences { #expect(error.description == sentence) }
  }
}
