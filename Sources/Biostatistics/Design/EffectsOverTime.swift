internal import Terms

extension ModelFrame {
  /// The first `step()` or `tt()` of the formula, as it writes it; nil where no effect changes with
  /// time.
  public var firstEffectOverTime: String? { terms.firstEffectOverTime?.description }
}

/// Effects that change with time in a formula: `step()` and `tt()`.
extension DesignTerms {
  /// All times at which some coefficient changes, ascending.
  var cuts: [Double] {
    var result: Set<Double> = []
    for variable in termVariables {
      if case .step(_, let cuts) = variable.kind { result.formUnion(cuts) }
    }
    return result.sorted()
  }

  /// The covariates that depend on the event time.
  var timeVarying: [TimeVaryingTerm] {
    termVariables.compactMap { if case .timeVarying(let term) = $0.kind { term } else { nil } }
  }

  /// The first `step()` or `tt()` of the formula.
  var firstEffectOverTime: Expression? {
    termVariables.first { $0.isEffectOverTime }?.expression
  }

  /// `step(x, 90, 180)`.
  static func step(
    _ arguments: [Expression], in evaluator: ColumnEvaluator, rows: [Int32]
  ) throws(DesignError) -> TermVariable.Kind {
    func refuse() -> DesignError {
      .wrongArguments(
        function: "step",
        expected: "a covariate and the times, ascending, at which its coefficient changes, as in "
          + "step(age, 90, 180)")
    }
    guard let covariate = arguments.first, arguments.count > 1 else { throw refuse() }
    var cuts: [Double] = []
    for argument in arguments.dropFirst() {
      let cut: Double
      switch argument {
      case .number(let value): cut = value
      case .unary(.minus, .number(let value)): cut = -value
      default: throw refuse()
      }
      guard cuts.last.map({ $0 < cut }) ?? true else { throw refuse() }
      cuts.append(cut)
    }
    let inner = TermVariable(
      expression: covariate, kind: try kind(of: covariate, in: evaluator, rows: rows))
    switch inner.kind {
    case .numbers, .logical, .factor, .spline: return .step(inner, cuts: cuts)
    case .strata, .step, .timeVarying: throw refuse()
    }
  }

  /// - Throws: ``DesignError/unusableTerm(_:reason:)`` where an effect that changes with time is part
  ///   of an interaction, or `t` is ambiguous.
  func checkEffectsOverTime(_ table: Table) throws(DesignError) {
    let changing = Set(termVariables.filter(\.isEffectOverTime).map(\.expression))
    for term in formula.terms where term.variables.count > 1 {
      guard term.variables.contains(where: changing.contains) else { continue }
      throw .unusableTerm(
        term.name, reason: "step() and tt() stand alone; write products within them.")
    }
    if let term = timeVarying.first, table[TimeVaryingTerm.time] != nil,
      !formula.response.names.contains(TimeVaryingTerm.time)
    {
      throw .unusableTerm(
        term.name,
        reason: "t is the event time there, and the table has a column 't' besides; rename it.")
    }
  }
}

extension DesignTerms.TermVariable {
  var isEffectOverTime: Bool {
    switch kind {
    case .step, .timeVarying: true
    default: false
    }
  }
}

/// An interval (from, to] between two times at which a coefficient changes.
struct StepInterval {
  /// Nil from the start of follow-up, and to its end.
  let from: Double?
  let to: Double?

  /// `t<=90`, `90<t<=180`, `t>180`.
  var name: String {
    let (from, to) = (from.map(Expression.number), to.map(Expression.number))
    return switch (from, to) {
    case (let from?, let to?): "\(from)<t<=\(to)"
    case (nil, let to?): "t<=\(to)"
    case (let from?, nil): "t>\(from)"
    case (nil, nil): "t"
    }
  }

  static func between(_ cuts: [Double]) -> [StepInterval] {
    zip([nil] + cuts.map { $0 }, cuts.map { $0 } + [nil]).map { StepInterval(from: $0, to: $1) }
  }

  /// The pieces that it consists of: piece k of follow-up lies between cut k - 1 and cut k.
  func pieces(among cuts: [Double]) -> ClosedRange<Int32> {
    let first = from.map { from in cuts.partitioningIndex { $0 > from } } ?? 0
    let last = to.map { to in cuts.partitioningIndex { $0 >= to } } ?? cuts.count
    return Int32(first)...Int32(last)
  }
}
