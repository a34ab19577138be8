import Foundation
import TestSupport
import Testing

@testable import Biostatistics

@Suite("Log-rank test")
struct LogRankTestTests {
  static let file = try? Reference(named: "log-rank.json")

  @Test(
    "G-rho tests are those of survdiff, and under truncation the score test of an exact Cox model",
    arguments: file?["cases"].keys ?? [])
  func reference(name: String) throws {
    let expected = try #require(Self.file)["cases"][name]
    let data = SurvivalCase(expected)
    let test = try LogRankTest(
      data.outcomes(), groups: try #require(data.codes("groups")), strata: data.codes("strata"),
      rho: expected["rho"].number ?? .nan)
    expectClose(test.chiSquare, expected["chiSquare"].number ?? .nan, relative: 1e-10, name)
    #expect(Double(test.degreesOfFreedom) == expected["degreesOfFreedom"].number)
    expectClose(test.pValue, expected["pValue"].number ?? .nan, relative: 1e-9, name)
    guard expected["observed"].exists else { return }
    expectClose(test.observed, expected["observed"].numbers, relative: 1e-12, name)
    expectClose(test.expected, expected["expected"].numbers, relative: 1e-12, name)
    for (stratum, observed) in test.observedByStratum.enumerated() {
      let own = (expected["observedByStratum"][stratum], expected["expectedByStratum"][stratum])
      expectClose(observed, own.0.numbers, relative: 1e-12, name)
      expectClose(test.expectedByStratum[stratum], own.1.numbers, relative: 1e-12, name)
    }
    for (actual, row) in zip(test.covarianceMatrix.rows, expected["covariance"].array) {
      expectClose(actual, row.numbers, relative: 1e-11, absolute: 1e-13, name)
    }
  }

  @Test("the reference file is there, with its cases")
  func referenceFile() throws {
    #expect(try #require(Self.file)["cases"].keys.count >= 11)
  }

  @Test("lung cancer by sex and by performance status is R's")
  func lung() throws {
    let file = try Reference(named: "logrank-lung.json")["expected"]
    let lung = try LungCancer()
    let known = lung.performanceStatus.indices.filter { lung.performanceStatus[$0] != nil }
    let outcomes = try SurvivalOutcomes(
      exit: known.map { lung.outcomes.exit[$0] }, event: known.map { lung.outcomes.event[$0] })
    let status = known.compactMap { lung.performanceStatus[$0] }
    let tests = [
      "sex": try LogRankTest(lung.outcomes, groups: lung.sex),
      "sex_peto": try LogRankTest(lung.outcomes, groups: lung.sex, rho: 1),
      "ecog": try LogRankTest(outcomes, groups: status),
      "sex_strata_ecog": try LogRankTest(
        outcomes, groups: known.map { lung.sex[$0] }, strata: status),
    ]
    for (name, test) in tests {
      let expected = file[name]
      expectClose(test.chiSquare, expected["chisq"].number ?? .nan, relative: 1e-12, name)
      #expect(Double(test.degreesOfFreedom) == expected["df"].number)
      for (row, own) in zip(test.covarianceMatrix.rows, expected["var"]["matrix"].array) {
        expectClose(row, own.numbers, relative: 1e-11, name)
      }
      for group in test.observed.indices {
        let rows = [expected["obs"]["matrix"][group], expected["exp"]["matrix"][group]]
        if rows[0].exists {
          expectClose(test.observedByStratum.map { $0[group] }, rows[0].numbers, name)
          expectClose(
            test.expectedByStratum.map { $0[group] }, rows[1].numbers, relative: 1e-12, name)
        } else {
          expectClose(
            test.observed[group], expected["obs"][group].number ?? .nan, relative: 1e-12, name)
          expectClose(
            test.expected[group], expected["exp"][group].number ?? .nan, relative: 1e-12, name)
        }
      }
    }
  }

  @Test("by hand under truncation: three event times, O - E = 1/2, V = 25/36")
  func handTruncated() throws {
    // At 2: A, A, B at risk, A dies. At 3: A, B, B at risk (one B entered at 2), B dies.
    // At 4: A and B are left, A dies. O_A = 2, E_A = 2/3 + 1/3 + 1/2.
    let outcomes = try SurvivalOutcomes(
      entry: [0, 0, 0, 2], exit: [2, 4, 3, 5], event: [true, true, true, false])
    let test = try LogRankTest(outcomes, groups: [0, 0, 1, 1])
    expectClose(test.observed, [2, 1])
    expectClose(test.expected, [1.5, 1.5], relative: 1e-15)
    let variance = 2.0 / 9 + 2.0 / 9 + 1.0 / 4
    expectClose(test.covarianceMatrix[0, 0], variance, relative: 1e-15)
    expectClose(test.chiSquare, 0.25 / variance, relative: 1e-14)
  }

  @Test("with nothing to compare, the statistic is 0, with no degree of freedom and no p")
  func nothingToCompare() throws {
    let censored = try SurvivalOutcomes(exit: [1, 2, 3], event: [false, false, false])
    let one = try SurvivalOutcomes(exit: [1], event: [true])
    let apart = try SurvivalOutcomes(
      entry: [0, 5], exit: [1, 6], event: [true, true])
    for test in [
      try LogRankTest(censored, groups: [0, 1, 1]), try LogRankTest(one, groups: [0]),
      try LogRankTest(apart, groups: [0, 1]), try LogRankTest(one, groups: [3], groupCount: 5),
    ] {
      #expect(test.chiSquare == 0 && test.degreesOfFreedom == 0 && test.pValue.isNaN)
    }
  }

  @Test("groups that never meet in a stratum cost a degree of freedom")
  func disconnected() throws {
    let outcomes = try SurvivalOutcomes(
      exit: [1, 2, 3, 4, 1, 2, 3, 4], event: [Bool](repeating: true, count: 8))
    let both = try LogRankTest(
      outcomes, groups: [0, 1, 0, 1, 2, 2, 3, 3], strata: [0, 0, 0, 0, 1, 1, 1, 1])
    let first = try LogRankTest(
      SurvivalOutcomes(exit: [1, 2, 3, 4], event: [true, true, true, true]),
      groups: [0, 1, 0, 1])
    let second = try LogRankTest(
      SurvivalOutcomes(exit: [1, 2, 3, 4], event: [true, true, true, true]),
      groups: [0, 0, 1, 1])
    #expect(both.degreesOfFreedom == 2)
    expectClose(both.chiSquare, first.chiSquare + second.chiSquare, relative: 1e-13)
  }

  @Test("the statistic does not depend on the order of groups or rows")
  func order() throws {
    var generator = SplitMix64(state: 11)
    let exit = (0..<300).map { _ in Double(Int.random(in: 1...40, using: &generator)) }
    let event = (0..<300).map { _ in Bool.random(using: &generator) }
    let groups = (0..<300).map { _ in Int32.random(in: 0..<5, using: &generator) }
    let shuffled = (0..<300).shuffled(using: &generator)
    let name: [Int32] = [3, 0, 4, 1, 2]
    let a = try LogRankTest(SurvivalOutcomes(exit: exit, event: event), groups: groups, rho: 0.5)
    let b = try LogRankTest(
      SurvivalOutcomes(exit: shuffled.map { exit[$0] }, event: shuffled.map { event[$0] }),
      groups: shuffled.map { name[Int(groups[$0])] }, rho: 0.5)
    expectClose(a.chiSquare, b.chiSquare, relative: 1e-11)
    #expect(a.degreesOfFreedom == 4 && b.degreesOfFreedom == 4)
  }

  @Test("bad arguments are refused with what is wrong")
  func errors() throws {
    let two = try SurvivalOutcomes(exit: [1, 2], event: [true, false])
    let none = try SurvivalOutcomes(exit: [], event: [])
    #expect(throws: NonparametricError.noRows) { try LogRankTest(none, groups: []) }
    #expect(throws: NonparametricError.differentLengths(argument: "groups", count: 1, rows: 2)) {
      try LogRankTest(two, groups: [0])
    }
    #expect(throws: NonparametricError.differentLengths(argument: "strata", count: 1, rows: 2)) {
      try LogRankTest(two, groups: [0, 1], strata: [0])
    }
    #expect(throws: NonparametricError.invalidNumber(argument: "rho", value: -1)) {
      try LogRankTest(two, groups: [0, 1], rho: -1)
    }
    #expect(
      throws: NonparametricError.tooManyGroups(argument: "groups", count: 5001, limit: 2048)
    ) {
      try LogRankTest(two, groups: [0, 5000])
    }
  }
}
