#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Which indices of a model of an outcome without time are repeated by resampling.
public struct BinaryIndexOptions: Sendable {
  /// Of net benefit.
  public var thresholds = DecisionCurve.defaultThresholds
  /// Those that are wanted; only they cost time.
  public var names = Set(PerformanceIndex.Name.allCases)

  /// Every index.
  public init() {}
}

/// The indices of linear predictors of an outcome that is there or not.
///
/// L(a, b) is the log likelihood of log odds a + b times the linear predictor; the model as it stands has a = 0
/// and b = 1, and so it has on the rows whose likelihood it maximises.
struct BinaryIndices: Sendable {
  let options: BinaryIndexOptions

  /// - Parameters:
  ///   - linearPredictor: of each row.
  ///   - isMaximum: whether the linear predictor maximises the likelihood of these very rows.
  func indices(
    of linearPredictor: [Double], against event: [Bool], isMaximum: Bool
  ) -> IndexList {
    var list = IndexList(options.names)
    let risk = linearPredictor.map(LogisticFunction.probability)
    let ranking = ScoreRanking(of: linearPredictor)
    let isConstant = !ranking.isTiedWithPrevious.dropFirst().contains(false)
    if list.wants(.c, .somersDxy) {
      let area = Result { () throws(IndexUnavailable) in
        guard event.contains(true), event.contains(false) else { throw .oneOutcome }
        return isConstant ? 0.5 : try AreaUnderCurve(of: linearPredictor, against: event).estimate
      }
      list.add(.c) { () throws(IndexUnavailable) in try area.get() }
      list.add(.somersDxy) { () throws(IndexUnavailable) in 2 * (try area.get()) - 1 }
    }
    let likelihood = Result { () throws(IndexUnavailable) in
      try self.likelihood(linearPredictor, event, isMaximum: isMaximum, isConstant: isConstant)
    }
    addLikelihood(
      to: &list, likelihood, linearPredictor, ranking, patients: event.count,
      isConstant: isConstant)
    list.add(.giniOfProbability) { () throws(IndexUnavailable) in
      let found = try likelihood.get()
      let calibrated = linearPredictor.map {
        LogisticFunction.probability(found.intercept + found.slope * $0)
      }
      return giniMeanDifference(calibrated, sortOrder(of: calibrated), nil)
    }
    if list.wants(.brier, .scaledBrier) {
      let score = BinaryBrierScore(of: risk, against: event)
      list.add(.brier) { () throws(IndexUnavailable) in score.estimate ?? .nan }
      list.add(.scaledBrier) { () throws(IndexUnavailable) in score.scaled ?? .nan }
    }
    list.add(.observedExpected) { () throws(IndexUnavailable) in
      try BinaryCalibration.observedExpected(of: risk, against: event).ratio
    }
    if list.wants(.ici, .e50, .e90) {
      let curve = Result { () throws(IndexUnavailable) in
        try CalibrationCurve(of: risk, against: event)
      }
      list.add(.ici) { () throws(IndexUnavailable) in try curve.get().ici }
      list.add(.e50) { () throws(IndexUnavailable) in try curve.get().e50 }
      list.add(.e90) { () throws(IndexUnavailable) in try curve.get().e90 }
    }
    guard list.wants(.netBenefit) else { return list }
    let decision = try? DecisionCurve(
      ofRisk: risk, against: event, thresholds: options.thresholds)
    for (k, threshold) in options.thresholds.enumerated() {
      list.add(.netBenefit, threshold: threshold) { () throws(IndexUnavailable) in
        guard let benefit = decision?.points[k].netBenefit else { throw .noProbability }
        return benefit
      }
    }
    return list
  }

  private func addLikelihood(
    to list: inout IndexList, _ found: Result<Likelihood, IndexUnavailable>,
    _ linearPredictor: [Double], _ ranking: ScoreRanking, patients: Int, isConstant: Bool
  ) {
    let n = Double(patients)
    func r2(_ found: Likelihood, _ reached: Double) -> Double {
      expm1(-2 * (reached - found.null) / n) / expm1(2 * found.null / n)
    }
    func d(_ found: Likelihood) -> Double {
      isConstant ? 0 : (2 * (found.model - found.null) - 1) / n
    }
    func u(_ found: Likelihood) -> Double {
      isConstant ? 0 : (2 * (found.model - found.asIs) - 2) / n
    }
    list.add(.nagelkerkeR2) { () throws(IndexUnavailable) in
      let found = try found.get()
      return r2(found, found.asIs)
    }
    list.add(.recalibratedR2) { () throws(IndexUnavailable) in
      let found = try found.get()
      return r2(found, found.model)
    }
    list.add(.intercept) { () throws(IndexUnavailable) in try found.get().intercept }
    list.add(.slope) { () throws(IndexUnavailable) in try found.get().slope }
    list.add(.discriminationD) { () throws(IndexUnavailable) in d(try found.get()) }
    list.add(.unreliabilityU) { () throws(IndexUnavailable) in u(try found.get()) }
    list.add(.qualityQ) { () throws(IndexUnavailable) in
      let found = try found.get()
      return d(found) - u(found)
    }
    list.add(.giniMeanDifference) { () throws(IndexUnavailable) in
      try found.get().slope.magnitude
        * giniMeanDifference(linearPredictor, ranking.order, nil)
    }
  }

  /// L(a0, 0), L(0, 1) and L(a, b), with the a and b of the maximum.
  private struct Likelihood {
    let null, asIs, model: Double
    let intercept, slope: Double
  }

  private func likelihood(
    _ linearPredictor: [Double], _ event: [Bool], isMaximum: Bool, isConstant: Bool
  ) throws(IndexUnavailable) -> Likelihood {
    let n = Double(event.count)
    let events = Double(event.count { $0 })
    guard events > 0, events < n else { throw .oneOutcome }
    let null = events * log(events / n) + (n - events) * log1p(-events / n)
    var asIs = 0.0
    for (row, eta) in linearPredictor.enumerated() {
      // log of p or 1 - p, which is -log(1 + exp(-eta)) or -log(1 + exp(eta)).
      let distance = event[row] ? -eta : eta
      asIs -= max(distance, 0) + log1p(exp(-distance.magnitude))
    }
    if isMaximum {
      return Likelihood(null: null, asIs: asIs, model: asIs, intercept: 0, slope: 1)
    }
    guard !isConstant else {
      return Likelihood(
        null: null, asIs: asIs, model: null,
        intercept: log(events / (n - events)) - linearPredictor[0], slope: 1)
    }
    var options = LogisticOptions()
    options.discrimination = false
    options.threads = 1
    guard let formula = try? Formula("event ~ z") else { throw .notConverged }
    let frame = BinaryFrame(
      formula: formula, outcomes: BinaryOutcomes(event: event),
      column: ("z", linearPredictor))
    guard let model = try? LogisticModel(frame, options: options), model.hasMaximum,
      model.coefficients.allSatisfy(\.isFinite)
    else { throw .notConverged }
    return Likelihood(
      null: null, asIs: asIs, model: model.logLikelihood.model, intercept: model.coefficients[0],
      slope: model.coefficients[1])
  }
}

extension ModelFrame where Outcomes == BinaryOutcomes {
  /// Outcomes on one column of numbers, which no table holds.
  fileprivate convenience init(
    formula: Formula, outcomes: BinaryOutcomes, column: (name: String, values: [Double])
  ) {
    self.init(
      formula: formula, outcomes: outcomes, design: DesignMatrix(columns: [column]), weights: nil,
      offset: nil, strata: nil, clusters: nil, rows: Array(0..<Int32(outcomes.count)), warnings: [],
      observedRows: nil, terms: DesignTerms(formula), account: RowAccount())
  }
}
