/// The area under the cumulative/dynamic receiver operating characteristic at a horizon t: the
/// probability that, of somebody who had the event by t and somebody still free of it after t, the
/// first had the higher score.
///
///     AUC(t) = sum over cases i, controls j of w_i [1(m_i > m_j) + 1(m_i = m_j) / 2]
///              / (sum of w_i  times  number of controls),       w_i = 1 / G(T_i-)
///
/// With case weights v each pair counts v_i v_j, and G is of the weighted table. Cases had the event at or before t; controls left after t, each with the same weight 1 / G(t), which
/// cancels. Who was censored by t is neither, and counts through G (``CensoringDistribution``).
/// (`timeROC` takes cases strictly before t.) The standard error is that of the asymptotic i.i.d.
/// representation, the estimation of G included (`CensoringInfluence`).
///
/// O(n log n) for the order of the scores once, then O(n) a horizon.
///
/// Uno H et al. (2007), doi:10.1198/016214507000000149; Blanche P, Dartigues JF, Jacqmin-Gadda H
/// (2013), doi:10.1002/sim.5958.
public struct TimeDependentAUC: Sendable, Equatable {
  /// t.
  public let time: Double
  /// AUC(t), from 0 to 1.
  public let estimate: Double
  /// Of ``estimate``.
  public let standardError: Double
  /// Events at or before t.
  public let caseCount: Int
  /// Patients followed beyond t.
  public let controlCount: Int

  /// AUC at each of `times`.
  ///
  /// - Parameters:
  ///   - score: a finite number a row; higher means an earlier event.
  ///   - outcomes: when each row's event or censoring was.
  ///   - times: in the unit of the outcomes.
  ///   - weights: case weights, finite and positive; nil for 1.
  ///   - censoring: G of the same outcomes and weights, where it has been estimated already.
  /// - Returns: for each time a value, or why there is none; `delayedEntry` for every time where
  ///   rows have entries.
  public static func estimates(
    of score: [Double], against outcomes: SurvivalOutcomes, at times: [Double],
    weights: [Double]? = nil, censoring: CensoringDistribution? = nil
  ) -> [Result<TimeDependentAUC, IndexUnavailable>] {
    guard outcomes.entry == nil else { return times.map { _ in .failure(.delayedEntry) } }
    guard score.count == outcomes.count, score.allSatisfy(\.isFinite),
      weights?.count ?? score.count == score.count
    else {
      return times.map { _ in .failure(.unfitPredictions) }
    }
    let sweep = AUCSweep(
      score, outcomes, weights, censoring ?? CensoringDistribution(outcomes, weights: weights))
    return times.map { time in
      Result { () throws(IndexUnavailable) in try sweep.estimate(at: time) }
    }
  }
}

/// The rows in the order of their scores, with what each horizon needs of them.
private struct AUCSweep {
  let ranking: ScoreRanking
  let influence: CensoringInfluence
  /// By place in the ranking: the place in the order of time, and 1 / G(T-) of an event times its case
  /// weight.
  let timePlace: [Int32]
  let weight: [Double]
  /// The case weight by place in the ranking; nil for 1.
  let caseWeight: [Double]?
  /// 1 / G(T-) of an event by place in the order of time.
  let weightInTime: [Double]

  init(
    _ score: [Double], _ outcomes: SurvivalOutcomes, _ weights: [Double]?,
    _ censoring: CensoringDistribution
  ) {
    let ranking = ScoreRanking(of: score)
    self.ranking = ranking
    influence = CensoringInfluence(outcomes, weights: weights)
    caseWeight = weights.map { weights in ranking.order.map { weights[Int($0)] } }
    let place = influence.place
    timePlace = ranking.order.map { place[Int($0)] }
    weight = ranking.order.map { censoring.eventWeights[Int($0)] * (weights?[Int($0)] ?? 1) }
    weightInTime = influence.order.map { censoring.eventWeights[Int($0)] }
  }

  func estimate(at time: Double) throws(IndexUnavailable) -> TimeDependentAUC {
    let n = influence.count
    let left = influence.countLeft(by: time)
    var caseWeight = 0.0
    var cases = 0
    for k in 0..<left where weightInTime[k] > 0 {
      caseWeight += weightInTime[k] * (influence.weights?[k] ?? 1)
      cases += 1
    }
    let controls = n - left
    let controlWeight = influence.weights?[left...].reduce(0, +) ?? Double(controls)
    guard cases > 0 else { throw .noEvents }
    guard controls > 0 else { throw .nobodyEventFree }
    guard ranking.isTiedWithPrevious.dropFirst().contains(false) else { throw .onePrediction }
    // Share of controls below a case, or of cases above a control, by place in time.
    var shares = [Double](repeating: 0, count: n)
    let concordant = sweep(
      left: Int32(left), caseWeight: caseWeight, controls: controlWeight, into: &shares)
    // Rounding must not carry it beyond 1.
    let estimate = min(concordant / (caseWeight * controlWeight), 1)
    return TimeDependentAUC(
      time: time, estimate: estimate,
      standardError: standardError(
        estimate, shares: &shares, left: left, caseWeight: caseWeight,
        controlWeight: controlWeight), caseCount: cases,
      controlCount: controls)
  }

  private func sweep(
    left: Int32, caseWeight: Double, controls: Double, into shares: inout [Double]
  ) -> Double {
    var concordant = 0.0
    var below = 0.0
    var casesBelow = 0.0
    let own = self.caseWeight
    shares.withUnsafeMutableBufferPointer { shares in
      timePlace.withUnsafeBufferPointer { timePlace in
        weight.withUnsafeBufferPointer { weight in
          ranking.isTiedWithPrevious.withUnsafeBufferPointer { tied in
            let n = timePlace.count
            var start = 0
            while start < n {
              var end = start &+ 1
              while end < n, tied[end] { end &+= 1 }
              var tiedControls = 0.0
              var tiedCases = 0.0
              for k in start..<end {
                if timePlace[k] >= left {
                  tiedControls += own?[k] ?? 1
                } else {
                  tiedCases += weight[k]
                }
              }
              let under = below + tiedControls / 2
              concordant += tiedCases * under
              let share = under / controls
              let above = (caseWeight - casesBelow - tiedCases / 2) / caseWeight
              for k in start..<end {
                shares[Int(timePlace[k])] = timePlace[k] >= left ? above : share
              }
              below += tiedControls
              casesBelow += tiedCases
              start = end
            }
          }
        }
      }
    }
    return concordant
  }

  private func standardError(
    _ estimate: Double, shares: inout [Double], left: Int, caseWeight: Double,
    controlWeight: Double
  ) -> Double {
    let n = influence.count
    let weights = influence.weights
    let total = weights?.reduce(0, +) ?? Double(n)
    let perCase = total / caseWeight
    let perControl = total / controlWeight
    for k in 0..<left { shares[k] = perCase * weightInTime[k] * (shares[k] - estimate) }
    for k in left..<n { shares[k] = perControl * (shares[k] - estimate) }
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * n) { room in
      guard let sums = room.baseAddress else { return .nan }
      let remaining = sums + n
      for k in 0..<n { sums[k] = shares[k] * (weights?[k] ?? 1) }
      return shares.withUnsafeMutableBufferPointer { shares in
        guard let shares = shares.baseAddress else { return .nan }
        influence.add(sums, left: left, beyond: 0, remaining: remaining, to: shares)
        return influence.standardError(of: shares)
      }
    }
  }
}

extension TimeDependentAUC {
  /// The estimate ± z standard errors, within 0 and 1.
  public func interval(confidence: Double = 0.95) -> IndexEstimate {
    IndexEstimate(
      estimate, standardError: standardError, z: ConfidenceScale.z(confidence), within: 0...1)
  }
}
