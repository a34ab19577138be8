/// An arithmetic or logical expression as R writes it: the language of formulas, of conditions on
/// rows, and of a model document's transformations.
public indirect enum Expression: Hashable, Sendable {
  /// A literal, finite.
  case number(Double)
  /// A literal between quotes, without them.
  case text(String)
  /// A column, without backquotes.
  case name(String)
  /// A function by its name, with its arguments.
  case call(String, [Expression])
  /// A sign before one operand.
  case unary(UnaryOperator, Expression)
  /// A sign between two operands.
  case binary(BinaryOperator, Expression, Expression)
  /// Parentheses, kept because R prints them.
  case parenthesized(Expression)

  /// The signs that stand before an operand, written as R writes them.
  public enum UnaryOperator: String, Sendable {
    /// Negation; in a formula, a term taken away.
    case minus = "-"
    /// No effect.
    case plus = "+"
    /// Logical negation.
    case not = "!"
    /// A formula without a left side.
    case tilde = "~"
  }

  /// The operators, written as R writes them; `:` and `~` have a meaning in formulas only.
  public enum BinaryOperator: String, Sendable {
    /// Outcome and terms of a formula.
    case tilde = "~"
    /// True if one side is.
    case or = "|"
    /// True if both sides are.
    case and = "&"
    /// The left number is smaller.
    case less = "<"
    /// The left number is smaller, or they are equal.
    case lessOrEqual = "<="
    /// The left number is larger.
    case greater = ">"
    /// The left number is larger, or they are equal.
    case greaterOrEqual = ">="
    /// Both numbers, or both texts, are the same.
    case equal = "=="
    /// The numbers, or the texts, differ.
    case notEqual = "!="
    /// Sum; in a formula, both sides' terms.
    case plus = "+"
    /// Difference; in a formula, the right side's terms taken away.
    case minus = "-"
    /// Product; in a formula, both sides and their interaction.
    case times = "*"
    /// Quotient; in a formula, the right side within the left.
    case divided = "/"
    /// In a formula, the product of terms.
    case interaction = ":"
    /// Power; in a formula, interactions up to that order.
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
