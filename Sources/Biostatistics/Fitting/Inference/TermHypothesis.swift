/// A set of columns whose coefficients are tested to be zero together, as `rms::anova` groups them.
///
/// With T a term and a *higher* term one that holds all of its variables and more:
///
/// - ``Kind/term``: the columns of T, where nothing is higher;
/// - ``Kind/termWithHigherOrder``: those of T and of the higher terms;
/// - ``Kind/interactions``: of a single variable, those of the higher terms;
/// - ``Kind/nonlinear``, ``Kind/nonlinearWithHigherOrder``: the columns in which a variable of T is
///   bent; only where others are not;
/// - of an interaction of A and B, the columns in which either is bent
///   (``Kind/nonlinearInteraction``, f(A, B) against AB), in which both are
///   (``Kind/doublyNonlinearInteraction``), in which A is or B is;
/// - in the end, where there is more than one to add up, everything bent, every interaction, either,
///   and all.
///
/// Source: Harrell FE (2015), Regression Modeling Strategies, section 2.3,
/// doi:10.1007/978-3-319-19425-7.
public struct TermHypothesis: Sendable, Equatable {
  /// What the columns have in common.
  public enum Kind: String, Sendable, CaseIterable {
    case term, termWithHigherOrder, interactions, nonlinear, nonlinearWithHigherOrder
    case nonlinearInteraction, doublyNonlinearInteraction
    case nonlinearInteractionInFirst, nonlinearInteractionInSecond
    case totalNonlinear, totalInteraction, totalNonlinearAndInteraction, total
  }

  /// The term of the formula; nil for the totals.
  public let term: String?
  /// Its variables, in their order; empty for the totals.
  public let variables: [String]
  /// What is tested of it.
  public let kind: Kind
  /// The columns, ascending. Those that were left out of the fit are not among them.
  public let columns: [Int]
}

extension FittedRegression {
  /// The hypotheses of `rms::anova`, term by term in the order of the formula, the totals last.
  public var termHypotheses: [TermHypothesis] {
    var list = TermHypothesisList(columns: regressionColumns, estimated: estimatedColumns)
    return list.make()
  }
}

/// A term with its columns.
struct RegressionTerm {
  let name: String
  let variables: [String]
  /// Of these the estimated ones.
  let columns: [Int]

  /// The terms of columns, in the order in which they first come.
  static func all(_ columns: [RegressionColumn], estimated: [Int]) -> [RegressionTerm] {
    var names: [String] = []
    var first: [String: RegressionColumn] = [:]
    for column in columns {
      guard let term = column.term, first[term] == nil else { continue }
      names.append(term)
      first[term] = column
    }
    return names.map { name in
      RegressionTerm(
        name: name, variables: first[name]?.parts.map(\.variable) ?? [],
        columns: estimated.filter { columns[$0].term == name })
    }
  }

  /// Whether it holds all variables of another term, and more.
  func isHigher(than other: RegressionTerm) -> Bool {
    Set(variables).isStrictSuperset(of: other.variables)
  }
}

/// Gathers the hypotheses.
private struct TermHypothesisList {
  let columns: [RegressionColumn]
  let terms: [RegressionTerm]
  private var result: [TermHypothesis] = []
  /// How many tests of something bent there are: with one alone a total would repeat it.
  private var nonlinearTests = 0
  private var allNonlinear: Set<Int> = []

  init(columns: [RegressionColumn], estimated: [Int]) {
    self.columns = columns
    terms = RegressionTerm.all(columns, estimated: estimated)
  }

  mutating func make() -> [TermHypothesis] {
    for term in terms { addTests(of: term) }
    let interactions = terms.filter { $0.variables.count > 1 }
    let allInteractions = interactions.flatMap(\.columns)
    if nonlinearTests > 1 { add(.totalNonlinear, allNonlinear) }
    if interactions.count > 1 { add(.totalInteraction, allInteractions) }
    if nonlinearTests > 0, !interactions.isEmpty {
      add(.totalNonlinearAndInteraction, allNonlinear.union(allInteractions))
    }
    add(.total, terms.flatMap(\.columns))
    return result
  }

  private mutating func add(
    _ kind: TermHypothesis.Kind, _ columns: some Sequence<Int>, of term: RegressionTerm? = nil
  ) {
    result.append(
      TermHypothesis(
        term: term?.name, variables: term?.variables ?? [], kind: kind,
        columns: Set(columns).sorted()))
  }

  private mutating func addTests(of term: RegressionTerm) {
    let higher = terms.filter { $0.isHigher(than: term) }.flatMap(\.columns)
    add(higher.isEmpty ? .term : .termWithHigherOrder, term.columns + higher, of: term)
    if term.variables.count == 1, !higher.isEmpty { add(.interactions, higher, of: term) }
    let own = term.columns.filter { isBent($0, in: term.variables) }
    if !own.isEmpty, own.count < term.columns.count {
      let above = higher.filter { isBent($0, in: term.variables) }
      countNonlinear(own + above)
      add(above.isEmpty ? .nonlinear : .nonlinearWithHigherOrder, own + above, of: term)
    }
    if term.variables.count == 2 { addParts(ofInteraction: term) }
  }

  private mutating func addParts(ofInteraction term: RegressionTerm) {
    let first = term.columns.filter { isBent($0, in: [term.variables[0]]) }
    let second = term.columns.filter { isBent($0, in: [term.variables[1]]) }
    let either = Set(first).union(second)
    let both = Set(first).intersection(second)
    guard !either.isEmpty else { return }
    countNonlinear(either)
    add(.nonlinearInteraction, either, of: term)
    if !both.isEmpty { add(.doublyNonlinearInteraction, both, of: term) }
    if !first.isEmpty, first.count < either.count {
      add(.nonlinearInteractionInFirst, first, of: term)
    }
    if !second.isEmpty, second.count < either.count {
      add(.nonlinearInteractionInSecond, second, of: term)
    }
  }

  private mutating func countNonlinear(_ columns: some Sequence<Int>) {
    nonlinearTests += 1
    allNonlinear.formUnion(columns)
  }

  /// Whether a column bends one of the variables.
  private func isBent(_ column: Int, in variables: [String]) -> Bool {
    columns[column].parts.contains { $0.isNonlinear && variables.contains($0.variable) }
  }
}
