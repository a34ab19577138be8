import Terms
import TestSupport
import Testing

@Suite("Expressions")
struct ExpressionTests {
  @Test(
    "an expression prints as R's deparse prints it",
    arguments: [
      ("a+b*c", "a + b * c"), ("(a+b)*c", "(a + b) * c"), ("a/b:c^2", "a/b:c^2"),
      ("log( bili ,2)", "log(bili, 2)"), ("I((age-60)/10)", "I((age - 60)/10)"),
      ("x>=1&!y==2|z<3", "x >= 1 & !y == 2 | z < 3"), ("a&&b||c", "a & b | c"),
      ("f()", "f()"), ("-x^2", "-x^2"), ("2**3", "2^3"), ("x ~ y+z", "x ~ y + z"),
      ("celltype == 'large'", "celltype == \"large\""), ("`my col`+ph.ecog", "`my col` + ph.ecog"),
      ("100000", "1e+05"), ("123456", "123456"), ("1500000", "1500000"), ("1e15", "1e+15"),
      ("1e-5", "1e-05"), ("0.1", "0.1"), (".5", "0.5"), ("2.50", "2.5"), ("1e3", "1000"),
      ("~x", "~x"), ("x == 'a \"b\"'", "x == 'a \"b\"'"), ("karno - -1", "karno - -1"),
    ])
  func deparse(text: String, expected: String) throws {
    #expect(try Expression(parsing: text).description == expected)
  }

  @Test("what is printed reads as what it was")
  func roundTrip() throws {
    for text in [
      "a + b - c * d / e:f | (g & !h)",
      "Surv(time, status == 2) ~ (age + sex)^2 - age:sex + strata(g)", "!(a < b) | -c^-2 > 1e+05",
      "rcs(`tumour size`, c(1, 2.5, 30))", "a == \"x y\" & b != 0.1",
    ] {
      let once = try Expression(parsing: text)
      #expect(try Expression(parsing: once.description) == once)
    }
  }

  @Test("operators bind as in R")
  func precedence() throws {
    func parse(_ text: String) throws -> Expression { try Expression(parsing: text) }
    let (a, b, c) = (Expression.name("a"), Expression.name("b"), Expression.name("c"))
    #expect(try parse("a - b - c") == .binary(.minus, .binary(.minus, a, b), c))
    #expect(try parse("a ^ b ^ c") == .binary(.power, a, .binary(.power, b, c)))
    #expect(try parse("-a^b") == .unary(.minus, .binary(.power, a, b)))
    #expect(try parse("a^-b") == .binary(.power, a, .unary(.minus, b)))
    #expect(try parse("-a:b") == .binary(.interaction, .unary(.minus, a), b))
    #expect(try parse("a * b:c") == .binary(.times, a, .binary(.interaction, b, c)))
    #expect(try parse("!a == b") == .unary(.not, .binary(.equal, a, b)))
    #expect(try parse("a | b & c") == .binary(.or, a, .binary(.and, b, c)))
    #expect(try parse("a ~ b | c") == .binary(.tilde, a, .binary(.or, b, c)))
  }

  @Test("names are told from functions and from each other")
  func names() throws {
    #expect(try Expression(parsing: "log(a + b) * I(a / c)").names == ["a", "b", "c"])
    #expect(try Expression(parsing: "`log`").names == ["log"])
    #expect(try Expression(parsing: "größe + x_1 + .y").names == ["größe", "x_1", ".y"])
  }

  @Test(
    "a text that is no expression is refused at its place",
    arguments: [
      ("a $ b", ExpressionError.unexpectedCharacter("$", at: 3)),
      ("a +", .unexpectedEnd(in: "a +")), ("f(a", .unexpectedEnd(in: "f(a")),
      ("", .empty), ("  ", .empty), ("a b", .unexpected("b", at: 3)),
      ("(a]", .unexpectedCharacter("]", at: 3)), ("a + * b", .unexpected("*", at: 5)),
      ("f(a;b)", .unexpectedCharacter(";", at: 4)), ("'abc", .unterminatedText(at: 1)),
      ("a == \"b", .unterminatedText(at: 6)), ("1.2.3", .notANumber("1.2.3", at: 1)),
      ("1e999", .notANumber("1e999", at: 1)), ("a)", .unexpected(")", at: 2)),
      ("a < b < c", .unexpected("<", at: 7)), ("a == b != c + d", .unexpected("!=", at: 8)),
      (String(repeating: "(", count: 300) + "a", .tooDeep),
      (String(repeating: "-", count: 100_000) + "a", .tooDeep),
    ])
  func errors(text: String, error: ExpressionError) {
    #expect(throws: error) { try Expression(parsing: text) }
  }

  @Test("each refusal has its sentence")
  func sentences() {
    #expect(
      ExpressionError.unexpectedCharacter("%", at: 3).description
        == "'%' at character 3 has no meaning in a formula; put a column name that holds it between "
        + "backquotes.")
    #expect(
      ExpressionError.unexpectedEnd(in: "a +").description
        == "'a +' ends too early; a value or a closing parenthesis is missing.")
    #expect(
      ExpressionError.unexpected("b", at: 3).description
        == "'b' at character 3 does not fit there; an operator or a parenthesis is missing before it."
    )
    #expect(
      ExpressionError.unexpected("=", at: 3).description
        == "'=' at character 3 has no meaning in a formula; write == to compare.")
    #expect(
      ExpressionError.notANumber("1e999", at: 1).description
        == "'1e999' at character 1 is no number, or too large for one (1.8e308).")
    #expect(
      ExpressionError.empty.description
        == "It is empty; write it as in Surv(time, event) ~ age + sex, or age >= 18.")
    #expect(
      ExpressionError.unterminatedText(at: 6).description
        == "The quote that opens at character 6 is never closed.")
    #expect(
      ExpressionError.tooDeep.description
        == "The expression is nested more than 200 deep; simplify it.")
  }

  @Test("a chain is taken apart from left to right, as far as its operators are wanted")
  func chain() throws {
    let (first, rest) = try Expression(parsing: "a == b & c - d & e").chain { $0 == .and }
    #expect(first.description == "a == b")
    #expect(rest.map(\.operand.description) == ["c - d", "e"])
    #expect(rest.map(\.sign) == [.and, .and])
    let (alone, none) = try Expression(parsing: "a + b").chain { $0 == .times }
    #expect(alone.description == "a + b")
    #expect(none.isEmpty)
  }

  @Test("a sum of 2000 operators is read in the small stack of a thread")
  func longChain() async throws {
    let text = Array(repeating: "x", count: 2001).joined(separator: " + ")
    let thread = SmallThread { (try? Expression(parsing: text)).map { ($0.description, $0.names) } }
    let result = try #require(await thread.result)
    #expect(result.0 == text)
    #expect(result.1 == ["x"])
  }

  @Test("no text makes the parser trap, and what it reads prints and reads again")
  func fuzz() {
    var state: UInt64 = 1
    let alphabet = Array("ab1.e+-*/^:()~<>=!&|,'\"` %é")
    for _ in 0..<20_000 {
      var text = ""
      for _ in 0..<12 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text.append(alphabet[Int(state >> 33) % alphabet.count])
      }
      guard let expression = try? Expression(parsing: text) else { continue }
      let again = try? Expression(parsing: expression.description)
      #expect(again?.description == expression.description, "\(text)")
    }
  }
}
