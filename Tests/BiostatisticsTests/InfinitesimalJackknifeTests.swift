import TestSupport
import Testing

@testable import Biostatistics

@Suite("Infinitesimal jackknife")
struct InfinitesimalJackknifeTests {
  /// Truncated rows of 12 people in up to three pieces, with odd weights.
  private static func rows(seed: UInt64) -> CurveRows {
    var generator = SplitMix64(state: seed)
    var rows = CurveRows(entry: [], exit: [], event: [], weights: [], clusters: [])
    for person in 0..<Int32(12) {
      var time = Double(Int.random(in: 0...6, using: &generator))
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        rows.entry?.append(time)
        time += Double(Int.random(in: 1...8, using: &generator))
        rows.exit.append(time)
        rows.event.append(Bool.random(using: &generator))
        rows.weights?.append(Double.random(in: 0.2...2, using: &generator))
        rows.clusters?.append(person * 1000 - 5000)
      }
    }
    return rows
  }

  /// Central differences of step h in one weight are good to h² and to 1e-16/h.
  @Test(
    "the variance is that of numerical derivatives by weight", arguments: [1, 2, 3, 4] as [UInt64])
  func derivatives(seed: UInt64) throws {
    let rows = Self.rows(seed: seed)
    for hazard in HazardEstimator.allCases {
      let (limit, exponential) = try curves(rows, hazard)
      var scores = [Int32: (limit: [Double], hazard: [Double])]()
      let weights = rows.weights ?? []
      for i in weights.indices {
        let h = 1e-5
        var (up, down) = (rows, rows)
        up.weights?[i] += h
        down.weights?[i] -= h
        let (more, less) = (try curves(up, hazard), try curves(down, hazard))
        let cluster = rows.clusters?[i] ?? 0
        let zero = [Double](repeating: 0, count: limit.times.count)
        var score = scores[cluster] ?? (zero, zero)
        for j in zero.indices {
          score.limit[j] += weights[i] * (more.0.survival[j] - less.0.survival[j]) / (2 * h)
          score.hazard[j] +=
            weights[i] * (more.1.cumulativeHazard[j] - less.1.cumulativeHazard[j]) / (2 * h)
        }
        scores[cluster] = score
      }
      for j in limit.times.indices {
        let limitVariance = scores.values.reduce(0) { $0 + $1.limit[j] * $1.limit[j] }
        let hazardVariance = scores.values.reduce(0) { $0 + $1.hazard[j] * $1.hazard[j] }
        expectClose(
          limit.standardErrors[j], limitVariance.squareRoot(), relative: 1e-6, absolute: 1e-8,
          "seed \(seed) time \(j)")
        expectClose(
          exponential.cumulativeHazardStandardErrors[j], hazardVariance.squareRoot(),
          relative: 1e-6, absolute: 1e-8, "seed \(seed) time \(j)")
      }
    }
  }

  private func curves(
    _ rows: CurveRows, _ hazard: HazardEstimator
  ) throws -> (SurvivalCurve, SurvivalCurve) {
    let outcomes = try SurvivalOutcomes(entry: rows.entry, exit: rows.exit, event: rows.event)
    let limit = try KaplanMeier(
      outcomes, weights: rows.weights, clusters: rows.clusters, hazard: hazard)
    let exponential = try NelsonAalen(
      outcomes, weights: rows.weights, clusters: rows.clusters, hazard: hazard)
    return (try #require(limit.curves.first), try #require(exponential.curves.first))
  }

  @Test("one cluster has no spread, and clusters of one row are the rows")
  func trivialClusters() throws {
    let lung = try LungCancer()
    let count = lung.outcomes.count
    let one = try KaplanMeier(lung.outcomes, clusters: [Int32](repeating: 4, count: count))
    #expect(one.curves[0].standardErrors.allSatisfy { $0 == 0 })
    let own = try KaplanMeier(lung.outcomes, clusters: (0..<count).map { Int32($0) })
    let rows = try KaplanMeier(lung.outcomes, variance: .infinitesimalJackknife)
    #expect(own.curves[0].standardErrors == rows.curves[0].standardErrors)
  }

  @Test("unweighted and untied, the product limit's is Greenwood's but for (n - 1)/n-like terms")
  func nearGreenwood() throws {
    let exit = (1...2000).map(Double.init)
    let outcomes = try SurvivalOutcomes(
      exit: exit, event: exit.map { $0.truncatingRemainder(dividingBy: 3) != 0 })
    let model = try KaplanMeier(outcomes).curves[0]
    let jackknife = try KaplanMeier(outcomes, variance: .infinitesimalJackknife).curves[0]
    expectClose(
      jackknife.standardErrors[1000], model.standardErrors[1000], relative: 1e-3)
  }
}
