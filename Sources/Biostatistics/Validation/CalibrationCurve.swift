#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A flexible calibration curve: the risk that patients of each predicted risk really had, from a Cox
/// model of the outcome on a restricted cubic spline of log(-log(1 - risk)) with four knots, over all
/// follow-up, read at the horizon.
///
/// ICI is the mean, E50 the median, E90 the 90th percentile (type 7) and Emax the largest distance
/// between predicted and calibrated risk over the patients. With fewer than five distinct predictions the
/// curve is a straight line on that scale (``knotCount`` 0). Case weights weigh the fit, the mean and the
/// quantiles; knots stay where the rows put them, and the curve has no intervals.
///
/// Austin PC, Harrell FE, van Klaveren D (2020), doi:10.1002/sim.8570.
public struct CalibrationCurve: Sendable, Equatable {
  /// A point of the curve.
  public struct Point: Sendable, Equatable {
    /// The predicted risk.
    public let predicted: Double
    /// The risk that such patients had.
    public let observed: Double
    /// Pointwise, symmetric on the log(-log) scale; nil where it has none.
    public let interval: ClosedRange<Double>?
  }

  /// The horizon; nil for an outcome without time.
  public let time: Double?
  /// Knots of the spline; 0 for a straight line.
  public let knotCount: Int
  /// The calibrated risk of each row.
  public let calibrated: [Double]
  /// Mean distance.
  public let ici: Double
  /// Median distance.
  public let e50: Double
  /// 90th percentile of the distance.
  public let e90: Double
  /// Largest distance.
  public let emax: Double
  /// Fifty risks from the 1st to the 99th percentile of the predictions, evenly spaced.
  public let points: [Point]

  /// Fits the curve.
  ///
  /// - Throws: ``IndexUnavailable``.
  public init(
    ofRisk risk: [Double], at horizon: Double, against outcomes: SurvivalOutcomes,
    weights: [Double]? = nil, confidence: Double = 0.95
  ) throws(IndexUnavailable) {
    guard risk.count == outcomes.count else { throw .unfitPredictions }
    guard let first = risk.first, risk.contains(where: { $0 != first }) else {
      throw .onePrediction
    }
    let scale = risk.map(complementaryLogLog)
    var model: CoxModel
    var knots = 4
    do {
      model = try RecalibrationFit.cox("rcs(z, 4)", scale, outcomes, weights: weights)
      knots = model.coefficients.count + 1
    } catch IndexUnavailable.onePrediction {
      model = try RecalibrationFit.cox("z", scale, outcomes, weights: weights)
      knots = 0
    }
    guard model.hasMaximum, let baseline = model.baselineCumulativeHazard.first else {
      throw .notConverged
    }
    let steps = PredictedHazard.Steps(
      times: baseline.times, cumulativeHazard: baseline.cumulativeHazard)
    let hazard = steps.value(at: horizon)
    let kept = model.frame.rows
    guard kept.count == risk.count else { throw .notConverged }
    self.init(
      time: horizon, knotCount: knots, predicted: risk,
      calibrated: model.linearPredictors.map { -expm1(-hazard * exp($0)) },
      points: try Self.points(risk, weights, model, horizon, confidence), weights: weights)
  }

  /// The curve of rows whose calibrated risk is known.
  init(
    time: Double?, knotCount: Int, predicted: [Double], calibrated: [Double], points: [Point],
    weights: [Double]? = nil
  ) {
    self.time = time
    self.knotCount = knotCount
    self.calibrated = calibrated
    self.points = points
    var distances = zip(calibrated, predicted).map { ($0 - $1).magnitude }
    if let weights {
      let (sorted, own) = sortedWithWeights(distances, weights)
      ici = zip(sorted, own).reduce(0) { $0 + $1.0 * $1.1 } / own.reduce(0, +)
      e50 = quantile(0.5, ofSorted: sorted, weights: own)
      e90 = quantile(0.9, ofSorted: sorted, weights: own)
      emax = sorted[sorted.count - 1]
      return
    }
    ici = distances.reduce(0, +) / Double(distances.count)
    distances.sort()
    e50 = quantile(0.5, ofSorted: distances)
    e90 = quantile(0.9, ofSorted: distances)
    emax = distances[distances.count - 1]
  }

  /// Fifty risks from the 1st to the 99th percentile, evenly spaced.
  static func grid(_ risk: [Double], weights: [Double]? = nil) -> [Double] {
    let low: Double
    let high: Double
    if let weights {
      let (sorted, own) = sortedWithWeights(risk, weights)
      low = quantile(0.01, ofSorted: sorted, weights: own)
      high = quantile(0.99, ofSorted: sorted, weights: own)
    } else {
      let sorted = risk.sorted()
      (low, high) = (quantile(0.01, ofSorted: sorted), quantile(0.99, ofSorted: sorted))
    }
    return low < high ? (0..<50).map { low + (high - low) * Double($0) / 49 } : [low]
  }

  private static func points(
    _ risk: [Double], _ weights: [Double]?, _ model: CoxModel, _ horizon: Double,
    _ confidence: Double
  ) throws(IndexUnavailable) -> [Point] {
    let risks = grid(risk, weights: weights)
    do {
      let table = try Table(columns: [
        Column(name: "z", numbers: risks.map(complementaryLogLog))
      ])
      let estimates = try model.survival(
        of: table, at: [horizon], scale: .logLog, confidence: confidence)
      return zip(risks, estimates).map { risk, estimates in
        let estimate = estimates[0]
        return Point(
          predicted: risk, observed: 1 - estimate.survival,
          // The model's own, in which a weight counts as so many patients: none with weights.
          interval: weights == nil && estimate.lower <= estimate.upper
            ? (1 - estimate.upper)...(1 - estimate.lower) : nil)
      }
    } catch {
      throw .notConverged
    }
  }
}
