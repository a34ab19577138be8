/// A score test of proportional hazards, term by term and over all terms.
///
/// A coefficient that changes with time as beta + theta g(t) makes x g(t) a further covariate. The
/// score for theta at theta = 0, and its information, are the sums over event times of g U_t and of
/// the blocks V_t, g V_t, g^2 V_t of the Cox information V_t:
///
///     T = u' (I_gg - I_gb I_bb^-1 I_bg)^-1 u,   u = sum g(t) U_t
///
/// over the columns of a term, chi-square with as many degrees of freedom. Here
/// g(t) = 1 - S(t-), S being the Kaplan-Meier estimate of all rows.
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
    let transform = likelihood.riskSets.eventTimes.map { event in
      let before = curve.times.partitioningIndex { $0 >= event.time }
      return before == 0 ? 0 : 1 - curve.survival[before - 1]
    }
    let plain = likelihood.weightedDerivatives { _ in 1 }
    let first = likelihood.weightedDerivatives { transform[$0] }
    let second = likelihood.weightedDerivatives { transform[$0] * transform[$0] }
    guard let factor = try? CholeskyFactor(plain.information) else { return nil }
    let p = design.columnCount
    var efficient = second.information
    for j in 0..<p {
      let column = (0..<p).map { first.information[$0, j] }
      let projected = first.information.transposed * factor.solve(column)
      for i in 0..<p { efficient[i, j] -= projected[i] }
    }
    func test(_ columns: [Int]) -> ChiSquareTest {
      let block = efficient.submatrix(rows: columns, columns: columns)
      let score = columns.map { first.gradient[$0] }
      let statistic = (try? CholeskyFactor(block)).map { dot(score, $0.solve(score)) }
      return ChiSquareTest(statistic: statistic ?? .nan, degreesOfFreedom: columns.count)
    }
    let terms = frame.design.termNames.indices.compactMap { term -> (String, ChiSquareTest)? in
      let columns = design.active.indices.filter {
        frame.design.termOfColumn[design.active[$0]] == term
      }
      return columns.isEmpty ? nil : (frame.design.termNames[term], test(columns))
    }
    return ProportionalHazardsTest(terms: terms, global: test(Array(0..<p)))
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
