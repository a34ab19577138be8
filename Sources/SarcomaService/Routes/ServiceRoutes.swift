#if Service
  internal import Figures
  internal import HTTPTypes
  internal import Hummingbird
  internal import NIOCore
  internal import PrognosticModels
  internal import StrictJSON

  /// Every route of the service. They translate; the engine computes.
  struct ServiceRoutes {
    let models: ModelStore
    let limits: ServiceLimits
    let metrics: ServiceMetrics
    let clock: @Sendable () -> Int64

    /// A route's methods; any other is answered 405 with those that are allowed.
    private typealias Handlers = [(
      HTTPRequest.Method, @Sendable (Request, ServiceContext) async throws -> Response
    )]

    func add(to router: Router<ServiceContext>) {
      route("v1/models", [(.get, listModels)], router)
      route("v1/models/:id", [(.get, showModel)], router)
      route("v1/models/:id/score", [(.post, score)], router)
      route("v1/score/batch", [(.post, scoreBatch)], router)
      route("v1/compare", [(.post, compare)], router)
      route("v1/benefit", [(.post, benefit)], router)
      route("v1/consultation", [(.post, consultation)], router)
      route("v1/verify", [(.post, verify)], router)
      route("v1/nomogram/:file", [(.get, nomogram), (.post, nomogramOfPatient)], router)
      route("v1/vocabulary", [(.get, vocabulary)], router)
      route("openapi.json", [(.get, openAPI)], router)
      route("healthz", [(.get, health)], router)
      route("readyz", [(.get, readiness)], router)
      route("metrics", [(.get, exposition)], router)
      for path in PageFile.paths { route(RouterPath(path), [(.get, page)], router) }
    }

    private func route(
      _ path: RouterPath, _ handlers: Handlers, _ router: Router<ServiceContext>
    ) {
      let methods = handlers.flatMap { $0.0 == .get ? [.get, .head] : [$0.0] }
      let allowed = methods.map(\.rawValue).joined(separator: ", ")
      for method in Self.methods {
        let handler = handlers.first { $0.0 == (method == .head ? .get : method) }?.1
        router.on(path, method: method) { request, context in
          guard let handler else {
            throw Problem(
              .methodNotAllowed, "method", "\(request.uri.path) takes \(allowed).",
              headers: [.allow: allowed])
          }
          return try await handler(request, context)
        }
      }
    }

    /// Of RFC 9110.
    static let methods: [HTTPRequest.Method] = [
      .get, .post, .put, .patch, .delete, .head, .options, .trace, .connect,
    ]
  }

  // MARK: - Questions

  extension ServiceRoutes {
    private func score(_ request: Request, _ context: ServiceContext) async throws -> Response {
      try await answer(.score, request, model: try context.parameters.require("id"))
    }

    private func compare(_ request: Request, _ context: ServiceContext) async throws -> Response {
      try await answer(.compare, request)
    }

    private func benefit(_ request: Request, _ context: ServiceContext) async throws -> Response {
      try await answer(.benefit, request)
    }

    private func consultation(
      _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
      try await answer(.consultation, request)
    }

    private func answer(
      _ operation: EngineRequest.Operation, _ request: Request, model: String? = nil
    ) async throws -> Response {
      let document = try await document(of: request)
      let library = models.current.library
      do throws(RequestError) {
        let question = try EngineRequest(operation, document.root, model: model)
        let answer = try library.answer(question)
        metrics.count(answer)
        guard question.wantsReceipt else { return Response(answer.json.bytes(), .json) }
        let receipt = Receipt(for: answer, to: question, from: library, at: clock())
        return Response(
          answer.json(with: receipt).bytes(), .json, headers: [.receipt: receipt.seal])
      } catch {
        throw Problem(error)
      }
    }

    private func verify(_ request: Request, _ context: ServiceContext) async throws -> Response {
      let document = try await document(of: request, limits.ofAnswer)
      let library = models.current.library
      do throws(RequestError) {
        return Response(
          try ReceiptVerification(request: document.root, library: library).json.bytes(), .json)
      } catch {
        throw Problem(error)
      }
    }

    /// The body as JSON, within the limits.
    private func document(
      of request: Request, _ given: JSONLimits? = nil
    ) async throws -> JSONDocument {
      let limits = given ?? limits.ofQuestion
      try request.requireContentType("application/json")
      let body: ByteBuffer
      do {
        body = try await request.body.collect(upTo: limits.bytes)
      } catch is NIOTooManyBytesError {
        throw Problem(
          .contentTooLarge, "bodyTooLarge",
          "The body has more than the \(limits.bytes) bytes that are read.")
      } catch {
        throw Problem.bodyIncomplete
      }
      do {
        return try JSONDocument(Array(buffer: body), limits: limits)
      } catch {
        throw Problem(RequestError.json(error))
      }
    }
  }

  // MARK: - Documents

  extension ServiceRoutes {
    private func listModels(_ request: Request, _ context: ServiceContext) async throws -> Response
    {
      Response(LibraryReport(models.current.library).json.bytes(), .json)
    }

    private func showModel(_ request: Request, _ context: ServiceContext) async throws -> Response {
      Response(try model(try context.parameters.require("id")).bytes, .json)
    }

    private func nomogram(_ request: Request, _ context: ServiceContext) async throws -> Response {
      let model = try nomogramModel(context)
      return try Self.drawing { () throws(NomogramError) in try NomogramReport(of: model) }
    }

    /// `{"patient": {...}}`: the nomogram with the patient's points.
    private func nomogramOfPatient(
      _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
      let model = try nomogramModel(context)
      let vocabulary = models.current.library.vocabulary
      let document = try await document(of: request)
      let patient: Patient
      do throws(RequestError) {
        patient = try EngineRequest(.compare, document.root).patient
      } catch {
        throw Problem(error)
      }
      return try Self.drawing { () throws(NomogramError) in
        try NomogramReport(of: model, for: patient, vocabulary: vocabulary)
      }
    }

    private func nomogramModel(_ context: ServiceContext) throws -> PrognosticModel {
      let file = try context.parameters.require("file")
      guard file.hasSuffix(".svg") else {
        throw Problem(.notFound, "noRoute", "A nomogram is named <id>.svg.")
      }
      return try model(String(file.dropLast(4)))
    }

    private static func drawing(
      _ report: () throws(NomogramError) -> NomogramReport
    ) throws(Problem) -> Response {
      do throws(NomogramError) {
        return Response(Array(try report().figure.svg.utf8), .svg)
      } catch .patient(let error) {
        throw Problem(RequestError.patient(error))
      } catch {
        throw Problem(.unprocessableContent, "nomogram", error.description)
      }
    }

    private func vocabulary(
      _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
      Response(models.current.library.vocabulary.bytes, .json)
    }

    private func model(_ id: String) throws(Problem) -> PrognosticModel {
      do throws(RequestError) {
        return try models.current.library.model(named: id)
      } catch {
        throw Problem(error)
      }
    }

    private func openAPI(_ request: Request, _ context: ServiceContext) async throws -> Response {
      Response(PackageResources.openapi_json, .json)
    }
  }

  // MARK: - Operation

  extension ServiceRoutes {
    private func health(_ request: Request, _ context: ServiceContext) async throws -> Response {
      Response(Array("ok\n".utf8), .text)
    }

    private func readiness(_ request: Request, _ context: ServiceContext) async throws -> Response {
      let snapshot = models.current
      return Response(
        snapshot.readiness.bytes(), .json, status: snapshot.isReady ? .ok : .serviceUnavailable)
    }

    private func exposition(_ request: Request, _ context: ServiceContext) async throws -> Response
    {
      Response(metrics.exposition, .prometheus)
    }
  }

  extension Request {
    /// - Throws: ``Problem`` for a body of another type.
    func requireContentType(_ wanted: String...) throws(Problem) {
      let field = headers[.contentType] ?? ""
      // As most write it.
      if wanted.contains(field) { return }
      let stated = field.split(separator: ";").first?.filter { $0 != " " }.lowercased()
      guard let stated, wanted.contains(stated) else {
        throw Problem(
          .unsupportedMediaType, "contentType",
          "The body is to be \(wanted.joined(separator: " or ")); say so in Content-Type.")
      }
    }
  }

  extension HTTPField.Name {
    /// The seal of the answer's receipt, which is what the log holds of it.
    static let receipt = Self("Sarcoma-Receipt")!
  }
#endif
