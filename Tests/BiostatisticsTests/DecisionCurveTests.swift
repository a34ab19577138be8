import Biostatistics
import TestSupport
import Testing

@Suite struct DecisionCurveTests {
  private func check(
    _ curve: DecisionCurve, _ expected: Reference, label: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let labels = expected["label"].strings
    func of(_ key: String, _ wanted: String) -> [Double] {
      zip(labels, expected[key].numbers).filter { $0.0 == wanted }.map(\.1)
    }
    expectClose(
      curve.points.map { $0.netBenefit ?? .nan }, of("net_benefit", label), relative: 1e-12,
      absolute: 1e-15, sourceLocation: sourceLocation)
    expectClose(
      curve.points.map { $0.truePositiveRate ?? .nan }, of("tp_rate", label), relative: 1e-12,
      sourceLocation: sourceLocation)
    expectClose(
      curve.points.map { $0.falsePositiveRate ?? .nan }, of("fp_rate", label), relative: 1e-12,
      sourceLocation: sourceLocation)
    expectClose(
      curve.points.map { $0.treatAll ?? .nan }, of("net_benefit", "all"), relative: 1e-12,
      absolute: 1e-15, sourceLocation: sourceLocation)
  }

  private let thresholds = [0.05, 0.1, 0.2, 0.3, 0.5]

  @Test("net benefit of a binary outcome is that of dcurves")
  func binary() throws {
    let reference = try ReferenceCase("dca-binary")
    let table = try reference.table()
    let cancer = try ExternalValidation.numbers(table, "cancer").map { $0 == 1 }
    for name in ["cancerpredmarker", "famhistory"] {
      let curve = try DecisionCurve(
        ofRisk: try ExternalValidation.numbers(table, name), against: cancer,
        thresholds: thresholds)
      check(curve, reference.expected, label: name)
    }
  }

  @Test("net benefit with a competing event is that of dcurves, by Aalen and Johansen")
  func competing() throws {
    let reference = try ReferenceCase("dca-competing")
    let table = try reference.table()
    guard case .categories(let codes, let labels) = table["cancer_cr"]?.values else {
      throw MissingColumn(name: "cancer_cr")
    }
    let kinds = ["censor": 0, "diagnosed with cancer": 1, "dead other causes": 2]
    let curve = try DecisionCurve(
      ofRisk: try ExternalValidation.numbers(table, "cancerpredmarker"), at: 1.5,
      exit: try ExternalValidation.numbers(table, "ttcancer"),
      kind: codes.map { kinds[labels[Int($0)]] ?? 9 }, thresholds: thresholds)
    check(curve, reference.expected, label: "cancerpredmarker")
  }

  @Test("interventions avoided, and nobody above the threshold, by hand")
  func byHand() throws {
    let outcomes = try SurvivalOutcomes(exit: [1, 2, 3, 4], event: [true, false, false, false])
    let curve = try DecisionCurve(
      ofRisk: [0.6, 0.2, 0.2, 0.2], at: 2.5, against: outcomes, thresholds: [0.5, 0.9])
    // F = 1/4 in all, 1 in the one above 0.5.
    let half = curve.points[0]
    #expect(half.netBenefit == 0.25 && half.positiveRate == 0.25)
    #expect(half.treatAll == -0.5 && half.interventionsAvoided == 0.75)
    #expect(curve.points[1].netBenefit == 0 && curve.points[1].positiveRate == 0)
    // The one above 0.5 is followed to 1 only, without an event: nothing is known at 2.5.
    let unknown = try DecisionCurve(
      ofRisk: [0.6, 0.2, 0.2, 0.2], at: 2.5,
      against: SurvivalOutcomes(exit: [1, 2, 3, 4], event: [false, true, false, false]),
      thresholds: [0.5])
    #expect(unknown.points[0].netBenefit == nil && unknown.points[0].interventionsAvoided == nil)
  }

  @Test("without censoring the survival and the binary curve are one")
  func uncensored() throws {
    let exit = (0..<50).map { Double($0 * 17 % 53) }
    let risk = (0..<50).map { Double($0 * 29 % 47) / 50 }
    let survival = try DecisionCurve(
      ofRisk: risk, at: 20,
      against: SurvivalOutcomes(exit: exit, event: exit.map { _ in true }))
    let binary = try DecisionCurve(ofRisk: risk, against: exit.map { $0 <= 20 })
    for (one, other) in zip(survival.points, binary.points) {
      expectClose(one.netBenefit ?? .nan, other.netBenefit ?? .nan, absolute: 1e-14)
      expectClose(one.treatAll ?? .nan, other.treatAll ?? .nan, absolute: 1e-14)
    }
  }

  @Test("each fault of the input is one sentence")
  func faults() throws {
    let outcomes = try SurvivalOutcomes(exit: [1, 2], event: [true, false])
    func sentence(_ make: () throws -> DecisionCurve) -> String {
      do { return "\(try make())" } catch { return "\(error)" }
    }
    #expect(
      sentence { try DecisionCurve(ofRisk: [0.1], at: 1, against: outcomes) }
        == "There are 1 risks where 2 are wanted.")
    #expect(
      sentence { try DecisionCurve(ofRisk: [0.1, 1.5], at: 1, against: outcomes) }
        == "The predicted risk of row 2 is 1.5; a risk lies between 0 and 1.")
    #expect(
      sentence { try DecisionCurve(ofRisk: [0.1, 0.5], at: 1, against: outcomes, thresholds: [1]) }
        == "A threshold is a risk between 0 and 1, not 1.0.")
    #expect(
      sentence { try DecisionCurve(ofRisk: [0.1, 0.5], at: 1, exit: [1, 2], kind: [1]) }
        == "There are 1 kinds of event where 2 are wanted.")
    let late = try SurvivalOutcomes(entry: [0, 1], exit: [1, 2], event: [true, false])
    #expect(
      sentence { try DecisionCurve(ofRisk: [0.1, 0.5], at: 1, against: late) }
        == "Patients came under observation late, which a decision curve does not allow for.")
  }
}
