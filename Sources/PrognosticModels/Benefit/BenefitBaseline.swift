internal import StrictJSON

/// Where the survival without chemotherapy comes from.
struct BenefitBaseline {
  let id: String
  let endpoint: Endpoint.Kind
  /// Nil for survivals of one's own.
  let prognosis: Prediction?
  let survivals: [BenefitQuestion.Survival]
  /// Times that were asked for and that the model cannot give.
  let unavailable: [Horizon]
}

extension ModelLibrary {
  /// The survivals that were brought, the model that was named, or the first that is offered and applies.
  func baseline(
    for patient: Patient, _ question: BenefitQuestion
  ) throws(BenefitRefusal) -> BenefitBaseline {
    if !question.survivals.isEmpty {
      return BenefitBaseline(
        id: "user", endpoint: .overallSurvival, prognosis: nil, survivals: question.survivals,
        unavailable: [])
    }
    var reasons: [String] = []
    var noHorizon: BenefitRefusal?
    for model in try candidates(question) {
      do throws(PatientError) {
        let asked = question.horizons ?? []
        let available = asked.filter { horizon in
          (try? Predictor(model, vocabulary: vocabulary, at: [horizon]).checkTimes()) != nil
        }
        // Without a time that it can give, the model still says whether it applies.
        let prediction = try model.predict(
          patient, vocabulary: vocabulary, at: available.isEmpty ? nil : available)
        if let refusal = prediction.refusals.first {
          reasons.append("\(model.id): \(refusal.reason)")
        } else if let answer = prediction.answer, !answer.probabilities.isEmpty {
          guard asked.isEmpty || !available.isEmpty else {
            noHorizon = noHorizon ?? .noHorizon(model, asked: asked)
            continue
          }
          return BenefitBaseline(
            id: model.id, endpoint: model.endpoint.kind, prognosis: prediction,
            survivals: Self.survivals(of: answer),
            unavailable: asked.filter { !available.contains($0) })
        } else {
          reasons.append("\(model.id): \(Self.openWords(prediction))")
        }
      } catch {
        reasons.append("\(model.id): \(error.description)")
      }
    }
    throw noHorizon ?? .noBaseline(reasons: reasons + unfit(for: patient))
  }

  /// The survivals that this patient has and that are not known before surgery, so that nobody looks at
  /// one and reads that there is none.
  private func unfit(for patient: Patient) -> [String] {
    models.compactMap { model in
      guard model.endpoint.kind == .overallSurvival, let reason = model.reasonAgainstBaseline,
        let answer = try? model.predict(patient, vocabulary: vocabulary).answer,
        !answer.probabilities.isEmpty
      else { return nil }
      return "\(model.id) cannot stand for it: \(reason)"
    }
  }

  private func candidates(_ question: BenefitQuestion) throws(BenefitRefusal) -> [PrognosticModel] {
    let named: PrognosticModel?
    if let document = question.document {
      named = document
    } else if let id = question.model {
      named = self[id]
      if named == nil {
        let near = NearestName.of(id, among: models.map(\.id))
        throw .unknownModel(id: id, suggestion: near)
      }
    } else {
      named = nil
    }
    if let named {
      if let reason = named.reasonAgainstBaseline { throw .notBaseline(named.id, reason: reason) }
      return [named]
    }
    return models.filter { model in
      model.reasonAgainstBaseline == nil && model.endpoint.kind == .overallSurvival
        && model.status != .draft && model.status != .synthetic
        && treatment.eligibility.allSatisfy { model.blindSpots(deciding: $0).isEmpty }
    }
  }

  private static func openWords(_ prediction: Prediction) -> String {
    let names = prediction.alternatives.first?.assuming.map(\.covariate) ?? []
    let open = names.map { name in
      var levels: [String] = []
      for alternative in prediction.alternatives {
        for assumption in alternative.assuming
        where assumption.covariate == name && !levels.contains(assumption.value) {
          levels.append(assumption.value)
        }
      }
      return "\(name) may be \(Words.list(levels, "or"))"
    }
    return open.isEmpty
      ? "it gives no survival for this patient."
      : "\(Words.list(open, "and")); state it exactly."
  }

  private static func survivals(of answer: Prediction.Answer) -> [BenefitQuestion.Survival] {
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
  /// Why it cannot stand for the survival without chemotherapy before surgery; nil where it can.
  var reasonAgainstBaseline: String? {
    let kind = endpoint.kind
    if kind == .classification { return "it gives a class and no survival." }
    if kind.isIncidence {
      return "it gives the incidence of \(kind.words), on which a hazard ratio does not act."
    }
    if case .logistic = form {
      return "it gives a probability by a logistic model and no survival over time."
    }
    guard !endpoint.horizons.isEmpty else { return "it has no time at which it gives a survival." }
    if let late = covariates.first(where: { $0.covariate.knownFrom == .surgery }) {
      return "\(late.name) is known from surgery, and the question is put before it."
    }
    if let silent = covariates.first(where: { $0.covariate.knownFrom == nil }) {
      return "its document does not say that \(silent.name) is known at diagnosis (knownFrom)."
    }
    return nil
  }

  /// What it cannot tell apart, of the covariates that decide who is eligible.
  func blindSpots(deciding document: EligibilityDocument) -> [BlindSpot] {
    let deciding = document.criteria.filter(\.decides).flatMap(\.covariates).map(\.name)
    return cannotTell.filter { deciding.contains($0.covariate) }
  }

  /// At which times it gives a survival: `at 5 years`, `up to 12 years`.
  var timesInWords: String {
    if let followUp = endpoint.followUp, form.baseline?.hasOnlyHorizons == false {
      return "up to \(Horizon(value: followUp, unit: endpoint.unit).inWholeYears.text)"
    }
    return "at \(Words.list(endpoint.statedHorizons.map(\.text), "and"))"
  }
}
