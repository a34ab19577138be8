extension Concordance {
  /// Uno's index of rows with case weights: a pair of an event i and a row j that outlived it counts
  /// w_i w_j / G(t_i-)^2, with G of the weighted table.
  ///
  /// The unweighted sweep counts in fixed point, in which the product of two weights and 1 / G^2 has no
  /// room; here sums are kept in floating point. O(n log m) for m event times.
  static func weightedUno(
    of score: [Double], against ended: SurvivalOutcomes, inverse: [Double], weights: [Double],
    keepingInfluence: Bool
  ) -> Concordance {
    let ranking = ScoreRanking(of: score)
    let events = OutlivedEvents(ended, strata: nil)
    let slots = events.eventTimeCount + 1
    let timeWeight = ended.event.indices.map { ended.event[$0] ? inverse[$0] * inverse[$0] : 0 }
    // By how many event times a row outlived: the weight at risk; by an event's time: its weight.
    var (risk, failed) = (RunningSums(count: slots), RunningSums(count: slots))
    func slot(_ row: Int) -> Int { Int(events.exits[row] >> 1) }
    var (riskAt, failedAt) = (
      [Double](repeating: 0, count: slots), [Double](repeating: 0, count: slots)
    )
    for row in weights.indices {
      riskAt[slot(row)] += weights[row]
      if ended.event[row] { failedAt[slot(row)] += weights[row] * timeWeight[row] }
    }
    var (riskBeyond, failedBefore) = (riskAt, failedAt)
    var (sum, before) = (0.0, 0.0)
    for place in riskAt.indices.reversed() {
      riskBeyond[place] = sum
      sum += riskAt[place]
    }
    for place in failedAt.indices {
      failedBefore[place] = before
      before += failedAt[place]
    }
    /// Of rows with lower scores, or with lower and tied ones: weight at risk beyond, events before.
    func seen(_ row: Int) -> (risk: Double, events: Double) {
      (risk.total - risk.upTo(slot(row)), failed.upTo(slot(row) - 1))
    }
    var (concordant, discordant, tied) = (0.0, 0.0, 0.0)
    var balance = [Double](repeating: 0, count: score.count)
    var partners = balance
    var start = 0
    while start < score.count {
      var end = start + 1
      while end < score.count, ranking.isTiedWithPrevious[end] { end += 1 }
      let group = ranking.order[start..<end].map(Int.init)
      let lower = group.map(seen)
      for row in group {
        risk.add(weights[row], at: slot(row))
        if ended.event[row] { failed.add(weights[row] * timeWeight[row], at: slot(row)) }
      }
      for (row, lower) in zip(group, lower) {
        let notHigher = seen(row)
        let all = (risk: riskBeyond[slot(row)], events: failedBefore[slot(row)])
        balance[row] = all.events - notHigher.events - lower.events
        partners[row] = all.events
        guard ended.event[row] else { continue }
        let higher = all.risk - notHigher.risk
        let weight = weights[row] * timeWeight[row]
        concordant += weight * lower.risk
        discordant += weight * higher
        tied += weight * (notHigher.risk - lower.risk)
        balance[row] += timeWeight[row] * (lower.risk - higher)
        partners[row] += timeWeight[row] * all.risk
      }
      start = end
    }
    let comparable = concordant + discordant + tied
    let index = (concordant + tied / 2) / comparable
    let mean = (concordant - discordant) / comparable
    let influence = weights.indices.map { row in
      weights[row] * (balance[row] - partners[row] * mean) / (2 * comparable)
    }
    return Concordance(
      concordantPairs: concordant, discordantPairs: discordant, tiedScorePairs: tied,
      tiedTimePairs: .nan, tiedBothPairs: .nan, index: index,
      standardError: influence.reduce(0) { $0 + $1 * $1 }.squareRoot(),
      influence: keepingInfluence ? influence : nil)
  }
}

/// Prefix sums that can be added to: a binary indexed tree (Fenwick 1994, doi:10.1002/spe.4380240306).
private struct RunningSums {
  private var tree: [Double]
  private(set) var total = 0.0

  init(count: Int) { tree = [Double](repeating: 0, count: count + 1) }

  mutating func add(_ value: Double, at place: Int) {
    total += value
    var node = place + 1
    while node < tree.count {
      tree[node] += value
      node += node & -node
    }
  }

  /// The sum of the places up to and with `place`; 0 below the first.
  func upTo(_ place: Int) -> Double {
    var sum = 0.0
    var node = place + 1
    while node > 0 {
      sum += tree[node]
      node -= node & -node
    }
    return sum
  }
}
