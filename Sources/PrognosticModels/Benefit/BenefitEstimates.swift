/// Puts effects on baseline survivals, and strata in their order.
struct BenefitEstimates {
  let baseline: [BenefitQuestion.Survival]
  let endpoint: Endpoint.Kind
  private var overall: [Benefit.Estimate] = []
  private var shrunken: [Benefit.Estimate] = []
  private var raw: [Benefit.Estimate] = []
  private var sources: [EffectSynthesis.Source] = []
  private(set) var strataSentence: String?
  private(set) var cautions: [Caution] = []

  init(baseline: [BenefitQuestion.Survival], endpoint: Endpoint.Kind) {
    (self.baseline, self.endpoint) = (baseline, endpoint)
  }

  var ordered: [Benefit.Estimate] { overall + shrunken + raw }

  /// Whether any benefit has one.
  var hasInterval: Bool { ordered.contains { $0.benefit.absoluteBenefit.interval != nil } }

  /// Of the overall ratios, one a source; nil for fewer than two sources.
  var synthesis: Result<EffectSynthesis, SynthesisRefusal>? {
    guard sources.count >= 2 else { return nil }
    do throws(SynthesisRefusal) {
      return .success(try EffectSynthesis(sources))
    } catch {
      return .failure(error)
    }
  }

  mutating func add(userRatio ratio: RatioEstimate) throws(BenefitError) {
    for survival in baseline {
      overall.append(
        Benefit.Estimate(
          effect: "user", source: nil, endpoint: endpoint, time: survival.time, stratum: nil,
          isShrunken: false, regimen: nil, patients: nil, ratio: ratio,
          benefit: SurvivalBenefit(without: survival.survival, ratio: ratio), caveats: []))
    }
  }

  /// An effect that was named is told of where it has nothing to say of the endpoint.
  mutating func add(_ effect: TreatmentEffect, isNamed: Bool) throws(BenefitError) {
    let estimates = effect.selectableEstimates.filter { $0.endpoint == endpoint }
    if estimates.isEmpty, isNamed {
      cautions.append(.noRatioForEndpoint(effect: effect.id, endpoint))
    }
    if effect.status == .draft { cautions.append(.draftEffect(effect.id)) }
    for estimate in estimates where estimate.stratum == nil {
      let ratio = try RatioEstimate(estimate)
      if !sources.contains(where: { $0.name == effect.id }) {
        let trials = effect.unnamedTrials == 0 ? effect.trials : []
        sources.append(EffectSynthesis.Source(name: effect.id, trials: trials, ratio: ratio))
      }
      for survival in survivals(for: estimate, effect) {
        overall.append(self.estimate(effect, estimate, ratio, survival))
      }
    }
    if let strata = effect.strata { try add(strata, of: effect, estimates) }
  }

  private mutating func add(
    _ strata: EffectStrata, of effect: TreatmentEffect, _ estimates: [TreatmentEffect.Estimate]
  ) throws(BenefitError) {
    let inStrata = estimates.filter { estimate in
      strata.groups.contains { $0.name == estimate.stratum }
    }
    guard inStrata.count >= 2 else { return }
    let ratios = try inStrata.map { (estimate) throws(BenefitError) in try RatioEstimate(estimate) }
    let drawn = try StratumShrinkage(ratios).shrunken
    let compatible = endpoint == .overallSurvival ? strata.compatible(baseline) : strata.groups
    if compatible.count > 1 {
      let labels = compatible.map { $0.label.en.prefix(1).lowercased() + $0.label.en.dropFirst() }
      strataSentence =
        "The baseline is compatible with more than one stratum (\(Words.list(labels, "or"))): each is"
        + " shown."
    }
    for (place, estimate) in inStrata.enumerated() {
      guard let stratum = compatible.first(where: { $0.name == estimate.stratum }) else { continue }
      for survival in survivals(for: estimate, effect) {
        shrunken.append(
          self.estimate(effect, estimate, drawn[place], survival, stratum, isShrunken: true))
        raw.append(self.estimate(effect, estimate, ratios[place], survival, stratum))
      }
    }
  }

  /// The survivals on which an estimate acts: a hazard ratio on all; an odds ratio on that at the time
  /// that its source states, and where it states none on all, which is said.
  private mutating func survivals(
    for estimate: TreatmentEffect.Estimate, _ effect: TreatmentEffect
  ) -> [BenefitQuestion.Survival] {
    guard estimate.measure == .oddsRatio else { return baseline }
    let caution: Caution
    let result: [BenefitQuestion.Survival]
    if let time = estimate.horizon {
      result = baseline.filter { $0.time.time(in: .year) == time.time(in: .year) }
      caution = .oddsAtStatedHorizon(effect: effect.id, time, isShown: !result.isEmpty)
      guard result.count < baseline.count else { return result }
    } else {
      (result, caution) = (baseline, .oddsWithoutHorizon)
    }
    if !cautions.contains(caution) { cautions.append(caution) }
    return result
  }

  private func estimate(
    _ effect: TreatmentEffect, _ estimate: TreatmentEffect.Estimate, _ ratio: RatioEstimate,
    _ survival: BenefitQuestion.Survival, _ stratum: EffectStrata.Stratum? = nil,
    isShrunken: Bool = false
  ) -> Benefit.Estimate {
    Benefit.Estimate(
      effect: effect.id, source: effect, endpoint: endpoint, time: survival.time, stratum: stratum,
      isShrunken: isShrunken, regimen: estimate.regimen,
      patients: estimate.patients ?? (estimate.regimen == nil ? effect.patients : nil),
      ratio: ratio, benefit: SurvivalBenefit(without: survival.survival, ratio: ratio),
      caveats: effect.caveats)
  }
}

extension RatioEstimate {
  /// The ratio that a source prints.
  public init(_ estimate: TreatmentEffect.Estimate) throws(BenefitError) {
    try self.init(
      estimate.measure == .hazardRatio ? .hazardRatio : .oddsRatio, estimate.estimate,
      interval: estimate.interval.map { (lower: $0.lowerBound, upper: $0.upperBound) },
      confidence: estimate.confidence ?? 0.95)
  }
}
