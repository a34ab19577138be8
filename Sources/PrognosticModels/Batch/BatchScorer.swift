public import StrictJSON

/// One model put to very many patients, a row each.
public final class BatchScorer: Sendable {
  public let model: PrognosticModel
  /// The times that are asked for; empty for a rule.
  public let horizons: [Horizon]
  let predictor: Predictor
  let vocabulary: Vocabulary
  private let locals: [String]
  /// Of the line of a row, what stands before each probability.
  let probabilityHeads: [[UInt8]]

  /// - Throws: `PatientError` for times without support, whoever the patient is.
  public init(
    _ model: PrognosticModel, vocabulary: Vocabulary, at horizons: [Horizon]? = nil,
    given: Horizon? = nil
  ) throws(PatientError) {
    self.model = model
    self.vocabulary = vocabulary
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
    try predictor.checkTimes()
  }

  /// What the model says of a row that is a JSON object of a patient.
  ///
  /// - Throws: ``RequestError/json(_:)`` and ``RequestError/patient(_:)``.
  public func predict(
    json bytes: [UInt8], limits: JSONLimits
  ) throws(RequestError) -> Prediction {
    let document: JSONDocument
    do throws(StrictJSONError) {
      document = try JSONDocument(bytes, limits: limits)
    } catch {
      throw .json(error)
    }
    do throws(PatientError) {
      return try predict(try Patient(json: document.root))
    } catch {
      throw .patient(error)
    }
  }

  /// What the model says of a row whose names and texts are read already.
  ///
  /// - Throws: `PatientError`, for a name that nobody knows too.
  public func predict(_ patient: Patient) throws(PatientError) -> Prediction {
    try patient.checkNames(in: vocabulary, locals: locals)
    return try predictor.predict(patient)
  }
}
