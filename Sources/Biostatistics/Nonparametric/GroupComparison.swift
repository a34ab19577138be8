internal import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The sums of ``LogRankTest``, gathered stratum by stratum.
struct GroupComparison {
  let groupCount: Int
  /// By stratum, then group.
  private(set) var observed: [[Double]] = []
  private(set) var expected: [[Double]] = []
  private(set) var covariance: Matrix

  init(groupCount: Int) {
    self.groupCount = groupCount
    covariance = Matrix(rowCount: groupCount, columnCount: groupCount)
  }

  /// Walks one stratum backward in time with the numbers at risk of each group in hand.
  mutating func add(_ rows: CurveRows, groups: [Int32], rho: Double) {
    let table = RiskTable(rows)
    let weights = Self.weights(table, rho: rho)
    let leaving = RowsByRank(table.exitRank, count: table.times.count)
    let entering = table.entryRank.map { RowsByRank($0, count: table.times.count) }
    var atRisk = [Int](repeating: 0, count: groupCount)
    var observed = [Double](repeating: 0, count: groupCount)
    var expected = observed
    var deaths = [Int](repeating: 0, count: groupCount)
    for j in table.times.indices.reversed() {
      for row in leaving[j] { atRisk[Int(groups[Int(row)])] += 1 }
      let (n, d, w) = (table.atRisk[j], table.events[j], weights[j])
      if d > 0 {
        for row in leaving[j] where rows.event[Int(row)] { deaths[Int(groups[Int(row)])] += 1 }
        for g in 0..<groupCount {
          observed[g] += w * Double(deaths[g])
          expected[g] += w * d * Double(atRisk[g]) / n
          deaths[g] = 0
        }
        if n > 1 { addCovariance(w * w * d * (n - d) / (n - 1), atRisk, n) }
      }
      if let entering { for row in entering[j] { atRisk[Int(groups[Int(row)])] -= 1 } }
    }
    self.observed.append(observed)
    self.expected.append(expected)
  }

  private mutating func addCovariance(_ factor: Double, _ atRisk: [Int], _ n: Double) {
    for g in 0..<groupCount where atRisk[g] > 0 {
      let share = factor * Double(atRisk[g]) / n
      for h in 0..<groupCount { covariance[h, g] -= share * Double(atRisk[h]) / n }
      covariance[g, g] += share
    }
  }

  /// S(t-)^rho at each time, S the product limit of all rows.
  private static func weights(_ table: RiskTable, rho: Double) -> [Double] {
    var survival = 1.0
    return table.times.indices.map { j in
      let weight = rho == 0 ? 1 : pow(survival, rho)
      if table.events[j] > 0 { survival *= (table.atRisk[j] - table.events[j]) / table.atRisk[j] }
      return weight
    }
  }
}
