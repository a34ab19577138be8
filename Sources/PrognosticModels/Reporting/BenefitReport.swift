public import StrictJSON

/// A benefit as every door gives it.
public struct BenefitReport: Sendable {
  public let benefit: Benefit

  /// A report of one benefit.
  public init(_ benefit: Benefit) { self.benefit = benefit }

  /// The object of a benefit in the command line's contract.
  public var json: JSONValue {
    .object([
      ("eligibility", benefit.eligibility.json),
      ("baselineModel", .string(benefit.baselineModel)),
      ("estimates", .array(benefit.estimates.map(\.json))),
      ("regimens", .array(benefit.regimens.map(\.json))),
      ("cautions", .array(benefit.cautions.map(\.json))),
      ("prognosis", benefit.prognosis.map { PredictionReport($0).json } ?? .null),
      ("intendedUse", .string(IntendedUse.statement)),
    ])
  }

  /// The benefit for people: the answer first, then what it rests on. Of a patient whom the trials would
  /// not have taken, that comes first.
  public var text: String {
    let isIneligible = benefit.eligibility.eligible == false
    var text = isIneligible ? "\(eligibilityText)\n" : ""
    let overall = benefit.estimates.filter { $0.stratum == nil }
    let unknown = benefit.cautions.first { $0.code == "baselineUncertaintyUnknown" }
    for (place, estimate) in overall.enumerated() {
      text += estimate.line
      if place == 0, let unknown { text += "    \(unknown.message)\n" }
    }
    let shrunken = benefit.estimates.filter(\.isShrunken)
    if !shrunken.isEmpty {
      text += "\nBy predicted survival, drawn towards the overall effect\n"
      if let sentence = benefit.strataSentence { text += "  \(sentence)\n" }
      for estimate in shrunken { text += estimate.line }
    }
    if !isIneligible { text += "\n\(eligibilityText)" }
    let raw = benefit.estimates.filter { $0.stratum != nil && !$0.isShrunken }
    if !raw.isEmpty {
      text += "\nThe same strata as printed, a subgroup analysis after the fact\n"
      for estimate in raw { text += estimate.line }
    }
    text += sourceText
    if !benefit.regimens.isEmpty {
      text += "\nWhich regimen\n"
      for regimen in benefit.regimens { text += "  \(regimen.finding)\n" }
    }
    return text + "\n\(IntendedUse.statement)\n"
  }

  private var eligibilityText: String {
    let eligibility = benefit.eligibility
    let verdict =
      switch eligibility.eligible {
      case true?: "meets the definition of high risk in the trials"
      case false?:
        "does not meet the definition of high risk in the trials: what they found was not found in such "
          + "patients"
      case nil: "may meet the definition of high risk in the trials; not all that decides is known"
      }
    var text = "The patient \(verdict)\n"
    for criterion in eligibility.criteria {
      let mark = criterion.met.map { $0 ? "yes" : "NO" } ?? "?"
      text += "  \(mark.padded(to: 4))\(criterion.sentence)\n"
    }
    return text
  }

  private var sourceText: String {
    var text = "\nWhat this rests on\n"
    if let prognosis = benefit.prognosis {
      text += "  survival without: \(prognosis.model.title)\n"
    }
    for caution in benefit.cautions where caution.code != "baselineUncertaintyUnknown" {
      text += "  \(caution.message)\n"
    }
    var seen: Set<String> = []
    var said: Set<String> = []
    for source in benefit.estimates.compactMap(\.source) where seen.insert(source.id).inserted {
      text += "  \(source.id) (\(source.design.words), \(source.timing.rawValue)): "
      text += "\(source.provenance.citation)\n"
      for caveat in source.caveats where said.insert(caveat).inserted { text += "    \(caveat)\n" }
    }
    return text
  }
}

extension Benefit.Estimate {
  /// `At 5 years: 48 of 100 alive without, 50 of 100 with; ... [HR 0.94 (0.68 to 1.31), EORTC 62931]`.
  fileprivate var line: String {
    let words = benefit.words(state: "alive") ?? "-"
    let name = ratio.measure == .hazardRatio ? "hazard ratio" : "odds ratio"
    var ratioText = "\(name) \(NumberText.fixed(ratio.estimate, 2))"
    if let interval = ratio.interval {
      ratioText += " (\(NumberText.fixed(interval.lowerBound, 2)) to "
      ratioText += "\(NumberText.fixed(interval.upperBound, 2)))"
    }
    var text = "  At \(time.text): \(words)\n    \(effect), \(ratioText)"
    if let stratum { text += "; \(stratum.label.en)\(isShrunken ? ", shrunken" : "")" }
    if let regimen { text += "; \(regimen)" }
    return text + "\n"
  }

  fileprivate var json: JSONValue {
    let needed = benefit.numberNeededToTreat
    return .object([
      ("effect", .string(effect)),
      ("design", source.map { .string($0.design.rawValue) } ?? .null),
      ("timing", source.map { .string($0.timing.rawValue) } ?? .null),
      ("comparator", .string("none")),
      ("endpoint", .string(endpoint.rawValue)), ("time", time.json),
      ("stratum", stratum.map { .string($0.name) } ?? .null), ("shrunken", .bool(isShrunken)),
      ("regimen", regimen.map { .string($0) } ?? .null),
      (ratio.measure.rawValue, Self.json(ratio.estimate, ratio.interval)),
      (
        "survivalWithout",
        Self.json(benefit.survivalWithout.estimate, benefit.survivalWithout.interval)
      ),
      ("survivalWith", Self.json(benefit.survivalWith.estimate, benefit.survivalWith.interval)),
      (
        "absoluteBenefit",
        Self.json(benefit.absoluteBenefit.estimate, benefit.absoluteBenefit.interval)
      ),
      (
        "numberNeededToTreat",
        .object([
          ("estimate", .optional(needed.estimate)),
          ("interval", needed.interval.map { .numbers([$0.lowerBound, $0.upperBound]) } ?? .null),
          ("benefitFrom", .optional(needed.benefitFrom)), ("harmFrom", .optional(needed.harmFrom)),
        ])
      ),
      ("caveats", .strings(caveats)),
    ])
  }

  private static func json(_ estimate: Double, _ interval: ClosedRange<Double>?) -> JSONValue {
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

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
