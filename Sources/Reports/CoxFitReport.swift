public import Biostatistics
public import PrognosticModels

/// A fitted Cox model as text for people and as JSON for programs.
public struct CoxFitReport: Sendable {
  /// A covariate vector to be predicted, and what it is called.
  public struct Prediction: Sendable {
    /// How the patient was described, as it is printed.
    public let label: String
    /// Survival at each of the report's horizons, in their order.
    public let estimates: [SurvivalEstimate]
    /// A patient with one estimate a horizon.
    public init(label: String, estimates: [SurvivalEstimate]) {
      self.label = label
      self.estimates = estimates
    }
  }

  /// The fit that is reported.
  public let model: CoxModel
  /// What the table's times count; printed, and used to place the horizons.
  public let timeUnit: TimeUnit
  /// The level of the hazard ratios' intervals, between 0 and 1.
  public let confidence: Double
  /// Whether the JSON holds the cumulative baseline hazard.
  public let showsBaseline: Bool
  /// The times of interest of ``predictions``.
  public let horizons: [Horizon]
  /// Survival of given patients.
  public let predictions: [Prediction]
  /// Nil leaves the test out of the report.
  public let proportionalHazardsTest: ProportionalHazardsTest?
  /// What the JSON holds of the coefficients over time, under the test's transform.
  public let coefficientsOverTime: [CoefficientOverTime]

  /// Gathers what is to be said; nothing is computed before it is asked for.
  public init(
    _ model: CoxModel, timeUnit: TimeUnit, confidence: Double = 0.95, showsBaseline: Bool = true,
    horizons: [Horizon] = [], predictions: [Prediction] = [],
    proportionalHazardsTest: ProportionalHazardsTest? = nil,
    coefficientsOverTime: [CoefficientOverTime] = []
  ) {
    self.model = model
    self.timeUnit = timeUnit
    self.confidence = confidence
    self.showsBaseline = showsBaseline
    self.horizons = horizons
    self.predictions = predictions
    self.proportionalHazardsTest = proportionalHazardsTest
    self.coefficientsOverTime = coefficientsOverTime
  }

  /// What the search maximised: with Firth's penalty the penalised likelihood, as coxphf prints it; else
  /// the partial likelihood, from which R too leaves out a ridge.
  var logLikelihood: (null: Double, model: Double) {
    model.firth?.logLikelihood ?? model.logPartialLikelihood
  }

  var lines: [CoefficientEstimate] { model.coefficientTable(confidence: confidence) }
}
