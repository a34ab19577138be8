#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A survival curve of one group, with its cumulative hazard, as step functions of time: the values
/// at ``times`` hold from that time until just before the next.
///
/// Made by ``KaplanMeier`` and ``NelsonAalen`` (whose arguments are explained below). There is one entry for each distinct exit time,
/// whether it brought events or only censored rows. Counts are sums of case weights. A row is at
/// risk on (entry, exit], and is one row: the pieces of a person split in time are each "censored"
/// at their end, and fall out of one risk set and into the next.
///
/// After a gap in which nobody is at risk (left truncation) the curve goes on from the level at
/// which it stood: it estimates no hazard in the gap. Once at 0 it stays there.
///
/// What an estimator is given, besides the outcomes:
///
/// - `weights`: case weights, not negative; 1 if nil. Zero keeps a row's time on the curve, and
///   nothing else of it.
/// - `groups`: a code 0 ..< `groupCount` a row, or nil for one curve. `groupCount` is the largest
///   code plus one if nil.
/// - `clusters`: a code a row: rows with the same code vary together in the infinitesimal jackknife.
/// - `startTime`: survival is conditional on being event-free just before this time: rows that left
///   earlier are dropped, and the curve starts there at 1.
/// - `hazard`: how ties count in the cumulative hazard (``HazardEstimator``).
/// - `confidenceLevel`, `confidenceScale`: of the pointwise limits of S(t).
/// - `variance`: model-based or the infinitesimal jackknife (``CurveVariance``).
///
/// A group without rows has a curve without times. What does not fit together is a
/// ``NonparametricError``.
public struct SurvivalCurve: Sendable {
  /// The distinct exit times, ascending.
  public let times: [Double]
  /// Weight at risk just before each time.
  public let atRisk: [Double]
  /// Weight of events at each time.
  public let events: [Double]
  /// Weight of rows that left without the event at each time.
  public let censored: [Double]
  /// Under left truncation: weight that came under observation since the time before.
  public let entered: [Double]?

  /// The probability S(t) of surviving beyond each time (from ``startTime`` on).
  public let survival: [Double]
  /// The standard error of S(t). NaN where S = 0 under the model-based variance (Greenwood's is
  /// then 0 times infinity); 0 there under the infinitesimal jackknife.
  public let standardErrors: [Double]
  /// The limits of the pointwise confidence interval of S(t); NaN where the scale has none
  /// (``ConfidenceScale``).
  public let lower: [Double]
  /// The upper limit of S(t).
  public let upper: [Double]
  /// The cumulative hazard H(t) and its standard error.
  public let cumulativeHazard: [Double]
  /// The standard error of H(t).
  public let cumulativeHazardStandardErrors: [Double]

  /// Where the curve starts at 1: the start time asked for, else 0 or the first exit if earlier.
  public let startTime: Double
  /// The number of rows that the curve is made of.
  public let rowCount: Int
  /// The level of the limits, between 0 and 1.
  public let confidenceLevel: Double
  /// The scale on which the limits are symmetric about S(t).
  public let confidenceScale: ConfidenceScale
  /// The variance used; never `automatic`.
  public let variance: CurveVariance

  /// The last exit time, after which nothing was observed; nil if there were no rows.
  public var lastTime: Double? { times.last }

  init(_ allRows: CurveRows, _ options: CurveOptions) {
    let rows = options.startTime.map { allRows.from($0) } ?? allRows
    let table = RiskTable(rows)
    let count = table.times.count
    let robust = options.variance == .infinitesimalJackknife
    let hazard = HazardSteps(table, options.hazard, withGain: robust)

    var cumulativeHazard = [Double](repeating: 0, count: count)
    var hazardVariance = cumulativeHazard
    var sum = CompensatedSum()
    var varianceSum = CompensatedSum()
    for j in 0..<count {
      sum.add(hazard.step[j])
      varianceSum.add(hazard.drop[j])
      cumulativeHazard[j] = sum.value
      hazardVariance[j] = varianceSum.value
    }
    if robust { hazardVariance = InfinitesimalJackknife.variance(of: hazard, table, rows) }
    let hazardErrors = hazardVariance.map { $0.squareRoot() }

    switch options.estimator {
    case .exponentialOfHazard:
      survival = cumulativeHazard.map { exp(-$0) }
      standardErrors = zip(survival, hazardErrors).map { $0 * $1 }
    case .productLimit:
      let limit = HazardSteps(productLimit: table, withGain: robust)
      var survival = [Double](repeating: 1, count: count)
      var level = 1.0
      for j in 0..<count {
        level *= limit.step[j]
        survival[j] = level
      }
      if robust {
        let variance = InfinitesimalJackknife.variance(of: limit, table, rows)
        standardErrors = zip(survival, variance).map { $0 * $1.squareRoot() }
      } else {
        var greenwood = CompensatedSum()
        standardErrors = (0..<count).map { j in
          guard survival[j] > 0 else { return .nan }
          greenwood.add(limit.drop[j])
          return survival[j] * greenwood.value.squareRoot()
        }
      }
      self.survival = survival
    }
    let z = ConfidenceScale.z(options.confidenceLevel)
    var lower = survival
    var upper = survival
    for j in 0..<count {
      (lower[j], upper[j]) =
        j > 0 && table.events[j] == 0
        ? (lower[j - 1], upper[j - 1])
        : options.confidenceScale.limits(survival[j], standardError: standardErrors[j], z: z)
    }
    self.lower = lower
    self.upper = upper
    self.cumulativeHazard = cumulativeHazard
    cumulativeHazardStandardErrors = hazardErrors
    times = table.times
    atRisk = table.atRisk
    events = table.events
    censored = table.censored
    entered = table.entered
    startTime = options.startTime ?? min(0, table.times.first ?? 0)
    rowCount = rows.count
    confidenceLevel = options.confidenceLevel
    confidenceScale = options.confidenceScale
    variance = options.variance
  }
}
