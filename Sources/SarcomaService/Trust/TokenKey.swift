#if Service
  internal import JWTKit
  internal import StrictJSON

  /// A public key whose tokens are believed, for its own algorithm only.
  struct TokenKey: Sendable {
    /// The one algorithm that the key is for, as a token names it.
    let algorithm: String
    private let keys = JWTKeyCollection()

    /// Reads a public key in PEM: RSA for RS256, P-256 for ES256.
    ///
    /// - Throws: ``ServiceError/key(path:)`` for anything else.
    init(pem: String, path: String) async throws(ServiceError) {
      if let key = try? Insecure.RSA.PublicKey(pem: pem) {
        await keys.add(rsa: key, digestAlgorithm: .sha256)
        algorithm = "RS256"
      } else if let key = try? ES256PublicKey(pem: pem) {
        await keys.add(ecdsa: key)
        algorithm = "ES256"
      } else {
        throw .key(path: path)
      }
    }

    /// - Throws: JWTKit's error for a signature or a payload that does not hold.
    func claims(of token: String) async throws -> TokenClaims {
      try await keys.verify(token, as: TokenClaims.self)
    }

    /// What the token says that it is signed by; nil for what is no token. It chooses among the keys and
    /// no more: `none`, and HS256 with a public key for its secret, find none.
    static func algorithm(of token: String) -> String? {
      let parts = token.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count == 3, let header = Base64URL.bytes(parts[0]),
        let document = try? JSONDocument(header, limits: JSONLimits(bytes: 4_096, depth: 4)),
        let members = try? document.root.members(),
        // An extension that must be understood is not (RFC 7515, 4.1.11).
        !members.contains(where: { $0.key == "crit" })
      else { return nil }
      return try? members.first { $0.key == "alg" }?.value.string()
    }
  }

  /// Base 64 as RFC 4648 section 5 writes it, without padding.
  enum Base64URL {
    static func bytes(_ text: Substring) -> [UInt8]? {
      var result: [UInt8] = []
      var buffer: UInt32 = 0
      var bits = 0
      for byte in text.utf8 {
        let value: UInt8
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = byte - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): value = byte - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte - UInt8(ascii: "0") + 52
        case UInt8(ascii: "-"): value = 62
        case UInt8(ascii: "_"): value = 63
        default: return nil
        }
        buffer = buffer << 6 | UInt32(value)
        bits += 6
        if bits >= 8 {
          bits -= 8
          result.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
          buffer &= (1 << UInt32(bits)) - 1
        }
      }
      return bits < 6 && buffer == 0 ? result : nil
    }
  }
#endif
