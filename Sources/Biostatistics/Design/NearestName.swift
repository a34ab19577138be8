/// Up to eight items, then how many more there are.
func list(_ items: [String]) -> String {
  let shown = items.prefix(8).map { shortened($0) }.joined(separator: ", ")
  return items.count > 8 ? "\(shown) and \(items.count - 8) more" : shown
}

/// A name as a sentence can hold it: its first 60 characters where it is longer.
func shortened(_ name: String) -> String {
  // Characters are counted by walking; bytes are there at once.
  guard name.utf8.count > 60, name.count > 60 else { return name }
  return name.prefix(60) + "..."
}

/// What to do about an unknown column: the nearest names, or those that there are.
func columnAdvice(_ name: String, _ known: [String]) -> String {
  let near = nearestNames(to: name, in: known)
  guard !near.isEmpty else { return "the table has \(list(known))." }
  return "did you mean \(near.map { "'\(shortened($0))'" }.joined(separator: " or "))?"
}

/// The known names that `name` may be a slip for: the one that differs by the fewest edits, letter
/// case aside, two at most and one in a name of two or three letters; else up to three that begin
/// with it or that it begins with, from two letters on.
func nearestNames(to name: String, in known: [String]) -> [String] {
  let wanted = Array(name.lowercased())
  guard wanted.count <= 256 else { return [] }
  let others = known.lazy.filter { $0.utf8.count <= 1024 }
    .map { (name: $0, letters: Array($0.lowercased())) }
  var best: (name: String, distance: Int)?
  for other in others where abs(other.letters.count - wanted.count) <= 2 {
    let distance = editDistance(wanted, other.letters)
    if distance < best?.distance ?? (min(2, min(wanted.count, other.letters.count) / 2) + 1) {
      best = (other.name, distance)
    }
  }
  if let best { return [best.name] }
  let related = others.filter {
    $0.letters.count >= 2 && wanted.count >= 2
      && ($0.letters.starts(with: wanted) || wanted.starts(with: $0.letters))
  }
  return related.prefix(4).count <= 3 ? related.map(\.name) : []
}

/// The fewest insertions, deletions, replacements and exchanges of neighbours that make `b` of `a`,
/// no letter being touched twice (optimal string alignment; Damerau 1964,
/// doi:10.1145/363958.363994).
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for (i, x) in a.enumerated() {
    var row = [i + 1]
    for (j, y) in b.enumerated() {
      var distance = min(last[j] + (x == y ? 0 : 1), last[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, x == b[j - 1], a[i - 1] == y {
        distance = min(distance, beforeLast[j - 1] + 1)
      }
      row.append(distance)
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
