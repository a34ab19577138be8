/// The pairs of a concordance, in total and by row, from one sweep over the rows in order of score.
///
/// When the sweep comes to a row, a ``RiskAndEventTree`` holds the rows with lower scores: it tells
/// which of them outlived the row's event, and which events the row outlived. Asked again once all
/// rows with a tied score are in the tree, it counts lower and tied scores together. Higher scores
/// are what is left of the totals, in which no score takes part. O(n log m) for n rows and m distinct
/// event times.
///
/// `Int32` counts rows that weigh 1 each, `Int64` counts weights in fixed point. Either way the sum
/// of a row's partners is exact, and its differences are.
///
/// Where events count by their time, as in Uno's index, an event weighs its multiple of a unit, and the
/// partners of a row are weighed in that unit too; rows at risk weigh 1.
struct ConcordanceSweep<Count: FixedWidthInteger & SIMDScalar> {
  /// What the partners of a row weigh.
  struct Partners {
    /// Those in concordant pairs less those in discordant pairs.
    var balance: Count
    /// Those in all comparable pairs.
    var total: Count
  }

  private(set) var concordant = 0.0
  private(set) var discordant = 0.0
  private(set) var tiedScore = 0.0
  private(set) var tiedTime = 0.0
  private(set) var tiedBoth = 0.0
  /// By place in the ranking.
  private(set) var partners: [Partners]

  private typealias Answer = (atRiskBeyond: Count, eventsBefore: Count)

  /// - Parameters:
  ///   - weights: nil when every row weighs 1.
  ///   - timeWeights: what the event of each row counts, in rows that weigh 1; nil for 1.
  init(
    _ ranking: ScoreRanking, _ events: OutlivedEvents, weights: [Count]?,
    timeWeights: [Count]? = nil
  ) {
    let count = ranking.order.count
    partners = [Partners](repeating: Partners(balance: 0, total: 0), count: count)
    let totals = RiskAndEventTotals(events, weights, timeWeights)
    let tree = RiskAndEventTree<Count>(slots: events.eventTimeCount + 1)
    var tiedEvents = [Count](repeating: 0, count: events.eventTimeCount)
    var lower: [Answer] = []

    var start = 0
    while start < count {
      var end = start + 1
      while end < count, ranking.isTiedWithPrevious[end] { end += 1 }
      if end == start + 1 {
        let row = events.row(Int(ranking.order[start]), weights, timeWeights)
        let answer = row.add(to: tree)
        record(row, at: start, lower: answer, notHigher: answer, all: totals)
      } else {
        lower.removeAll(keepingCapacity: true)
        for place in start..<end {
          lower.append(events.row(Int(ranking.order[place]), weights, timeWeights).ask(tree))
        }
        for place in start..<end {
          let row = events.row(Int(ranking.order[place]), weights, timeWeights)
          _ = row.add(to: tree)
          if row.hasEvent {
            tiedBoth += Double(row.weight) * Double(tiedEvents[row.slot])
            tiedEvents[row.slot] &+= row.eventWeight
          }
        }
        for place in start..<end {
          let row = events.row(Int(ranking.order[place]), weights, timeWeights)
          record(
            row, at: place, lower: lower[place - start], notHigher: row.ask(tree), all: totals)
          if row.hasEvent { tiedEvents[row.slot] = 0 }
        }
      }
      start = end
    }
    tiedTime = max(0, totals.pairsOfEventsAtOneTime - tiedBoth)
  }

  /// Counts the pairs of one row, given its partners with lower, with lower or tied, and with any
  /// scores.
  @inline(__always)
  private mutating func record(
    _ row: SweptRow<Count>, at place: Int, lower: Answer, notHigher: Answer,
    all totals: borrowing RiskAndEventTotals<Count>
  ) {
    let all = row.ask(totals)
    let outlived = lower.eventsBefore &+ notHigher.eventsBefore &- all.eventsBefore
    guard row.hasEvent else {
      partners[place] = Partners(balance: 0 &- outlived, total: all.eventsBefore)
      return
    }
    let higher = all.atRiskBeyond &- notHigher.atRiskBeyond
    partners[place] = Partners(
      balance: row.timeWeight &* (lower.atRiskBeyond &- higher) &- outlived,
      total: row.timeWeight &* all.atRiskBeyond &+ all.eventsBefore)
    let weight = Double(row.eventWeight)
    concordant += weight * Double(lower.atRiskBeyond)
    discordant += weight * Double(higher)
    tiedScore += weight * Double(notHigher.atRiskBeyond &- lower.atRiskBeyond)
  }
}

/// A row on its way into the tree.
private struct SweptRow<Count: FixedWidthInteger & SIMDScalar> {
  let slot: Int
  let hasEvent: Bool
  /// nil when the row missed no event.
  let missed: Int?
  let weight: Count
  /// What each pair of the row's event counts.
  let timeWeight: Count

  @inline(__always)
  var eventWeight: Count { weight &* timeWeight }

  typealias Answer = (atRiskBeyond: Count, eventsBefore: Count)

  /// Adds the row between its entry and its exit. Returns ``ask(_:)``, which it does not change.
  @inline(__always)
  func add(to tree: borrowing RiskAndEventTree<Count>) -> Answer {
    var answer = tree.add(weight, to: slot, event: hasEvent ? eventWeight : nil)
    if let missed {
      answer.eventsBefore &-= tree.add(0 &- weight, to: missed, event: nil).eventsBefore
    }
    return answer
  }

  /// The partners in the tree: at risk beyond the row's event, and events between entry and exit.
  @inline(__always)
  func ask(_ tree: borrowing RiskAndEventTree<Count>) -> Answer {
    var answer = tree.counts(around: slot)
    if let missed { answer.eventsBefore &-= tree.counts(around: missed).eventsBefore }
    return answer
  }

  /// The partners among all rows.
  @inline(__always)
  func ask(_ totals: borrowing RiskAndEventTotals<Count>) -> Answer {
    var answer = totals.counts(around: slot)
    if let missed { answer.eventsBefore &-= totals.counts(around: missed).eventsBefore }
    return answer
  }
}

extension OutlivedEvents {
  @inline(__always)
  fileprivate func row<Count>(
    _ row: Int, _ weights: [Count]?, _ timeWeights: [Count]?
  ) -> SweptRow<Count> {
    SweptRow(
      slot: Int(exits[row] >> 1), hasEvent: exits[row] & 1 == 1,
      missed: missed.map { Int($0[row]) },
      weight: weights?[row] ?? 1, timeWeight: timeWeights?[row] ?? 1)
  }
}

/// What ``RiskAndEventTree`` answers once it holds all rows.
private struct RiskAndEventTotals<Count: FixedWidthInteger & SIMDScalar>: ~Copyable {
  private var slots: [(atRiskBeyond: Count, eventsBefore: Count)]
  private(set) var pairsOfEventsAtOneTime = 0.0

  init(_ events: OutlivedEvents, _ weights: [Count]?, _ timeWeights: [Count]?) {
    slots = .init(repeating: (0, 0), count: events.eventTimeCount + 1)
    // First the change of risk at each slot, and the events in it.
    for row in events.exits.indices {
      let row = events.row(row, weights, timeWeights)
      slots[row.slot].atRiskBeyond &-= row.weight
      slots[row.missed ?? 0].atRiskBeyond &+= row.weight
      if row.hasEvent {
        pairsOfEventsAtOneTime += Double(row.weight) * Double(slots[row.slot].eventsBefore)
        slots[row.slot].eventsBefore &+= row.eventWeight
      }
    }
    var (atRisk, before): (Count, Count) = (0, 0)
    for slot in slots.indices {
      let (change, events) = slots[slot]
      atRisk &+= change
      slots[slot] = (atRisk, before)
      before &+= events
    }
  }

  @inline(__always)
  func counts(around slot: Int) -> (atRiskBeyond: Count, eventsBefore: Count) { slots[slot] }
}
