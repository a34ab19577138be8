internal import LinearAlgebra

/// The sums of r x over those at risk and over those dying at every event time, from which gradient
/// and information follow for any weights of the event times:
///
///     sum of g U_t,   sum of g V_t = X' diag(c) X - sum of g (W/d) sum_k m_k m_k'
///
/// with c the exposures under the weighted hazards. The sums are made once, O(n p); each set of weights
/// takes one product over the rows and one over the event times.
struct EventTimeSums {
  private let likelihood: CoxPartialLikelihood
  /// Event times by working columns.
  private let atRisk: Buffer
  private let dying: Buffer

  init(_ likelihood: CoxPartialLikelihood) {
    self.likelihood = likelihood
    let (events, p) = (likelihood.riskSets.eventTimes.count, likelihood.design.columnCount)
    let (atRisk, dying) = (Buffer(count: events * p), Buffer(count: events * p))
    Parallel.forEach(p, threads: likelihood.threads) { column in
      likelihood.sumOverRiskSets(
        ofColumn: column, atRisk: atRisk.pointer + events * column,
        dying: dying.pointer + events * column)
    }
    self.atRisk = atRisk
    self.dying = dying
  }

  /// Gradient and information with event time t counted g(t) >= 0 times.
  func derivatives(_ weights: [Double]) -> (gradient: [Double], information: Matrix) {
    let p = likelihood.design.columnCount
    let weighted = likelihood.weighted(weights)
    let (gradient, rows) = sumOverRows(weighted.exposure, weights)
    var information = Matrix(rowCount: p, columnCount: p, storage: rows)
    let events = weights.count
    let batch = 128
    let means = Buffer(count: 2 * batch * p)
    for start in stride(from: 0, to: events, by: batch) {
      let count = min(batch, events - start)
      let coefficients = (start..<(start + count)).map { weighted.tied[$0].meanRows }
      for j in 0..<p {
        let out = means.pointer + 2 * batch * j
        let (s, d) = (atRisk.pointer + events * j + start, dying.pointer + events * j + start)
        for i in 0..<count {
          out[2 * i] = coefficients[i].first * s[i] + coefficients[i].mixed * d[i]
          out[2 * i + 1] = coefficients[i].second * d[i]
        }
      }
      BlockKernels.addGram(
        of: means.pointer, rows: 2 * count, columns: p, stride: 2 * batch, times: -1,
        into: &information.storage)
    }
    information.symmetrizeFromLower()
    return (gradient, information)
  }

  /// X' (g w event - c), and the lower triangle of X' diag(c) X. Blocks of rows are added in their
  /// order, whatever thread made them.
  private func sumOverRows(
    _ exposure: Buffer, _ weights: [Double]
  ) -> (gradient: [Double], products: [Double]) {
    let riskSets = likelihood.riskSets
    let (n, p) = (riskSets.order.count, likelihood.design.columnCount)
    let residual = Buffer(count: n)
    for row in 0..<n { residual.pointer[row] = -exposure.pointer[row] }
    for (index, event) in riskSets.eventTimes.enumerated() {
      for row in Int(event.firstDeath)..<Int(event.end) {
        residual.pointer[row] += weights[index] * (likelihood.weights?[row] ?? 1)
      }
    }
    let rowsPerChunk = 16_384
    let chunks = (n + rowsPerChunk - 1) / rowsPerChunk
    let size = p * p + p
    let partial = Buffer(count: size * chunks)
    let columns = likelihood.design.columns
    Parallel.forEach(chunks, threads: likelihood.threads) { chunk in
      let block = 256
      let scaled = Buffer(count: block * p)
      let root = Buffer(count: block)
      let out = partial.pointer + size * chunk
      let end = min(n, (chunk + 1) * rowsPerChunk)
      for start in stride(from: chunk * rowsPerChunk, to: end, by: block) {
        let count = min(block, end - start)
        for i in 0..<count { root.pointer[i] = exposure.pointer[start + i].squareRoot() }
        for j in 0..<p {
          let x = columns.pointer + n * j + start
          let y = scaled.pointer + block * j
          for i in 0..<count { y[i] = root.pointer[i] * x[i] }
        }
        BlockKernels.addGram(
          of: scaled.pointer, rows: count, columns: p, stride: block, times: 1, into: out)
        BlockKernels.addTransposedProduct(
          columns.pointer + start, rows: count, columns: p, stride: n,
          by: residual.pointer + start, into: out + p * p)
      }
    }
    var total = [Double](repeating: 0, count: size)
    for chunk in 0..<chunks {
      for i in 0..<size { total[i] += partial.pointer[size * chunk + i] }
    }
    return (Array(total[(p * p)...]), Array(total[..<(p * p)]))
  }
}

extension CoxPartialLikelihood {
  /// Writes, for every event time, the sums of r x over those at risk and over those dying.
  func sumOverRiskSets(
    ofColumn column: Int, atRisk: UnsafeMutablePointer<Double>,
    dying: UnsafeMutablePointer<Double>
  ) {
    let x = design.columns.pointer + riskSets.order.count * column
    let r = risk.pointer
    for stratum in riskSets.strata {
      var sum = CompensatedSum()
      for index in stratum {
        let event = riskSets.eventTimes[index]
        let own = self.dying(at: index, x: x)
        if riskSets.isTruncated {
          for row in Int(event.firstRow)..<Int(event.end) { sum.add(r[row] * x[row]) }
          for late in riskSets.lateEntries[Int(event.firstEntry)..<Int(event.endEntry)] {
            sum.add(-(r[Int(late)] * x[Int(late)]))
          }
        } else {
          let (first, count) = (Int(event.firstRow), Int(event.firstDeath - event.firstRow))
          sum.add(BlockKernels.dot(r + first, x + first, count: count) + own)
        }
        atRisk[index] = sum.value
        dying[index] = own
      }
    }
  }

  /// The mean of a working column over the denominators of each event time.
  func meansAtDeath(ofColumn column: Int) -> [Double] {
    let count = riskSets.eventTimes.count
    let sums = Buffer(count: 2 * count)
    let (atRisk, dying) = (sums.pointer, sums.pointer + count)
    sumOverRiskSets(ofColumn: column, atRisk: atRisk, dying: dying)
    return (0..<count).map { index in
      let group = tied[index]
      let shared = group.hazard - group.hazardOfDying
      return (group.hazard * atRisk[index] - shared * dying[index])
        / riskSets.eventTimes[index].weight
    }
  }
}
