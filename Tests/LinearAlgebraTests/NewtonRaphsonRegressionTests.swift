import Foundation
import LinearAlgebra
import Testing

/// f(x) = -(x - 3)^2 / 2 for x up to 2; beyond, where a sum of risks underflows, infinity.
private struct Overflowing: TwiceDifferentiable {
  private var x = 0.0

  mutating func value(at point: [Double]) -> Double {
    x = point[0]
    return x > 2 ? .infinity : -(x - 3) * (x - 3) / 2
  }

  mutating func derivatives() -> (gradient: [Double], information: Matrix) {
    ([3 - x], Matrix(rowCount: 1, columnCount: 1, storage: [1]))
  }
}

@Test("A step to an infinite value is shortened like one to a lower value")
func infiniteValueIsNoImprovement() {
  var function = Overflowing()
  let result = NewtonRaphson(maximumIterations: 1).maximize(&function, from: [0])
  #expect(result.value.isFinite)
  #expect(result.convergence.stepHalvings > 0)
}

/// f(x, y) = -(x - 1)^2 / 2 - exp(-y), which rises for ever in y; the curvature in y carries a
/// rounding error that makes it negative before the value stands still.
private struct Levelling: TwiceDifferentiable {
  private var (x, y) = (0.0, 0.0)

  mutating func value(at point: [Double]) -> Double {
    (x, y) = (point[0], point[1])
    return -(x - 1) * (x - 1) / 2 - exp(-y)
  }

  mutating func derivatives() -> (gradient: [Double], information: Matrix) {
    (
      [1 - x, exp(-y)],
      Matrix(rowCount: 2, columnCount: 2, storage: [1, 0, 0, exp(-y) - 3e-13])
    )
  }
}

@Test("A direction without curvature left ends the search as stationary and spares the others")
func levellingDirection() throws {
  var function = Levelling()
  let result = NewtonRaphson().maximize(&function, from: [0, 0])
  #expect(result.convergence.reason == .valueStationary)
  #expect(abs(result.point[0] - 1) < 1e-12)
  let variances = try CholeskyFactor(result.information).inverse.diagonal
  #expect(abs(variances[0] - 1) < 1e-9)
  #expect(variances[1] > 1e6)
}

/// f(x) = 0 with neither gradient nor curvature once x has left 0.
private struct Spent: TwiceDifferentiable {
  private var x = 0.0

  mutating func value(at point: [Double]) -> Double {
    x = point[0]
    return x > 0 ? 0 : -1
  }

  mutating func derivatives() -> (gradient: [Double], information: Matrix) {
    ([x > 0 ? 0 : 1], Matrix(rowCount: 1, columnCount: 1, storage: [x > 0 ? 0 : 1]))
  }
}

@Test("A search whose information is spent is stationary, not at a maximum")
func spentInformation() {
  var function = Spent()
  let result = NewtonRaphson().maximize(&function, from: [0])
  #expect(result.convergence.reason == .valueStationary)
}
