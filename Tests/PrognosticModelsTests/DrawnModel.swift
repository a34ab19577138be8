import TestSupport

@testable import PrognosticModels

/// Whole documents of made-up numbers, for drawing.
enum DrawnModel {
  static func model(
    covariates: String, terms: String, form: String = "proportionalHazards",
    baseline: String = #""baseline": null, "covariance": null"#, unit: String = "year",
    endpoint: String = "overallSurvival", horizons: String = "[]", followUp: Double = 10
  ) throws -> PrognosticModel {
    let text = """
      {"format": "sarcoma-model/1", "id": "drawn", "version": "1", "title": "A model to draw",
       "status": "synthetic",
       "provenance": {"citation": "Nobody.", "noDOI": "It is made up.",
         "derivation": {"text": "Nobody."}, "method": "refitted", "located": "Nowhere",
         "rights": "Public domain.", "transcribed": "2026-11"},
       "population": {"includes": ["Anybody."], "excludes": [], "scope": []},
       "endpoint": {"kind": "\(endpoint)", "origin": "entry", "unit": "\(unit)",
         "horizons": \(horizons), "competing": [], "followUp": \(followUp)},
       "covariates": [\(covariates)], "form": "\(form)", "terms": [\(terms)], \(baseline),
       "performance": [], "limits": [], "examples": []}
      """
    return try PrognosticModel(Array(text.utf8), vocabulary: Library.models().vocabulary)
  }

  private static let mixedCovariates = """
    {"name": "age", "observed": [20, 85]}, {"name": "size", "observed": [1, 30]},
    {"name": "kind", "local": true, "kind": "category", "label": {"en": "Kind"},
     "levels": {"a": ["a"], "b": ["b"], "c": ["c"]}, "reference": "a"},
    {"name": "spread", "local": true, "kind": "yesNo", "label": {"en": "Spread"}}
    """
  private static let mixedTerms = """
    {"name": "age", "kind": "restrictedCubicSpline", "covariate": "age",
     "knots": [30, 50, 70], "normalisation": "rangeSquared", "coefficients": [-0.02, 0.06]},
    {"name": "size", "kind": "transformed", "expression": "log(size)", "coefficient": 0.4},
    {"name": "kind", "kind": "levels", "covariate": "kind", "coefficients": {"b": 0.3, "c": -0.2}},
    {"name": "spread", "kind": "linear", "covariate": "spread", "coefficient": 0.7}
    """

  static func ofEveryForm() throws -> [PrognosticModel] {
    [
      try model(
        covariates: mixedCovariates, terms: mixedTerms,
        baseline: """
          "baseline": {"at": 0.3, "times": [0.5, 1, 2, 3, 5], "survival": [0.97, 0.9, 0.8, 0.7, 0.6]},
          "covariance": null
          """, horizons: "[1, 5]", followUp: 5),
      try model(
        covariates: mixedCovariates, terms: mixedTerms, form: "logistic",
        baseline: #""intercept": -1.2, "covariance": null"#, endpoint: "localRecurrence",
        horizons: "[2]"),
      try model(
        covariates: mixedCovariates, terms: mixedTerms, form: "points",
        baseline: """
          "total": {"at": 5, "probability": [[0, 0.9], [1, 0.8], [2, 0.6]]}
          """, horizons: "[5]"),
      try interacting(),
    ]
  }

  static func interacting() throws -> PrognosticModel {
    try model(
      covariates: """
        {"name": "age", "observed": [20, 85]},
        {"name": "spread", "local": true, "kind": "yesNo", "label": {"en": "Spread"}}
        """,
      terms: """
        {"name": "age", "kind": "linear", "covariate": "age", "coefficient": 0.02},
        {"name": "spread", "kind": "linear", "covariate": "spread", "coefficient": 0.5},
        {"name": "both", "kind": "interaction", "coefficient": -0.03,
         "factors": [{"covariate": "age"}, {"covariate": "spread"}]}
        """)
  }

  static func patient(
    of model: PrognosticModel, using generator: inout SplitMix64
  ) -> CovariateVector {
    CovariateVector(
      values: model.covariates.map { covariate in
        guard let range = covariate.observed else {
          return Double(Int.random(in: 0..<covariate.levels.count, using: &generator))
        }
        return Double.random(in: range, using: &generator)
      })
  }
}
