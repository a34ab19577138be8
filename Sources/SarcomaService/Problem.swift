#if Service
  internal import HTTPTypes
  internal import Hummingbird
  internal import NIOCore
  internal import PrognosticModels
  internal import StrictJSON

  /// What went wrong with a request, as `application/problem+json` (RFC 9457).
  struct Problem: Error {
    let status: HTTPResponse.Status
    /// A word for programs, such as `missing`; a label of a metric, so never a value of a patient.
    let code: String
    /// The engine's sentence.
    let detail: String
    /// JSON pointer to the field of the request.
    var pointer: String?
    /// Every field that is wrong, where all were looked at.
    var errors: [(code: String, detail: String, pointer: String?)] = []
    /// Header fields that the status asks for.
    var headers = HTTPFields()

    init(
      _ status: HTTPResponse.Status, _ code: String, _ detail: String, pointer: String? = nil,
      headers: HTTPFields = HTTPFields()
    ) {
      (self.status, self.code, self.detail) = (status, code, detail)
      (self.pointer, self.headers) = (pointer, headers)
    }

    var json: JSONValue {
      .object(
        [
          ("type", .string("about:blank")), ("title", .string(status.reasonPhrase)),
          ("status", .integer(status.code)), ("code", .string(code)), ("detail", .string(detail)),
        ] + (pointer.map { [("pointer", .string($0))] } ?? [])
          + (errors.isEmpty ? [] : [("errors", .array(errors.map(Self.json)))]))
    }

    private static func json(_ error: (code: String, detail: String, pointer: String?)) -> JSONValue
    {
      .object([
        ("code", .string(error.code)), ("detail", .string(error.detail)),
        ("pointer", error.pointer.map { .string($0) } ?? .null),
      ])
    }
  }

  extension Problem: HTTPResponseError {
    func response(from request: Request, context: some RequestContext) throws -> Response {
      Response(json.bytes(), .problem, status: status, headers: headers)
    }
  }

  extension Problem {
    /// The engine's error: 400 for what is not JSON, 404 for a model that is not there, 422 for
    /// everything that the engine understands and cannot answer.
    init(_ error: RequestError) {
      let status: HTTPResponse.Status =
        switch error {
        case .json(.tooLong): .contentTooLarge
        case .json(let error): error.isSyntax ? .badRequest : .unprocessableContent
        case .row, .patient, .values, .benefit: .unprocessableContent
        case .unknownModel: .notFound
        case .brokenModel: .serviceUnavailable
        }
      self.init(status, error.code, error.description, pointer: error.pointer)
      if case .values(let values) = error {
        errors = values.map { value in
          let one = RequestError.patient(value)
          return (one.code, one.description, one.pointer)
        }
      }
    }

    static let bodyIncomplete = Problem(
      .badRequest, "bodyIncomplete", "The body ends before the length that it states.")

    /// Any error that reached the outermost door.
    static func of(_ error: any Error) -> Problem {
      if let problem = error as? Problem { return problem }
      if let error = error as? RequestError { return Problem(error) }
      if let error = error as? HTTPError {
        if error.status == .notFound {
          return Problem(
            .notFound, "noRoute", "There is nothing here; GET /openapi.json names all.")
        }
        return Problem(error.status, "http", error.status.reasonPhrase + ".")
      }
      return Problem(.internalServerError, "fault", "The service failed; the log says where.")
    }
  }

  extension HTTPTypes.HTTPResponse.Status {
    static let misdirected = Self(code: 421, reasonPhrase: "Misdirected Request")
  }

  /// What an answer is.
  enum MediaType: String {
    case json = "application/json"
    case problem = "application/problem+json"
    case ndjson = "application/x-ndjson"
    case csv = "text/csv; charset=utf-8"
    case svg = "image/svg+xml"
    case text = "text/plain; charset=utf-8"
    case html = "text/html; charset=utf-8"
    case css = "text/css; charset=utf-8"
    case javascript = "text/javascript; charset=utf-8"
    case prometheus = "text/plain; version=0.0.4; charset=utf-8"
  }

  extension Response {
    init(
      _ bytes: [UInt8], _ type: MediaType, status: HTTPResponse.Status = .ok,
      headers: HTTPFields = HTTPFields()
    ) {
      var headers = headers
      headers[.contentType] = type.rawValue
      self.init(
        status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
  }
#endif
