import TestSupport
import Testing

@testable import PrognosticModels

@Suite("Benefit of patients")
struct NeoadjuvantBenefitTests {
  private func scorer(strata: Bool = false) throws -> Scorer {
    let terms = SampleModels.terms(seed: 3)
    let text =
      strata
      ? SampleModels.proportionalHazards(
        terms: terms,
        baseline: """
          {"at": 0.1, "stratumOf": {"covariate": "spread"}, "strata": [
            {"stratum": "yes", "times": [1, 2, 5], "cumulativeHazard": [0.1, 0.2, 0.9]},
            {"stratum": "no", "times": [3], "cumulativeHazard": [0.3]}]}
          """)
      : SampleModels.proportionalHazards(terms: terms)
    return try Scorer(try ModelParts(text).proportionalHazards(), at: [1, 3, 5])
  }

  private let ratios: [RatioEstimate]

  init() throws {
    ratios = [
      try RatioEstimate(.hazardRatio, 0.94, interval: (0.68, 1.31)),
      try RatioEstimate(.oddsRatio, 0.56, interval: (0.36, 0.85)),
      try RatioEstimate(.hazardRatio, 1, interval: nil),
      try RatioEstimate(.oddsRatio, 1, interval: (0.5, 2), confidence: 0.9),
    ]
  }

  @Test("Each answer is that of the scorer's survival under the ratio")
  func onePatient() throws {
    let scorer = try scorer()
    let benefit = try NeoadjuvantBenefit(baseline: .scorer(scorer), effects: ratios)
    #expect(benefit.count == 12)
    let columns = SampleModels.columns(200, seed: 9)
    for i in 0..<200 {
      let row = columns.map { $0[i] }
      let answers = try benefit.benefits(of: CovariateVector(values: row))
      for (e, ratio) in ratios.enumerated() {
        for t in 0..<3 {
          let answer = answers[3 * e + t]
          let survival = scorer.survival(
            horizon: t, linearPredictor: scorer.linearPredictor(row))
          #expect(answer.survivalWithout == .init(estimate: survival, interval: nil))
          let expected = SurvivalBenefit(without: try BaselineSurvival(survival), ratio: ratio)
          expectClose(
            answer.survivalWith.estimate, expected.survivalWith.estimate, absolute: 2e-16)
          #expect(answer.confidence == ratio.confidence)
          guard let interval = ratio.interval else {
            #expect(answer.absoluteBenefit == .init(estimate: 0, interval: nil))
            continue
          }
          #expect(interval.contains(ratio.estimate))
          for (quantity, other) in [
            (answer.survivalWith, expected.survivalWith),
            (answer.absoluteBenefit, expected.absoluteBenefit),
          ] {
            let (ends, others) = (try #require(quantity.interval), try #require(other.interval))
            expectClose(ends.lowerBound, others.lowerBound, absolute: 4e-16)
            expectClose(ends.upperBound, others.upperBound, absolute: 4e-16)
          }
          if ratio.estimate == 1 { #expect(answer.absoluteBenefit.estimate == 0) }
        }
      }
    }
  }

  @Test("A cohort has the bits of its patients", arguments: [false, true])
  func cohort(strata: Bool) throws {
    let scorer = try scorer(strata: strata)
    let benefit = try NeoadjuvantBenefit(baseline: .scorer(scorer), effects: ratios)
    let count = 2500
    var columns = SampleModels.columns(count, seed: 10)
    columns[0][3] = .nan
    columns[1][4] = 1e300
    if strata { columns[3][7] = 5 }
    let inputs = columns.map { column in
      let buffer = UnsafeMutableBufferPointer<Double>.allocate(capacity: count)
      _ = buffer.initialize(from: column)
      return UnsafeBufferPointer(buffer)
    }
    let room = (0..<12).map { _ in
      let buffer = UnsafeMutableBufferPointer<Double>.allocate(capacity: count)
      buffer.initialize(repeating: 7)
      return buffer
    }
    defer {
      for buffer in inputs { buffer.deallocate() }
      for buffer in room { buffer.deallocate() }
    }
    let answers = (0..<3).map {
      NeoadjuvantBenefit.Columns(
        survivalWithout: room[4 * $0], survivalWith: room[4 * $0 + 1],
        benefitLower: room[4 * $0 + 2], benefitUpper: room[4 * $0 + 3])
    }
    func same(_ a: Double, _ b: Double) -> Bool { a == b || (a.isNaN && b.isNaN) }
    for e in ratios.indices {
      try benefit.benefits(effect: e, columns: inputs, into: answers)
      for i in 0..<count {
        let patient = try benefit.benefits(of: CovariateVector(values: columns.map { $0[i] }))
        for t in 0..<3 {
          let one = patient[3 * e + t]
          #expect(same(answers[t].survivalWithout[i], one.survivalWithout.estimate))
          #expect(same(answers[t].survivalWith[i], one.survivalWith.estimate))
          let ends = one.absoluteBenefit.interval
          #expect(same(answers[t].benefitLower[i], ends?.lowerBound ?? .nan))
          #expect(same(answers[t].benefitUpper[i], ends?.upperBound ?? .nan))
        }
      }
    }
    #expect(throws: BenefitError.noEffect) {
      try benefit.benefits(effect: 4, columns: inputs, into: answers)
    }
    #expect(throws: BenefitError.noHorizon) {
      try benefit.benefits(effect: 0, columns: inputs, into: [])
    }
    #expect(throws: BenefitError.covariates(3, wanted: 4)) {
      try benefit.benefits(effect: 0, columns: Array(inputs.dropLast()), into: answers)
    }
    #expect(throws: BenefitError.rows(2499, wanted: 2500)) {
      let short = UnsafeBufferPointer(rebasing: inputs[0].dropLast())
      try benefit.benefits(effect: 0, columns: [short] + inputs.dropFirst(), into: answers)
    }
  }

  @Test("Survivals of one's own take a scorer's place, with their intervals")
  func ownSurvivals() throws {
    let survivals = [
      try BaselineSurvival(0.48), try BaselineSurvival(0.4, interval: (0.3, 0.5)),
    ]
    let benefit = try NeoadjuvantBenefit(baseline: .survivals(survivals), effects: ratios)
    let answers = try benefit.benefits(of: CovariateVector(values: []))
    #expect(answers.count == 8)
    #expect(answers[0] == SurvivalBenefit(without: survivals[0], ratio: ratios[0]))
    #expect(answers[3] == SurvivalBenefit(without: survivals[1], ratio: ratios[1]))
    #expect(throws: BenefitError.covariates(1, wanted: 0)) {
      try benefit.benefits(of: CovariateVector(values: [1]))
    }
    let room = (0..<8).map { _ in
      UnsafeMutableBufferPointer<Double>.allocate(capacity: 3)
    }
    defer { for buffer in room { buffer.deallocate() } }
    let columns = (0..<2).map {
      NeoadjuvantBenefit.Columns(
        survivalWithout: room[4 * $0], survivalWith: room[4 * $0 + 1],
        benefitLower: room[4 * $0 + 2], benefitUpper: room[4 * $0 + 3])
    }
    for buffer in room { buffer.initialize(repeating: 0) }
    try benefit.benefits(effect: 1, columns: [], into: columns)
    #expect(
      Array(columns[1].survivalWith)
        == [Double](repeating: answers[3].survivalWith.estimate, count: 3))
    #expect(columns[0].benefitUpper[2] == answers[2].absoluteBenefit.interval?.upperBound)
  }

  @Test("What is no survival over time, and nothing to ask, is refused")
  func refusals() throws {
    let terms = SampleModels.terms(seed: 3).prefix(3).joined(separator: ", ")
    let incidence = SampleModels.document(
      endpoint: "distantMetastasis",
      form: """
        "form": "subdistributionHazards", "terms": [\(terms)], "baseline": \(SampleModels.baseline)
        """)
    guard case .subdistributionHazards(let fineGray) = try ModelParts(incidence).form else {
      throw ModelParts.AnotherForm()
    }
    let scorer = try Scorer(fineGray, at: [3])
    #expect(throws: BenefitError.noSurvivalBaseline) {
      try NeoadjuvantBenefit(baseline: .scorer(scorer), effects: ratios)
    }
    #expect(throws: BenefitError.noHorizon) {
      try NeoadjuvantBenefit(baseline: .survivals([]), effects: ratios)
    }
    #expect(throws: BenefitError.noEffect) {
      try NeoadjuvantBenefit(baseline: .survivals([try BaselineSurvival(0.5)]), effects: [])
    }
  }
}
