/// The infinitesimal jackknife variance of a running sum of hazard steps, rows grouped in clusters:
///
///     V(t) = sum over clusters c of U_c(t)^2,   U_c(t) = sum over rows i of c of w_i dH(t)/dw_i
///
/// (Reid 1981, doi:10.1214/aos/1176345334; Therneau and Grambsch 2000,
/// doi:10.1007/978-1-4757-3294-8.) It is right where
/// weights are not counts of people (sampling or propensity weights) and where rows of one person
/// or centre go together.
///
/// One walk over time, O(rows + times + clusters). A step with drop δ takes δ W_c off every U_c
/// (W_c: weight of c at risk), which moves the sums V = ΣU², Q = ΣUW and R = ΣW² without a visit:
///
///     V += δ (δ R - 2 Q)        Q -= δ R
///
/// A cluster's own U_c is brought up to date only when one of its rows enters, fails or leaves.
struct InfinitesimalJackknife {
  private var score: [Double]
  private var weight: [Double]
  private var upToDateAt: [Double]
  private var dropped = 0.0
  private var sumOfSquares = CompensatedSum()
  private var sumOfProducts = CompensatedSum()
  private var sumOfSquaredWeights = CompensatedSum()

  private init(clusterCount: Int) {
    score = [Double](repeating: 0, count: clusterCount)
    weight = score
    upToDateAt = score
  }

  /// V at each time of `table`. An infinite step ends the walk: 0 from there on, since a survival
  /// of 0 does not vary with the weights.
  static func variance(
    of steps: HazardSteps, _ table: RiskTable, _ rows: CurveRows
  ) -> [Double] {
    let (cluster, clusterCount) = rows.clusterNumbers
    var variance = [Double](repeating: 0, count: table.times.count)
    // Scaling all weights leaves a hazard as it is: one cluster has no spread.
    guard clusterCount > 1 else { return variance }
    var walk = Self(clusterCount: clusterCount)
    let leaving = RowsByRank(table.exitRank, count: table.times.count)
    let entering = table.entryRank.map { RowsByRank($0, count: table.times.count) }
    func weight(_ row: Int32) -> Double { rows.weights?[Int(row)] ?? 1 }
    if entering == nil {
      for row in 0..<Int32(rows.count) { walk.enter(Int(cluster[Int(row)]), weight(row)) }
    }
    for j in table.times.indices {
      if let entering {
        for row in entering[j] { walk.enter(Int(cluster[Int(row)]), weight(row)) }
      }
      if table.events[j] > 0 {
        guard steps.drop[j].isFinite else { break }
        walk.drop(steps.drop[j])
        for row in leaving[j] where rows.event[Int(row)] {
          walk.gain(Int(cluster[Int(row)]), weight(row) * steps.gain[j])
        }
      }
      for row in leaving[j] { walk.leave(Int(cluster[Int(row)]), weight(row)) }
      variance[j] = max(walk.sumOfSquares.value, 0)
    }
    return variance
  }

  private mutating func bringUpToDate(_ c: Int) {
    score[c] -= (dropped - upToDateAt[c]) * weight[c]
    upToDateAt[c] = dropped
  }

  private mutating func enter(_ c: Int, _ w: Double) {
    bringUpToDate(c)
    sumOfProducts.add(score[c] * w)
    sumOfSquaredWeights.add(w * (2 * weight[c] + w))
    weight[c] += w
  }

  private mutating func leave(_ c: Int, _ w: Double) {
    bringUpToDate(c)
    sumOfProducts.add(-score[c] * w)
    sumOfSquaredWeights.add(-w * (2 * weight[c] - w))
    weight[c] -= w
  }

  private mutating func drop(_ delta: Double) {
    let squares = sumOfSquaredWeights.value
    sumOfSquares.add(delta * (delta * squares - 2 * sumOfProducts.value))
    sumOfProducts.add(-delta * squares)
    dropped += delta
  }

  private mutating func gain(_ c: Int, _ g: Double) {
    bringUpToDate(c)
    sumOfSquares.add(g * (2 * score[c] + g))
    sumOfProducts.add(g * weight[c])
    score[c] += g
  }
}

/// Rows listed by the rank of their time, in their order: a counting sort. Rows of rank `count`
/// (entries after the last time) are left out.
struct RowsByRank {
  private let rows: [Int32]
  private let starts: [Int]

  init(_ rank: [Int32], count: Int) {
    var starts = [Int](repeating: 0, count: count + 2)
    for place in rank { starts[Int(place) + 1] += 1 }
    for place in 0...count { starts[place + 1] += starts[place] }
    var next = starts
    rows = [Int32](unsafeUninitializedCapacity: rank.count) { rows, initialized in
      for (row, place) in rank.enumerated() {
        rows[next[Int(place)]] = Int32(truncatingIfNeeded: row)
        next[Int(place)] += 1
      }
      initialized = rank.count
    }
    self.starts = starts
  }

  subscript(place: Int) -> ArraySlice<Int32> { rows[starts[place]..<starts[place + 1]] }
}
