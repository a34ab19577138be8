extension CalibrationCurve {
  /// The curve for an outcome that is there or not: a logistic model on a restricted cubic spline of
  /// logit(p) with four knots. (`rms::val.prob` smooths by lowess instead.)
  ///
  /// Austin PC, Steyerberg EW (2019), doi:10.1002/sim.8281.
  ///
  /// - Parameters:
  ///   - risk: the predicted probability of the event, one a row.
  ///   - event: of each row, whether it has the event.
  ///   - weights: case weights, finite and positive, which weigh the fit, the mean and the
  ///     quantiles; the points then have no interval.
  ///   - confidence: level of the intervals, between 0 and 1.
  /// - Throws: ``IndexUnavailable``.
  public init(
    of risk: [Double], against event: [Bool], weights: [Double]? = nil, confidence: Double = 0.95
  ) throws(IndexUnavailable) {
    guard let first = risk.first, risk.contains(where: { $0 != first }) else {
      throw .onePrediction
    }
    var model: LogisticModel
    var knots = 4
    do {
      model = try BinaryCalibration.fit("rcs(z, 4)", risk, event, weights)
      knots = model.coefficients.count
    } catch IndexUnavailable.onePrediction {
      model = try BinaryCalibration.fit("z", risk, event, weights)
      knots = 0
    }
    guard model.hasMaximum else { throw .notConverged }
    let grid = Self.grid(risk, weights: weights)
    do {
      let table = try Table(columns: [Column(name: "z", numbers: grid.map(logit))])
      let estimates = try model.probabilities(of: table, confidence: confidence)
      self.init(
        time: nil, knotCount: knots, predicted: risk, calibrated: model.probabilities,
        points: zip(grid, estimates).map {
          Point(
            predicted: $0, observed: $1.probability,
            interval: weights == nil && $1.lower <= $1.upper ? $1.lower...$1.upper : nil)
        }, weights: weights)
    } catch {
      throw .notConverged
    }
  }
}
