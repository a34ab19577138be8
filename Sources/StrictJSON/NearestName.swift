/// The name that was probably meant.
package enum NearestName {
  /// The first of `names` with the fewest edits from `name`, if these are at most a third of its
  /// letters, or one; nil where none is so near. The first 1000 names are looked at.
  package static func of(_ name: String, among names: [String]) -> String? {
    let letters = Array(name.lowercased().unicodeScalars.prefix(longest + 1))
    guard letters.count <= longest else { return nil }
    var nearest: String?
    var fewest = max(1, letters.count / 3) + 1
    for candidate in names.prefix(1000) {
      let other = Array(candidate.lowercased().unicodeScalars.prefix(longest + 1))
      let edits = edits(letters, other, below: fewest)
      if edits < fewest { (nearest, fewest) = (candidate, edits) }
    }
    return nearest
  }

  private static let longest = 64

  /// Insertions, deletions, substitutions and swaps of neighbours from `a` to `b` (Damerau 1964,
  /// doi:10.1145/363958.363994, each letter edited once), or `limit` where they are no fewer.
  private static func edits(
    _ a: [Unicode.Scalar], _ b: [Unicode.Scalar], below limit: Int
  ) -> Int {
    guard (a.count - b.count).magnitude < limit else { return limit }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var best = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = min(best, beforeLast[j - 1] + 1)
        }
        row.append(best)
      }
      (beforeLast, last) = (last, row)
    }
    return min(last[b.count], limit)
  }
}
