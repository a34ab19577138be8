import Biostatistics
import Foundation
import TestSupport
import Testing

@Suite struct CrossValidationTests {
  private func procedure(horizons: [Double] = []) throws -> CoxProcedure {
    try LungSample.procedure(
      "age + sex + ph.ecog", Set(PerformanceIndex.Name.allCases), horizons: horizons)
  }

  @Test("in the folds of the open case: linear predictors, pooled C and CVL are R's")
  func openCase() throws {
    let reference = try Reference(named: "open/crossval-cox-folds.json")
    let expected = reference["expected"]
    let tolerance = reference["tolerance_relative"].number ?? 0
    let procedure = try procedure()
    let found = try CrossValidation(
      of: procedure, [FoldAssignment((0..<procedure.rowCount).map { Int32($0 % 10) })])
    let predictors = try #require(found.linearPredictors)
    expectClose(predictors.reduce(0, +), expected["cv_lp"]["sum"].number ?? 0, relative: tolerance)
    expectClose(
      predictors.reduce(0) { $0 + $1 * $1 }, expected["cv_lp"]["sumsq"].number ?? 0,
      relative: tolerance)
    expectClose(
      Array(predictors.prefix(5)), expected["cv_lp"]["first5"].numbers, absolute: tolerance)
    expectClose(
      found[.harrellC]?.pooled ?? .nan, expected["pooled_c"].number ?? 0, relative: tolerance)
    expectClose(
      found.logLikelihood ?? .nan, expected["verweij_van_houwelingen_cvl"].number ?? 0,
      relative: tolerance)
    #expect(found.foldCount == 10 && found.failures.isEmpty)
  }

  @Test(
    "a fold's index is that of the model of the others, and the pooled Brier score is their mean")
  func folds() throws {
    let procedure = try procedure(horizons: [300])
    let folds = try FoldAssignment(
      drawing: 0, seed: 1, folds: 3, of: procedure.rowCount, events: procedure.events)
    let found = try CrossValidation(of: procedure, [folds])
    var slopes: [Double] = []
    for fold in 0..<3 {
      let (heldOut, kept) = folds.parts(fold)
      let indices = try procedure.fit(kept).indices(on: heldOut, isOwn: false)
      let place = indices.of.firstIndex { $0.name == .slope } ?? -1
      slopes.append(indices.values[place].number ?? .nan)
    }
    let mean = slopes.reduce(0, +) / 3
    let variance = slopes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 2
    // Sums of three.
    expectClose(found[.slope]?.mean ?? .nan, mean, relative: 1e-14)
    expectClose(found[.slope]?.standardDeviation ?? .nan, variance.squareRoot(), relative: 1e-12)
    #expect(found[.slope]?.count == 3)
    // G of the whole table and of a third differ a little; the risks are the same.
    let brier = try #require(found[.brier])
    expectClose(brier.pooled ?? .nan, brier.mean ?? .nan, relative: 0.02)
    #expect(found[.harrellC]?.pooledStandardDeviation == nil)
  }

  @Test("repeats deal anew, the same for a seed, on any number of threads")
  func repeats() throws {
    let procedure = try procedure()
    func run(_ seed: UInt64, threads: Int) throws -> CrossValidation {
      try CrossValidation(
        of: procedure,
        (0..<3).map {
          try FoldAssignment(drawing: $0, seed: seed, folds: 5, of: procedure.rowCount)
        }, threads: threads)
    }
    let (one, two) = (try run(1, threads: 1), try run(1, threads: 2))
    #expect(one.entries == two.entries && one.logLikelihood == two.logLikelihood)
    #expect(one.entries != (try run(2, threads: 1)).entries)
    #expect(one[.harrellC]?.count == 15)
    #expect((one[.harrellC]?.pooledStandardDeviation ?? 0) > 0)
    #expect(throws: ResamplingError.stopped) {
      try CrossValidation(
        of: procedure, [FoldAssignment(drawing: 0, seed: 1, folds: 5, of: procedure.rowCount)],
        shouldGoOn: { _ in false })
    }
  }

  @Test(
    "the cross-validated likelihood of a logistic model is the sum over rows that were held out")
  func logistic() throws {
    let frame = try BinaryFrame(
      Formula("low ~ age + lwt + smoke + ht"), in: LungSample.table("birthwt"))
    let procedure = try LogisticProcedure(frame)
    let found = try CrossValidation(
      of: procedure, [FoldAssignment((0..<procedure.rowCount).map { Int32($0 % 10) })])
    let predictors = try #require(found.linearPredictors)
    let direct = zip(predictors, procedure.events).reduce(0) {
      $0 - log(1 + exp($1.1 ? -$1.0 : $1.0))
    }
    // Sums of 189 terms in another order.
    expectClose(found.logLikelihood ?? .nan, direct, relative: 1e-13)
    #expect((found[.c]?.pooled ?? 1) < (try LogisticModel(frame).discrimination?.c ?? 0))
  }
}

@Suite struct FoldAssignmentTests {
  @Test("folds differ in size by one at most, and events are shared out where that is asked")
  func sizes() throws {
    let events = (0..<103).map { $0 % 4 == 0 }
    let folds = try FoldAssignment(drawing: 2, seed: 3, folds: 5, of: 103, events: events)
    for k in 0..<5 {
      let (heldOut, kept) = folds.parts(k)
      #expect((20...21).contains(heldOut.count) && heldOut.count + kept.count == 103)
      #expect((5...6).contains(heldOut.rows.count { events[Int($0)] }))
    }
    #expect(folds == (try FoldAssignment(drawing: 2, seed: 3, folds: 5, of: 103, events: events)))
    #expect(folds != (try FoldAssignment(drawing: 3, seed: 3, folds: 5, of: 103, events: events)))
  }

  @Test("clusters are held out whole")
  func clusters() throws {
    let clusters = (0..<30).map { Int32($0 / 3) }
    let folds = try FoldAssignment(drawing: 0, seed: 1, folds: 4, of: 30, clusters: clusters).folds
    for row in 0..<30 { #expect(folds[row] == folds[row / 3 * 3]) }
  }

  @Test("too few folds, and more than rows, are refused")
  func errors() throws {
    #expect(throws: ResamplingError.tooFew("folds", given: 1, needed: 2)) {
      try FoldAssignment(drawing: 0, seed: 1, folds: 1, of: 30)
    }
    #expect(throws: ResamplingError.moreFoldsThanRows(folds: 31, rows: 30)) {
      try FoldAssignment(drawing: 0, seed: 1, folds: 31, of: 30)
    }
    #expect(throws: ResamplingError.tooFew("folds", given: 1, needed: 2)) {
      try FoldAssignment([4, 4, 4])
    }
    #expect(try FoldAssignment([7, 3, 7]).folds == [1, 0, 1])
  }
}
