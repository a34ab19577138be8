internal import Biostatistics
internal import PrognosticModels

extension ModelFrame {
  /// SHA-256 of what a model was fitted to, each part behind its name and length: the outcomes (times,
  /// events, entries), weights, offset, every design column, strata and clusters, numbers as
  /// little-endian doubles.
  func fingerprint(outcomes parts: [(name: String, values: [Double])]) -> String {
    var hash = SHA256()
    for (name, values) in parts { hash.add(name, values) }
    if let weights { hash.add("weights", weights) }
    if let offset { hash.add("offset", offset) }
    for (column, recipe) in columnRecipes.enumerated() {
      hash.add(recipe.name, design.values(ofColumn: column))
    }
    if let strata {
      for label in strata.labels { hash.add(label, []) }
      hash.add("strata", strata.codes.map(Double.init))
    }
    if let clusters { hash.add("clusters", clusters.map(Double.init)) }
    return "SHA-256 \(hash.hexDigest())"
  }
}

extension SurvivalFrame {
  var fingerprint: String {
    fingerprint(
      outcomes: [("exit", outcomes.exit), ("event", outcomes.event.map { $0 ? 1 : 0 })]
        + (outcomes.entry.map { [("entry", $0)] } ?? []))
  }
}

extension BinaryFrame {
  var fingerprint: String {
    fingerprint(outcomes: [("event", outcomes.event.map { $0 ? 1 : 0 })])
  }
}

extension SHA256 {
  fileprivate mutating func add(_ name: String, _ values: [Double]) {
    update(Array(name.utf8) + [0] + Self.littleEndian(UInt64(values.count)))
    // In pieces, for the bytes of a large table need not stand side by side.
    for start in stride(from: 0, to: values.count, by: 4096) {
      let piece = values[start..<min(start + 4096, values.count)]
      update(piece.flatMap { Self.littleEndian($0.bitPattern) })
    }
  }

  private static func littleEndian(_ value: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
  }
}
