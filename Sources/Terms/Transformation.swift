/// An arithmetic expression over named variables, checked once and evaluated in postfix order.
///
/// `+ - * / ^`, unary minus, `abs sqrt exp log log1p`, `min` and `max` of two or more, and the
/// comparisons `< <= > >=`, which are 1 where they hold and 0 where they do not. A NaN stays NaN
/// through all but a comparison, which does not hold.
public struct Transformation: Sendable, Hashable {
  /// One step of the evaluation: it takes its operands from a stack and leaves its result there.
  public enum Step: Sendable, Hashable {
    case constant(Double)
    /// The variable of this place.
    case variable(Int)
    case unary(Unary)
    case binary(Binary)
  }

  /// An operation on the value on top of the stack.
  public enum Unary: String, Sendable, CaseIterable {
    case negative = "-"
    case abs, sqrt, exp, log, log1p

    /// The result; NaN outside the domain, such as for the logarithm of -1.
    public func callAsFunction(_ x: Double) -> Double {
      switch self {
      case .negative: -x
      case .abs: x.magnitude
      case .sqrt: x.squareRoot()
      case .exp: Elementary.exp(x)
      case .log: Elementary.log(x)
      case .log1p: Elementary.log1p(x)
      }
    }
  }

  /// An operation on the two values on top of the stack, the upper one being the right operand.
  public enum Binary: String, Sendable, CaseIterable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divided = "/"
    case power = "^"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case min, max

    /// The result; a comparison gives 1 where it holds and 0 where it does not.
    public func callAsFunction(_ a: Double, _ b: Double) -> Double {
      switch self {
      case .plus: a + b
      case .minus: a - b
      case .times: a * b
      case .divided: a / b
      case .power: Elementary.power(a, b)
      case .less: a < b ? 1 : 0
      case .lessOrEqual: a <= b ? 1 : 0
      case .greater: a > b ? 1 : 0
      case .greaterOrEqual: a >= b ? 1 : 0
      case .min: a < b || a.isNaN ? a : b
      case .max: a > b || a.isNaN ? a : b
      }
    }
  }

  /// As it was written.
  public let text: String
  public let steps: [Step]
  /// The most values that stand on the stack at once.
  public let depth: Int

  /// Parses a text whose names are all among `variables`.
  ///
  /// - Throws: ``TransformationError``.
  public init(parsing text: String, variables: [String]) throws(TransformationError) {
    let expression: Expression
    do { expression = try Expression(parsing: text) } catch { throw .expression(error) }
    var steps: [Step] = []
    try Self.append(expression, variables, to: &steps)
    var (depth, height) = (0, 0)
    for step in steps {
      switch step {
      case .constant, .variable: height += 1
      case .unary: break
      case .binary: height -= 1
      }
      depth = Swift.max(depth, height)
    }
    guard depth <= Self.greatestDepth else { throw .tooDeep }
    (self.text, self.steps, self.depth) = (text, steps, depth)
  }

  /// The most values that an evaluation may keep at once.
  public static let greatestDepth = 16

  /// The value, `values` being those of the variables in their order.
  public func value(_ values: [Double]) -> Double {
    var stack: [Double] = []
    for step in steps {
      switch step {
      case .constant(let value): stack.append(value)
      case .variable(let place): stack.append(values[place])
      case .unary(let operation): stack.append(operation(stack.popLast() ?? .nan))
      case .binary(let operation):
        let right = stack.popLast() ?? .nan
        stack.append(operation(stack.popLast() ?? .nan, right))
      }
    }
    return stack.last ?? .nan
  }

  // MARK: - Compilation

  private static func append(
    _ expression: Expression, _ variables: [String], to steps: inout [Step]
  ) throws(TransformationError) {
    switch expression {
    case .number(let value): steps.append(.constant(value))
    case .text: throw .noArithmetic(expression.description)
    case .name(let name):
      guard let place = variables.firstIndex(of: name) else {
        throw .unknownName(name, known: variables)
      }
      steps.append(.variable(place))
    case .parenthesized(let inner): try append(inner, variables, to: &steps)
    case .unary(let sign, let operand):
      guard sign == .minus || sign == .plus else { throw .noArithmetic(sign.rawValue) }
      try append(operand, variables, to: &steps)
      if sign == .minus { steps.append(.unary(.negative)) }
    case .binary(let sign, let left, let right):
      guard let operation = Binary(rawValue: sign.rawValue) else {
        throw .noArithmetic(sign.rawValue)
      }
      try append(left, variables, to: &steps)
      try append(right, variables, to: &steps)
      steps.append(.binary(operation))
    case .call(let function, let arguments):
      if let operation = Unary(rawValue: function), operation != .negative {
        guard arguments.count == 1 else { throw .wrongArguments(function, arguments.count) }
        try append(arguments[0], variables, to: &steps)
        steps.append(.unary(operation))
      } else if function == "min" || function == "max" {
        guard arguments.count >= 2 else { throw .wrongArguments(function, arguments.count) }
        for (place, argument) in arguments.enumerated() {
          try append(argument, variables, to: &steps)
          if place > 0 { steps.append(.binary(function == "min" ? .min : .max)) }
        }
      } else {
        throw .unknownFunction(function)
      }
    }
  }
}

/// Why a text is no transformation of the variables.
public enum TransformationError: Error, Equatable, CustomStringConvertible {
  case expression(ExpressionError)
  case unknownName(String, known: [String])
  case unknownFunction(String)
  case wrongArguments(String, Int)
  case noArithmetic(String)
  case tooDeep

  public var description: String {
    switch self {
    case .expression(let error): error.description
    case .unknownName(let name, let known):
      "'\(name)' is not among the covariates \(known.joined(separator: ", "))."
    case .unknownFunction(let name):
      "'\(name)' is no function here; there are abs, sqrt, exp, log, log1p, min and max."
    case .wrongArguments(let name, let count):
      "\(name) takes \(name == "min" || name == "max" ? "two or more arguments" : "one argument"),"
        + " not \(count)."
    case .noArithmetic(let text): "\(text) has no meaning in arithmetic."
    case .tooDeep:
      "The expression keeps more than \(Transformation.greatestDepth) values at once; simplify it."
    }
  }
}
