import TestSupport
import Testing

@testable import Biostatistics

@Suite("Survival along a path")
struct CoxPathSurvivalTests {
  private static func numbers(_ columns: [(String, [Double])]) throws -> Table {
    try Table(columns: columns.map { Column(name: $0.0, numbers: $0.1) })
  }

  /// The curve of survival 3.5-3; its standard errors after the change are wrong, and those of 3.8-6
  /// stand under `expected_newer`.
  @Test("A transplant at day 60 gives what R's survfit(id = ) gives")
  func transplant() throws {
    let reference = try Reference(named: "open/predict-tvc-path.json")
    let expected = reference["expected_newer"]
    let model = try CoxModel(
      SurvivalFrame(
        Formula("Surv(start, stop, event) ~ age + surgery + transplant"),
        in: ReferenceCase.table("heart")))
    let path = try Self.numbers([
      ("start", [0, 60]), ("stop", [60, 800]), ("age", [5, 5]), ("surgery", [0, 0]),
      ("transplant", [0, 1]),
    ])
    let estimates = try model.survival(along: path, at: expected["times"].numbers)
    expectClose(estimates.map(\.survival), expected["surv"].numbers, relative: 1e-9)
    expectClose(estimates.map(\.standardError), expected["std_err"].numbers, relative: 1e-9)
    let ends = try model.survival(along: path, at: [-1, 800, 900])
    #expect(ends[0].survival == 1)
    #expect(ends[1].survival == ends[2].survival)
    #expect(!ends[1].isBeyondFollowUp && ends[2].isBeyondFollowUp)
  }

  @Test("A path whose covariates stay the same is the curve of the row")
  func constantPath() throws {
    let model = try CoxModel(
      SurvivalFrame(
        Formula("Surv(start, stop, event) ~ age + strata(surgery)"),
        in: ReferenceCase.table("heart")))
    let path = try Self.numbers([
      ("start", [0, 33, 34]), ("stop", [33, 34, 1000]), ("age", [5, 5, 5]), ("surgery", [1, 1, 1]),
    ])
    let times = [20.0, 33, 33.5, 300]
    let along = try model.survival(along: path, at: times)
    let row = try model.survival(
      of: Self.numbers([("age", [5]), ("surgery", [1])]), at: times)[0]
    expectClose(along.map(\.survival), row.map(\.survival), relative: 1e-12)
    expectClose(along.map(\.standardError), row.map(\.standardError), relative: 1e-10)
  }

  /// The coefficients change, the covariates stay: the same numbers from a split file in which the
  /// intervals are columns.
  @Test("With step() the survival of a row is that along the path of the split file")
  func steps() throws {
    var options = ModelFrameOptions()
    options.allowsEffectsOverTime = true
    let model = try CoxModel(
      SurvivalFrame(
        Formula("Surv(time, status) ~ age + step(karno, 90, 180)"),
        in: ReferenceCase.table("veteran"), options: options))
    let split = try CoxModel(
      SurvivalFrame(
        Formula(
          "Surv(tstart, time, status) ~ age + I(karno * (tgroup == 1)) + I(karno * (tgroup == 2)) "
            + "+ I(karno * (tgroup == 3))"), in: ReferenceCase.table("veteran_split")))
    let times = [30.0, 90, 100, 180, 365]
    let row = try model.survival(
      of: Self.numbers([("age", [60, 40]), ("karno", [80, 30])]), at: times)
    for (k, (age, karno)) in [(60.0, 80.0), (40, 30)].enumerated() {
      let path = try Self.numbers([
        ("tstart", [0, 90, 180]), ("time", [90, 180, 1000]), ("tgroup", [1, 2, 3]),
        ("age", [age, age, age]), ("karno", [karno, karno, karno]),
      ])
      let along = try split.survival(along: path, at: times)
      expectClose(row[k].map(\.survival), along.map(\.survival), relative: 1e-9)
      expectClose(row[k].map(\.standardError), along.map(\.standardError), relative: 1e-8)
      expectClose(row[k].map(\.lower), along.map(\.lower), relative: 1e-8)
    }
  }

  @Test("Steps of a (start, stop] fit along a path cross the cuts and the changes alike")
  func stepsAlongAPath() throws {
    var options = ModelFrameOptions()
    options.allowsEffectsOverTime = true
    let model = try CoxModel(
      SurvivalFrame(
        Formula("Surv(start, stop, event) ~ transplant + step(age, 50)"),
        in: ReferenceCase.table("heart"), options: options))
    func path(_ starts: [Double], _ stops: [Double], _ transplant: [Double]) throws -> Table {
      try Self.numbers([
        ("start", starts), ("stop", stops), ("transplant", transplant),
        ("age", starts.map { _ in 5 }),
      ])
    }
    let times = [40.0, 55, 200]
    let one = try model.survival(along: path([0, 60], [60, 800], [0, 1]), at: times)
    let two = try model.survival(along: path([0, 20, 60], [20, 60, 800], [0, 0, 1]), at: times)
    expectClose(one.map(\.survival), two.map(\.survival), relative: 1e-12)
    expectClose(one.map(\.standardError), two.map(\.standardError), relative: 1e-10)
  }

  @Test("A path that does not go forward is refused with its row")
  func refused() throws {
    let model = try CoxModel(
      SurvivalFrame(
        Formula("Surv(start, stop, event) ~ age"), in: ReferenceCase.table("heart")))
    let gap = try Self.numbers([("start", [0, 70]), ("stop", [60, 800]), ("age", [5, 5])])
    #expect(throws: DesignError.notAPath(row: RowPlace(row: 2, line: nil))) {
      try model.survival(along: gap, at: [100])
    }
    let empty = try Self.numbers([("start", [0]), ("stop", [0]), ("age", [5])])
    #expect(throws: DesignError.notAPath(row: RowPlace(row: 1, line: nil))) {
      try model.survival(along: empty, at: [100])
    }
    #expect(
      DesignError.notAPath(row: RowPlace(row: 2, line: 3)).description
        == "A path of covariates goes forward in time: the interval in row 2 (line 3) is empty, or "
        + "does not begin where the one before it ends.")
    let rightCensored = try CoxModel(
      SurvivalFrame(Formula("Surv(time, event) ~ age"), in: ReferenceCase.table("lung_w")))
    #expect(throws: DesignError.notSurvival(response: "Surv(time, event)")) {
      try rightCensored.survival(along: gap, at: [100])
    }
  }
}
