public import StrictJSON

/// What the engine answers to an ``EngineRequest``, and the documents that it rests on.
public struct RequestAnswer: Sendable {
  /// The object of the command line's contract, without a receipt.
  public let json: JSONValue
  /// The documents that gave a number or a class: models, effects, and who is eligible.
  public let documents: [DocumentIdentity]
  /// The models that answered.
  public let answering: [String]
  /// How many models were asked and do not answer.
  public let refusalCount: Int
  let words: @Sendable () -> String

  /// The words of the command line.
  public var text: String { words() }
}

/// What names one exact document.
public struct DocumentIdentity: Sendable, Equatable {
  public let id: String
  public let version: String
  /// Of the file's bytes, in hexadecimal digits.
  public let sha256: String

  init(id: String, version: String, sha256: String) {
    (self.id, self.version, self.sha256) = (id, version, sha256)
  }

  init(_ model: PrognosticModel) {
    self.init(id: model.id, version: model.version, sha256: model.sha256)
  }

  init(_ effect: TreatmentEffect) {
    self.init(id: effect.id, version: effect.version, sha256: effect.sha256)
  }

  init(_ document: EligibilityDocument) {
    self.init(id: document.id, version: document.version, sha256: document.sha256)
  }

  /// `{"id", "version", "sha256"}`.
  var json: JSONValue {
    .object([
      ("id", .string(id)), ("version", .string(version)), ("sha256", .string(sha256)),
    ])
  }
}

extension ModelLibrary {
  /// Answers a question as the command line does.
  ///
  /// - Throws: ``RequestError`` for a model that is not there, and for what the engine cannot answer.
  public func answer(_ request: EngineRequest) throws(RequestError) -> RequestAnswer {
    switch request.operation {
    case .score: try score(request)
    case .compare: try compare(request)
    case .benefit: try benefit(request)
    case .consultation: try consultation(request)
    }
  }

  /// The model of an id.
  ///
  /// - Throws: ``RequestError/unknownModel(id:suggestion:)`` and ``RequestError/brokenModel(_:)``.
  public func model(named id: String) throws(RequestError) -> PrognosticModel {
    if let model = self[id] { return model }
    if let fault = fault(of: id) { throw .brokenModel(fault) }
    throw .unknownModel(id: id, suggestion: NearestName.of(id, among: models.map(\.id)))
  }

  private func score(_ request: EngineRequest) throws(RequestError) -> RequestAnswer {
    let model = try model(named: request.model ?? "")
    do throws(PatientError) {
      try request.patient.checkNames(
        in: vocabulary, locals: model.covariates.filter(\.covariate.isLocal).map(\.name))
      let prediction = try predictor(model, at: request.horizons, given: request.given)
        .predict(request.patient)
      let report = PredictionReport(prediction)
      return RequestAnswer(
        json: report.json, documents: [DocumentIdentity(model)],
        answering: prediction.isInScope ? [model.id] : [],
        refusalCount: prediction.isInScope ? 0 : 1
      ) { report.text }
    } catch {
      throw .patient(error)
    }
  }

  private func compare(_ request: EngineRequest) throws(RequestError) -> RequestAnswer {
    do throws(PatientError) {
      let report = try compare(request.patient, at: request.horizons, given: request.given)
      return RequestAnswer(
        json: report.json, documents: report.results.map { DocumentIdentity($0.model) },
        answering: report.results.map(\.model.id), refusalCount: report.refusals.count
      ) { report.text }
    } catch {
      throw .patient(error)
    }
  }

  private func benefit(_ request: EngineRequest) throws(RequestError) -> RequestAnswer {
    do throws(BenefitRefusal) {
      let benefit = try benefit(for: request.patient, request.benefit)
      let report = BenefitReport(benefit)
      return RequestAnswer(
        json: report.json, documents: documents(of: benefit),
        answering: (benefit.prognosis?.model.id).map { [$0] } ?? [], refusalCount: 0
      ) { report.text }
    } catch {
      throw .benefit(error)
    }
  }

  /// The documents that gave a benefit its numbers.
  func documents(of benefit: Benefit) -> [DocumentIdentity] {
    var effects: [TreatmentEffect] = []
    for effect in benefit.estimates.compactMap(\.source)
    where !effects.contains(where: { $0.id == effect.id }) { effects.append(effect) }
    return (benefit.prognosis.map { [DocumentIdentity($0.model)] } ?? [])
      + effects.map(DocumentIdentity.init)
      + treatment.eligibility.prefix(1).map(DocumentIdentity.init)
  }
}
