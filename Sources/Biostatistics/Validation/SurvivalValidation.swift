/// How predictions are validated.
public struct SurvivalValidationOptions: Sendable {
  /// Follow-up for the concordance index, the slope, D and calibration in the large ends here; nil for
  /// all follow-up.
  public var truncation: Double?
  /// Of the decision curves.
  public var thresholds = DecisionCurve.defaultThresholds
  /// Of the intervals.
  public var confidence = 0.95
  /// Groups of predicted risk.
  public var groupCount = 5
  /// How many threads compute; results are equal to the bit for any number.
  public var threads = Parallel.processorCount

  /// All follow-up, 95 % intervals, thresholds 0.1 to 0.9, five groups.
  public init() {}
}

/// Predictions held against what became of the patients: discrimination, calibration, overall error and
/// decision curves, each index a value or the reason why there is none.
///
/// Inverse-censoring weights use G of this table (``CensoringDistribution``): 1 / G(t-) for an event at
/// t, 1 / G(t) for whoever is free of it after a horizon t. An index at a horizon is given when at least
/// ten patients are at risk there and somebody had the event.
///
/// Of a model with strata, whose linear predictor leaves out the baseline of each, Harrell's C compares
/// patients of one stratum, as `coxph` does, and the slope is that of a Cox model with the strata; Uno's C
/// and AUC(t) rank by the predicted risk at the horizon, and there is no D.
public struct SurvivalValidation: Sendable {
  /// An index, or why it has no value.
  public typealias Index<Value> = Result<Value, IndexUnavailable>

  /// n.
  public let count: Int
  /// Patients with the event, over all follow-up.
  public let eventCount: Int
  /// What times the table can support.
  public let followUp: FollowUp
  /// Median follow-up by the reverse Kaplan-Meier method (Schemper and Smith 1996,
  /// doi:10.1016/0197-2456(96)00075-X); nil where it is not reached.
  public let medianFollowUp: Double?
  /// The sum of case weights; nil where every patient counts once.
  public let sumOfWeights: Double?
  /// What was asked for.
  public let options: SurvivalValidationOptions
  /// Harrell's C.
  public let harrellC: Index<IndexEstimate>
  /// Its pairs and influences.
  public let concordance: Concordance?
  /// Royston and Sauerbrei's D and R2_D.
  public let separation: Index<RoystonSauerbrei>
  /// The calibration slope over all follow-up.
  public let slope: Index<IndexEstimate>
  /// Calibration in the large over all follow-up.
  public let inTheLarge: Index<CalibrationInTheLarge>
  /// From 0 to the last supported horizon.
  public let integratedBrier: Index<IntegratedBrierScore>
  /// One a horizon of the predictions.
  public let horizons: [HorizonValidation]

  /// The indices at one horizon.
  public struct HorizonValidation: Sendable {
    /// In the unit of the outcomes.
    public let time: Double
    /// Patients at risk.
    public let atRisk: Int
    /// Events up to it.
    public let eventCount: Int
    /// How large inverse-censoring weights become; nil with delayed entry.
    public let weights: WeightSummary?
    /// Uno's C up to the horizon.
    public let unoC: Index<IndexEstimate>
    /// Cumulative/dynamic AUC.
    public let auc: Index<TimeDependentAUC>
    /// Brier score with the null model.
    public let brier: Index<BrierScore>
    /// Observed over expected.
    public let observedExpected: Index<ObservedExpected>
    /// Log ratio of recalibrated to predicted baseline.
    public let recalibratedBaseline: Index<Double>
    /// Slope of log(-log(1 - risk)) up to the horizon.
    public let slope: Index<IndexEstimate>
    /// Flexible curve with ICI, E50 and E90.
    public let curve: Index<CalibrationCurve>
    /// Groups of predicted risk.
    public let groups: [CalibrationGroup]
    /// Net benefit.
    public let decision: Index<DecisionCurve>
  }
}

extension SurvivalValidation {
  /// Validates predictions of the rows of `outcomes`.
  ///
  /// - Parameters:
  ///   - predictions: scores and risks, one a row.
  ///   - outcomes: when each row's event or censoring was.
  ///   - weights: case weights, finite and positive, such as those of a sample; nil for 1. Every
  ///     index but D allows for them; ``count``, ``eventCount`` and the ten at risk that an index
  ///     asks for count patients.
  ///   - options: horizons, thresholds and the level of the intervals.
  /// - Throws: ``ValidationInputError`` where predictions, weights and outcomes differ in length, a weight
  ///   or an option is out of bounds.
  public init(
    of predictions: SurvivalPredictions, against outcomes: SurvivalOutcomes,
    weights: [Double]? = nil, options: SurvivalValidationOptions = SurvivalValidationOptions()
  ) throws(ValidationInputError) {
    guard predictions.count == outcomes.count else {
      throw .differentLengths("predictions", count: predictions.count, expected: outcomes.count)
    }
    if let weights {
      guard weights.count == outcomes.count else {
        throw .differentLengths("weights", count: weights.count, expected: outcomes.count)
      }
      if let row = weights.firstIndex(where: { !($0 > 0 && $0 < .infinity) }) {
        throw .invalidWeight(row: row, value: weights[row])
      }
    }
    sumOfWeights = weights?.reduce(0, +)
    guard options.confidence > 0, options.confidence < 1 else {
      throw .invalidConfidence(options.confidence)
    }
    if let threshold = options.thresholds.first(where: { !($0 > 0 && $0 < 1) }) {
      throw .invalidThreshold(threshold)
    }
    self.options = options
    count = outcomes.count
    eventCount = outcomes.eventCount
    let followUp = FollowUp(outcomes)
    self.followUp = followUp
    medianFollowUp = Self.medianFollowUp(outcomes, weights)
    let confidence = options.confidence
    let ended = options.truncation.map { outcomes.ended(at: $0) } ?? outcomes
    let strata = predictions.stratum
    let concordance = try? Concordance(
      of: predictions.score, against: ended, weights: weights, strata: strata)
    self.concordance = concordance
    harrellC = Index { () throws(IndexUnavailable) in
      try Self.index(concordance, ended, confidence)
    }
    separation = Index { () throws(IndexUnavailable) in
      guard strata == nil else { throw .strata }
      guard weights == nil else { throw .notWithWeights }
      return try RoystonSauerbrei(of: predictions.score, against: ended, confidence: confidence)
    }
    slope = Index { () throws(IndexUnavailable) in
      guard predictions.isLogHazard else { throw .noCurve }
      return try Calibration.slope(
        ofLinearPredictor: predictions.score, strata: strata, against: ended, weights: weights,
        confidence: confidence)
    }
    inTheLarge = Index { () throws(IndexUnavailable) in
      guard let hazard = predictions.hazard else { throw .noCurve }
      return try Calibration.inTheLarge(
        of: hazard, against: ended, weights: weights, confidence: confidence)
    }
    let tools = HorizonTools(predictions, outcomes, weights, followUp, options)
    horizons = predictions.horizons.indices.map(tools.validation)
    integratedBrier = Index { () throws(IndexUnavailable) in
      guard let hazard = predictions.hazard else { throw .noCurve }
      var reason: IndexUnavailable?
      for time in predictions.horizons.sorted(by: >) {
        do throws(IndexUnavailable) {
          try followUp.check(time)
          return try IntegratedBrierScore(
            of: hazard, against: outcomes, to: time, weights: weights,
            censoring: tools.censoring, threads: options.threads)
        } catch {
          reason = reason ?? error
        }
      }
      throw reason ?? .noProbability
    }
  }

  private static func index(
    _ concordance: Concordance?, _ outcomes: SurvivalOutcomes, _ confidence: Double
  ) throws(IndexUnavailable) -> IndexEstimate {
    guard outcomes.eventCount > 0 else { throw .noEvents }
    guard let concordance, concordance.index.isFinite else { throw .noComparablePair }
    guard concordance.concordantPairs + concordance.discordantPairs > 0 else {
      throw .onePrediction
    }
    return IndexEstimate(
      concordance.index, standardError: concordance.standardError,
      z: ConfidenceScale.z(confidence), within: 0...1)
  }

  private static func medianFollowUp(
    _ outcomes: SurvivalOutcomes, _ weights: [Double]?
  ) -> Double? {
    let reversed = SurvivalOutcomes(
      checkedEntry: outcomes.entry, exit: outcomes.exit, event: outcomes.event.map { !$0 })
    return (try? KaplanMeier(reversed, weights: weights).curves[0])?.median.time
  }

  /// Uno's C with its interval.
  static func unoC(
    _ score: [Double], _ outcomes: SurvivalOutcomes, upTo time: Double,
    _ censoring: CensoringDistribution, _ confidence: Double, weights: [Double]? = nil
  ) throws(IndexUnavailable) -> IndexEstimate {
    guard outcomes.entry == nil else { throw .delayedEntry }
    return try index(
      try? Concordance.uno(
        of: score, against: outcomes, upTo: time, weights: weights, censoring: censoring),
      outcomes.ended(at: time), confidence)
  }
}

/// What the indices at every horizon share.
private struct HorizonTools {
  let predictions: SurvivalPredictions
  let outcomes: SurvivalOutcomes
  let weights: [Double]?
  let followUp: FollowUp
  let options: SurvivalValidationOptions
  let censoring: CensoringDistribution
  let brier: Result<BrierScores, IndexUnavailable>
  let aucs: [Result<TimeDependentAUC, IndexUnavailable>]

  init(
    _ predictions: SurvivalPredictions, _ outcomes: SurvivalOutcomes, _ weights: [Double]?,
    _ followUp: FollowUp, _ options: SurvivalValidationOptions
  ) {
    self.weights = weights
    self.predictions = predictions
    self.outcomes = outcomes
    self.followUp = followUp
    self.options = options
    let censoring = CensoringDistribution(outcomes, weights: weights)
    self.censoring = censoring
    brier = Result { () throws(IndexUnavailable) in
      try BrierScores(outcomes, weights: weights, censoring: censoring)
    }
    guard predictions.stratum != nil else {
      aucs = TimeDependentAUC.estimates(
        of: predictions.score, against: outcomes, at: predictions.horizons, weights: weights,
        censoring: censoring)
      return
    }
    aucs = zip(predictions.horizons, predictions.risks).map { time, risk in
      guard let risk else { return .failure(.noProbability) }
      return TimeDependentAUC.estimates(
        of: risk, against: outcomes, at: [time], weights: weights, censoring: censoring)[0]
    }
  }

  /// What ranks patients up to a horizon: the score, or with strata the risk.
  private func ranks(_ place: Int) throws(IndexUnavailable) -> [Double] {
    guard predictions.stratum != nil else { return predictions.score }
    guard let risk = predictions.risks[place] else { throw .noProbability }
    return risk
  }

  func validation(_ place: Int) -> SurvivalValidation.HorizonValidation {
    let time = predictions.horizons[place]
    let confidence = options.confidence
    let support = Result { () throws(IndexUnavailable) in try followUp.check(time) }
    /// An index of the predicted risk, where the time is supported and there is one.
    func ofRisk<Value>(
      _ index: ([Double]) throws(IndexUnavailable) -> Value
    ) -> Result<Value, IndexUnavailable> {
      Result { () throws(IndexUnavailable) in
        try support.get()
        guard let risk = predictions.risks[place] else { throw .noProbability }
        return try index(risk)
      }
    }
    let groups = ofRisk { risk in
      CalibrationGroup.groups(
        ofRisk: risk, at: time, against: outcomes, weights: weights, count: options.groupCount,
        confidence: confidence)
    }
    return SurvivalValidation.HorizonValidation(
      time: time, atRisk: followUp.atRisk(at: time), eventCount: followUp.eventCount(by: time),
      weights: outcomes.entry == nil && followUp.atRisk(at: time) > 0
        ? censoring.weights(at: time, outcomes) : nil,
      unoC: Result { () throws(IndexUnavailable) in
        try support.get()
        return try SurvivalValidation.unoC(
          try ranks(place), outcomes, upTo: time, censoring, confidence, weights: weights)
      },
      auc: Result { () throws(IndexUnavailable) in
        try support.get()
        return try aucs[place].get()
      },
      brier: ofRisk { (risk) throws(IndexUnavailable) in
        try brier.get().score(of: risk, at: time)
      },
      observedExpected: ofRisk { (risk) throws(IndexUnavailable) in
        try Calibration.observedExpected(
          ofRisk: risk, at: time, against: outcomes, weights: weights, confidence: confidence)
      },
      recalibratedBaseline: ofRisk { (risk) throws(IndexUnavailable) in
        try Calibration.recalibratedBaseline(
          ofRisk: risk, at: time, against: outcomes, weights: weights)
      },
      slope: ofRisk { (risk) throws(IndexUnavailable) in
        try Calibration.slope(
          ofRisk: risk, at: time, against: outcomes, weights: weights, confidence: confidence)
      },
      curve: ofRisk { (risk) throws(IndexUnavailable) in
        try CalibrationCurve(
          ofRisk: risk, at: time, against: outcomes, weights: weights, confidence: confidence)
      },
      groups: (try? groups.get()) ?? [],
      decision: ofRisk { (risk) throws(IndexUnavailable) in
        do throws(ValidationInputError) {
          return try DecisionCurve(
            ofRisk: risk, at: time, against: outcomes, weights: weights,
            thresholds: options.thresholds)
        } catch {
          throw .delayedEntry
        }
      })
  }
}
