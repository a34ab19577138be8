/// What the estimation of G adds to the influence of each patient on an inverse-censoring weighted sum.
///
/// Let a sum hold b_i / G(T_i-) of patient i. The martingale representation of the product-limit
/// estimator gives the share of patient k through G as
///
///     integral of B(u) dM_k(u) / Y(u),   B(u) = sum of b_i still at risk at u,
///     M_k(u) = 1(k censored by u) - integral to u of 1(k at risk) dΛ(u)
///
/// Y counts those at risk, or their case weights, Λ is the cumulative hazard of censoring. Without tied
/// times there is one way to read this; with them there are two here.
/// ``add(_:left:beyond:remaining:to:)`` takes patients of one exit time one by one in the order of the
/// table, the jump of a censoring at the first of them, as `timeROC` does: standard errors agree with it
/// to the last digits, and depend on the order of the rows, by a few in a thousand where times are whole
/// years. ``addAveraged(_:left:beyond:remaining:to:)`` does not depend on it. O(n).
///
/// Blanche P, Dartigues JF, Jacqmin-Gadda H (2013), doi:10.1002/sim.5958.
struct CensoringInfluence {
  /// The row at each place in the order of time.
  let order: [Int32]
  /// The place of each row.
  let place: [Int32]
  /// The first place with the same time.
  private let first: [Int32]
  private let isCensored: [Bool]
  /// The exit at each place, ascending.
  let exits: [Double]
  /// Case weights by place, and the weight at each place and behind it; nil for 1.
  let weights: [Double]?
  private let atRisk: [Double]?

  init(_ outcomes: SurvivalOutcomes, weights: [Double]? = nil) {
    let order = sortOrder(of: outcomes.exit)
    self.order = order
    exits = order.map { outcomes.exit[Int($0)] }
    isCensored = order.map { !outcomes.event[Int($0)] }
    var place = [Int32](repeating: 0, count: order.count)
    var first = place
    for (k, row) in order.enumerated() {
      place[Int(row)] = Int32(k)
      first[k] = k > 0 && exits[k] == exits[k - 1] ? first[k - 1] : Int32(k)
    }
    self.place = place
    self.first = first
    let ordered = weights.map { weights in order.map { weights[Int($0)] } }
    self.weights = ordered
    atRisk = ordered.map { weights in
      var sums = weights
      for k in stride(from: sums.count - 2, through: 0, by: -1) { sums[k] += sums[k + 1] }
      return sums
    }
  }

  var count: Int { order.count }

  /// How many left at `time` or earlier.
  func countLeft(by time: Double) -> Int { exits.partitioningIndex { $0 > time } }

  /// Adds the shares through G to `influence`, both in the order of time.
  ///
  /// - Parameters:
  ///   - sum: the contributions b by place, times their case weights; those at or after `left` are not read.
  ///   - left: how many places lie up to the horizon; there is no share after it.
  ///   - beyond: the sum of the contributions after the horizon.
  ///   - remaining: room for B.
  func add(
    _ sum: UnsafePointer<Double>, left: Int, beyond: Double,
    remaining: UnsafeMutablePointer<Double>, to influence: UnsafeMutablePointer<Double>
  ) {
    let n = count
    var total = beyond
    for k in stride(from: left - 1, through: 0, by: -1) {
      total += sum[k]
      remaining[k] = total
    }
    var lived = 0.0
    isCensored.withUnsafeBufferPointer { isCensored in
      first.withUnsafeBufferPointer { first in
        for k in 0..<left {
          if isCensored[k] {
            let start = Int(first[k])
            let here = atRisk?[k] ?? Double(n &- k)
            lived += (weights?[k] ?? 1) * remaining[k] / (here * here)
            influence[k] += remaining[start] / (atRisk?[start] ?? Double(n &- start))
          }
          influence[k] -= lived
        }
      }
    }
    for k in left..<n { influence[k] -= lived }
  }

  /// The same with the censorings of one time in the mean of all their orders, after the deaths of that
  /// time, as G is estimated: with c of them of mean weight w, Y at risk once the deaths have left and B
  /// after them, and Y_j = Y - j w,
  ///
  ///     whoever stays longer      -B sum over j < c of w / Y_j^2
  ///     each of the c, the mean over r < c of  B [1 / Y_r - sum over j <= r of w / Y_j^2]
  ///
  /// Equal to the other without ties; with them close to the infinitesimal jackknife, whose sum is
  /// c / (Y (Y - c)) where weights are 1.
  func addAveraged(
    _ sum: UnsafePointer<Double>, left: Int, beyond: Double,
    remaining: UnsafeMutablePointer<Double>, to influence: UnsafeMutablePointer<Double>
  ) {
    let n = count
    var total = beyond
    for k in stride(from: left - 1, through: 0, by: -1) {
      remaining[k] = total
      total += sum[k]
    }
    var lived = 0.0
    var start = 0
    while start < left {
      var end = start
      var censored = 0
      var leaving = 0.0
      while end < left, exits[end] == exits[start] {
        if isCensored[end] {
          censored += 1
          leaving += weights?[end] ?? 1
        }
        end += 1
      }
      let after = remaining[end - 1]
      let beyondHere = atRisk.map { end < n ? $0[end] : 0 } ?? Double(n - end)
      let weight = leaving / Double(max(censored, 1))
      var (hazard, own) = (0.0, 0.0)
      for j in 0..<censored {
        let staying = beyondHere + Double(censored - j) * weight
        hazard += weight / (staying * staying)
        own += 1 / staying - hazard
      }
      for k in start..<end {
        influence[k] -= lived
        if isCensored[k] { influence[k] += after * own / Double(censored) }
      }
      lived += after * hazard
      start = end
    }
    for k in left..<n { influence[k] -= lived }
  }

  /// The standard error of a mean of influences by place: that of ``standardError(of:count:)``, or with
  /// weights sqrt(n / (n - 1) sum of (w (value - mean))^2) / sum of w.
  func standardError(of influence: UnsafePointer<Double>) -> Double {
    guard let weights, let atRisk else {
      return Self.standardError(of: influence, count: count)
    }
    var mean = 0.0
    for k in 0..<count { mean += weights[k] * influence[k] }
    mean /= atRisk[0]
    var squares = 0.0
    for k in 0..<count {
      let share = weights[k] * (influence[k] - mean)
      squares += share * share
    }
    let n = Double(count)
    return (n / (n - 1) * squares).squareRoot() / atRisk[0]
  }

  /// sqrt(sum of (value - mean)^2 / (n - 1) / n): the standard error of a mean of n influences.
  static func standardError(of influence: UnsafePointer<Double>, count: Int) -> Double {
    var mean = 0.0
    for k in 0..<count { mean += influence[k] }
    mean /= Double(count)
    var squares = 0.0
    for k in 0..<count { squares += (influence[k] - mean) * (influence[k] - mean) }
    return (squares / Double(count - 1) / Double(count)).squareRoot()
  }
}
