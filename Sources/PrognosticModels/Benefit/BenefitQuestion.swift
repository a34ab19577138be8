/// What is asked about the benefit of chemotherapy for one patient.
public struct BenefitQuestion: Sendable {
  /// A survival that somebody brings, such as that of the authors' own calculator.
  public struct Survival: Sendable {
    public let time: Horizon
    public let survival: BaselineSurvival

    /// Survival at a time.
    public init(time: Horizon, survival: BaselineSurvival) {
      (self.time, self.survival) = (time, survival)
    }
  }

  /// The model whose survival stands for that without chemotherapy; nil for the first that applies.
  public var model: String?
  /// Ids of effects; empty for every one that compares with no chemotherapy.
  public var effects: [String] = []
  /// A ratio of one's own.
  public var ratio: RatioEstimate?
  /// Survivals in the model's place.
  public var survivals: [Survival] = []
  /// Times; nil for those of the baseline.
  public var horizons: [Horizon]?

  /// Every effect on the first model that applies.
  public init() {}
}

/// Why there is no benefit to show.
public enum BenefitRefusal: Error, Sendable {
  /// A value of the patient, or what a model makes of it.
  case patient(PatientError)
  /// An effect that is not to be had.
  case effect(EffectSelectionError)
  /// No model gives a survival for this patient; what each says.
  case noBaseline(reasons: [String])
  /// The library defines nobody as eligible.
  case noEligibility
  /// A number that the arithmetic cannot take.
  case arithmetic(BenefitError)
}

extension BenefitRefusal: CustomStringConvertible {
  /// One sentence.
  public var description: String {
    switch self {
    case .patient(let error): error.description
    case .effect(let error): error.description
    case .noBaseline(let reasons):
      "no model gives this patient a survival without chemotherapy; state one with --survival, or "
        + "say more. \(reasons.joined(separator: " "))"
    case .noEligibility: "the library holds no definition of who is eligible."
    case .arithmetic(let error): error.description
    }
  }
}
