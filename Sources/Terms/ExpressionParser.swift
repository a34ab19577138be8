/// What a text that is no expression got wrong, and where (offset in characters, from 1).
public enum ExpressionError: Error, Equatable, CustomStringConvertible {
  /// Nothing but blanks.
  case empty
  /// A character that begins no token of R's language.
  case unexpectedCharacter(Character, at: Int)
  /// The text ends where an operand is wanted.
  case unexpectedEnd(in: String)
  /// A token where no token of its kind can stand.
  case unexpected(String, at: Int)
  /// Digits that are no number, or one beyond 1.8e308.
  case notANumber(String, at: Int)
  /// A quote or backquote that is opened and not closed.
  case unterminatedText(at: Int)
  /// More than 200 parentheses, calls or signs within each other.
  case tooDeep
  /// More than 2000 operators.
  case tooLong

  /// One sentence: what was wrong, where, and what to do.
  public var description: String {
    switch self {
    case .empty: "It is empty; write it as in Surv(time, event) ~ age + sex, or age >= 18."
    case .unexpectedCharacter(let character, let offset):
      "'\(character)' at character \(offset) has no meaning in a formula; "
        + "put a column name that holds it between backquotes."
    case .unexpectedEnd(let text):
      "'\(text.suffix(60))' ends too early; a value or a closing parenthesis is missing."
    case .unexpected("=", let offset):
      "'=' at character \(offset) has no meaning in a formula; write == to compare."
    case .unexpected(let token, let offset):
      "'\(token.prefix(60))' at character \(offset) does not fit there; "
        + "an operator or a parenthesis is missing before it."
    case .notANumber(let token, let offset):
      "'\(token.prefix(60))' at character \(offset) is no number, or too large for one (1.8e308)."
    case .unterminatedText(let offset):
      "The quote that opens at character \(offset) is never closed."
    case .tooDeep: "The expression is nested more than 200 deep; simplify it."
    case .tooLong: "The expression holds more than 2000 operators; shorten it."
    }
  }
}

extension Expression {
  /// Parses R's syntax: `^` binds tightest (to the right), then unary minus, `:`, `* /`, `+ -`,
  /// comparisons, `!`, `&`, `|`, `~`. Names may hold dots; others stand between backquotes.
  public init(parsing text: String) throws(ExpressionError) {
    var parser = ExpressionParser(tokens: try Token.all(in: text), text: text)
    guard parser.peek != nil else { throw .empty }
    self = try parser.expression(binding: 0, depth: 0)
    if let token = parser.peek { throw .unexpected(token.spelling, at: token.offset) }
  }
}

private struct Token {
  enum Kind: Equatable {
    case number(Double)
    case text(String)
    case name(String)
    case sign(String)
  }
  let kind: Kind
  let spelling: String
  let offset: Int

  static func all(in text: String) throws(ExpressionError) -> [Token] {
    let characters = Array(text)
    var tokens: [Token] = []
    var i = 0
    while i < characters.count {
      let start = i
      let character = characters[i]
      let next: Character? = i + 1 < characters.count ? characters[i + 1] : nil
      func take(_ kind: Kind) {
        tokens.append(Token(kind: kind, spelling: String(characters[start..<i]), offset: start + 1))
      }
      if character.isWhitespace {
        i += 1
      } else if isDigit(character) || (character == "." && next.map(isDigit) ?? false) {
        while i < characters.count, isDigit(characters[i]) || characters[i] == "." { i += 1 }
        if i < characters.count, characters[i] == "e" || characters[i] == "E" {
          var j = i + 1
          if j < characters.count, characters[j] == "+" || characters[j] == "-" { j += 1 }
          if j < characters.count, isDigit(characters[j]) {
            while j < characters.count, isDigit(characters[j]) { j += 1 }
            i = j
          }
        }
        let spelling = String(characters[start..<i])
        guard let value = Double(spelling), value.isFinite else {
          throw .notANumber(spelling, at: start + 1)
        }
        take(.number(value))
      } else if character.isLetter || character == "." {
        while i < characters.count,
          characters[i].isLetter || characters[i].isNumber || "._".contains(characters[i])
        { i += 1 }
        take(.name(String(characters[start..<i])))
      } else if character == "`" || character == "\"" || character == "'" {
        i += 1
        while i < characters.count, characters[i] != character { i += 1 }
        guard i < characters.count else { throw .unterminatedText(at: start + 1) }
        let inner = String(characters[start + 1..<i])
        i += 1
        take(character == "`" ? .name(inner) : .text(inner))
      } else {
        let pair = next.map { String([character, $0]) }
        if let pair, ["<=", ">=", "==", "!=", "&&", "||", "**"].contains(pair) {
          i += 2
          let sign = ["&&": "&", "||": "|", "**": "^"][pair] ?? pair
          take(.sign(sign))
        } else if "+-*/^:()~<>!&|,=".contains(character) {
          i += 1
          take(.sign(String(character)))
        } else {
          throw .unexpectedCharacter(character, at: start + 1)
        }
      }
    }
    return tokens
  }

  private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }
}

/// Precedence climbing over the tokens.
private struct ExpressionParser {
  let tokens: [Token]
  let text: String
  var position = 0
  /// Binary operators so far: how far a tree can lean to the left.
  private var operators = 0

  init(tokens: [Token], text: String) {
    self.tokens = tokens
    self.text = text
  }

  var peek: Token? { position < tokens.count ? tokens[position] : nil }

  private static let comparison = 5
  private static let leftBinding: [String: Int] = [
    "~": 1, "|": 2, "&": 3, "<": 5, "<=": 5, ">": 5, ">=": 5, "==": 5, "!=": 5,
    "+": 6, "-": 6, "*": 7, "/": 7, ":": 8, "^": 10,
  ]

  mutating func expression(binding: Int, depth: Int) throws(ExpressionError) -> Expression {
    guard depth < 200 else { throw .tooDeep }
    var left = try operand(depth: depth)
    var isCompared = false
    while let token = peek, case .sign(let sign) = token.kind,
      let power = Self.leftBinding[sign], power > binding,
      let operation = Expression.BinaryOperator(rawValue: sign)
    {
      position += 1
      operators += 1
      guard operators <= 2000 else { throw .tooLong }
      // a < b < c is no comparison, in R as here.
      guard power != Self.comparison || !isCompared else {
        throw .unexpected(token.spelling, at: token.offset)
      }
      isCompared = power == Self.comparison
      // A power groups to the right; an exponent may carry a sign.
      let right = try expression(binding: sign == "^" ? power - 2 : power, depth: depth + 1)
      left = .binary(operation, left, right)
    }
    return left
  }

  private mutating func operand(depth: Int) throws(ExpressionError) -> Expression {
    guard let token = peek else { throw .unexpectedEnd(in: text) }
    position += 1
    switch token.kind {
    case .number(let value): return .number(value)
    case .text(let text): return .text(text)
    case .name(let name):
      guard peek?.kind == .sign("("), token.spelling.first != "`" else { return .name(name) }
      position += 1
      return .call(name, try arguments(depth: depth))
    case .sign("("):
      let inner = try expression(binding: 0, depth: depth + 1)
      try expect(")")
      return .parenthesized(inner)
    case .sign("-"), .sign("+"):
      let inner = try expression(binding: 9, depth: depth + 1)
      return .unary(token.kind == .sign("-") ? .minus : .plus, inner)
    case .sign("!"): return .unary(.not, try expression(binding: 4, depth: depth + 1))
    case .sign("~"): return .unary(.tilde, try expression(binding: 1, depth: depth + 1))
    case .sign: throw .unexpected(token.spelling, at: token.offset)
    }
  }

  private mutating func arguments(depth: Int) throws(ExpressionError) -> [Expression] {
    var arguments: [Expression] = []
    if peek?.kind == .sign(")") {
      position += 1
      return arguments
    }
    while true {
      arguments.append(try expression(binding: 0, depth: depth + 1))
      guard let token = peek else { throw .unexpectedEnd(in: text) }
      position += 1
      if token.kind == .sign(")") { return arguments }
      guard token.kind == .sign(",") else { throw .unexpected(token.spelling, at: token.offset) }
    }
  }

  private mutating func expect(_ sign: String) throws(ExpressionError) {
    guard let token = peek else { throw .unexpectedEnd(in: text) }
    guard token.kind == .sign(sign) else { throw .unexpected(token.spelling, at: token.offset) }
    position += 1
  }
}
