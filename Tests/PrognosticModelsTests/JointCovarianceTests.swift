import Foundation
import TestSupport
import Testing

@testable import PrognosticModels

@Suite("Intervals of survival")
struct JointCovarianceTests {
  let reference: Reference
  init() throws { reference = try Reference(named: "joint-covariance.json") }

  /// Cox's model of joint-covariance.R as a document; `order` puts the names of the matrix.
  private func document(
    order: [Int] = Array(0..<7), matrix change: (inout [[Double]]) -> Void = { _ in }
  ) -> String {
    let b = reference["coefficients"].numbers
    let center = reference["center"].numbers
    let names = [
      "age", "age'", "ecog=1", "ecog=2", "loss", "logCumulativeHazard(180)",
      "logCumulativeHazard(400)",
    ]
    var matrix = reference["matrix"].array.map(\.numbers)
    change(&matrix)
    let permuted = order.map { i in order.map { matrix[i][$0] } }
    return """
      {"endpoint": {"kind": "overallSurvival", "origin": "entry", "unit": "day",
        "horizons": [180, 400], "competing": [], "followUp": 400},
       "covariates": [{"name": "age"},
         {"name": "ecog", "local": true, "kind": "category", "label": {"en": "ECOG"},
          "levels": {"0": ["0"], "1": ["1"], "2": ["2"]}, "reference": "0"},
         {"name": "loss", "local": true, "kind": "number", "label": {"en": "Weight loss"}}],
       "form": "proportionalHazards",
       "terms": [
         {"name": "age", "kind": "restrictedCubicSpline", "covariate": "age",
          "knots": \(reference["knots"].numbers), "normalisation": "rangeSquared",
          "coefficients": [\(b[0]), \(b[1])]},
         {"name": "ecog", "kind": "levels", "covariate": "ecog",
          "coefficients": {"1": \(b[2]), "2": \(b[3])}},
         {"name": "loss", "kind": "linear", "covariate": "loss", "coefficient": \(b[4])}],
       "baseline": {"at": \(reference["at"].numbers[0]),
         "centers": {"age": \(center[0]), "age'": \(center[1]), "loss": \(center[4])},
         "times": [180, 400], "cumulativeHazard": \(reference["cumulativeHazard"].numbers)},
       "covariance": {"parameters": [\(order.map { "\"\(names[$0])\"" }.joined(separator: ", "))],
         "matrix": \(permuted)}}
      """
  }

  @Test(
    "survival and its log-log interval are those of survfit.coxph",
    arguments: [Array(0..<7), [6, 0, 3, 5, 2, 1, 4]])
  func survfit(order: [Int]) throws {
    let parts = try ModelParts(document(order: order))
    let model = try parts.proportionalHazards()
    let scorer = try Scorer(model, at: [180, 400])
    for (patient, age) in reference["age"].numbers.enumerated() {
      let vector = [
        age, reference["ecog"].numbers[patient], reference["weightLoss"].numbers[patient],
      ]
      let eta = scorer.linearPredictor(vector)
      let relative = scorer.relativeHazard(linearPredictor: eta)
      var errors = [0.0, 0.0]
      #expect(scorer.standardErrors(vector, into: &errors))
      var (survivals, lower, upper) = ([0.0, 0], [0.0, 0], [0.0, 0])
      #expect(scorer.survivals(vector, into: &survivals, lower: &lower, upper: &upper))
      for horizon in 0..<2 {
        let interval = scorer.interval(
          horizon: horizon, relativeHazard: relative, standardError: errors[horizon])
        let survival = scorer.survival(horizon: horizon, linearPredictor: eta)
        #expect(
          [survivals[horizon], lower[horizon], upper[horizon]]
            == [survival, interval.lower, interval.upper])
        expectClose(
          [
            scorer.survival(horizon: horizon, linearPredictor: eta), interval.lower, interval.upper,
          ],
          ["survival", "lower", "upper"].map { reference[$0][horizon][patient].number ?? .nan },
          relative: 1e-11)
      }
    }
  }

  @Test("a matrix that is no covariance of the model's parameters is refused")
  func refused() throws {
    func message(_ text: String) -> String {
      do {
        _ = try ModelParts(text)
        return "accepted"
      } catch { return "\(error)" }
    }
    #expect(message(document()) == "accepted")
    #expect(message(document { $0[0][1] *= 1.01 }).contains("it is not symmetric"))
    #expect(message(document { $0[2][2] = -1 }).contains("the variance of 'ecog=1' is negative"))
    #expect(
      message(
        document {
          $0[2][3] = 9
          $0[3][2] = 9
        }
      ).contains("a correlation beyond 1"))
    #expect(
      message(
        document {
          $0[0][1] *= -1
          $0[1][0] *= -1
        }
      ).contains("positive semidefinite"))
    let renamed = document().replacingFirst("logCumulativeHazard(180)", "logCumulativeHazard(181)")
    #expect(message(renamed).contains("'logCumulativeHazard(180)' is missing"))
  }
}

extension String {
  /// The text with the first occurrence of `old` replaced.
  func replacingFirst(_ old: String, _ new: String) -> String {
    guard let range = range(of: old) else { return self }
    return replacingCharacters(in: range, with: new)
  }
}
