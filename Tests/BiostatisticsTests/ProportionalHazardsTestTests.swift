import Biostatistics
import TestSupport
import Testing

/// `cox.zph` of R's survival 3.5-3, which is a score test since version 3.
@Suite("Tests of proportional hazards")
struct ProportionalHazardsTestTests {
  static let cases = [
    "cox-cgd-ag", "cox-colon-death-breslow", "cox-gbsg", "cox-heart-startstop",
    "cox-kidney-cluster", "cox-lung-caseweights-frac", "cox-lung-caseweights-int",
    "cox-lung-efron", "cox-ovarian-efron", "cox-pbc-classic", "cox-rotterdam-rfs",
    "cox-veteran-interaction",
  ]

  @Test("All transforms, by term and by column, give R's statistics", arguments: cases)
  func reference(id: String) throws {
    let reference = try ReferenceCase(id)
    let model = try reference.fit()
    let expected = reference.expected["zph"]
    for transform in TimeTransform.allCases {
      let test = try model.proportionalHazardsTest(transform, by: .column)
      expect(test, expected[transform.rawValue], "\(id) \(transform)")
    }
    expect(try model.proportionalHazardsTest(), expected["km_terms"], "\(id) by term")
  }

  private func expect(
    _ test: ProportionalHazardsTest?, _ expected: Reference, _ comment: String
  ) {
    let tests = (test?.terms.map(\.test) ?? []) + (test.map { [$0.global] } ?? [])
    let rows = expected["matrix"].array.map(\.numbers)
    expectClose(tests.map(\.statistic), rows.map { $0[0] }, relative: 1e-7, comment)
    expectClose(tests.map { Double($0.degreesOfFreedom) }, rows.map { $0[1] }, comment)
    expectClose(tests.map(\.p), rows.map { $0[2] }, relative: 1e-6, comment)
  }

  @Test("The test does not change when time is shifted or scaled")
  func invariance() throws {
    let sample = CoxSample(seed: 1)
    func test(_ time: (Double) -> Double, _ transform: TimeTransform) throws -> [Double] {
      let columns =
        [
          Column(name: "entry", numbers: (sample.entry ?? []).map(time)),
          Column(name: "exit", numbers: sample.exit.map(time)),
          Column(name: "event", numbers: sample.event.map { $0 ? 1 : 0 }),
        ] + sample.columns.enumerated().map { Column(name: "x\($0)", numbers: $1) }
      let frame = try SurvivalFrame(
        Formula("Surv(entry, exit, event) ~ x0 + x1 + x2"), in: Table(columns: columns))
      let test = try CoxModel(frame).proportionalHazardsTest(transform)
      return (test?.terms ?? []).map(\.test.statistic) + [test?.global.statistic ?? .nan]
    }
    for transform in [TimeTransform.identity, .rank, .kaplanMeier] {
      let plain = try test({ $0 }, transform)
      #expect(plain.count == 4)
      expectClose(try test({ 1e6 + 7 * $0 }, transform), plain, relative: 1e-8, "\(transform)")
    }
  }

  @Test("An event at time zero has no logarithm, and the sentence says what to use")
  func logOfZero() throws {
    let table = try Table(columns: [
      Column(name: "t", numbers: [0, 1, 2, 3]), Column(name: "d", numbers: [1, 1, 0, 1]),
      Column(name: "x", numbers: [1, 0, 1, 0]),
    ])
    let model = try CoxModel(ModelFrame(Formula("Surv(t, d) ~ x"), in: table))
    #expect(throws: FitError.logOfEventTime(0)) { try model.proportionalHazardsTest(.log) }
    #expect(throws: FitError.logOfEventTime(0)) { try model.coefficientsOverTime(.log) }
    #expect(
      FitError.logOfEventTime(0).description
        == "An event at time 0 has no logarithm; test proportional hazards against km, rank or "
        + "identity.")
  }
}
