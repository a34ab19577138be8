internal import LinearAlgebra

/// A score test of proportional hazards, term by term or column by column, and over all of them.
///
/// A coefficient that changes with time as beta + theta g(t) makes x g(t) a further covariate. The
/// score for theta at theta = 0, and its information, are the sums over event times of g U_t and of
/// the blocks V_t, g V_t, g^2 V_t of the Cox information V_t:
///
///     T = u' (I_gg - I_gb I_bb^-1 I_bg)^-1 u,   u = sum g(t) U_t
///
/// over the columns of a term, chi-square with as many degrees of freedom. The test does not change
/// when g is shifted or scaled.
///
/// Source: Grambsch PM, Therneau TM (1994), doi:10.1093/biomet/81.3.515, in the score form of
/// `survival::cox.zph` since its version 3.
public struct ProportionalHazardsTest: Sendable {
  /// What is tested one by one.
  public enum Unit: String, Sendable, CaseIterable {
    /// All columns of a term together, as R's `terms = TRUE`.
    case term
    /// Each coefficient, as R's `terms = FALSE`.
    case column
  }

  /// g.
  public let transform: TimeTransform
  /// The terms, or columns, with an estimate, and the test of each.
  public let terms: [(name: String, test: ChiSquareTest)]
  /// All of them together.
  public let global: ChiSquareTest
}

extension CoxModel {
  /// The test under a transform of time, or nil when nothing was estimated. O(n p^2), three passes.
  ///
  /// - Throws: ``FitError/logOfEventTime(_:)``.
  public func proportionalHazardsTest(
    _ transform: TimeTransform = .kaplanMeier, by unit: ProportionalHazardsTest.Unit = .term
  ) throws(FitError) -> ProportionalHazardsTest? {
    let likelihood = likelihood
    let p = likelihood.design.columnCount
    guard p > 0, convergence.converged else { return nil }
    let times = likelihood.riskSets.eventTimes.map(\.time)
    let g = Self.spread(try transform.values(at: times, of: frame.outcomes))
    let plain = likelihood.weightedDerivatives { _ in 1 }
    let first = likelihood.weightedDerivatives { g[$0] }
    let second = likelihood.weightedDerivatives { g[$0] * g[$0] }
    guard let factor = try? CholeskyFactor(plain.information) else { return nil }
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
    return ProportionalHazardsTest(
      transform: transform, terms: testedUnits(unit).map { ($0.name, test($0.places)) },
      global: test(Array(0..<p)))
  }

  /// The terms or columns with an estimate: their names, and their places among the working columns.
  func testedUnits(_ unit: ProportionalHazardsTest.Unit) -> [(name: String, places: [Int])] {
    let active = likelihood.design.active
    let design = frame.design
    switch unit {
    case .column:
      return active.enumerated().map { (design.columnNames[$1], [$0]) }
    case .term:
      return design.termNames.indices.compactMap { term in
        let places = active.indices.filter { design.termOfColumn[active[$0]] == term }
        return places.isEmpty ? nil : (design.termNames[term], places)
      }
    }
  }

  /// g shifted and scaled to 0 ... 1, for weights of event times must not be negative.
  private static func spread(_ g: [Double]) -> [Double] {
    guard let low = g.min(), let high = g.max(), high > low else { return g.map { _ in 0 } }
    return g.map { ($0 - low) / (high - low) }
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
