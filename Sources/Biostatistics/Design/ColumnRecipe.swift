internal import Terms

/// How a design column is computed from a row: the product of its factors. What a model document
/// needs to compute it again without the table.
public struct ColumnRecipe: Sendable, Equatable {
  /// One factor of the product.
  public enum Factor: Sendable, Equatable {
    /// A column of numbers.
    case number(column: String)
    /// The value of an arithmetic expression, such as `log(size) / log(2)`, in the language of model
    /// documents: `+ - * / ^ abs sqrt exp log log1p min max` and comparisons.
    case expression(String)
    /// 1 where a column has this level, else 0.
    case level(column: String, level: String)
    /// A column, from 0, of a restricted cubic spline of a column of numbers, scaled by the squared
    /// range of its knots.
    case spline(column: String, knots: [Double], place: Int)
    /// What a document has no words for, as the formula writes it.
    case other(String)
  }

  /// R's name of the column.
  public let name: String
  /// The term of the formula that it belongs to.
  public let term: String
  public let factors: [Factor]
}

extension ModelFrame {
  /// The recipes of the design's columns, in their order.
  public var columnRecipes: [ColumnRecipe] {
    design.columns.indices.map { column in
      ColumnRecipe(
        name: design.columnNames[column], term: design.termNames[design.termOfColumn[column]],
        factors: design.columns[column].recipe)
    }
  }

  /// The levels of each column that enters as a factor, the reference first.
  public var levelsByColumn: [String: [String]] {
    var result: [String: [String]] = [:]
    for variable in terms.termVariables {
      guard let column = variable.expression.factorColumn else { continue }
      switch variable.kind {
      case .factor(_, let labels, _): result[column] = labels
      case .logical: result[column] = ["FALSE", "TRUE"]
      case .numbers, .spline, .strata, .step, .timeVarying: break
      }
    }
    if let column = stratumColumn { result[column] = result[column] ?? stratumLevels }
    return result
  }

  /// The table's columns that the right side of the formula reads.
  public var covariateNames: [String] {
    var names: [String] = []
    for expression in terms.termVariables.map(\.expression) + formula.offsets {
      for name in expression.names where !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// The offsets of the formula, which enter the linear predictor with coefficient 1.
  public var offsetRecipes: [ColumnRecipe.Factor] { formula.offsets.map(ColumnRecipe.Factor.value) }

  /// The column whose values are the strata; nil without `strata()`, or with one of several columns.
  public var stratumColumn: String? {
    let strata = terms.termVariables.filter { variable in
      if case .strata = variable.kind { true } else { false }
    }
    guard strata.count == 1, case .call(_, let arguments) = strata[0].expression,
      arguments.count == 1
    else { return nil }
    return arguments[0].factorColumn
  }

  /// The values of ``stratumColumn``, stratum by stratum: the labels without R's `name=` before
  /// numbers and truths.
  public var stratumLevels: [String]? {
    guard let column = stratumColumn else { return nil }
    return strata?.labels.map { Expression.stratumLevel($0, of: column) }
  }
}

extension ColumnRecipe.Factor {
  /// The value of an expression of numbers.
  static func value(_ expression: Expression) -> ColumnRecipe.Factor {
    if case .name(let name) = expression { return .number(column: name) }
    return expression.arithmetic.map { .expression($0.description) }
      ?? .other(expression.description)
  }

  /// The indicator of a level of a variable.
  static func indicator(_ variable: Expression, _ level: String) -> ColumnRecipe.Factor {
    if let column = variable.factorColumn { return .level(column: column, level: level) }
    if case .call("strata", let arguments) = variable, arguments.count == 1,
      let column = arguments[0].factorColumn
    {
      return .level(column: column, level: Expression.stratumLevel(level, of: column))
    }
    if level == "TRUE", let condition = variable.arithmetic {
      return .expression(condition.description)
    }
    return .other("\(variable.description) is \(level)")
  }

  /// A column of a spline of an expression.
  static func spline(_ argument: Expression, _ spline: RestrictedCubicSpline, _ place: Int) -> Self
  {
    if case .name(let name) = argument {
      return .spline(column: name, knots: spline.knots, place: place)
    }
    return .other("a spline of \(argument.description)")
  }
}

extension Expression {
  /// The column of `x`, `factor(x)` or `as.factor(x)`.
  fileprivate var factorColumn: String? {
    switch self {
    case .name(let name): name
    case .parenthesized(let inner): inner.factorColumn
    case .call("factor", let arguments), .call("as.factor", let arguments):
      arguments.first?.factorColumn
    default: nil
    }
  }

  /// The value behind a stratum's label `name=value`; the label itself where it has no name.
  fileprivate static func stratumLevel(_ label: String, of column: String) -> String {
    let prefix = "\(Expression.name(column).description)="
    return label.hasPrefix(prefix) ? String(label.dropFirst(prefix.count)) : label
  }

  /// The same value in the language of model documents; nil where it has no words for it.
  fileprivate var arithmetic: Expression? {
    switch self {
    case .number, .name: return self
    case .text: return nil
    case .parenthesized(let inner): return inner.arithmetic.map { .parenthesized($0) }
    case .unary(.minus, let inner): return inner.arithmetic.map { .unary(.minus, $0) }
    case .unary(.plus, let inner): return inner.arithmetic
    case .unary: return nil
    case .binary(let sign, let left, let right):
      let arithmetic: [BinaryOperator] = [
        .plus, .minus, .times, .divided, .power, .less, .lessOrEqual, .greater, .greaterOrEqual,
      ]
      guard arithmetic.contains(sign), let left = left.arithmetic, let right = right.arithmetic
      else { return nil }
      return .binary(sign, left, right)
    case .call(let function, let arguments):
      var inner: [Expression] = []
      for argument in arguments {
        guard let argument = argument.arithmetic else { return nil }
        inner.append(argument)
      }
      return Self.call(of: function, inner)
    }
  }

  private static func call(of function: String, _ arguments: [Expression]) -> Expression? {
    func logarithm(_ x: Expression, base: Expression) -> Expression {
      .parenthesized(.binary(.divided, .call("log", [x]), .call("log", [base])))
    }
    switch (function, arguments.count) {
    case ("I", 1): return .parenthesized(arguments[0])
    case ("log", 1), ("log1p", 1), ("exp", 1), ("sqrt", 1), ("abs", 1):
      return .call(function, arguments)
    case ("log", 2): return logarithm(arguments[0], base: arguments[1])
    case ("log2", 1): return logarithm(arguments[0], base: .number(2))
    case ("log10", 1): return logarithm(arguments[0], base: .number(10))
    case ("pmin", 2...): return .call("min", arguments)
    case ("pmax", 2...): return .call("max", arguments)
    default: return nil
    }
  }
}
