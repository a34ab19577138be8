/// The rows that make one curve: times, events, and where given weights and clusters.
struct CurveRows {
  var entry: [Double]?
  var exit: [Double]
  var event: [Bool]
  var weights: [Double]?
  var clusters: [Int32]?

  var count: Int { exit.count }

  /// The rows at `positions`.
  func selecting(_ positions: [Int]) -> CurveRows {
    CurveRows(
      entry: entry.map { column in positions.map { column[$0] } },
      exit: positions.map { exit[$0] }, event: positions.map { event[$0] },
      weights: weights.map { column in positions.map { column[$0] } },
      clusters: clusters.map { column in positions.map { column[$0] } })
  }

  /// The rows still followed at `start`: exit >= start.
  func from(_ start: Double) -> CurveRows {
    if exit.allSatisfy({ $0 >= start }) { return self }
    return selecting(exit.indices.filter { exit[$0] >= start })
  }

  /// Cluster numbers 0 ..< count in order of first appearance; every row its own without clusters.
  var clusterNumbers: (numbers: [Int32], count: Int) {
    guard let clusters else { return ((0..<count).map { Int32(truncatingIfNeeded: $0) }, count) }
    var numberOf: [Int32: Int32] = [:]
    var numbers: [Int32] = []
    numbers.reserveCapacity(clusters.count)
    for cluster in clusters {
      if let number = numberOf[cluster] {
        numbers.append(number)
      } else {
        let number = Int32(truncatingIfNeeded: numberOf.count)
        numberOf[cluster] = number
        numbers.append(number)
      }
    }
    return (numbers, numberOf.count)
  }
}

extension CurveRows {
  init(_ outcomes: SurvivalOutcomes, weights: [Double]? = nil, clusters: [Int32]? = nil) {
    self.init(
      entry: outcomes.entry, exit: outcomes.exit, event: outcomes.event, weights: weights,
      clusters: clusters)
  }
}

/// The rows of each group 0 ..< `count`, in their order.
func rowsByGroup(_ groups: [Int32], count: Int) -> [[Int]] {
  var rows = [[Int]](repeating: [], count: count)
  for (row, group) in groups.enumerated() { rows[Int(group)].append(row) }
  return rows
}

/// Checks one code a row, each in 0 ..< `count`; without a count, the largest code decides. At most
/// `limit` groups. Returns the number of groups.
func checkedGroupCount(
  _ groups: [Int32], argument: String, rows: Int, count: Int?, limit: Int = 1 << 20
) throws(NonparametricError) -> Int {
  guard groups.count == rows else {
    throw .differentLengths(argument: argument, count: groups.count, rows: rows)
  }
  let found = count ?? Int(groups.max() ?? -1) + 1
  for (row, group) in groups.enumerated() where group < 0 || group >= found {
    throw .invalidGroup(argument: argument, row: row, group: Int(group), groupCount: found)
  }
  guard found <= limit else {
    throw .tooManyGroups(argument: argument, count: found, limit: limit)
  }
  return found
}
