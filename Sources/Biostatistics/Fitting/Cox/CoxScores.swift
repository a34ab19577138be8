internal import LinearAlgebra

/// Score residuals: each row's part of the gradient, and their sums over clusters.
///
/// With e_i = exp(eta_i) and dH(t), m(t) the hazard increment and the covariate mean of each
/// denominator at event time t,
///
///     L_i = event_i (x_i - mean over k of m_k(exit_i)) - e_i sum over t lived through of
///           (x_i - m(t)) dH(t)
///
/// so that sum_i w_i L_i is the gradient. A death lives through its own time's denominators in part,
/// 1 - f_k of each. One pass a column: O(n p), however many event times there are.
///
/// Source: Lin DY, Wei LJ (1989), doi:10.1080/01621459.1989.10478874; Therneau TM, Grambsch PM,
/// Modeling Survival Data (2000), section 4.6, doi:10.1007/978-1-4757-3294-8.
extension CoxPartialLikelihood {
  /// Sums of w_i L_i by cluster (frame-row codes below `clusterCount`), working columns side by
  /// side; without clusters L_i itself by frame row, unweighted.
  func scores(clusters: [Int32]?, clusterCount: Int) -> Buffer {
    let n = riskSets.order.count
    let rows = clusters == nil ? n : clusterCount
    let result = Buffer(count: rows * design.columnCount)
    let likelihood = self
    Parallel.forEach(design.columnCount, threads: n < 10_000 ? 1 : threads) { column in
      likelihood.addScores(
        ofColumn: column, clusters: clusters, into: result.pointer + rows * column)
    }
    return result
  }

  private func addScores(
    ofColumn column: Int, clusters: [Int32]?, into out: UnsafeMutablePointer<Double>
  ) {
    let n = riskSets.order.count
    let x = design.columns.pointer + n * column
    let path = meanPath(ofColumn: column)
    let (risk, exposure) = (risk.pointer, exposure.pointer)

    @inline(__always) func put(_ row: Int, _ weightedScore: Double) {
      let frameRow = Int(riskSets.order[row])
      if let clusters {
        out[Int(clusters[frameRow])] += weightedScore
      } else {
        out[frameRow] = weightedScore / (weights?[row] ?? 1)
      }
    }
    for (index, event) in riskSets.eventTimes.enumerated() {
      let lived = path.integral[index]
      for row in Int(event.firstRow)..<Int(event.end) {
        var mean = lived
        if riskSets.isTruncated {
          let entry = Int(riskSets.entryEventTime[row])
          if entry >= 0 {
            mean.sum -= path.integral[entry].sum
            mean.error -= path.integral[entry].error
          }
        }
        var score = risk[row] * mean.value - exposure[row] * x[row]
        if row >= Int(event.firstDeath) {
          score -= risk[row] * path.notLived[index]
          score += (weights?[row] ?? 1) * (x[row] - path.meanAtDeath[index])
        }
        put(row, score)
      }
    }
  }

  /// The risk-weighted mean of one working column along the event times.
  struct MeanPath {
    /// Integral of m dH from the start of follow-up up to and with each event time.
    var integral: [CompensatedSum]
    /// What the dying of each event time do not live through of it.
    var notLived: [Double]
    /// The mean over the denominators of each event time.
    var meanAtDeath: [Double]
    /// The integral's increment at each event time.
    var increment: [Double]
  }

  func meanPath(ofColumn column: Int) -> MeanPath {
    let n = riskSets.order.count
    let x = design.columns.pointer + n * column
    let r = risk.pointer
    let count = riskSets.eventTimes.count
    var path = MeanPath(
      integral: [CompensatedSum](repeating: CompensatedSum(), count: count),
      notLived: [Double](repeating: 0, count: count),
      meanAtDeath: [Double](repeating: 0, count: count),
      increment: [Double](repeating: 0, count: count))
    for stratum in riskSets.strata {
      var atRisk = CompensatedSum()
      for index in stratum {
        let event = riskSets.eventTimes[index]
        for row in Int(event.firstRow)..<Int(event.end) { atRisk.add(r[row] * x[row]) }
        if riskSets.isTruncated {
          for late in riskSets.lateEntries[Int(event.firstEntry)..<Int(event.endEntry)] {
            atRisk.add(-(r[Int(late)] * x[Int(late)]))
          }
        }
        var dying = 0.0
        for row in Int(event.firstDeath)..<Int(event.end) { dying += r[row] * x[row] }
        let group = tied[index]
        let sum = atRisk.value
        path.increment[index] = group.hazardVariance * sum - group.firstMoment * dying
        path.notLived[index] = group.firstMoment * sum - group.secondMoment * dying
        let shared = group.hazard - group.hazardOfDying
        path.meanAtDeath[index] = (group.hazard * sum - shared * dying) / event.weight
      }
      var integral = CompensatedSum()
      for index in stratum.reversed() {
        integral.add(path.increment[index])
        path.integral[index] = integral
      }
    }
    return path
  }

  /// The sum over clusters of s s', s being a cluster's summed weighted scores, and the sum of s.
  func scoreProducts(
    clusters: [Int32], clusterCount: Int
  ) -> (products: Matrix, sum: [Double]) {
    let p = design.columnCount
    let scores = scores(clusters: clusters, clusterCount: clusterCount)
    let products = Buffer(count: p * p)
    for start in stride(from: 0, to: clusterCount, by: 512) where p > 0 {
      BlockKernels.addGram(
        of: scores.pointer + start, rows: min(512, clusterCount - start), columns: p,
        stride: clusterCount, times: 1, into: products.pointer)
    }
    var matrix = Matrix(rowCount: p, columnCount: p, storage: products.array)
    matrix.symmetrizeFromLower()
    let sum = (0..<p).map { column in
      var total = 0.0
      for cluster in 0..<clusterCount {
        total += scores.pointer[clusterCount * column + cluster]
      }
      return total
    }
    return (matrix, sum)
  }
}
