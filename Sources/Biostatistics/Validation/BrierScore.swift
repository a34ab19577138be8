/// The Brier score at a horizon t, weighted for censoring: the mean squared distance between what
/// happened by t and the risk that was predicted,
///
///     B(t) = (1/n) [ sum over events by t of (1 - r_i)^2 / G(T_i-)  +  sum over T_i > t of r_i^2 / G(t) ]
///
/// with G of ``CensoringDistribution``. ``nullModel`` is the same for the Kaplan-Meier estimate of the
/// table, which knows the table's own survival and nothing of its patients; ``scaled`` is
/// 1 - B / B_null: 0 for no better than that, 1 for perfect, negative for worse. The standard error is
/// that of the i.i.d. representation, the estimation of G included (``CensoringInfluence``).
///
/// Graf E et al. (1999), doi:10.1002/(SICI)1097-0258(19990915/30)18:17/18<2529::AID-SIM274>3.0.CO;2-5;
/// Gerds TA, Schumacher M (2006), doi:10.1002/bimj.200610301; Kattan MW, Gerds TA (2018),
/// doi:10.1186/s41512-018-0029-2.
public struct BrierScore: Sendable, Equatable {
  /// t.
  public let time: Double
  /// B(t), at least 0.
  public let estimate: Double
  /// Of ``estimate``; nil unless asked for.
  public let standardError: Double?
  /// B(t) of the Kaplan-Meier estimate.
  public let nullModel: Double
  /// 1 - B / B_null; nil where the null model has no error.
  public var scaled: Double? { nullModel > 0 ? 1 - estimate / nullModel : nil }
}

/// Brier scores of one table at many times: what does not depend on the predictions is made once.
public struct BrierScores: Sendable {
  private let censoring: CensoringDistribution
  private let influence: CensoringInfluence
  private let followUp: FollowUp
  private let curve: SurvivalCurve?
  /// 1 / G(T-) of an event, else 0, by place in the order of time.
  private let weights: [Double]
  /// Running sums of ``weights``.
  private let caseWeights: [Double]
  private let sums: BrierSums

  /// Estimates G and the null model in O(n log n).
  ///
  /// - Throws: `delayedEntry` where rows have entries; `noEvents` without rows.
  public init(
    _ outcomes: SurvivalOutcomes, censoring: CensoringDistribution? = nil
  ) throws(IndexUnavailable) {
    guard outcomes.entry == nil else { throw .delayedEntry }
    guard outcomes.count > 1 else { throw .noEvents }
    let censoring = censoring ?? CensoringDistribution(outcomes)
    self.censoring = censoring
    influence = CensoringInfluence(outcomes)
    followUp = FollowUp(outcomes)
    curve = try? KaplanMeier(outcomes).curves[0]
    weights = influence.order.map { censoring.eventWeights[Int($0)] }
    var total = 0.0
    caseWeights = weights.map {
      total += $0
      return total
    }
    sums = BrierSums(exit: outcomes.exit, weight: censoring.eventWeights)
  }

  /// B(t) of predicted risks, one a row, in O(n).
  ///
  /// - Throws: ``IndexUnavailable`` where nobody is followed beyond t, or nobody had the event by t.
  public func score(
    of risks: [Double], at time: Double, standardError wantsError: Bool = true
  ) throws(IndexUnavailable) -> BrierScore {
    guard risks.count == influence.count else { throw .unfitPredictions }
    let left = influence.countLeft(by: time)
    let null = try nullModel(at: time, left: left)
    let estimate = squaredError(of: [risks], at: [time])[0]
    let error = wantsError ? standardError(risks, left: left, at: time, estimate) : nil
    return BrierScore(time: time, estimate: estimate, standardError: error, nullModel: null)
  }

  /// B(t) at many times without standard errors, in one pass over the rows: `risks[k]` belongs to
  /// `times[k]`. The same bits as one by one, on any number of threads.
  ///
  /// - Returns: for each time a score, or why there is none.
  public func scores(
    of risks: [[Double]], at times: [Double], threads: Int = Parallel.processorCount
  ) -> [Result<BrierScore, IndexUnavailable>] {
    guard risks.count == times.count, risks.allSatisfy({ $0.count == influence.count }) else {
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
        let null = try nullModel(at: times[k], left: influence.countLeft(by: times[k]))
        return BrierScore(
          time: times[k], estimate: found[k], standardError: nil, nullModel: null)
      }
    }
  }

  /// B(t), also before the first event.
  func squaredError(of risks: ArraySlice<[Double]>, at times: ArraySlice<Double>) -> [Double] {
    zip(times, sums.sums(of: risks, at: times)).map { time, sum in
      (sum.early + sum.late / censoring.survival(at: time)) / Double(influence.count)
    }
  }

  /// B(t) of the null model, also before the first event; NaN where nobody is followed beyond t.
  func nullError(at time: Double) -> Double {
    (try? nullModel(at: time, left: influence.countLeft(by: time))) ?? .nan
  }

  /// B(t) of risk 1 - S(t) for everybody.
  private func nullModel(at time: Double, left: Int) throws(IndexUnavailable) -> Double {
    guard left < influence.count else {
      throw .beyondFollowUp(last: followUp.lastTime ?? .nan)
    }
    guard let curve else { throw .noEvents }
    let cases = left > 0 ? caseWeights[left - 1] : 0
    let risk = 1 - curve.survivalProbability(at: time)
    let free = Double(influence.count - left) / censoring.survival(at: time)
    return ((1 - risk) * (1 - risk) * cases + risk * risk * free) / Double(influence.count)
  }

  /// Each row's weighted square by place in the order of time.
  private func writeSquares(
    of risks: [Double], left: Int, beyond: Double, to room: UnsafeMutablePointer<Double>
  ) {
    for k in 0..<left {
      let distance = 1 - risks[Int(influence.order[k])]
      room[k] = weights[k] * distance * distance
    }
    for k in left..<influence.count {
      let risk = risks[Int(influence.order[k])]
      room[k] = beyond * risk * risk
    }
  }

  private func standardError(
    _ risks: [Double], left: Int, at time: Double, _ mean: Double
  ) -> Double {
    let n = influence.count
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: 3 * n) { room in
      guard let losses = room.baseAddress else { return .nan }
      writeSquares(
        of: risks, left: left, beyond: 1 / censoring.survival(at: time), to: losses)
      let values = losses + 2 * n
      var late = 0.0
      for k in 0..<n { values[k] = losses[k] - mean }
      for k in left..<n { late += losses[k] }
      influence.add(losses, left: left, beyond: late, remaining: losses + n, to: values)
      return CensoringInfluence.standardError(of: values, count: n)
    }
  }
}
