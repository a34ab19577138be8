#if Service
  internal import HTTPTypes
  internal import Hummingbird
  internal import Logging

  /// The outermost door: turns errors into problems, adds the fields that every answer has, counts and
  /// logs. Route, status, duration and seal of the receipt are logged; nothing that came in.
  struct RequestObserver: RouterMiddleware {
    typealias Context = ServiceContext

    let metrics: ServiceMetrics

    func handle(
      _ request: Request, context: ServiceContext,
      next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
      let start = ContinuousClock.now
      var response: Response
      do {
        response = try await next(request, context)
      } catch {
        let problem = Problem.of(error)
        if problem.status.kind == .serverError {
          context.logger.error("fault", metadata: ["error": "\(type(of: error))"])
        } else {
          metrics.count(refusalsFor: problem.code, by: 1)
        }
        response = try problem.response(from: request, context: context)
        // What is left of a body that was refused is not read: the connection ends with the answer.
        if problem.status == .contentTooLarge || problem.status == .requestTimeout {
          response.headers[.connection] = "close"
        }
      }
      if request.method == .head { response = response.createHeadResponse() }
      // The page has a policy of its own.
      for field in Self.fields where response.headers[field.name] == nil {
        response.headers[field.name] = field.value
      }
      let duration = ContinuousClock.now - start
      let route = context.endpointPath ?? "none"
      let method = Self.known.contains(request.method) ? request.method.rawValue : "other"
      metrics.record(
        route: route, method: method, status: response.status.code,
        nanoseconds: duration.nanoseconds)
      context.logger.info(
        "request",
        metadata: [
          "method": "\(method)", "route": "\(route)", "status": "\(response.status.code)",
          "microseconds": "\(duration.nanoseconds / 1_000)",
          "receipt": "\(response.headers[.receipt] ?? "-")",
        ])
      return response
    }

    private static let known: Set<HTTPRequest.Method> = [
      .get, .post, .put, .patch, .delete, .head, .options,
    ]

    /// Of every answer.
    private static let fields: HTTPFields = [
      .cacheControl: "no-store",
      .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
      .xContentTypeOptions: "nosniff",
      Self.referrerPolicy: "no-referrer",
      Self.crossOriginResourcePolicy: "same-origin",
    ]

    private static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
    private static let crossOriginResourcePolicy = HTTPField.Name("Cross-Origin-Resource-Policy")!
  }

  extension Duration {
    fileprivate var nanoseconds: Int64 {
      components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
  }
#endif
