#if Service
  import BundledModels
  import Foundation
  import InMemoryLogging
  import JWTKit
  import NIOCore
  import NIOPosix
  import NIOSSL
  import TestSupport
  import Testing

  @testable import SarcomaService

  @Suite struct TrustTests {
    private static let models = BundledModels.directory(named: nil)!

    @Test(
      "Hosts and ports",
      arguments: [
        ("localhost", "localhost"), ("LocalHost:80", "localhost"), ("[::1]:8080", "[::1]"),
        ("[::1]", "[::1]"), ("", nil), (":80", nil), ("a:b", nil), ("a:70000", nil), ("[::1", nil),
        ("[::1]x", nil),
      ] as [(String, String?)])
    func host(authority: String, host: String?) {
      #expect(AddressGuard.host(of: authority) == host)
    }

    @Test("A rebound name and a foreign origin are refused, on the loopback too")
    func rebinding() async throws {
      var configuration = ServiceConfiguration()
      configuration.allowedHosts = ["ward.example"]
      try await RunningServer.with(configuration) { server in
        for (host, status) in [
          ("localhost", 200), ("127.0.0.1:8080", 200), ("[::1]", 200), ("ward.example", 200),
          ("WARD.example:443", 200), ("evil.example", 421), ("localhost.evil.example", 421),
          ("127.0.0.1.evil.example", 421), ("127.0.0.2", 421),
        ] {
          #expect(try await server.ask("GET", "/v1/models", host: host).status == status, "\(host)")
        }
        for (origin, status) in [
          ("http://localhost:3000", 200), ("https://ward.example", 200), ("null", 403),
          ("http://evil.example", 403), ("http://localhost.evil.example", 403),
          ("file://localhost", 403),
        ] {
          let answer = try await server.ask("GET", "/v1/models", fields: ["Origin: \(origin)"])
          #expect(answer.status == status, "\(origin)")
        }
        #expect(try await server.ask("GET", "/v1/models", host: nil).status == 400)
      }
    }

    @Test("Beyond the loopback nothing starts without tokens and TLS, or the word of a proxy")
    func refusesToStart() async throws {
      func configuration(_ change: (inout ServiceConfiguration) -> Void) -> ServiceConfiguration {
        var configuration = ServiceConfiguration()
        configuration.host = "0.0.0.0"
        change(&configuration)
        return configuration
      }
      let key = Self.path("rsa-public.pem")
      let cases: [(ServiceConfiguration, ServiceError)] = [
        (configuration { _ in }, .noTokens(host: "0.0.0.0")),
        (
          configuration {
            ($0.tokenKeys, $0.tokenIssuer, $0.tokenAudience) = ([key], "i", "a")
          }, .noTLS(host: "0.0.0.0")
        ),
        (
          configuration { $0.tokenKeys = [key] },
          .incomplete("tokenKey", without: "tokenIssuer")
        ),
        (
          configuration { ($0.tokenKeys, $0.tokenIssuer) = ([key], "i") },
          .incomplete("tokenKey", without: "tokenAudience")
        ),
        (configuration { $0.tokenIssuer = "i" }, .incomplete("tokenIssuer", without: "tokenKey")),
        (
          configuration { $0.certificate = "c.pem" },
          .incomplete("certificate", without: "privateKey")
        ),
        (
          configuration { $0.privateKey = "k.pem" },
          .incomplete("privateKey", without: "certificate")
        ),
      ]
      for (configuration, error) in cases {
        await #expect(throws: error) {
          _ = try await SarcomaServer(configuration, models: Self.models)
        }
      }
      var open = configuration {
        ($0.tokenKeys, $0.tokenIssuer, $0.tokenAudience) = ([key], "i", "a")
        $0.isBehindTLSProxy = true
      }
      _ = try await SarcomaServer(open, models: Self.models)
      open.tokenKeys = [Self.path("README.md")]
      await #expect(throws: ServiceError.key(path: Self.path("README.md"))) {
        _ = try await SarcomaServer(open, models: Self.models)
      }
      for host in ["127.0.0.1", "127.9.9.9", "localhost", "::1"] {
        var configuration = ServiceConfiguration()
        configuration.host = host
        try configuration.checkTrust()
      }
    }

    // MARK: - Tokens

    /// What the server's clock says: 2026-11-28T05:30:00Z.
    private static let moment = 1_795_843_800.0

    /// Claims as a test wants them.
    private struct Claims: JWTPayload {
      var iss = "issuer"
      var sub = "someone"
      var aud = ["sarcoma"]
      var exp = TrustTests.moment + 300
      var nbf: Double?
      var scope = "sarcoma:predict"

      func verify(using algorithm: some JWTAlgorithm) async throws {}
    }

    private static func path(_ name: String) -> String {
      Reference.folder.appending(path: "service-keys/\(name)").path
    }

    private static func pem(_ name: String) throws -> String {
      try String(contentsOfFile: path(name), encoding: .utf8)
    }

    private static func token(_ claims: Claims = Claims(), _ key: String = "rsa") async throws
      -> String
    {
      let keys = JWTKeyCollection()
      switch key {
      case "rsa":
        await keys.add(
          rsa: try Insecure.RSA.PrivateKey(pem: pem("rsa-private.pem")), digestAlgorithm: .sha256)
      case "rs512":
        await keys.add(
          rsa: try Insecure.RSA.PrivateKey(pem: pem("rsa-private.pem")), digestAlgorithm: .sha512)
      case "stranger":
        await keys.add(
          rsa: try Insecure.RSA.PrivateKey(pem: pem("stranger-private.pem")),
          digestAlgorithm: .sha256)
      case "hmac":
        await keys.add(hmac: HMACKey(from: try pem("rsa-public.pem")), digestAlgorithm: .sha256)
      default: await keys.add(ecdsa: try ES256PrivateKey(pem: pem("p256-private.pem")))
      }
      return try await keys.sign(claims)
    }

    private static func configuration() -> ServiceConfiguration {
      var configuration = ServiceConfiguration()
      configuration.tokenKeys = [path("rsa-public.pem"), path("p256-public.pem")]
      configuration.tokenIssuer = "issuer"
      configuration.tokenAudience = "sarcoma"
      return configuration
    }

    @Test("Tokens of both algorithms open the door; every other token stays outside, with a reason")
    func tokens() async throws {
      func changed(_ change: (inout Claims) -> Void) -> Claims {
        var claims = Claims()
        change(&claims)
        return claims
      }
      let now = Self.moment
      let none =
        Self.encoded(#"{"alg":"none","typ":"JWT"}"#) + "."
        + Self.encoded(
          #"{"iss":"issuer","aud":"sarcoma","exp":9999999999,"scope":"sarcoma:predict"}"#) + "."
      let good = try await Self.token()
      let cases: [(String, String, Int, String)] = [
        ("RS256", good, 200, ""), ("ES256", try await Self.token(Claims(), "p256"), 200, ""),
        ("alg none", none, 401, "RS256 or ES256"),
        (
          "HS256 with the public key", try await Self.token(Claims(), "hmac"), 401, "RS256 or ES256"
        ),
        ("RS512", try await Self.token(Claims(), "rs512"), 401, "RS256 or ES256"),
        ("a stranger's key", try await Self.token(Claims(), "stranger"), 401, "do not hold"),
        ("a changed signature", good.dropLast(4) + "AAAA", 401, "do not hold"),
        (
          "expired within the skew", try await Self.token(changed { $0.exp = now - 59 }), 200, ""
        ),
        ("expired", try await Self.token(changed { $0.exp = now - 61 }), 401, "expired"),
        ("not yet", try await Self.token(changed { $0.nbf = now + 120 }), 401, "not valid yet"),
        ("issuer", try await Self.token(changed { $0.iss = "other" }), 401, "another issuer"),
        ("audience", try await Self.token(changed { $0.aud = ["x"] }), 401, "another audience"),
        ("no audience", try await Self.token(changed { $0.aud = [] }), 401, "another audience"),
        ("scope", try await Self.token(changed { $0.scope = "sarcoma:metrics" }), 403, "scope"),
        ("no token", "", 401, "wanted"), ("no JWT", "abc", 401, "RS256 or ES256"),
        ("dots", "..", 401, "RS256 or ES256"),
      ]
      try await RunningServer.with(Self.configuration()) { server in
        for (name, token, status, words) in cases {
          let fields = token.isEmpty ? [] : ["Authorization: Bearer \(token)"]
          let answer = try await server.ask("GET", "/v1/models", fields: fields)
          #expect(answer.status == status, "\(name): \(answer.text.prefix(300))")
          if status != 200 {
            #expect(answer.json["detail"].string?.contains(words) == true, "\(name)")
            #expect(answer["WWW-Authenticate"]?.hasPrefix("Bearer") == true)
          }
        }
        #expect(try await server.ask("GET", "/healthz").status == 200)
        #expect(try await server.ask("GET", "/readyz").status == 200)
        #expect(try await server.ask("GET", "/metrics").status == 401)
        let metrics = try await Self.token(changed { $0.scope = "a sarcoma:metrics" })
        let counted = try await server.ask(
          "GET", "/metrics", fields: ["Authorization: bearer  \(metrics)"])
        #expect(counted.status == 200)
        // Nothing of a token is logged.
        let log = server.log.entries.map { "\($0.message) \($0.metadata)" }
        #expect(log.allSatisfy { !$0.contains("someone") && !$0.contains(good.suffix(40)) })
      }
    }

    private static func encoded(_ text: String) -> String {
      Data(text.utf8).base64EncodedString().replacingOccurrences(of: "=", with: "")
        .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
    }

    @Test("Base 64 in its alphabet for addresses")
    func base64() {
      for text in ["", "a", "ab", "abc", "{\"alg\":\"none\"}", "???>>>"] {
        #expect(Base64URL.bytes(Self.encoded(text)[...]) == Array(text.utf8))
      }
      for text in ["a", "ab=", "a+b", "AB"] { #expect(Base64URL.bytes(text[...]) == nil) }
    }

    // MARK: - Rate

    @Test("A bucket gives ten seconds of requests at once, and then as many as flow in")
    func rate() {
      let limit = RateLimit(perSecond: 2)
      let start = ContinuousClock.now
      for _ in 0..<20 { #expect(limit.take(from: "a", at: start) == nil) }
      #expect(limit.take(from: "a", at: start) == 1)
      #expect(limit.take(from: "b", at: start) == nil)
      #expect(limit.take(from: "a", at: start + .milliseconds(400)) == 1)
      #expect(limit.take(from: "a", at: start + .milliseconds(600)) == nil)
      #expect(limit.take(from: "a", at: start + .milliseconds(600)) == 1)
      #expect(RateLimit(perSecond: 0.1).take(from: "a", at: start) == nil)
    }

    @Test("Too many requests are told when to come again")
    func tooMany() async throws {
      var configuration = ServiceConfiguration()
      configuration.requestsPerSecond = 0.2
      try await RunningServer.with(configuration) { server in
        var statuses: [Int] = []
        for _ in 0..<4 {
          let answer = try await server.ask("GET", "/healthz")
          statuses.append(answer.status)
          if answer.status == 429 {
            #expect((1...5).contains(Int(answer["Retry-After"] ?? "") ?? 0))
          }
        }
        #expect(statuses == [200, 200, 429, 429])
      }
    }

    // MARK: - TLS

    /// What the server says to `GET /healthz` over TLS 1.2 or 1.3.
    private static func askOverTLS(_ port: Int) async throws -> String {
      var configuration = TLSConfiguration.makeClientConfiguration()
      configuration.trustRoots = .file(path("certificate.pem"))
      let context = try NIOSSLContext(configuration: configuration)
      let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .connect(host: "127.0.0.1", port: port) { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(
              try NIOSSLClientHandler(context: context, serverHostname: "localhost"))
            return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
              wrappingChannelSynchronously: channel)
          }
        }
      return try await channel.executeThenClose { inbound, outbound in
        try await outbound.write(
          ByteBuffer(
            string: "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        var text = ""
        for try await buffer in inbound { text += String(buffer: buffer) }
        return text
      }
    }

    @Test("With a certificate the server speaks TLS and nothing else")
    func tls() async throws {
      var configuration = ServiceConfiguration()
      configuration.certificate = Self.path("certificate.pem")
      configuration.privateKey = Self.path("certificate-key.pem")
      try await RunningServer.with(configuration) { server in
        await #expect(throws: HTTPConnection.Closed.self) {
          try await server.ask("GET", "/healthz")
        }
        let answer = try await Self.askOverTLS(server.port)
        #expect(answer.hasPrefix("HTTP/1.1 200") && answer.hasSuffix("ok\n"))
      }
      configuration.privateKey = Self.path("p256-private.pem")
      await #expect(throws: ServiceError.self) {
        _ = try await SarcomaServer(configuration, models: Self.models)
      }
    }
  }
#endif
