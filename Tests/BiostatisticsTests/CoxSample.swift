import Foundation

@testable import Biostatistics

extension TieHandling {
  /// Those for which time is continuous and ties are an accident.
  static let continuous: [TieHandling] = [.efron, .breslow]
}

/// Small random follow-up for comparing a likelihood with the sums that define it.
struct CoxSample {
  var entry: [Double]?
  var exit: [Double]
  var event: [Bool]
  /// Covariates, column by column.
  var columns: [[Double]]
  var weights: [Double]?
  var strata: [Int32]?
  var strataCount = 0
  var offset: [Double]?

  var count: Int { exit.count }

  /// Tied whole times; truncation, weights, strata and offset in every combination as the seed goes
  /// through 0 ..< 16.
  init(seed: Int, count: Int = 60, columnCount: Int = 3) {
    var random = SeededGenerator(seed: seed)
    func rows(_ value: () -> Double) -> [Double] { (0..<count).map { _ in value() } }
    exit = rows { Double(Int.random(in: 5...20, using: &random)) }
    event = (0..<count).map { _ in Int.random(in: 0..<3, using: &random) > 0 }
    columns = (0..<columnCount).map { column in
      rows { column == 1 ? Double(Bool.random(using: &random) ? 1 : 0) : random.normal() }
    }
    if seed & 1 != 0 {
      entry = exit.map { $0 - Double(Int.random(in: 1...8, using: &random)) }
    }
    if seed & 2 != 0 { weights = rows { Double.random(in: 0.2...3, using: &random) } }
    if seed & 4 != 0 {
      strataCount = 3
      strata = (0..<count).map { _ in Int32.random(in: 0..<3, using: &random) }
    }
    if seed & 8 != 0 { offset = rows { 100 + random.normal() } }
  }

  /// The likelihood over its standardised columns.
  func likelihood(
    ties: TieHandling, threads: Int = 1, searchesDirectly: Bool = false
  ) throws -> CoxPartialLikelihood {
    let outcomes = try SurvivalOutcomes(entry: entry, exit: exit, event: event)
    let riskSets = CoxRiskSets(
      outcomes, weights: weights, strata: strata, strataCount: strataCount,
      leavesEventTimes: searchesDirectly)
    let design = DesignMatrix(
      columns: columns.enumerated().map { (name: "x\($0)", values: $1) })
    return CoxPartialLikelihood(
      riskSets: riskSets,
      design: StandardizedDesign(design, order: riskSets.order, weights: nil, threads: 1),
      ties: ties,
      weights: weights, offset: offset, threads: threads, searchesDirectly: searchesDirectly)
  }

  /// The columns as the likelihood works on them, in the rows' own order.
  func workingColumns(of likelihood: CoxPartialLikelihood) -> [[Double]] {
    (0..<likelihood.design.columnCount).map { column in
      var values = [Double](repeating: 0, count: count)
      for (place, row) in likelihood.riskSets.order.enumerated() {
        values[Int(row)] = likelihood.design.columns.pointer[count * column + place]
      }
      return values
    }
  }
}

/// Value, gradient and information of a partial likelihood, each risk set summed afresh: O(n D p^2),
/// and nothing carried from one event time to the next.
///
///     l = sum over deaths of w eta - sum over t and k of (W/d) log(S - f_k D)
struct DirectPartialLikelihood {
  var value = 0.0
  var gradient: [Double]
  var information: [[Double]]
  /// The hazard increment of every event time, in ascending order of stratum and time.
  var hazards: [Double] = []

  /// - Parameter entersAtOnce: whether a row that enters at an event time counts as at risk there:
  ///   wrong, and what one program does.
  init(
    _ sample: CoxSample, columns: [[Double]], at point: [Double], ties: TieHandling,
    entersAtOnce: Bool = false
  ) {
    let p = point.count
    gradient = [Double](repeating: 0, count: p)
    information = [[Double]](repeating: gradient, count: p)
    let rows = Array(sample.exit.indices)
    let eta = rows.map { row in
      columns.indices.reduce(sample.offset.map { $0[row] - 100 } ?? 0) {
        $0 + point[$1] * columns[$1][row]
      }
    }
    let weights = sample.weights ?? [Double](repeating: 1, count: rows.count)
    let strata = sample.strata ?? [Int32](repeating: 0, count: rows.count)
    for stratum in Set(strata).sorted() {
      let own = rows.filter { strata[$0] == stratum }
      for time in Set(own.filter { sample.event[$0] }.map { sample.exit[$0] }).sorted() {
        let atRisk = own.filter { row in
          guard let entry = sample.entry?[row] else { return sample.exit[row] >= time }
          return sample.exit[row] >= time && (entersAtOnce ? entry <= time : entry < time)
        }
        let dying = own.filter { sample.event[$0] && sample.exit[$0] == time }
        let total = dying.reduce(0) { $0 + weights[$1] }
        for row in dying {
          value += weights[row] * eta[row]
          for j in 0..<p { gradient[j] += weights[row] * columns[j][row] }
        }
        var hazard = 0.0
        for k in dying.indices {
          let f = ties == .efron ? Double(k) / Double(dying.count) : 0
          let share = total / Double(dying.count)
          // What is left of each risk in the k-th denominator.
          let left = Dictionary(
            uniqueKeysWithValues: atRisk.map { row in
              let part = sample.event[row] && sample.exit[row] == time ? 1 - f : 1
              return (row, part * weights[row] * exp(eta[row]))
            })
          let sum = atRisk.map { left[$0] ?? 0 }.sorted { $0.magnitude < $1.magnitude }.reduce(0, +)
          value -= share * log(sum)
          hazard += share / sum
          let means = columns.map { column in
            atRisk.reduce(0) { $0 + (left[$1] ?? 0) * column[$1] } / sum
          }
          for i in 0..<p {
            gradient[i] -= share * means[i]
            for j in 0..<p {
              let spread = atRisk.reduce(0) { partial, row in
                let deviations = (columns[i][row] - means[i]) * (columns[j][row] - means[j])
                return partial + (left[row] ?? 0) * deviations
              }
              information[i][j] += share * spread / sum
            }
          }
        }
        hazards.append(hazard)
      }
    }
  }
}

/// Steele, Lea and Flood's SplitMix64 (2014), doi:10.1145/2660193.2660195: the same numbers for the
/// same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A standard normal number, by Box and Muller (1958), doi:10.1214/aoms/1177706645.
  mutating func normal() -> Double {
    let u = Double.random(in: Double.leastNonzeroMagnitude..<1, using: &self)
    let v = Double.random(in: 0..<1, using: &self)
    return (-2 * log(u)).squareRoot() * cos(2 * .pi * v)
  }
}
