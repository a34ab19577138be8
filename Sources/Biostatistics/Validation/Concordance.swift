/// Harrell's concordance index, C = (K + T/2) / (K + D + T) from K concordant, D discordant and T
/// tied pairs, with its infinitesimal-jackknife standard error.
///
/// An event at time t and another row are comparable when the other row was at risk at t and
/// outlived it: entry < t < exit, or exit = t and censored. The pair is concordant when the row with
/// the event has the higher score, discordant when it has the lower one, tied when the scores are
/// tied. Two events at the same time are not comparable; they are counted apart. Only rows of one
/// stratum are paired; the counts of all strata are added up. A pair counts wᵢ wⱼ, the product of
/// its case weights. Where a higher score means a later event, concordant and discordant change
/// places.
///
/// The influence of row i is wᵢ ∂C/∂wᵢ, and the variance of C is the sum of the squared influences,
/// added up within clusters first where there are any. With N = K + D + T,
///
///     wᵢ ∂C/∂wᵢ = wᵢ ((kᵢ − dᵢ) − nᵢ (K − D)/N) / 2N,
///
/// where kᵢ, dᵢ and nᵢ are the summed weights of i's partners in concordant, discordant and all
/// comparable pairs, whether i had the event or outlived it.
///
/// Scores that differ by at most 10⁻¹² of the larger, or of the magnitude that a quarter of all scores
/// exceed, are tied, and so is a chain of them in sorted order, because the last bits of a linear
/// predictor are rounding noise. R's `survival::concordance` ties only scores that are equal to the bit.
///
/// Harrell et al. (1982), JAMA 247:2543–2546, doi:10.1001/jama.1982.03320430047030, for the index;
/// Therneau and Watson (2015), The concordance statistic and the Cox model, technical report 85,
/// Mayo Clinic, for ties, weights and the variance.
public struct Concordance: Sendable, Equatable {
  /// K: comparable pairs whose scores are in the order of their times.
  public let concordantPairs: Double
  /// D: comparable pairs whose scores are in the opposite order.
  public let discordantPairs: Double
  /// T: comparable pairs with tied scores.
  public let tiedScorePairs: Double
  /// Pairs of events at the same time with different scores; not part of ``index``.
  public let tiedTimePairs: Double
  /// Pairs of events at the same time with tied scores; not part of ``index``.
  public let tiedBothPairs: Double
  /// C, from 0 to 1; NaN when there is no comparable pair.
  public let index: Double
  /// The infinitesimal-jackknife standard error of ``index``; NaN when there is no comparable pair.
  public let standardError: Double
  /// wᵢ ∂C/∂wᵢ for every row, not added up within clusters; nil unless asked for.
  public let influence: [Double]?
}

/// Why a concordance cannot be computed. Rows count from 0.
public enum ConcordanceError: Error, Equatable {
  /// An argument has not one value a row; nil for one that was not given.
  case differentLengths(score: Int, outcomes: Int, weights: Int?, strata: Int?, clusters: Int?)
  /// A score is infinite or NaN and has no place in an order.
  case scoreNotFinite(row: Int, score: Double)
  /// A case weight is infinite or NaN.
  case weightNotFinite(row: Int, weight: Double)
  /// A case weight is below zero.
  case negativeWeight(row: Int, weight: Double)
}

extension Concordance {
  /// Compares the order of scores with the order of events, in O(n log n).
  ///
  /// - Parameters:
  ///   - score: one finite score a row; a higher score means an earlier event, like the linear
  ///     predictor of a Cox model, unless `higherScoreMeansLaterEvent`.
  ///   - outcomes: when each row's event or censoring was.
  ///   - weights: case weights, finite and not negative; nil weighs every row 1.
  ///   - strata: the stratum of each row; nil puts all rows into one.
  ///   - clusters: rows with the same number belong together (one subject, one centre); nil makes
  ///     each row its own cluster.
  ///   - higherScoreMeansLaterEvent: for a score that is a time or a survival.
  ///   - keepingInfluence: whether to keep ``influence``.
  /// - Throws: ``ConcordanceError`` when lengths differ, or a score or weight is out of bounds.
  public init(
    of score: [Double], against outcomes: SurvivalOutcomes, weights: [Double]? = nil,
    strata: [Int32]? = nil, clusters: [Int32]? = nil, higherScoreMeansLaterEvent: Bool = false,
    keepingInfluence: Bool = false
  ) throws(ConcordanceError) {
    let count = outcomes.count
    guard score.count == count,
      [weights?.count, strata?.count, clusters?.count].allSatisfy({ $0 ?? count == count })
    else {
      throw .differentLengths(
        score: score.count, outcomes: count, weights: weights?.count, strata: strata?.count,
        clusters: clusters?.count)
    }
    if let row = score.firstIndex(where: { !$0.isFinite }) {
      throw .scoreNotFinite(row: row, score: score[row])
    }
    if let weights, let row = weights.firstIndex(where: { !($0 >= 0 && $0 < .infinity) }) {
      let weight = weights[row]
      throw weight < 0 && weight.isFinite
        ? .negativeWeight(row: row, weight: weight) : .weightNotFinite(row: row, weight: weight)
    }

    let ranking = ScoreRanking(of: score)
    let events = OutlivedEvents(outcomes, strata: strata)
    if let weights {
      let fixed = FixedPointWeights(weights)
      self.init(
        ConcordanceSweep<Int64>(ranking, events, weights: fixed.multiples),
        pairUnit: fixed.unit * fixed.unit, order: ranking.order,
        weights: weights.map { $0 / fixed.unit }, clusters: clusters,
        higherScoreMeansLaterEvent: higherScoreMeansLaterEvent,
        keepingInfluence: keepingInfluence)
    } else {
      self.init(
        ConcordanceSweep<Int32>(ranking, events, weights: nil), pairUnit: 1, order: ranking.order,
        weights: nil, clusters: clusters,
        higherScoreMeansLaterEvent: higherScoreMeansLaterEvent,
        keepingInfluence: keepingInfluence)
    }
  }

  /// Turns pairs in units of weight into the index, its error and the influence of each row.
  ///
  /// - Parameter weights: case weights in the units of the pairs' partners.
  init<Count>(
    _ pairs: ConcordanceSweep<Count>, pairUnit: Double, order: [Int32], weights: [Double]?,
    clusters: [Int32]?, higherScoreMeansLaterEvent: Bool, keepingInfluence: Bool
  ) {
    let reversed = higherScoreMeansLaterEvent
    let (concordant, discordant) =
      reversed ? (pairs.discordant, pairs.concordant) : (pairs.concordant, pairs.discordant)
    let comparable = concordant + discordant + pairs.tiedScore
    concordantPairs = concordant * pairUnit
    discordantPairs = discordant * pairUnit
    tiedScorePairs = pairs.tiedScore * pairUnit
    tiedTimePairs = pairs.tiedTime * pairUnit
    tiedBothPairs = pairs.tiedBoth * pairUnit
    guard comparable > 0 else {
      (index, standardError) = (.nan, .nan)
      influence = keepingInfluence ? .init(repeating: .nan, count: order.count) : nil
      return
    }
    index = (concordant + pairs.tiedScore / 2) / comparable

    let meanBalance = (concordant - discordant) / comparable
    let scale = 1 / (2 * comparable)
    /// wᵢ ∂C/∂wᵢ at a place of the ranking.
    func influenceOfRow(at place: Int) -> Double {
      let partners = pairs.partners[place]
      let balance = reversed ? -Double(partners.balance) : Double(partners.balance)
      let weight = weights?[Int(order[place])] ?? 1
      return weight * scale * (balance - meanBalance * Double(partners.total))
    }
    if clusters == nil && !keepingInfluence {
      var variance = 0.0
      for place in order.indices {
        let influence = influenceOfRow(at: place)
        variance += influence * influence
      }
      standardError = variance.squareRoot()
      self.influence = nil
      return
    }
    var byRow = [Double](repeating: 0, count: order.count)
    for place in order.indices { byRow[Int(order[place])] = influenceOfRow(at: place) }
    standardError = sumOfSquares(of: byRow, within: clusters).squareRoot()
    self.influence = keepingInfluence ? byRow : nil
  }
}

/// Σ (Σ valueᵢ within a cluster)² over clusters, in the order of the clusters' numbers.
private func sumOfSquares(of values: [Double], within clusters: [Int32]?) -> Double {
  guard let clusters else { return values.reduce(0) { $0 + $1 * $1 } }
  var total = 0.0
  var ofCluster = 0.0
  var previous: Int32?
  for row in sortOrder(of: clusters.map(Double.init)) {
    let cluster = clusters[Int(row)]
    if cluster != previous {
      total += ofCluster * ofCluster
      ofCluster = 0
      previous = cluster
    }
    ofCluster += values[Int(row)]
  }
  return total + ofCluster * ofCluster
}
