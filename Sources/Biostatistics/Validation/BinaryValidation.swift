/// Predicted probabilities of an outcome that is there or not, held against what was there.
public struct BinaryValidation: Sendable {
  /// An index, or why it has no value.
  public typealias Index<Value> = Result<Value, IndexUnavailable>

  /// n.
  public let count: Int
  /// Rows with the event.
  public let eventCount: Int
  /// The sum of case weights; nil where every patient counts once.
  public let sumOfWeights: Double?
  /// Of the intervals.
  public let confidence: Double
  /// The area under the curve with DeLong's standard error.
  public let c: Index<IndexEstimate>
  /// The mean squared distance of outcome and probability.
  public let brier: BinaryBrierScore
  /// Intercept at slope 1.
  public let intercept: Index<IndexEstimate>
  /// Slope on the logit.
  public let slope: Index<IndexEstimate>
  /// Observed over expected events.
  public let observedExpected: Index<ObservedExpected>
  /// Flexible curve with ICI, E50 and E90.
  public let curve: Index<CalibrationCurve>
  /// Groups of predicted risk.
  public let groups: [CalibrationGroup]
  /// Net benefit.
  public let decision: DecisionCurve

  /// Validates probabilities, one a row.
  ///
  /// - Parameters:
  ///   - risk: the predicted probability of the event, one a row.
  ///   - event: of each row, whether it has the event.
  ///   - weights: case weights, finite and positive; nil for 1.
  ///   - thresholds: of the decision curve.
  ///   - groupCount: how many groups of risk are wanted.
  ///   - confidence: level of the intervals, between 0 and 1.
  /// - Throws: ``ValidationInputError`` where lengths differ, a risk lies outside 0...1, a weight is not
  ///   positive and finite, or an option is out of bounds.
  public init(
    of risk: [Double], against event: [Bool], weights: [Double]? = nil,
    thresholds: [Double] = DecisionCurve.defaultThresholds, groupCount: Int = 5,
    confidence: Double = 0.95
  ) throws(ValidationInputError) {
    guard confidence > 0, confidence < 1 else { throw .invalidConfidence(confidence) }
    decision = try DecisionCurve(
      ofRisk: risk, against: event, weights: weights, thresholds: thresholds)
    if let weights, let row = weights.firstIndex(where: { !($0 > 0 && $0 < .infinity) }) {
      throw .invalidWeight(row: row, value: weights[row])
    }
    sumOfWeights = weights?.reduce(0, +)
    count = risk.count
    eventCount = event.count { $0 }
    self.confidence = confidence
    c = Index { () throws(IndexUnavailable) in
      let area = try AreaUnderCurve(of: risk, against: event, weights: weights)
      guard let error = area.standardError else { throw .oneOutcome }
      return IndexEstimate(
        area.estimate, standardError: error, z: ConfidenceScale.z(confidence), within: 0...1)
    }
    brier = BinaryBrierScore(of: risk, against: event, weights: weights)
    intercept = Index { () throws(IndexUnavailable) in
      try BinaryCalibration.intercept(
        of: risk, against: event, weights: weights, confidence: confidence)
    }
    slope = Index { () throws(IndexUnavailable) in
      try BinaryCalibration.slope(
        of: risk, against: event, weights: weights, confidence: confidence
      ).slope
    }
    observedExpected = Index { () throws(IndexUnavailable) in
      try BinaryCalibration.observedExpected(
        of: risk, against: event, weights: weights, confidence: confidence)
    }
    curve = Index { () throws(IndexUnavailable) in
      try CalibrationCurve(of: risk, against: event, weights: weights, confidence: confidence)
    }
    groups = CalibrationGroup.groups(
      of: risk, against: event, weights: weights, count: groupCount, confidence: confidence)
  }
}

/// The Brier score of an outcome that is there or not: mean (event - p)^2, beside that of the share of
/// events for everybody, p̄ (1 - p̄).
///
/// Brier GW (1950), doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2.
public struct BinaryBrierScore: Sendable, Equatable {
  /// At least 0; nil without rows.
  public let estimate: Double?
  /// Of ``estimate``: that of a mean, sqrt(n / (n - 1) sum of (w (loss - mean))^2) / sum of w.
  public let standardError: Double?
  /// The share of events times the share without.
  public let nullModel: Double?
  /// 1 - B / B_null; nil where all outcomes are the same.
  public var scaled: Double? {
    guard let estimate, let nullModel, nullModel > 0 else { return nil }
    return 1 - estimate / nullModel
  }

  /// From probabilities, one a row, and case weights; nil for 1.
  public init(of risk: [Double], against event: [Bool], weights: [Double]? = nil) {
    let n = Double(risk.count)
    guard n > 1 else {
      (estimate, standardError, nullModel) = (nil, nil, nil)
      return
    }
    let losses = zip(risk, event).map { (($1 ? 1 : 0) - $0) * (($1 ? 1 : 0) - $0) }
    let weights = weights ?? [Double](repeating: 1, count: risk.count)
    let total = weights.reduce(0, +)
    let mean = zip(losses, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
    estimate = mean
    let squares = zip(losses, weights).reduce(0) { sum, pair in
      let share = pair.1 * (pair.0 - mean)
      return sum + share * share
    }
    standardError = (n / (n - 1) * squares).squareRoot() / total
    let share = zip(event, weights).reduce(0) { $0 + ($1.0 ? $1.1 : 0) } / total
    nullModel = share * (1 - share)
  }
}
