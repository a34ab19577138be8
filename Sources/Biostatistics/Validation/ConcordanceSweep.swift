/// The pairs of a concordance, in total and by row.
struct ConcordancePairs {
  fileprivate(set) var concordant = 0.0
  fileprivate(set) var discordant = 0.0
  fileprivate(set) var tiedScore = 0.0
  fileprivate(set) var tiedTime = 0.0
  fileprivate(set) var tiedBoth = 0.0
  /// By row: the weight of its partners in concordant pairs less that in discordant pairs.
  fileprivate(set) var balanceOfPartners: [Double]
  /// By row: the weight of its partners in comparable pairs.
  fileprivate(set) var comparablePartners: [Double]

  init(_ ranking: ScoreRanking, _ outlived: OutlivedEvents, weights: [Double]?) {
    balanceOfPartners = [Double](repeating: 0, count: ranking.order.count)
    comparablePartners = balanceOfPartners
    if weights == nil {
      ConcordanceSweep<Int32>(outlived, weights: nil).run(over: ranking, into: &self)
    } else {
      ConcordanceSweep<Double>(outlived, weights: weights).run(over: ranking, into: &self)
    }
  }
}

/// One sweep over the rows in order of score, in O(n log m) for n rows and m distinct event times.
///
/// When it comes to a row, a ``RiskAndEventTree`` holds the rows with lower scores. A row with an
/// event asks it for the rows that outlived the event; every row asks for the events that it
/// outlived. Asked again once the rows with a tied score have been added, it counts lower and tied
/// scores together. Higher scores are what is left of the totals, which depend on no score.
private struct ConcordanceSweep<Count: RowCount>: ~Copyable {
  private struct Partners {
    /// Rows that outlived this row's event; 0 without event.
    var atRisk: Count
    /// Events that this row outlived.
    var events: Count
  }

  private let outlived: OutlivedEvents
  private let weights: [Double]?
  private let tree: RiskAndEventTree<Count>
  /// Rows at risk beyond each slot, and events before it, whatever their score.
  private var atRiskBeyond: [Count]
  private var eventsBefore: [Count]
  /// Events in each slot with lower scores, and with scores tied with the present one.
  private var lowerEvents: [Count]
  private var tiedEvents: [Count]

  init(_ outlived: OutlivedEvents, weights: [Double]?) {
    self.outlived = outlived
    self.weights = weights
    let slots = outlived.eventTimeCount + 1
    tree = RiskAndEventTree(slots: slots)
    lowerEvents = [Count](repeating: 0, count: slots)
    tiedEvents = lowerEvents
    var entered = lowerEvents
    var left = lowerEvents
    var events = lowerEvents
    for (row, exit) in outlived.exit.enumerated() {
      let slot = Int(exit >> 1)
      let weight = Count(weight: weights?[row] ?? 1)
      left[slot] += weight
      if exit & 1 == 1 { events[slot] += weight }
      entered[outlived.missed.map { Int($0[row]) } ?? 0] += weight
    }
    atRiskBeyond = lowerEvents
    eventsBefore = lowerEvents
    var beyond: Count = 0
    var before: Count = 0
    for slot in 0..<slots {
      beyond += entered[slot] - left[slot]
      atRiskBeyond[slot] = beyond
      eventsBefore[slot] = before
      before += events[slot]
    }
  }

  consuming func run(over ranking: ScoreRanking, into pairs: inout ConcordancePairs) {
    var lower: [Partners] = []
    let count = ranking.order.count
    var start = 0
    while start < count {
      var end = start + 1
      while end < count, ranking.isTiedWithPrevious[end] { end += 1 }
      if end == start + 1 {
        let row = Int(ranking.order[start])
        let partners = partnersInTree(of: row)
        add(row)
        record(row, lower: partners, notHigher: partners, in: &pairs)
        settleEvent(of: row)
      } else {
        let rows = ranking.order[start..<end]
        lower.removeAll(keepingCapacity: true)
        for row in rows { lower.append(partnersInTree(of: Int(row))) }
        for row in rows { add(Int(row)) }
        for (row, lower) in zip(rows, lower) {
          let row = Int(row)
          record(row, lower: lower, notHigher: partnersInTree(of: row), in: &pairs)
        }
        for row in rows { settleEvent(of: Int(row)) }
      }
      start = end
    }
  }

  @inline(__always)
  private func partnersInTree(of row: Int) -> Partners {
    let exit = outlived.exit[row]
    let (atRisk, events) = tree.counts(around: Int(exit >> 1), atRisk: exit & 1 == 1)
    guard let missed = outlived.missed else { return Partners(atRisk: atRisk, events: events) }
    let before = tree.counts(around: Int(missed[row]), atRisk: false).eventsBefore
    return Partners(atRisk: atRisk, events: events - before)
  }

  @inline(__always)
  private func partners(of row: Int) -> Partners {
    let exit = outlived.exit[row]
    let slot = Int(exit >> 1)
    let before = outlived.missed.map { eventsBefore[Int($0[row])] } ?? 0
    return Partners(
      atRisk: exit & 1 == 1 ? atRiskBeyond[slot] : 0, events: eventsBefore[slot] - before)
  }

  @inline(__always)
  private func add(_ row: Int) {
    let exit = outlived.exit[row]
    let weight = Count(weight: weights?[row] ?? 1)
    tree.add(weight, atRisk: Int(exit >> 1), event: exit & 1 == 1)
    if let missed = outlived.missed { tree.add(-weight, atRisk: Int(missed[row]), event: false) }
  }

  @inline(__always)
  private mutating func record(
    _ row: Int, lower: Partners, notHigher: Partners, in pairs: inout ConcordancePairs
  ) {
    let all = partners(of: row)
    // Rounding of weights must not leave a negative count.
    let lowerAtRisk = max(0, lower.atRisk.double)
    let higherAtRisk = max(0, (all.atRisk - notHigher.atRisk).double)
    let lowerEvents = lower.events.double
    let higherEvents = (all.events - notHigher.events).double
    pairs.balanceOfPartners[row] = (lowerAtRisk - higherAtRisk) - (lowerEvents - higherEvents)
    pairs.comparablePartners[row] = all.atRisk.double + all.events.double
    let exit = outlived.exit[row]
    guard exit & 1 == 1 else { return }
    let slot = Int(exit >> 1)
    let weight = Count(weight: weights?[row] ?? 1)
    pairs.concordant += weight.double * lowerAtRisk
    pairs.discordant += weight.double * higherAtRisk
    pairs.tiedScore += weight.double * max(0, (notHigher.atRisk - lower.atRisk).double)
    pairs.tiedTime += weight.double * self.lowerEvents[slot].double
    pairs.tiedBoth += weight.double * tiedEvents[slot].double
    tiedEvents[slot] += weight
  }

  /// Turns the event of a row from a tied into a lower one.
  @inline(__always)
  private mutating func settleEvent(of row: Int) {
    let exit = outlived.exit[row]
    guard exit & 1 == 1 else { return }
    let slot = Int(exit >> 1)
    lowerEvents[slot] += Count(weight: weights?[row] ?? 1)
    tiedEvents[slot] = 0
  }
}
