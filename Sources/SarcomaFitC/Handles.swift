internal import Biostatistics
internal import CInterface
internal import CSarcomaFit
internal import Reports

/// The columns behind a `sarcoma_fit_table`.
final class OpenTable: Sendable {
  let table: Table

  init(_ table: Table) { self.table = table }
}

/// What is behind a `sarcoma_fit_result`.
final class OpenResult: Sendable {
  let answer: any ReportAnswer

  init(_ answer: any ReportAnswer) { self.answer = answer }
}

/// What is open. Marks are this library's own.
enum Handles {
  static let tables = HandleTable<OpenTable>(mark: 0x61, of: "table")
  static let results = HandleTable<OpenResult>(mark: 0x62, of: "result")
}

/// Runs what a function does; its status.
func status(_ body: () throws(CallFailure) -> Void) -> sarcoma_fit_status {
  sarcoma_fit_status(rawValue: UInt32(bitPattern: answering(body)))
}

/// Runs what asks the engine, whose errors become this door's.
func asking<Result>(
  _ body: () throws(AnalysisError) -> Result
) throws(CallFailure) -> Result {
  do throws(AnalysisError) {
    return try body()
  } catch {
    let status: CallFailure.Status =
      switch error {
      case .refused(is ResamplingStopped): .interrupted
      case .refused: .patient
      default: .question
      }
    throw CallFailure(
      status, error.sentence(.json), code: error.code, pointer: error.pointer)
  }
}

/// An object of JSON; nil for null.
func document(
  _ bytes: UnsafePointer<CChar>?, _ length: Int, _ name: String
) throws(CallFailure) -> JSONDocument? {
  guard bytes != nil || length != 0 else { return nil }
  let bytes = try CArgument.bytes(bytes, length, name)
  return try asking { () throws(AnalysisError) in
    do throws(StrictJSONError) {
      return try JSONDocument(bytes)
    } catch {
      throw .json(error)
    }
  }
}

/// Hands a text over.
func give(
  _ bytes: [UInt8], to place: UnsafeMutablePointer<sarcoma_fit_text>
) {
  place.pointee = sarcoma_fit_text(bytes: CText.copy(bytes), length: bytes.count)
}
