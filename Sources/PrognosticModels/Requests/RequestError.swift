public import StrictJSON

/// Why a question that was put as JSON has no answer.
public enum RequestError: Error, Sendable {
  /// It is not JSON, or not the object that is wanted.
  case json(StrictJSONError)
  /// A row of a table that cannot be read, with the sentence that says why.
  case row(String)
  /// A value of the patient, or what a model makes of it.
  case patient(PatientError)
  /// Every value of the patient that cannot be read.
  case values([PatientError])
  case benefit(BenefitRefusal)
  /// No document has that id.
  case unknownModel(id: String, suggestion: String?)
  /// The document of that id is broken.
  case brokenModel(ModelLibraryError)
}

extension JSONDocument {
  /// The document of bytes that somebody sent.
  ///
  /// - Throws: ``RequestError/json(_:)``.
  public init(sent bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(RequestError) {
    do throws(StrictJSONError) {
      try self.init(bytes, limits: limits)
    } catch {
      throw .json(error)
    }
  }
}

extension RequestError: CustomStringConvertible {
  /// One sentence: what was wrong, and what is wanted.
  public var description: String {
    switch self {
    case .json(let error): error.description
    case .row(let sentence): sentence
    case .patient(let error): error.description
    case .values(let errors): errors.map(\.description).joined(separator: " ")
    case .benefit(let refusal): refusal.description
    case .unknownModel(let id, let suggestion):
      "there is no model \(Words.quoted(id))"
        + (suggestion.map { "; did you mean '\($0)'?" } ?? ".")
    case .brokenModel(let fault): fault.description
    }
  }

  /// Where in the question the fault stands, as a JSON pointer (RFC 6901); nil where it has no place.
  public var pointer: String? {
    switch self {
    case .json(let error): error.place?.path
    case .patient(let error), .benefit(.patient(let error)): Self.pointer(to: error)
    case .values(let errors): errors.first.map(Self.pointer)
    case .unknownModel, .benefit(.unknownModel), .benefit(.notBaseline): "/model"
    case .benefit(.effect): "/effects"
    case .benefit(.noHorizon): "/at"
    case .row, .benefit, .brokenModel: nil
    }
  }

  private static func pointer(to error: PatientError) -> String {
    switch error {
    case .beyondFollowUp, .noPredictionAt: return "/at"
    case .noCondition: return "/given"
    default:
      guard let covariate = error.covariate else { return "/patient" }
      return "/patient/" + JSONDifference.escaped(covariate)
    }
  }

  /// A word for programs and for counting: it holds nothing of the patient.
  public var code: String {
    switch self {
    case .json(let error): error.isSyntax ? "json" : "shape"
    case .row: "row"
    case .patient(let error), .benefit(.patient(let error)): error.code
    case .values(let errors): errors.first?.code ?? "shape"
    case .benefit: "benefit"
    case .unknownModel: "unknownModel"
    case .brokenModel: "brokenModel"
    }
  }
}
