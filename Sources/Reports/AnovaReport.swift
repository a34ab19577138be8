public import Biostatistics
internal import PrognosticModels

/// Tests of a fit's terms, and contrasts, as text for people and as JSON for programs.
public struct AnovaReport: Sendable {
  /// Which tests, and their results.
  public enum Tests: Sendable {
    /// From the coefficients and their covariance.
    case wald([TermTest])
    /// Against the whole model, by refitting.
    case likelihoodRatio([TermTest])
    /// Each term added to those that do not hold it.
    case typeTwo([TermTest])
    /// Each term added to those before it.
    case sequential(SequentialTests)
  }

  /// Contrasts, and the test of all of them.
  public struct Contrasts: Sendable {
    /// In the order in which they were stated.
    public let estimates: [ContrastEstimate]
    /// Nil for one contrast, and where they cannot be tested together.
    public let joint: ChiSquareTest?
    /// Why they cannot.
    public let refusal: InferenceError?

    /// Estimates each, and tests all together if there are several.
    ///
    /// - Throws: what one contrast by itself makes impossible.
    public init(
      _ contrasts: [LinearContrast], of fit: some FittedRegression, confidence: Double
    ) throws(InferenceError) {
      estimates = try contrasts.map { contrast throws(InferenceError) in
        try fit.estimate(contrast, confidence: confidence)
      }
      guard contrasts.count > 1 else {
        (joint, refusal) = (nil, nil)
        return
      }
      do {
        (joint, refusal) = (try fit.jointTest(of: contrasts), nil)
      } catch {
        (joint, refusal) = (nil, error)
      }
    }
  }

  /// The document of the fit.
  public let regression: DocumentRegression
  /// Its tests.
  public let tests: Tests
  /// Nil if none were asked for.
  public let contrasts: Contrasts?
  /// The level of the intervals, between 0 and 1.
  public let confidence: Double

  /// Gathers what is to be said.
  public init(
    _ regression: DocumentRegression, tests: Tests, contrasts: Contrasts? = nil,
    confidence: Double = 0.95
  ) {
    self.regression = regression
    self.tests = tests
    self.contrasts = contrasts
    self.confidence = confidence
  }

  var name: String {
    switch tests {
    case .wald: "wald"
    case .likelihoodRatio: "likelihoodRatio"
    case .typeTwo: "typeTwo"
    case .sequential: "sequential"
    }
  }

  /// The tests in their order, each with the log likelihood that its term reaches if terms were
  /// added one after another.
  var lines: [(test: TermTest, logLikelihood: Double?)] {
    switch tests {
    case .wald(let tests), .likelihoodRatio(let tests), .typeTwo(let tests):
      tests.map { ($0, nil) }
    case .sequential(let tests): tests.steps.map { ($0.test, $0.logLikelihood) }
    }
  }
}
