/// Who was at risk and what became of them, at each distinct exit time t_j:
///
///     events_j   = weight of events at t_j            censored_j = weight of other exits at t_j
///     atRisk_j   = weight of rows with entry < t_j <= exit
///     entered_j  = weight of rows with t_(j-1) <= entry < t_j
///     atRisk_j   = atRisk_(j-1) - events_(j-1) - censored_(j-1) + entered_j
///
/// Counted backward from the last time, where sums are small. Heads are counted beside the
/// weights: where everybody at risk has the event, `events_j == atRisk_j` to the bit, and a risk
/// set without heads weighs exactly 0.
struct RiskTable {
  let times: [Double]
  let atRisk: [Double]
  let events: [Double]
  let censored: [Double]
  /// Under left truncation.
  let entered: [Double]?
  /// Events of positive weight at each time, unweighted.
  let eventHeads: [Int32]
  /// Of each row, the position of its exit time.
  let exitRank: [Int32]
  /// Of each row, the position of the first time at which it is at risk.
  let entryRank: [Int32]?

  init(_ rows: CurveRows) {
    let exits = DistinctTimes(of: rows.exit)
    let entryRank = rows.entry.map { entry in
      let entries = DistinctTimes(of: entry)
      let position = entries.positions(ofFirstLaterIn: exits.times)
      return entries.rank.map { position[Int($0)] }
    }
    let count = exits.times.count
    let weights = rows.weights
    let gone = Tally(exits.rank, weights: weights, count: count)
    let failed = Tally(exits.rank, weights: weights, count: count, where: rows.event)
    let came = entryRank.map { Tally($0, weights: weights, count: count) }

    var atRisk = [Double](repeating: 0, count: count)
    var heads = 0
    var weight = CompensatedSum()
    for j in (0..<count).reversed() {
      heads += Int(gone.heads[j])
      weight.add(gone.weight[j])
      let all = heads == Int(failed.heads[j])
      atRisk[j] = all ? failed.weight[j] : max(weight.value, failed.weight[j])
      if let came {
        heads -= Int(came.heads[j])
        weight.add(-came.weight[j])
        if heads == 0 { weight = CompensatedSum() }
      }
    }
    self.times = exits.times
    self.atRisk = atRisk
    self.events = failed.weight
    self.censored =
      weights == nil
      ? zip(gone.weight, failed.weight).map { $0 - $1 }
      : Tally(exits.rank, weights: weights, count: count, where: rows.event, is: false).weight
    self.entered = came?.weight
    self.eventHeads = failed.heads
    self.exitRank = exits.rank
    self.entryRank = entryRank
  }
}
