/// The Brier score at a horizon t, weighted for censoring: the mean squared distance between what
/// happened by t and the risk that was predicted,
///
///     B(t) = (1/n) [ sum over events by t of (1 - r_i)^2 / G(T_i-)  +  sum over T_i > t of r_i^2 / G(t) ]
///
/// with G of ``CensoringDistribution``. ``nullModel`` is the same for the Kaplan-Meier estimate of the
/// table, which knows the table's own survival and nothing of its patients; ``scaled`` is
/// 1 - B / B_null: 0 for no better than that, 1 for perfect, negative for worse. The standard error is
/// that of the i.i.d. representation, the estimation of G included (`CensoringInfluence`). With case weights
/// every sum over patients is one over weights, and G and the null model are those of the weighted table.
///
/// Graf E et al. (1999), doi:10.1002/(SICI)1097-0258(19990915/30)18:17/18<2529::AID-SIM274>3.0.CO;2-5;
/// Gerds TA, Schumacher M (2006), doi:10.1002/bimj.200610301; Kattan MW, Gerds TA (2018),
/// doi:10.1186/s41512-018-0029-2.
public struct BrierScore: Sendable, Equatable {
  /// t.
  public let time: Double
  /// B(t), at least 0.
  public let estimate: Double
  /// Of ``estimate``; nil where it was not asked for.
  public let standardError: Double?
  /// B(t) of the Kaplan-Meier estimate.
  public let nullModel: Double
  /// 1 - B / B_null; nil where the null model has no error.
  public var scaled: Double? { nullModel > 0 ? 1 - estimate / nullModel : nil }
}

/// Brier scores of one table at many times: what does not depend on the predictions is made once.
public struct BrierScores: Sendable {
  private let censoring: CensoringDistribution
  private let sums: BrierSums
  private let count: Int
  /// Case weights, and their sum; nil and n for 1 each.
  private let weights: [Double]?
  private let total: Double
  private let exit: [Double]
  /// For standard errors, with 1 / G(T-) of an event, else 0, in its order; nil without.
  private let influence: (of: CensoringInfluence, weights: [Double])?

  /// Estimates G and the null model.
  ///
  /// - Parameters:
  ///   - outcomes: when each row's event or censoring was.
  ///   - weights: case weights, finite and positive; nil for 1.
  ///   - censoring: G of the same outcomes and weights, where it has been estimated already.
  ///   - standardErrors: whether ``score(of:at:)`` gives them; without, O(n) where times repeat.
  /// - Throws: `delayedEntry` where rows have entries; `noEvents` without rows.
  public init(
    _ outcomes: SurvivalOutcomes, weights: [Double]? = nil,
    censoring: CensoringDistribution? = nil, standardErrors: Bool = true
  ) throws(IndexUnavailable) {
    guard outcomes.entry == nil else { throw .delayedEntry }
    guard outcomes.count > 1 else { throw .noEvents }
    let censoring = censoring ?? CensoringDistribution(outcomes, weights: weights)
    self.weights = weights
    total = weights?.reduce(0, +) ?? Double(outcomes.count)
    exit = outcomes.exit
    self.censoring = censoring
    count = outcomes.count
    sums = BrierSums(
      exit: outcomes.exit,
      weight: weights.map { zip(censoring.eventWeights, $0).map(*) } ?? censoring.eventWeights)
    guard standardErrors else {
      influence = nil
      return
    }
    let influence = CensoringInfluence(outcomes, weights: weights)
    self.influence = (influence, influence.order.map { censoring.eventWeights[Int($0)] })
  }

  /// B(t) of predicted risks, one a row, in O(n).
  ///
  /// - Throws: ``IndexUnavailable`` where nobody is followed beyond t, or there is not one risk a row.
  public func score(
    of risks: [Double], at time: Double
  ) throws(IndexUnavailable) -> BrierScore {
    guard risks.count == count else { throw .unfitPredictions }
    let null = try nullModel(at: time)
    let estimate = squaredError(of: [risks], at: [time])[0]
    return BrierScore(
      time: time, estimate: estimate, standardError: standardError(risks, at: time, estimate),
      nullModel: null)
  }

  /// B(t) at many times without standard errors, in one pass over the rows: `risks[k]` belongs to
  /// `times[k]`. The same bits as one by one, on any number of threads.
  ///
  /// - Returns: for each time a score, or why there is none.
  public func scores(
    of risks: [[Double]], at times: [Double], threads: Int = Parallel.processorCount
  ) -> [Result<BrierScore, IndexUnavailable>] {
    guard risks.count == times.count, risks.allSatisfy({ $0.count == count }) else {
      return times.map { _ in .failure(.unfitPredictions) }
    }
    let parts = min(max(threads, 1), max(times.count, 1))
    let found = StepValues(count: times.count)
    Parallel.forEach(parts, threads: threads) { part in
      let places = part * times.count / parts..<(part + 1) * times.count / parts
      for (place, error) in zip(places, squaredError(of: risks[places], at: times[places])) {
        found.set(place, error)
      }
    }
    return times.indices.map { k in
      Result { () throws(IndexUnavailable) in
        let null = try nullModel(at: times[k])
        return BrierScore(
          time: times[k], estimate: found[k], standardError: nil, nullModel: null)
      }
    }
  }

  /// B(t), also before the first event.
  func squaredError(of risks: ArraySlice<[Double]>, at times: ArraySlice<Double>) -> [Double] {
    zip(zip(times, risks), sums.sums(of: risks, at: times)).map { pair, sum in
      let (time, risk) = pair
      let late = weights.map { lateSum($0, risk, time) } ?? sum.late
      return (sum.early + late / censoring.survival(at: time)) / total
    }
  }

  /// B(t) of a predicted hazard at ascending times, also before the first event.
  func squaredErrors(
    of hazard: PredictedHazard, at times: [Double], threads: Int
  ) -> [Double] {
    let sweep = BrierSweep(
      of: hazard, exit: exit,
      eventWeight: weights.map { zip(censoring.eventWeights, $0).map(*) } ?? censoring.eventWeights,
      weight: weights, at: times, threads: threads)
    return times.indices.map { k in
      (sweep.early[k] + sweep.late[k] / censoring.survival(at: times[k])) / total
    }
  }

  /// The sum of w r^2 over those who left after a time.
  private func lateSum(_ weights: [Double], _ risk: [Double], _ time: Double) -> Double {
    var sum = 0.0
    for row in exit.indices where exit[row] > time { sum += weights[row] * risk[row] * risk[row] }
    return sum
  }

  /// B(t) of the null model, also before the first event; NaN where nobody is followed beyond t.
  func nullError(at time: Double) -> Double {
    (try? nullModel(at: time)) ?? .nan
  }

  /// B(t) of risk 1 - S(t) for everybody.
  private func nullModel(at time: Double) throws(IndexUnavailable) -> Double {
    let place = censoring.times.partitioningIndex { $0 > time }
    guard place < censoring.times.count else {
      throw .beyondFollowUp(last: censoring.times[censoring.times.count - 1])
    }
    guard place > 0 else { return 0 }
    let (left, cases, eventFree) = censoring.account[place - 1]
    let risk = 1 - eventFree
    let free = (total - left) / censoring.survival[place - 1]
    return (eventFree * eventFree * cases + risk * risk * free) / total
  }

  private func standardError(_ risks: [Double], at time: Double, _ mean: Double) -> Double? {
    guard let (influence, weights) = influence else { return nil }
    let n = count
    let left = influence.countLeft(by: time)
    let beyond = 1 / censoring.survival(at: time)
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: 3 * n) { room in
      guard let losses = room.baseAddress else { return nil }
      for k in 0..<left {
        let distance = 1 - risks[Int(influence.order[k])]
        losses[k] = weights[k] * distance * distance
      }
      var late = 0.0
      for k in left..<n {
        let risk = risks[Int(influence.order[k])]
        losses[k] = beyond * risk * risk
        late += losses[k] * (influence.weights?[k] ?? 1)
      }
      let values = losses + 2 * n
      for k in 0..<n { values[k] = losses[k] - mean }
      if let own = influence.weights { for k in 0..<left { losses[k] *= own[k] } }
      influence.addAveraged(
        losses, left: left, beyond: late, remaining: losses + n, to: values)
      return influence.standardError(of: values)
    }
  }
}
