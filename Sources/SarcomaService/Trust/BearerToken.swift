#if Service
  internal import HTTPTypes
  internal import Hummingbird
  internal import JWTKit
  internal import StrictJSON

  /// Lets in whoever bears a token (RFC 6750) that a known key has signed for this audience and this
  /// route's scope.
  struct BearerToken: RouterMiddleware {
    typealias Context = ServiceContext

    /// What a token may do.
    enum Scope: String, CaseIterable {
      /// Ask: score, compare, benefit, verify, and read documents.
      case predict = "sarcoma:predict"
      /// Read `/metrics`.
      case metrics = "sarcoma:metrics"
    }

    let keys: [TokenKey]
    let issuer: String
    let audience: String
    /// Seconds since 1970.
    let now: @Sendable () -> Int64

    func handle(
      _ request: Request, context: ServiceContext,
      next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
      // Whoever watches over the process has no token, and the page's files hold nothing of anybody.
      let path = request.uri.path
      if ["/healthz", "/readyz"].contains(path) || PageFile.at(path) != nil {
        return try await next(request, context)
      }
      guard let field = request.headers[.authorization],
        let token = Self.token(in: field)
      else {
        throw refusal("A bearer token is wanted in Authorization.", error: nil)
      }
      let claims = try await verified(token)
      let scope: Scope = request.uri.path == "/metrics" ? .metrics : .predict
      guard claims.scopes.contains(scope.rawValue) else {
        throw Problem(
          .forbidden, "scope", "The token does not bear the scope \(scope.rawValue).",
          headers: [
            .wwwAuthenticate: "Bearer error=\"insufficient_scope\", scope=\"\(scope.rawValue)\""
          ])
      }
      var context = context
      context.subject = claims.sub ?? "-"
      return try await next(request, context)
    }

    /// The token behind the word `Bearer`, whatever its case.
    static func token(in field: String) -> String? {
      let parts = field.split(separator: " ", omittingEmptySubsequences: true)
      guard parts.count == 2, parts[0].lowercased() == "bearer", parts[1].utf8.count <= 8_192 else {
        return nil
      }
      return String(parts[1])
    }

    /// The claims of a token, when everything about it holds.
    func verified(_ token: String) async throws -> TokenClaims {
      let algorithm = TokenKey.algorithm(of: token)
      let candidates = keys.filter { $0.algorithm == algorithm }
      guard !candidates.isEmpty else {
        throw refusal("The token is not signed by RS256 or ES256 with a key that is known here.")
      }
      var found: TokenClaims?
      for key in candidates where found == nil { found = try? await key.claims(of: token) }
      guard let claims = found else {
        throw refusal("The token's signature or its claims do not hold.")
      }
      let moment = Double(now())
      guard moment < claims.exp + Self.skew else { throw refusal("The token has expired.") }
      if let start = claims.nbf, moment < start - Self.skew {
        throw refusal("The token is not valid yet.")
      }
      guard claims.iss == issuer else { throw refusal("The token is of another issuer.") }
      guard claims.audiences.contains(audience) else {
        throw refusal("The token is for another audience.")
      }
      return claims
    }

    /// Seconds by which two clocks may differ.
    private static let skew = 60.0

    private func refusal(_ sentence: String, error: String? = "invalid_token") -> Problem {
      let challenge = error.map { "Bearer error=\"\($0)\"" } ?? "Bearer"
      return Problem(
        .unauthorized, "token", sentence, headers: [.wwwAuthenticate: challenge])
    }
  }

  /// The claims that are looked at (RFC 7519).
  struct TokenClaims: JWTPayload {
    let iss: String
    let sub: String?
    /// Seconds since 1970.
    let exp: Double
    let nbf: Double?
    let audiences: [String]
    let scopes: Set<String>

    private enum CodingKeys: String, CodingKey { case iss, sub, exp, nbf, aud, scope }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      iss = try container.decode(String.self, forKey: .iss)
      sub = try container.decodeIfPresent(String.self, forKey: .sub)
      exp = try container.decode(Double.self, forKey: .exp)
      nbf = try container.decodeIfPresent(Double.self, forKey: .nbf)
      if let several = try? container.decode([String].self, forKey: .aud) {
        audiences = several
      } else {
        audiences = [try container.decode(String.self, forKey: .aud)]
      }
      let scope = try container.decodeIfPresent(String.self, forKey: .scope) ?? ""
      scopes = Set(scope.split(separator: " ").map(String.init))
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(iss, forKey: .iss)
      try container.encodeIfPresent(sub, forKey: .sub)
      try container.encode(exp, forKey: .exp)
      try container.encodeIfPresent(nbf, forKey: .nbf)
      try container.encode(audiences, forKey: .aud)
      try container.encode(scopes.sorted().joined(separator: " "), forKey: .scope)
    }

    /// The door looks at the claims itself, with its own clock.
    func verify(using algorithm: some JWTAlgorithm) async throws {}
  }
#endif
