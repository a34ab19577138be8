#if Service
  internal import Hummingbird
  internal import HummingbirdCore
  internal import HummingbirdTLS
  internal import Logging
  internal import NIOCore
  internal import NIOSSL
  internal import PrognosticModels
  internal import ServiceLifecycle
  internal import UnixSignals

  #if canImport(Glibc)
    internal import Glibc
  #elseif canImport(Musl)
    internal import Musl
  #else
    internal import Darwin
  #endif

  /// The engine behind HTTP.
  ///
  /// On the loopback it is open. On any other address it starts only with bearer tokens, and with TLS or
  /// the operator's word that a proxy ends it.
  public struct SarcomaServer: Sendable {
    private let configuration: ServiceConfiguration
    private let models: ModelStore
    private let keys: [TokenKey]
    private let tls: TLSConfiguration?
    private let logger: Logger
    /// Seconds since 1970.
    private let clock: @Sendable () -> Int64

    /// Reads documents, keys and certificates; nothing listens yet.
    ///
    /// - Parameter directory: of the documents.
    /// - Throws: ``ServiceError`` for everything that would not be safe or cannot be read.
    public init(
      _ configuration: ServiceConfiguration, models directory: String
    ) async throws(ServiceError) {
      try await self.init(
        configuration, models: directory,
        logger: Self.standardErrorLogger(configuration.logLevel))
    }

    init(
      _ configuration: ServiceConfiguration, models directory: String, logger: Logger,
      clock: @escaping @Sendable () -> Int64 = { Int64(time(nil)) }
    ) async throws(ServiceError) {
      self.configuration = configuration
      try configuration.checkTrust()
      do {
        models = try await ModelStore(directory: directory)
      } catch {
        throw .models(error.description)
      }
      var keys: [TokenKey] = []
      for path in configuration.tokenKeys {
        keys.append(try await TokenKey(pem: try Self.text(ofFile: path), path: path))
      }
      self.keys = keys
      tls = try configuration.tls()
      self.logger = logger
      self.clock = clock
      for fault in models.current.faults { self.logger.error("document: \(fault)") }
    }

    private static func standardErrorLogger(_ level: String) -> Logger {
      var logger = Logger(label: "sarcoma") { StreamLogHandler.standardError(label: $0) }
      logger.logLevel = Logger.Level(rawValue: level) ?? .info
      return logger
    }

    fileprivate static func text(ofFile path: String) throws(ServiceError) -> String {
      do {
        return String(decoding: try ModelLibrary.bytes(ofFile: path), as: UTF8.self)
      } catch {
        throw .file(path: path, reason: error.description)
      }
    }

    /// Serves until SIGTERM or SIGINT, then finishes what runs and returns. SIGHUP reads the documents
    /// again.
    ///
    /// - Throws: ``ServiceError/address(host:port:reason:)`` where the address cannot be listened on.
    public func run() async throws {
      let reloader = ModelReloader(models: models, logger: logger)
      var group = ServiceGroupConfiguration(
        services: [reloader, application()], gracefulShutdownSignals: [.sigterm, .sigint],
        logger: logger)
      group.maximumGracefulShutdownDuration = .seconds(configuration.limits.shutdownSeconds)
      do {
        try await ServiceGroup(configuration: group).run()
      } catch let error as IOError {
        throw ServiceError.address(
          host: configuration.host, port: configuration.port,
          reason: String(cString: strerror(error.errnoCode)))
      }
    }

    /// Reads the documents again; what is served stays as it is where that fails.
    func reload() async throws(ModelLibraryError) { try await models.reload() }

    /// - Parameter onListening: called with the port that was bound.
    func application(
      onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
      let limits = configuration.limits
      let http = HTTP1Channel.Configuration(
        additionalChannelHandlers: [ContinueExpectation(), RequestDeadlines(limits)],
        idleTimeout: .nanoseconds(Int64(limits.idleSeconds * 1e9)),
        httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
          maxHeaderFieldSize: limits.headerBytes, maxHeaderListSize: limits.headerBytes,
          maxHeaderFieldCount: 100))
      let server = HTTPServerBuilder { [tls] responder in
        let channel = HTTP1Channel(responder: responder, configuration: http)
        guard let tls else { return EventLoopChannel(base: channel) }
        return EventLoopChannel(base: try TLSChannel(channel, tlsConfiguration: tls))
      }
      return Application(
        responder: KnownMethods(router: router().buildResponder()), server: server,
        configuration: ApplicationConfiguration(
          address: .hostname(configuration.host, port: configuration.port)),
        onServerRunning: { channel in await onListening(channel.localAddress?.port ?? 0) },
        logger: logger)
    }

    func router() -> Router<ServiceContext> {
      let metrics = ServiceMetrics()
      let router = Router(context: ServiceContext.self)
      router.add(middleware: RequestObserver(metrics: metrics))
      router.add(middleware: AddressGuard(hosts: configuration.hosts))
      if let issuer = configuration.tokenIssuer, let audience = configuration.tokenAudience,
        !keys.isEmpty
      {
        router.add(
          middleware: BearerToken(
            keys: keys, issuer: issuer, audience: audience, now: clock))
      }
      if let rate = configuration.rate {
        router.add(middleware: RateLimit(perSecond: rate))
      }
      ServiceRoutes(
        models: models, limits: configuration.limits, metrics: metrics,
        clock: clock
      ).add(to: router)
      return router
    }
  }

  extension ServiceConfiguration {
    /// Whether only this machine can reach it.
    var isLoopback: Bool {
      host == "localhost" || host == "::1" || AddressGuard.isLoopbackIPv4(host)
    }

    /// What a request may name as its Host.
    var hosts: Set<String> {
      var hosts: Set<String> = ["localhost", "127.0.0.1", "[::1]"]
      hosts.formUnion(allowedHosts.map { $0.lowercased() })
      if !["0.0.0.0", "::"].contains(host) {
        hosts.insert(host.contains(":") ? "[\(host.lowercased())]" : host.lowercased())
      }
      return hosts
    }

    /// Off the loopback there is always one.
    var rate: Double? { requestsPerSecond ?? (isLoopback ? nil : 50) }

    func checkTrust() throws(ServiceError) {
      if !tokenKeys.isEmpty {
        guard tokenIssuer != nil else {
          throw .incomplete("tokenKey", without: "tokenIssuer")
        }
        guard tokenAudience != nil else {
          throw .incomplete("tokenKey", without: "tokenAudience")
        }
      } else if tokenIssuer != nil || tokenAudience != nil {
        throw .incomplete(
          tokenIssuer == nil ? "tokenAudience" : "tokenIssuer", without: "tokenKey")
      }
      if certificate != nil, privateKey == nil {
        throw .incomplete("certificate", without: "privateKey")
      }
      if privateKey != nil, certificate == nil {
        throw .incomplete("privateKey", without: "certificate")
      }
      guard !isLoopback else { return }
      guard !tokenKeys.isEmpty else { throw .noTokens(host: host) }
      guard certificate != nil || isBehindTLSProxy else { throw .noTLS(host: host) }
    }

    fileprivate func tls() throws(ServiceError) -> TLSConfiguration? {
      guard let certificate, let privateKey else { return nil }
      do {
        let chain = try NIOSSLCertificate.fromPEMFile(certificate).map {
          NIOSSLCertificateSource.certificate($0)
        }
        let key = try NIOSSLPrivateKey(file: privateKey, format: .pem)
        var tls = TLSConfiguration.makeServerConfiguration(
          certificateChain: chain, privateKey: .privateKey(key))
        tls.minimumTLSVersion = .tlsv12
        _ = try NIOSSLContext(configuration: tls)
        return tls
      } catch {
        throw .file(path: certificate, reason: "certificate and key do not make a pair in PEM")
      }
    }
  }

  /// Reads the documents again when SIGHUP comes.
  private struct ModelReloader: Service {
    let models: ModelStore
    let logger: Logger

    func run() async throws {
      for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
        do {
          try await models.reload()
          logger.info("models reloaded", metadata: ["faults": "\(models.current.faults.count)"])
          for fault in models.current.faults { logger.error("document: \(fault)") }
        } catch {
          logger.error("the documents stay as they were: \(error)")
        }
      }
    }
  }
#endif
