extension CoxProcedure: CrossValidatedProcedure, CentreValidatedProcedure {
  public var events: [Bool] { frame.outcomes.event }

  /// x'b + offset of each row, b of the model that did not see it.
  public func linearPredictors(_ parts: [HeldOutPart<FittedCox>]) -> [Double] {
    var result = [Double](repeating: .nan, count: rowCount)
    for part in parts {
      let own = part.fitted.linearPredictors
      for row in part.rows.rows { result[Int(row)] = own[Int(row)] }
    }
    return result
  }

  /// The indices of ``linearPredictors(_:)``, and of risks by each model's own baseline.
  public func pooledIndices(
    _ parts: [HeldOutPart<FittedCox>]
  ) -> (of: [PerformanceIndex], values: [IndexValue]) {
    let score = linearPredictors(parts)
    var baseline: [PredictedHazard.Steps] = []
    var stratum = [Int32](repeating: 0, count: rowCount)
    var relativeHazard = [Double](repeating: 0, count: judge.needHazard ? rowCount : 0)
    for part in parts {
      let rule = part.fitted.rule
      let first = Int32(baseline.count)
      baseline += rule.baseline ?? []
      guard judge.needHazard else { continue }
      for row in part.rows.rows.map(Int.init) {
        stratum[row] = first + (rule.stratum?[row] ?? 0)
        relativeHazard[row] = rule.relativeHazard[row]
      }
    }
    let rule = SurvivalRule(
      score: score, ranking: ScoreRanking(of: score),
      baseline: judge.needHazard ? baseline : nil, stratum: stratum,
      relativeHazard: relativeHazard,
      followUp: parts.map(\.fitted.rule.followUp).max() ?? 0, logLikelihood: nil)
    let list = judge.indices(of: rule, on: RowSample(all: rowCount), isOwn: false)
    return (list.indices, list.values)
  }

  /// The log partial likelihood of all rows at the estimate less that of the rows that were fitted.
  public func heldOutLogLikelihood(_ part: HeldOutPart<FittedCox>) -> Double {
    judge.logLikelihood(of: part.fitted.rule.score)
      - part.fitted.model.logPartialLikelihood.model
  }

  /// Harrell's C and the slope, then at each horizon Uno's C, AUC and observed/expected.
  public func estimates(
    of fitted: FittedCox, in rows: RowSample, confidence: Double
  ) -> [CentreEstimate] {
    let places = rows.rows.map(Int.init)
    let rule = fitted.rule
    let hazard = PredictedHazard(
      strata: rule.baseline ?? [],
      stratum: rule.stratum.map { stratum in places.map { stratum[$0] } },
      relativeHazard: places.map { rule.relativeHazard[$0] }, followUp: rule.followUp)
    let horizons = judge.options.horizons
    var options = SurvivalValidationOptions()
    options.confidence = confidence
    options.truncation = judge.options.truncation
    options.thresholds = []
    options.threads = 1
    let score = places.map { rule.score[$0] }
    guard
      let predictions = try? SurvivalPredictions(
        score: score, isLogHazard: true, horizons: horizons,
        risks: horizons.map { hazard.risks(at: $0) }),
      let found = try? SurvivalValidation(
        of: predictions, against: frame.outcomes.selecting(places), options: options)
    else { return [] }
    func entry(
      _ name: PerformanceIndex.Name, at time: Double? = nil, _ scale: PoolingScale,
      _ value: Result<IndexEstimate, IndexUnavailable>
    ) -> CentreEstimate {
      CentreEstimate(
        PerformanceIndex(name, at: time), scale,
        value.map { ($0.estimate, $0.interval, $0.standardError) })
    }
    var result = [
      entry(.harrellC, .logOdds, found.harrellC), entry(.slope, .identity, found.slope),
    ]
    for horizon in found.horizons {
      result += [
        entry(.unoC, at: horizon.time, .logOdds, horizon.unoC),
        entry(
          .auc, at: horizon.time, .logOdds, horizon.auc.map { $0.interval(confidence: confidence) }),
        CentreEstimate(
          PerformanceIndex(.observedExpected, at: horizon.time), .logarithm,
          horizon.observedExpected.map { ($0.ratio, $0.interval, $0.logStandardError) }),
      ]
    }
    return result
  }
}
