import Biostatistics
import TestSupport
import Testing

/// The definition of the concordance, pair by pair: O(n²) and obvious.
private struct PairByPair {
  var concordant = 0.0, discordant = 0.0, tiedScore = 0.0, tiedTime = 0.0, tiedBoth = 0.0
  var index: Double { (concordant + tiedScore / 2) / (concordant + discordant + tiedScore) }

  init(_ data: RandomCohort, weights: [Double]? = nil) {
    let weights = weights ?? data.weights ?? .init(repeating: 1, count: data.score.count)
    let (exit, event) = (data.outcomes.exit, data.outcomes.event)
    for i in exit.indices where event[i] {
      for j in exit.indices where j != i && data.strata?[i] == data.strata?[j] {
        if let entry = data.outcomes.entry, entry[j] >= exit[i] { continue }
        let weight = weights[i] * weights[j]
        if event[j] && exit[j] == exit[i] {
          if j > i, data.score[i] == data.score[j] { tiedBoth += weight }
          if j > i, data.score[i] != data.score[j] { tiedTime += weight }
        } else if exit[j] >= exit[i] {
          if data.score[i] > data.score[j] { concordant += weight }
          if data.score[i] < data.score[j] { discordant += weight }
          if data.score[i] == data.score[j] { tiedScore += weight }
        }
      }
    }
  }
}

/// A small cohort whose times, scores, strata and weights come from few values, so that ties abound.
private struct RandomCohort {
  var score: [Double]
  var outcomes: SurvivalOutcomes
  var weights: [Double]?
  var strata: [Int32]?
  var clusters: [Int32]?

  init(seed: Int) throws {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func below(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(truncatingIfNeeded: (state >> 33) % UInt64(bound))
    }
    for _ in 0..<4 { _ = below(2) }
    let count = seed % 50 == 0 ? 700 : 1 + below(40)
    let times = seed % 50 == 0 ? 5_000 : 1 + below(25)
    let scores = 1 + below(12)
    let eventsOfTen = below(11)
    func rows<Value>(_ value: () -> Value) -> [Value] { (0..<count).map { _ in value() } }
    func sometimes<Value>(_ value: () -> Value) -> [Value]? {
      let values = rows(value)
      return below(2) == 0 ? values : nil
    }
    score = rows { Double(below(scores)) - 3 }
    let exit = rows { Double(1 + below(times)) - 4 }
    let entry = sometimes { Double(1 + below(times)) }
    outcomes = try SurvivalOutcomes(
      entry: entry.map { zip($0, exit).map { $1 - $0 } }, exit: exit,
      event: rows { below(10) < eventsOfTen })
    weights = sometimes { 0.1 * Double(below(31)) }
    strata = sometimes { Int32(below(4) * 17 - 20) }
    clusters = sometimes { Int32(below(8) - 4) }
  }

  func concordance(weights other: [Double]? = nil) throws -> Concordance {
    try Concordance(
      of: score, against: outcomes, weights: other ?? weights, strata: strata, clusters: clusters,
      keepingInfluence: true)
  }
}

@Suite("Concordance, pair by pair")
struct ConcordanceModelTests {
  /// Weights are multiples of 0.1, so sums of up to 10⁵ products agree to 10⁻¹²; without weights
  /// every count is exact.
  @Test("the sweep counts what comparing every pair counts", arguments: 0..<500)
  func counts(seed: Int) throws {
    let data = try RandomCohort(seed: seed)
    let actual = try data.concordance()
    let expected = PairByPair(data)
    expectClose(
      [
        actual.concordantPairs, actual.discordantPairs, actual.tiedScorePairs,
        actual.tiedTimePairs, actual.tiedBothPairs,
      ],
      [
        expected.concordant, expected.discordant, expected.tiedScore, expected.tiedTime,
        expected.tiedBoth,
      ],
      relative: data.weights == nil ? 0 : 1e-12, absolute: data.weights == nil ? 0 : 1e-11)
    expectClose(actual.index, expected.index, relative: 1e-12)
  }

  /// Central differences of step h = 10⁻⁴ are good to h² times a third derivative of order 1.
  @Test("the influence is the weight times the derivative by it", arguments: 0..<60)
  func influence(seed: Int) throws {
    let data = try RandomCohort(seed: 50 * seed + 1)
    let weights = data.weights ?? .init(repeating: 1, count: data.score.count)
    let actual = try data.concordance()
    guard !actual.index.isNaN else { return }
    var sums: [Int32: Double] = [:]
    for row in weights.indices {
      let step = 1e-4 * weights[row]
      var (up, down) = (weights, weights)
      up[row] += step
      down[row] -= step
      let slope =
        step == 0
        ? 0
        : (PairByPair(data, weights: up).index - PairByPair(data, weights: down).index) / (2 * step)
      expectClose(
        actual.influence?[row] ?? .nan, weights[row] * slope, absolute: 1e-7, "row \(row)")
      sums[data.clusters?[row] ?? Int32(row), default: 0] += actual.influence?[row] ?? .nan
    }
    let variance = sums.values.reduce(0) { $0 + $1 * $1 }
    expectClose(actual.standardError, variance.squareRoot(), relative: 1e-12, absolute: 1e-16)
    #expect(abs((actual.influence ?? []).reduce(0, +)) < 1e-14, "C has degree 0 in the weights")
  }

  @Test("turning the scores around turns the index around, with the same error", arguments: 1..<40)
  func direction(seed: Int) throws {
    let data = try RandomCohort(seed: seed)
    let actual = try data.concordance()
    let turned = try Concordance(
      of: data.score.map { -$0 }, against: data.outcomes, weights: data.weights,
      strata: data.strata, clusters: data.clusters, higherScoreMeansLaterEvent: true)
    expectClose(turned.concordantPairs, actual.concordantPairs, relative: 1e-12, absolute: 1e-11)
    expectClose(turned.discordantPairs, actual.discordantPairs, relative: 1e-12, absolute: 1e-11)
    expectClose(turned.index, actual.index, relative: 1e-12)
    expectClose(turned.standardError, actual.standardError, relative: 1e-10, absolute: 1e-14)
    let against = try Concordance(
      of: data.score, against: data.outcomes, weights: data.weights, strata: data.strata,
      clusters: data.clusters, higherScoreMeansLaterEvent: true)
    expectClose(against.index, 1 - actual.index, absolute: 1e-14)
    expectClose(against.standardError, actual.standardError, relative: 1e-12)
  }

  @Test("follow-up cut in two keeps index and, clustered by subject, error", arguments: 1..<40)
  func cutFollowUp(seed: Int) throws {
    let data = try RandomCohort(seed: seed)
    let subjects = (0..<Int32(data.score.count)).map { $0 }
    let entry = data.outcomes.entry ?? data.outcomes.exit.map { $0 - 100 }
    let middle = zip(entry, data.outcomes.exit).map { ($0 * 3 + $1) / 4 }
    let cut = try Concordance(
      of: data.score + data.score,
      against: SurvivalOutcomes(
        entry: entry + middle, exit: middle + data.outcomes.exit,
        event: middle.map { _ in false } + data.outcomes.event),
      weights: data.weights.map { $0 + $0 }, strata: data.strata.map { $0 + $0 },
      clusters: subjects + subjects)
    let whole = try Concordance(
      of: data.score, against: data.outcomes, weights: data.weights, strata: data.strata)
    expectClose(cut.index, whole.index, relative: 1e-12)
    expectClose(cut.standardError, whole.standardError, relative: 1e-10, absolute: 1e-14)
  }
}
