/// What chemotherapy would change for one patient, effect by effect, and what is known of the answer.
public struct Benefit: Sendable {
  /// One effect on one survival at one time.
  public struct Estimate: Sendable {
    /// The id of the effect; "user" for a ratio of one's own.
    public let effect: String
    /// Nil for a ratio of one's own.
    public let source: TreatmentEffect?
    public let endpoint: Endpoint.Kind
    public let time: Horizon
    public let stratum: EffectStrata.Stratum?
    /// Whether the ratio is drawn towards that of all strata.
    public let isShrunken: Bool
    /// The regimen, where a source has ratios of several.
    public let regimen: String?
    /// From whom the ratio comes: those of the stratum or the regimen where they were counted, else all
    /// of the source; nil where nobody says.
    public let patients: Int?
    public let ratio: RatioEstimate
    public let benefit: SurvivalBenefit
    public let caveats: [String]
  }

  public let eligibility: Eligibility
  /// The id of the model whose survival is the baseline; "user" for survivals of one's own.
  public let baselineModel: String
  /// What the baseline is a survival of: the effects are those on it.
  public let endpoint: Endpoint.Kind
  /// The model's own prediction; nil for survivals of one's own.
  public let prognosis: Prediction?
  /// Survival without chemotherapy, time by time.
  public let baseline: [BenefitQuestion.Survival]
  /// Whether no effect was asked for.
  public let isPrognosisOnly: Bool
  /// The overall effects first, then shrunken strata, raw strata last.
  public let estimates: [Estimate]
  /// Strata that the baseline cannot tell apart are all shown; this says so.
  public let strataSentence: String?
  /// One ratio out of the overall effects, or why they are not averaged; nil for fewer than two.
  public let synthesis: Result<EffectSynthesis, SynthesisRefusal>?
  /// Comparisons of one regimen with another.
  public let regimens: [TreatmentEffect.RegimenContrast]
  /// Sources that compare with no chemotherapy and give no ratio with its interval: told in words.
  public let described: [TreatmentEffect]
  public let cautions: [Caution]
}
