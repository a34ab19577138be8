import Terms
import Testing

@testable import Biostatistics

@Suite("Evaluation of columns")
struct ColumnEvaluatorTests {
  private func values(_ text: String, x: [Double]) throws -> [Double] {
    let table = try Table(columns: [Column(name: "x", numbers: x)])
    let evaluator = ColumnEvaluator(table: table, levels: [:], dateFormat: .iso)
    return try evaluator.numbers(Expression(parsing: text))
  }

  @Test("A function in a formula gives the bits of Elementary")
  func functions() throws {
    let x = (1...2000).map { 0.01 * Double($0 * $0 % 7919 + 1) }
    let functions: [(String, (Double) -> Double)] = [
      ("exp(x)", Elementary.exp), ("log(x)", Elementary.log), ("log2(x)", Elementary.log2),
      ("log10(x)", Elementary.log10), ("log1p(x)", Elementary.log1p),
      ("log(x, 3)", { Elementary.log($0, base: 3) }), ("x^2", { $0 * $0 }),
      ("x^2.7", { Elementary.power($0, 2.7) }), ("x^-0.5", { Elementary.power($0, -0.5) }),
    ]
    for (text, function) in functions {
      #expect(try values(text, x: x) == x.map(function), "\(text)")
    }
  }

  @Test("A logarithm is exact at powers of its base")
  func exactLogarithms() throws {
    #expect(try values("log(x, 3)", x: [9, 27, 243]) == [2, 3, 5])
    #expect(try values("log(x, 5)", x: [5, 125]) == [1, 3])
    #expect(try values("log(x, 10)", x: [10, 1000]) == [1, 3])
  }

  @Test("A missing value stays missing; what has no logarithm is infinite")
  func missing() throws {
    let logarithms = try values("log(x)", x: [.nan, -1, 0])
    #expect(logarithms[0].isNaN && logarithms[1] == .infinity && logarithms[2] == -.infinity)
    #expect(try values("x^0", x: [.nan])[0].isNaN)
  }
}
