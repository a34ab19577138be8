import Foundation
import LinearAlgebra
import TestSupport
import Testing

@Suite("Newton-Raphson")
struct NewtonRaphsonTests {
  /// A function of one variable with its slope and minus its curvature.
  private struct Curve: TwiceDifferentiable {
    let f: (Double) -> (value: Double, slope: Double, information: Double)
    var x = 0.0

    mutating func value(at point: [Double]) -> Double {
      x = point.first ?? 0
      return f(x).value
    }
    func derivatives() -> (gradient: [Double], information: Matrix) {
      let (_, slope, information) = f(x)
      return ([slope], Matrix(rowCount: 1, columnCount: 1, storage: [information]))
    }
  }

  private static func maximize(
    from start: Double = 0, iterations: Int = 50,
    _ f: @escaping (Double) -> (value: Double, slope: Double, information: Double)
  ) -> NewtonRaphson.Result {
    var curve = Curve(f: f)
    return NewtonRaphson(maximumIterations: iterations).maximize(&curve, from: [start])
  }

  @Test("a parabola takes one step")
  func parabola() {
    let result = Self.maximize { (-($0 - 3) * ($0 - 3), -2 * ($0 - 3), 2) }
    expectClose(result.point[0], 3, relative: 1e-15)
    #expect(result.start.value == -9 && result.start.gradient == [6])
    #expect(result.convergence.reason == .stepBelowTolerance && result.convergence.converged)
    #expect(result.convergence.iterations == 1 && result.convergence.stepHalvings == 0)
    #expect(result.convergence.standardizedStep < 1e-14)
  }

  @Test("a step that overshoots is halved")
  func halving() {
    // -log cosh x: from 2, Newton's step leads to -11.
    let result = Self.maximize(from: 2) {
      (-log(cosh($0)), -tanh($0), 1 / (cosh($0) * cosh($0)))
    }
    expectClose(result.point[0] + result.step[0], 0, absolute: 1e-9)
    #expect(result.convergence.converged && result.convergence.stepHalvings > 0)
  }

  @Test("a function that rises for ever towards an asymptote is called stationary")
  func asymptote() {
    let result = Self.maximize { (-exp(-$0), exp(-$0), exp(-$0)) }
    #expect(result.convergence.reason == .valueStationary && result.convergence.converged)
    #expect(result.point[0] > 20)
  }

  @Test("a limit of iterations, no curvature and no ascent are said")
  func failures() {
    let limited = Self.maximize(iterations: 3) { (-exp(-$0), exp(-$0), exp(-$0)) }
    #expect(limited.convergence.reason == .iterationLimit && !limited.convergence.converged)
    #expect(limited.convergence.iterations == 3)
    let flat = Self.maximize { ($0, 1, 0) }
    #expect(flat.convergence.reason == .singularInformation && !flat.convergence.converged)
    // A slope that points downhill.
    let wrong = Self.maximize { (-$0, 1, 1) }
    #expect(wrong.convergence.reason == .noAscent && !wrong.convergence.converged)
    #expect(wrong.point == [0])
  }

  @Test("nothing to estimate is converged")
  func noParameters() {
    var curve = Curve { _ in (7, 0, 1) }
    let result = NewtonRaphson().maximize(&curve, from: [])
    #expect(result.value == 7 && result.convergence.reason == .noParameters)
  }
}
