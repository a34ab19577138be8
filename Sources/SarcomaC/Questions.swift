// The names are those of the header.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

internal import CInterface
public import CSarcoma
internal import Figures
internal import PrognosticModels
internal import StrictJSON

/// Answers a question as the command line and the service do.
@c @implementation
public func sarcoma_ask(
  _ library: OpaquePointer!, _ operation: UnsafePointer<CChar>!, _ question: UnsafePointer<CChar>!,
  _ length: Int, _ answer: UnsafeMutablePointer<sarcoma_text>!
) -> sarcoma_status {
  status { () throws(CallFailure) in
    let answer = try CArgument.place(answer, "the place of the answer")
    let operation = try CArgument.text(operation, "the operation")
    let question = try CArgument.bytes(question, length, "the question")
    let bytes = try Handles.libraries.use(library) { (open) throws(CallFailure) in
      try Questions(library: open.library).answer(operation, question)
    }
    answer.pointee = sarcoma_text(bytes: CText.copy(bytes), length: bytes.count)
  }
}

/// The questions of `sarcoma_ask`.
private struct Questions {
  let library: ModelLibrary

  func answer(_ operation: String, _ question: [UInt8]) throws(CallFailure) -> [UInt8] {
    switch operation {
    case "models": return LibraryReport(library).json.bytes()
    case "faults":
      return JSONValue.object([("faults", .strings(library.faults.map(\.description)))]).bytes()
    case "vocabulary": return library.vocabulary.bytes
    case "treatment": return try treatment()
    case "model":
      return try model { (reader) throws(StrictJSONError) in
        (try reader.string("model"), nil)
      }(question).model.bytes
    case "nomogram": return try nomogram(question)
    default: break
    }
    let isText = operation.hasSuffix(".text")
    let name = isText ? String(operation.dropLast(5)) : operation
    guard let operation = EngineRequest.Operation(rawValue: name) else {
      let known = EngineRequest.Operation.allCases.map(\.rawValue)
      throw CallFailure(
        .question,
        "there is no operation '\(operation)'; there are "
          + (known + ["models", "model", "vocabulary", "treatment", "nomogram", "faults"])
          .joined(separator: ", ") + ".")
    }
    do throws(RequestError) {
      let request = try EngineRequest(operation, try JSONDocument(sent: question).root)
      let answer = try library.answer(request)
      return isText ? Array(answer.text.utf8) : answer.json.bytes()
    } catch {
      throw CallFailure(error)
    }
  }

  /// The documents of effects and of who is eligible.
  private func treatment() throws(CallFailure) -> [UInt8] {
    func documents(_ all: [[UInt8]]) throws(CallFailure) -> JSONValue {
      do throws(RequestError) {
        return .array(
          try all.map { (bytes) throws(RequestError) in try JSONDocument(sent: bytes).root.value })
      } catch {
        throw CallFailure(error)
      }
    }
    return JSONValue.object([
      ("effects", try documents(library.treatment.effects.map(\.bytes))),
      ("eligibility", try documents(library.treatment.eligibility.map(\.bytes))),
    ]).bytes()
  }

  private func nomogram(_ question: [UInt8]) throws(CallFailure) -> [UInt8] {
    let (model, node) = try model { (reader) throws(StrictJSONError) in
      (try reader.string("model"), reader.optional("patient"))
    }(question)
    do throws(NomogramError) {
      guard let node else { return Array(try NomogramReport(of: model).figure.svg.utf8) }
      let patient: Patient
      do throws(PatientError) { patient = try Patient(json: node) } catch { throw .patient(error) }
      let report = try NomogramReport(of: model, for: patient, vocabulary: library.vocabulary)
      return Array(report.figure.svg.utf8)
    } catch .patient(let error) {
      throw CallFailure(RequestError.patient(error))
    } catch {
      throw CallFailure(.question, error.description, code: "nomogram", pointer: "/model")
    }
  }

  /// A question that names a model, and what else `read` finds in it.
  private func model(
    _ read: @escaping (inout ObjectReader) throws(StrictJSONError) -> (String, JSONNode?)
  ) -> ([UInt8]) throws(CallFailure) -> (model: PrognosticModel, node: JSONNode?) {
    { (question) throws(CallFailure) in
      do throws(RequestError) {
        let node = try JSONDocument(sent: question).root
        let (id, other): (String, JSONNode?)
        do throws(StrictJSONError) {
          (id, other) = try node.object(read)
        } catch {
          throw .json(error)
        }
        return (try library.model(named: id), other)
      } catch {
        throw CallFailure(error)
      }
    }
  }
}
