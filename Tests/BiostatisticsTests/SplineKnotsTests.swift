import Terms
import TestSupport
import Testing

@testable import Biostatistics

@Suite("Default spline knots")
struct SplineKnotsTests {
  @Test(
    "knots of age in the Rotterdam data and both bases are those of R's Hmisc", arguments: 3...7)
  func rotterdam(count: Int) throws {
    let reference = try ReferenceCase("rcs-knots")
    guard case .numbers(let age)? = try reference.table()["age"]?.values else {
      Issue.record("no ages")
      return
    }
    let expected = reference.expected["k\(count)"]
    let spline = try RestrictedCubicSpline(defaultKnots: count, for: age.array)
    #expect(spline.knots == expected["knots"].numbers)
    let plain = try RestrictedCubicSpline(knots: spline.knots, normalization: .none)
    for (row, x) in reference.expected["at"].numbers.enumerated() {
      expectClose(
        (0..<spline.columnCount).map { spline.value(x, column: $0) },
        expected["basis"][row].numbers, relative: 1e-12, absolute: 1e-12, "at \(x)")
      expectClose(
        (0..<plain.columnCount).map { plain.value(x, column: $0) },
        expected["basis_norm0"][row].numbers, relative: 1e-12, absolute: 1e-9, "at \(x)")
    }
  }

  /// Hmisc gives no knots where too few distinct values remain; then we throw.
  @Test("knots of variables with ties, few rows or few values are those of R's Hmisc")
  func awkward() throws {
    let reference = try Reference(named: "spline-knots.json")
    #expect(reference["cases"].array.count == 80)
    for expected in reference["cases"].array {
      let name = expected["variable"][0].string ?? ""
      let count = Int(expected["count"][0].number ?? 0)
      let knots = expected["knots"].numbers
      let values = reference["variables"][name].numbers.filter { !$0.isNaN }
      if knots.count < 3 {
        #expect(throws: RestrictedCubicSplineError.self, "\(name) \(count)") {
          try RestrictedCubicSpline(defaultKnots: count, for: values)
        }
      } else {
        let actual = try RestrictedCubicSpline(defaultKnots: count, for: values + [.nan]).knots
        expectClose(actual, knots, relative: 1e-13, absolute: 1e-13, "\(name) \(count)")
      }
    }
  }

  @Test("too few or too many knots, and too few values, are refused")
  func refused() {
    let values = (0..<50).map(Double.init)
    #expect(throws: RestrictedCubicSplineError.tooFewKnots(2)) {
      try RestrictedCubicSpline(defaultKnots: 2, for: values)
    }
    #expect(throws: RestrictedCubicSplineError.tooManyKnots(11)) {
      try RestrictedCubicSpline(defaultKnots: 11, for: values)
    }
    #expect(throws: RestrictedCubicSplineError.tooFewDistinctValues(2, knots: 4)) {
      try RestrictedCubicSpline(defaultKnots: 4, for: values.map { $0 < 20 ? 0 : 1 })
    }
    #expect(throws: RestrictedCubicSplineError.tooFewDistinctValues(0, knots: 4)) {
      try RestrictedCubicSpline(defaultKnots: 4, for: [.nan, .nan])
    }
  }
}
