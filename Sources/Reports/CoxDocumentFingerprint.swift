internal import Biostatistics
internal import PrognosticModels

extension CoxDocument {
  /// SHA-256 of what the model was fitted to, each part behind its name and length: times, events,
  /// entries, weights, offset, every design column, strata and clusters, numbers as little-endian
  /// doubles.
  var fingerprint: String {
    let frame = model.frame
    var hash = SHA256()
    hash.add("exit", frame.outcomes.exit)
    hash.add("event", frame.outcomes.event.map { $0 ? 1 : 0 })
    if let entry = frame.outcomes.entry { hash.add("entry", entry) }
    if let weights = frame.weights { hash.add("weights", weights) }
    if let offset = frame.offset { hash.add("offset", offset) }
    for (column, recipe) in frame.columnRecipes.enumerated() {
      hash.add(recipe.name, frame.design.values(ofColumn: column))
    }
    if let strata = frame.strata {
      for label in strata.labels { hash.add(label, []) }
      hash.add("strata", strata.codes.map(Double.init))
    }
    if let clusters = frame.clusters { hash.add("clusters", clusters.map(Double.init)) }
    return "SHA-256 \(hash.hexDigest())"
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
