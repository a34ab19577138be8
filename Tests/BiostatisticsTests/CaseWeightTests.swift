import Foundation
import TestSupport
import Testing

@testable import Biostatistics

/// Case weights in a validation: what R says, and that a weight of three is three patients in every estimate.
@Suite struct CaseWeightTests {
  private static let horizon = 1826.25

  private struct Cohort {
    var outcomes: SurvivalOutcomes
    var predictions: SurvivalPredictions
  }

  private func cohort(rows: [Int]? = nil) throws -> (Cohort, pid: [Double]) {
    let table = try CSVReader.read(
      path: Reference.folder.appending(path: "data/gbsg.csv").path, options: CSVOptions())
    func numbers(_ name: String) throws -> [Double] {
      guard case .numbers(let values) = try #require(table[name]).values else { return [] }
      return rows.map { rows in rows.map { values[$0] } } ?? values.array
    }
    let score = zip(try numbers("age"), try numbers("nodes")).map {
      ($0 + 10 * min($1, 20)) / 100
    }
    let risk = score.map { 1 - exp(-0.25 * exp($0)) }
    let outcomes = try SurvivalOutcomes(
      exit: try numbers("rfstime"), event: try numbers("status").map { $0 == 1 })
    return (
      Cohort(
        outcomes: outcomes,
        predictions: try SurvivalPredictions(
          score: score, isLogHazard: true, horizons: [Self.horizon], risks: [risk])),
      try numbers("pid")
    )
  }

  private func validation(
    _ cohort: Cohort, weights: [Double]? = nil
  ) throws -> SurvivalValidation {
    var options = SurvivalValidationOptions()
    options.thresholds = [0.2, 0.4, 0.6]
    return try SurvivalValidation(
      of: cohort.predictions, against: cohort.outcomes, weights: weights, options: options)
  }

  @Test("Fractional weights: concordance, slope, risks and weighted scores are those of R")
  func reference() throws {
    let expected = try Reference(named: "validation-weights.json")
    let (cohort, pid) = try cohort()
    let weights = pid.map { 0.5 + $0.truncatingRemainder(dividingBy: 7) / 3 }
    let found = try validation(cohort, weights: weights)
    let at = found.horizons[0]
    func expect(_ value: Double?, _ key: String, _ place: Int? = nil, within: Double = 1e-12) {
      let number = place.map { expected[key][$0].number } ?? expected[key].number
      expectClose(value ?? .nan, number ?? .nan, relative: within)
    }
    let harrell = try found.harrellC.get()
    expect(harrell.estimate, "harrell", 0)
    expect(harrell.standardError, "harrell", 1)
    let uno = try at.unoC.get()
    expect(uno.estimate, "uno", 0)
    expect(uno.standardError, "uno", 1, within: 1e-10)
    let slope = try found.slope.get()
    // R's fit stops at 1e-9 of its likelihood.
    expect(slope.estimate, "slope", 0, within: 1e-8)
    expect(slope.standardError, "slope", 1, within: 1e-7)
    let ratio = try at.observedExpected.get()
    expect(1 - ratio.observed, "survival", 0)
    expect((ratio.logStandardError ?? .nan) * ratio.observed, "survival", 1, within: 1e-10)
    expect(ratio.ratio, "observedExpected")
    expect(try at.decision.get().points[1].netBenefit, "netBenefit", within: 1e-10)
    expect(try at.brier.get().estimate, "brier")
    expect(try at.brier.get().nullModel, "null")
    expect(try at.auc.get().estimate, "auc")
    #expect(found.separation == .failure(.notWithWeights))
    expectClose(found.sumOfWeights ?? .nan, weights.reduce(0, +), relative: 1e-15)
    #expect(found.count == 686)
  }

  @Test("Whole weights give the estimates of the rows repeated as often")
  func repeated() throws {
    let (cohort, pid) = try cohort()
    let weights = pid.map { 1 + $0.truncatingRemainder(dividingBy: 3) }
    let rows = weights.indices.flatMap { [Int](repeating: $0, count: Int(weights[$0])) }
    let weighed = try validation(cohort, weights: weights)
    let plain = try validation(try self.cohort(rows: rows).0)
    func expectSame(_ one: Double?, _ other: Double?, _ within: Double = 1e-12) {
      expectClose(one ?? .nan, other ?? .infinity, relative: within)
    }
    expectSame(try weighed.harrellC.get().estimate, try plain.harrellC.get().estimate)
    let (one, other) = (weighed.horizons[0], plain.horizons[0])
    expectSame(try one.unoC.get().estimate, try other.unoC.get().estimate)
    expectSame(try one.auc.get().estimate, try other.auc.get().estimate)
    expectSame(try one.brier.get().estimate, try other.brier.get().estimate)
    expectSame(try one.brier.get().nullModel, try other.brier.get().nullModel)
    expectSame(try one.observedExpected.get().ratio, try other.observedExpected.get().ratio)
    #expect(one.groups.count == other.groups.count)
    for (a, b) in zip(one.groups, other.groups) {
      expectSame(a.predicted, b.predicted)
      expectSame(a.observed, b.observed)
    }
    for (a, b) in zip(try one.decision.get().points, try other.decision.get().points) {
      expectSame(a.netBenefit, b.netBenefit)
      expectSame(a.treatAll, b.treatAll)
      expectSame(a.positiveRate, b.positiveRate)
    }
    expectSame(weighed.medianFollowUp, plain.medianFollowUp)
    #expect(weighed.sumOfWeights == Double(plain.count))
    // Efron's likelihood does not take a weight of 2 for two tied deaths; a slope is near, and no more.
    let slopes = (try weighed.slope.get().estimate, try plain.slope.get().estimate)
    #expect((slopes.0 - slopes.1).magnitude < 0.02)
  }

  @Test("Weights of one change nothing but the kind of the standard errors that are the sandwich's")
  func ones() throws {
    let (cohort, pid) = try cohort()
    let weighed = try validation(cohort, weights: pid.map { _ in 1 })
    let plain = try validation(cohort)
    let (one, other) = (weighed.horizons[0], plain.horizons[0])
    expectClose(
      try weighed.harrellC.get().standardError, try plain.harrellC.get().standardError,
      relative: 1e-12)
    expectClose(
      try one.unoC.get().standardError, try other.unoC.get().standardError, relative: 1e-10)
    expectClose(
      try one.auc.get().standardError, try other.auc.get().standardError, relative: 1e-12)
    expectClose(
      try one.brier.get().standardError ?? .nan, try other.brier.get().standardError ?? 0,
      relative: 1e-12)
    let (curve, unweighed) = (try one.curve.get(), try other.curve.get())
    expectClose(curve.ici, unweighed.ici, relative: 1e-9)
    expectClose(curve.e50, unweighed.e50, relative: 1e-9)
    expectClose(curve.e90, unweighed.e90, relative: 1e-9)
    #expect(curve.points.allSatisfy { $0.interval == nil })
  }

  @Test("All weights times a constant give the same indices and standard errors")
  func scale() throws {
    let (cohort, pid) = try cohort()
    let weights = pid.map { 0.5 + $0.truncatingRemainder(dividingBy: 7) / 3 }
    let one = try validation(cohort, weights: weights)
    let other = try validation(cohort, weights: weights.map { 0.125 * $0 })
    for (a, b) in [
      (try one.harrellC.get(), try other.harrellC.get()),
      (try one.horizons[0].unoC.get(), try other.horizons[0].unoC.get()),
      (try one.slope.get(), try other.slope.get()),
      (try one.horizons[0].auc.get().interval(), try other.horizons[0].auc.get().interval()),
    ] {
      expectClose(a.estimate, b.estimate, relative: 1e-9)
      expectClose(a.standardError, b.standardError, relative: 1e-7)
    }
    let (a, b) = (try one.horizons[0].brier.get(), try other.horizons[0].brier.get())
    expectClose(a.estimate, b.estimate, relative: 1e-12)
    expectClose(a.standardError ?? .nan, b.standardError ?? 0, relative: 1e-9)
  }

  @Test("A quantile of weighted values is that of the values repeated")
  func quantiles() {
    let values: [Double] = [1, 2, 4, 8, 16]
    let weights: [Double] = [3, 1, 2, 5, 1]
    let repeated = zip(values, weights).flatMap { [Double](repeating: $0, count: Int($1)) }
    for k in 0...100 {
      let p = Double(k) / 100
      expectClose(
        quantile(p, ofSorted: values, weights: weights), quantile(p, ofSorted: repeated),
        relative: 1e-14)
    }
  }

  @Test("A weight that is none is named")
  func faults() throws {
    let (cohort, _) = try cohort()
    for bad in [0, -1, Double.nan, .infinity] {
      var weights = [Double](repeating: 1, count: 686)
      weights[4] = bad
      #expect(
        throws: ValidationInputError.self, "\(bad)",
        performing: { try validation(cohort, weights: weights) })
    }
    #expect(throws: ValidationInputError.differentLengths("weights", count: 1, expected: 686)) {
      try validation(cohort, weights: [1])
    }
    #expect(
      ValidationInputError.invalidWeight(row: 4, value: -1).description
        == "The weight of row 5 is -1.0; a case weight is positive and finite.")
    #expect(
      IndexUnavailable.notWithWeights.sentence
        == "it rests on the ranks of patients, which case weights do not define.")
  }
}
