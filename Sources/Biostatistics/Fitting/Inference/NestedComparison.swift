/// Two fits of the same rows, one with some of the other's columns, compared by their likelihoods:
///
///     chi-square = 2 (l(larger) - l(smaller)),   df = p(larger) - p(smaller)
///
/// As `survival::anova.coxph` of two fits, which does not ask whether they are nested. Here every
/// column of the smaller fit has to be one of the larger, value by value: a spline holds its variable,
/// a factor the indicator of a level. The same factor with another reference is not recognised.
public struct NestedComparison: Sendable {
  /// The fit with fewer coefficients.
  public let smaller: FitSummary
  /// The fit with more.
  public let larger: FitSummary
  /// Of the coefficients that the smaller one lacks.
  public let test: ChiSquareTest

  /// Compares two fits, in either order.
  ///
  /// - Throws: ``ComparisonError``, the first of its cases that holds, in their order.
  public init(_ first: FitSummary, _ second: FitSummary) throws(ComparisonError) {
    let isAscending = first.degreesOfFreedom <= second.degreesOfFreedom
    let (small, large) = isAscending ? (first, second) : (second, first)
    guard small.likelihood == large.likelihood else {
      throw .differentLikelihoods(small.likelihood, large.likelihood)
    }
    if let penalized = [small, large].first(where: \.isPenalized) {
      throw .penalty(name: penalized.name)
    }
    if let robust = [small, large].first(where: \.isRobust) {
      throw .robustVariance(name: robust.name)
    }
    if let open = [small, large].first(where: { !$0.converged }) {
      throw .notConverged(name: open.name)
    }
    guard small.rowCount == large.rowCount else {
      throw .differentRowCounts(
        first.name, first.rowCount, second.name, second.rowCount)
    }
    guard small.data.outcome == large.data.outcome else { throw .differentOutcomes }
    guard small.data.weights == large.data.weights else { throw .differentWeights }
    guard small.data.strata == large.data.strata else { throw .differentStrata }
    guard small.data.offset == large.data.offset else { throw .differentOffsets }
    guard small.degreesOfFreedom < large.degreesOfFreedom else {
      throw .sameDegreesOfFreedom(small.degreesOfFreedom)
    }
    let digests = Set(large.data.columns.map(\.digest))
    if let foreign = small.data.columns.first(where: { !digests.contains($0.digest) }) {
      throw .notNested(column: foreign.name, smaller: small.name, larger: large.name)
    }
    smaller = small
    larger = large
    test = ChiSquareTest(
      statistic: max(0, 2 * (large.logLikelihood - small.logLikelihood)),
      degreesOfFreedom: large.degreesOfFreedom - small.degreesOfFreedom)
  }
}

/// Why two fits cannot be compared by their likelihoods. One sentence a case.
public enum ComparisonError: Error, Equatable, CustomStringConvertible {
  /// Other models, other ties, or a penalty.
  case differentLikelihoods(String, String)
  /// A penalised fit is no maximum of its likelihood.
  case penalty(name: String)
  /// Clusters, or weights that are no counts, void the comparison.
  case robustVariance(name: String)
  /// A search that did not end at a maximum.
  case notConverged(name: String)
  /// Rows were left out of one and not of the other.
  case differentRowCounts(String, Int, String, Int)
  /// As many rows with other outcomes.
  case differentOutcomes
  /// Other case weights.
  case differentWeights
  /// Other strata.
  case differentStrata
  /// Other offsets.
  case differentOffsets
  /// As many coefficients in both.
  case sameDegreesOfFreedom(Int)
  /// The smaller fit has a column that the larger one has not.
  case notNested(column: String, smaller: String, larger: String)

  /// One sentence: what differs and what to do.
  public var description: String {
    switch self {
    case .differentLikelihoods(let a, let b):
      "The two fits maximise different functions (\(a); \(b)); fit both alike."
    case .penalty(let name):
      "'\(name)' is penalised, so that its likelihood is no maximum and cannot be compared; use the "
        + "Wald tests of the larger fit."
    case .robustVariance(let name):
      "'\(name)' has a robust variance, under which likelihoods cannot be compared; use the Wald "
        + "tests of the larger fit."
    case .notConverged(let name):
      "The search of '\(name)' did not converge, so that its likelihood says nothing; fit it again."
    case .differentRowCounts(let a, let n, let b, let m):
      "'\(a)' was fitted to \(n) rows and '\(b)' to \(m); fit both to the rows that are complete in "
        + "all of their columns."
    case .differentOutcomes:
      "The two fits have as many rows with different outcomes; fit both to the same rows."
    case .differentWeights: "The two fits weight their rows differently; fit both alike."
    case .differentStrata: "The two fits have different strata; fit both alike."
    case .differentOffsets: "The two fits have different offsets; fit both alike."
    case .sameDegreesOfFreedom(let df):
      "Both fits have \(df) coefficient\(df == 1 ? "" : "s"), so that neither is nested in the other; compare their AIC."
    case .notNested(let column, let smaller, let larger):
      "The column '\(column)' of '\(smaller)' is none of '\(larger)', so that the two are not nested; "
        + "compare their AIC."
    }
  }
}
