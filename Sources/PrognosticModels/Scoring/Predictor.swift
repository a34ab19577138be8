/// A model with a question put to it: what is worked out once and serves every patient, such as the
/// scorers of the times that are asked for.
public struct Predictor: Sendable {
  /// The model that answers.
  public let model: PrognosticModel
  /// What survival is conditional on; nil for none.
  public let given: Horizon?
  let vocabulary: Vocabulary
  let question: Result<Question, PatientError>
  /// What the model says with every prediction.
  let cautionsOfEvery: [Caution]

  /// A model and the times at which it is asked.
  ///
  /// - Parameters:
  ///   - model: the document.
  ///   - vocabulary: the one that the model was read with.
  ///   - horizons: times of prediction; nil for the endpoint's own, of those after `given`.
  ///   - given: a time at which the patient is known to be free of the event: S(t) / S(given).
  public init(
    _ model: PrognosticModel, vocabulary: Vocabulary, at horizons: [Horizon]? = nil,
    given: Horizon? = nil
  ) {
    self.model = model
    self.given = given
    self.vocabulary = vocabulary
    cautionsOfEvery = model.cautionsOfEvery
    do throws(PatientError) {
      question = .success(try Question(model, horizons, given))
    } catch {
      question = .failure(error)
    }
  }

  /// The covariates that decide what the model says: its own, those of its scope, and those whose
  /// values imply one of these.
  public var readNames: Set<String> {
    var names = Set(model.covariates.map(\.name) + model.population.scope.map(\.covariate.name))
    for covariate in vocabulary.covariates where names.contains(covariate.name) {
      if let implied = covariate.implied { names.insert(implied.by) }
    }
    return names
  }

  /// Checks that the model can answer at the times asked for, whoever the patient is.
  ///
  /// - Throws: ``PatientError`` for a time without support.
  public func checkTimes() throws(PatientError) { _ = try question.get() }
}

/// What a model is asked, in a form that it can answer.
struct Question: Sendable {
  /// A time of prediction.
  struct Time: Sendable {
    /// In the endpoint's unit.
    let value: Double
    /// In the words in which it was asked.
    let horizon: Horizon
    /// Of a survival model: it answers at the condition, if there is one, and then at the time.
    var scorer: Scorer?
  }

  private(set) var times: [Time] = []
  let isConditional: Bool
  /// Of a logistic model.
  private(set) var scorer: Scorer?

  /// - Throws: ``PatientError`` for a time without support, and for a condition that the form cannot
  ///   take.
  init(
    _ model: PrognosticModel, _ horizons: [Horizon]?, _ given: Horizon?
  ) throws(PatientError) {
    let endpoint = model.endpoint
    isConditional = given != nil
    if let horizons {
      for horizon in horizons {
        times.append(Time(value: try endpoint.supported(horizon), horizon: horizon))
      }
    } else {
      times = zip(endpoint.horizons, endpoint.statedHorizons).map { Time(value: $0, horizon: $1) }
      // Of its own times those are meant that come after the condition.
      if let start = given?.time(in: endpoint.unit), times.contains(where: { $0.value > start }) {
        times.removeAll { $0.value <= start }
      }
    }
    switch model.form {
    case .proportionalHazards(let hazards): try prepare(hazards, given, endpoint)
    case .subdistributionHazards(let hazards):
      guard !isConditional else {
        throw .noCondition(reason: "it gives an incidence among competing events")
      }
      try prepare(hazards.hazards, nil, endpoint)
    case .logistic(let logistic):
      guard !isConditional else {
        throw .noCondition(reason: "it gives a probability and no course of time")
      }
      try requireTimes(endpoint, endpoint.horizons.first)
      scorer = try? Scorer(logistic, at: endpoint.horizons.first ?? 0)
    case .points(let points):
      guard !isConditional else { throw .noCondition(reason: "its figure shows one horizon") }
      try requireTimes(endpoint, points.total?.at)
    case .criteria:
      guard !isConditional else { throw .noCondition(reason: "it is a rule") }
      if let first = horizons?.first { throw .noPredictionAt(time: first, known: []) }
    }
  }

  private func requireTimes(_ endpoint: Endpoint, _ only: Double?) throws(PatientError) {
    for time in times where time.value != only {
      throw .noPredictionAt(time: time.horizon, known: endpoint.statedHorizons)
    }
  }

  /// Makes the scorers of a model that has a baseline.
  private mutating func prepare(
    _ hazards: ProportionalHazards, _ given: Horizon?, _ endpoint: Endpoint
  ) throws(PatientError) {
    guard hazards.baseline != nil else { return }
    var condition: Double?
    if let given {
      let time = given.time(in: endpoint.unit)
      if let followUp = endpoint.followUp, time > followUp {
        let end = Horizon(value: followUp, unit: endpoint.unit).inWholeYears
        throw .noCondition(reason: "\(given.text) is beyond the follow-up of \(end.text)")
      }
      for later in times where later.value <= time {
        throw .noCondition(reason: "\(later.horizon.text) is not after \(given.text)")
      }
      guard (try? Scorer(hazards, at: [time])) != nil else {
        let known = Words.list(endpoint.statedHorizons.map(\.text), "and")
        throw .noCondition(
          reason: "it predicts at \(known), and not at \(given.text)")
      }
      condition = time
    }
    for place in times.indices {
      let asked = [condition, times[place].value].compactMap { $0 }
      guard let scorer = try? Scorer(hazards, at: asked) else {
        throw .noPredictionAt(time: times[place].horizon, known: endpoint.statedHorizons)
      }
      times[place].scorer = scorer
    }
  }
}

extension Endpoint {
  /// A time in ``unit``, if the follow-up supports it.
  fileprivate func supported(_ horizon: Horizon) throws(PatientError) -> Double {
    let value = horizon.time(in: unit)
    if let followUp, value > followUp {
      throw .beyondFollowUp(
        time: horizon, followUp: Horizon(value: followUp, unit: unit).inWholeYears)
    }
    return value
  }
}
