import Biostatistics
import TestSupport
import Testing

@Suite("Concordance")
struct ConcordanceTests {
  /// Reference values are sums of at most 10⁶ terms; 10⁻¹² leaves room for their order.
  @Test("counts, index, standard error and influence are those of R's survival")
  func reference() throws {
    let cases = try Reference(named: "concordance.json")["cases"]
    #expect(cases.keys.count >= 18)
    for name in cases.keys {
      let expected = cases[name]
      let entry = expected["entry"].exists ? expected["entry"].numbers : nil
      let outcomes = try SurvivalOutcomes(
        entry: entry, exit: expected["exit"].numbers,
        event: expected["event"].numbers.map { $0 == 1 })
      func numbers(_ key: String) -> [Double]? {
        expected[key].exists ? expected[key].numbers : nil
      }
      let actual = try Concordance(
        of: expected["score"].numbers, against: outcomes, weights: numbers("weights"),
        strata: numbers("strata")?.map { Int32($0) },
        clusters: numbers("clusters")?.map { Int32($0) },
        higherScoreMeansLaterEvent: expected["higherScoreMeansLaterEvent"].number == 1,
        keepingInfluence: true)
      let counts = [
        actual.concordantPairs, actual.discordantPairs, actual.tiedScorePairs,
        actual.tiedTimePairs, actual.tiedBothPairs,
      ]
      expectClose(
        counts, expected["counts"].numbers, relative: 1e-12, absolute: 1e-9, "\(name) counts")
      expectClose(actual.index, expected["index"].number ?? .nan, relative: 1e-12, "\(name) index")
      expectClose(
        actual.standardError, expected["standardError"].number ?? .nan, relative: 1e-11,
        "\(name) standard error")
      expectClose(
        actual.influence ?? [], expected["influence"].numbers, relative: 1e-10, absolute: 1e-14,
        "\(name) influence")
    }
  }

  @Test("an event and a censoring at one time are comparable, two events at one time are not")
  func tiedTimes() throws {
    let outcomes = try SurvivalOutcomes(exit: [1, 1, 1, 2], event: [true, true, false, true])
    let actual = try Concordance(of: [3, 3, 2, 4], against: outcomes)
    // Each event at 1 is paired with rows 2 and 3; the event at 2 was outlived by nobody.
    #expect(actual.concordantPairs == 2)
    #expect(actual.discordantPairs == 2)
    #expect(actual.tiedScorePairs == 0)
    #expect(actual.tiedTimePairs == 0)
    #expect(actual.tiedBothPairs == 1)
    #expect(actual.index == 0.5)
    // k − d and n by row: 0, 2; 0, 2; 2, 2; −2, 2. Balance 0, so influence is (k − d) / 8.
    #expect(actual.standardError == (2.0 / 16).squareRoot())
    #expect(actual.influence == nil)
  }

  @Test("a row pairs only with events after its entry, at its entry's very time not yet")
  func leftTruncation() throws {
    let outcomes = try SurvivalOutcomes(
      entry: [0, 1, 0.5, 2], exit: [1, 3, 4, 5], event: [true, true, false, false])
    let actual = try Concordance(of: [4, 3, 5, 2], against: outcomes, keepingInfluence: true)
    // The event at 1 pairs with row 2 only; the event at 3 with rows 2 and 3.
    #expect(actual.concordantPairs == 1)
    #expect(actual.discordantPairs == 2)
    #expect(actual.index == 1.0 / 3)
    // Partners k − d, n by row: −1, 1; 0, 2; −2, 2; 1, 1; less n (K − D)/N = −n/3, over 2N = 6.
    expectClose(
      actual.influence ?? [], [-1.0 / 9, 1.0 / 9, -2.0 / 9, 2.0 / 9], absolute: 1e-16)
  }

  @Test("scores within 1e-12 of the larger are tied, also in chains; wider apart they are not")
  func nearlyEqualScores() throws {
    let outcomes = try SurvivalOutcomes(exit: [1, 2, 3, 4], event: [true, true, true, true])
    func tied(_ score: [Double]) throws -> Double {
      try Concordance(of: score, against: outcomes).tiedScorePairs
    }
    #expect(try tied([2, 1, 1 + 0.9e-12, 1 + 1.8e-12]) == 3)
    #expect(try tied([2, 1 + 0.9e-12, 1 + 1.8e-12, 1]) == 3)
    #expect(try tied([2, 1, 1 + 1.2e-12, 1 + 2.4e-12]) == 0)
    // Terms of 0.1 that cancel leave 2.8e-17 where 0 is meant.
    #expect(try tied([0.3 - 0.1 - 0.2, 0, 0.4, 0.5]) == 1)
    #expect(try tied([0.1 + 0.2, 0.3, 1, 2]) == 1)
    #expect(try tied([5, 5, 5, 5]) == 6)
    #expect(try tied([-.greatestFiniteMagnitude, -1, 2, 3]) == 0)
    #expect(try tied([0, -0.0, 4, 5]) == 1)
  }

  @Test("a few scores far from all others tie nobody", arguments: [1, 5])
  func outliers(count: Int) throws {
    let scores = (0..<40).map { Double($0 * 7 % 40) / 40 }
    let outcomes = try SurvivalOutcomes(
      exit: scores.indices.map { Double(1 + $0) }, event: scores.map { _ in true })
    let far = scores.enumerated().map { $0 < count ? 1e14 + 1e12 * $1 : $1 }
    #expect(try Concordance(of: far, against: outcomes).tiedScorePairs == 0)
    // Ranks are those of scores whose largest are large, but not far.
    let near = scores.enumerated().map { $0 < count ? 2 + $1 : $1 }
    #expect(
      try Concordance(of: far, against: outcomes) == (try Concordance(of: near, against: outcomes)))
  }

  @Test("without a comparable pair the index and its error are NaN and counts are zero")
  func noPair() throws {
    let nobody = try SurvivalOutcomes(exit: [], event: [])
    let one = try SurvivalOutcomes(exit: [1], event: [true])
    let censored = try SurvivalOutcomes(exit: [1, 2], event: [false, false])
    let allTied = try SurvivalOutcomes(exit: [2, 2], event: [true, true])
    for outcomes in [nobody, one, censored, allTied] {
      let score = (0..<outcomes.count).map(Double.init)
      let actual = try Concordance(of: score, against: outcomes, keepingInfluence: true)
      #expect(actual.index.isNaN && actual.standardError.isNaN)
      #expect(actual.concordantPairs + actual.discordantPairs + actual.tiedScorePairs == 0)
      #expect(actual.tiedTimePairs == (outcomes.eventCount == 2 ? 1 : 0))
      #expect(actual.influence?.allSatisfy(\.isNaN) == true)
    }
    let apart = try Concordance(
      of: [1, 2], against: SurvivalOutcomes(exit: [1, 2], event: [true, true]), strata: [7, -7])
    #expect(apart.index.isNaN)
    let weightless = try Concordance(
      of: [1, 2], against: SurvivalOutcomes(exit: [1, 2], event: [true, true]), weights: [0, 0])
    #expect(weightless.index.isNaN)
  }

  @Test("with all scores tied the index is a half and certain")
  func allScoresTied() throws {
    let outcomes = try SurvivalOutcomes(exit: [1, 2, 3], event: [true, false, true])
    let actual = try Concordance(of: [2, 2, 2], against: outcomes)
    #expect(actual.tiedScorePairs == 2)
    #expect(actual.index == 0.5)
    #expect(actual.standardError == 0)
  }

  @Test("100,000 untied events in the order of their scores are all concordant")
  func perfectOrder() throws {
    let count = 100_000
    let times = (0..<count).map { Double($0) * 0.37 }
    let outcomes = try SurvivalOutcomes(exit: times, event: .init(repeating: true, count: count))
    let pairs = Double(count) * Double(count - 1) / 2
    let perfect = try Concordance(of: times.map { -$0 }, against: outcomes)
    #expect(perfect.concordantPairs == pairs && perfect.discordantPairs == 0)
    #expect(perfect.index == 1 && perfect.standardError == 0)
    let reversed = try Concordance(
      of: times, against: outcomes, weights: .init(repeating: 0.5, count: count))
    #expect(reversed.concordantPairs == 0 && reversed.discordantPairs == pairs / 4)
    #expect(reversed.index == 0)
  }

  @Test("the unit of the weights changes no index and no error, huge or tiny as it may be")
  func unitOfWeights() throws {
    let lung = try Reference(named: "concordance.json")["cases"]["lungFractionalWeights"]
    let outcomes = try SurvivalOutcomes(
      exit: lung["exit"].numbers, event: lung["event"].numbers.map { $0 == 1 })
    for unit in [0x1p-900, 0x1p-40, 0x1p+3, 0x1p+900, 0x1p+1015] {
      let actual = try Concordance(
        of: lung["score"].numbers, against: outcomes,
        weights: lung["weights"].numbers.map { $0 * unit })
      expectClose(actual.index, lung["index"].number ?? .nan, relative: 1e-12)
      expectClose(actual.standardError, lung["standardError"].number ?? .nan, relative: 1e-11)
    }
  }

  @Test("a weight of zero takes its row out, and whole weights count like as many rows")
  func wholeWeights() throws {
    let exit: [Double] = [5, 3, 3, 8, 1, 6]
    let event = [true, true, false, false, true, true]
    let score: [Double] = [1, 4, 2, 2, 1, 3]
    let weights = [2, 0, 1, 3, 1, 2]
    let weighted = try Concordance(
      of: score, against: SurvivalOutcomes(exit: exit, event: event),
      weights: weights.map(Double.init))
    let rows = weights.indices.flatMap { row in [Int](repeating: row, count: weights[row]) }
    let copied = try Concordance(
      of: rows.map { score[$0] },
      against: SurvivalOutcomes(exit: rows.map { exit[$0] }, event: rows.map { event[$0] }),
      clusters: rows.map(Int32.init))
    #expect(weighted.concordantPairs == copied.concordantPairs)
    #expect(weighted.discordantPairs == copied.discordantPairs)
    #expect(weighted.tiedScorePairs == copied.tiedScorePairs)
    #expect(weighted.tiedTimePairs == copied.tiedTimePairs)
    // Copies of one event are tied with each other; a weight is not tied with itself.
    #expect(weighted.tiedBothPairs + 2 == copied.tiedBothPairs)
    #expect(weighted.index == copied.index)
    expectClose(weighted.standardError, copied.standardError, relative: 1e-14)
  }

  @Test("input that is no score, weight or grouping is refused with its row")
  func errors() throws {
    let outcomes = try SurvivalOutcomes(exit: [1, 2], event: [true, true])
    #expect(
      throws: ConcordanceError.differentLengths(
        score: 2, outcomes: 2, weights: nil, strata: 3, clusters: nil)
    ) { try Concordance(of: [1, 2], against: outcomes, strata: [1, 1, 1]) }
    #expect(
      throws: ConcordanceError.differentLengths(
        score: 1, outcomes: 2, weights: nil, strata: nil, clusters: nil)
    ) { try Concordance(of: [1], against: outcomes) }
    #expect(throws: ConcordanceError.scoreNotFinite(row: 1, score: .infinity)) {
      try Concordance(of: [1, .infinity], against: outcomes)
    }
    #expect(throws: ConcordanceError.negativeWeight(row: 1, weight: -0.5)) {
      try Concordance(of: [1, 2], against: outcomes, weights: [1, -0.5])
    }
    #expect(throws: ConcordanceError.weightNotFinite(row: 0, weight: .infinity)) {
      try Concordance(of: [1, 2], against: outcomes, weights: [.infinity, 1])
    }
  }
}
