import Biostatistics
import Foundation
import TestSupport
import Testing

/// Firth's penalised logistic likelihood where a few rows have all the say: levels of one, two and three
/// rows, and rows of little weight.
@Suite("Firth's penalised logistic likelihood in small levels")
struct FirthLogisticTests {
  /// Rows and events of each level, the first the reference.
  private static let levels: [(rows: Int, events: Int)] = [
    (20, 8), (1, 0), (1, 1), (2, 0), (2, 1), (2, 2), (3, 0), (3, 1), (3, 3),
  ]

  private static func fit(
    _ formula: String, _ text: String, weights: String? = nil, firth: Bool = true
  ) throws -> LogisticModel {
    var frameOptions = ModelFrameOptions()
    frameOptions.weights = weights
    var options = LogisticOptions()
    options.firth = firth
    return try LogisticModel(
      try BinaryFrame(
        try Formula(formula), in: try CSVReader.read(text: text), options: frameOptions),
      options: options)
  }

  private static func table(_ levels: [(rows: Int, events: Int)]) -> String {
    "y,g\n"
      + levels.enumerated().flatMap { level, count in
        (0..<count.rows).map { "\($0 < count.events ? 1 : 0),\(level + 1)\n" }
      }.joined()
  }

  /// logit((e + 1/2) / (n + 1)): Jeffreys' prior is half an event and half a non-event in each level.
  private static func logOdds(_ level: (rows: Int, events: Int)) -> Double {
    log((Double(level.events) + 0.5) / (Double(level.rows - level.events) + 0.5))
  }

  /// A search ends at 1e-9 standard errors, and none of these is above 3.
  @Test("the log odds of a level are logit((e + 1/2) / (n + 1))")
  func oneFactor() throws {
    let model = try Self.fit("y ~ factor(g)", Self.table(Self.levels))
    #expect(model.convergence.reason == .stepBelowTolerance)
    // Steps that go to and fro take hundreds.
    #expect(model.convergence.iterations < 30, "\(model.convergence)")
    #expect(!model.warnings.contains { $0.code == .notConverged })
    let reference = Self.logOdds(Self.levels[0])
    expectClose(model.coefficients[0], reference, absolute: 5e-9)
    for (place, level) in Self.levels.enumerated().dropFirst() {
      expectClose(model.coefficients[place], Self.logOdds(level) - reference, absolute: 5e-9)
    }
  }

  @Test(
    "two levels alone, the rare one of 1, 2 or 3 rows without and with events only",
    arguments: [1, 2, 3], [false, true])
  func twoLevels(rows: Int, isEvent: Bool) throws {
    let levels = [(rows: 5, events: 2), (rows: rows, events: isEvent ? rows : 0)]
    let model = try Self.fit("y ~ factor(g)", Self.table(levels))
    #expect(model.convergence.reason == .stepBelowTolerance)
    #expect(model.convergence.iterations < 20, "\(model.convergence)")
    expectClose(
      model.coefficients,
      [Self.logOdds(levels[0]), Self.logOdds(levels[1]) - Self.logOdds(levels[0])],
      absolute: 5e-9)
  }

  /// The penalised likelihood of one factor is the plain one of its cells with a half added to each, whose
  /// search is Newton's. Limits are found to 1e-10 of the distance, each maximum to 1e-8.
  @Test("profiles and their tests are those of maximum likelihood with a half added to each cell")
  func profiles() throws {
    let firth = try Self.fit("y ~ factor(g)", Self.table(Self.levels))
    let cells = Self.levels.enumerated().flatMap { level, count in
      [
        "1,\(level + 1),\(Double(count.events) + 0.5)\n",
        "0,\(level + 1),\(Double(count.rows - count.events) + 0.5)\n",
      ]
    }
    let plain = try Self.fit(
      "y ~ factor(g)", "y,g,w\n" + cells.joined(), weights: "w", firth: false)
    let (limits, others) = (firth.profileIntervals(), plain.profileIntervals())
    expectClose(limits.map(\.lower), others.map(\.lower), relative: 1e-7)
    expectClose(limits.map(\.upper), others.map(\.upper), relative: 1e-7)
    expectClose(
      firth.profileTests.map(\.statistic), plain.profileTests.map(\.statistic), relative: 1e-7,
      absolute: 1e-12)
    #expect(limits.allSatisfy { $0.lower.isFinite && $0.upper.isFinite })
  }

  /// Made by `firth-logistic.py` in 40 digits.
  @Test("a covariate beside one rare row, two, or one of weight 1/8, to 1e-8", arguments: 0..<4)
  func highPrecision(number: Int) throws {
    let one = try Reference(named: "firth-logistic.json")["cases"][number]
    let model = try Self.fit(
      try #require(one["formula"].string), try #require(one["table"].string), weights: "w")
    #expect(model.convergence.reason == .stepBelowTolerance)
    let fit = one["fit"]
    expectClose(model.coefficients, fit["coefficients"].numbers, absolute: 1e-8)
    let limits = model.profileIntervals()
    expectClose(limits.map(\.lower), fit["lower"].numbers, relative: 1e-7)
    expectClose(limits.map(\.upper), fit["upper"].numbers, relative: 1e-7)
    expectClose(
      model.profileTests.map(\.statistic), fit["likelihoodRatio"].numbers, relative: 1e-7)
  }
}
