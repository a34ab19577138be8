/// The area under the receiver operating characteristic of a score for an outcome that is there or not,
/// the c index: the probability that of somebody with the event and somebody without it the first has
/// the higher score, ties counting one half.
///
///     AUC = (1/mn) sum over events i, others j of ψ(x_i, y_j)
///     var = s10 / m + s01 / n,   s10, s01 the sample variances of each row's mean of ψ
///
/// With case weights a pair counts w_i w_j, and each group has the variance of its influences,
/// m / (m - 1) sum of (w_i (ψ_i - AUC) / sum of w)^2, which is DeLong's where all weights are equal.
///
/// O(n log n). DeLong ER, DeLong DM, Clarke-Pearson DL (1988), doi:10.2307/2531595; the ranks instead of
/// the double sum: Sun X, Xu W (2014), doi:10.1109/LSP.2014.2337313.
public struct AreaUnderCurve: Sendable, Equatable {
  /// From 0 to 1.
  public let estimate: Double
  /// DeLong's; nil with a single event or a single row without.
  public let standardError: Double?

  /// AUC of a finite score, a number a row.
  ///
  /// - Parameters:
  ///   - score: a higher score means that the event is likelier.
  ///   - event: of each row, whether it has the event.
  ///   - weights: case weights, finite and positive; nil for 1.
  /// - Throws: ``IndexUnavailable``: `oneOutcome`, or `onePrediction` where all scores are equal.
  public init(
    of score: [Double], against event: [Bool], weights: [Double]? = nil
  ) throws(IndexUnavailable) {
    guard score.count == event.count, score.allSatisfy(\.isFinite),
      weights?.count ?? event.count == event.count
    else {
      throw .unfitPredictions
    }
    let ranking = ScoreRanking(of: score)
    let m = event.count { $0 }
    let n = event.count - m
    guard m > 0, n > 0 else { throw .oneOutcome }
    guard ranking.isTiedWithPrevious.dropFirst().contains(false) else { throw .onePrediction }
    func weight(_ row: Int32) -> Double { weights?[Int(row)] ?? 1 }
    let rows = ranking.order
    let total = rows.reduce(into: (events: 0.0, others: 0.0)) { total, row in
      if event[Int(row)] { total.events += weight(row) } else { total.others += weight(row) }
    }
    // ψ of a row: the share of the other group that it is on the right side of.
    var (above, below) = (Moments(), Moments())
    var (others, events) = (0.0, 0.0)
    var start = 0
    while start < score.count {
      var end = start + 1
      while end < score.count, ranking.isTiedWithPrevious[end] { end += 1 }
      var (tied, tiedOthers) = (0.0, 0.0)
      for row in rows[start..<end] {
        if event[Int(row)] { tied += weight(row) } else { tiedOthers += weight(row) }
      }
      let share = (others + tiedOthers / 2) / total.others
      let otherShare = (total.events - events - tied / 2) / total.events
      for row in rows[start..<end] {
        if event[Int(row)] {
          above.add(share, weight(row))
        } else {
          below.add(otherShare, weight(row))
        }
      }
      others += tiedOthers
      events += tied
      start = end
    }
    estimate = above.mean
    standardError =
      m > 1 && n > 1 ? (above.varianceOfMean + below.varianceOfMean).squareRoot() : nil
  }
}

/// Weighted mean of values, and how it varies.
private struct Moments {
  private var values: [Double] = []
  private var weights: [Double] = []
  private var total = 0.0

  mutating func add(_ value: Double, _ weight: Double) {
    values.append(value)
    weights.append(weight)
    total += weight
  }

  var mean: Double { zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / total }

  /// n / (n - 1) sum of (w (value - mean) / sum of w)^2.
  var varianceOfMean: Double {
    let (mean, n) = (mean, Double(values.count))
    let squares = zip(values, weights).reduce(0) { sum, pair in
      let share = pair.1 * (pair.0 - mean) / total
      return sum + share * share
    }
    return n / (n - 1) * squares
  }
}
