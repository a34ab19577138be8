internal import PrognosticModels

/// SHA-256 of what a model is fitted to, part by part, so that two fits can be told to rest on the
/// same rows without their data: lower-case hexadecimal digits over numbers as little-endian doubles.
public struct DataFingerprint: Sendable, Equatable {
  /// A design column, by name.
  public struct Column: Sendable, Equatable {
    /// As R names it.
    public let name: String
    /// Of its values.
    public let digest: String

    /// A column with its digest.
    public init(name: String, digest: String) {
      self.name = name
      self.digest = digest
    }
  }

  /// Of the outcomes.
  public let outcome: String
  /// Of the case weights; nil where every row weighs 1.
  public let weights: String?
  /// Of the offset; nil without one.
  public let offset: String?
  /// Of the strata and their labels; nil without strata.
  public let strata: String?
  /// Of the clusters; nil without clusters.
  public let clusters: String?
  /// Of each design column, in their order.
  public let columns: [Column]

  /// A fingerprint that somebody has kept.
  public init(
    outcome: String, weights: String?, offset: String?, strata: String?, clusters: String?,
    columns: [Column]
  ) {
    self.outcome = outcome
    self.weights = weights
    self.offset = offset
    self.strata = strata
    self.clusters = clusters
    self.columns = columns
  }

  /// Of all parts together, each behind its name.
  public var whole: String {
    var parts = [("outcome", outcome)]
    let optional = [
      ("weights", weights), ("offset", offset), ("strata", strata), ("clusters", clusters),
    ]
    parts += optional.compactMap { name, digest in digest.map { (name, $0) } }
    parts += columns.map { ($0.name, $0.digest) }
    var hash = SHA256()
    for (name, digest) in parts { hash.update(Array(name.utf8) + [0] + Array(digest.utf8)) }
    return hash.hexDigest()
  }

  /// Of named columns of numbers, each behind its name and length.
  static func digest(_ parts: [(name: String, values: [Double])]) -> String {
    var hash = SHA256()
    for (name, values) in parts {
      hash.update(Array(name.utf8) + [0] + littleEndian(UInt64(values.count)))
      // In pieces, for the bytes of a large table need not stand side by side.
      for start in stride(from: 0, to: values.count, by: 4096) {
        let piece = values[start..<min(start + 4096, values.count)]
        hash.update(piece.flatMap { littleEndian($0.bitPattern) })
      }
    }
    return hash.hexDigest()
  }

  private static func littleEndian(_ value: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
  }
}

extension SurvivalOutcomes {
  public var fingerprintParts: [(name: String, values: [Double])] {
    [("exit", exit), ("event", event.map { $0 ? 1 : 0 })]
      + (entry.map { [("entry", $0)] } ?? [])
  }
}

extension BinaryOutcomes {
  public var fingerprintParts: [(name: String, values: [Double])] {
    [("event", event.map { $0 ? 1 : 0 })]
  }
}

extension ModelOutcomes {
  /// SHA-256, as it stands in a ``DataFingerprint``.
  public var fingerprint: String { DataFingerprint.digest(fingerprintParts) }
}

extension ModelFrame {
  /// Of the rows of this frame.
  public var fingerprint: DataFingerprint {
    let strata = strata.map { strata in
      strata.labels.map { ($0, []) } + [("strata", strata.codes.map(Double.init))]
    }
    return DataFingerprint(
      outcome: outcomes.fingerprint,
      weights: weights.map { DataFingerprint.digest([("weights", $0)]) },
      offset: offset.map { DataFingerprint.digest([("offset", $0)]) },
      strata: strata.map { DataFingerprint.digest($0) },
      clusters: clusters.map { DataFingerprint.digest([("clusters", $0.map(Double.init))]) },
      columns: design.columnNames.enumerated().map { column, name in
        DataFingerprint.Column(
          name: name, digest: DataFingerprint.digest([("", design.values(ofColumn: column))]))
      })
  }
}
