#if Service
  internal import Configuration
  internal import Logging
  internal import StrictJSON
  internal import PrognosticModels

  /// Where the service listens and whom it trusts.
  public struct ServiceConfiguration: Sendable {
    /// The address to listen on.
    public var host = "127.0.0.1"
    /// 0 for any that is free.
    public var port = 8080
    /// Directory of the documents; nil for those shipped.
    public var models: String?
    /// Hosts that a request may name beside those of the loopback.
    public var allowedHosts: [String] = []
    /// Certificate chain and private key in PEM.
    public var certificate: String?
    public var privateKey: String?
    /// Public keys in PEM whose tokens are believed.
    public var tokenKeys: [String] = []
    public var tokenIssuer: String?
    public var tokenAudience: String?
    /// The operator's word that a proxy ends TLS in front of this process.
    public var isBehindTLSProxy = false
    /// Requests a second of one asker; nil for no limit.
    public var requestsPerSecond: Double?
    /// `trace` to `critical`.
    public var logLevel = "info"
    /// What a request may cost.
    public var limits = ServiceLimits()

    /// On the loopback, open.
    public init() {}
  }

  extension ServiceConfiguration {
    /// A setting by the name that it has in a file and, as in `--allow-host`, among the flags.
    public enum Setting: String, Sendable, CaseIterable {
      case host, port, models, allowHost, certificate, privateKey, tokenKey, tokenIssuer
      case tokenAudience, behindTLSProxy, requestsPerSecond, logLevel
    }

    /// Settings from flags, from the environment (`SARCOMA_SERVE_ALLOW_HOST`) and from a JSON file, the
    /// first that states one deciding.
    ///
    /// - Parameters:
    ///   - flags: texts as they were given; several of one setting, with commas between them.
    ///   - file: path of an object such as `{"host": "0.0.0.0", "port": 8443}`.
    /// - Throws: ``ServiceError`` for a value that is none of its kind, and for a key that is no setting.
    public init(
      flags: [Setting: String], environment: [String: String], file: String?
    ) throws(ServiceError) {
      self.init()
      var providers: [any ConfigProvider] = [
        Self.provider("flags", flags),
        EnvironmentVariablesProvider(environmentVariables: environment)
          .prefixKeys(with: ["sarcoma", "serve"]),
      ]
      if let file { providers.append(Self.provider("file", try Self.texts(ofFile: file))) }
      try read(ConfigReader(providers: providers))
    }

    private mutating func read(_ reader: ConfigReader) throws(ServiceError) {
      func value<Value>(
        _ setting: Setting, _ convert: (String) -> Value?
      ) throws(ServiceError) -> Value? {
        guard let text = reader.string(forKey: ConfigKey([setting.rawValue])) else { return nil }
        guard let value = convert(text) else { throw .setting(setting.rawValue, value: text) }
        return value
      }
      func list(_ text: String) -> [String]? {
        text.split(separator: ",").map { String($0.filter { $0 != " " }) }
      }
      host = try value(.host) { $0.isEmpty ? nil : $0 } ?? host
      port = try value(.port) { UInt16($0).map(Int.init) } ?? port
      models = try value(.models) { $0 } ?? models
      allowedHosts = try value(.allowHost, list) ?? []
      certificate = try value(.certificate) { $0 }
      privateKey = try value(.privateKey) { $0 }
      tokenKeys = try value(.tokenKey, list) ?? []
      tokenIssuer = try value(.tokenIssuer) { $0 }
      tokenAudience = try value(.tokenAudience) { $0 }
      isBehindTLSProxy = try value(.behindTLSProxy) { Bool($0) } ?? false
      requestsPerSecond = try value(.requestsPerSecond) { text in
        Double(text).flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
      }
      logLevel = try value(.logLevel) { Logger.Level(rawValue: $0)?.rawValue } ?? logLevel
    }

    /// Every setting is a text until it is read, wherever it comes from.
    private static func provider(
      _ name: String, _ texts: [Setting: String]
    ) -> InMemoryProvider {
      var values: [AbsoluteConfigKey: ConfigValue] = [:]
      for (setting, text) in texts {
        values[AbsoluteConfigKey([setting.rawValue])] = ConfigValue(
          .string(text), isSecret: false)
      }
      return InMemoryProvider(name: name, values: values)
    }

    private static func texts(ofFile path: String) throws(ServiceError) -> [Setting: String] {
      do {
        let document = try JSONDocument(try ModelLibrary.bytes(ofFile: path))
        return try document.root.object { (reader) throws(StrictJSONError) in
          var texts: [Setting: String] = [:]
          for setting in Setting.allCases {
            guard let node = reader.optional(setting.rawValue) else { continue }
            texts[setting] =
              switch node.kind {
              case .string: try node.string()
              case .array: try node.strings().joined(separator: ",")
              default: node.value.text(.compact)
              }
          }
          return texts
        }
      } catch {
        throw .file(path: path, reason: "\(error)")
      }
    }
  }
#endif
