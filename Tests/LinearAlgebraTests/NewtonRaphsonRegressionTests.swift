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
