internal import LinearAlgebra

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Cox's log partial likelihood over standardised columns, its gradient and information.
///
/// With eta = X b + offset, r_i = w_i exp(eta_i), and the denominators of ``TiedDeaths`` at each
/// event time t, whose risk set is {i : entry_i < t <= exit_i}:
///
///     l(b)   = sum over deaths of w_i eta_i - sum over t and k of (W/d) log(S_t - f_k D_t)
///     U(b)   = sum_i x_i (w_i event_i - c_i)
///     I(b)   = X' diag(c) X - sum over t and k of (W/d) m_tk m_tk'
///
/// where c_i = r_i times the cumulative hazard that row i lives through, and m_tk is the
/// risk-weighted mean of the covariates in denominator k. I is the usual sum of weighted covariances
/// with the order of summation exchanged: one matrix product over the rows and one over at most two
/// rows an event time, instead of one outer product a row and event. On centred columns the
/// difference loses no digits.
///
/// Source: Cox DR (1972), doi:10.1111/j.2517-6161.1972.tb00899.x; the exchange of summation follows
/// from Fubini.
struct CoxPartialLikelihood: TwiceDifferentiable {
  /// Without event times while ``direct`` answers for all of it.
  private(set) var riskSets: CoxRiskSets
  let design: StandardizedDesign
  let ties: TieHandling
  let threads: Int
  /// Case weights and offsets in the order of the risk sets; nil for 1 and 0.
  let weights: [Double]?
  let offset: [Double]?
  /// The mean offset, which the working scale leaves out.
  let offsetCenter: Double
  /// Inverse information of the working coefficients, once a fit has it.
  var workingModelCovariance = Matrix(rowCount: 0, columnCount: 0)

  private var chunks: [CoxChunk] = []
  /// A small fit's quicker sums, until ``settle()``.
  private var direct: CoxDirectSums?
  /// Whether the last point was given to ``direct`` alone, so that nothing below knows of it.
  private var isDirect = false
  /// eta, r and c by sorted row.
  private(set) var linearPredictor = Buffer.none
  private(set) var risk = Buffer.none
  private(set) var exposure = Buffer.none
  private(set) var tied: [TiedDeaths] = []
  /// Cumulative hazard from the start of follow-up up to and with each event time; the second is
  /// what rounding took from the first.
  private(set) var cumulativeHazard: [Double] = []
  private(set) var cumulativeHazardError: [Double] = []

  /// What eta is reduced by before it is exponentiated, by stratum: 0, or where eta leaves +-300 its
  /// maximum, so that no risk overflows and no risk set vanishes. The likelihood of a stratum does
  /// not change by it; hazards carry the factor exp(shift).
  private(set) var shifts: [Double] = []
  /// Whether a risk set is so small beside those who have left it that plain differences of running
  /// sums would lose more than four digits.
  private(set) var cancels = false
  /// Sums of r x over the late entries of each event time, a column of event times for each working
  /// column, and what rounding took from them; without left truncation nil, the errors nil unless
  /// ``cancels``.
  private(set) var removed: Buffer?
  private(set) var removedError: Buffer?

  /// The same likelihood with memory of its own, at no point yet.
  var detached: CoxPartialLikelihood {
    var copy = self
    copy.direct = nil
    copy.isDirect = false
    (copy.linearPredictor, copy.risk, copy.exposure) = (Buffer.none, Buffer.none, Buffer.none)
    return copy
  }

  /// Brings everything that residuals and curves need to the last point.
  mutating func settle() {
    let point = isDirect ? direct?.lastPoint : nil
    direct = nil
    riskSets.findEventTimes()
    guard let point else { return }
    _ = value(at: point)
    prepareScores()
  }

  // MARK: Value

  mutating func value(at point: [Double]) -> Double {
    if let value = direct?.value(at: point) {
      isDirect = true
      return value
    }
    isDirect = false
    if linearPredictor.count == 0 {
      riskSets.findEventTimes()
      chunks = CoxChunk.divide(riskSets)
      let n = riskSets.order.count
      (linearPredictor, risk, exposure) = (Buffer(count: n), Buffer(count: n), Buffer(count: n))
    }
    let largest = fillRisk(point)
    shiftRisk(largest)
    var sum = 0.0
    tied.removeAll(keepingCapacity: true)
    tied.reserveCapacity(riskSets.eventTimes.count)
    cancels = false
    for (place, stratum) in riskSets.strata.enumerated() {
      let shift = shifts[place]
      var atRisk = CompensatedSum()
      var members = 0
      var everAtRisk = 0.0
      for event in riskSets.eventTimes[stratum] {
        let (entering, dying) = add(event, to: &atRisk, &members)
        everAtRisk += entering
        if riskSets.isTruncated, everAtRisk > 1e4 * atRisk.value { cancels = true }
        // Where nobody but the dying is at risk, the sum is theirs to the bit. The running sum is not
        // set to it: it knows what rounding took, which late entries will take away again.
        let group = TiedDeaths(
          atRisk: members == event.deaths ? dying : atRisk.value, dying: dying,
          count: event.deaths, weight: event.weight, ties: ties)
        sum -= group.logDenominators
        tied.append(group)
        for row in Int(event.firstDeath)..<Int(event.end) {
          sum += (weights?[row] ?? 1) * (linearPredictor.pointer[row] - shift)
        }
      }
    }
    return sum
  }

  /// Moves the risk set to `event`; returns the summed risk of the rows that it takes in, and of
  /// those who die there.
  private func add(
    _ event: CoxRiskSets.EventTime, to atRisk: inout CompensatedSum, _ members: inout Int
  ) -> (entering: Double, dying: Double) {
    let risk = risk.pointer
    var dying = 0.0
    var others = 0.0
    for row in Int(event.firstRow)..<Int(event.firstDeath) { others += risk[row] }
    for row in Int(event.firstDeath)..<Int(event.end) { dying += risk[row] }
    if riskSets.isTruncated {
      for row in Int(event.firstRow)..<Int(event.end) { atRisk.add(risk[row]) }
      for late in riskSets.lateEntries[Int(event.firstEntry)..<Int(event.endEntry)] {
        atRisk.add(-risk[Int(late)])
      }
    } else {
      atRisk.add(others + dying)
    }
    members += Int(event.end - event.firstRow) - Int(event.endEntry - event.firstEntry)
    return (others + dying, dying)
  }

  /// Reduces each stratum's eta by its maximum, if any is extreme.
  private mutating func shiftRisk(_ largest: Double) {
    shifts = [Double](repeating: 0, count: riskSets.strata.count)
    guard largest > 300 else { return }
    for (place, rows) in riskSets.rowsUpToLastEvent.enumerated() {
      let shift = rows.reduce(-Double.infinity) { max($0, linearPredictor.pointer[$1]) }
      guard shift.isFinite else { continue }
      shifts[place] = shift
      for row in rows {
        risk.pointer[row] = (weights?[row] ?? 1) * exp(linearPredictor.pointer[row] - shift)
      }
    }
  }

  /// Fills eta and r = w exp(eta); returns the largest magnitude of eta.
  private func fillRisk(_ point: [Double]) -> Double {
    let n = riskSets.order.count
    let p = design.columnCount
    let (eta, risk, x) = (linearPredictor, risk, design.columns)
    let rowsPerChunk = 16_384
    let count = (n + rowsPerChunk - 1) / rowsPerChunk
    let (weights, offset) = (weights, offset)
    let magnitudes = Buffer(count: count)
    Parallel.forEach(count, threads: threads) { chunk in
      var largest = 0.0
      let end = min(n, (chunk + 1) * rowsPerChunk)
      for start in stride(from: chunk * rowsPerChunk, to: end, by: 1024) {
        let rows = min(1024, end - start)
        let out = eta.pointer + start
        if p > 0 {
          BlockKernels.multiply(
            x.pointer + start, rows: rows, columns: p, stride: n, by: point, into: out)
        } else {
          out.update(repeating: 0, count: rows)
        }
        if let offset { for i in 0..<rows { out[i] += offset[start + i] } }
        let r = risk.pointer + start
        for i in 0..<rows {
          r[i] = exp(out[i])
          largest = max(largest, out[i].magnitude)
        }
        if let weights { for i in 0..<rows { r[i] *= weights[start + i] } }
      }
      magnitudes.pointer[chunk] = largest
    }
    return magnitudes.array.reduce(0, max)
  }

  // MARK: Derivatives

  /// Brings hazards and exposures to the last point that ``value(at:)`` was asked for.
  mutating func prepareScores() {
    accumulateHazard()
    fillExposure()
  }

  mutating func derivatives() -> (gradient: [Double], information: Matrix) {
    if isDirect, let direct { return direct.derivatives }
    prepareScores()
    return sumOverChunks()
  }

  mutating func writeDerivatives(gradient: inout [Double], information: inout Matrix) {
    if isDirect, let direct {
      direct.writeDerivatives(gradient: &gradient, information: &information)
    } else {
      (gradient, information) = derivatives()
    }
  }

  /// The likelihood at the last point with the hazard of each event time counted g(t) >= 0 times, and
  /// exposures that agree with it.
  func weighted(_ weights: [Double]) -> CoxPartialLikelihood {
    var scaled = self
    scaled.exposure = Buffer(count: exposure.count)
    for index in weights.indices { scaled.tied[index].scale(by: weights[index]) }
    scaled.prepareScores()
    return scaled
  }

  private mutating func accumulateHazard() {
    let count = riskSets.eventTimes.count
    cumulativeHazard = [Double](repeating: 0, count: count)
    cumulativeHazardError = [Double](repeating: 0, count: count)
    for stratum in riskSets.strata {
      var sum = CompensatedSum()
      for event in stratum.reversed() {
        sum.add(tied[event].hazard)
        cumulativeHazard[event] = sum.sum
        cumulativeHazardError[event] = sum.error
      }
    }
  }

  /// c_i = r_i (H(exit_i) - H(entry_i)), a death at a tied time having lived through part of that
  /// time's hazard only.
  private func fillExposure() {
    let (risk, exposure) = (risk.pointer, exposure.pointer)
    exposure.update(repeating: 0, count: self.exposure.count)
    for (index, event) in riskSets.eventTimes.enumerated() {
      let hazard = cumulativeHazard[index]
      let error = cumulativeHazardError[index]
      let notLived = tied[index].hazard - tied[index].hazardOfDying
      if riskSets.isTruncated {
        for row in Int(event.firstRow)..<Int(event.end) {
          let entry = Int(riskSets.entryEventTime[row])
          let before = entry < 0 ? 0 : cumulativeHazard[entry]
          let beforeError = entry < 0 ? 0 : cumulativeHazardError[entry]
          let lived = (hazard - before) + (error - beforeError)
          let missed = row >= Int(event.firstDeath) ? notLived : 0
          exposure[row] = risk[row] * max(0, lived - missed)
        }
      } else {
        for row in Int(event.firstRow)..<Int(event.firstDeath) {
          exposure[row] = risk[row] * hazard
        }
        for row in Int(event.firstDeath)..<Int(event.end) {
          exposure[row] = risk[row] * (hazard - notLived)
        }
      }
    }
  }

  private mutating func sumOverChunks() -> (gradient: [Double], information: Matrix) {
    let p = design.columnCount
    guard p > 0, !chunks.isEmpty else {
      return (
        [Double](repeating: 0, count: p), Matrix(rowCount: p, columnCount: p)
      )
    }
    sumRemoved()
    let carries = chunkCarries()
    let size = p * p + p
    let partial = Buffer(count: size * chunks.count)
    let (chunks, likelihood) = (chunks, self)
    Parallel.forEach(chunks.count, threads: threads) { index in
      let information = partial.pointer + size * index
      chunks[index].add(
        likelihood, carry: carries[index], information: information,
        gradient: information + p * p)
    }
    var total = [Double](repeating: 0, count: size)
    for chunk in 0..<chunks.count {
      for i in 0..<size { total[i] += partial.pointer[size * chunk + i] }
    }
    var information = Matrix(rowCount: p, columnCount: p, storage: Array(total[..<(p * p)]))
    information.symmetrizeFromLower()
    return (Array(total[(p * p)...]), information)
  }

  /// Fills ``removed``: one pass over each column in memory order, adding each row to the event time
  /// from which on it has not entered.
  private mutating func sumRemoved() {
    guard riskSets.isTruncated else { return }
    let events = riskSets.eventTimes.count
    let (n, p) = (riskSets.order.count, design.columnCount)
    let sums = Buffer(count: events * p)
    let errors = cancels ? Buffer(count: events * p) : nil
    let (r, columns, entries) = (risk, design.columns, riskSets.entryEventTime)
    Parallel.forEach(p, threads: threads) { column in
      let x = columns.pointer + n * column
      let sum = sums.pointer + events * column
      let error = errors.map { $0.pointer + events * column }
      entries.withUnsafeBufferPointer { entries in
        for row in 0..<n where entries[row] >= 0 {
          let event = Int(entries[row])
          let value = r.pointer[row] * x[row]
          if let error {
            var total = CompensatedSum(sum: sum[event], error: error[event])
            total.add(value)
            sum[event] = total.sum
            error[event] = total.error
          } else {
            sum[event] += value
          }
        }
      }
    }
    removed = sums
    removedError = errors
  }

  /// Takes the rows of an event time into a running sum of r x, and its late entries out of it.
  @inline(__always)
  func advance(
    _ sum: inout CompensatedSum, to index: Int, column: Int, x: UnsafePointer<Double>,
    dying: Double
  ) {
    let event = riskSets.eventTimes[index]
    let r = risk.pointer
    if cancels {
      for row in Int(event.firstRow)..<Int(event.end) { sum.add(r[row] * x[row]) }
    } else {
      let first = Int(event.firstRow)
      let others = BlockKernels.dot(r + first, x + first, count: Int(event.firstDeath) - first)
      sum.add(others + dying)
    }
    if let removed {
      let place = riskSets.eventTimes.count * column + index
      sum.add(-removed.pointer[place])
      if let removedError { sum.error -= removedError.pointer[place] }
    }
  }

  /// The summed r x of those who die at an event time.
  @inline(__always)
  func dying(at index: Int, x: UnsafePointer<Double>) -> Double {
    let event = riskSets.eventTimes[index]
    let first = Int(event.firstDeath)
    return BlockKernels.dot(risk.pointer + first, x + first, count: event.deaths)
  }

  /// The sums of r x over the risk set with which each chunk starts.
  private func chunkCarries() -> [[CompensatedSum]] {
    let p = design.columnCount
    let (chunks, likelihood) = (chunks, self)
    let own = Buffer(count: 2 * p * chunks.count)
    if chunks.count > 1 {
      Parallel.forEach(chunks.count - 1, threads: threads) { index in
        chunks[index].sumLastStratum(likelihood, into: own.pointer + 2 * p * index)
      }
    }
    var carry = [CompensatedSum](repeating: CompensatedSum(), count: p)
    var result: [[CompensatedSum]] = []
    for (index, chunk) in chunks.enumerated() {
      if !chunk.continuesStratum {
        carry = [CompensatedSum](repeating: CompensatedSum(), count: p)
      }
      result.append(carry)
      let sums = own.pointer + 2 * p * index
      for j in 0..<p {
        if chunk.startsStratum { carry[j] = CompensatedSum() }
        carry[j].add(sums[2 * j])
        carry[j].error += sums[2 * j + 1]
      }
    }
    return result
  }
}

extension CoxPartialLikelihood {
  /// A likelihood that knows of no point yet; weights and offset in the frame's order.
  init(
    riskSets: consuming CoxRiskSets, design: StandardizedDesign, ties: TieHandling,
    weights: [Double]?, offset: [Double]?, threads: Int, searchesDirectly: Bool = false
  ) {
    _ = BlockKernels.useOneThread
    let center = offset.map { $0.reduce(0, +) / Double(max(1, $0.count)) } ?? 0
    let weights = weights.map { weights in riskSets.order.map { weights[Int($0)] } }
    let offset = offset.map { offset in riskSets.order.map { offset[Int($0)] - center } }
    let direct =
      searchesDirectly
      ? CoxDirectSums(
        riskSets: copy riskSets, design: design, ties: ties, weights: weights, offset: offset)
      : nil
    if direct == nil { riskSets.findEventTimes() }
    self.init(
      riskSets: riskSets, design: design, ties: ties, threads: threads, weights: weights,
      offset: offset, offsetCenter: center, direct: direct)
  }
}
