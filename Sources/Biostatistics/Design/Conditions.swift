internal import Terms

/// Conditions over columns: comparisons joined by `&`, `|` and `!`, with R's three-valued logic.
extension ColumnEvaluator {
  /// 1 where the condition holds, 0 where it does not, NaN where a missing value leaves it open.
  func condition(_ expression: Expression) throws(DesignError) -> [Double] {
    switch expression {
    case .parenthesized(let inner): return try condition(inner)
    case .call("I", let arguments) where arguments.count == 1: return try condition(arguments[0])
    case .unary(.not, let inner): return try condition(inner).map { 1 - $0 }
    case .binary(.and, _, _), .binary(.or, _, _):
      let (first, rest) = expression.chain { $0 == .and || $0 == .or }
      var result = try condition(first)
      for (sign, operand) in rest {
        result = zip(result, try condition(operand)).map { a, b in
          sign == .and
            ? a == 0 || b == 0 ? 0 : a + b == 2 ? 1 : .nan
            : a == 1 || b == 1 ? 1 : a + b == 0 ? 0 : .nan
        }
      }
      return result
    case .call("is.na", let arguments):
      guard arguments.count == 1 else {
        throw .wrongArguments(function: "is.na", expected: "one column")
      }
      let variable = try variable(arguments[0])
      return (0..<table.rowCount).map { variable.isMissing($0) ? 1 : 0 }
    case .binary(let sign, let left, let right):
      switch sign {
      case .equal, .notEqual:
        if case .text(let text) = right { return try matches(left, text, sign) }
        if case .text(let text) = left { return try matches(right, text, sign) }
        return try compare(left, right) { sign == .equal ? $0 == $1 : $0 != $1 }
      case .less: return try compare(left, right, <)
      case .lessOrEqual: return try compare(left, right, <=)
      case .greater: return try compare(left, right, >)
      case .greaterOrEqual: return try compare(left, right, >=)
      default: throw .notACondition(expression.description)
      }
    case .name(let name):
      if case .logical(let values) = try column(name) { return values }
      if let values = Self.booleans(table[name]) { return values }
      if case .numbers(let values) = table[name]?.values,
        values.allSatisfy({ $0.isNaN || $0 == 0 || $0 == 1 })
      {
        return values.array
      }
      throw .notACondition(name)
    default: throw .notACondition(expression.description)
    }
  }

  private func compare(
    _ left: Expression, _ right: Expression, _ holds: (Double, Double) -> Bool
  ) throws(DesignError) -> [Double] {
    zip(try numbers(left), try numbers(right)).map { a, b in
      a.isNaN || b.isNaN ? .nan : holds(a, b) ? 1 : 0
    }
  }

  private func matches(
    _ side: Expression, _ text: String, _ sign: Expression.BinaryOperator
  ) throws(DesignError) -> [Double] {
    let codes: [Int32]
    let labels: [String]
    switch try variable(side) {
    case .factor(let own, let ownLabels, _): (codes, labels) = (own, ownLabels)
    case .logical(let values):
      guard let truth = Self.truth(text) else {
        throw .unknownLevel(column: side.description, level: text, known: ["FALSE", "TRUE"])
      }
      return values.map { $0.isNaN ? .nan : ($0 == truth) == (sign == .equal) ? 1 : 0 }
    case .numbers: throw .numberWhereTextIsWanted(column: side.description, text: text)
    }
    guard let level = labels.firstIndex(of: text) ?? (allowsAbsentLevels ? labels.count : nil)
    else {
      throw .unknownLevel(column: side.description, level: text, known: labels)
    }
    return codes.map { $0 < 0 ? .nan : ($0 == Int32(level)) == (sign == .equal) ? 1 : 0 }
  }
}
