import StrictJSON
import TestSupport
import Testing

@testable import PrognosticModels

@Suite("Scorer")
struct ScorerTests {
  /// The rows at which one patient at a time and the array kernel differ in a bit.
  private func differences(
    _ scorer: Scorer, _ columns: [[Double]], horizon: Int
  ) throws -> [Int] {
    let count = columns[0].count
    var answers = [Double](repeating: 7, count: count)
    var predictors = answers
    let buffers = columns.map { column in
      let buffer = UnsafeMutableBufferPointer<Double>.allocate(capacity: count)
      _ = buffer.initialize(from: column)
      return buffer
    }
    defer { for buffer in buffers { buffer.deallocate() } }
    let inputs = buffers.map { UnsafeBufferPointer($0) }
    try answers.withUnsafeMutableBufferPointer {
      try scorer.survival(horizon: horizon, columns: inputs, into: $0)
    }
    try predictors.withUnsafeMutableBufferPointer {
      try scorer.linearPredictors(columns: inputs, into: $0)
    }
    return (0..<count).filter { i in
      let row = columns.map { $0[i] }
      let eta = scorer.linearPredictor(row)
      let survival = scorer.survival(
        horizon: horizon, linearPredictor: eta, stratum: scorer.stratum(row))
      func agree(_ a: Double, _ b: Double) -> Bool {
        a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN)
      }
      return !agree(eta, predictors[i]) || !agree(survival, answers[i])
    }
  }

  @Test("a cohort has the bits of its patients, over every kind of term", arguments: 1...20)
  func bits(seed: Int) throws {
    var generator = SplitMix64(seed: UInt64(seed))
    var terms = SampleModels.terms(seed: UInt64(seed)).shuffled(using: &generator)
    if seed > 4 { terms.removeLast(seed % 7) }
    if seed % 5 == 0 {
      // What the array kernel does not know is scored row by row.
      terms.append(
        #"{"name": "p", "kind": "transformed", "expression": "log1p(size)^1.7", "coefficient": 0.1}"#
      )
    }
    let parts = try ModelParts(SampleModels.proportionalHazards(terms: terms))
    let model = try parts.proportionalHazards()
    let scorer = try Scorer(model, at: [1, 3, 4.5])
    var columns = SampleModels.columns(1000 + seed, seed: UInt64(seed))
    columns[0][3] = .nan
    columns[0][5] = 200
    columns[1][6] = -2
    columns[2][8] = 11
    columns[2][9] = -1
    for horizon in 0..<3 { #expect(try differences(scorer, columns, horizon: horizon) == []) }
    // The document's own arithmetic has the same bits.
    for i in 10..<40 {
      let row = columns.map { $0[i] }
      let vector = CovariateVector(values: row)
      let eta = model.linearPredictor.value(vector)
      #expect(eta == scorer.linearPredictor(row))
      var survivals = [0.0, 0, 0]
      scorer.survivals(row, into: &survivals)
      #expect(
        survivals == (0..<3).map { scorer.survival(horizon: $0, linearPredictor: eta) })
      let shares = model.linearPredictor.contributions(vector)
      #expect(shares.reduce(0, +) == eta)
      #expect(
        model.survival(at: 4.5, linearPredictor: eta)
          == scorer.survival(horizon: 2, linearPredictor: eta))
    }
  }

  @Test("strata, incidence and logistic models have the same bits in a cohort")
  func kinds() throws {
    let terms = SampleModels.terms(seed: 3).prefix(3).joined(separator: ", ")
    let columns = SampleModels.columns(777, seed: 5)
    let strata = SampleModels.proportionalHazards(
      terms: [terms],
      baseline: """
        {"at": 0.1, "stratumOf": {"covariate": "spread"}, "strata": [
          {"stratum": "yes", "times": [1, 2, 5], "cumulativeHazard": [0.1, 0.2, 0.9]},
          {"stratum": "no", "times": [3], "cumulativeHazard": [0.3]}]}
        """)
    let model = try ModelParts(strata).proportionalHazards()
    let scorer = try Scorer(model, at: [1, 3, 5])
    #expect(model.baseline?.cumulativeHazard(at: 4, stratum: 1) == 0.2)
    #expect(scorer.survival(horizon: 0, linearPredictor: 800, stratum: 0) == 1)
    #expect(scorer.survival(horizon: 0, linearPredictor: 800, stratum: 1) == 0)
    #expect(scorer.survival(horizon: 0, linearPredictor: 0, stratum: 2).isNaN)
    for horizon in 0..<3 { #expect(try differences(scorer, columns, horizon: horizon) == []) }

    let incidence = SampleModels.document(
      endpoint: "distantMetastasis",
      form: """
        "form": "subdistributionHazards", "terms": [\(terms)], "baseline": \(SampleModels.baseline)
        """)
    guard case .subdistributionHazards(let fineGray) = try ModelParts(incidence).form else {
      throw ModelParts.AnotherForm()
    }
    let incidences = try Scorer(fineGray, at: [3])
    #expect(try differences(incidences, columns, horizon: 0) == [])
    let zero = incidences.survival(horizon: 0, linearPredictor: 0.4)
    expectClose(zero, 0.15, absolute: 1e-15)
    expectClose(
      fineGray.cumulativeIncidence(at: 3, linearPredictor: 0.4) ?? .nan, zero, absolute: 0)

    let logistic = SampleModels.document(
      form: """
        "form": "logistic", "terms": [\(terms)], "intercept": -0.5, "covariance": null
        """)
    guard case .logistic(let logit) = try ModelParts(logistic).form else {
      throw ModelParts.AnotherForm()
    }
    let odds = try Scorer(logit, at: 3)
    #expect(try differences(odds, columns, horizon: 0) == [])
    expectClose(odds.survival(horizon: 0, linearPredictor: 0.5), 0.5, absolute: 0)
    #expect(logit.probability(linearPredictor: 2) == odds.survival(horizon: 0, linearPredictor: 2))
    #expect(odds.survival(horizon: 0, linearPredictor: -800) == 0)
    #expect(odds.survival(horizon: 0, linearPredictor: 800) == 1)
  }

  @Test("survival given survival is the ratio of the two")
  func conditional() throws {
    let parts = try ModelParts(
      SampleModels.proportionalHazards(terms: SampleModels.terms(seed: 1)))
    let model = try parts.proportionalHazards()
    let scorer = try Scorer(model, at: [1, 3, 5])
    for eta in [-3.0, 0, 0.4, 1.7] {
      let ratio =
        scorer.survival(horizon: 2, linearPredictor: eta)
        / scorer.survival(horizon: 0, linearPredictor: eta)
      expectClose(
        scorer.survival(horizon: 2, given: 0, linearPredictor: eta), ratio, relative: 1e-14)
    }
    #expect(scorer.survival(horizon: 0, given: 2, linearPredictor: 0).isNaN)
    #expect(scorer.survival(horizon: 7, linearPredictor: 0).isNaN)
  }

  @Test("times without support, missing baselines and wrong columns are refused")
  func refused() throws {
    let text = SampleModels.proportionalHazards(terms: SampleModels.terms(seed: 1))
    let model = try ModelParts(text).proportionalHazards()
    #expect(throws: ScorerError.noSupport(time: 11)) { try Scorer(model, at: [11]) }
    #expect(throws: ScorerError.confidence(1)) { try Scorer(model, at: [1], confidence: 1) }
    let scorer = try Scorer(model, at: [5])
    var answers = [1.0]
    #expect(throws: ScorerColumnsError.columns(0, wanted: 4)) {
      try answers.withUnsafeMutableBufferPointer {
        try scorer.survival(horizon: 0, columns: [], into: $0)
      }
    }
    #expect(
      ScorerError.noSupport(time: 11).description
        == "The model has no baseline at the time 11.0.")
  }
}
