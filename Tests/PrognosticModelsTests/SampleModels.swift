import TestSupport

@testable import PrognosticModels

/// Models of made-up numbers over made-up covariates, for tests.
enum SampleModels {
  /// A text with `age` (10 to 90), `size`, a category `kind` of ten levels a ... j with reference a, a
  /// yes/no `spread`, and a form.
  static func document(
    endpoint: String = "overallSurvival", horizons: String = "[1, 3, 5]", form: String
  ) -> String {
    """
    {"endpoint": {"kind": "\(endpoint)", "origin": "entry", "unit": "year",
      "horizons": \(horizons), "competing": [], "followUp": 10},
     "covariates": [
       {"name": "age", "axis": [10, 90]}, {"name": "size"},
       {"name": "kind", "local": true, "kind": "category", "label": {"en": "Kind"},
        "levels": {"a": ["a"], "b": ["b"], "c": ["c"], "d": ["d"], "e": ["e"], "f": ["f"],
          "g": ["g"], "h": ["h"], "i": ["i"], "j": ["j"]}, "reference": "a"},
       {"name": "spread", "local": true, "kind": "yesNo", "label": {"en": "Spread"}}],
     \(form)}
    """
  }

  static let baseline = """
    {"at": 0.4, "times": [0.5, 1, 2.5, 3, 4, 5, 8],
     "survival": [0.99, 0.95, 0.9, 0.85, 0.8, 0.7, 0.5]}
    """

  static func proportionalHazards(
    terms: [String], baseline: String = baseline
  ) -> String {
    document(
      form: """
        "form": "proportionalHazards", "terms": [\(terms.joined(separator: ", "))],
        "baseline": \(baseline), "covariance": null
        """)
  }

  /// One term of each kind, with coefficients from a seed.
  static func terms(seed: UInt64) -> [String] {
    var generator = SplitMix64(seed: seed)
    func b(_ scale: Double = 1) -> Double { Double.random(in: -scale...scale, using: &generator) }
    return [
      #"{"name": "linear", "kind": "linear", "covariate": "spread", "coefficient": \#(b())}"#,
      """
      {"name": "age", "kind": "restrictedCubicSpline", "covariate": "age",
       "knots": [20, 41.5, 60, 77], "normalisation": "rangeSquared",
       "coefficients": [\(b(0.02)), \(b(0.05)), \(b(0.1))]}
      """,
      """
      {"name": "size", "kind": "restrictedCubicSpline", "covariate": "size",
       "knots": [2, 5, 11], "normalisation": "none", "coefficients": [\(b(0.1)), \(b(1e-3))]}
      """,
      """
      {"name": "kind", "kind": "levels", "covariate": "kind",
       "coefficients": {"c": \(b()), "b": \(b()), "j": \(b())}}
      """,
      """
      {"name": "line", "kind": "piecewiseLinear", "covariate": "age",
       "nodes": [[10, \(b())], [33, \(b())], [34, \(b())], [90, \(b())]]}
      """,
      """
      {"name": "power", "kind": "fractionalPolynomial", "covariate": "size",
       "powers": [-2, -0.5, 0, 1, 1, 3], "shift": 1, "scale": 10,
       "coefficients": [\(b(0.01)), \(b(0.1)), \(b(0.2)), \(b(0.2)), \(b(0.1)), \(b(0.01))]}
      """,
      """
      {"name": "formula", "kind": "transformed", "coefficient": \(b(0.1)),
       "expression": "max(log(size), -abs(age - 50) / 20) * exp(-size / 10) + sqrt(age)^2 - (size >= 7)"}
      """,
      """
      {"name": "both", "kind": "interaction", "coefficient": \(b(0.01)), "factors": [
        {"covariate": "kind", "level": "d"}, {"covariate": "size"},
        {"covariate": "age", "knots": [20, 50, 80], "normalisation": "rangeSquared", "column": 1},
        {"expression": "min(size, 3)^-1"}]}
      """,
    ]
  }

  /// Rows of age, size, kind and spread, some of them at knots, nodes and beyond.
  static func columns(_ count: Int, seed: UInt64) -> [[Double]] {
    var generator = SplitMix64(seed: seed)
    let edges = [10.0, 20, 33, 34, 41.5, 60, 77, 90]
    return [
      (0..<count).map { $0 % 7 == 0 ? edges[$0 % 8] : .random(in: 10...90, using: &generator) },
      (0..<count).map { $0 % 11 == 0 ? 5 : .random(in: 0.1...60, using: &generator) },
      (0..<count).map { _ in Double(Int.random(in: 0..<10, using: &generator)) },
      (0..<count).map { _ in Double.random(in: 0...1, using: &generator).rounded() },
    ]
  }
}
