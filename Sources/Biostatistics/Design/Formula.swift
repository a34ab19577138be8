public import Terms

/// A model formula in R's language, expanded into its terms.
///
/// `a * b` is `a + b + a:b`; `(a + b)^2` crosses up to second order; `-` takes a term away. Terms
/// are ordered by their order of interaction, then by appearance; within a term, variables stand in
/// the order in which the formula first names them, so that `b + a:b` holds `b:a`, as in R.
/// `offset()` and `cluster()` are taken out of the terms; `strata()` stays, for it may interact.
public struct Formula: Sendable {
  /// One term: the variables whose product it is, by their expressions.
  public struct Term: Hashable, Sendable {
    /// The factors of the product, each a column or an expression over columns.
    public let variables: [Expression]
    /// The variables joined by `:`.
    public var name: String { variables.map(\.description).joined(separator: ":") }

    /// `a:b` equals `b:a`.
    public static func == (a: Term, b: Term) -> Bool { Set(a.variables) == Set(b.variables) }
    /// Regardless of the order of the variables, as `==`.
    public func hash(into hasher: inout Hasher) { hasher.combine(Set(variables)) }
  }

  /// The formula as R's `deparse` writes it.
  public let text: String
  /// The left side: `Surv(time, event)`, `Surv(start, stop, event)`, or a binary outcome.
  public let response: Expression
  /// ``response`` as R's `deparse` writes it.
  public var responseText: String { response.description }
  /// The right side's terms, lower orders of interaction first, `strata()` among them.
  public let terms: [Term]
  /// The arguments of `offset()`: they enter the linear predictor with coefficient 1, summed.
  public let offsets: [Expression]
  /// The arguments of `cluster()`: rows with equal values vary together.
  public let clusters: [Expression]
  /// False after `-1` or `+ 0`. A Cox model has no intercept either way and codes factors as if it
  /// had one.
  public let hasIntercept: Bool

  /// - Throws: ``DesignError/syntax(_:)``, ``DesignError/noResponse(formula:)``,
  ///   ``DesignError/unusableTerm(_:reason:)``.
  public init(_ text: String) throws(DesignError) {
    let parsed: Expression
    do { parsed = try Expression(parsing: text) } catch { throw .syntax(error) }
    guard case .binary(.tilde, let response, let right) = parsed else {
      throw .noResponse(formula: text)
    }
    var expansion = TermExpansion()
    let expanded = try expansion.expand(right)
    self.text = parsed.description
    self.response = response
    offsets = expansion.offsets
    clusters = expansion.clusters
    hasIntercept = expansion.hasIntercept
    let ordered = expanded.enumerated().sorted { a, b in
      (a.element.variables.count, a.offset) < (b.element.variables.count, b.offset)
    }.map(\.element)
    let ranked = Self.rank(ordered, by: expansion.variables)
    // R takes strata that cross nothing out and reads what is left as a new formula.
    let kept = ranked.filter { !$0.isStrata }
    let isCrossed = kept.contains { $0.variables.contains(where: Term.isStrata) }
    guard kept.count < ranked.count, !isCrossed else {
      terms = ranked
      return
    }
    terms = Self.rank(ranked, by: kept.flatMap(\.variables))
  }

  /// The terms with their variables in the order in which `variables` first names them.
  private static func rank(_ terms: [Term], by variables: [Expression]) -> [Term] {
    var rank: [Expression: Int] = [:]
    for variable in variables where rank[variable] == nil { rank[variable] = rank.count }
    return terms.map { term in
      Term(variables: term.variables.sorted { (rank[$0] ?? 0) < (rank[$1] ?? 0) })
    }
  }
}

extension Formula.Term {
  static func isStrata(_ variable: Expression) -> Bool {
    if case .call("strata", _) = variable { true } else { false }
  }

  /// Whether the term is a `strata()` alone.
  var isStrata: Bool { variables.count == 1 && variables.allSatisfy(Self.isStrata) }
}

/// Terms without repetitions, in order of first appearance.
private struct TermList {
  static let most = 4096

  private(set) var terms: [Formula.Term]
  private var seen: Set<Formula.Term>

  init(_ distinct: [Formula.Term]) {
    terms = distinct
    seen = Set(distinct)
  }

  mutating func append(_ further: [Formula.Term]) throws(DesignError) {
    for term in further where seen.insert(term).inserted { terms.append(term) }
    guard terms.count <= Self.most else { throw Self.tooMany(terms.count) }
  }

  static func tooMany(_ count: Int) -> DesignError {
    .unusableTerm("\(count) terms", reason: "at most \(most) are taken.")
  }
}

/// The algebra of terms.
private struct TermExpansion {
  var offsets: [Expression] = []
  var clusters: [Expression] = []
  var hasIntercept = true
  /// The variables met, as often as they were met.
  var variables: [Expression] = []

  mutating func expand(_ expression: Expression) throws(DesignError) -> [Formula.Term] {
    switch expression {
    case .parenthesized(let inner): return try expand(inner)
    case .binary(let sign, _, _) where Self.isAlgebra(sign): return try expandChain(expression)
    case .unary(.plus, let inner): return try expand(inner)
    case .unary(.minus, let inner): return try remove(inner, from: [])
    case .binary(.power, let base, .number(let exponent)):
      guard exponent == exponent.rounded(), (1...16).contains(exponent) else {
        throw .unusableTerm(expression.description, reason: "the power must be 1 to 16.")
      }
      let once = try expand(base)
      var result = TermList(once)
      for _ in 1..<max(1, Int(exponent)) { try result.append(product(result.terms, once)) }
      return result.terms
    case .number(let value):
      guard value == 0 || value == 1 else {
        throw .unusableTerm(expression.description, reason: "a number alone is no covariate.")
      }
      hasIntercept = value == 1
      return []
    case .call("offset", let arguments):
      guard arguments.count == 1 else {
        throw .wrongArguments(function: "offset", expected: "one expression")
      }
      offsets.append(arguments[0])
      return []
    case .call("cluster", let arguments):
      guard arguments.count == 1 else {
        throw .wrongArguments(function: "cluster", expected: "one column")
      }
      clusters.append(arguments[0])
      return []
    case .name, .call, .binary(.less, _, _), .binary(.lessOrEqual, _, _),
      .binary(.greater, _, _), .binary(.greaterOrEqual, _, _), .binary(.equal, _, _),
      .binary(.notEqual, _, _):
      variables.append(expression)
      return [Formula.Term(variables: [expression])]
    case .text, .unary, .binary:
      throw .unusableTerm(
        expression.description, reason: "wrap arithmetic in I(), as in I(age / 10).")
    }
  }

  private static func isAlgebra(_ sign: Expression.BinaryOperator) -> Bool {
    switch sign {
    case .plus, .minus, .interaction, .times, .divided: true
    default: false
    }
  }

  private mutating func expandChain(_ expression: Expression) throws(DesignError) -> [Formula.Term]
  {
    let (first, rest) = expression.chain(of: Self.isAlgebra)
    var list = TermList(try expand(first))
    for (sign, operand) in rest {
      switch sign {
      case .minus: list = TermList(try remove(operand, from: list.terms))
      case .interaction: list = TermList(try product(list.terms, expand(operand)))
      case .times:
        let (a, b) = (list.terms, try expand(operand))
        try list.append(b)
        try list.append(product(a, b))
      case .divided:
        let all = Formula.Term(variables: list.terms.flatMap(\.variables).uniqued())
        try list.append(product([all], expand(operand)))
      default: try list.append(expand(operand))
      }
    }
    return list.terms
  }

  private mutating func remove(
    _ expression: Expression, from terms: [Formula.Term]
  ) throws(DesignError) -> [Formula.Term] {
    if case .number(let value) = expression, value == 0 || value == 1 {
      hasIntercept = value == 0
      return terms
    }
    let removed = Set(try expand(expression))
    return terms.filter { !removed.contains($0) }
  }

  private func product(
    _ a: [Formula.Term], _ b: [Formula.Term]
  ) throws(DesignError) -> [Formula.Term] {
    guard a.count * b.count <= TermList.most else { throw TermList.tooMany(a.count * b.count) }
    return a.flatMap { x in
      b.map { y in Formula.Term(variables: (x.variables + y.variables).uniqued()) }
    }.uniqued()
  }
}

extension Array where Element: Hashable {
  /// The elements without later repetitions.
  func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
