#if CommandLine && Service
  import ArgumentParser
  import BundledModels
  import PrognosticModels
  import SarcomaService

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #else
    import Darwin
  #endif

  struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "serve", abstract: "Answer over HTTP what this command answers.",
      discussion: """
        Listens on 127.0.0.1:8080, open to this machine alone. On any other address it wants bearer \
        tokens (RS256 or ES256), and TLS or the word that a proxy ends it.

        Every option may also stand in the environment (--allow-host as SARCOMA_SERVE_ALLOW_HOST) or in \
        the file of --config ("allowHost"); a flag comes before the environment, and that before the \
        file. SIGHUP reads the documents again; SIGTERM finishes what runs and ends.

        \(IntendedUse.statement)
        """)

    @Option(help: "A JSON file of settings.")
    var config: String?

    @Option(help: "The address to listen on. (default: 127.0.0.1)")
    var host: String?

    @Option(help: "The port; 0 for any that is free. (default: 8080)")
    var port: String?

    @Option(help: "Directory of the model documents; otherwise SARCOMA_MODELS, or those shipped.")
    var models: String?

    @Option(help: "A host that requests may name, beside those of the loopback. Repeatable.")
    var allowHost: [String] = []

    @Option(help: "Certificate chain in PEM.")
    var certificate: String?

    @Option(help: "The certificate's private key in PEM.")
    var privateKey: String?

    @Option(help: "A public key in PEM whose tokens are believed. Repeatable.")
    var tokenKey: [String] = []

    @Option(help: "Who issues the tokens.")
    var tokenIssuer: String?

    @Option(help: "For whom the tokens must be.")
    var tokenAudience: String?

    @Flag(help: "A proxy in front of this process ends TLS.")
    var behindTLSProxy = false

    @Option(
      help: "Requests a second of one token and address. (default: none on the loopback, else 50)")
    var requestsPerSecond: String?

    @Option(help: "trace, debug, info, notice, warning, error or critical. (default: info)")
    var logLevel: String?

    func run() async throws {
      // A log that nobody reads any more must not end the service.
      signal(SIGPIPE, SIG_IGN)
      do {
        let configuration = try ServiceConfiguration(
          flags: flags, environment: Self.environment, file: config)
        guard let directory = BundledModels.directory(named: configuration.models) else {
          throw Failure(
            .badData, "The models that ship with the program are missing; name --models.")
        }
        try await SarcomaServer(configuration, models: directory).run()
      } catch let error as ServiceError {
        throw Failure(.badData, error.description)
      }
    }

    private var flags: [ServiceConfiguration.Setting: String] {
      let single: [(ServiceConfiguration.Setting, String?)] = [
        (.host, host), (.port, port), (.models, models), (.certificate, certificate),
        (.privateKey, privateKey), (.tokenIssuer, tokenIssuer), (.tokenAudience, tokenAudience),
        (.requestsPerSecond, requestsPerSecond), (.logLevel, logLevel),
        (.allowHost, allowHost.isEmpty ? nil : allowHost.joined(separator: ",")),
        (.tokenKey, tokenKey.isEmpty ? nil : tokenKey.joined(separator: ",")),
        (.behindTLSProxy, behindTLSProxy ? "true" : nil),
      ]
      var flags: [ServiceConfiguration.Setting: String] = [:]
      for (setting, text) in single { flags[setting] = text }
      return flags
    }

    private static var environment: [String: String] {
      var result: [String: String] = [:]
      var entry = environ
      while let text = entry.pointee {
        let parts = String(cString: text).split(separator: "=", maxSplits: 1)
        if parts.count == 2 { result[String(parts[0])] = String(parts[1]) }
        entry += 1
      }
      return result
    }
  }
#endif
