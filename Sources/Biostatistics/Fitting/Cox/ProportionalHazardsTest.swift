/// A score test of proportional hazards, term by term and over all terms.
///
/// A coefficient that changes with time as beta + theta g(t) makes x g(t) a further covariate. The
/// score for theta at theta = 0, and its information, are the sums over event times of g U_t and of
/// the blocks V_t, g V_t, g^2 V_t of the Cox information V_t:
///
///     T = u' (I_gg - I_gb I_bb^-1 I_bg)^-1 u,   u = sum g(t) U_t
///
/// over the columns of a term, chi-square with as many degrees of freedom. Here
/// g(t) = 1 - S(t-), S being the Kaplan-Meier estimate of all rows, less its mean over the events: a
/// shift of g changes nothing where the score for beta is 0. It is not 0 under a ridge, whose second
/// derivative is then added to I_bb and I_gg, as `cox.zph` does; the degrees of freedom are what the
/// ridge leaves of the term.
///
/// Source: Grambsch PM, Therneau TM (1994), doi:10.1093/biomet/81.3.515, in the score form of
/// `survival::cox.zph` since its version 3.
public struct ProportionalHazardsTest: Sendable {
  /// The terms with an estimated column, and the test of each.
  public let terms: [(name: String, test: ChiSquareTest)]
  /// All of them together.
  public let global: ChiSquareTest
}

extension CoxModel {
  /// The test under the Kaplan-Meier transform of time, or nil when nothing was estimated.
  public var proportionalHazardsTest: ProportionalHazardsTest? {
    let design = likelihood.design
    guard design.columnCount > 0, convergence.converged,
      let curve = try? KaplanMeier(frame.outcomes, variance: .modelBased).curves.first
    else { return nil }
    let events = likelihood.riskSets.eventTimes
    let transform = events.map { event in
      let before = curve.times.partitioningIndex { $0 >= event.time }
      return before == 0 ? 0 : 1 - curve.survival[before - 1]
    }
    var plain = likelihood.weightedDerivatives { _ in 1 }
    var first = likelihood.weightedDerivatives { transform[$0] }
    var second = likelihood.weightedDerivatives { transform[$0] * transform[$0] }
    let center =
      zip(transform, events).reduce(0) { $0 + $1.0 * Double($1.1.deaths) } / Double(eventCount)
    for j in first.gradient.indices { first.gradient[j] -= center * plain.gradient[j] }
    for i in plain.information.storage.indices {
      let (v, gv) = (plain.information.storage[i], first.information.storage[i])
      first.information.storage[i] -= center * v
      second.information.storage[i] += center * (center * v - 2 * gv)
    }
    if let shrinkage {
      let penalty = shrinkage.workingPenalty(design)
      plain.information = penalty.added(to: plain.information)
      second.information = penalty.added(to: second.information)
    }
    guard let factor = try? CholeskyFactor(plain.information) else { return nil }
    let p = design.columnCount
    var efficient = second.information
    for j in 0..<p {
      let column = (0..<p).map { first.information[$0, j] }
      let projected = first.information.transposed * factor.solve(column)
      for i in 0..<p { efficient[i, j] -= projected[i] }
    }
    func test(_ columns: [Int], _ effective: Double?) -> ChiSquareTest {
      let block = efficient.submatrix(rows: columns, columns: columns)
      let score = columns.map { first.gradient[$0] }
      let statistic = (try? CholeskyFactor(block)).map { dot(score, $0.solve(score)) }
      return ChiSquareTest(
        statistic: statistic ?? .nan, degreesOfFreedom: columns.count,
        effectiveDegreesOfFreedom: effective)
    }
    let terms = frame.design.termNames.indices.compactMap { term -> (String, ChiSquareTest)? in
      let columns = design.active.indices.filter {
        frame.design.termOfColumn[design.active[$0]] == term
      }
      let effective = shrinkage?.effectiveDegreesOfFreedomOfTerms[term]
      return columns.isEmpty ? nil : (frame.design.termNames[term], test(columns, effective))
    }
    return ProportionalHazardsTest(
      terms: terms, global: test(Array(0..<p), shrinkage?.effectiveDegreesOfFreedom))
  }
}

extension Array {
  /// The first index whose element, and every later one, satisfies the predicate: binary search.
  func partitioningIndex(where belongs: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if belongs(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
