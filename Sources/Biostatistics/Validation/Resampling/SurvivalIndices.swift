#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Which indices of a survival model are repeated by resampling.
public struct SurvivalIndexOptions: Sendable {
  /// Horizons, in the unit of the outcomes.
  public var horizons: [Double] = []
  /// Of net benefit.
  public var thresholds = DecisionCurve.defaultThresholds
  /// Follow-up for the indices over all follow-up ends here; nil for all follow-up.
  public var truncation: Double?
  /// Those that are wanted; only they cost time.
  public var names = Set(PerformanceIndex.Name.allCases)

  /// Every index over all follow-up, and none at a horizon.
  public init() {}
}

/// What a model that was fitted to some rows predicts of all rows of a frame.
struct SurvivalRule: Sendable {
  /// The linear predictor of every row.
  let score: [Double]
  /// The rows in its order.
  let ranking: ScoreRanking
  /// H0, stratum by stratum; nil where no index asks for it.
  let baseline: [PredictedHazard.Steps]?
  /// The place of each row's stratum among them; nil where there is one.
  let stratum: [Int32]?
  /// What multiplies H0 in each row; empty where no index asks for it.
  let relativeHazard: [Double]
  /// Where follow-up of the fitted rows ended.
  let followUp: Double
  /// The log partial likelihood of the fitted rows at 0 and at the estimate; nil where the estimate does not
  /// maximise it.
  let logLikelihood: (null: Double, model: Double)?
}

/// The indices of one set of outcomes: what does not depend on the model is made once.
///
/// An index at a horizon is given where the whole frame supports it (``FollowUp/check(_:)``): a resample with
/// fewer at risk counts all the same, for leaving it out would favour the others. G, the distribution of
/// censoring, is estimated in the sample that is judged. Indices of a likelihood are within strata, as
/// `rms::validate` has them; the others pair all patients, as ``SurvivalValidation``.
struct SurvivalIndices: Sendable {
  let options: SurvivalIndexOptions
  private let outcomes: SurvivalOutcomes
  private let ended: SurvivalOutcomes
  private let outlived: OutlivedEvents
  private let riskSets: CoxRiskSets
  private let strata: (codes: [Int32], labels: [String])?
  private let ties: TieHandling
  private let censoring: CensoringDistribution
  private let support: [IndexUnavailable?]

  init(_ frame: SurvivalFrame, ties: TieHandling, _ options: SurvivalIndexOptions) {
    self.options = options
    self.ties = ties
    outcomes = frame.outcomes
    strata = frame.strata
    ended = options.truncation.map { frame.outcomes.ended(at: $0) } ?? frame.outcomes
    outlived = OutlivedEvents(ended, strata: nil)
    riskSets = CoxRiskSets(
      ended, weights: nil, strata: strata?.codes, strataCount: strata?.labels.count ?? 0)
    censoring = CensoringDistribution(outcomes)
    let followUp = FollowUp(outcomes)
    support = options.horizons.map { time in
      do throws(IndexUnavailable) {
        try followUp.check(time)
        return nil
      } catch {
        return error
      }
    }
  }

  /// Whether an index needs the hazard over time.
  var needHazard: Bool {
    options.names.contains(.inTheLarge) || !options.horizons.isEmpty
  }

  /// The indices of a model in some rows.
  ///
  /// - Parameter isOwn: whether the rows are those that it was fitted to.
  func indices(of rule: SurvivalRule, on sample: RowSample, isOwn: Bool) -> IndexList {
    var list = IndexList(options.names)
    let isConstant = !rule.ranking.isTiedWithPrevious.dropFirst().contains(false)
    addConcordance(to: &list, rule, sample)
    addLikelihood(to: &list, rule, sample, isOwn: isOwn, isConstant: isConstant)
    guard list.wants(.roystonD, .roystonR2) || needHazard else { return list }
    let score = sample.counts == nil ? rule.score : sample.rows.map { rule.score[Int($0)] }
    let rows = sample.counts == nil ? nil : sample.rows.map(Int.init)
    let own = rows.map { ended.selecting($0) } ?? ended
    if list.wants(.roystonD, .roystonR2) {
      let separation = Result { () throws(IndexUnavailable) in
        try RoystonSauerbrei(of: score, against: own)
      }
      list.add(.roystonD) { () throws(IndexUnavailable) in
        try isConstant ? 0 : separation.get().separation.estimate
      }
      list.add(.roystonR2) { () throws(IndexUnavailable) in
        try isConstant ? 0 : separation.get().explainedVariation
      }
    }
    guard needHazard, let baseline = rule.baseline else { return list }
    let hazard = PredictedHazard(
      strata: baseline,
      stratum: rule.stratum.map { stratum in sample.rows.map { stratum[Int($0)] } },
      relativeHazard: sample.rows.map { rule.relativeHazard[Int($0)] }, followUp: rule.followUp)
    list.add(.inTheLarge) { () throws(IndexUnavailable) in
      try Calibration.inTheLarge(of: hazard, against: own).logRatio.estimate
    }
    addHorizons(
      to: &list, hazard, score, rows.map { outcomes.selecting($0) } ?? outcomes,
      rows == nil ? censoring : nil, isConstant: isConstant)
    return list
  }

  /// The log partial likelihood of all rows at a linear predictor as it is.
  func logLikelihood(of linearPredictor: [Double]) -> Double {
    let found = try? ScoreLikelihood(
      linearPredictor, outcomes, strata, ties: ties,
      riskSets: options.truncation == nil ? riskSets : nil, isConstant: false)
    return found.map { $0.atOne ?? $0.model } ?? .nan
  }

  // MARK: Over all follow-up

  private func addConcordance(
    to list: inout IndexList, _ rule: SurvivalRule, _ sample: RowSample
  ) {
    guard list.wants(.harrellC, .somersDxy) else { return }
    let pairs = ConcordanceSweep<Int32>(rule.ranking, outlived, weights: sample.counts)
    let comparable = pairs.concordant + pairs.discordant + pairs.tiedScore
    let index = Result { () throws(IndexUnavailable) in
      guard comparable > 0 else { throw .noComparablePair }
      return (pairs.concordant + pairs.tiedScore / 2) / comparable
    }
    list.add(.harrellC) { () throws(IndexUnavailable) in try index.get() }
    list.add(.somersDxy) { () throws(IndexUnavailable) in 2 * (try index.get()) - 1 }
  }

  private func addLikelihood(
    to list: inout IndexList, _ rule: SurvivalRule, _ sample: RowSample, isOwn: Bool,
    isConstant: Bool
  ) {
    guard
      list.wants(
        .nagelkerkeR2, .recalibratedR2, .slope, .discriminationD, .unreliabilityU, .qualityQ,
        .giniMeanDifference)
    else { return }
    let found = Result { () throws(IndexUnavailable) in
      try likelihood(rule, sample, isOwn: isOwn, isConstant: isConstant)
    }
    let n = Double(sample.count)
    func r2(_ found: ScoreLikelihood, _ reached: Double) -> Double {
      expm1(-2 * (reached - found.null) / n) / expm1(2 * found.null / n)
    }
    list.add(.nagelkerkeR2) { () throws(IndexUnavailable) in
      let found = try found.get()
      return r2(found, found.atOne ?? found.model)
    }
    list.add(.recalibratedR2) { () throws(IndexUnavailable) in
      let found = try found.get()
      return r2(found, found.model)
    }
    list.add(.slope) { () throws(IndexUnavailable) in try found.get().slope }
    func d(_ found: ScoreLikelihood) -> Double {
      isConstant ? 0 : (2 * (found.model - found.null) - 1) / (-2 * found.null)
    }
    func u(_ found: ScoreLikelihood) -> Double {
      isConstant ? 0 : (found.atOne.map { 2 * (found.model - $0) } ?? -2) / (-2 * found.null)
    }
    list.add(.discriminationD) { () throws(IndexUnavailable) in d(try found.get()) }
    list.add(.unreliabilityU) { () throws(IndexUnavailable) in u(try found.get()) }
    list.add(.qualityQ) { () throws(IndexUnavailable) in
      let found = try found.get()
      return d(found) - u(found)
    }
    list.add(.giniMeanDifference) { () throws(IndexUnavailable) in
      (try found.get()).slope.magnitude
        * giniMeanDifference(rule.score, rule.ranking.order, sample.counts)
    }
  }

  private func likelihood(
    _ rule: SurvivalRule, _ sample: RowSample, isOwn: Bool, isConstant: Bool
  ) throws(IndexUnavailable) -> ScoreLikelihood {
    if isOwn, options.truncation == nil, let own = rule.logLikelihood {
      guard own.null < 0 else { throw .noEvents }
      return ScoreLikelihood(null: own.null, atOne: nil, model: own.model, slope: 1)
    }
    guard sample.counts != nil else {
      return try ScoreLikelihood(
        rule.score, ended, strata, ties: ties, riskSets: riskSets, isConstant: isConstant)
    }
    let rows = sample.rows.map(Int.init)
    return try ScoreLikelihood(
      rows.map { rule.score[$0] }, ended.selecting(rows),
      strata.map { strata in (rows.map { strata.codes[$0] }, strata.labels) }, ties: ties,
      riskSets: nil, isConstant: isConstant)
  }

  // MARK: At horizons

  private func addHorizons(
    to list: inout IndexList, _ hazard: PredictedHazard, _ score: [Double],
    _ outcomes: SurvivalOutcomes, _ known: CensoringDistribution?, isConstant: Bool
  ) {
    guard !options.horizons.isEmpty else { return }
    let censoring = known ?? CensoringDistribution(outcomes)
    let brier = Result { () throws(IndexUnavailable) in
      try BrierScores(outcomes, censoring: censoring, standardErrors: false)
    }
    let areas =
      list.wants(.auc)
      ? TimeDependentAUC.estimates(
        of: score, against: outcomes, at: options.horizons, censoring: censoring) : []
    for (place, time) in options.horizons.enumerated() {
      let support = support[place]
      func supported(
        _ value: () throws(IndexUnavailable) -> Double
      ) throws(IndexUnavailable) -> Double {
        if let support { throw support }
        return try value()
      }
      let risk = hazard.risks(at: time)
      list.add(.unoC, at: time) { () throws(IndexUnavailable) in
        try supported { () throws(IndexUnavailable) in
          if isConstant { return 0.5 }
          return try SurvivalValidation.unoC(score, outcomes, upTo: time, censoring, 0.95).estimate
        }
      }
      list.add(.auc, at: time) { () throws(IndexUnavailable) in
        try supported { () throws(IndexUnavailable) in
          if isConstant { return 0.5 }
          return try areas[place].get().estimate
        }
      }
      if list.wants(.brier, .scaledBrier) {
        let score = Result { () throws(IndexUnavailable) in
          if let support { throw support }
          return try brier.get().score(of: risk, at: time)
        }
        list.add(.brier, at: time) { () throws(IndexUnavailable) in try score.get().estimate }
        list.add(.scaledBrier, at: time) { () throws(IndexUnavailable) in
          try score.get().scaled ?? .nan
        }
      }
      list.add(.observedExpected, at: time) { () throws(IndexUnavailable) in
        try supported { () throws(IndexUnavailable) in
          try Calibration.observedExpected(ofRisk: risk, at: time, against: outcomes).ratio
        }
      }
      list.add(.slopeToHorizon, at: time) { () throws(IndexUnavailable) in
        try supported { () throws(IndexUnavailable) in
          try Calibration.slope(ofRisk: risk, at: time, against: outcomes).estimate
        }
      }
      if list.wants(.ici, .e50, .e90) {
        let curve = Result { () throws(IndexUnavailable) in
          if let support { throw support }
          return try CalibrationCurve(ofRisk: risk, at: time, against: outcomes)
        }
        list.add(.ici, at: time) { () throws(IndexUnavailable) in try curve.get().ici }
        list.add(.e50, at: time) { () throws(IndexUnavailable) in try curve.get().e50 }
        list.add(.e90, at: time) { () throws(IndexUnavailable) in try curve.get().e90 }
      }
      guard list.wants(.netBenefit) else { continue }
      let decision = try? DecisionCurve(
        ofRisk: risk, at: time, against: outcomes, thresholds: options.thresholds)
      for (k, threshold) in options.thresholds.enumerated() {
        list.add(.netBenefit, at: time, threshold: threshold) { () throws(IndexUnavailable) in
          if let support { throw support }
          guard let decision else { throw .delayedEntry }
          guard let benefit = decision.points[k].netBenefit else { throw .noProbability }
          return benefit
        }
      }
    }
    addIntegral(to: &list, hazard, outcomes, censoring)
  }

  private func addIntegral(
    to list: inout IndexList, _ hazard: PredictedHazard, _ outcomes: SurvivalOutcomes,
    _ censoring: CensoringDistribution
  ) {
    guard list.wants(.integratedBrier, .scaledIntegratedBrier),
      let time = zip(options.horizons, support).filter({ $1 == nil }).map(\.0).max()
    else { return }
    // A sample's own follow-up may end before the horizon, where its baseline is carried on.
    let carried = PredictedHazard(
      strata: hazard.strata, stratum: hazard.stratum, relativeHazard: hazard.relativeHazard,
      followUp: .infinity)
    let integral = Result { () throws(IndexUnavailable) in
      try IntegratedBrierScore(
        of: carried, against: outcomes, to: time, censoring: censoring, threads: 1)
    }
    list.add(.integratedBrier, at: time) { () throws(IndexUnavailable) in
      try integral.get().estimate
    }
    list.add(.scaledIntegratedBrier, at: time) { () throws(IndexUnavailable) in
      try integral.get().scaled ?? .nan
    }
  }
}

/// The mean distance of two values, each of which stands there so many times:
/// 2 / (n (n - 1)) sum over i of x_(i) (2 i - n - 1), x_(i) ascending.
///
/// - Parameter order: the values' places, ascending.
func giniMeanDifference(_ values: [Double], _ order: [Int32], _ counts: [Int32]?) -> Double {
  let n = counts.map { $0.reduce(0) { $0 + Double($1) } } ?? Double(values.count)
  guard n > 1, let middle = order.dropFirst(order.count / 2).first else { return 0 }
  let center = values[Int(middle)]
  var (sum, below) = (0.0, 0.0)
  for place in order {
    let count = counts.map { Double($0[Int(place)]) } ?? 1
    sum += (values[Int(place)] - center) * count * (2 * below + count - n)
    below += count
  }
  return 2 * sum / (n * (n - 1))
}
