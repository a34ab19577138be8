internal import CKernels
internal import Distributions
internal import Terms

/// A model as flat arrays, for those who score many patients or cannot wait: the arithmetic of a
/// prediction and nothing of its words.
///
/// One patient is scored without an allocation, a lock, a dictionary or an existential; a cohort by an
/// array kernel that gives the same bits. A patient is given by the values of a ``CovariateVector``:
/// as many as the model has covariates, checked by whoever encoded them. It takes no notice of scope.
///
/// A scorer does not change and may be used from several threads at once.
public final class Scorer: @unchecked Sendable {
  /// The times at which it answers.
  public let horizons: [Double]
  public let covariateCount: Int
  /// Whether there is a standard error to give an interval.
  public var hasIntervals: Bool { covariance != nil }

  let kind: sarcoma_answer_kind
  /// The linear predictor of the baseline; less the intercept of a logistic model.
  let at: Double
  let stratumCovariate: Int
  let stratumCount: Int
  /// H by stratum, then NaN, horizon by horizon.
  let hazards: UnsafeMutablePointer<Double>
  /// H by horizon, with zeros up to a multiple of 4, stratum by stratum and then NaN.
  let patientHazards: UnsafeMutablePointer<Double>
  let horizonCount: Int
  /// ``horizons`` in fours.
  let fours: Int
  let values: FlatProgram
  let covariance: FlatCovariance?
  /// z of the level of confidence.
  let quantile: Double

  /// Proportional hazards at times of one's own or the endpoint's horizons.
  ///
  /// - Throws: ``ScorerError``.
  public convenience init(
    _ model: ProportionalHazards, at times: [Double], confidence: Double = 0.95
  ) throws(ScorerError) {
    try self.init(model, sarcoma_answer_survival, times, confidence)
  }

  /// Subdistribution hazards; what is called survival below is the cumulative incidence.
  ///
  /// - Throws: ``ScorerError``.
  public convenience init(
    _ model: SubdistributionHazards, at times: [Double], confidence: Double = 0.95
  ) throws(ScorerError) {
    try self.init(model.hazards, sarcoma_answer_incidence, times, confidence)
  }

  /// A logistic model, with one horizon, whatever the endpoint calls it.
  ///
  /// - Throws: ``ScorerError``.
  public init(_ model: Logistic, at time: Double, confidence: Double = 0.95) throws(ScorerError) {
    horizons = [time]
    horizonCount = 1
    kind = sarcoma_answer_logistic
    at = -model.intercept
    (stratumCovariate, stratumCount) = (-1, 1)
    hazards = Self.copy([.nan, .nan])
    fours = 1
    patientHazards = Self.copy([Double](repeating: .nan, count: 8))
    covariateCount = model.linearPredictor.covariateCount
    values = FlatProgram(model.linearPredictor.values)
    covariance = model.covariance.map {
      FlatCovariance($0, FlatProgram(model.linearPredictor.gradient), rows: [0], strata: 1)
    }
    quantile = try Self.quantile(confidence)
  }

  private init(
    _ model: ProportionalHazards, _ kind: sarcoma_answer_kind, _ times: [Double],
    _ confidence: Double
  ) throws(ScorerError) {
    let quantile = try Self.quantile(confidence)
    guard let baseline = model.baseline else { throw .noBaseline }
    let count = baseline.strata.count
    var hazards: [Double] = []
    var rows: [Int]? = []
    for time in times {
      for stratum in 0..<count {
        guard let hazard = baseline.cumulativeHazard(at: time, stratum: stratum) else {
          throw .noSupport(time: time)
        }
        hazards.append(hazard)
      }
      hazards.append(.nan)
      if let place = model.covariance?.horizons.firstIndex(of: time) {
        rows?.append(contentsOf: place * count..<(place + 1) * count)
      } else {
        rows = nil
      }
    }
    self.quantile = quantile
    self.kind = kind
    horizons = times
    horizonCount = times.count
    at = baseline.at
    stratumCovariate = baseline.stratumCovariate ?? -1
    stratumCount = count
    self.hazards = Self.copy(hazards + [.nan])
    fours = (times.count + 3) / 4
    var byStratum: [Double] = []
    for stratum in 0...count {
      byStratum += times.indices.map { hazards[$0 * (count + 1) + stratum] }
      byStratum += [Double](repeating: 0, count: 4 * fours - times.count)
    }
    patientHazards = Self.copy(byStratum)
    covariateCount = model.linearPredictor.covariateCount
    values = FlatProgram(model.linearPredictor.values)
    if let joint = model.covariance, let rows {
      covariance = FlatCovariance(
        joint, FlatProgram(model.linearPredictor.gradient), rows: rows, strata: count)
    } else {
      covariance = nil
    }
  }

  deinit {
    hazards.deallocate()
    patientHazards.deallocate()
  }

  // MARK: - One patient

  /// eta(x).
  public func linearPredictor(_ values: UnsafePointer<Double>) -> Double {
    self.values.run(values, nil)
  }

  /// The patient's stratum; `stratumCount` for a value that is none, whose answers are NaN.
  public func stratum(_ values: UnsafePointer<Double>) -> Int {
    stratumCovariate < 0 ? 0 : ScoringProgram.place(values[stratumCovariate], stratumCount)
  }

  /// exp(eta - at), at most the largest double.
  public func relativeHazard(linearPredictor: Double) -> Double {
    let relative = Elementary.exp(linearPredictor - at)
    return relative > .greatestFiniteMagnitude ? .greatestFiniteMagnitude : relative
  }

  /// The probability at a horizon, by its place, from ``relativeHazard(linearPredictor:)``: shared by
  /// the horizons of a patient.
  public func survival(horizon: Int, relativeHazard: Double, stratum: Int = 0) -> Double {
    guard horizon >= 0, horizon < horizonCount, stratum >= 0, stratum <= stratumCount else {
      return .nan
    }
    return answer(
      hazards[horizon &* (stratumCount &+ 1) &+ stratum] * relativeHazard, relativeHazard)
  }

  /// The probability at a horizon, by its place: survival, or the event's where the model gives that.
  public func survival(horizon: Int, linearPredictor: Double, stratum: Int = 0) -> Double {
    survival(
      horizon: horizon, relativeHazard: relativeHazard(linearPredictor: linearPredictor),
      stratum: stratum)
  }

  /// S(t) / S(s): survival to a horizon of those who are free of the event at an earlier one. NaN for
  /// a model of incidence among competitors, which does not tell who is still at risk, and a logistic
  /// one.
  public func survival(
    horizon: Int, given earlier: Int, linearPredictor: Double, stratum: Int = 0
  ) -> Double {
    guard kind == sarcoma_answer_survival, horizon >= 0, horizon < horizonCount,
      earlier >= 0, earlier < horizonCount, stratum >= 0, stratum <= stratumCount,
      horizons[earlier] <= horizons[horizon]
    else { return .nan }
    let step = stratumCount + 1
    let hazard = hazards[horizon * step + stratum] - hazards[earlier * step + stratum]
    return Elementary.exp(-(hazard * relativeHazard(linearPredictor: linearPredictor)))
  }

  /// The standard errors of log(-log S) at each horizon, of the logit of a logistic model, into room
  /// for ``horizons``. False where the model has none.
  public func standardErrors(
    _ values: UnsafePointer<Double>, into errors: UnsafeMutablePointer<Double>
  ) -> Bool {
    guard let covariance else { return false }
    covariance.standardErrors(values, stratum: stratum(values), errors)
    return true
  }

  /// The interval of a probability from the standard error of its log(-log):
  ///
  ///     S^exp(z se) ... S^exp(-z se)
  public func interval(
    horizon: Int, relativeHazard: Double, standardError: Double, stratum: Int = 0
  ) -> (lower: Double, upper: Double) {
    guard horizon >= 0, horizon < horizonCount, stratum >= 0, stratum <= stratumCount else {
      return (.nan, .nan)
    }
    let factor = Elementary.exp(quantile * standardError)
    if kind == sarcoma_answer_logistic {
      return (1 / (1 + factor / relativeHazard), 1 / (1 + 1 / (factor * relativeHazard)))
    }
    let hazard = hazards[horizon &* (stratumCount &+ 1) &+ stratum] * relativeHazard
    let (low, high) = (answer(hazard * factor, .nan), answer(hazard / factor, .nan))
    return kind == sarcoma_answer_incidence ? (high, low) : (low, high)
  }

  @inline(__always)
  private func answer(_ hazard: Double, _ relativeHazard: Double) -> Double {
    if kind == sarcoma_answer_logistic { return 1 / (1 + 1 / relativeHazard) }
    let survival = Elementary.exp(-hazard)
    return kind == sarcoma_answer_incidence ? 1 - survival : survival
  }

  // MARK: - Pieces

  private static func quantile(_ confidence: Double) throws(ScorerError) -> Double {
    guard confidence > 0, confidence < 1 else { throw .confidence(confidence) }
    return NormalDistribution.quantile((1 + confidence) / 2)
  }

  static func copy(_ values: [Double]) -> UnsafeMutablePointer<Double> {
    let copy = UnsafeMutablePointer<Double>.allocate(capacity: Swift.max(values.count, 1))
    copy.initialize(from: values, count: values.count)
    return copy
  }
}

/// Why a model cannot be scored at the times that were asked for.
public enum ScorerError: Error, Equatable, CustomStringConvertible {
  case noBaseline
  case noSupport(time: Double)
  case confidence(Double)

  public var description: String {
    switch self {
    case .noBaseline:
      "The model has no baseline: it gives a linear predictor and no probability."
    case .noSupport(let time): "The model has no baseline at the time \(time)."
    case .confidence(let level): "A level of confidence lies between 0 and 1, not at \(level)."
    }
  }
}
