public import Terms

/// A model formula in R's language, expanded into its terms.
///
/// `a * b` is `a + b + a:b`; `(a + b)^2` crosses up to second order; `-` takes a term away. Terms
/// are ordered by their order of interaction, then by appearance, and the variables of a term by
/// their own first appearance, as R orders them: `b + a:b` has the terms `b` and `b:a`. `offset()`
/// and `cluster()` are taken out of the terms; `strata()` stays, for it may interact.
public struct Formula: Sendable {
  /// One term: the variables whose product it is, by their expressions.
  public struct Term: Hashable, Sendable {
    public let variables: [Expression]
    /// The variables joined by `:`.
    public var name: String { variables.map(\.description).joined(separator: ":") }

    public static func == (a: Term, b: Term) -> Bool { Set(a.variables) == Set(b.variables) }
    public func hash(into hasher: inout Hasher) { hasher.combine(Set(variables)) }
  }

  public let text: String
  public let response: Expression
  public let terms: [Term]
  public let offsets: [Expression]
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
    var appearance: [Expression: Int] = [:]
    for variable in expansion.variables { appearance[variable] = appearance.count }
    terms = expanded.enumerated().sorted { a, b in
      (a.element.variables.count, a.offset) < (b.element.variables.count, b.offset)
    }.map { term in
      Term(
        variables: term.element.variables.sorted {
          appearance[$0, default: 0] < appearance[$1, default: 0]
        }
      )
    }
  }
}

/// The algebra of terms.
private struct TermExpansion {
  var offsets: [Expression] = []
  var clusters: [Expression] = []
  var hasIntercept = true
  /// The variables in the order of their first appearance.
  var variables: [Expression] = []

  private static let mostTerms = 4096

  mutating func expand(_ expression: Expression) throws(DesignError) -> [Formula.Term] {
    switch expression {
    case .parenthesized(let inner): return try expand(inner)
    case .binary(.plus, let left, let right): return try union(expand(left), expand(right))
    case .unary(.plus, let inner): return try expand(inner)
    case .binary(.minus, let left, let right):
      let kept = try expand(left)
      return try remove(right, from: kept)
    case .unary(.minus, let inner): return try remove(inner, from: [])
    case .binary(.interaction, let left, let right): return try product(expand(left), expand(right))
    case .binary(.times, let left, let right):
      let (a, b) = (try expand(left), try expand(right))
      return try union(union(a, b), product(a, b))
    case .binary(.divided, let left, let right):
      let (a, b) = (try expand(left), try expand(right))
      let all = Formula.Term(variables: a.flatMap(\.variables).uniqued())
      return try union(a, product([all], b))
    case .binary(.power, let base, .number(let exponent)):
      guard exponent == exponent.rounded(), (1...16).contains(exponent) else {
        throw .unusableTerm(expression.description, reason: "the power must be 1 to 16.")
      }
      let once = try expand(base)
      var result = once
      for _ in 1..<max(1, Int(exponent)) { result = try union(result, product(result, once)) }
      return result
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
      if !variables.contains(expression) { variables.append(expression) }
      return [Formula.Term(variables: [expression])]
    case .text, .unary, .binary:
      throw .unusableTerm(
        expression.description, reason: "wrap arithmetic in I(), as in I(age / 10).")
    }
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

  private func union(
    _ a: [Formula.Term], _ b: [Formula.Term]
  ) throws(DesignError) -> [Formula.Term] {
    let result = (a + b).uniqued()
    guard result.count <= Self.mostTerms else {
      throw .unusableTerm("\(result.count) terms", reason: "at most \(Self.mostTerms) are taken.")
    }
    return result
  }

  private func product(
    _ a: [Formula.Term], _ b: [Formula.Term]
  ) throws(DesignError) -> [Formula.Term] {
    guard a.count * b.count <= Self.mostTerms else {
      throw .unusableTerm("\(a.count * b.count) terms", reason: "at most \(Self.mostTerms).")
    }
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
