/// Why the service does not start.
public enum ServiceError: Error, Equatable, Sendable {
  /// A setting whose value is not of its kind.
  case setting(String, value: String)
  /// A file that cannot be read, or holds something else than is wanted.
  case file(path: String, reason: String)
  /// A file that is no public key of RSA or P-256 in PEM.
  case key(path: String)
  /// An address beyond the loopback without bearer tokens.
  case noTokens(host: String)
  /// An address beyond the loopback without TLS, and without the word that a proxy ends it.
  case noTLS(host: String)
  /// Keys without issuer and audience, or a certificate without its key.
  case incomplete(String, without: String)
  /// The documents cannot be read.
  case models(String)
  /// The address cannot be listened on.
  case address(host: String, port: Int, reason: String)
}

extension ServiceError: CustomStringConvertible {
  /// One sentence: what is wrong, and what to do.
  public var description: String {
    switch self {
    case .setting(let name, let value): "The setting '\(name)' cannot be '\(value)'."
    case .file(let path, let reason): "\(path): \(reason)"
    case .key(let path):
      "'\(path)' is no public key of RSA or P-256 in PEM; write one with 'openssl pkey -pubout'."
    case .noTokens(let host):
      "'\(host)' is no loopback address: name --token-key, --token-issuer and --token-audience, or "
        + "listen on 127.0.0.1."
    case .noTLS(let host):
      "'\(host)' is no loopback address: name --certificate and --private-key, or say "
        + "--behind-tls-proxy where a proxy ends TLS."
    case .incomplete(let setting, let other): "'\(setting)' needs '\(other)' beside it."
    case .models(let reason): reason
    case .address(let host, let port, let reason):
      "\(host):\(port) cannot be listened on (\(reason)); name another --port."
    }
  }
}
