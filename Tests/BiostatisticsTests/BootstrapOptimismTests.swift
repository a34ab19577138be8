import Biostatistics
import Foundation
import TestSupport
import Testing

/// lung with the three covariates of the open cases, and the resamples that go with it.
enum LungSample {
  static func frame(_ terms: String = "age + sex + ph.ecog") throws -> SurvivalFrame {
    try SurvivalFrame(Formula("Surv(time, event) ~ \(terms)"), in: table("lung_w"))
  }

  static func table(_ name: String) throws -> Table {
    try CSVReader.read(path: Reference.folder.appending(path: "data/\(name).csv").path)
  }

  /// A column of row numbers from 1 a resample.
  static func resamples(of count: Int) throws -> [RowSample] {
    try table("boot_lung").columns.map { column in
      guard case .numbers(let rows) = column.values else { return RowSample(all: 0) }
      return RowSample(rows.map { Int32($0) - 1 }, of: count)
    }
  }

  static let rms: Set<PerformanceIndex.Name> = [
    .harrellC, .somersDxy, .nagelkerkeR2, .recalibratedR2, .slope, .discriminationD,
    .unreliabilityU, .qualityQ, .giniMeanDifference,
  ]

  static func procedure(
    _ terms: String = "age + sex + ph.ecog", _ names: Set<PerformanceIndex.Name> = rms,
    horizons: [Double] = [], options: CoxOptions = CoxOptions(),
    selection: BackwardElimination? = nil
  ) throws -> CoxProcedure {
    var indices = SurvivalIndexOptions()
    indices.names = names
    indices.horizons = horizons
    return try CoxProcedure(
      frame(terms), options: options, selection: selection, indices: indices)
  }
}

@Suite struct BootstrapOptimismTests {
  /// Training and test values of every resample, by name.
  private func values(
    _ bootstrap: Bootstrap<CoxProcedure>
  ) throws -> [(training: [String: Double], test: [String: Double])] {
    let names = try bootstrap.whole().indices.map(\.name.rawValue)
    return try (0..<bootstrap.samples.count).map { b in
      guard case .indices(let training, let test) = bootstrap.replication(b).outcome else {
        throw MissingColumn(name: "resample \(b)")
      }
      func named(_ values: [IndexValue]) -> [String: Double] {
        Dictionary(uniqueKeysWithValues: zip(names, values.map { $0.number ?? .nan }))
      }
      return (named(training), named(test))
    }
  }

  @Test("on given resamples every index is R's, in the resample and in all rows")
  func given() throws {
    let given = try Reference(named: "resampling.json")["given"]
    let procedure = try LungSample.procedure()
    let bootstrap = try Bootstrap(
      of: procedure, .given(LungSample.resamples(of: procedure.rowCount)))
    for (b, found) in try values(bootstrap).enumerated() {
      for (k, name) in given["names"].strings.enumerated() {
        // R's fits of the slope stop at 1e-9 of the likelihood; U is a difference of two.
        let tolerance = name == "unreliabilityU" || name == "qualityQ" ? 1e-6 : 1e-8
        expectClose(
          found.training[name] ?? .nan, given["training"][b].numbers[k], relative: tolerance, name)
        expectClose(
          found.test[name] ?? .nan, given["test"][b].numbers[k], relative: tolerance, name)
      }
    }
  }

  @Test("slope and R2 are those of the open case; its C parts some patients who are alike")
  func openCase() throws {
    let reference = try Reference(named: "open/boot-optimism-cox.json")
    let tolerance = reference["tolerance_relative"].number ?? 0
    let expected = reference["expected"]
    let procedure = try LungSample.procedure()
    let bootstrap = try Bootstrap(
      of: procedure, .given(LungSample.resamples(of: procedure.rowCount)))
    let names = ["harrellC", "somersDxy", "slope", "nagelkerkeR2"]
    for (b, found) in try values(bootstrap).enumerated() {
      for (k, name) in names.enumerated() {
        let training = expected["training"]["matrix"][b].numbers[k]
        let test = expected["test"]["matrix"][b].numbers[k]
        if k > 1 {
          expectClose(found.training[name] ?? .nan, training, relative: tolerance)
          expectClose(found.test[name] ?? .nan, test, relative: tolerance)
        } else {
          // R ties linear predictors that are equal to the bit. Patients with the same covariates are
          // tied in truth, and in R if they happen to be rounded alike: `resampling.R` rounds them
          // first, and agrees with us. In the case some pairs, of 20,000, count as ordered: each moves C
          // by half a pair.
          let pairs = (k == 0 ? 1.0 : 2) * 4.5 / 19_000
          #expect(((found.training[name] ?? .nan) - training).magnitude < pairs)
          #expect(((found.test[name] ?? .nan) - test).magnitude < pairs)
        }
      }
    }
    let optimism = try bootstrap.optimism()
    for (k, name) in [PerformanceIndex.Name.harrellC, .somersDxy, .slope, .nagelkerkeR2]
      .enumerated()
    {
      let entry = try #require(optimism[name])
      let apparent = expected["apparent"]["values"].numbers[k]
      expectClose(entry.apparent.number ?? .nan, apparent, relative: tolerance)
      let distance = k > 1 ? tolerance : 5e-5
      for (found, key) in [(entry.optimism, "optimism"), (entry.corrected, "corrected")] {
        #expect(((found ?? .nan) - expected[key]["values"].numbers[k]).magnitude < distance)
      }
      #expect(entry.count == 20 && entry.unavailable.isEmpty)
    }
  }

  @Test("with resamples of its own it agrees with rms::validate to Monte-Carlo error")
  func monteCarlo() throws {
    let reference = try Reference(named: "resampling.json")["cox"]
    // 300 of ours against 2,000 of theirs.
    let optimism = try Bootstrap(of: LungSample.procedure(), .drawn(count: 300, seed: 20_261_128))
      .optimism()
    let names: [PerformanceIndex.Name] = [
      .somersDxy, .recalibratedR2, .slope, .discriminationD, .unreliabilityU, .qualityQ,
      .giniMeanDifference,
    ]
    for (k, name) in names.enumerated() {
      let row = reference["matrix"][k].numbers
      let entry = try #require(optimism[name])
      // cph stops at 1e-4 of the likelihood: coefficients are right to 2e-4, the likelihood to 1e-7.
      let tolerance = name == .giniMeanDifference ? 2e-4 : 1e-6
      expectClose(entry.apparent.number ?? .nan, row[0], relative: tolerance, "\(name)")
      let error = (entry.monteCarloError ?? .nan) * (1 + 300.0 / 2000).squareRoot()
      // Four standard errors for seven correlated indices: chance of about 1 in 2,000.
      #expect(((entry.optimism ?? .nan) - row[3]).magnitude < 4 * error, "\(name)")
      #expect(((entry.corrected ?? .nan) - row[4]).magnitude < 4 * error, "\(name)")
    }
  }

  @Test(
    "the result is the same to the bit on any number of threads, and a resample alone is itself")
  func threads() throws {
    let bootstrap = try Bootstrap(
      of: LungSample.procedure(horizons: [365]), .drawn(count: 60, seed: 7))
    let one = bootstrap.replications(threads: 1)
    for threads in [2, 3, 8] { #expect(bootstrap.replications(threads: threads) == one) }
    #expect(bootstrap.replication(57) == one[57])
    let same = try Bootstrap(
      of: LungSample.procedure(horizons: [365]), .drawn(count: 100, seed: 7))
    #expect(same.replication(57) == one[57])
    // What is known is not done again, and what is not begun is nil.
    let stopped = bootstrap.replications(monitor: StopAfter(10))
    let done = stopped.compactMap { $0 }
    #expect(done.count >= 10 && done.count < 60)
    let other = Replication(
      index: 0, outcome: .failed(.noEvents), droppedColumns: [], keptTerms: nil)
    #expect(bootstrap.replications(knowing: [other])[0] == other)
    #expect(bootstrap.replications(knowing: done) == one)
  }

  @Test(
    "apparent performance is what the validation of the same predictions finds",
    arguments: ["rcs(age, 3) + sex + ph.ecog", "rcs(age, 3) + strata(sex) + ph.ecog"])
  func apparent(terms: String) throws {
    let all = Set(PerformanceIndex.Name.allCases)
    let procedure = try LungSample.procedure(
      terms, all, horizons: [365, 730])
    let rows = RowSample(all: procedure.rowCount)
    let fitted = try procedure.fit(rows)
    let found = fitted.indices(on: rows, isOwn: true)
    let model = fitted.model
    let hazard = PredictedHazard(
      strata: model.baselineCumulativeHazard.map {
        .init(times: $0.times, cumulativeHazard: $0.cumulativeHazard)
      },
      stratum: model.frame.strata?.codes,
      relativeHazard: model.linearPredictors.map { exp($0) },
      followUp: model.frame.outcomes.exit.max() ?? 0)
    let validation = try SurvivalValidation(
      of: SurvivalPredictions(
        score: model.linearPredictors, isLogHazard: true, horizons: [365, 730],
        risks: [365, 730].map { hazard.risks(at: $0) }, hazard: hazard),
      against: model.frame.outcomes)
    func value(_ name: PerformanceIndex.Name, _ time: Double? = nil, _ p: Double? = nil) -> Double {
      let place = found.of.firstIndex(of: PerformanceIndex(name, at: time, threshold: p))
      return place.flatMap { found.values[$0].number } ?? .nan
    }
    // The same sums in the same order but for the linear predictor's last bits.
    func close(_ a: Double, _ b: Double?) { expectClose(a, b ?? .nan, relative: 1e-9) }
    close(value(.harrellC), try validation.harrellC.get().estimate)
    if model.frame.strata == nil {
      close(value(.slope), try validation.slope.get().estimate)
    }
    // Of its own rows, within strata too.
    #expect(value(.slope) == 1)
    close(value(.roystonD), try validation.separation.get().separation.estimate)
    close(value(.roystonR2), try validation.separation.get().explainedVariation)
    close(1 + value(.inTheLarge), 1 + (try validation.inTheLarge.get().logRatio.estimate))
    close(value(.integratedBrier, 730), try validation.integratedBrier.get().estimate)
    close(value(.scaledIntegratedBrier, 730), try validation.integratedBrier.get().scaled)
    for (time, there) in zip([365.0, 730], validation.horizons) {
      close(value(.unoC, time), try there.unoC.get().estimate)
      close(value(.auc, time), try there.auc.get().estimate)
      close(value(.brier, time), try there.brier.get().estimate)
      close(value(.scaledBrier, time), try there.brier.get().scaled)
      close(value(.observedExpected, time), try there.observedExpected.get().ratio)
      close(value(.slopeToHorizon, time), try there.slope.get().estimate)
      close(value(.ici, time), try there.curve.get().ici)
      close(value(.e50, time), try there.curve.get().e50)
      close(value(.e90, time), try there.curve.get().e90)
      for point in try there.decision.get().points {
        close(1 + value(.netBenefit, time, point.threshold), point.netBenefit.map { 1 + $0 })
      }
    }
    // 12 over all follow-up, 9 and 9 thresholds at each of two horizons, and the integral with its scale.
    #expect(found.of.count == 50 && found.values.count == 50)
  }

  @Test("knots that were not stated move with the sample, and stated ones stay")
  func knots() throws {
    func knots(_ terms: String, _ sample: Int) throws -> [Double] {
      let procedure = try LungSample.procedure(terms)
      let rows = RowSample(drawing: sample, seed: 3, from: procedure.rowCount)
      for case .spline(_, let knots, _) in try procedure.fit(rows).model.frame.columnRecipes
        .flatMap(\.factors)
      {
        return knots
      }
      return []
    }
    let ages = try LungSample.frame("age").design.values(ofColumn: 0)
    let sample = RowSample(drawing: 0, seed: 3, from: ages.count)
    let drawn = sample.rows.map { ages[Int($0)] }.sorted()
    // Three knots stand at the 10th, 50th and 90th percentile (type 7); 226 / 2 is a whole number.
    let moved = try knots("rcs(age, 3)", 0)
    #expect(moved.count == 3 && moved[1] == drawn[113])
    #expect(try knots("rcs(age, 3)", 1) != moved)
    #expect(try knots("rcs(age, c(50, 60, 70))", 0) == [50, 60, 70])
  }

  @Test("a level without a patient in a resample is left out there, and counted")
  func vanishedLevel() throws {
    // Three patients of centre c: absent from one resample in twenty.
    var table = try LungSample.table("lung_w")
    let centre = (0..<table.rowCount).map { $0 % 80 == 7 ? "c" : $0 % 2 == 0 ? "a" : "b" }
    table = try Table(
      columns: table.columns + [Column(name: "centre", texts: centre)])
    let frame = try SurvivalFrame(Formula("Surv(time, event) ~ age + centre"), in: table)
    var indices = SurvivalIndexOptions()
    indices.names = [.harrellC]
    let bootstrap = try Bootstrap(
      of: CoxProcedure(frame, indices: indices), .drawn(count: 100, seed: 1))
    let optimism = try bootstrap.optimism()
    let absent = (0..<100).count { b in
      !bootstrap.sample(b).rows.contains { $0 % 80 == 7 }
    }
    #expect(absent > 0)
    let dropped = optimism.droppedColumns.filter { $0.column == "centrec" }
    #expect(dropped.map(\.count) == [absent])
    #expect(
      (optimism[.harrellC]?.count ?? 0) + optimism.failures.values.reduce(0, +) == 100)
  }

  @Test("a resample without a model is counted by its reason")
  func failures() throws {
    let outcomes = try Table(columns: [
      Column(name: "time", numbers: (1...40).map(Double.init)),
      Column(name: "event", numbers: (1...40).map { $0 == 5 || $0 == 20 ? 1 : 0 }),
      Column(name: "x", numbers: (1...40).map { Double($0 * $0 % 7) }),
    ])
    let frame = try SurvivalFrame(Formula("Surv(time, event) ~ x"), in: outcomes)
    var indices = SurvivalIndexOptions()
    indices.names = [.harrellC]
    let bootstrap = try Bootstrap(
      of: CoxProcedure(frame, indices: indices), .drawn(count: 100, seed: 1))
    let optimism = try bootstrap.optimism()
    let none = (0..<100).count { b in
      !bootstrap.sample(b).rows.contains { $0 == 4 || $0 == 19 }
    }
    #expect(none > 0 && optimism.failures[.noEvents] == none)
    #expect(optimism[.harrellC].map { $0.count + optimism.failures.values.reduce(0, +) } == 100)
    let empty = Replication(
      index: 0, outcome: .failed(.noMaximum), droppedColumns: [], keptTerms: nil)
    #expect(throws: ResamplingError.noModel("1 for a coefficient without bound")) {
      try BootstrapOptimism([empty], of: bootstrap.whole())
    }
  }

  @Test("under a penalty the slope in the resample is not 1")
  func penalty() throws {
    var options = CoxOptions()
    options.penalty = .ridge(try Ridge(theta: 50))
    let whole = try Bootstrap(
      of: LungSample.procedure(options: options), .drawn(count: 2, seed: 1)
    ).whole()
    let slope = whole.indices.firstIndex { $0.name == .slope }.flatMap { whole.values[$0].number }
    // Shrunken coefficients are too timid in their own data.
    #expect((slope ?? 0) > 1.05)
    options.penalty = .firth
    let firth = try Bootstrap(
      of: LungSample.procedure(options: options), .drawn(count: 3, seed: 1)
    ).optimism()
    #expect(firth[.slope]?.count == 3)
  }

  @Test("each error of resampling is one sentence")
  func errors() throws {
    var options = ModelFrameOptions()
    options.weights = "w"
    let table = try LungSample.table("lung_w")
    let weighted = try Table(
      columns: table.columns.filter { $0.name != "w" } + [
        Column(name: "w", numbers: (0..<table.rowCount).map { Double(1 + $0 % 2) })
      ])
    let frame = try SurvivalFrame(
      Formula("Surv(time, event) ~ age"), in: weighted, options: options)
    #expect(throws: ResamplingError.weights) { try CoxProcedure(frame) }
    var stepOptions = ModelFrameOptions()
    stepOptions.allowsEffectsOverTime = true
    let stepped = try SurvivalFrame(
      Formula("Surv(time, event) ~ step(age, 200)"), in: table, options: stepOptions)
    #expect(throws: ResamplingError.effectOverTime(term: "step(age, 200)")) {
      try CoxProcedure(stepped)
    }
    #expect(throws: ResamplingError.tooFew("resamples", given: 1, needed: 2)) {
      try Bootstrap(of: LungSample.procedure(), .drawn(count: 1, seed: 1))
    }
    #expect(throws: ResamplingError.selectionLevel(1.5)) { try BackwardElimination(.p(1.5)) }
    let sentences: [(ResamplingError, String)] = [
      (
        .weights,
        "A fit with case weights cannot be resampled, for its indices would have to be weighted too; "
          + "fit it without --weights."
      ),
      (
        .effectOverTime(term: "tt(x)"),
        "A model with tt(x) cannot be resampled, for its effects change with time; leave the term out."
      ),
      (
        .tooFew("resamples", given: 1, needed: 2), "1 resamples are too few; 2 are needed."
      ),
      (
        .moreFoldsThanRows(folds: 9, rows: 5),
        "There are 9 folds for 5 rows; ask for fewer with --folds."
      ),
      (.selectionLevel(2), "Terms are selected at a level between 0 and 1, not at 2.0."),
      (.stopped, "Stopped before the end."),
      (.noModel("3 for no events"), "No sample led to a model: 3 for no events."),
      (
        .wholeData(.tooFewValuesForSpline),
        "The model has no fit to the whole data: too few distinct values for a spline."
      ),
    ]
    for (error, sentence) in sentences { #expect(error.description == sentence) }
    let words = ResampleFailure.allCases.map(\.words)
    #expect(
      words == [
        "no events", "no convergence", "a coefficient without bound",
        "too few distinct values for a spline", "a stratum without patients",
        "a fit that was refused",
      ])
  }
}

/// Ends after so many replications.
private final class StopAfter: ResamplingMonitor, @unchecked Sendable {
  private let lock = NSLock()
  private let limit: Int
  private var count = 0

  init(_ limit: Int) { self.limit = limit }

  func isDone(_ replication: Replication) { lock.withLock { count += 1 } }
  var shouldStop: Bool { lock.withLock { count >= limit } }
}
