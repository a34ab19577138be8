extension Covariate {
  /// The error for a text that is no level, with the levels that are, or those nearest to it.
  func unknownLevel(_ text: String) -> PatientError {
    return .unknownLevel(
      covariate: name, label: label.en, level: text, allowed: levelNames,
      nearest: nearestLevels(to: text, count: 3))
  }

  /// The levels whose name, label or a synonym resembles a text most, the most similar first.
  ///
  /// Similarity is 2 c / (m + n), where m and n count the pairs of neighbouring letters of the two
  /// texts and c those in common (Dice 1945, doi:10.2307/1932409). Levels below one third are not
  /// named.
  func nearestLevels(to text: String, count: Int) -> [String] {
    let wanted = Self.pairs(text)
    guard !wanted.isEmpty else { return [] }
    let similar = levels.enumerated().map { (place, level) in
      let texts = [level.name] + level.label.all + level.synonyms
      let best = texts.map { Self.similarity(wanted, Self.pairs($0)) }.max() ?? 0
      return (place: place, name: level.name, similarity: best)
    }
    return similar.filter { $0.similarity >= 1 / 3.0 }
      .sorted { ($1.similarity, $0.place) < ($0.similarity, $1.place) }
      .prefix(count).map(\.name)
  }

  private static func pairs(_ text: String) -> [UInt64: Int] {
    let letters = TextFolding.loose(text).unicodeScalars.prefix(100)
    var counts: [UInt64: Int] = [:]
    for (first, second) in zip(letters, letters.dropFirst()) {
      counts[UInt64(first.value) << 32 | UInt64(second.value), default: 0] += 1
    }
    return counts
  }

  private static func similarity(_ a: [UInt64: Int], _ b: [UInt64: Int]) -> Double {
    let total = a.values.reduce(0, +) + b.values.reduce(0, +)
    let common = a.reduce(0) { $0 + min($1.value, b[$1.key] ?? 0) }
    return total == 0 ? 0 : 2 * Double(common) / Double(total)
  }
}
