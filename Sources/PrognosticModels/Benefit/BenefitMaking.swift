extension ModelLibrary {
  /// The benefit of chemotherapy for a patient.
  ///
  /// The baseline is the first model, in the order of the library, that applies, is no draft, gives
  /// overall survival, asks only what is known at diagnosis and tells apart what eligibility turns on; or
  /// one that is named, or survivals of one's own. Only effects against no chemotherapy and on the
  /// baseline's endpoint enter; each acts on the survival at each of the baseline's times.
  ///
  /// - Throws: ``BenefitRefusal``.
  public func benefit(
    for patient: Patient, _ question: BenefitQuestion = BenefitQuestion()
  ) throws(BenefitRefusal) -> Benefit {
    guard let document = treatment.eligibility.first else { throw .noEligibility }
    try question.check()
    let effects = try effects(question)
    let eligibility: Eligibility
    do throws(PatientError) {
      let locals = question.document?.covariates.filter(\.covariate.isLocal).map(\.name) ?? []
      try patient.checkNames(in: vocabulary, locals: locals)
      _ = try vocabulary.understand(patient)
      eligibility = try document.evaluate(try vocabulary.completing(patient))
    } catch {
      throw .patient(error)
    }
    let baseline = try baseline(for: patient, question)
    var maker = BenefitEstimates(baseline: baseline.survivals, endpoint: baseline.endpoint)
    do throws(BenefitError) {
      if let ratio = question.ratio { try maker.add(userRatio: ratio) }
      for effect in effects {
        try maker.add(effect, isNamed: question.effects.contains(effect.id))
      }
    } catch {
      throw .arithmetic(error)
    }
    return Benefit(
      eligibility: eligibility, baselineModel: baseline.id, endpoint: baseline.endpoint,
      prognosis: baseline.prognosis, baseline: baseline.survivals,
      isPrognosisOnly: question.isPrognosisOnly, estimates: maker.ordered,
      strataSentence: maker.strataSentence, synthesis: maker.synthesis,
      regimens: regimens(for: patient), described: treatment.described,
      cautions: cautions(of: baseline, document, hasInterval: maker.hasInterval) + maker.cautions)
  }

  private func cautions(
    of baseline: BenefitBaseline, _ document: EligibilityDocument, hasInterval: Bool
  ) -> [Caution] {
    var cautions: [Caution] = []
    if baseline.survivals.contains(where: { $0.survival.interval == nil }) {
      cautions.append(.baselineUncertaintyUnknown(hasInterval: hasInterval))
    }
    if let model = baseline.prognosis?.model {
      cautions += model.blindSpots(deciding: document).map(Caution.cannotTell)
      if !baseline.unavailable.isEmpty {
        cautions.append(.horizonNotAvailable(model, asked: baseline.unavailable))
      }
    }
    cautions.append(.baselineTreatedMix(isOwn: baseline.prognosis == nil))
    return cautions + (baseline.prognosis?.cautions ?? [])
  }

  /// Those that are asked for; else, but beside a ratio of one's own, every one that is no draft,
  /// randomised trials first.
  private func effects(_ question: BenefitQuestion) throws(BenefitRefusal) -> [TreatmentEffect] {
    var result: [TreatmentEffect] = []
    for id in question.effects {
      do throws(EffectSelectionError) {
        result.append(try treatment.select(id))
      } catch {
        throw .effect(error)
      }
    }
    let isAll = question.effects.isEmpty && question.ratio == nil && !question.isPrognosisOnly
    return isAll ? treatment.selectable : result
  }

  /// Contrasts of the patient's histotype and of all histotypes; every one where it is not known.
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
}
