import Foundation
import TestSupport
import Testing

@testable import Biostatistics

@Suite("Kaplan-Meier")
struct KaplanMeierTests {
  @Test(
    "lung cancer by sex is R's, on every interval scale",
    arguments: zip(
      ["plain", "log", "log-log", "logit", "arcsin"],
      [ConfidenceScale.plain, .log, .logLog, .logit, .arcsine]))
  func lungBySex(name: String, scale: ConfidenceScale) throws {
    let expected = try Reference(named: "km-lung-sex.json")["expected"]
    let lung = try LungCancer()
    let curves = try KaplanMeier(lung.outcomes, groups: lung.sex, confidenceScale: scale).curves
    let times = expected["times"].numbers
    let read = curves.flatMap { $0.estimates(at: times) }
    #expect(read.count == 10)
    expectClose(read.map(\.atRisk), expected["n_risk"].numbers)
    expectClose(read.map(\.events), expected["n_event"].numbers)
    expectClose(read.map(\.survival), expected["surv"].numbers, relative: 1e-12)
    expectClose(read.map(\.standardError), expected["std_err"].numbers, relative: 1e-12)
    expectClose(read.map(\.cumulativeHazard), expected["cumhaz"].numbers, relative: 1e-12)
    expectClose(
      read.map(\.cumulativeHazardStandardError), expected["std_err_cumhaz"].numbers,
      relative: 1e-12)
    expectClose(read.map(\.lower), expected["lower_\(name)"].numbers, relative: 1e-11)
    expectClose(read.map(\.upper), expected["upper_\(name)"].numbers, relative: 1e-11)
    let quantiles = expected["quantiles_\(name)"]
    let table = expected["table_rmean_at_last_time"]["matrix"]
    for (group, curve) in curves.enumerated() {
      let own = [0.25, 0.5, 0.75].map { curve.quantile($0) }
      expectClose(own.map { $0.time ?? .nan }, quantiles["quantile"]["matrix"][group].numbers)
      expectClose(own.map { $0.lower ?? .nan }, quantiles["lower"]["matrix"][group].numbers)
      expectClose(own.map { $0.upper ?? .nan }, quantiles["upper"]["matrix"][group].numbers)
      let row = table[group].numbers
      #expect(Double(curve.rowCount) == row[0])
      #expect(curve.events.reduce(0, +) == row[3])
      // The file's means are restricted to 730 days, two years.
      let mean = try #require(curve.restrictedMean(to: 730))
      expectClose([mean.mean, mean.standardError], [row[4], row[5]], relative: 1e-12)
      #expect(curve.median.time == row[6])
    }
  }

  @Test("on the age scale, from age 60 on, it is R's")
  func ageScale() throws {
    let expected = try Reference(named: "km-mgus2-agescale.json")["expected"]
    let path = Reference.folder.appending(path: "data/mgus2_age.csv").path
    let table = try CSVReader.read(path: path)
    guard case .categories(let codes, let labels)? = table["sex"]?.values else {
      Issue.record("no sex")
      return
    }
    var entry: [Double]? = table.numbers("agein")
    var exit = table.numbers("ageout")
    _ = TimeFix.on.merge(entry: &entry, exit: &exit)
    let outcomes = try SurvivalOutcomes(
      entry: entry, exit: exit, event: table.numbers("death").map { $0 == 1 })
    let curves = try KaplanMeier(outcomes, groups: codes, startTime: 60).curves
    let order = labels.indices.sorted { labels[$0] < labels[$1] }
    let times = Set(expected["times"].numbers).sorted()
    let read = order.flatMap { curves[$0].estimates(at: times) }
    let strata = order.flatMap { label in
      expected["strata"].strings.filter { $0 == "sex=\(labels[label])" }
    }
    #expect(strata == expected["strata"].strings)
    let count = expected["surv"].numbers.count
    #expect(read.count == count)
    expectClose(read.map(\.atRisk), expected["n_risk"].numbers)
    expectClose(read.map(\.survival), expected["surv"].numbers, relative: 1e-11)
    expectClose(read.map(\.standardError), expected["std_err"].numbers, relative: 1e-11)
    expectClose(read.map(\.lower), expected["lower_log"].numbers, relative: 1e-11)
    expectClose(read.map(\.upper), expected["upper_log"].numbers, relative: 1e-11)
  }

  @Test("a group without rows has a curve without times, and answers NaN and nil")
  func emptyGroup() throws {
    let outcomes = try SurvivalOutcomes(exit: [1, 2], event: [true, true])
    let curves = try KaplanMeier(outcomes, groups: [0, 2], groupCount: 4).curves
    #expect(curves.map(\.rowCount) == [1, 0, 1, 0])
    let empty = curves[1]
    #expect(empty.times.isEmpty && empty.lastTime == nil)
    #expect(empty.survivalProbability(at: 1).isNaN && empty.cumulativeHazard(at: 1).isNaN)
    #expect(empty.median.time == nil && empty.restrictedMean() == nil)
    let read = empty.estimates(at: [1])
    #expect(read.first?.survival.isNaN == true && read.first?.atRisk == 0)
  }

  @Test("a start time after everybody has left leaves an empty curve, not a fault")
  func startAfterEnd() throws {
    let outcomes = try SurvivalOutcomes(exit: [1, 2], event: [true, false])
    let curve = try #require(try KaplanMeier(outcomes, startTime: 3).curves.first)
    #expect(curve.times.isEmpty && curve.rowCount == 0 && curve.startTime == 3)
  }

  @Test("bad arguments are refused with what is wrong")
  func errors() throws {
    let two = try SurvivalOutcomes(exit: [1, 2], event: [true, false])
    let none = try SurvivalOutcomes(exit: [], event: [])
    #expect(throws: NonparametricError.noRows) { try KaplanMeier(none) }
    #expect(throws: NonparametricError.differentLengths(argument: "weights", count: 1, rows: 2)) {
      try KaplanMeier(two, weights: [1])
    }
    #expect(throws: NonparametricError.differentLengths(argument: "clusters", count: 3, rows: 2)) {
      try KaplanMeier(two, clusters: [1, 2, 3])
    }
    #expect(throws: NonparametricError.differentLengths(argument: "groups", count: 0, rows: 2)) {
      try KaplanMeier(two, groups: [])
    }
    #expect(throws: NonparametricError.invalidWeight(row: 1, weight: -0.5)) {
      try KaplanMeier(two, weights: [1, -0.5])
    }
    #expect(throws: NonparametricError.invalidWeight(row: 0, weight: .infinity)) {
      try NelsonAalen(two, weights: [.infinity, 1])
    }
    #expect(
      throws: NonparametricError.invalidGroup(argument: "groups", row: 1, group: -1, groupCount: 1)
    ) {
      try KaplanMeier(two, groups: [0, -1])
    }
    #expect(
      throws: NonparametricError.tooManyGroups(
        argument: "groups", count: 2_147_483_648, limit: 1 << 20)
    ) {
      try KaplanMeier(two, groups: [0, .max])
    }
    for level in [0, 1, -1, 2] {
      #expect(throws: NonparametricError.invalidConfidenceLevel(Double(level))) {
        try KaplanMeier(two, confidenceLevel: Double(level))
      }
    }
    #expect(
      throws: NonparametricError.invalidNumber(argument: "startTime", value: .infinity)
    ) {
      try KaplanMeier(two, startTime: .infinity)
    }
  }

  @Test("whole weights count people: the curve is that of rows repeated")
  func weightsAreCounts() throws {
    var generator = SplitMix64(state: 7)
    let exit = (0..<60).map { _ in Double(Int.random(in: 1...20, using: &generator)) }
    let event = (0..<60).map { _ in Bool.random(using: &generator) }
    let counts = (0..<60).map { _ in Int.random(in: 1...4, using: &generator) }
    let weighted = try KaplanMeier(
      SurvivalOutcomes(exit: exit, event: event), weights: counts.map(Double.init)
    ).curves[0]
    let repeated = try KaplanMeier(
      SurvivalOutcomes(
        exit: zip(exit, counts).flatMap { [Double](repeating: $0, count: $1) },
        event: zip(event, counts).flatMap { [Bool](repeating: $0, count: $1) })
    ).curves[0]
    expectClose(weighted.survival, repeated.survival, relative: 1e-14)
    expectClose(weighted.standardErrors, repeated.standardErrors, relative: 1e-13)
    expectClose(weighted.atRisk, repeated.atRisk)
    #expect(weighted.variance == .modelBased)
  }

  @Test("clusters and fractional weights ask for the jackknife; modelBased overrules them")
  func automaticVariance() throws {
    let two = try SurvivalOutcomes(exit: [1, 2], event: [true, false])
    func variance(_ weights: [Double]?, _ clusters: [Int32]?, _ asked: CurveVariance) throws
      -> CurveVariance?
    {
      try KaplanMeier(two, weights: weights, clusters: clusters, variance: asked).curves.first?
        .variance
    }
    #expect(try variance(nil, nil, .automatic) == .modelBased)
    #expect(try variance([1, 2], nil, .automatic) == .modelBased)
    #expect(try variance([1, 2.5], nil, .automatic) == .infinitesimalJackknife)
    #expect(try variance(nil, [5, 5], .automatic) == .infinitesimalJackknife)
    #expect(try variance([1, 2.5], [5, 5], .modelBased) == .modelBased)
    #expect(try variance(nil, nil, .infinitesimalJackknife) == .infinitesimalJackknife)
  }
}
