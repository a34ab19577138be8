internal import CInterface
internal import PrognosticModels

extension CallFailure {
  init(_ error: RequestError) {
    let status: Status =
      switch error {
      case .json, .unknownModel: .question
      case .brokenModel: .document
      case .row, .patient, .values, .benefit: .patient
      }
    self.init(status, error.description, code: error.code, pointer: error.pointer)
  }

  init(_ error: PatientError) { self.init(RequestError.patient(error)) }
}
