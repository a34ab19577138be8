public import StrictJSON

/// A benefit as every door gives it.
public struct BenefitReport: Sendable {
  public let benefit: Benefit

  /// A report of one benefit.
  public init(_ benefit: Benefit) { self.benefit = benefit }

  /// The object of a benefit in the command line's contract. Of prognosis alone `estimates` hold the
  /// survivals without chemotherapy, and null for what an effect would give.
  public var json: JSONValue {
    let prognosis = benefit.isPrognosisOnly ? benefit.baseline.map { json(of: $0) } : []
    return .object([
      ("eligibility", benefit.eligibility.json),
      ("baselineModel", .string(benefit.baselineModel)),
      ("estimates", .array(benefit.estimates.map(\.json) + prognosis)),
      ("regimens", .array(benefit.regimens.map(\.json))),
      ("cautions", .array(benefit.cautions.map(\.json))),
      ("prognosis", benefit.prognosis.map { PredictionReport($0).json } ?? .null),
      ("strata", benefit.strataSentence.map { .string($0) } ?? .null),
      ("synthesis", benefit.synthesis.map(Self.json) ?? .null),
      ("described", .array(benefit.described.map(\.describedJSON))),
      ("intendedUse", .string(IntendedUse.statement)),
    ])
  }

  private func json(of survival: BenefitQuestion.Survival) -> JSONValue {
    let quantity = SurvivalBenefit.Quantity(
      estimate: survival.survival.estimate, interval: survival.survival.interval)
    return .object(
      ["effect", "label", "title", "citation", "design", "timing", "comparator"].map { ($0, .null) }
        + [
          ("endpoint", .string(benefit.endpoint.rawValue)), ("time", survival.time.json),
          ("stratum", .null), ("shrunken", .bool(false)), ("regimen", .null), ("patients", .null),
          ("hazardRatio", .null), ("survivalWithout", quantity.json), ("survivalWith", .null),
          ("absoluteBenefit", .null), ("numberNeededToTreat", .null),
          (
            "ofHundred",
            HundredPatients(without: quantity.estimate, with: quantity.estimate)?.json ?? .null
          ), ("caveats", .array([])),
        ])
  }

  private static func json(_ synthesis: Result<EffectSynthesis, SynthesisRefusal>) -> JSONValue {
    switch synthesis {
    case .failure(let refusal): .object([("refusal", .string(refusal.description))])
    case .success(let synthesis):
      .object([
        ("sources", .strings(synthesis.sources)),
        (synthesis.ratio.measure.rawValue, synthesis.ratio.json),
        (
          "predictionInterval",
          .numbers([
            synthesis.predictionInterval.lowerBound, synthesis.predictionInterval.upperBound,
          ])
        ),
      ])
    }
  }
}

extension Benefit.Estimate {
  fileprivate var json: JSONValue {
    .object(sourceMembers + answerMembers)
  }

  private var sourceMembers: [(String, JSONValue)] {
    [
      ("effect", .string(effect)), ("label", .string(label)), ("title", .text(source?.title)),
      ("citation", .text(source?.provenance.citation)),
      ("design", .text(source?.design.rawValue)),
      ("timing", .text(source?.timing.rawValue)), ("comparator", .string("none")),
    ]
  }

  private var answerMembers: [(String, JSONValue)] {
    [
      ("endpoint", .string(endpoint.rawValue)), ("time", time.json),
      ("stratum", stratum.map { .string($0.name) } ?? .null), ("shrunken", .bool(isShrunken)),
      ("regimen", regimen.map { .string($0) } ?? .null),
      ("patients", patients.map { .integer($0) } ?? .null),
      (ratio.measure.rawValue, ratio.json),
      ("survivalWithout", benefit.survivalWithout.json),
      ("survivalWith", benefit.survivalWith.json),
      ("absoluteBenefit", benefit.absoluteBenefit.json),
      ("numberNeededToTreat", benefit.numberNeededToTreat.json),
      ("ofHundred", benefit.hundred?.json ?? .null), ("caveats", .strings(caveats)),
    ]
  }
}

extension SurvivalBenefit.Quantity {
  fileprivate var json: JSONValue { .estimate(estimate, interval) }
}

extension HundredPatients {
  fileprivate var json: JSONValue {
    .object([
      ("aliveEitherWay", .integer(aliveEitherWay)), ("aliveOnlyWith", .integer(aliveOnlyWith)),
      ("aliveOnlyWithout", .integer(aliveOnlyWithout)),
      ("aliveNeitherWay", .integer(aliveNeitherWay)),
    ])
  }
}

extension RatioEstimate {
  fileprivate var json: JSONValue { .estimate(estimate, interval) }
}

extension NumberNeededToTreat {
  fileprivate var json: JSONValue {
    .object([
      ("estimate", .optional(estimate)),
      ("interval", interval.map { .numbers([$0.lowerBound, $0.upperBound]) } ?? .null),
      ("benefitFrom", .optional(benefitFrom)), ("harmFrom", .optional(harmFrom)),
    ])
  }
}

extension JSONValue {
  /// Null for none.
  fileprivate static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  /// `{"estimate": 0.94, "interval": [0.68, 1.31]}`.
  fileprivate static func estimate(
    _ estimate: Double, _ interval: ClosedRange<Double>?
  ) -> JSONValue {
    .object([
      ("estimate", .number(estimate)),
      ("interval", interval.map { .numbers([$0.lowerBound, $0.upperBound]) } ?? .null),
    ])
  }
}

extension TreatmentEffect.RegimenContrast {
  fileprivate var json: JSONValue {
    .object([
      ("contrast", .string(contrast)), ("histotype", histotype.map { .string($0) } ?? .null),
      ("finding", .string(finding)),
    ])
  }
}

extension TreatmentEffect {
  fileprivate var describedJSON: JSONValue {
    .object([
      ("effect", .string(id)), ("design", .string(design.rawValue)),
      ("timing", .string(timing.rawValue)),
      ("findings", .strings(findings + observed.map(\.sentence))), ("caveats", .strings(caveats)),
      ("citation", .string(provenance.citation)),
    ])
  }
}
