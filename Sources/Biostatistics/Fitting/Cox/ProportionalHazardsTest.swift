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
/// when g is shifted or scaled, for the score for beta is 0. It is not 0 under a ridge: then g is less
/// its mean over the events, the ridge's second derivative is added to I_bb and I_gg, as `cox.zph`
/// does, and the degrees of freedom of a term are what the ridge leaves of it.
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
  /// The test under a transform of time, or nil when nothing was estimated. O(n p^2).
  ///
  /// - Throws: ``FitError/logOfEventTime(_:)``.
  public func proportionalHazardsTest(
    _ transform: TimeTransform = .kaplanMeier, by unit: ProportionalHazardsTest.Unit = .term
  ) throws(FitError) -> ProportionalHazardsTest? {
    let likelihood = likelihood
    let p = likelihood.design.columnCount
    guard p > 0, convergence.converged else { return nil }
    let events = likelihood.riskSets.eventTimes
    var g = try transform.values(at: events.map(\.time), of: frame.outcomes)
    // Weights of event times must not be negative.
    let low = g.min() ?? 0
    for place in g.indices { g[place] -= low }
    let sums = EventTimeSums(likelihood)
    // At the estimate the score is 0 and the information known, unless a penalty is part of it or
    // these sums, which are Breslow's with exact ties, are not those that were maximised.
    let isMaximum = options.penalty == nil && options.ties != .exact
    let known =
      isMaximum ? (try? CholeskyFactor(likelihood.workingModelCovariance))?.inverse : nil
    let (atEstimate, plain) =
      known.map { ([Double](repeating: 0, count: p), $0) }
      ?? sums.derivatives(events.map { _ in 1 })
    var information = plain
    var first = sums.derivatives(g)
    var second = sums.derivatives(g.map { $0 * $0 })
    let center = zip(g, events).reduce(0) { $0 + $1.0 * Double($1.1.deaths) } / Double(eventCount)
    for j in first.gradient.indices { first.gradient[j] -= center * atEstimate[j] }
    for i in information.storage.indices {
      let (v, gv) = (information.storage[i], first.information.storage[i])
      first.information.storage[i] -= center * v
      second.information.storage[i] += center * (center * v - 2 * gv)
    }
    if let shrinkage {
      let penalty = shrinkage.workingPenalty(likelihood.design)
      information = penalty.added(to: information)
      second.information = penalty.added(to: second.information)
    }
    guard let factor = try? CholeskyFactor(information) else { return nil }
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
    let ofTerms = unit == .term ? shrinkage?.effectiveDegreesOfFreedomOfTerms : nil
    return ProportionalHazardsTest(
      transform: transform,
      terms: testedUnits(unit).map { unit in
        let term = frame.design.termNames.firstIndex(of: unit.name)
        return (unit.name, test(unit.places, term.flatMap { ofTerms?[$0] }))
      }, global: test(Array(0..<p), shrinkage?.effectiveDegreesOfFreedom))
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
