/// The mean Brier score over follow-up,
///
///     IBS = (1 / τ) integral over 0..τ of B(t) dt,
///
/// as the exact integral of a step function: B changes only where somebody leaves or where the model's
/// baseline steps, the first step beginning at time 0. (`pec` takes the same steps at the times of its
/// grid; scikit-survival draws straight lines between the times it is given.)
/// O(n log n), for relative hazards within a given range (`BrierSweep`).
///
/// Graf E et al. (1999), doi:10.1002/(SICI)1097-0258(19990915/30)18:17/18<2529::AID-SIM274>3.0.CO;2-5.
public struct IntegratedBrierScore: Sendable, Equatable {
  /// Where the integral begins: 0.
  public let from: Double
  /// τ.
  public let to: Double
  /// IBS.
  public let estimate: Double
  /// IBS of the Kaplan-Meier estimate.
  public let nullModel: Double
  /// 1 - IBS / IBS_null; nil where the null model has no error.
  public var scaled: Double? { nullModel > 0 ? 1 - estimate / nullModel : nil }

  /// Integrates the Brier score of a predicted hazard from 0 to `horizon`.
  ///
  /// - Throws: ``IndexUnavailable``: `noCurve` where the baseline ends before the horizon,
  ///   `delayedEntry`, or what ``BrierScores`` throws at the horizon.
  public init(
    of hazard: PredictedHazard, against outcomes: SurvivalOutcomes, to horizon: Double,
    weights: [Double]? = nil, censoring: CensoringDistribution? = nil,
    threads: Int = Parallel.processorCount
  ) throws(IndexUnavailable) {
    guard horizon <= hazard.followUp else { throw .noCurve }
    guard hazard.relativeHazard.count == outcomes.count else { throw .unfitPredictions }
    let scores = try BrierScores(
      outcomes, weights: weights, censoring: censoring, standardErrors: false)
    _ = try scores.score(of: hazard.risks(at: horizon), at: horizon)
    var steps = [0] + outcomes.exit.filter { $0 > 0 && $0 < horizon }
    for stratum in hazard.strata { steps += stratum.times.filter { $0 > 0 && $0 < horizon } }
    let times = DistinctTimes(of: steps).times
    let lengths = zip(times, times.dropFirst() + [horizon]).map { $1 - $0 }
    let values = scores.squaredErrors(of: hazard, at: times, threads: threads)
    var (sum, null) = (0.0, 0.0)
    for (k, length) in lengths.enumerated() {
      sum += length * values[k]
      null += length * scores.nullError(at: times[k])
    }
    from = 0
    to = horizon
    estimate = sum / horizon
    nullModel = null / horizon
  }
}

/// A place for each time's score, written once each from any thread.
final class StepValues: @unchecked Sendable {
  private let values: UnsafeMutablePointer<Double>

  init(count: Int) {
    values = .allocate(capacity: max(count, 1))
    values.initialize(repeating: 0, count: max(count, 1))
  }

  deinit { values.deallocate() }

  func set(_ place: Int, _ value: Double) { values[place] = value }

  subscript(place: Int) -> Double { values[place] }
}
