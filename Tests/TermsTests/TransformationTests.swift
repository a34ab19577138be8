import Terms
import Testing

@Suite("Transformations")
struct TransformationTests {
  @Test("names, functions and operators that mean nothing in arithmetic are named")
  func refused() {
    func error(_ text: String) -> String {
      do throws(TransformationError) {
        _ = try Transformation(parsing: text, variables: ["age", "size"])
        return ""
      } catch { return error.description }
    }
    #expect(error("log(agee)") == "'agee' is not among the covariates age, size.")
    #expect(
      error("cos(age)")
        == "'cos' is no function here; there are abs, sqrt, exp, log, log1p, min and max.")
    #expect(error("exp(age, size)") == "exp takes one argument, not 2.")
    #expect(error("min(age)") == "min takes two or more arguments, not 1.")
    #expect(error("age & size") == "& has no meaning in arithmetic.")
    #expect(error("age + 'b'") == "\"b\" has no meaning in arithmetic.")
    #expect(
      error("age +") == "'age +' ends too early; a value or a closing parenthesis is missing.")
    let deep = String(repeating: "1 + (", count: 17) + "age" + String(repeating: ")", count: 17)
    #expect(error(deep) == "The expression keeps more than 16 values at once; simplify it.")
  }

  @Test("NaN stays NaN through min and max, on either side")
  func notANumber() throws {
    for text in ["min(age, 1)", "min(1, age)", "max(age, 1)", "max(1, age)", "age * 0"] {
      let transformation = try Transformation(parsing: text, variables: ["age"])
      #expect(transformation.value([.nan]).isNaN, "\(text)")
    }
  }

  @Test("a fractional polynomial refuses powers that descend and a scale that is not positive")
  func polynomials() {
    #expect(
      throws: FractionalPolynomialError.powersNotAscending([2, 1])
    ) { try FractionalPolynomial(powers: [2, 1]) }
    #expect(throws: FractionalPolynomialError.noTransformation(shift: 0, scale: 0)) {
      try FractionalPolynomial(powers: [1], scale: 0)
    }
    #expect(
      FractionalPolynomialError.powersNotAscending([2, 1]).description
        == "Powers must be finite and not descend, and there must be one, not [2.0, 1.0].")
  }
}
