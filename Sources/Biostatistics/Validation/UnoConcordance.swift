extension Concordance {
  /// Uno's concordance index up to a horizon τ: each pair of an event at t <= τ and a patient who
  /// outlived it counts 1 / G(t-)^2, so that the index does not depend on how patients were censored.
  ///
  ///     C = sum over pairs of [1(m_i > m_j) + 1(m_i = m_j) / 2] / G(t_i-)^2  /  sum of 1 / G(t_i-)^2
  ///
  /// G is that of ``CensoringDistribution``. Standard error and influence are those of the infinitesimal
  /// jackknife with G held fixed, as R's `concordance(timewt = "n/G2", ymax = τ)`. O(n log n).
  ///
  /// - Parameters:
  ///   - score: one finite score a row; a higher score means an earlier event.
  ///   - outcomes: when each row's event or censoring was.
  ///   - horizon: τ; an event at τ itself counts.
  ///   - weights: case weights, finite and positive; nil for 1.
  ///   - censoring: of the same outcomes and weights, where it has been estimated already.
  ///   - keepingInfluence: whether to keep ``Concordance/influence``.
  /// - Throws: ``ConcordanceError`` when lengths differ or a score is not finite.
  ///
  /// Uno H et al. (2011), doi:10.1002/sim.4154.
  public static func uno(
    of score: [Double], against outcomes: SurvivalOutcomes, upTo horizon: Double,
    weights: [Double]? = nil, censoring: CensoringDistribution? = nil,
    keepingInfluence: Bool = false
  ) throws(ConcordanceError) -> Concordance {
    guard score.count == outcomes.count, weights?.count ?? score.count == score.count else {
      throw .differentLengths(
        score: score.count, outcomes: outcomes.count, weights: weights?.count, strata: nil,
        clusters: nil)
    }
    if let row = score.firstIndex(where: { !$0.isFinite }) {
      throw .scoreNotFinite(row: row, score: score[row])
    }
    let inverse = (censoring ?? CensoringDistribution(outcomes, weights: weights)).eventWeights
    let ended = outcomes.ended(at: horizon)
    if let weights {
      return weightedUno(
        of: score, against: ended, inverse: inverse, weights: weights,
        keepingInfluence: keepingInfluence)
    }
    let fixed = FixedPointWeights(
      ended.event.indices.map { ended.event[$0] ? inverse[$0] * inverse[$0] : 0 })
    let ranking = ScoreRanking(of: score)
    return Concordance(
      ConcordanceSweep<Int64>(
        ranking, OutlivedEvents(ended, strata: nil), weights: nil, timeWeights: fixed.multiples),
      pairUnit: fixed.unit, order: ranking.order, weights: nil, clusters: nil,
      higherScoreMeansLaterEvent: false, keepingInfluence: keepingInfluence)
  }
}
