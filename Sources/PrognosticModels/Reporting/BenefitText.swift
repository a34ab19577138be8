extension BenefitReport {
  /// The benefit for people, on one screen of 100 columns: the answer first, then what it rests on, how
  /// weak that is and what would change it. Of a patient whom the trials would not have taken, that and
  /// the prognosis come first.
  public var text: String { screen + "\(Self.moreSentence)\n\(IntendedUse.statement)\n" }

  private static let moreSentence = "Citations, caveats, criteria and regimens in full: --details."

  /// Everything but the last lines.
  var screen: String {
    let behind = [eligibilityText, restsOn, weakness, change, regimenText].joined()
    return [answerText, table, behind].filter { !$0.isEmpty }.joined(separator: "\n") + "\n"
  }

  /// Whether the trials would not have taken the patient.
  package var isIneligible: Bool { benefit.eligibility.eligible == false }

  /// "alive", or what it is to be free of.
  package var state: String {
    switch benefit.endpoint {
    case .overallSurvival: "alive"
    case .diseaseSpecificSurvival: "not dead of the disease"
    case .metastasisFreeSurvival: "alive without metastasis"
    default: "alive without recurrence"
    }
  }

  /// "death" for overall survival, else "the event".
  package var event: String { benefit.endpoint == .overallSurvival ? "death" : "the event" }

  /// The last of the times: the answer and the table are of it.
  private var last: Horizon? {
    benefit.baseline.map(\.time).max { $0.time(in: .year) < $1.time(in: .year) }
  }

  /// The overall estimates of the source that leads, time by time, the last first.
  package var leading: [Benefit.Estimate] {
    guard let first = benefit.estimates.first else { return [] }
    return benefit.estimates.filter {
      $0.effect == first.effect && $0.regimen == first.regimen
        && $0.stratum?.name == first.stratum?.name && $0.isShrunken == first.isShrunken
    }.sorted { $0.time.time(in: .year) > $1.time.time(in: .year) }
  }

  // MARK: - Answer

  private var answerText: String {
    let unknown = benefit.cautions.first { $0.code == "baselineUncertaintyUnknown" }
    var text = ""
    if isIneligible {
      text += "Not eligible: the trials would not have taken this patient.\n"
      let failing = benefit.eligibility.criteria.filter { $0.met == false }.map(\.sentence)
      text += Words.wrapped(failing.joined(separator: " "), indent: 2)
    }
    if let lead = leading.first, !isIneligible {
      text += Words.wrapped(words(of: lead), hanging: 2)
      text += Words.wrapped("\(lead.label): \(lead.ratioWords(of: event))", indent: 2)
      if let unknown { text += Words.wrapped(Words.capitalized(unknown.message), indent: 2) }
      text += Words.wrapped(lead.benefit.numberNeededToTreat.words(state: state), indent: 2)
      for other in leading.dropFirst() { text += Words.wrapped(words(of: other), hanging: 2) }
    } else {
      for survival in benefit.baseline {
        text += Words.wrapped(Self.words(of: survival, state: state), hanging: 2)
      }
      if let unknown { text += Words.wrapped(Words.capitalized(unknown.message), indent: 2) }
      if let lead = leading.first {
        text += Words.wrapped(
          "Were the ratio of \(lead.label), \(lead.ratioWords(of: event)), to hold for such a"
            + " patient, which nobody has shown: \(lead.benefit.words(state: state) ?? "-").",
          indent: 2)
      }
    }
    if leading.isEmpty, !benefit.isPrognosisOnly {
      text += "  No effect that was asked for acts on \(benefit.endpoint.words).\n"
    }
    for code in ["draftModel", "draftEffect", "cannotTell", "horizonNotAvailable"] {
      for caution in benefit.cautions where caution.code == code {
        text += Words.wrapped(Words.capitalized(caution.message), indent: 2)
      }
    }
    return text
  }

  /// `At 5 years: 48 of 100 alive without, 50 of 100 with; between 10 fewer and 13 more`.
  package func words(of estimate: Benefit.Estimate) -> String {
    "At \(estimate.time.text): \(estimate.benefit.words(state: state) ?? "-")"
  }

  /// `At 5 years: 49 of 100 alive without chemotherapy, between 40 and 58`.
  package static func words(of survival: BenefitQuestion.Survival, state: String) -> String {
    let estimate = survival.survival.estimate
    let hundred = HundredPatients(without: estimate, with: estimate)?.aliveWithout ?? 0
    let ends = survival.survival.interval.map { interval in
      let (low, high) = (interval.lowerBound, interval.upperBound)
      return ", between \(NumberText.fixed(100 * low, 0)) and \(NumberText.fixed(100 * high, 0))"
    }
    return "At \(survival.time.text): \(hundred) of 100 \(state) without chemotherapy\(ends ?? "")"
  }

  // MARK: - Table

  /// Every estimate at the last time: the leading source, shrunken strata, other sources, raw strata.
  private var table: String {
    guard !isIneligible, let last, benefit.estimates.count > leading.count else { return "" }
    let shown = benefit.estimates.filter { $0.time == last }
    guard let without = shown.first?.benefit.hundred?.aliveWithout else { return "" }
    let overall = shown.filter { $0.stratum == nil }
    let first = overall.first?.effect
    var table = TextTable(header: [
      "Of 100 at \(last.text) (\(without) \(state) without)", "with", "more", "ratio of \(event)",
    ])
    let rows =
      overall.filter { $0.effect == first } + shown.filter(\.isShrunken)
      + overall.filter { $0.effect != first }
      + shown.filter { $0.stratum != nil && !$0.isShrunken }
    for row in rows { table.add(row.cells) }
    let isCrossing = benefit.strataSentence != nil
    return table.text
      + (isCrossing ? "  The baseline goes with more than one stratum: each is shown.\n" : "")
  }

  // MARK: - Eligibility

  private var eligibilityText: String {
    let eligibility = benefit.eligibility
    var sentences: [String] = []
    switch eligibility.eligible {
    case false?: return ""
    case true?: sentences.append("Eligible: meets the trials' definition of high risk.")
    case nil: sentences.append("Eligible or not: not all that decides is known.")
    }
    let assumed = eligibility.criteria.filter(\.isAssumed).map(\.id)
    if !assumed.isEmpty { sentences.append("Taken for granted: \(Words.list(assumed, "and")).") }
    for criterion in eligibility.criteria where criterion.met == nil {
      sentences.append(criterion.sentence)
    }
    return Words.wrapped(sentences.joined(separator: " "), hanging: 2)
  }

  // MARK: - What stands behind it

  private var sources: [TreatmentEffect] {
    var seen: Set<String> = []
    return benefit.estimates.compactMap(\.source).filter { seen.insert($0.id).inserted }
  }

  private var isAdjuvant: Bool {
    !sources.isEmpty && sources.allSatisfy { $0.timing == .adjuvant }
  }

  private var restsOn: String {
    let first = ["baselineUncertaintyUnknown", "draftModel", "draftEffect", "cannotTell"]
    let elsewhere = first + ["horizonNotAvailable", "oddsWithoutHorizon", "oddsAtStatedHorizon"]
    let model = benefit.prognosis?.model.title ?? "survival as it was stated, not by a model"
    var sentences = ["Rests on: \(model)."]
    for caution in benefit.cautions where !elsewhere.contains(caution.code) {
      sentences.append(Words.capitalized(caution.message))
    }
    var text = Words.wrapped(sentences.joined(separator: " "), hanging: 2)
    let told = isIneligible ? [] : sources
    let described = told.map { (source: TreatmentEffect) -> String in
      let patients = source.patients.map { ", \($0) patients" } ?? ""
      let timing = isAdjuvant ? "" : ", \(source.timing.rawValue)"
      return "\(source.id) (\(source.design.shortWords)\(patients)\(timing))"
    }
    if !described.isEmpty {
      text += Words.wrapped(described.joined(separator: "; ") + ".", indent: 2)
    }
    return text
  }

  private var weakness: String {
    guard !benefit.estimates.isEmpty, !isIneligible else { return "" }
    var sentences: [String] = []
    if isAdjuvant {
      sentences.append(
        "All of it is adjuvant: that chemotherapy does the same before surgery is an extrapolation."
      )
    }
    for source in benefit.described where source.timing == .neoadjuvant && !sources.isEmpty {
      let seen = source.observed.filter { $0.endpoint == benefit.endpoint }.map(\.sentence)
      let patients = source.patients.map { " (\($0) patients)" } ?? ""
      sentences.append(
        "Before surgery there was \(source.id) alone\(patients). "
          + (seen.isEmpty ? source.findings : seen).joined(separator: " "))
    }
    sentences += sources.compactMap { strataWords($0) }
    sentences += benefit.estimates.filter { !$0.isShrunken && $0.time == last }
      .compactMap(\.observedWords)
    for code in ["oddsWithoutHorizon", "oddsAtStatedHorizon"] {
      sentences += benefit.cautions.filter { $0.code == code }.map { Words.capitalized($0.message) }
    }
    switch benefit.synthesis {
    case .failure(let refusal)?: sentences.append("Nothing is averaged. \(refusal.description)")
    case .success(let synthesis)?:
      let interval = synthesis.predictionInterval
      sentences.append(
        "Together (REML, Hartung and Knapp): \(synthesis.ratio.words); a further source would lie"
          + " between \(NumberText.fixed(interval.lowerBound, 2)) and"
          + " \(NumberText.fixed(interval.upperBound, 2)).")
    case nil: break
    }
    guard !sentences.isEmpty else { return "" }
    return Words.wrapped("How weak that is: " + sentences.joined(separator: " "), hanging: 2)
  }

  /// Post hoc, of how many patients, and whether the strata differ at all.
  private func strataWords(_ source: TreatmentEffect) -> String? {
    guard let strata = source.strata,
      benefit.estimates.contains(where: {
        $0.effect == source.id && $0.stratum != nil
      })
    else { return nil }
    let names = strata.groups.map(\.name)
    let counts = source.estimates.filter { $0.endpoint == benefit.endpoint }.filter {
      names.contains($0.stratum ?? "")
    }.compactMap(\.patients)
    var text = "The strata are \(source.design == .postHocSubgroup ? "post hoc" : "subgroups")"
    if let least = counts.min(), let most = counts.max() {
      text += ", of \(least) to \(most) patients"
    }
    if let test = strata.heterogeneity {
      text += "; Cochran's Q \(NumberText.fixed(test.q, 2)) on \(test.degreesOfFreedom) df, p"
      text += " \(NumberText.fixed(test.p, 2))"
      text += test.p > 0.05 ? ": no proof that the effect differs" : ""
    }
    return text + "."
  }

  private var change: String {
    var sentences: [String] = []
    let strata = sources.compactMap(\.strata).first { strata in
      !benefit.baseline.contains { $0.time.time(in: .year) == strata.horizon.time(in: .year) }
    }
    let isUncertain = benefit.baseline.contains { $0.survival.interval == nil }
    if let time = strata?.horizon ?? (isUncertain ? last : nil), !isIneligible {
      let gains = [strata == nil ? nil : "the right stratum", isUncertain ? "an interval" : nil]
      sentences.append(
        "the authors' calculator at \(time.text) (--survival \(time.short)=VALUE,LOW,HIGH):"
          + " \(Words.list(gains.compactMap { $0 }, "and"))")
    }
    let open = benefit.eligibility.criteria.filter { $0.met == nil && $0.decides }.map(\.id)
    if !open.isEmpty, !isIneligible { sentences.append("knowing \(Words.list(open, "and"))") }
    if !sources.isEmpty, !isIneligible, !sources.contains(where: { $0.timing == .neoadjuvant }) {
      sentences.append(
        "a randomised trial of chemotherapy before surgery against none, at high predicted risk")
    }
    guard !sentences.isEmpty else { return "" }
    return Words.wrapped(
      "What would change it: " + sentences.joined(separator: "; ") + ".", hanging: 2)
  }

  // MARK: - Regimens

  /// What is known of the patient's histotype; all else is counted.
  private var regimenText: String {
    guard !benefit.isPrognosisOnly, !isIneligible, !benefit.regimens.isEmpty else { return "" }
    let own = benefit.regimens.filter { $0.histotype != nil }
    guard Set(own.map(\.histotype)).count == 1 else {
      return "Which regimen: \(benefit.regimens.count) comparisons with each other: --details.\n"
    }
    let words = own.map(\.finding).joined(separator: " ")
    return Words.wrapped("Which regimen: \(words)", hanging: 2)
  }
}

extension Benefit.Estimate {
  /// How a table calls it.
  package var label: String {
    if let stratum { return stratum.label.en }
    let name = effect == "user" ? "your ratio" : effect
    return regimen.map { "\(name), \($0)" } ?? name
  }

  fileprivate var cells: [String] {
    let kind = stratum == nil ? "" : isShrunken ? ", shrunken" : ", raw"
    return [
      label + kind, benefit.hundred.map { "\($0.aliveWith)" } ?? "-",
      benefit.absoluteBenefit.interval.map(HundredPatients.signed(benefit:)) ?? "-", ratio.words,
    ]
  }

  /// `hazard ratio of death 0.94 (0.68 to 1.31)`.
  package func ratioWords(of event: String) -> String {
    let name = ratio.measure == .hazardRatio ? "hazard ratio" : "odds ratio"
    return "\(name) of \(event) \(ratio.numbers)"
  }

  /// What the ratio makes of the control arm beside what the trial saw: 0.21 raised to 0.46 is 0.49,
  /// and the trial observed 0.42.
  fileprivate var observedWords: String? {
    guard stratum != nil, let source else { return nil }
    let seen = source.observed.first {
      $0.endpoint == endpoint && $0.stratum == stratum?.name && $0.treated != nil
        && $0.control != nil
    }
    guard let treated = seen?.treated?.estimate, let control = seen?.control?.estimate,
      let baseline = try? BaselineSurvival(control), ratio.measure == .hazardRatio
    else { return nil }
    let with = SurvivalBenefit(without: baseline, ratio: ratio).survivalWith.estimate
    let time = seen?.horizon.map { " at \($0.text)" } ?? ""
    func fixed(_ value: Double) -> String { NumberText.fixed(value, 2) }
    return
      "In its stratum the control arm's \(fixed(control)) raised to \(fixed(ratio.estimate)) is"
      + " \(fixed(with)); the trial observed \(fixed(treated))\(time)."
  }
}

extension SurvivalBenefit {
  /// Nil where a survival is unknown.
  package var hundred: HundredPatients? {
    HundredPatients(without: survivalWithout.estimate, with: survivalWith.estimate)
  }
}

extension RatioEstimate {
  /// `0.94 (0.68 to 1.31)`.
  fileprivate var numbers: String {
    let ends = interval.map {
      " (\(NumberText.fixed($0.lowerBound, 2)) to \(NumberText.fixed($0.upperBound, 2)))"
    }
    return NumberText.fixed(estimate, 2) + (ends ?? "")
  }

  /// `HR 0.94 (0.68 to 1.31)`.
  fileprivate var words: String { "\(measure == .hazardRatio ? "HR" : "OR") \(numbers)" }
}

extension NumberNeededToTreat {
  /// `46 treated for one more alive; from 8 for one more, or 10 for one fewer`. Numbers are rounded up.
  func words(state: String) -> String {
    guard let estimate else { return "No number treated makes one more \(state)." }
    func count(_ number: Double) -> String { NumberText.fixed(number.magnitude.rounded(.up), 0) }
    let other = estimate < 0 ? "fewer" : "more"
    let text = "\(count(estimate)) treated for one \(other) \(state)"
    if let interval {
      let ends = [interval.lowerBound, interval.upperBound].sorted { $0.magnitude < $1.magnitude }
      return "\(text) (\(count(ends[0])) to \(count(ends[1])))."
    }
    switch (benefitFrom, harmFrom) {
    case (let benefit?, let harm?):
      return "\(text) (from \(count(benefit)) for one more, or \(count(harm)) for one fewer)."
    case (let benefit?, nil): return "\(text) (from \(count(benefit)))."
    case (nil, let harm?): return "\(text) (from \(count(harm)) for one fewer)."
    case (nil, nil): return "\(text)."
    }
  }
}
