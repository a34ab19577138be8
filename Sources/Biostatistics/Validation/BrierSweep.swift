#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The two sums of a Brier score at every one of K ascending times,
///
///     early_k = sum of a_i (1 - r_i(t_k))^2 over T_i <= t_k,    late_k = sum of b_i r_i(t_k)^2 over T_i > t_k
///
/// of risks r_i(t) = 1 - exp(-H0(t) ρ_i). Row by row that is O(n K). But at one time r^2 and (1 - r)^2 are
/// smooth functions of the relative hazard ρ alone: over ρ from c to 4 c, whatever H0 is, the polynomial through
/// their values at ``nodeCount`` Chebyshev nodes is off by less than 2e-14. So each row is written as weights
/// of the nodes of its interval,
///
///     r_i(t)^2 = sum over m of l_m(ρ_i) r(t; ρ_m)^2,   l_m Lagrange's polynomials
///
/// running sums of the weights say who has left, and a time costs as many exponentials as there are nodes:
/// O((n + K) p log(max ρ / min ρ)). An interval of no more relative hazards than nodes has these for
/// nodes, and its sums are exact.
///
/// Berrut JP, Trefethen LN (2004), doi:10.1137/S0036144502417715, for the barycentric form of l_m.
struct BrierSweep {
  /// p: what is left out of a Chebyshev series of exp(-2 H0 ρ) over c...4 c begins with
  /// 2 I_p(3 y) exp(-5 y), y = c H0, I_p the modified Bessel function; of every y the largest is 2e-14.
  static let nodeCount = 28

  /// By time.
  private(set) var early: [Double]
  /// By time.
  private(set) var late: [Double]

  /// - Parameters:
  ///   - eventWeight: a of each row.
  ///   - weight: b of each row; nil for 1.
  ///   - times: ascending.
  init(
    of hazard: PredictedHazard, exit: [Double], eventWeight: [Double], weight: [Double]?,
    at times: [Double], threads: Int
  ) {
    let groups = Self.groups(of: hazard, inOrderOf: sortOrder(of: exit))
    let leaving = exit.map { exit in Int32(times.partitioningIndex { $0 >= exit }) }
    let count = times.count
    // The division into parts depends on the data alone, and with it the order of the sums.
    let parts = min(groups.count, 8)
    let sums = StepValues(count: 2 * count * max(parts, 1))
    Parallel.forEach(parts, threads: threads) { part in
      var (early, late) = (
        [Double](repeating: 0, count: count), [Double](repeating: 0, count: count)
      )
      for place in part * groups.count / parts..<(part + 1) * groups.count / parts {
        let group = groups[place]
        let nodes = RiskNodes(of: group.rows.map { hazard.relativeHazard[Int($0)] })
        let baseline = hazard.strata[group.stratum]
        var left = NodeSums(nodes)
        var staying = NodeSums(nodes)
        for (k, row) in group.rows.enumerated() {
          staying.add(weight?[Int(row)] ?? 1, k)
        }
        var next = 0
        for k in 0..<count {
          while next < group.rows.count, leaving[Int(group.rows[next])] <= k {
            let row = Int(group.rows[next])
            staying.add(-(weight?[row] ?? 1), next)
            if eventWeight[row] > 0 { left.add(eventWeight[row], next) }
            next += 1
          }
          let hazard = baseline.value(at: times[k])
          for (m, relativeHazard) in nodes.values.enumerated() {
            let risk = -expm1(-hazard * relativeHazard)
            let free = 1 - risk
            early[k] += left.sums[m] * (free * free)
            if next < group.rows.count { late[k] += staying.sums[m] * (risk * risk) }
          }
        }
      }
      for k in 0..<count {
        sums.set(2 * (part * count + k), early[k])
        sums.set(2 * (part * count + k) + 1, late[k])
      }
    }
    func total(_ k: Int, _ offset: Int) -> Double {
      (0..<parts).reduce(0) { $0 + sums[2 * ($1 * count + k) + offset] }
    }
    early = (0..<count).map { total($0, 0) }
    late = (0..<count).map { total($0, 1) }
  }

  /// Rows of one stratum whose relative hazards lie within one interval.
  private struct Group {
    let stratum: Int
    var rows: [Int32] = []
  }

  /// The rows by stratum and interval, in the order of their exits; relative hazards of 0 or infinity, which
  /// lie in no interval, apart.
  private static func groups(of hazard: PredictedHazard, inOrderOf order: [Int32]) -> [Group] {
    let values = hazard.relativeHazard
    let least = values.lazy.filter { $0 > 0 }.min() ?? 1
    let largest = values.lazy.filter { $0 < .infinity }.max() ?? 1
    let floor = log2(least)
    // Two octaves are a factor of 4.
    let intervals = max(1, Int(((log2(max(largest, least)) - floor) / 2).rounded(.up)))
    var groups = hazard.strata.indices.flatMap { stratum in
      [Group](repeating: Group(stratum: stratum), count: intervals + 1)
    }
    for row in order {
      let value = values[Int(row)]
      let isInside = value > 0 && value < .infinity
      let interval =
        isInside ? min(Int(max((log2(value) - floor) / 2, 0)), intervals - 1) : intervals
      groups[Int(hazard.stratum?[Int(row)] ?? 0) * (intervals + 1) + interval].rows.append(row)
    }
    return groups.filter { !$0.rows.isEmpty }
  }
}

/// The relative hazards at which risks are computed, and how a row's are made of them.
private struct RiskNodes {
  let values: [Double]
  let rows: [Double]
  /// Of the barycentric form; nil where the nodes are the rows' own values.
  let weights: [Double]?

  init(of rows: [Double]) {
    self.rows = rows
    var distinct = Array(Set(rows.prefix(4 * BrierSweep.nodeCount)))
    if distinct.count <= BrierSweep.nodeCount { distinct = Array(Set(rows)) }
    guard distinct.count > BrierSweep.nodeCount, let low = rows.min(), let high = rows.max() else {
      values = distinct.sorted()
      weights = nil
      return
    }
    let count = BrierSweep.nodeCount
    let angles = (0..<count).map { Double(2 * $0 + 1) * .pi / Double(2 * count) }
    values = angles.map { (low + high) / 2 + (high - low) / 2 * cos($0) }
    weights = angles.enumerated().map { $0 % 2 == 0 ? sin($1) : -sin($1) }
  }
}

/// Weights of rows, given to the nodes that they are made of.
private struct NodeSums {
  private let nodes: RiskNodes
  private(set) var sums: [Double]

  init(_ nodes: RiskNodes) {
    self.nodes = nodes
    sums = [Double](repeating: 0, count: nodes.values.count)
  }

  /// Adds a weight times l_m of a row to the sum of each node.
  mutating func add(_ weight: Double, _ row: Int) {
    let value = nodes.rows[row]
    guard let shape = nodes.weights else {
      sums[nodes.values.partitioningIndex { $0 >= value }] += weight
      return
    }
    var total = 0.0
    for m in shape.indices {
      let distance = value - nodes.values[m]
      if distance == 0 {
        sums[m] += weight
        return
      }
      total += shape[m] / distance
    }
    let scale = weight / total
    for m in shape.indices { sums[m] += scale * (shape[m] / (value - nodes.values[m])) }
  }
}
