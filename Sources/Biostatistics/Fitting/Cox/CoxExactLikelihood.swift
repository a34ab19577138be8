internal import LinearAlgebra

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The exact partial likelihood of discrete times: at each event time the probability that of all
/// sets of d members of the risk set those d died who did,
///
///     l(b) = sum over event times t of [ sum over deaths of eta_i - log e_d(r_j : j at risk) ]
///
/// which is the conditional likelihood of a logistic model with a stratum for each risk set.
///
/// Without left truncation a risk set is the one before it and some rows more, and ``SubsetSums`` goes
/// over the rows of a stratum once for all of its event times: O(n d p^2) with d the most deaths at a
/// time. With it rows leave a risk set, which the recursion cannot undo: each event time has a pass of
/// its own.
///
/// Source: Cox DR (1972), doi:10.1111/j.2517-6161.1972.tb00899.x, section 8; Gail MH, Lubin JH,
/// Rubinstein LV (1981), doi:10.1093/biomet/68.3.703.
struct CoxExactLikelihood: TwiceDifferentiable {
  let riskSets: CoxRiskSets
  let design: StandardizedDesign
  /// By sorted row; nil for 0.
  let offset: [Double]?
  /// For each event time the most deaths at it or at a later entry of its stratum's list.
  private let mostDeaths: [Int]
  private let linearPredictor: Buffer
  private let risk: Buffer

  init(_ likelihood: CoxPartialLikelihood) {
    riskSets = likelihood.riskSets
    design = likelihood.design
    offset = likelihood.offset
    let count = riskSets.order.count
    (linearPredictor, risk) = (Buffer(count: count), Buffer(count: count))
    var most = [Int](repeating: 0, count: riskSets.eventTimes.count)
    for stratum in riskSets.strata {
      var largest = 0
      for event in stratum.reversed() {
        largest = max(largest, riskSets.eventTimes[event].deaths)
        most[event] = largest
      }
    }
    mostDeaths = most
    _ = BlockKernels.useOneThread
  }

  mutating func value(at point: [Double]) -> Double {
    fillRisk(point)
    let risk = risk.pointer
    var value = 0.0
    for events in riskSets.strata {
      var sums = SubsetSums(dimension: 0, mostDraws: events.first.map { mostDeaths[$0] } ?? 0)
      for index in events {
        let event = riskSets.eventTimes[index]
        visit(index, &sums) { row, draws, sums in sums.add(risk: risk[row], upTo: draws) }
        // Alone in the risk set the dying have no choice, to the bit.
        if sums.rowCount == event.deaths { continue }
        for row in Int(event.firstDeath)..<Int(event.end) { value += linearPredictor.pointer[row] }
        value -= sums.logSum(draws: event.deaths)
      }
    }
    return value
  }

  mutating func derivatives() -> (gradient: [Double], information: Matrix) {
    let p = design.columnCount
    let n = riskSets.order.count
    var gradient = [Double](repeating: 0, count: p)
    var information = Matrix(rowCount: p, columnCount: p)
    let (risk, x) = (risk.pointer, design.columns.pointer)
    for events in riskSets.strata {
      var sums = SubsetSums(dimension: p, mostDraws: events.first.map { mostDeaths[$0] } ?? 0)
      for index in events {
        let event = riskSets.eventTimes[index]
        visit(index, &sums) { row, draws, sums in
          sums.add(risk: risk[row], x + row, stride: n, upTo: draws)
        }
        if sums.rowCount == event.deaths { continue }
        for j in 0..<p {
          for row in Int(event.firstDeath)..<Int(event.end) { gradient[j] += x[n * j + row] }
        }
        sums.subtractMean(draws: event.deaths, from: &gradient)
        sums.addCovariance(draws: event.deaths, to: &information)
      }
    }
    information.symmetrizeFromLower()
    return (gradient, information)
  }

  /// Adds the rows that are at risk at an event time and not yet among the sums.
  @inline(__always)
  private func visit(
    _ index: Int, _ sums: inout SubsetSums, _ add: (Int, Int, inout SubsetSums) -> Void
  ) {
    let event = riskSets.eventTimes[index]
    guard riskSets.isTruncated else {
      for row in Int(event.firstRow)..<Int(event.end) { add(row, mostDeaths[index], &sums) }
      return
    }
    sums.removeAll()
    let first = riskSets.strata[Int(event.stratum)].lowerBound
    for row in Int(riskSets.eventTimes[first].firstRow)..<Int(event.end) {
      let entry = Int(riskSets.entryEventTime[row])
      if entry < 0 || entry > index { add(row, event.deaths, &sums) }
    }
  }

  /// Fills eta, less its maximum over those at risk in the stratum, and its exponential: a stratum's
  /// likelihood does not change when all its risks are scaled.
  private func fillRisk(_ point: [Double]) {
    let n = riskSets.order.count
    let (eta, x) = (linearPredictor.pointer, design.columns.pointer)
    if let offset {
      for row in 0..<n { eta[row] = offset[row] }
    } else {
      linearPredictor.fill(0)
    }
    for (j, b) in point.enumerated() {
      let column = x + n * j
      for row in 0..<n { eta[row] += b * column[row] }
    }
    for rows in riskSets.rowsUpToLastEvent {
      let largest = rows.reduce(-Double.infinity) { max($0, eta[$1]) }
      for row in rows {
        eta[row] -= largest
        risk.pointer[row] = exp(eta[row])
      }
    }
  }
}
