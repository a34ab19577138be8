public import StrictJSON

/// An answer with its receipt, replayed.
///
/// Everything that does not agree is named: the seal, a document, the question, and every number of
/// the answer that another replay would give, by its JSON pointer.
public struct ReceiptVerification: Sendable {
  /// One thing that does not agree.
  public enum Finding: Sendable, Equatable {
    /// The receipt itself was changed.
    case seal
    /// The question is not the one that was answered.
    case input
    /// The receipt holds no question and none was brought.
    case noInput
    /// A document of the answer is not in this library.
    case documentMissing(id: String)
    /// A document of the answer has other bytes here.
    case documentChanged(id: String, was: String, now: String)
    /// The answer is not the one that the receipt was given for.
    case result
    /// A value of the answer is not the one that the replay gives.
    case value(pointer: String, stated: String, replayed: String)
    /// A batch, whose rows the receipt does not hold.
    case batch
    /// An error in a row's place, which no receipt is given for.
    case rowWithoutAnswer
    /// The replay ends without an answer.
    case refused(String)
    /// The replay gives another result than the one that the receipt was given for.
    case replay
  }

  /// In the order in which they were looked for; empty if all agrees.
  public let findings: [Finding]
  /// What differs and may, such as the engine's version: the replay decides.
  public let remarks: [String]

  /// Whether everything agrees to the bit.
  public var passes: Bool { findings.isEmpty }

  /// Replays an answer that carries a receipt, or a bare receipt.
  ///
  /// - Parameters:
  ///   - answer: the whole answer as it was given, or its `receipt` alone.
  ///   - input: the question, where the receipt holds none.
  ///   - library: the documents to replay it with.
  /// - Throws: ``RequestError/json(_:)`` for what is no receipt.
  public init(
    _ answer: JSONNode, input: JSONNode? = nil, library: ModelLibrary
  ) throws(RequestError) {
    let (receipt, seal, stated) = try Self.read(answer)
    var findings: [Finding] = []
    var remarks: [String] = []
    if receipt.seal != seal { findings.append(.seal) }
    if receipt.engine != Version.current {
      remarks.append("The engine was \(receipt.engine) and is \(Version.current).")
    }
    findings += receipt.documents.compactMap { Self.finding(of: $0, in: library) }
    if receipt.library != library.sha256 {
      remarks.append(
        "The library has changed; the documents of this answer are named if they have.")
    }
    if receipt.operation == .batch {
      if let asked = receipt.input, Receipt.hash(of: asked) != receipt.inputSHA256 {
        findings.append(.input)
      }
      findings += Self.replay(row: input?.value, stated, ofBatch: receipt, library)
      if stated != nil {
        remarks.append(
          "The receipt is the batch's: it says which model was asked what, and not that it was asked "
            + "of this row.")
      }
    } else {
      if let stated, Receipt.hash(of: stated) != receipt.resultSHA256 { findings.append(.result) }
      if let question = input?.value ?? receipt.input {
        if Receipt.hash(of: question) != receipt.inputSHA256 { findings.append(.input) }
        findings += Self.replay(question, receipt, stated, library)
      } else {
        findings.append(.noInput)
      }
    }
    self.findings = findings
    self.remarks = remarks
  }

  /// Reads what a door is sent to verify: an answer with its receipt, a receipt, or
  /// `{"answer": ..., "input": ...}` where the receipt holds no question.
  ///
  /// - Throws: ``RequestError/json(_:)`` for what is none of these.
  public init(request: JSONNode, library: ModelLibrary) throws(RequestError) {
    let members = (try? request.members()) ?? []
    guard let answer = members.first(where: { $0.key == "answer" })?.value else {
      try self.init(request, library: library)
      return
    }
    let input = members.first { $0.key == "input" }?.value
    if let stray = members.first(where: { $0.key != "answer" && $0.key != "input" }) {
      throw .json(stray.value.refused("only an answer and its input are wanted"))
    }
    try self.init(answer, input: input, library: library)
  }

  private static func read(
    _ answer: JSONNode
  ) throws(RequestError) -> (receipt: Receipt, seal: String, stated: JSONValue?) {
    do throws(StrictJSONError) {
      let members = try answer.members()
      guard let node = members.first(where: { $0.key == "receipt" })?.value else {
        let (receipt, seal) = try Receipt.read(answer)
        return (receipt, seal, nil)
      }
      let (receipt, seal) = try Receipt.read(node)
      // A comparison keeps a place for its receipt: null, as long as there is none.
      let isRow = receipt.operation == .row || receipt.operation == .batch
      let rest = members.compactMap { key, value -> (String, JSONValue)? in
        if key == "receipt" { return receipt.operation == .compare ? (key, .null) : nil }
        return key == "row" && isRow ? nil : (key, value.value)
      }
      // The last line of a batch is its account, and no row.
      let isAccount = receipt.operation == .batch && rest.contains { $0.0 == "count" }
      return (receipt, seal, isAccount ? nil : .object(rest))
    } catch {
      throw .json(error)
    }
  }

  private static func finding(of document: DocumentIdentity, in library: ModelLibrary) -> Finding? {
    guard let found = library.identity(of: document.id) else {
      return .documentMissing(id: document.id)
    }
    return found.sha256 == document.sha256
      ? nil : .documentChanged(id: document.id, was: document.sha256, now: found.sha256)
  }

  /// Asks the question again.
  private static func replay(
    _ question: JSONValue, _ receipt: Receipt, _ stated: JSONValue?, _ library: ModelLibrary
  ) -> [Finding] {
    let answer: JSONValue
    do {
      let document = try JSONDocument(question.bytes(.compact))
      if let operation = receipt.operation.request {
        answer = try library.answer(try EngineRequest(operation, document.root)).json
      } else {
        answer = try library.row(try EngineRequest(.score, document.root))
      }
    } catch {
      return [.refused("\(error)")]
    }
    let differences = differences(stated, answer)
    if !differences.isEmpty || receipt.operation == .batch { return differences }
    return Receipt.hash(of: answer) == receipt.resultSHA256 ? [] : [.replay]
  }

  /// Puts the question of a batch to one patient of it.
  private static func replay(
    row patient: JSONValue?, _ stated: JSONValue?, ofBatch receipt: Receipt,
    _ library: ModelLibrary
  ) -> [Finding] {
    guard let stated, case .object(let question)? = receipt.input else { return [.batch] }
    guard let patient else { return [.noInput] }
    if case .object(let members) = stated, members.contains(where: { $0.0 == "error" }) {
      return [.rowWithoutAnswer]
    }
    let wanted = question.filter { ["model", "at", "given"].contains($0.0) }
    return replay(.object(wanted + [("patient", patient)]), receipt, stated, library)
  }

  private static func differences(_ stated: JSONValue?, _ replayed: JSONValue) -> [Finding] {
    guard let stated else { return [] }
    return JSONDifference.all(between: stated, and: replayed).map {
      .value(pointer: $0.pointer, stated: $0.first, replayed: $0.second)
    }
  }
}

extension ModelLibrary {
  /// Of a model, an effect, or a definition of who is eligible.
  fileprivate func identity(of id: String) -> DocumentIdentity? {
    if let model = self[id] { return DocumentIdentity(model) }
    if let effect = treatment[id] { return DocumentIdentity(effect) }
    return treatment.eligibility(id).map(DocumentIdentity.init)
  }
}

extension ModelLibrary {
  /// A score as a row of a batch has it.
  fileprivate func row(_ request: EngineRequest) throws(RequestError) -> JSONValue {
    let model = try model(named: request.model ?? "")
    do throws(PatientError) {
      let scorer = try BatchScorer(
        model, vocabulary: vocabulary, at: request.horizons, given: request.given)
      return .object(BatchRows.members(of: try scorer.predict(request.patient)))
    } catch {
      throw .patient(error)
    }
  }
}

extension ReceiptVerification.Finding: CustomStringConvertible {
  /// One sentence.
  public var description: String {
    switch self {
    case .seal: "The receipt was changed: its seal is not that of what it holds."
    case .input: "The question is not the one that was answered: its hash is another."
    case .noInput:
      "The receipt holds no question; bring the question that was put to replay the answer."
    case .documentMissing(let id): "The library has no document \(Words.quoted(id)) any more."
    case .documentChanged(let id, let was, let now):
      "The document \(Words.quoted(id)) has changed: SHA-256 \(was.prefix(12))... then, "
        + "\(now.prefix(12))... now."
    case .result: "The answer is not the one that the receipt was given for: its hash is another."
    case .value(let pointer, let stated, let replayed):
      "\(Words.printable(pointer)) is \(stated) in the answer and \(replayed) in the replay."
    case .batch:
      "The receipt is of a batch, whose rows it names by their hash: bring a row of the answer with this "
        + "receipt in it, and the patient."
    case .rowWithoutAnswer: "The row is an error, which rests on no document."
    case .refused(let reason): "The replay gives no answer: \(reason)"
    case .replay: "The replay gives another result than the one that the receipt was given for."
    }
  }
}

extension ReceiptVerification {
  /// `{"verified", "findings", "remarks", "intendedUse"}`.
  public var json: JSONValue {
    .object([
      ("verified", .bool(passes)), ("findings", .strings(findings.map(\.description))),
      ("remarks", .strings(remarks)), ("intendedUse", .string(IntendedUse.statement)),
    ])
  }

  /// The same for people.
  public var text: String {
    let verdict =
      passes
      ? "Verified: the replay gives the same answer to the bit.\n" : "Not verified.\n"
    let lines = findings.map { "  \($0)\n" } + remarks.map { "  \($0)\n" }
    return verdict + lines.joined() + "\(IntendedUse.statement)\n"
  }
}
