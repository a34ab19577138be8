/// Texts to be found by resemblance.
///
/// Similarity is 2 c / (m + n), where m and n count the pairs of neighbouring letters of the two
/// texts, loosely folded, and c those in common, with repetition (Dice 1945, doi:10.2307/1932409).
struct SimilarTexts: Sendable {
  private var entries: [(pairs: [UInt16], place: Int)] = []

  mutating func add(folded text: String, place: Int) {
    entries.append((Self.pairs(text), place))
  }

  /// The places of the texts most similar to `text`, each once, the most similar first and of
  /// equals the lowest; none that is less similar than one third.
  func nearest(to text: String, count: Int) -> [Int] {
    let wanted = Self.pairs(TextFolding.loose(text))
    var best: [Int: Double] = [:]
    for (pairs, place) in entries {
      let similarity = Self.similarity(wanted, pairs)
      if similarity >= 1 / 3.0, similarity > best[place] ?? 0 { best[place] = similarity }
    }
    return best.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(count).map(\.key)
  }

  /// Sorted; of the first 100 bytes.
  private static func pairs(_ folded: String) -> [UInt16] {
    let bytes = folded.utf8.prefix(100)
    return zip(bytes, bytes.dropFirst()).map { UInt16($0) << 8 | UInt16($1) }.sorted()
  }

  private static func similarity(_ a: [UInt16], _ b: [UInt16]) -> Double {
    var (i, j, common) = (0, 0, 0)
    while i < a.count, j < b.count {
      if a[i] == b[j] { common += 1 }
      let (left, right) = (a[i], b[j])
      if left <= right { i += 1 }
      if right <= left { j += 1 }
    }
    return a.isEmpty && b.isEmpty ? 0 : 2 * Double(common) / Double(a.count + b.count)
  }
}
