public import Biostatistics
public import PrognosticModels

/// A fitted Cox model as text for people and as JSON for programs.
public struct CoxFitReport: Sendable {
  /// A covariate vector to be predicted, and what it is called.
  public struct Prediction: Sendable {
    public let label: String
    public let estimates: [SurvivalEstimate]
    public init(label: String, estimates: [SurvivalEstimate]) {
      self.label = label
      self.estimates = estimates
    }
  }

  public let model: CoxModel
  public let timeUnit: TimeUnit
  public let confidence: Double
  public let showsBaseline: Bool
  public let horizons: [Horizon]
  public let predictions: [Prediction]
  public let proportionalHazardsTest: ProportionalHazardsTest?

  public init(
    _ model: CoxModel, timeUnit: TimeUnit, confidence: Double = 0.95, showsBaseline: Bool = true,
    horizons: [Horizon] = [], predictions: [Prediction] = [],
    proportionalHazardsTest: ProportionalHazardsTest? = nil
  ) {
    self.model = model
    self.timeUnit = timeUnit
    self.confidence = confidence
    self.showsBaseline = showsBaseline
    self.horizons = horizons
    self.predictions = predictions
    self.proportionalHazardsTest = proportionalHazardsTest
  }

  var lines: [CoefficientEstimate] { model.coefficientTable(confidence: confidence) }
}
