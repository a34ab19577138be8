/// An arithmetic or logical expression as R writes it: the language of formulas, of conditions on
/// rows, and of a model document's transformations.
public indirect enum Expression: Hashable, Sendable {
  case number(Double)
  case text(String)
  case name(String)
  case call(String, [Expression])
  case unary(UnaryOperator, Expression)
  case binary(BinaryOperator, Expression, Expression)
  case parenthesized(Expression)

  public enum UnaryOperator: String, Sendable {
    case minus = "-"
    case plus = "+"
    case not = "!"
    case tilde = "~"
  }

  /// The operators, written as R writes them; `:` and `~` have a meaning in formulas only.
  public enum BinaryOperator: String, Sendable {
    case tilde = "~"
    case or = "|"
    case and = "&"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divided = "/"
    case interaction = ":"
    case power = "^"
  }

  /// The names that the expression reads, in order of first appearance; not those of functions.
  public var names: [String] {
    var found: [String] = []
    visitNames { if !found.contains($0) { found.append($0) } }
    return found
  }

  private func visitNames(_ visit: (String) -> Void) {
    switch self {
    case .number, .text: break
    case .name(let name): visit(name)
    case .call(_, let arguments): for argument in arguments { argument.visitNames(visit) }
    case .unary(_, let operand), .parenthesized(let operand): operand.visitNames(visit)
    case .binary:
      let (first, rest) = chain { _ in true }
      first.visitNames(visit)
      for link in rest { link.operand.visitNames(visit) }
    }
  }

  /// The chain `a + b - c ...` taken apart: its first operand, and each further one with the
  /// operator before it. A chain may be thousands of operands long and leans to the left, so that
  /// readers go along it in a loop, where recursion would exhaust the stack.
  ///
  /// - Parameter isIncluded: whether an operator belongs to the chain; the first one that does not,
  ///   seen from the right, stays in the first operand.
  public func chain(
    of isIncluded: (BinaryOperator) -> Bool
  ) -> (first: Expression, rest: [(sign: BinaryOperator, operand: Expression)]) {
    var rest: [(sign: BinaryOperator, operand: Expression)] = []
    var first = self
    while case .binary(let sign, let left, let right) = first, isIncluded(sign) {
      rest.append((sign, right))
      first = left
    }
    return (first, rest.reversed())
  }
}

extension Expression: CustomStringConvertible {
  /// The expression as R's `deparse` writes it: spaces around `+ - *` and comparisons, none around
  /// `/ : ^`. A term's name is this text.
  public var description: String {
    switch self {
    case .number(let value): return Self.text(of: value)
    case .text(let text): return text.contains("\"") ? "'\(text)'" : "\"\(text)\""
    case .name(let name): return Self.isPlain(name) ? name : "`\(name)`"
    case .call(let function, let arguments):
      return "\(function)(\(arguments.map(\.description).joined(separator: ", ")))"
    case .unary(let sign, let operand): return "\(sign.rawValue)\(operand)"
    case .parenthesized(let inner): return "(\(inner))"
    case .binary:
      let (first, rest) = chain { _ in true }
      return rest.reduce(into: first.description) { text, link in
        let (sign, right) = (link.sign.rawValue, link.operand.description)
        switch link.sign {
        case .divided, .interaction, .power: text += sign + right
        default: text += " \(sign) \(right)"
        }
      }
    }
  }

  /// A name that needs no backquotes: letters, digits, dots and underscores, no digit in front.
  static func isPlain(_ name: String) -> Bool {
    guard let first = name.first, first.isLetter || first == "." else { return false }
    return name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" }
  }
}
