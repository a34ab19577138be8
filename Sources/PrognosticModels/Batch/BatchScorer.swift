public import StrictJSON

/// One model put to very many patients, a row each.
public final class BatchScorer: Sendable {
  public let model: PrognosticModel
  /// The times that are asked for; empty for a rule.
  public let horizons: [Horizon]
  let predictor: Predictor
  let vocabulary: Vocabulary
  /// What a complete row is answered, without the shares of terms.
  let answer: @Sendable (CovariateVector) throws(PatientError) -> Prediction.Answer
  let isRule: Bool
  /// Of a table of answers.
  let columns: ScoreColumns
  private let locals: [String]
  /// Nil for the model's own times.
  private let asked: [Horizon]?
  /// Of the line of a row, what stands before each probability.
  let probabilityHeads: [[UInt8]]

  /// - Throws: `PatientError` for times without support, whoever the patient is.
  public init(
    _ model: PrognosticModel, vocabulary: Vocabulary, at horizons: [Horizon]? = nil,
    given: Horizon? = nil
  ) throws(PatientError) {
    self.model = model
    self.vocabulary = vocabulary
    asked = horizons
    self.horizons = horizons ?? model.endpoint.statedHorizons
    probabilityHeads = self.horizons.enumerated().map { place, horizon in
      let head = JSONValue.object([
        ("endpoint", .string(model.endpoint.kind.rawValue)), ("time", horizon.json),
      ]).bytes(.compact)
      return (place == 0 ? [] : [UInt8(ascii: ",")]) + head.dropLast()
        + Array(",\"probability\":".utf8)
    }
    predictor = Predictor(model, vocabulary: vocabulary, at: horizons, given: given)
    locals = model.covariates.filter(\.covariate.isLocal).map(\.name)
    let question = try predictor.question.get()
    answer = { (vector) throws(PatientError) in
      try model.answer(vector, question, hasTerms: false)
    }
    isRule = model.isRule
    columns = ScoreColumns(of: model, at: self.horizons)
  }

  /// The covariates that decide what the model says, as ``Predictor/readNames``.
  public var readNames: Set<String> { predictor.readNames }

  /// What the model says of a row that is a JSON object of a patient.
  ///
  /// - Throws: ``RequestError/json(_:)`` and ``RequestError/patient(_:)``.
  public func predict(
    json bytes: [UInt8], limits: JSONLimits
  ) throws(RequestError) -> Prediction {
    let document = try JSONDocument(sent: bytes, limits: limits)
    do throws(PatientError) {
      return try predict(try Patient(json: document.root))
    } catch {
      throw .patient(error)
    }
  }

  /// A patient who has one answer, as the model sees him or her.
  ///
  /// - Throws: ``RequestError/json(_:)``, and ``RequestError/patient(_:)`` also for
  ///   `PatientError.outOfScope` and `PatientError.leavesOpen`.
  public func encode(
    json bytes: [UInt8], limits: JSONLimits
  ) throws(RequestError) -> CovariateVector {
    let prediction = try predict(json: bytes, limits: limits)
    guard prediction.isInScope else {
      throw .patient(.outOfScope(reasons: prediction.refusals.map(\.reason)))
    }
    guard let vector = prediction.vector else {
      let open = prediction.alternatives.first?.assuming.map(\.covariate) ?? []
      throw .patient(.leavesOpen(covariates: open))
    }
    return vector
  }

  /// What the model says of a row whose names and texts are read already.
  ///
  /// - Throws: `PatientError`, for a name that nobody knows too.
  public func predict(_ patient: Patient) throws(PatientError) -> Prediction {
    try patient.checkNames(in: vocabulary, locals: locals)
    return try predictor.predict(patient)
  }

  /// What is asked of rows, as ``EngineRequest`` reads it, with members of the asker's.
  func question(_ members: [(String, JSONValue)]) -> JSONValue {
    var question: [(String, JSONValue)] = [("model", .string(model.id))]
    if let asked { question.append(("at", .strings(asked.map(\.exactText)))) }
    if let given = predictor.given { question.append(("given", .string(given.exactText))) }
    return .object(question + members)
  }
}

extension Horizon {
  /// `5y`, as ``init(_:bareUnit:)`` reads it back to the bit.
  fileprivate var exactText: String {
    let digits = value.description
    return (digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits)
      + unit.rawValue.prefix(1)
  }
}
