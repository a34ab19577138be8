#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What somebody predicts of the patients of a table, whoever made the model: a score, probabilities at
/// horizons, and where the model has one the whole hazard.
public struct SurvivalPredictions: Sendable {
  /// A finite number a row; a higher one means an earlier event.
  public let score: [Double]
  /// Whether ``score`` is a log hazard (a linear predictor), so that a slope of 1 is expected of it.
  public let isLogHazard: Bool
  /// The times of ``risks``, in the unit of the outcomes.
  public let horizons: [Double]
  /// The probability of the event by each horizon, a number in 0...1 a row; nil where the model gives
  /// none.
  public let risks: [[Double]?]
  /// The hazard over time; nil where it is known at horizons only.
  public let hazard: PredictedHazard?
  /// The stratum of each row, each with a baseline of its own that ``score`` leaves out, so that scores
  /// of different strata cannot be compared; nil for one stratum.
  public let stratum: [Int32]?

  /// How many patients.
  public var count: Int { score.count }

  /// Predictions of anybody's.
  ///
  /// - Throws: ``ValidationInputError`` where lengths differ, a score is not finite, or a risk lies outside
  ///   0...1.
  public init(
    score: [Double], isLogHazard: Bool = false, horizons: [Double], risks: [[Double]?],
    hazard: PredictedHazard? = nil, stratum: [Int32]? = nil
  ) throws(ValidationInputError) {
    guard horizons.count == risks.count else {
      throw .differentLengths("risks", count: risks.count, expected: horizons.count)
    }
    if let row = score.firstIndex(where: { !$0.isFinite }) { throw .notFinite("score", row: row) }
    for risk in risks.compactMap({ $0 }) {
      guard risk.count == score.count else {
        throw .differentLengths("risks", count: risk.count, expected: score.count)
      }
      if let row = risk.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) {
        throw .notAProbability(row: row, value: risk[row])
      }
    }
    if let hazard, hazard.relativeHazard.count != score.count {
      throw .differentLengths(
        "relative hazards", count: hazard.relativeHazard.count, expected: score.count)
    }
    if let stratum, stratum.count != score.count {
      throw .differentLengths("strata", count: stratum.count, expected: score.count)
    }
    self.score = score
    self.isLogHazard = isLogHazard
    self.horizons = horizons
    self.risks = risks
    self.hazard = hazard
    self.stratum = stratum
  }

  /// The predictions of some rows, as a resampler draws them.
  public func selecting(_ rows: [Int]) -> SurvivalPredictions {
    SurvivalPredictions(
      checkedScore: rows.map { score[$0] }, isLogHazard: isLogHazard, horizons: horizons,
      risks: risks.map { risk in risk.map { risk in rows.map { risk[$0] } } },
      hazard: hazard?.selecting(rows), stratum: stratum.map { stratum in rows.map { stratum[$0] } })
  }

  private init(
    checkedScore: [Double], isLogHazard: Bool, horizons: [Double], risks: [[Double]?],
    hazard: PredictedHazard?, stratum: [Int32]?
  ) {
    score = checkedScore
    self.isLogHazard = isLogHazard
    self.horizons = horizons
    self.risks = risks
    self.hazard = hazard
    self.stratum = stratum
  }
}

/// A cumulative hazard H(t | x) = H0(t) r(x) over the whole of follow-up: a step function by stratum,
/// times a relative hazard by row.
public struct PredictedHazard: Sendable {
  /// A step function that is 0 before its first time.
  public struct Steps: Sendable {
    /// Ascending, in the unit of the outcomes.
    public let times: [Double]
    /// H0 from each time on.
    public let cumulativeHazard: [Double]

    /// Steps of a baseline.
    public init(times: [Double], cumulativeHazard: [Double]) {
      self.times = times
      self.cumulativeHazard = cumulativeHazard
    }

    func value(at time: Double) -> Double {
      let place = times.partitioningIndex { $0 > time }
      return place == 0 ? 0 : cumulativeHazard[place - 1]
    }
  }

  /// One a stratum.
  public let strata: [Steps]
  /// The stratum of each row, by its place; nil for one stratum.
  public let stratum: [Int32]?
  /// r of each row.
  public let relativeHazard: [Double]
  /// The last time at which H0 is known.
  public let followUp: Double

  /// The hazards of n rows.
  public init(
    strata: [Steps], stratum: [Int32]? = nil, relativeHazard: [Double], followUp: Double
  ) {
    self.strata = strata
    self.stratum = stratum
    self.relativeHazard = relativeHazard
    self.followUp = followUp
  }

  /// H(t | x) of a row.
  public func cumulativeHazard(at time: Double, row: Int) -> Double {
    strata[Int(stratum?[row] ?? 0)].value(at: time) * relativeHazard[row]
  }

  /// 1 - exp(-H(t | x)) of every row.
  public func risks(at time: Double) -> [Double] {
    let baseline = strata.map { $0.value(at: time) }
    return relativeHazard.indices.map { row in
      -expm1(-baseline[Int(stratum?[row] ?? 0)] * relativeHazard[row])
    }
  }

  func selecting(_ rows: [Int]) -> PredictedHazard {
    PredictedHazard(
      strata: strata, stratum: stratum.map { stratum in rows.map { stratum[$0] } },
      relativeHazard: rows.map { relativeHazard[$0] }, followUp: followUp)
  }
}

/// Why predictions cannot be held against outcomes. Rows count from 0.
public enum ValidationInputError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Something has not one value a row, or not one list a horizon.
  case differentLengths(String, count: Int, expected: Int)
  /// A score is infinite or NaN.
  case notFinite(String, row: Int)
  /// A predicted risk lies outside 0...1.
  case notAProbability(row: Int, value: Double)
  /// A case weight is not positive and finite.
  case invalidWeight(row: Int, value: Double)
  /// A threshold of a decision lies outside (0, 1).
  case invalidThreshold(Double)
  /// A confidence level lies outside (0, 1).
  case invalidConfidence(Double)
  /// Rows have entries, which a decision curve does not allow for.
  case delayedEntry

  /// One sentence: what was wrong and what to do.
  public var description: String {
    switch self {
    case .differentLengths(let what, let count, let expected):
      "There are \(count) \(what) where \(expected) are wanted."
    case .notFinite(let what, let row): "The \(what) of row \(row + 1) is not finite."
    case .notAProbability(let row, let value):
      "The predicted risk of row \(row + 1) is \(value); a risk lies between 0 and 1."
    case .invalidWeight(let row, let value):
      "The weight of row \(row + 1) is \(value); a case weight is positive and finite."
    case .invalidThreshold(let value):
      "A threshold is a risk between 0 and 1, not \(value)."
    case .invalidConfidence(let level):
      "A confidence level lies between 0 and 1, not at \(level)."
    case .delayedEntry:
      "Patients came under observation late, which a decision curve does not allow for."
    }
  }
}

/// log(-log(1 - risk)), the scale on which hazards are proportional; risks nearer to 0 or 1 than
/// ``Calibration/nearestRisk`` are first brought to it.
func complementaryLogLog(_ risk: Double) -> Double {
  log(-log1p(-min(max(risk, Calibration.nearestRisk), 1 - Calibration.nearestRisk)))
}
