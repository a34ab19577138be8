import Terms
import TestSupport
import Testing

@Suite("Restricted cubic splines")
struct RestrictedCubicSplineTests {
  private static let knots = [1.0, 3, 4, 8]

  @Test("the first column is x, and the others vanish up to their knot")
  func basis() throws {
    let spline = try RestrictedCubicSpline(knots: Self.knots)
    #expect(spline.columnCount == 3)
    for x in [-5.0, 0, 1] {
      #expect((0..<3).map { spline.value(x, column: $0) } == [x, 0, 0])
    }
    #expect(spline.value(3, column: 2) == 0)
    // (2 - 1)^3 / (8 - 1)^2
    expectClose(spline.value(2, column: 1), 1.0 / 49, relative: 1e-15)
    // Between the last knots: [(5 - 1)^3 - (5 - 4)^3 (8 - 1) / (8 - 4)] / 49
    expectClose(spline.value(5, column: 1), (64 - 7.0 / 4) / 49, relative: 1e-15)
  }

  @Test("beyond the outer knots it is linear, between the knots twice smooth")
  func shape() throws {
    let spline = try RestrictedCubicSpline(knots: Self.knots)
    for column in 1..<3 {
      func f(_ x: Double) -> Double { spline.value(x, column: column) }
      func second(_ x: Double, _ h: Double) -> Double { (f(x + h) - 2 * f(x) + f(x - h)) / (h * h) }
      for x in [8.5, 10, 100] { expectClose(second(x, 0.25), 0, absolute: 1e-9) }
      for knot in Self.knots {
        // The second derivative is continuous: h apart it differs by a third derivative times 2 h.
        expectClose(second(knot + 1e-3, 1e-3), second(knot - 1e-3, 1e-3), absolute: 0.02)
      }
    }
  }

  @Test("without normalisation the columns are (t_k - t_1)^2 as large")
  func normalization() throws {
    let scaled = try RestrictedCubicSpline(knots: Self.knots)
    let plain = try RestrictedCubicSpline(knots: Self.knots, normalization: .none)
    for x in [2.0, 3.5, 6, 20] {
      expectClose(plain.value(x, column: 1), 49 * scaled.value(x, column: 1), relative: 1e-14)
      #expect(plain.value(x, column: 0) == x)
    }
  }

  @Test("knots that are too few, out of order or not finite are refused")
  func refused() {
    #expect(throws: RestrictedCubicSplineError.tooFewKnots(2)) {
      try RestrictedCubicSpline(knots: [1, 2])
    }
    for knots in [[1.0, 3, 2], [1, 1, 2], [1, 2, .infinity]] {
      #expect(throws: RestrictedCubicSplineError.knotsNotAscending(knots)) {
        try RestrictedCubicSpline(knots: knots)
      }
    }
    #expect(throws: RestrictedCubicSplineError.self) {
      try RestrictedCubicSpline(knots: [1, .nan, 2])
    }
    #expect(
      RestrictedCubicSplineError.knotsNotAscending([1, 3, 2]).description
        == "Knots must be finite and ascending, not 1.0, 3.0, 2.0.")
    #expect(
      RestrictedCubicSplineError.tooManyKnots(11).description
        == "Default knots are defined for 3 to 10, not 11; state them as c(k1, k2, ...).")
  }
}
