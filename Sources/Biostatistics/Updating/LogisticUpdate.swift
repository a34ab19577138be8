/// A logistic model, logit P(event) = z, brought up to date on the patients of another table:
///
///     intercept    logit P = a + z
///     slope        logit P = a + b z
///     refit        logit P = a + x' b + o, o what has no coefficient
///
/// Source: Steyerberg EW, Borsboom GJJM, van Houwelingen HC, Eijkemans MJC, Habbema JDF (2004),
/// doi:10.1002/sim.1844.
public struct LogisticUpdate: Sendable {
  /// a.
  public let intercept: IndexEstimate
  /// b of one coefficient; nil where it was not estimated.
  public let slope: IndexEstimate?
  /// The fit: of the intercept alone, over z, or over the columns of x.
  public let model: LogisticModel

  /// The intercept, every coefficient kept.
  ///
  /// - Parameters:
  ///   - linearPredictor: z of each row, the model's intercept included.
  ///   - event: of each row, whether it has the event.
  ///   - confidence: level of the intervals, between 0 and 1.
  /// - Throws: ``IndexUnavailable``.
  public static func intercept(
    of linearPredictor: [Double], against event: [Bool], confidence: Double = 0.95
  ) throws(IndexUnavailable) -> LogisticUpdate {
    try LogisticUpdate(columns: [], offset: linearPredictor, event, confidence)
  }

  /// One slope for all coefficients, and the intercept.
  ///
  /// - Throws: ``IndexUnavailable``.
  public static func slope(
    of linearPredictor: [Double], against event: [Bool], confidence: Double = 0.95
  ) throws(IndexUnavailable) -> LogisticUpdate {
    guard let first = linearPredictor.first, linearPredictor.contains(where: { $0 != first })
    else { throw .onePrediction }
    let update = try LogisticUpdate(columns: [linearPredictor], offset: nil, event, confidence)
    let (slope, error) = (update.model.coefficients[1], update.model.standardErrors[1])
    guard slope.isFinite, error.isFinite, update.model.hasMaximum else { throw .notConverged }
    return LogisticUpdate(
      intercept: update.intercept,
      slope: IndexEstimate(slope, standardError: error, z: ConfidenceScale.z(confidence)),
      model: update.model)
  }

  /// Every coefficient, and the intercept; see ``model`` for coefficients that have no estimate.
  ///
  /// - Parameters:
  ///   - columns: of x, one a coefficient.
  ///   - offset: o of each row.
  ///   - event: of each row, whether it has the event.
  ///   - confidence: level of the intervals, between 0 and 1.
  /// - Throws: ``IndexUnavailable``.
  public static func refit(
    columns: [[Double]], offset: [Double]?, against event: [Bool], confidence: Double = 0.95
  ) throws(IndexUnavailable) -> LogisticUpdate {
    try LogisticUpdate(columns: columns, offset: offset, event, confidence)
  }

  private init(intercept: IndexEstimate, slope: IndexEstimate?, model: LogisticModel) {
    (self.intercept, self.slope, self.model) = (intercept, slope, model)
  }

  private init(
    columns: [[Double]], offset: [Double]?, _ event: [Bool], _ confidence: Double
  ) throws(IndexUnavailable) {
    let plain = PlainColumns(columns: columns, offset: offset)
    guard plain.areFit(for: event.count) else { throw .unfitPredictions }
    model = try RecalibrationFit.logistic(plain.terms, plain.columns, event)
    let (value, error) = (model.coefficients[0], model.standardErrors[0])
    guard value.isFinite, error.isFinite else { throw .notConverged }
    intercept = IndexEstimate(value, standardError: error, z: ConfidenceScale.z(confidence))
    slope = nil
  }
}
