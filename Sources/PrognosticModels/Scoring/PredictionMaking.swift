/// From a patient to a prediction: scope before arithmetic, doubt at the door.
extension PrognosticModel {
  /// What the model says of a patient; for many patients make one ``Predictor``.
  ///
  /// - Parameters:
  ///   - patient: what is known.
  ///   - vocabulary: the one that the model was read with.
  ///   - horizons: times of prediction; nil for the endpoint's own, of those after `given`.
  ///   - given: a time at which the patient is known to be free of the event: S(t) / S(given).
  /// - Throws: ``PatientError``, as ``Predictor/predict(_:)``.
  public func predict(
    _ patient: Patient, vocabulary: Vocabulary, at horizons: [Horizon]? = nil,
    given: Horizon? = nil
  ) throws(PatientError) -> Prediction {
    try Predictor(self, vocabulary: vocabulary, at: horizons, given: given).predict(patient)
  }
}

extension Predictor {
  /// What the model says of a patient.
  ///
  /// Out of scope there is a prediction with refusals and no answer. A value that leaves several
  /// levels open gives one alternative for each.
  ///
  /// - Throws: ``PatientError`` for a value that cannot be read, that the model needs and does not
  ///   have, or that it has never seen; and for times without support.
  public func predict(_ patient: Patient) throws(PatientError) -> Prediction {
    let patient = try vocabulary.completing(patient)
    var refusals: [Prediction.Refusal] = []
    var assumed: [Assumption] = []
    for place in model.population.scope.indices {
      switch try model.population.scope[place].check(patient) {
      case .holds, .silent: break
      case .fails(let reason, let instead):
        refusals.append(Prediction.Refusal(reason: reason, instead: instead))
      case .assumed(let assumption): assumed.append(assumption)
      }
    }
    guard refusals.isEmpty else {
      return Prediction(
        model: model, given: given, refusals: refusals, assumed: [], answer: nil, alternatives: [],
        cautions: [], vector: nil)
    }
    let encoding = try patient.encode(model.covariates)
    let question = try question.get()
    var answer: Prediction.Answer?
    var alternatives: [Prediction.Alternative] = []
    var vectors: [CovariateVector] = []
    if let vector = encoding.vector {
      answer = try model.answer(vector, question)
      vectors = [vector]
    } else {
      for alternative in encoding.alternatives {
        alternatives.append(
          Prediction.Alternative(
            assuming: alternative.assuming, answer: try model.answer(alternative.vector, question)))
        vectors.append(alternative.vector)
      }
    }
    var cautions = cautionsOfEvery
    let words = assumed.compactMap(\.words)
    if !words.isEmpty { cautions.append(.assumedInScope(words: words)) }
    cautions += encoding.cautions
    cautions += model.cautions.filter { $0.applies(to: vectors, model.covariates) }.map(\.caution)
    return Prediction(
      model: model, given: given, refusals: [], assumed: assumed + encoding.assumed, answer: answer,
      alternatives: alternatives, cautions: cautions, vector: encoding.vector)
  }
}

extension Prediction {
  /// The same with a caution where its category is a covariate's level and another one is stated.
  func held(
    against patient: Patient, _ vocabulary: Vocabulary
  ) throws(PatientError) -> Prediction {
    guard let decision = model.decides, let covariate = vocabulary[decision.covariate],
      let value = patient[covariate.name],
      let found = answer?.category.flatMap({ decision.levels[$0] })
    else { return self }
    let stated: [String]
    switch try covariate.read(value) {
    case .level(let level): stated = [level]
    case .oneOf(let levels): stated = levels
    case .missing, .number: return self
    }
    // A grade that cannot be assessed is no other grade.
    guard !stated.contains(found), decision.levels.values.contains(where: stated.contains)
    else { return self }
    let caution = Caution.otherThanStated(
      covariate: covariate.name, stated: stated, found: found)
    return Prediction(
      model: model, given: given, refusals: refusals, assumed: assumed, answer: answer,
      alternatives: alternatives, cautions: cautions + [caution], vector: vector)
  }
}

extension PrognosticModel {
  /// What every prediction of the document carries.
  var cautionsOfEvery: [Caution] {
    var result: [Caution] = []
    switch provenance.method {
    case .digitisedNomogram:
      result.append(.digitisedSource(readingError: provenance.readingError))
    case .reconstructed: result.append(.reconstructedModel(fitError: provenance.fitError))
    case .updated:
      if let source = provenance.madeFrom { result.append(.updatedModel(source)) }
    case .publishedRule, .publishedCoefficients, .refitted: break
    }
    switch status {
    case .draft: result.append(.draftModel)
    case .synthetic: result.append(.syntheticModel)
    case .verified, .reviewed: break
    }
    return result
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
