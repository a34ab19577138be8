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
  /// A document of one's own in that model's place, such as one that a fit wrote.
  public var document: PrognosticModel?
  /// Ids of effects; empty for every one that compares with no chemotherapy.
  public var effects: [String] = []
  /// A ratio of one's own.
  public var ratio: RatioEstimate?
  /// Survivals in the model's place.
  public var survivals: [Survival] = []
  /// Times; nil for those of the baseline.
  public var horizons: [Horizon]?
  /// Survival without chemotherapy and no effect.
  public var isPrognosisOnly = false

  /// Every effect on the first model that applies.
  public init() {}

  /// - Throws: ``BenefitRefusal/twice(_:)`` and ``BenefitRefusal/prognosisWithEffect``.
  func check() throws(BenefitRefusal) {
    for (place, effect) in effects.enumerated() where effects[..<place].contains(effect) {
      throw .twice("the effect '\(effect)'")
    }
    let years = survivals.map { $0.time.time(in: .year) }
    for (place, year) in years.enumerated() where years[..<place].contains(year) {
      throw .twice("a survival at \(survivals[place].time.text)")
    }
    guard !isPrognosisOnly || (effects.isEmpty && ratio == nil) else { throw .prognosisWithEffect }
  }
}

/// Why there is no benefit to show.
public enum BenefitRefusal: Error, Sendable {
  /// A value of the patient, or what a model makes of it.
  case patient(PatientError)
  /// An effect that is not to be had.
  case effect(EffectSelectionError)
  /// No model gives a survival for this patient; what each says.
  case noBaseline(reasons: [String])
  case unknownModel(id: String, suggestion: String?)
  /// A model that was named and cannot stand for survival without chemotherapy before surgery.
  case notBaseline(String, reason: String)
  /// The model applies, and gives none of the times that were asked for.
  case noHorizon(PrognosticModel, asked: [Horizon])
  /// Something that was stated twice.
  case twice(String)
  /// Prognosis alone, and an effect.
  case prognosisWithEffect
  /// The library defines nobody as eligible.
  case noEligibility
  /// A number that the arithmetic cannot take.
  case arithmetic(BenefitError)
}

extension BenefitRefusal: CustomStringConvertible {
  /// One sentence, and where it helps what to do.
  public var description: String {
    switch self {
    case .patient(let error): error.description
    case .effect(let error): error.description
    case .noBaseline(let reasons):
      "no model gives this patient a survival without chemotherapy; state a 'survival' of your own, "
        + "or say more. \(reasons.joined(separator: " "))"
    case .unknownModel(let id, let suggestion):
      "There is no model \(Words.quoted(id))"
        + (suggestion.map { "; did you mean '\($0)'?" }
          ?? "; 'sarcoma models list' names them all.")
    case .notBaseline(let id, let reason):
      "'\(id)' cannot stand for survival without chemotherapy before surgery: \(reason)"
    case .noHorizon(let model, let asked):
      "\(model.wordsWithout(asked)). \(PrognosticModel.howToState(asked))"
    case .twice(let what): "\(what) is stated twice; state it once."
    case .prognosisWithEffect:
      "prognosis alone takes no effect and no hazard ratio; leave one of them out."
    case .noEligibility: "the library holds no definition of who is eligible."
    case .arithmetic(let error): error.description
    }
  }

  /// Whether the question contradicts itself, whoever the patient is.
  public var isUsage: Bool {
    switch self {
    case .twice, .prognosisWithEffect: true
    default: false
    }
  }
}
