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

  @Test("Stated levels may leave out what a condition excludes, of texts and of numbers")
  func levelsOfConsideredRows() throws {
    let text = "time,status,g,k\n1,1,a,1\n2,1,b,2\n3,1,c,3\n4,0,a,2\n5,1,b,1\n6,1,a,2\n7,1,b,1\n"
    func fit(_ text: String, _ condition: String?) throws -> CoxModel {
      var options = ModelFrameOptions()
      options.levels = ["g": ["b", "a"], "k": ["2", "1"]]
      options.condition = condition
      return try CoxModel(
        try SurvivalFrame(
          try Formula("Surv(time, status) ~ g + factor(k)"), in: try CSVReader.read(text: text),
          options: options))
    }
    let chosen = try fit(text, "g != 'c'")
    let alone = try fit(text.replacing("3,1,c,3\n", with: ""), nil)
    #expect(chosen.frame.design.columnNames == ["ga", "factor(k)1"])
    #expect(chosen.coefficients == alone.coefficients)
    let error = #expect(throws: DesignError.self) { try fit(text, "g != 'b'") }
    #expect(
      "\(try #require(error))".hasPrefix("'c' occurs in column 'g' and is not among the levels"))
  }

  @Test("Of rows where nothing is known of a factor nothing is predicted")
  func blankFactor() throws {
    var options = ModelFrameOptions()
    options.levels = ["g": ["b", "a"]]
    let model = try CoxModel(
      try SurvivalFrame(
        try Formula("Surv(time, status) ~ g"),
        in: try CSVReader.read(text: "time,status,g\n1,1,a\n2,1,b\n3,1,b\n4,0,a\n5,1,b\n"),
        options: options))
    let blank = try Table(columns: [Column(name: "g", numbers: [.nan, .nan])])
    #expect(try model.linearPredictors(of: blank).allSatisfy(\.isNaN))
    #expect(try model.linearPredictors(of: Table(columns: [Column(name: "g", numbers: [])])) == [])
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
