#if Service
  import BundledModels
  import InMemoryLogging
  import Logging
  import ServiceLifecycle
  import TestSupport

  @testable import SarcomaService

  /// A server on a port of its own, for as long as a test needs it.
  struct RunningServer {
    let port: Int
    let log: InMemoryLogHandler
    let server: SarcomaServer

    /// Serves while `body` runs, then shuts down as SIGTERM would.
    static func with(
      _ configuration: ServiceConfiguration = ServiceConfiguration(), models: String? = nil,
      at seconds: Int64 = 1_795_843_800,
      _ body: sending (RunningServer) async throws -> Void
    ) async throws {
      var configuration = configuration
      configuration.port = 0
      let log = InMemoryLogHandler()
      var logger = Logger(label: "test") { _ in log }
      logger.logLevel = .trace
      let server = try await SarcomaServer(
        configuration, models: models ?? BundledModels.directory(named: nil)!, logger: logger,
        clock: { seconds })
      let (ports, reached) = AsyncStream<Int>.makeStream()
      let group = ServiceGroup(
        configuration: ServiceGroupConfiguration(
          services: [server.application { reached.yield($0) }], logger: logger))
      async let ended: Void = group.run()
      var iterator = ports.makeAsyncIterator()
      let port = await iterator.next()!
      do {
        try await body(RunningServer(port: port, log: log, server: server))
      } catch {
        await group.triggerGracefulShutdown()
        try? await ended
        throw error
      }
      await group.triggerGracefulShutdown()
      try await ended
    }

    /// One request on a connection of its own.
    func ask(
      _ method: String, _ path: String, _ body: String? = nil, type: String = "application/json",
      fields: [String] = [], host: String? = "localhost"
    ) async throws -> HTTPConnection.Answer {
      try await connect { connection in
        try connection.ask(
          method, path, body: body.map { Array($0.utf8) }, type: type,
          fields: fields + ["Connection: close"], host: host)
      }
    }

    func post(_ path: String, _ body: String) async throws -> HTTPConnection.Answer {
      try await ask("POST", path, body)
    }

    /// Talks over one connection, on a thread of its own.
    func connect<Value: Sendable>(
      patience seconds: Int = 20, _ body: @escaping @Sendable (HTTPConnection) throws -> Value
    ) async throws -> Value {
      let port = port
      return try await onThread { try body(HTTPConnection(port: port, patience: seconds)) }
    }
  }
#endif
