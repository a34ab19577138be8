internal import Terms

/// A covariate that is a function of a row's columns and of the event time: `tt(age * log(t))`, in
/// which `t` is the time of the event whose risk set is looked at.
///
/// R's `coxph` takes the function apart from the formula; here it stands in it.
struct TimeVaryingTerm: Sendable {
  /// How the values come about.
  enum Rule: Sendable {
    /// x g(t): a value for each table row, times a function of t alone.
    case product(values: [Double], time: Expression)
    /// Any other expression, over these columns of the table and `t`.
    case general([Column])
  }

  /// What stands within `tt()`.
  let expression: Expression
  let rule: Rule
  let levels: [String: [String]]
  /// What must not be missing in a row.
  let variables: [(expression: Expression, variable: Variable)]

  /// As the formula writes it.
  var name: String { "tt(\(expression.description))" }

  /// The name of the event time.
  static let time = "t"

  /// - Throws: ``DesignError/unusableTerm(_:reason:)`` for an expression without `t`, or of `t` alone,
  ///   and what evaluating a column throws.
  init(
    _ arguments: [Expression], in evaluator: ColumnEvaluator
  ) throws(DesignError) {
    guard arguments.count == 1 else {
      throw .wrongArguments(
        function: "tt", expected: "one expression, such as tt(age * log(t)), t being the event time"
      )
    }
    expression = arguments[0]
    let name = "tt(\(expression.description))"
    let columns = expression.names.filter { $0 != Self.time }
    guard expression.names.contains(Self.time) else {
      throw .unusableTerm(
        name,
        reason:
          "it does not depend on the event time t; write the covariate alone, or a function of "
          + "t such as tt(age * log(t)).")
    }
    guard !columns.isEmpty else {
      throw .unusableTerm(
        name,
        reason: "it is one value for all rows at an event time; multiply a covariate by it, as in "
          + "tt(age * log(t)).")
    }
    levels = evaluator.levels.filter { columns.contains($0.key) }
    if let factors = Self.factors(expression), let fixed = factors.fixed, let time = factors.time {
      let values = try evaluator.numbers(fixed)
      rule = .product(values: values, time: time)
      variables = [(fixed, .numbers(Numbers(values)))]
    } else {
      var used: [Column] = []
      var variables: [(expression: Expression, variable: Variable)] = []
      for column in columns {
        variables.append((.name(column), try evaluator.variable(.name(column))))
        if let column = evaluator.table[column] { used.append(column) }
      }
      rule = .general(used)
      self.variables = variables
    }
  }

  /// The expression as a product of one without `t` and one of `t` alone; nil where it is none.
  private static func factors(_ expression: Expression) -> (fixed: Expression?, time: Expression?)?
  {
    let names = expression.names
    if !names.contains(time) { return (expression, nil) }
    if names == [time] { return (nil, expression) }
    switch expression {
    case .parenthesized(let inner): return factors(inner)
    case .binary(let sign, let left, let right) where sign == .times || sign == .divided:
      guard let a = factors(left), let b = factors(right) else { return nil }
      return (combine(a.fixed, b.fixed, sign), combine(a.time, b.time, sign))
    default: return nil
    }
  }

  private static func combine(
    _ a: Expression?, _ b: Expression?, _ sign: Expression.BinaryOperator
  ) -> Expression? {
    guard let b else { return a }
    if let a { return .binary(sign, a, .parenthesized(b)) }
    return sign == .times ? b : .binary(.divided, .number(1), .parenthesized(b))
  }

  /// Values of an expression over columns and `t`; NaN throughout where it has none.
  static func values(
    of expression: Expression, over columns: [Column], times: [Double], levels: [String: [String]]
  ) -> [Double] {
    let kept = columns.filter { $0.name != time }
    guard let table = try? Table(columns: kept + [Column(name: time, numbers: times)]),
      let values = try? ColumnEvaluator(
        table: table, levels: levels, dateFormat: .iso, allowsAbsentLevels: true
      ).numbers(expression)
    else { return times.map { _ in .nan } }
    return values
  }
}
