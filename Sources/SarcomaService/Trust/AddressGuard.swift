#if Service
  internal import HTTPTypes
  internal import Hummingbird

  /// Refuses a request for another host, which a rebound name brings, and one that a page of another
  /// origin makes.
  struct AddressGuard: RouterMiddleware {
    typealias Context = ServiceContext

    /// Lower case, without ports.
    let hosts: Set<String>

    func handle(
      _ request: Request, context: ServiceContext,
      next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
      guard let authority = request.head.authority else {
        throw Problem(.badRequest, "noHost", "The request names no Host.")
      }
      guard let host = Self.host(of: authority), hosts.contains(host) else {
        throw Problem(
          .misdirected, "host",
          "This Host is not served here; name it with --allow-host if it is to be.")
      }
      if let origin = request.headers[.origin] {
        let rest = ["http://", "https://"].first { origin.lowercased().hasPrefix($0) }
          .map { String(origin.dropFirst($0.count)) }
        guard let rest, let host = Self.host(of: rest), hosts.contains(host) else {
          throw Problem(.forbidden, "origin", "A page of another origin may not ask here.")
        }
      }
      return try await next(request, context)
    }

    /// The host of `host:port`, in lower case; nil for what is none.
    static func host(of authority: String) -> String? {
      let text = authority.lowercased()
      if text.hasPrefix("[") {
        guard let end = text.firstIndex(of: "]") else { return nil }
        return isPort(text[text.index(after: end)...]) ? String(text[...end]) : nil
      }
      guard let colon = text.firstIndex(of: ":") else { return text.isEmpty ? nil : text }
      return isPort(text[colon...]) && colon > text.startIndex ? String(text[..<colon]) : nil
    }

    /// 127.0.0.0/8.
    static func isLoopbackIPv4(_ host: String) -> Bool {
      let parts = host.split(separator: ".", omittingEmptySubsequences: false)
      return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// `:8080`, or nothing.
    private static func isPort(_ text: Substring) -> Bool {
      text.isEmpty || (text.first == ":" && UInt16(text.dropFirst()) != nil)
    }
  }
#endif
