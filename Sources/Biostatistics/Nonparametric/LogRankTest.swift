internal import Distributions
internal import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The G-rho family of tests that k groups share one hazard, stratified if wanted. At each event
/// time, with n_g at risk and d_g events in group g, n and d in all, and weight w:
///
///     O_g = Σ w d_g        E_g = Σ w d n_g / n        w = S(t-)^rho
///     V_gh = Σ w² d (n - d) / (n - 1) (n_g / n) ((g = h) - n_h / n)
///
/// and χ² = (O - E)' V⁻ (O - E). S is the product limit of all groups together. rho = 0 is the
/// log-rank test (Mantel 1966; Peto and Peto 1972, doi:10.2307/2344317), rho = 1 the Peto and Peto
/// modification of the Gehan-Wilcoxon test; the family is Harrington and Fleming's (1982,
/// doi:10.1093/biomet/69.3.553). Sums, S included, are taken within each stratum.
///
/// Under left truncation the same formula holds with n_g counting entry < t <= exit: it is then the
/// score test of a Cox model. O(rows + event times x groups²).
public struct LogRankTest: Sendable {
  /// The exponent of the weight S(t-)^rho: 0 log-rank, 1 Peto and Peto.
  public let rho: Double
  /// Rows of each group.
  public let groupSizes: [Int]
  /// Observed and expected events of each group, weighted by S(t-)^rho, over all strata.
  public let observed: [Double]
  /// E_g: the events that a hazard shared by all groups would bring.
  public let expected: [Double]
  /// The same by stratum, then group.
  public let observedByStratum: [[Double]]
  /// E_g by stratum, then group.
  public let expectedByStratum: [[Double]]
  /// The covariance matrix of observed - expected, groups x groups.
  public let covarianceMatrix: Matrix
  /// 0 when fewer than two groups could be compared.
  public let chiSquare: Double
  /// The number of groups that expect events, minus one (less where groups never meet in a
  /// stratum: the rank of the covariance matrix).
  public let degreesOfFreedom: Int
  /// P(χ² of that many degrees > chiSquare); NaN with none: nothing was tested.
  public let pValue: Double

  /// - Parameters:
  ///   - outcomes: When each row's event or censoring was.
  ///   - groups: A code 0 ..< `groupCount` a row.
  ///   - groupCount: The number of groups; the largest code plus one if nil.
  ///   - strata: A code a row, from 0, or nil.
  ///   - rho: The exponent of S(t-), not negative.
  /// - Throws: ``NonparametricError``.
  public init(
    _ outcomes: SurvivalOutcomes, groups: [Int32], groupCount: Int? = nil, strata: [Int32]? = nil,
    rho: Double = 0
  ) throws(NonparametricError) {
    let count = outcomes.count
    guard count > 0 else { throw .noRows }
    guard rho >= 0 && rho.isFinite else { throw .invalidNumber(argument: "rho", value: rho) }
    let groupCount = try checkedGroupCount(
      groups, argument: "groups", rows: count, count: groupCount, limit: 2048)
    let rows = CurveRows(outcomes)
    var comparison = GroupComparison(groupCount: groupCount)
    if let strata {
      let stratumCount = try checkedGroupCount(
        strata, argument: "strata", rows: count, count: nil)
      for positions in rowsByGroup(strata, count: stratumCount) {
        comparison.add(rows.selecting(positions), groups: positions.map { groups[$0] }, rho: rho)
      }
    } else {
      comparison.add(rows, groups: groups, rho: rho)
    }
    var sizes = [Int](repeating: 0, count: groupCount)
    for group in groups { sizes[Int(group)] += 1 }
    let total = { (table: [[Double]]) in
      (0..<groupCount).map { group in table.reduce(0) { $0 + $1[group] } }
    }
    let observed = total(comparison.observed)
    let expected = total(comparison.expected)
    let compared = (0..<groupCount).filter { expected[$0] > 0 }
    let (chiSquare, rank) = quadraticForm(
      compared.map { observed[$0] - expected[$0] },
      inverseOf: comparison.covariance.submatrix(rows: compared, columns: compared))
    self.rho = rho
    self.groupSizes = sizes
    self.observed = observed
    self.expected = expected
    self.observedByStratum = comparison.observed
    self.expectedByStratum = comparison.expected
    self.covarianceMatrix = comparison.covariance
    self.chiSquare = chiSquare
    self.degreesOfFreedom = rank
    self.pValue =
      rank == 0
      ? .nan : ChiSquareDistribution(degreesOfFreedom: Double(rank)).upperTail(chiSquare)
  }
}

/// d' A⁻ d and the rank of a symmetric, non-negative definite A whose rows sum to 0, as those of d
/// do: elimination by the largest remaining diagonal, stopping where what is left is rounding.
func quadraticForm(_ d: [Double], inverseOf a: Matrix) -> (value: Double, rank: Int) {
  var (a, d) = (a, d)
  var left = Array(d.indices)
  let smallest = 1e-10 * (a.diagonal.max() ?? 0)
  var value = 0.0
  var rank = 0
  while left.count > 1, let pivot = left.max(by: { a[$0, $0] < a[$1, $1] }) {
    let diagonal = a[pivot, pivot]
    guard diagonal > smallest else { break }
    value += d[pivot] * d[pivot] / diagonal
    rank += 1
    left.removeAll { $0 == pivot }
    for i in left {
      let factor = a[i, pivot] / diagonal
      d[i] -= factor * d[pivot]
      for j in left { a[i, j] -= factor * a[pivot, j] }
    }
  }
  return (value, rank)
}
