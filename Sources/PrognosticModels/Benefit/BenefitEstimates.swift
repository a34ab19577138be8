internal import Terms

/// Puts effects on baseline survivals, and strata in their order.
struct BenefitEstimates {
  let baseline: [BenefitQuestion.Survival]
  private var overall: [Benefit.Estimate] = []
  private var shrunken: [Benefit.Estimate] = []
  private var raw: [Benefit.Estimate] = []
  private(set) var strataSentence: String?
  private(set) var actsOnOdds = false

  /// The range of the ratio of cumulative hazards at 10 and 5 years in published cohorts of limb and
  /// trunk wall (1.27 in the control arm of EORTC 62961, 1.55 in Canter 2008, with the background
  /// mortality of overall survival up to 1.7). It only says which strata a 5-year survival is compatible
  /// with; no 10-year survival is made from it.
  private static let hazardGrowth = 1.27...1.7

  init(baseline: [BenefitQuestion.Survival]) { self.baseline = baseline }

  var ordered: [Benefit.Estimate] { overall + shrunken + raw }

  mutating func add(userRatio ratio: RatioEstimate) throws(BenefitError) {
    for survival in baseline {
      overall.append(
        Benefit.Estimate(
          effect: "user", source: nil, endpoint: .overallSurvival, time: survival.time,
          stratum: nil,
          isShrunken: false, regimen: nil, ratio: ratio,
          benefit: SurvivalBenefit(without: survival.survival, ratio: ratio), caveats: []))
    }
  }

  mutating func add(_ effect: TreatmentEffect) throws(BenefitError) {
    let estimates = effect.selectableEstimates.filter { $0.endpoint == .overallSurvival }
    for estimate in estimates where estimate.stratum == nil {
      let ratio = try RatioEstimate(estimate)
      if ratio.measure == .oddsRatio, estimate.horizon == nil { actsOnOdds = true }
      for survival in baseline {
        overall.append(self.estimate(effect, ratio, survival, estimate.regimen))
      }
    }
    guard let strata = effect.strata else { return }
    let inStrata = estimates.filter { estimate in
      strata.groups.contains { $0.name == estimate.stratum }
    }
    guard !inStrata.isEmpty else { return }
    let ratios = try inStrata.map { (estimate) throws(BenefitError) in try RatioEstimate(estimate) }
    let drawn = try StratumShrinkage(ratios).shrunken
    let compatible = compatible(strata)
    if compatible.count > 1 {
      let labels = compatible.map { $0.label.en.prefix(1).lowercased() + $0.label.en.dropFirst() }
      strataSentence =
        "The baseline is compatible with more than one stratum (\(Words.list(labels, "or"))): each is "
        + "shown."
    }
    for (place, estimate) in inStrata.enumerated() {
      guard let stratum = compatible.first(where: { $0.name == estimate.stratum }) else { continue }
      for survival in baseline {
        shrunken.append(
          self.estimate(effect, drawn[place], survival, nil, stratum, isShrunken: true))
        raw.append(self.estimate(effect, ratios[place], survival, nil, stratum))
      }
    }
  }

  private func estimate(
    _ effect: TreatmentEffect, _ ratio: RatioEstimate, _ survival: BenefitQuestion.Survival,
    _ regimen: String?, _ stratum: EffectStrata.Stratum? = nil, isShrunken: Bool = false
  ) -> Benefit.Estimate {
    Benefit.Estimate(
      effect: effect.id, source: effect, endpoint: .overallSurvival, time: survival.time,
      stratum: stratum, isShrunken: isShrunken, regimen: regimen, ratio: ratio,
      benefit: SurvivalBenefit(without: survival.survival, ratio: ratio), caveats: effect.caveats)
  }

  /// The stratum of a survival at the rule's own time; else those with which a 5-year survival goes.
  private func compatible(_ strata: EffectStrata) -> [EffectStrata.Stratum] {
    let years = strata.horizon.time(in: .year)
    if let own = baseline.first(where: { $0.time.time(in: .year) == years }) {
      return strata.stratum(of: own.survival.estimate).map { [$0] } ?? []
    }
    guard years == 10, let five = baseline.first(where: { $0.time.time(in: .year) == 5 }) else {
      return strata.groups
    }
    let survival = five.survival.estimate
    let range =
      Elementary.power(
        survival, Self.hazardGrowth.upperBound)...Elementary.power(
        survival, Self.hazardGrowth.lowerBound)
    return strata.strata(compatibleWith: range)
  }
}

extension RatioEstimate {
  /// The ratio that a source prints.
  init(_ estimate: TreatmentEffect.Estimate) throws(BenefitError) {
    try self.init(
      estimate.measure == .hazardRatio ? .hazardRatio : .oddsRatio, estimate.estimate,
      interval: estimate.interval.map { (lower: $0.lowerBound, upper: $0.upperBound) },
      confidence: estimate.confidence ?? 0.95)
  }
}
