import Terms
import TestSupport
import Testing

@Suite("Columns of terms against R")
struct TermColumnsTests {
  private let reference: Reference
  init() throws { reference = try Reference(named: "term-columns.json") }

  @Test("both normalisations of a restricted cubic spline are those of rcspline.eval")
  func splines() throws {
    for (name, normalization) in [
      ("rangeSquared", RestrictedCubicSpline.Normalization.rangeSquared), ("none", .none),
    ] {
      let spline = try RestrictedCubicSpline(
        knots: reference["knots"].numbers, normalization: normalization)
      for column in 0..<spline.columnCount {
        let values = reference["x"].numbers.map { spline.value($0, column: column) }
        expectClose(
          values, reference[name][column].numbers, relative: 1e-13, absolute: 1e-11, name)
      }
    }
  }

  @Test("repeated powers of a fractional polynomial gain logarithms")
  func polynomials() throws {
    let polynomial = try FractionalPolynomial(
      powers: reference["powers"].numbers, shift: reference["shift"].numbers[0],
      scale: reference["scale"].numbers[0])
    for column in polynomial.powers.indices {
      let values = reference["z"].numbers.map { polynomial.value($0, column: column) }
      expectClose(values, reference["polynomial"][column].numbers, relative: 2e-14)
    }
    #expect(polynomial.value(-0.5, column: 5).isNaN)
    #expect(polynomial.value(-7, column: 5).isNaN)
  }

  @Test("a line between nodes is approx's")
  func lines() throws {
    let nodes = zip(reference["nodesX"].numbers, reference["nodesY"].numbers)
    let line = try PiecewiseLinear(nodes: nodes.map { .init(x: $0, y: $1) })
    let values = reference["at"].numbers.map { line.value($0) ?? .nan }
    expectClose(values, reference["line"].numbers, relative: 1e-14)
  }

  @Test("expressions mean what R takes them to mean")
  func expressions() throws {
    let rows = Array(zip(reference["age"].numbers, reference["size"].numbers))
    #expect(reference["expressions"].keys.count == 6)
    for text in reference["expressions"].keys {
      let transformation = try Transformation(parsing: text, variables: ["age", "size"])
      let values = rows.map { transformation.value([$0, $1]) }
      expectClose(values, reference["expressions"][text].numbers, relative: 1e-14, text)
    }
  }
}
