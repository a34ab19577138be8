public import StrictJSON

/// What proves later how an answer came about: which engine, which documents to the byte, which
/// question, which result, when.
///
/// Hashes are SHA-256 (FIPS 180-4) of canonical JSON (RFC 8785), so that any program can compute them.
/// The seal is the hash of the receipt's other members: it shows a slip, not a forger, who can seal
/// anew.
public struct Receipt: Sendable, Equatable {
  /// What was asked.
  public enum Operation: String, Sendable, CaseIterable {
    case score, compare, benefit, consultation
    /// Many patients of one model: the input says which, and names the rows by their hash.
    case batch
    /// One of them: a score, answered as a row.
    case row
  }

  /// The version of the engine that answered.
  public let engine: String
  public let operation: Operation
  /// The documents that gave the answer.
  public let documents: [DocumentIdentity]
  /// Of every document that was loaded, the vocabulary too (``ModelLibrary/sha256``).
  public let library: String
  /// The question; nil where somebody took it out, to show the receipt without the patient.
  public let input: JSONValue?
  public let inputSHA256: String
  /// Of the answer without its receipt.
  public let resultSHA256: String
  /// When the answer was given, in UTC: 2026-11-28T05:30:00Z.
  public let time: String

  /// The receipt of an answer.
  ///
  /// - Parameters:
  ///   - answer: what was answered.
  ///   - request: the question that it answers.
  ///   - library: the documents that it was answered from.
  ///   - seconds: since 1970-01-01T00:00:00Z.
  public init(
    for answer: RequestAnswer, to request: EngineRequest, from library: ModelLibrary,
    at seconds: Int64
  ) {
    self.init(
      engine: Version.current, operation: request.operation.ofReceipt,
      documents: answer.documents, library: library.sha256, input: request.input,
      inputSHA256: Self.hash(of: request.input), resultSHA256: Self.hash(of: answer.json),
      time: UTCTime(seconds: seconds).text)
  }

  /// The receipt of a batch.
  ///
  /// - Parameters:
  ///   - scorer: the model that the rows were put to.
  ///   - format: in which the lines came.
  ///   - inputSHA256: of the lines as they came.
  ///   - resultSHA256: of the lines as they went.
  ///   - library: the documents that they were answered from.
  ///   - seconds: since 1970-01-01T00:00:00Z.
  public init(
    forBatchOf scorer: BatchScorer, format: String, inputSHA256: String, resultSHA256: String,
    from library: ModelLibrary, at seconds: Int64
  ) {
    let input = scorer.question(
      [("format", .string(format)), ("lines", .string(inputSHA256))])
    self.init(
      engine: Version.current, operation: .batch, documents: [DocumentIdentity(scorer.model)],
      library: library.sha256, input: input, inputSHA256: Self.hash(of: input),
      resultSHA256: resultSHA256, time: UTCTime(seconds: seconds).text)
  }

  /// The receipt of a row.
  ///
  /// - Parameters:
  ///   - answer: the row without its number.
  ///   - patient: the object that came.
  init(
    for answer: JSONValue, to patient: JSONValue, of scorer: BatchScorer,
    _ receipts: BatchRows.Receipts
  ) {
    let input = scorer.question([("patient", patient)])
    self.init(
      engine: Version.current, operation: .row, documents: [DocumentIdentity(scorer.model)],
      library: receipts.library, input: input, inputSHA256: Self.hash(of: input),
      resultSHA256: Self.hash(of: answer), time: receipts.time)
  }

  /// The hash of a value's canonical spelling.
  static func hash(of value: JSONValue) -> String { SHA256.hexDigest(of: value.canonicalBytes) }

  /// Over every other member but the input, which its hash stands for: taking it out breaks no seal.
  public let seal: String

  /// The members under the seal, in the order in which they are written.
  private static func members(
    _ engine: String, _ operation: Operation, _ documents: [DocumentIdentity], _ library: String,
    inputSHA256: String, resultSHA256: String, _ time: String
  ) -> JSONValue {
    .object([
      ("engine", .string(engine)), ("operation", .string(operation.rawValue)),
      ("documents", .array(documents.map(\.json))), ("library", .string(library)),
      ("inputSHA256", .string(inputSHA256)), ("resultSHA256", .string(resultSHA256)),
      ("time", .string(time)),
    ])
  }

  /// The receipt as it is written into an answer.
  public var json: JSONValue {
    let sealed = Self.members(
      engine, operation, documents, library, inputSHA256: inputSHA256, resultSHA256: resultSHA256,
      time)
    guard case .object(let members) = sealed else { return sealed }
    return .object(members + (input.map { [("input", $0)] } ?? []) + [("seal", .string(seal))])
  }
}

extension Receipt {
  /// Reads a receipt, and the seal that it bears, which may not be its own.
  static func read(_ node: JSONNode) throws(StrictJSONError) -> (receipt: Receipt, seal: String) {
    try node.object { (reader) throws(StrictJSONError) in
      let engine = try reader.string("engine")
      let operation: Operation = try reader.oneOf("operation")
      let documents = try reader.objects("documents") { (reader) throws(StrictJSONError) in
        DocumentIdentity(
          id: try reader.string("id"), version: try reader.string("version"),
          sha256: try reader.string("sha256"))
      }
      let receipt = Receipt(
        engine: engine, operation: operation, documents: documents,
        library: try reader.string("library"), input: reader.optional("input")?.value,
        inputSHA256: try reader.string("inputSHA256"),
        resultSHA256: try reader.string("resultSHA256"), time: try reader.string("time"))
      return (receipt, try reader.string("seal"))
    }
  }

  private init(
    engine: String, operation: Operation, documents: [DocumentIdentity],
    library: String, input: JSONValue?, inputSHA256: String, resultSHA256: String, time: String
  ) {
    self.engine = engine
    self.operation = operation
    self.documents = documents
    self.library = library
    self.input = input
    self.inputSHA256 = inputSHA256
    self.resultSHA256 = resultSHA256
    self.time = time
    seal = Self.hash(
      of: Self.members(
        engine, operation, documents, library, inputSHA256: inputSHA256,
        resultSHA256: resultSHA256, time))
  }
}

extension RequestAnswer {
  /// The answer with its receipt, in the place that a comparison keeps for it or behind everything.
  public func json(with receipt: Receipt) -> JSONValue {
    guard case .object(let members) = json else { return json }
    return .object(members.filter { $0.0 != "receipt" } + [("receipt", receipt.json)])
  }
}

extension EngineRequest.Operation {
  fileprivate var ofReceipt: Receipt.Operation {
    switch self {
    case .score: .score
    case .compare: .compare
    case .benefit: .benefit
    case .consultation: .consultation
    }
  }
}

extension Receipt.Operation {
  /// The question that can be put again from the receipt alone; nil for a batch and its rows.
  var request: EngineRequest.Operation? { EngineRequest.Operation(rawValue: rawValue) }
}
