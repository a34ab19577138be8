/// From a patient to a prediction: scope before arithmetic, doubt at the door.
extension PrognosticModel {
  /// What the model says of a patient.
  ///
  /// Out of scope there is a prediction with refusals and no answer. A value that leaves several
  /// levels open gives one alternative for each.
  ///
  /// - Parameters:
  ///   - horizons: times of prediction; nil for the endpoint's own.
  ///   - given: a time at which the patient is known to be free of the event: S(t) / S(given).
  /// - Throws: ``PatientError`` for a value that cannot be read, that the model needs and does not
  ///   have, or that it has never seen; and for times without support.
  public func predict(
    _ patient: Patient, vocabulary: Vocabulary, at horizons: [Horizon]? = nil,
    given: Horizon? = nil
  ) throws(PatientError) -> Prediction {
    let patient = try vocabulary.completing(patient)
    var refusals: [Prediction.Refusal] = []
    var assumed: [Assumption] = []
    for condition in population.scope {
      switch try condition.check(patient) {
      case .holds, .silent: break
      case .fails(let reason, let instead):
        refusals.append(Prediction.Refusal(reason: reason, instead: instead))
      case .assumed(let assumption): assumed.append(assumption)
      }
    }
    guard refusals.isEmpty else {
      return Prediction(
        model: self, given: given, refusals: refusals, assumed: [], answer: nil, alternatives: [],
        cautions: [])
    }
    let encoding = try patient.encode(covariates)
    let question = try Question(times: times(horizons), given: condition(given))
    var answer: Prediction.Answer?
    var alternatives: [Prediction.Alternative] = []
    var vectors: [CovariateVector] = []
    if let vector = encoding.vector {
      answer = try self.answer(vector, question)
      vectors = [vector]
    } else {
      for alternative in encoding.alternatives {
        alternatives.append(
          Prediction.Alternative(
            assuming: alternative.assuming, answer: try self.answer(alternative.vector, question)))
        vectors.append(alternative.vector)
      }
    }
    var cautions = modelCautions
    let words = assumed.compactMap(\.words)
    if !words.isEmpty { cautions.append(.assumedInScope(words: words)) }
    cautions += encoding.cautions
    cautions += self.cautions.filter { $0.applies(to: vectors, covariates) }.map(\.caution)
    return Prediction(
      model: self, given: given, refusals: [], assumed: assumed + encoding.assumed, answer: answer,
      alternatives: alternatives, cautions: cautions)
  }

  /// What every prediction of the document carries.
  private var modelCautions: [Caution] {
    var result: [Caution] = []
    switch provenance.method {
    case .digitisedNomogram:
      result.append(.digitisedSource(readingError: provenance.readingError))
    case .reconstructed: result.append(.reconstructedModel(fitError: provenance.fitError))
    case .publishedRule, .publishedCoefficients, .refitted: break
    }
    switch status {
    case .draft: result.append(.draftModel)
    case .synthetic: result.append(.syntheticModel)
    case .verified, .reviewed: break
    }
    return result
  }

  // MARK: - Times

  /// What is asked: times in the endpoint's unit, each beside the words in which it was asked.
  private struct Question {
    let times: [(value: Double, horizon: Horizon)]
    let given: Double?
  }

  private func times(
    _ horizons: [Horizon]?
  ) throws(PatientError) -> [(value: Double, horizon: Horizon)] {
    guard let horizons else {
      return Array(zip(endpoint.horizons, endpoint.statedHorizons)).map { (value: $0, horizon: $1) }
    }
    var result: [(value: Double, horizon: Horizon)] = []
    for horizon in horizons { result.append((try time(horizon), horizon)) }
    return result
  }

  private func condition(_ given: Horizon?) throws(PatientError) -> Double? {
    guard let given else { return nil }
    return try time(given)
  }

  /// A time in the endpoint's unit, if the follow-up supports it.
  private func time(_ horizon: Horizon) throws(PatientError) -> Double {
    let value = horizon.time(in: endpoint.unit)
    if let followUp = endpoint.followUp, value > followUp {
      throw .beyondFollowUp(
        time: horizon, followUp: Horizon(value: followUp, unit: endpoint.unit).inWholeYears)
    }
    return value
  }

  private func noPrediction(at horizon: Horizon) -> PatientError {
    .noPredictionAt(time: horizon, known: endpoint.statedHorizons)
  }

  // MARK: - Answers

  private func answer(
    _ vector: CovariateVector, _ question: Question
  ) throws(PatientError) -> Prediction.Answer {
    var answer: Prediction.Answer
    switch form {
    case .proportionalHazards(let hazards):
      answer = try self.answer(vector, hazards, question, isIncidence: false)
    case .subdistributionHazards(let hazards):
      answer = try self.answer(vector, hazards.hazards, question, isIncidence: true)
    case .logistic(let logistic): answer = self.answer(vector, logistic)
    case .points(let points): answer = try self.answer(vector, points, question)
    case .criteria(let criteria): return try self.answer(vector, criteria)
    }
    answer.riskGroup = riskGroup(of: answer)
    return answer
  }

  private func riskGroup(of answer: Prediction.Answer) -> String? {
    guard let riskGroups else { return nil }
    let value: Double? =
      switch riskGroups.of {
      case .linearPredictor: answer.linearPredictor
      case .totalPoints: answer.totalPoints
      case .probability:
        answer.probabilities.first { $0.time?.time(in: endpoint.unit) == riskGroups.time }?
          .probability
      }
    return value.flatMap { riskGroups.group(of: $0)?.name }
  }

  private func contributions(
    _ predictor: LinearPredictor, _ vector: CovariateVector
  ) -> [Prediction.Contribution] {
    zip(predictor.terms, predictor.contributions(vector)).map {
      Prediction.Contribution(term: $0.name, value: $1)
    }
  }

  private func answer(
    _ vector: CovariateVector, _ hazards: ProportionalHazards, _ question: Question,
    isIncidence: Bool
  ) throws(PatientError) -> Prediction.Answer {
    let eta = hazards.linearPredictor.value(vector)
    var answer = Prediction.Answer()
    answer.linearPredictor = eta
    answer.contributions = contributions(hazards.linearPredictor, vector)
    guard hazards.baseline != nil else {
      answer.sentence = "The source gives no baseline: a linear predictor, and no probability."
      return answer
    }
    if isIncidence, question.given != nil {
      throw .noCondition(reason: "it gives an incidence among competing events")
    }
    for (time, horizon) in question.times {
      let times = [question.given, time].compactMap { $0 }
      guard let scorer = try? Scorer(hazards, at: times) else { throw noPrediction(at: horizon) }
      let estimate = scorer.estimate(vector, isConditional: question.given != nil)
      guard estimate.probability.isFinite else { throw noPrediction(at: horizon) }
      let event = isIncidence ? 1 - estimate.probability : estimate.probability
      answer.probabilities.append(
        Prediction.Probability(
          endpoint: endpoint.kind, time: horizon, probability: event,
          interval: isIncidence
            ? estimate.interval.map { (1 - $0.upperBound)...(1 - $0.lowerBound) }
            : estimate.interval))
    }
    return answer
  }

  private func answer(_ vector: CovariateVector, _ logistic: Logistic) -> Prediction.Answer {
    let eta = logistic.linearPredictor.value(vector)
    var answer = Prediction.Answer()
    answer.linearPredictor = eta
    answer.contributions = contributions(logistic.linearPredictor, vector)
    let time = endpoint.horizons.first
    if let scorer = try? Scorer(logistic, at: time ?? 0) {
      let estimate = scorer.estimate(vector, isConditional: false)
      answer.probabilities = [
        Prediction.Probability(
          endpoint: endpoint.kind, time: endpoint.statedHorizons.first,
          probability: estimate.probability, interval: estimate.interval)
      ]
    }
    return answer
  }

  private func answer(
    _ vector: CovariateVector, _ points: Points, _ question: Question
  ) throws(PatientError) -> Prediction.Answer {
    let total = points.linearPredictor.value(vector)
    var answer = Prediction.Answer()
    answer.totalPoints = total
    answer.contributions = contributions(points.linearPredictor, vector)
    if question.given != nil {
      throw .noCondition(reason: "its figure shows one horizon")
    }
    for (time, horizon) in question.times where time != points.total?.at {
      throw noPrediction(at: horizon)
    }
    do throws(PointsError) {
      let probability = try points.probability(ofTotal: total, vector)
      answer.probabilities = question.times.map { _, horizon in
        Prediction.Probability(
          endpoint: endpoint.kind, time: horizon, probability: probability, interval: nil)
      }
    } catch {
      answer.sentence = error.description
    }
    return answer
  }

  private func answer(
    _ vector: CovariateVector, _ criteria: Criteria
  ) throws(PatientError) -> Prediction.Answer {
    switch criteria.answer(vector) {
    case .needs(let names):
      throw .missing(covariates.filter { names.contains($0.name) }.map(\.asMissing))
    case .outcome(let outcome):
      var answer = Prediction.Answer()
      answer.category = outcome.category
      answer.sentence = outcome.because
      answer.outcome = outcome.text
      answer.findings = outcome.derived.map {
        Prediction.Finding(name: $0.name, label: $0.label, value: $0.text)
      }
      if let probability = outcome.probability {
        answer.probabilities = [
          Prediction.Probability(
            endpoint: probability.kind,
            time: probability.time.map { Horizon(value: $0, unit: endpoint.unit) },
            probability: probability.value, interval: nil)
        ]
      }
      return answer
    }
  }
}

extension Scorer {
  /// The probability at the last horizon, given the first where it is conditional.
  fileprivate func estimate(
    _ vector: CovariateVector, isConditional: Bool
  ) -> (probability: Double, interval: ClosedRange<Double>?) {
    vector.values.withUnsafeBufferPointer { values in
      guard let values = values.baseAddress else { return (.nan, nil) }
      let eta = linearPredictor(values)
      let stratum = stratum(values)
      let last = horizons.count - 1
      if isConditional {
        return (survival(horizon: last, given: 0, linearPredictor: eta, stratum: stratum), nil)
      }
      let risk = relativeHazard(linearPredictor: eta)
      let probability = survival(horizon: last, relativeHazard: risk, stratum: stratum)
      var errors = [Double](repeating: .nan, count: horizons.count)
      guard standardErrors(values, into: &errors) else { return (probability, nil) }
      let limits = interval(
        horizon: last, relativeHazard: risk, standardError: errors[last], stratum: stratum)
      let isKnown = limits.lower <= limits.upper
      return (probability, isKnown ? limits.lower...limits.upper : nil)
    }
  }
}

extension PrognosticModel.StatedCaution {
  /// Whether any of the vectors calls for it.
  fileprivate func applies(to vectors: [CovariateVector], _ covariates: [ModelCovariate]) -> Bool {
    when.isEmpty
      || vectors.contains { vector in
        when.allSatisfy { name, levels in
          guard let place = covariates.firstIndex(where: { $0.name == name }) else { return false }
          let value = vector.values[place]
          return levels.contains { covariates[place].index(ofLevel: $0).map(Double.init) == value }
        }
      }
  }

  fileprivate var caution: Caution {
    Caution(code: code, covariate: when.first?.covariate, message: message)
  }
}
