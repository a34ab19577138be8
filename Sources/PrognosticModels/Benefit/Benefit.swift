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
    public let ratio: RatioEstimate
    public let benefit: SurvivalBenefit
    public let caveats: [String]
  }

  public let eligibility: Eligibility
  /// The id of the model whose survival is the baseline; "user" for survivals of one's own.
  public let baselineModel: String
  /// The model's own prediction; nil for survivals of one's own.
  public let prognosis: Prediction?
  /// The overall effects first, then shrunken strata, raw strata last.
  public let estimates: [Estimate]
  /// Strata that the baseline cannot tell apart are all shown; this says so.
  public let strataSentence: String?
  /// Comparisons of one regimen with another.
  public let regimens: [TreatmentEffect.RegimenContrast]
  public let cautions: [Caution]
}

extension ModelLibrary {
  /// The benefit of chemotherapy for a patient.
  ///
  /// The baseline is the first model, in the order of the library, that applies, gives overall survival
  /// and asks only what is known at diagnosis. Only effects against no chemotherapy enter; each acts on
  /// the survival at each of the baseline's times.
  ///
  /// - Throws: ``BenefitRefusal``.
  public func benefit(
    for patient: Patient, _ question: BenefitQuestion = BenefitQuestion()
  ) throws(BenefitRefusal) -> Benefit {
    guard let document = treatment.eligibility.first else { throw .noEligibility }
    let eligibility: Eligibility
    do throws(PatientError) {
      try patient.checkNames(in: vocabulary)
      _ = try vocabulary.understand(patient)
      eligibility = try document.evaluate(patient)
    } catch {
      throw .patient(error)
    }
    let baseline = try baseline(for: patient, question)
    var cautions: [Caution] = []
    if baseline.survivals.contains(where: { $0.survival.interval == nil }) {
      cautions.append(.baselineUncertaintyUnknown)
    }
    if baseline.prognosis != nil { cautions.append(.baselineTreatedMix) }
    cautions += baseline.prognosis?.cautions ?? []

    var maker = BenefitEstimates(baseline: baseline.survivals)
    let isOwnOnly = question.ratio != nil && question.effects.isEmpty
    let effects = isOwnOnly ? [] : try self.effects(question.effects)
    do throws(BenefitError) {
      if let ratio = question.ratio { try maker.add(userRatio: ratio) }
      for effect in effects { try maker.add(effect) }
    } catch {
      throw .arithmetic(error)
    }
    if maker.actsOnOdds { cautions.append(.oddsWithoutHorizon) }
    return Benefit(
      eligibility: eligibility, baselineModel: baseline.id, prognosis: baseline.prognosis,
      estimates: maker.ordered, strataSentence: maker.strataSentence,
      regimens: regimens(for: patient), cautions: cautions)
  }

  private func effects(_ ids: [String]) throws(BenefitRefusal) -> [TreatmentEffect] {
    guard !ids.isEmpty else { return treatment.selectable }
    var result: [TreatmentEffect] = []
    for id in ids {
      do throws(EffectSelectionError) {
        result.append(try treatment.select(id))
      } catch {
        throw .effect(error)
      }
    }
    return result
  }

  /// Contrasts of the patient's histotype, or all where it is not known.
  private func regimens(for patient: Patient) -> [TreatmentEffect.RegimenContrast] {
    let contrasts = treatment.effects.flatMap(\.regimens)
    guard let histology = vocabulary["histology"],
      case .level(let level)? = try? histology.read(patient["histology"] ?? .missing)
    else { return contrasts }
    let lineage = histology.lineage(of: level)
    return contrasts.filter { contrast in
      contrast.histotype.map { lineage.contains($0) } ?? true
    }
  }

  // MARK: - Baseline

  private typealias Baseline = (
    id: String, prognosis: Prediction?, survivals: [BenefitQuestion.Survival]
  )

  private func baseline(
    for patient: Patient, _ question: BenefitQuestion
  ) throws(BenefitRefusal) -> Baseline {
    if !question.survivals.isEmpty { return ("user", nil, question.survivals) }
    var reasons: [String] = []
    for model in models {
      if let wanted = question.model {
        guard model.id == wanted else { continue }
      } else {
        guard model.isBaseline else { continue }
      }
      do throws(PatientError) {
        let prediction = try model.predict(
          patient, vocabulary: vocabulary, at: question.horizons)
        if let refusal = prediction.refusals.first {
          reasons.append("\(model.id): \(refusal.reason)")
          continue
        }
        guard let answer = prediction.answer, !answer.probabilities.isEmpty else {
          reasons.append("\(model.id): it leaves more than one answer open.")
          continue
        }
        return (model.id, prediction, try Self.survivals(of: answer))
      } catch {
        reasons.append("\(model.id): \(error.description)")
      }
    }
    if let wanted = question.model, self[wanted] == nil {
      reasons.append("There is no model '\(wanted)'.")
    }
    throw .noBaseline(reasons: reasons)
  }

  private static func survivals(
    of answer: Prediction.Answer
  ) throws(PatientError) -> [BenefitQuestion.Survival] {
    answer.probabilities.compactMap { probability in
      guard let time = probability.time,
        let survival = try? BaselineSurvival(
          probability.probability,
          interval: probability.interval.map { (lower: $0.lowerBound, upper: $0.upperBound) })
      else { return nil }
      return BenefitQuestion.Survival(time: time, survival: survival)
    }
  }
}

extension PrognosticModel {
  /// Whether it can stand for the survival without chemotherapy before surgery.
  fileprivate var isBaseline: Bool {
    status != .draft && status != .synthetic && endpoint.kind == .overallSurvival
      && !endpoint.horizons.isEmpty
      && covariates.allSatisfy { $0.covariate.knownFrom == .diagnosis }
  }
}

extension Caution {
  static var baselineUncertaintyUnknown: Caution {
    Caution(
      code: "baselineUncertaintyUnknown",
      message:
        "how uncertain the survival without chemotherapy is, is not known: the interval of the"
        + " benefit is that of the effect alone.")
  }

  static var baselineTreatedMix: Caution {
    Caution(
      code: "baselineTreatedMix",
      message:
        "some patients behind the baseline were given chemotherapy: survival without it may be"
        + " lower than shown.")
  }

  static var oddsWithoutHorizon: Caution {
    Caution(
      code: "oddsWithoutHorizon",
      message:
        "an odds ratio belongs to a time that its source does not state: it is applied at the"
        + " baseline's.")
  }
}
