internal import LinearAlgebra
internal import PrognosticModels
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The scale on which estimates of centres are averaged.
public enum PoolingScale: String, Sendable {
  /// log(x / (1 - x)), of a concordance.
  case logOdds = "logit"
  /// Of a ratio.
  case logarithm = "log"
  /// As they are, of a slope.
  case identity

  /// x on this scale.
  func value(_ x: Double) -> Double {
    switch self {
    case .logOdds: logit(x)
    case .logarithm: log(x)
    case .identity: x
    }
  }

  /// The standard error of ``value(_:)`` by the delta method; of a ratio it is known already.
  func error(_ error: Double, of x: Double) -> Double {
    switch self {
    case .logOdds: error / (x * (1 - x))
    case .logarithm, .identity: error
    }
  }

  /// x of a value on this scale.
  func inverse(_ value: Double) -> Double {
    switch self {
    case .logOdds: 1 / (1 + exp(-value))
    case .logarithm: exp(value)
    case .identity: value
    }
  }
}

/// An index in one centre.
public struct CentreEstimate: Sendable, Equatable {
  /// Which.
  public let index: PerformanceIndex
  /// The scale on which centres are averaged.
  public let scale: PoolingScale
  /// Nil with the code of the reason.
  public let estimate: Double?
  /// Of the estimate.
  public let interval: ClosedRange<Double>?
  /// On ``scale``; nil where there is none.
  public let standardError: Double?
  /// Why there is no estimate, or none that can be averaged.
  public let reason: String?

  init(
    _ index: PerformanceIndex, _ scale: PoolingScale,
    _ found: Result<
      (estimate: Double, interval: ClosedRange<Double>?, error: Double?), IndexUnavailable
    >
  ) {
    self.index = index
    self.scale = scale
    switch found {
    case .failure(let reason):
      (estimate, interval, standardError) = (nil, nil, nil)
      self.reason = reason.code
    case .success(let found):
      estimate = found.estimate
      interval = found.interval
      let error = found.error.map { scale.error($0, of: found.estimate) }
      let usable =
        error.map { $0 > 0 && $0.isFinite && scale.value(found.estimate).isFinite } ?? false
      standardError = usable ? error : nil
      reason = usable ? nil : "noStandardError"
    }
  }
}

/// A procedure whose models can be judged in a centre that they did not see, with standard errors.
public protocol CentreValidatedProcedure: ModellingProcedure {
  /// Whether each row had the event.
  var events: [Bool] { get }
  /// The indices of a model in some rows, in an order that is the same for all.
  func estimates(of fitted: Fitted, in rows: RowSample, confidence: Double) -> [CentreEstimate]
}

/// Internal-external cross-validation: each centre in turn is left out, the whole procedure is repeated on the
/// others, and its model is validated in the one that it did not see. What the centres say is averaged by a
/// random-effects model, on the logit of a concordance and the logarithm of observed/expected (Debray 2017);
/// the prediction interval is what a further centre may expect.
///
/// Royston P, Parmar MKB, Sylvester R (2004), doi:10.1002/sim.1691; Steyerberg EW, Harrell FE (2016),
/// doi:10.1016/j.jclinepi.2015.04.005; Debray TPA et al. (2017), doi:10.1136/bmj.i6460.
public struct InternalExternalValidation: Sendable {
  /// One centre.
  public struct Centre: Sendable {
    /// Its name.
    public let label: String
    /// Its patients.
    public let count: Int
    /// Of them with the event.
    public let eventCount: Int
    /// What the model of the others does in it, or why there is no model.
    public let estimates: Result<[CentreEstimate], ResampleFailure>
  }

  /// An index over the centres.
  public struct Pooled: Sendable, Equatable {
    /// Which.
    public let index: PerformanceIndex
    /// The scale on which centres were averaged.
    public let scale: PoolingScale
    /// Centres with an estimate and its error.
    public let centreCount: Int
    /// The average, back from the scale; nil with fewer than three centres.
    public let estimate: Double?
    /// Hartung and Knapp's.
    public let interval: ClosedRange<Double>?
    /// Of a further centre.
    public let predictionInterval: ClosedRange<Double>?
    /// τ² on the scale.
    public let betweenVariance: Double?
  }

  /// In the order of their names.
  public let centres: [Centre]
  /// In the order of the procedure's indices.
  public let pooled: [Pooled]
  /// Of the intervals.
  public let confidence: Double

  /// Leaves each centre out.
  ///
  /// - Parameters:
  ///   - procedure: what leads from rows to a model.
  ///   - centre: of each row of the procedure, a place among the labels.
  ///   - labels: the names of the centres.
  ///   - confidence: level of the intervals, between 0 and 1.
  ///   - threads: how many work at once; the result does not depend on it.
  /// - Throws: ``ResamplingError/tooFew(_:given:needed:)`` for fewer than two centres;
  ///   ``ResamplingError/noModel(_:)``.
  public init(
    of procedure: some CentreValidatedProcedure, centre: [Int32], labels: [String],
    confidence: Double = 0.95, threads: Int = Parallel.processorCount
  ) throws(ResamplingError) {
    let occurring = labels.indices.filter { label in centre.contains(Int32(label)) }
    guard occurring.count >= 2 else {
      throw .tooFew("centres", given: occurring.count, needed: 2)
    }
    let rows = centre.indices.map { Int32(truncatingIfNeeded: $0) }
    let found = Mutex(
      [Result<[CentreEstimate], ResampleFailure>?](
        repeating: nil, count: occurring.count))
    Parallel.forEach(occurring.count, threads: threads) { place in
      let own = Int32(occurring[place])
      let estimates = Result { () throws(ResampleFailure) in
        let fitted = try procedure.fit(
          RowSample(rows.filter { centre[Int($0)] != own }, of: rows.count))
        return procedure.estimates(
          of: fitted, in: RowSample(rows.filter { centre[Int($0)] == own }, of: rows.count),
          confidence: confidence)
      }
      found.withLock { $0[place] = estimates }
    }
    let results = found.withLock { $0.compactMap { $0 } }
    centres = zip(occurring, results).map { label, estimates in
      let own = rows.filter { centre[Int($0)] == Int32(label) }
      return Centre(
        label: labels[label], count: own.count,
        eventCount: own.count { procedure.events[Int($0)] }, estimates: estimates)
    }
    let known = results.compactMap { try? $0.get() }
    guard let first = known.first else { throw .noModel("every centre's model failed") }
    pooled = first.indices.map { place in Pooled(known.map { $0[place] }, confidence) }
    self.confidence = confidence
  }
}

extension InternalExternalValidation.Pooled {
  init(_ estimates: [CentreEstimate], _ confidence: Double) {
    index = estimates[0].index
    let scale = estimates[0].scale
    self.scale = scale
    let usable = estimates.filter { $0.standardError != nil }
    centreCount = usable.count
    let errors = usable.compactMap(\.standardError)
    guard
      let mean = RandomEffectsMean(
        usable.map { scale.value($0.estimate ?? .nan) }, variances: errors.map { $0 * $0 },
        confidence: confidence)
    else {
      (estimate, interval, predictionInterval, betweenVariance) = (nil, nil, nil, nil)
      return
    }
    estimate = scale.inverse(mean.mean)
    interval =
      scale.inverse(mean.interval.lowerBound)...scale.inverse(mean.interval.upperBound)
    let predicted = mean.predictionInterval
    predictionInterval = scale.inverse(predicted.lowerBound)...scale.inverse(predicted.upperBound)
    betweenVariance = mean.betweenVariance
  }
}
