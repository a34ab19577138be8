#if Service
  internal import HTTPTypes
  internal import Hummingbird

  /// Lets a method that HTTP does not know end where one does that the path does not take: 405 with those
  /// that it takes, or 404.
  struct KnownMethods<Router: HTTPResponder>: HTTPResponder where Router.Context == ServiceContext {
    let router: Router

    func respond(to request: Request, context: ServiceContext) async throws -> Response {
      guard !ServiceRoutes.methods.contains(request.method) else {
        return try await router.respond(to: request, context: context)
      }
      var head = request.head
      head.method = .trace
      return try await router.respond(
        to: Request(head: head, body: request.body), context: context)
    }
  }
#endif
