public import Figures
public import PrognosticModels

/// What a benefit draws.
public enum BenefitFigure: String, Sendable, CaseIterable {
  /// Survival without and with the treatment.
  case curves
  /// A hundred patients.
  case icons
}

extension BenefitReport {
  /// The answer of ``text`` as a drawing: the estimate that leads there, or survival without chemotherapy
  /// alone where no effect acts on it or the trials would not have taken the patient.
  ///
  /// - Parameter course: survival without chemotherapy over time, as
  ///   `ModelLibrary.survivalCourse(of:for:)` gives it; empty where it is known at the times of the
  ///   benefit alone.
  /// - Throws: ``FigureUnavailable/noSurvival``.
  public func figure(
    _ kind: BenefitFigure, course: [BenefitQuestion.Survival] = []
  ) throws(FigureUnavailable) -> Figure {
    switch kind {
    case .curves: curves(course)
    case .icons: try icons()
    }
  }

  /// The estimates that are drawn, a time each, the last first; none where the trials would not have
  /// taken the patient, for nobody has shown that the effect holds.
  private var drawn: [Benefit.Estimate] { isIneligible ? [] : leading }

  private var treatment: String { "chemotherapy" }

  // MARK: - Curves

  private func curves(_ course: [BenefitQuestion.Survival]) -> Figure {
    let years = { (time: Horizon) in time.time(in: .year) }
    // An odds ratio belongs to one time, and has no course.
    let ratio = drawn.first?.ratio
    let isCourse = !course.isEmpty && ratio?.measure != .oddsRatio
    var arms = [
      TreatmentFigure.Arm(
        name: "without \(treatment)",
        points: benefit.baseline.map {
          TreatmentFigure.Point(
            time: years($0.time), survival: $0.survival.estimate, interval: $0.survival.interval)
        }, curve: isCourse ? Self.steps(course) { $0.estimate } : nil)
    ]
    if let lead = drawn.first, let ratio {
      let treated =
        isCourse ? course.map { SurvivalBenefit(without: $0.survival, ratio: ratio) } : []
      let times = course.map { years($0.time) }
      // A band where the effect's is the whole of what is known to be uncertain.
      let isBand =
        !treated.isEmpty && benefit.baseline.allSatisfy { $0.survival.interval == nil }
        && treated.allSatisfy { $0.survivalWith.interval != nil }
      arms.append(
        TreatmentFigure.Arm(
          name: "with \(treatment) (\(lead.label))",
          points: drawn.map {
            TreatmentFigure.Point(
              time: years($0.time), survival: $0.benefit.survivalWith.estimate,
              interval: $0.benefit.survivalWith.interval)
          },
          curve: isCourse
            ? Curve(x: [0] + times, y: [1] + treated.map(\.survivalWith.estimate)) : nil,
          band: isBand
            ? Band(
              x: [0] + times, lower: [1] + treated.compactMap(\.survivalWith.interval?.lowerBound),
              upper: [1] + treated.compactMap(\.survivalWith.interval?.upperBound)) : nil))
    }
    let title =
      Words.capitalized(benefit.endpoint.words)
      + (arms.count > 1
        ? " without and with \(treatment) before surgery" : " without \(treatment)")
    return TreatmentFigure(
      title: title, note: answer, arms: arms, timeLabel: "years",
      valueLabel: benefit.endpoint.words
    ).figure.adding(footnote: whiskers + background)
  }

  /// What the whiskers are, if there is one.
  private var whiskers: String {
    let intervals =
      benefit.baseline.map(\.survival.interval) + drawn.map(\.benefit.survivalWith.interval)
    guard intervals.contains(where: { $0 != nil }) else { return "" }
    let level =
      drawn.first?.benefit.confidence ?? benefit.baseline.first?.survival.confidence ?? 0.95
    return "Whiskers: \(percentText(level)) intervals. "
  }

  private static func steps(
    _ course: [BenefitQuestion.Survival], _ value: (BaselineSurvival) -> Double
  ) -> Curve {
    Curve(
      x: [0] + course.map { $0.time.time(in: .year) }, y: [1] + course.map { value($0.survival) })
  }

  // MARK: - Icons

  private func icons() throws(FigureUnavailable) -> Figure {
    let last = benefit.baseline.max { $0.time.time(in: .year) < $1.time.time(in: .year) }
    guard let time = drawn.first?.time ?? last?.time,
      let without = drawn.first?.benefit.survivalWithout.estimate ?? last?.survival.estimate,
      let patients = HundredPatients(
        without: without, with: drawn.first?.benefit.survivalWith.estimate ?? without)
    else { throw .noSurvival }
    let state = "\(state) at \(time.text)"
    return IconArray(
      title: drawn.isEmpty
        ? "Without \(treatment): who is \(state)"
        : "\(Words.capitalized(treatment)) before surgery: who is \(state)",
      note: answer, patients: patients, state: state, treatment: drawn.isEmpty ? nil : treatment
    ).figure.adding(footnote: background)
  }

  // MARK: - Words

  /// What the drawing says, in numbers.
  private var answer: String {
    var sentences: [String] = []
    if isIneligible {
      sentences.append(
        "Not eligible: the trials would not have taken this patient, and no effect is drawn.")
    } else if benefit.eligibility.eligible == nil {
      sentences.append("Eligible or not: not all that decides is known.")
    }
    if drawn.isEmpty {
      sentences += benefit.baseline.map { Self.words(of: $0, state: state) + "." }
    }
    sentences += drawn.map { words(of: $0) + "." }
    return sentences.joined(separator: " ")
  }

  /// Where it comes from, and how sure it is.
  private var background: String {
    var sentences: [String] = []
    if let lead = drawn.first {
      var effect = "Effect drawn: \(lead.label), \(lead.ratioWords(of: event))."
      if let source = lead.source {
        effect += " \(source.provenance.citation)"
        if source.timing == .adjuvant {
          effect += " It is adjuvant: that it does the same before surgery is an extrapolation."
        }
      }
      let others = Set(benefit.estimates.map { "\($0.label)\($0.isShrunken)" }).count - 1
      if others > 0 {
        effect += " \(others) other estimate\(others == 1 ? " is" : "s are") not drawn."
      }
      sentences.append(effect)
    }
    let model = benefit.prognosis?.model
    sentences.append(
      model.map { "Survival without: \($0.title) (\($0.id)). \($0.provenance.citation)" }
        ?? "Survival without: as it was stated, not by a model.")
    for code in [
      "baselineUncertaintyUnknown", "draftModel", "draftEffect", "cannotTell", "reconstructedModel",
      "digitisedSource",
    ] {
      for caution in benefit.cautions where caution.code == code {
        // Without an effect there is none whose interval could be meant.
        let message =
          code == "baselineUncertaintyUnknown" && drawn.isEmpty
          ? caution.message.prefix { $0 != ":" && $0 != "." } + "." : caution.message[...]
        let sentence = Words.capitalized(String(message))
        if !sentences.contains(sentence) { sentences.append(sentence) }
      }
    }
    return (sentences + [IntendedUse.statement]).joined(separator: " ")
  }
}
