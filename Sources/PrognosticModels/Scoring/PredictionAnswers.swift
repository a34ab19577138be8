/// One complete description of a patient, answered form by form.
extension PrognosticModel {
  /// - Parameter hasTerms: whether each term's contribution is wanted too.
  func answer(
    _ vector: CovariateVector, _ question: Question, hasTerms: Bool = true
  ) throws(PatientError) -> Prediction.Answer {
    var answer: Prediction.Answer
    switch form {
    case .proportionalHazards(let hazards):
      answer = try self.answer(
        vector, hazards, question, isIncidence: false, hasTerms)
    case .subdistributionHazards(let hazards):
      answer = try self.answer(
        vector, hazards.hazards, question, isIncidence: true, hasTerms)
    case .logistic(let logistic): answer = try self.answer(vector, logistic, question, hasTerms)
    case .points(let points): answer = try self.answer(vector, points, question, hasTerms)
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

  /// Throws `PatientError.noValue` where a term has none, such as the logarithm of a negative number.
  private func checkFinite(_ answer: Prediction.Answer) throws(PatientError) {
    guard let eta = answer.linearPredictor ?? answer.totalPoints, !eta.isFinite else { return }
    let term = answer.contributions.first { !$0.value.isFinite }?.term
    throw .noValue(term: term ?? "the sum of the terms")
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
    isIncidence: Bool, _ hasTerms: Bool
  ) throws(PatientError) -> Prediction.Answer {
    let eta = hazards.linearPredictor.value(vector)
    var answer = Prediction.Answer()
    answer.linearPredictor = eta
    if hasTerms || !eta.isFinite {
      answer.contributions = contributions(hazards.linearPredictor, vector)
      try checkFinite(answer)
    }
    guard hazards.baseline != nil else {
      answer.sentence = "The source gives no baseline: a linear predictor, and no probability."
      return answer
    }
    for time in question.times {
      guard let scorer = time.scorer else { continue }
      let horizon = time.horizon
      let estimate = scorer.estimate(vector, isConditional: question.isConditional)
      guard estimate.probability.isFinite else {
        throw .noPredictionAt(time: horizon, known: endpoint.statedHorizons)
      }
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

  private func answer(
    _ vector: CovariateVector, _ logistic: Logistic, _ question: Question, _ hasTerms: Bool
  ) throws(PatientError) -> Prediction.Answer {
    let eta = logistic.linearPredictor.value(vector)
    var answer = Prediction.Answer()
    answer.linearPredictor = eta
    if hasTerms || !eta.isFinite {
      answer.contributions = contributions(logistic.linearPredictor, vector)
      try checkFinite(answer)
    }
    if let scorer = question.scorer {
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
    _ vector: CovariateVector, _ points: Points, _ question: Question, _ hasTerms: Bool
  ) throws(PatientError) -> Prediction.Answer {
    let total = points.linearPredictor.value(vector)
    var answer = Prediction.Answer()
    answer.totalPoints = total
    if hasTerms || !total.isFinite {
      answer.contributions = contributions(points.linearPredictor, vector)
      try checkFinite(answer)
    }
    do throws(PointsError) {
      let probability = try points.probability(ofTotal: total, vector)
      answer.probabilities = question.times.map { time in
        Prediction.Probability(
          endpoint: endpoint.kind, time: time.horizon, probability: probability, interval: nil)
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
      guard covariance != nil else { return (probability, nil) }
      var errors = [Double](repeating: .nan, count: horizons.count)
      guard standardErrors(values, into: &errors) else { return (probability, nil) }
      let limits = interval(
        horizon: last, relativeHazard: risk, standardError: errors[last], stratum: stratum)
      let isKnown = limits.lower <= limits.upper
      return (probability, isKnown ? limits.lower...limits.upper : nil)
    }
  }
}
