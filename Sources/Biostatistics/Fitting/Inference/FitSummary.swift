/// What has to be known of a fit to compare it with another by their likelihoods.
public struct FitSummary: Sendable, Equatable {
  /// What it is called, as an id.
  public let name: String
  /// As it was fitted.
  public let formula: String
  /// What was maximised, in words: two fits are comparable only where these agree.
  public let likelihood: String
  /// n, the rows that were used.
  public let rowCount: Int
  /// Rows that had the event, weights not counted.
  public let eventCount: Int
  /// At the estimate.
  public let logLikelihood: Double
  /// How many coefficients were estimated, an intercept not counted.
  public let degreesOfFreedom: Int
  /// Whether the variance is robust, which voids the comparison.
  public let isRobust: Bool
  /// Whether a penalty draws the coefficients, which voids it too.
  public let isPenalized: Bool
  /// Whether the search ended where it should.
  public let converged: Bool
  /// What it was fitted to; of the columns only those that have an estimate.
  public let data: DataFingerprint

  /// A summary that somebody has kept.
  public init(
    name: String, formula: String, likelihood: String, rowCount: Int, eventCount: Int,
    logLikelihood: Double, degreesOfFreedom: Int, isRobust: Bool, isPenalized: Bool,
    converged: Bool, data: DataFingerprint
  ) {
    self.name = name
    self.formula = formula
    self.likelihood = likelihood
    self.rowCount = rowCount
    self.eventCount = eventCount
    self.logLikelihood = logLikelihood
    self.degreesOfFreedom = degreesOfFreedom
    self.isRobust = isRobust
    self.isPenalized = isPenalized
    self.converged = converged
    self.data = data
  }

  /// -2 l + 2 p.
  public var aic: Double { -2 * logLikelihood + 2 * Double(degreesOfFreedom) }
}

extension CoxModel {
  /// What a comparison with another fit has to know.
  public func summary(named name: String) -> FitSummary {
    FitSummary(
      name: name, formula: frame.formula.text, likelihood: likelihoodDescription,
      rowCount: rowCount, eventCount: eventCount, logLikelihood: logPartialLikelihood.model,
      degreesOfFreedom: degreesOfFreedom, isRobust: robustCovarianceMatrix != nil,
      isPenalized: isPenalized, converged: convergence.converged,
      data: frame.fingerprint.keeping(columns: estimatedColumns))
  }

  /// What was maximised, in words.
  public var likelihoodDescription: String {
    "partial likelihood, \(options.ties.rawValue) ties"
      + (options.penalty.map { ", \($0.name)" } ?? "")
  }
}

extension DataFingerprint {
  /// The same of some of the design's columns.
  func keeping(columns places: [Int]) -> DataFingerprint {
    DataFingerprint(
      outcome: outcome, weights: weights, offset: offset, strata: strata, clusters: clusters,
      columns: places.map { columns[$0] })
  }
}
