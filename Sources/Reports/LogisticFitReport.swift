public import Biostatistics
internal import PrognosticModels

/// A fitted logistic model as text for people and as JSON for programs.
public struct LogisticFitReport: Sendable {
  /// A covariate vector with its predicted probability, and what it is called.
  public struct Prediction: Sendable {
    /// How the patient was described, as it is printed.
    public let label: String
    public let estimate: ProbabilityEstimate
    /// A patient and the estimate for it.
    public init(label: String, estimate: ProbabilityEstimate) {
      self.label = label
      self.estimate = estimate
    }
  }

  /// The fit that is reported.
  public let model: LogisticModel
  /// The level of the intervals, between 0 and 1.
  public let confidence: Double
  /// How the coefficients' intervals are made.
  public let intervals: IntervalMethod
  /// Probabilities of given patients.
  public let predictions: [Prediction]
  let lines: [CoefficientEstimate]

  /// Gathers what is to be said; computes the intervals.
  public init(
    _ model: LogisticModel, confidence: Double = 0.95, intervals: IntervalMethod = .wald,
    predictions: [Prediction] = []
  ) {
    self.model = model
    self.confidence = confidence
    self.intervals = intervals
    self.predictions = predictions
    lines = model.coefficientTable(confidence: confidence, intervals: intervals)
  }

  /// Residuals and influence as a table for a file, one line a row used: `row` (of the table that was
  /// fitted, from 1), `fitted`, `deviance`, `pearson`, `leverage`, `cooksDistance`, and `dfbeta.` with
  /// each coefficient's name.
  ///
  /// - Throws: `TableError` where two columns of the design bear one name.
  public func residualTable() throws(TableError) -> Table {
    let residuals = model.residuals
    var columns = [
      Column(name: "row", numbers: model.frame.rows.map { Double($0) + 1 }),
      Column(name: "fitted", numbers: residuals.fitted),
      Column(name: "deviance", numbers: residuals.deviance),
      Column(name: "pearson", numbers: residuals.pearson),
      Column(name: "leverage", numbers: residuals.leverage),
      Column(name: "cooksDistance", numbers: residuals.cooksDistance),
    ]
    for (place, name) in model.coefficientNames.enumerated() {
      columns.append(
        Column(
          name: "dfbeta.\(name)",
          numbers: (0..<model.rowCount).map { residuals.dfbeta[$0, place] }))
    }
    return try Table(columns: columns)
  }
}
