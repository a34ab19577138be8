import StrictJSON
import Testing

@testable import PrognosticModels

@Suite("Terms, baselines and points of a document")
struct TermDecodingTests {
  private func message(_ text: String) -> String {
    do {
      _ = try ModelParts(text)
      return "accepted"
    } catch { return "\(error)" }
  }

  private func message(term: String) -> String {
    message(SampleModels.proportionalHazards(terms: [term]))
  }

  @Test(
    "a term that cannot be meant is refused with its reason",
    arguments: [
      (
        #"{"name": "t", "kind": "linear", "covariate": "kind", "coefficient": 1}"#,
        "'kind' is a category, not a number"
      ),
      (
        #"{"name": "t", "kind": "linear", "covariate": "weight", "coefficient": 1}"#,
        "'weight' is not among the model's covariates"
      ),
      (
        #"{"name": "t", "kind": "transformed", "expression": "log(mass)", "coefficient": 1}"#,
        "'mass' is not among the covariates age, size, kind, spread"
      ),
      (
        #"{"name": "t", "kind": "transformed", "expression": "kind + 1", "coefficient": 1}"#,
        "'kind' is a category, not a number"
      ),
      (
        #"{"name": "t", "kind": "restrictedCubicSpline", "covariate": "age", "knots": [1, 3, 2], "#
          + #""normalisation": "none", "coefficients": [1, 1]}"#,
        "Knots must be finite and ascending, not 1.0, 3.0, 2.0"
      ),
      (
        #"{"name": "t", "kind": "restrictedCubicSpline", "covariate": "age", "knots": [1, 2], "#
          + #""normalisation": "none", "coefficients": [1]}"#,
        "A restricted cubic spline needs at least 3 knots, not 2"
      ),
      (
        #"{"name": "t", "kind": "restrictedCubicSpline", "covariate": "age", "knots": [1, 2, 3], "#
          + #""normalisation": "none", "coefficients": [1, 2, 3]}"#,
        "2 coefficients are wanted, not 3"
      ),
      (
        #"{"name": "t", "kind": "restrictedCubicSpline", "covariate": "age", "knots": [1, 2, 3], "#
          + #""normalisation": "harrell", "coefficients": [1, 2]}"#,
        "one of none, rangeSquared is wanted"
      ),
      (
        #"{"name": "t", "kind": "levels", "covariate": "kind", "coefficients": {"z": 1}}"#,
        "'z' is not a level of 'kind' in this model"
      ),
      (
        #"{"name": "t", "kind": "levels", "covariate": "kind", "coefficients": {"a": 1}}"#,
        "'a' is the reference, which has no coefficient"
      ),
      (
        #"{"name": "t", "kind": "piecewiseLinear", "covariate": "age", "nodes": [[10, 1], [80, 2]]}"#,
        "the nodes must span the axis that 'age' states"
      ),
      (
        #"{"name": "t", "kind": "piecewiseLinear", "covariate": "size", "nodes": [[1, 1], [8, 2]]}"#,
        "the nodes must span the axis that 'size' states"
      ),
      (
        #"{"name": "t", "kind": "piecewiseLinear", "covariate": "age", "nodes": [[9, 1], [9, 2]]}"#,
        "Nodes must ascend in x: 9.0 follows 9.0"
      ),
      (
        #"{"name": "t", "kind": "interaction", "coefficient": 1, "factors": [{"covariate": "age"}]}"#,
        "an interaction has two or more factors"
      ),
      (
        #"{"name": "t", "kind": "interaction", "coefficient": 1, "factors": "#
          + #"[{"covariate": "age"}, {"covariate": "kind"}]}"#,
        "a category enters an interaction by one of its levels"
      ),
      (
        #"{"name": "t", "kind": "linear", "covariate": "age", "coefficient": 1, "unit": "year"}"#,
        "unknown key 'unit'"
      ),
    ])
  func refusedTerms(term: String, reason: String) {
    let message = message(term: term)
    #expect(message.contains(reason), "\(message)")
  }

  @Test("two terms of one name are refused")
  func twice() {
    let term = #"{"name": "t", "kind": "linear", "covariate": "age", "coefficient": 1}"#
    let text = SampleModels.proportionalHazards(terms: [term, term])
    #expect(message(text).contains("two terms are named 't'"))
  }

  @Test(
    "a baseline that is no survival curve, or not that of its centers, is refused",
    arguments: [
      (#"{"at": 0, "times": [1, 3, 5], "survival": [0.9, 0.95, 0.8]}"#, "does not rise with time"),
      (#"{"at": 0, "times": [1, 3, 5], "survival": [0.9, 0.8, 0]}"#, "survival lies above 0"),
      (#"{"at": 0, "times": [1, 3], "survival": [0.9, 0.8, 0.7]}"#, "2 times and 3 values"),
      (#"{"at": 0, "times": [1, 3, 3], "survival": [0.9, 0.8, 0.7]}"#, "positive and ascend"),
      (#"{"at": 0, "times": [1, 3], "survival": [0.9, 0.8]}"#, "no value at the horizon 5.0"),
      (
        #"{"at": 0, "times": [1, 3, 5], "survival": [1, 1, 1], "cumulativeHazard": [0, 0, 0]}"#,
        "on two scales"
      ),
      (#"{"at": 0, "times": [1, 3, 5]}"#, "one of survival, cumulativeHazard"),
      (
        #"{"at": 2, "centers": {"t": 3}, "times": [1, 3, 5], "survival": [1, 1, 1]}"#,
        "it is not the sum of coefficients times centers, 1.5"
      ),
      (
        #"{"at": 2, "centers": {"u": 3}, "times": [1, 3, 5], "survival": [1, 1, 1]}"#,
        "'u' is not a parameter of the model"
      ),
      (
        #"{"at": 0, "stratumOf": {"covariate": "spread"}, "strata": "#
          + #"[{"stratum": "yes", "times": [1, 3, 5], "survival": [1, 1, 1]}]}"#,
        "'no' of 'spread' has no stratum"
      ),
    ])
  func refusedBaselines(baseline: String, reason: String) {
    let term = #"{"name": "t", "kind": "linear", "covariate": "age", "coefficient": 0.5}"#
    let message = message(SampleModels.proportionalHazards(terms: [term], baseline: baseline))
    #expect(message.contains(reason), "\(message)")
  }

  @Test("a published baseline knows its horizons, a fitted one every time up to the follow-up")
  func support() throws {
    let term = #"{"name": "t", "kind": "linear", "covariate": "age", "coefficient": 0.5}"#
    func baseline(_ text: String) throws -> Baseline? {
      let parts = try ModelParts(SampleModels.proportionalHazards(terms: [term], baseline: text))
      let model = try parts.proportionalHazards()
      return model.baseline
    }
    let published = try #require(
      try baseline(#"{"at": 0, "times": [1, 3, 5], "logCumulativeHazard": [-2, -1, 0]}"#))
    #expect(published.cumulativeHazard(at: 5) == 1)
    #expect([0.5, 2, 4.9, 6].allSatisfy { published.cumulativeHazard(at: $0) == nil })
    let fitted = try #require(
      try baseline(#"{"at": 0, "times": [0.7, 1.5, 4], "cumulativeHazard": [0.1, 0.2, 0.4]}"#))
    #expect(
      [0.5, 0.7, 1.4, 4, 10].map { fitted.cumulativeHazard(at: $0) } == [0, 0.1, 0.1, 0.4, 0.4])
    #expect(fitted.cumulativeHazard(at: 10.1) == nil)
    #expect(fitted.cumulativeHazard(at: .nan) == nil)
    #expect(fitted.cumulativeHazard(at: 1, stratum: 1) == nil)
  }

  @Test("an axis of points that is not one is refused")
  func points() {
    func axis(_ total: String) -> String {
      message(
        SampleModels.document(
          horizons: "[5]",
          form: """
            "form": "points", "terms": [
              {"name": "t", "kind": "linear", "covariate": "age", "coefficient": 0.5}],
            "total": \(total)
            """))
    }
    #expect(axis("null") == "accepted")
    #expect(axis(#"{"at": 5, "probability": [[0, 0.9], [10, 0.1]]}"#) == "accepted")
    #expect(
      axis(#"{"at": 3, "probability": [[0, 0.9], [10, 0.1]]}"#).contains("endpoint's one horizon"))
    #expect(axis(#"{"at": 5, "probability": [[0, 1.9], [10, 0.1]]}"#).contains("between 0 and 1"))
    #expect(axis(#"{"at": 5, "probability": [[0, 0.9, 1]]}"#).contains("a node is [x, y]"))
    #expect(
      axis(#"{"at": 5, "probability": [[0, 0.9], [9, 0.1]], "when": {"kind": ["b"]}}"#)
        .contains("'when' and 'otherwise' come together"))
  }
}
