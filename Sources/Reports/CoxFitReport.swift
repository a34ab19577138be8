public import Biostatistics
internal import Distributions

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

  /// One line of the coefficient table.
  struct Line {
    let term: String
    let estimate: Double
    let modelError: Double
    let robustError: Double?
    let z: Double
    let p: Double
    let hazardRatio: Double
    let lower: Double
    let upper: Double
  }

  var lines: [Line] {
    let quantile = NormalDistribution.quantile(0.5 + confidence / 2)
    let modelErrors = model.modelCovarianceMatrix.diagonal.map { $0.squareRoot() }
    let robustErrors = model.robustCovarianceMatrix?.diagonal.map { $0.squareRoot() }
    return model.coefficients.indices.map { j in
      let estimate = model.coefficients[j]
      let error = robustErrors?[j] ?? modelErrors[j]
      let z = estimate / error
      return Line(
        term: model.frame.design.columnNames[j], estimate: estimate, modelError: modelErrors[j],
        robustError: robustErrors?[j], z: z, p: NormalDistribution.twoSidedP(z),
        hazardRatio: exponential(estimate), lower: exponential(estimate - quantile * error),
        upper: exponential(estimate + quantile * error))
    }
  }
}
