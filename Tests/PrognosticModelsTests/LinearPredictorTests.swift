import Terms
import TestSupport
import Testing

@testable import PrognosticModels

@Suite("Linear predictors")
struct LinearPredictorTests {
  private func predictor(_ terms: [String]) throws -> LinearPredictor {
    try ModelParts(SampleModels.proportionalHazards(terms: terms)).linearPredictor
  }

  @Test("the gradient times the coefficients, and the lines between nodes, make the value")
  func gradient() throws {
    let predictor = try predictor(SampleModels.terms(seed: 9))
    #expect(
      predictor.parameters == [
        "linear", "age", "age'", "age''", "size", "size'", "kind=c", "kind=b", "kind=j", "power 1",
        "power 2", "power 3", "power 4", "power 5", "power 6", "formula", "both",
      ])
    let columns = SampleModels.columns(50, seed: 2)
    var gradient = [Double](repeating: .nan, count: predictor.parameters.count)
    for i in 0..<50 {
      let vector = CovariateVector(values: columns.map { $0[i] })
      #expect(predictor.columns(vector, into: &gradient))
      let line = predictor.contributions(vector)[4]
      let sum = zip(gradient, predictor.coefficients).reduce(line) { $0 + $1.0 * $1.1 }
      expectClose(predictor.value(vector), sum, relative: 1e-12, absolute: 1e-12)
    }
  }

  @Test("every column is that of its term")
  func columns() throws {
    let predictor = try predictor(SampleModels.terms(seed: 9))
    let spline = try RestrictedCubicSpline(knots: [20, 41.5, 60, 77])
    let polynomial = try FractionalPolynomial(
      powers: [-2, -0.5, 0, 1, 1, 3], shift: 1, scale: 10)
    var gradient = [Double](repeating: .nan, count: predictor.parameters.count)
    for (age, size) in [(15.0, 0.2), (41.5, 3.0), (65, 11), (89, 60)] {
      let vector = CovariateVector(values: [age, size, 3, 1])
      predictor.columns(vector, into: &gradient)
      #expect(gradient[0] == 1)
      for column in 0..<3 {
        expectClose(gradient[1 + column], spline.value(age, column: column), relative: 1e-13)
      }
      #expect(gradient[6...8] == [0, 0, 0])
      for column in 0..<6 {
        #expect(gradient[9 + column] == polynomial.value(size, column: column))
      }
    }
    predictor.columns(CovariateVector(values: [50, 1, 9, 0]), into: &gradient)
    #expect(gradient[6...8] == [0, 0, 1])
  }

  @Test("a vector of another length has no value")
  func lengths() throws {
    let predictor = try predictor(SampleModels.terms(seed: 9))
    #expect(predictor.value(CovariateVector(values: [1])).isNaN)
    var room = [0.0]
    #expect(!predictor.columns(CovariateVector(values: [1, 2, 3, 4]), into: &room))
  }

  @Test("a polynomial has no value where its argument is not positive")
  func polynomial() throws {
    let predictor = try predictor([
      """
      {"name": "p", "kind": "fractionalPolynomial", "covariate": "size", "powers": [2],
       "coefficients": [1]}
      """
    ])
    for size in [0.0, -3] {
      #expect(predictor.value(CovariateVector(values: [50, size, 0, 0])).isNaN)
    }
    #expect(predictor.value(CovariateVector(values: [50, 3, 0, 0])) == 9)
  }
}
