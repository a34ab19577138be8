internal import LinearAlgebra

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Cox's log partial likelihood with covariates that change with time,
///
///     eta_i(t) = x_i' b + z_i(t)' c,
///
/// over standardised columns x and time-varying covariates z, at each event time over those at risk.
/// R splits every row at every event time: n D rows. Here each group of event times at which z is
/// the same is taken through the risk sets once, and the sums of ``CoxPartialLikelihood`` are kept
/// by row:
///
///     I = sum over groups of [x z]' diag(r_i(t) dH_i(t)) [x z] - sum over t and k of (W/d) m m'
///
/// so that for the columns x it is enough to have, by row, the sum of r dH, and for x with z_k the sum
/// of r dH z_k. An evaluation costs O(n G (p + q^2) + n p^2) for G groups, p columns and q covariates,
/// and O(n (p + q)) memory: G is the number of event times for a smooth function of time, and one more
/// than the number of its steps for a step function.
///
/// Letters: S, D are the sums of r over those at risk and those dying, d their number, W their
/// weight; s1 and d1 the sums of r times the covariates.
///
/// Source: Cox DR (1972), doi:10.1111/j.2517-6161.1972.tb00899.x; Therneau TM, Grambsch PM (2000),
/// section 6.5, doi:10.1007/978-1-4757-3294-8.
struct TimeVaryingLikelihood: TwiceDifferentiable {
  let riskSets: CoxRiskSets
  let design: StandardizedDesign
  let covariates: TimeVaryingCovariates
  let ties: TieHandling
  /// Case weights and offset in the order of the risk sets; nil for 1 and 0.
  let weights: [Double]?
  let offset: [Double]?

  private var gradient: [Double] = []
  private var information = Matrix(rowCount: 0, columnCount: 0)

  init(
    riskSets: CoxRiskSets, design: StandardizedDesign, covariates: TimeVaryingCovariates,
    ties: TieHandling, weights: [Double]?, offset: [Double]?
  ) {
    self.riskSets = riskSets
    self.design = design
    self.covariates = covariates
    self.ties = ties
    self.weights = weights.map { weights in riskSets.order.map { weights[Int($0)] } }
    self.offset = offset.map { offset in
      let center = offset.reduce(0, +) / Double(max(1, offset.count))
      return riskSets.order.map { offset[Int($0)] - center }
    }
    _ = BlockKernels.useOneThread
  }

  /// The number of coefficients, those of columns before those of covariates.
  var parameterCount: Int { design.columnCount + covariates.count }

  mutating func derivatives() -> (gradient: [Double], information: Matrix) {
    (gradient, information)
  }

  /// The value; gradient and information come with it.
  mutating func value(at point: [Double]) -> Double {
    var sums = Sums(self, point)
    for group in covariates.groups { sums.add(group.events, group.rows) }
    (gradient, information) = sums.derivatives()
    return sums.value
  }

  /// The sums of one evaluation.
  private struct Sums {
    let likelihood: TimeVaryingLikelihood
    let point: [Double]
    let n: Int
    let p: Int
    let q: Int
    /// x' b + offset by sorted row.
    let fixed: Buffer
    /// By place in a group's rows: r, and z side by side.
    let risk: Buffer
    let z: Buffer
    /// By sorted row: the sum of r dH, and of r dH z_k side by side.
    let exposure: Buffer
    let exposureTimesZ: Buffer
    /// r dH z_k of one group.
    let parts: Buffer
    /// The sum of z z' r dH, and the covariates' part of the gradient.
    let squares: Buffer
    var covariateGradient: [Double]
    /// Rows u with u u' to be taken off the information.
    let means: Buffer
    var meanCount = 0
    let subtracted: Buffer
    var value = 0.0

    static let mostMeans = 128

    init(_ likelihood: TimeVaryingLikelihood, _ point: [Double]) {
      self.likelihood = likelihood
      self.point = point
      n = likelihood.riskSets.order.count
      p = likelihood.design.columnCount
      q = likelihood.covariates.count
      fixed = Buffer(count: n)
      risk = Buffer(count: n)
      z = Buffer(count: n * q)
      exposure = Buffer(count: n)
      exposureTimesZ = Buffer(count: n * q)
      parts = Buffer(count: n)
      squares = Buffer(count: q * q)
      covariateGradient = [Double](repeating: 0, count: q)
      means = Buffer(count: Self.mostMeans * (p + q))
      subtracted = Buffer(count: (p + q) * (p + q))
      if p > 0 {
        BlockKernels.multiply(
          likelihood.design.columns.pointer, rows: n, columns: p, stride: n, by: point,
          into: fixed.pointer)
      }
      if let offset = likelihood.offset {
        for row in 0..<n { fixed.pointer[row] += offset[row] }
      }
    }

    /// Takes a group of event times through its risk sets.
    mutating func add(_ events: Range<Int>, _ rows: Range<Int>) {
      let riskSets = likelihood.riskSets
      let start = rows.lowerBound
      for k in 0..<q {
        likelihood.covariates.write(
          k, event: events.lowerBound, rows: rows, to: z.pointer + n * k)
      }
      let shift = fillRisk(events.lowerBound, rows)
      var atRisk = CompensatedSum()
      var sums = [CompensatedSum](repeating: CompensatedSum(), count: p + q)
      var dying = [Double](repeating: 0, count: p + q)
      var tied: [TiedDeaths] = []
      for index in events {
        let event = riskSets.eventTimes[index]
        // Those who are at risk here and not at the event time before: at the first, all so far.
        let from = index == events.lowerBound ? start : Int(event.firstRow)
        let (firstDeath, end) = (Int(event.firstDeath), Int(event.end))
        let others = sum(risk.pointer, from..<firstDeath, start)
        let deaths = sum(risk.pointer, firstDeath..<end, start)
        atRisk.add(others + deaths)
        for j in 0..<(p + q) {
          dying[j] = product(j, firstDeath..<end, start)
          sums[j].add(product(j, from..<firstDeath, start) + dying[j])
        }
        if riskSets.isTruncated, index > events.lowerBound {
          for late in riskSets.lateEntries[Int(event.firstEntry)..<Int(event.endEntry)] {
            let row = Int(late)
            let r = risk.pointer[row - start]
            atRisk.add(-r)
            for j in 0..<(p + q) { sums[j].add(-r * covariate(j, row, start)) }
          }
        }
        let group = TiedDeaths(
          atRisk: max(atRisk.value, deaths), dying: deaths, count: event.deaths,
          weight: event.weight, ties: likelihood.ties)
        tied.append(group)
        value -= group.logDenominators
        for row in firstDeath..<end {
          let weight = likelihood.weights?[row] ?? 1
          value += weight * (linearPredictor(row, start) - shift)
          for k in 0..<q { covariateGradient[k] += weight * z.pointer[n * k + row - start] }
        }
        addMeans(group, sums, dying)
      }
      addExposure(events, rows, tied)
    }

    private func sum(_ x: UnsafePointer<Double>, _ rows: Range<Int>, _ start: Int) -> Double {
      var sum = 0.0
      for row in rows { sum += x[row - start] }
      return sum
    }

    /// Column or covariate j of a sorted row.
    private func covariate(_ j: Int, _ row: Int, _ start: Int) -> Double {
      j < p
        ? likelihood.design.columns.pointer[n * j + row] : z.pointer[n * (j - p) + row - start]
    }

    /// The sum of r times column or covariate j.
    private func product(_ j: Int, _ rows: Range<Int>, _ start: Int) -> Double {
      let first = rows.lowerBound - start
      let x =
        j < p
        ? likelihood.design.columns.pointer + n * j + rows.lowerBound
        : z.pointer + n * (j - p) + first
      return BlockKernels.dot(risk.pointer + first, x, count: rows.count)
    }

    private func linearPredictor(_ row: Int, _ start: Int) -> Double {
      var eta = fixed.pointer[row]
      for k in 0..<q { eta += point[p + k] * z.pointer[n * k + row - start] }
      return eta
    }

    /// r = w exp(eta - shift) of a group's rows, 0 for those who enter too late; returns the shift,
    /// the largest eta where one leaves +-300, which keeps r within range and the likelihood as it is.
    private func fillRisk(_ firstEvent: Int, _ rows: Range<Int>) -> Double {
      let riskSets = likelihood.riskSets
      let (r, start) = (risk.pointer, rows.lowerBound)
      for row in rows { r[row - start] = fixed.pointer[row] }
      for k in 0..<q {
        let (c, z) = (point[p + k], z.pointer + n * k)
        for i in 0..<rows.count { r[i] += c * z[i] }
      }
      func isLate(_ row: Int) -> Bool {
        riskSets.isTruncated && riskSets.entryEventTime[row] >= 0
          && Int(riskSets.entryEventTime[row]) <= firstEvent
      }
      var (low, high) = (0.0, -Double.infinity)
      for row in rows where !isLate(row) {
        low = min(low, r[row - start])
        high = max(high, r[row - start])
      }
      let shift = max(high, -low) > 300 ? high : 0
      for row in rows {
        let weight = isLate(row) ? 0 : likelihood.weights?[row] ?? 1
        r[row - start] = weight == 0 ? 0 : weight * exp(r[row - start] - shift)
      }
      return shift
    }

    /// Keeps the sum over k of m_k m_k' as at most two rows.
    private mutating func addMeans(
      _ group: TiedDeaths, _ sums: [CompensatedSum], _ dying: [Double]
    ) {
      let (first, mixed, second) = group.meanRows
      if meanCount + 2 > Self.mostMeans { flushMeans() }
      for j in 0..<(p + q) {
        means.pointer[Self.mostMeans * j + meanCount] = first * sums[j].value + mixed * dying[j]
        means.pointer[Self.mostMeans * j + meanCount + 1] = second * dying[j]
      }
      meanCount += second > 0 ? 2 : 1
    }

    private mutating func flushMeans() {
      BlockKernels.addGram(
        of: means.pointer, rows: meanCount, columns: p + q, stride: Self.mostMeans, times: 1,
        into: subtracted.pointer)
      meanCount = 0
    }

    /// Adds r times the hazard that each row lives through in a group, a death at a tied time
    /// living through part of it, to the sums by row.
    private mutating func addExposure(
      _ events: Range<Int>, _ rows: Range<Int>, _ tied: [TiedDeaths]
    ) {
      let riskSets = likelihood.riskSets
      let start = rows.lowerBound
      // Hazard from the group's earliest event time up to and with each.
      var cumulative = [CompensatedSum](repeating: CompensatedSum(), count: events.count)
      var total = CompensatedSum()
      for place in cumulative.indices.reversed() {
        total.add(tied[place].hazard)
        cumulative[place] = total
      }
      let r = risk.pointer
      for (place, index) in events.enumerated() {
        let event = riskSets.eventTimes[index]
        let from = place == 0 ? start : Int(event.firstRow)
        let notLived = tied[place].hazard - tied[place].hazardOfDying
        for row in from..<Int(event.end) {
          var lived = cumulative[place]
          if riskSets.isTruncated {
            let entry = Int(riskSets.entryEventTime[row])
            if entry >= index, entry < events.upperBound {
              lived.sum -= cumulative[entry - events.lowerBound].sum
              lived.error -= cumulative[entry - events.lowerBound].error
            }
          }
          let missed = row >= Int(event.firstDeath) ? notLived : 0
          r[row - start] *= max(0, lived.value - missed)
        }
      }
      for row in rows { exposure.pointer[row] += r[row - start] }
      for k in 0..<q {
        let own = z.pointer + n * k
        let out = exposureTimesZ.pointer + n * k + start
        var sum = 0.0
        for i in 0..<rows.count {
          let part = r[i] * own[i]
          parts.pointer[i] = part
          out[i] += part
          sum += part
        }
        covariateGradient[k] -= sum
        for other in k..<q {
          squares.pointer[q * k + other] += BlockKernels.dot(
            parts.pointer, z.pointer + n * other, count: rows.count)
        }
      }
    }

    /// Gradient and information, once every group has been added.
    mutating func derivatives() -> (gradient: [Double], information: Matrix) {
      flushMeans()
      let riskSets = likelihood.riskSets
      let columns = likelihood.design.columns.pointer
      var gradient = [Double](repeating: 0, count: p) + covariateGradient
      var information = Matrix(rowCount: p + q, columnCount: p + q, storage: subtracted.array)
      information.symmetrizeFromLower()
      for i in information.storage.indices { information.storage[i] = -information.storage[i] }
      guard p > 0 else {
        addSquares(to: &information)
        return (gradient, information)
      }
      let residual = Buffer(count: n)
      for row in 0..<n { residual.pointer[row] = -exposure.pointer[row] }
      for event in riskSets.eventTimes {
        for row in Int(event.firstDeath)..<Int(event.end) {
          residual.pointer[row] += likelihood.weights?[row] ?? 1
        }
      }
      BlockKernels.addTransposedProduct(
        columns, rows: n, columns: p, stride: n, by: residual.pointer, into: &gradient)
      let gram = Buffer(count: p * p)
      let block = 256
      let scaled = Buffer(count: block * p)
      for start in stride(from: 0, to: n, by: block) {
        let count = min(block, n - start)
        for j in 0..<p {
          for i in 0..<count {
            scaled.pointer[block * j + i] =
              exposure.pointer[start + i].squareRoot() * columns[n * j + start + i]
          }
        }
        BlockKernels.addGram(
          of: scaled.pointer, rows: count, columns: p, stride: block, times: 1, into: gram.pointer)
      }
      for j in 0..<p {
        for i in j..<p {
          information[i, j] += gram.pointer[p * j + i]
          if i > j { information[j, i] += gram.pointer[p * j + i] }
        }
      }
      for k in 0..<q {
        var cross = [Double](repeating: 0, count: p)
        BlockKernels.addTransposedProduct(
          columns, rows: n, columns: p, stride: n, by: exposureTimesZ.pointer + n * k, into: &cross)
        for j in 0..<p {
          information[j, p + k] += cross[j]
          information[p + k, j] += cross[j]
        }
      }
      addSquares(to: &information)
      return (gradient, information)
    }

    private func addSquares(to information: inout Matrix) {
      for k in 0..<q {
        for other in k..<q {
          information[p + k, p + other] += squares.pointer[q * k + other]
          if other > k { information[p + other, p + k] += squares.pointer[q * k + other] }
        }
      }
    }
  }
}
