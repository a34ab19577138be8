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
    /// A batch, whose lines the receipt does not hold.
    case batch
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
    if let stated, Receipt.hash(of: stated) != receipt.resultSHA256 { findings.append(.result) }
    if let question = input?.value ?? receipt.input {
      if Receipt.hash(of: question) != receipt.inputSHA256 { findings.append(.input) }
      findings += Self.replay(question, receipt, stated, library)
    } else {
      findings.append(.noInput)
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
      let rest = members.compactMap { key, value in
        key != "receipt" ? (key, value.value) : receipt.operation == .compare ? (key, .null) : nil
      }
      return (receipt, seal, .object(rest))
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
    guard let operation = receipt.operation.request else { return [.batch] }
    let answer: RequestAnswer
    do {
      let document = try JSONDocument(question.bytes(.compact))
      answer = try library.answer(try EngineRequest(operation, document.root))
    } catch {
      return [.refused("\(error)")]
    }
    if let stated {
      let differences = JSONDifference.all(between: stated, and: answer.json)
      if !differences.isEmpty {
        return differences.map {
          .value(pointer: $0.pointer, stated: $0.first, replayed: $0.second)
        }
      }
    }
    return Receipt.hash(of: answer.json) == receipt.resultSHA256 ? [] : [.replay]
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
      "The receipt is of a batch, whose lines it names by their hash: send them again and compare."
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
