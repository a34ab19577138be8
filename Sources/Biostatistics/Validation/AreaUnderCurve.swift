/// The area under the receiver operating characteristic of a score for an outcome that is there or not,
/// the c index: the probability that of somebody with the event and somebody without it the first has
/// the higher score, ties counting one half.
///
///     AUC = (1/mn) sum over events i, others j of ψ(x_i, y_j)
///     var = s10 / m + s01 / n,   s10, s01 the sample variances of each row's mean of ψ
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
  /// - Throws: ``IndexUnavailable``: `oneOutcome`, or `onePrediction` where all scores are equal.
  public init(of score: [Double], against event: [Bool]) throws(IndexUnavailable) {
    guard score.count == event.count, score.allSatisfy(\.isFinite) else {
      throw .unfitPredictions
    }
    let ranking = ScoreRanking(of: score)
    let m = event.count { $0 }
    let n = event.count - m
    guard m > 0, n > 0 else { throw .oneOutcome }
    guard ranking.isTiedWithPrevious.dropFirst().contains(false) else { throw .onePrediction }
    // ψ of a row: the share of the other group that it is on the right side of.
    var (above, below) = (Moments(), Moments())
    var (others, events) = (0.0, 0.0)
    var start = 0
    while start < score.count {
      var end = start + 1
      while end < score.count, ranking.isTiedWithPrevious[end] { end += 1 }
      let tied = ranking.order[start..<end].count { event[Int($0)] }
      let tiedOthers = Double(end - start - tied)
      let share = (others + tiedOthers / 2) / Double(n)
      let otherShare = (Double(m) - events - Double(tied) / 2) / Double(m)
      for row in ranking.order[start..<end] {
        if event[Int(row)] { above.add(share) } else { below.add(otherShare) }
      }
      others += tiedOthers
      events += Double(tied)
      start = end
    }
    estimate = above.mean
    standardError =
      m > 1 && n > 1
      ? (above.variance / Double(m) + below.variance / Double(n)).squareRoot() : nil
  }
}

/// Mean and variance of values that come one by one (Welford 1962, doi:10.2307/1266577).
private struct Moments {
  private var count = 0.0
  private(set) var mean = 0.0
  private var squares = 0.0

  mutating func add(_ value: Double) {
    count += 1
    let distance = value - mean
    mean += distance / count
    squares += distance * (value - mean)
  }

  /// Over count - 1.
  var variance: Double { squares / (count - 1) }
}
