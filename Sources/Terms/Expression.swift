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
    case .binary(_, let left, let right):
      left.visitNames(visit)
      right.visitNames(visit)
    }
  }
}

extension Expression: CustomStringConvertible {
  /// The expression as R's `deparse` writes it: spaces around `+ - *` and comparisons, none around
  /// `/ : ^`. A term's name is this text.
  public var description: String {
    switch self {
    case .number(let value): Self.text(of: value)
    case .text(let text): text.contains("\"") ? "'\(text)'" : "\"\(text)\""
    case .name(let name): Self.isPlain(name) ? name : "`\(name)`"
    case .call(let function, let arguments):
      "\(function)(\(arguments.map(\.description).joined(separator: ", ")))"
    case .unary(let sign, let operand): "\(sign.rawValue)\(operand)"
    case .parenthesized(let inner): "(\(inner))"
    case .binary(let sign, let left, let right):
      switch sign {
      case .divided, .interaction, .power: "\(left)\(sign.rawValue)\(right)"
      default: "\(left) \(sign.rawValue) \(right)"
      }
    }
  }

  /// A name that needs no backquotes: letters, digits, dots and underscores, no digit in front.
  static func isPlain(_ name: String) -> Bool {
    guard let first = name.first, first.isLetter || first == "." else { return false }
    return name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" }
  }

  /// A number as R prints it: up to 15 digits, `1e+05` where that is shorter than `100000`.
  static func text(of value: Double) -> String {
    var shortest = "\(value)"
    if shortest.hasSuffix(".0") { shortest.removeLast(2) }
    guard value == value.rounded(), value.magnitude >= 1e5, value.magnitude <= 1e15 else {
      return shortest
    }
    let fixed = "\(Int(value))"
    let digits = fixed.drop { $0 == "-" }
    let significant = String(digits.reversed().drop { $0 == "0" }.reversed())
    let exponent = digits.count - 1
    let mantissa =
      significant.count == 1
      ? significant : "\(significant.prefix(1)).\(significant.dropFirst())"
    let scientific =
      (value < 0 ? "-" : "") + mantissa + "e+" + (exponent < 10 ? "0" : "") + "\(exponent)"
    return scientific.count < fixed.count ? scientific : fixed
  }
}
