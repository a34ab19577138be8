/// A code of the International Classification of Diseases for Oncology, third edition.
///
///     morphology  M-8890/3, 8890/3, 88903, 8890/33    (histology / behaviour, grade dropped)
///     topography  C49.2, C492, C49.20                 (heading, subdivisions)
///
/// Without its behaviour a morphology is incomplete as an answer: 8890 may be benign.
enum ICDO3Code: Equatable, Sendable {
  case morphology(histology: String, behaviour: String?)
  case topography(heading: String, subdivision: String)

  init?(_ text: String) {
    var scalars = TextFolding.light(text).unicodeScalars.filter { $0 != " " }[...]
    guard scalars.count <= 9, let first = scalars.first else { return nil }
    if first == "c" {
      scalars.removeFirst()
      let parts = scalars.split(separator: ".", omittingEmptySubsequences: false)
      let all = parts.flatMap { $0 }
      guard parts.count <= 2, parts.first?.count == 2 || parts.count == 1,
        (2...4).contains(all.count), all.allSatisfy(Self.isDigit)
      else { return nil }
      self = .topography(heading: Self.text(all[..<2]), subdivision: Self.text(all[2...]))
      return
    }
    if first == "m" {
      scalars.removeFirst()
      if scalars.first == "-" { scalars.removeFirst() }
    }
    let parts = scalars.split(separator: "/", omittingEmptySubsequences: false)
    let all = parts.flatMap { $0 }
    let isCode =
      switch parts.count {
      case 1: (4...5).contains(all.count)
      case 2: parts[0].count == 4 && (5...6).contains(all.count)
      default: false
      }
    guard isCode, all.allSatisfy(Self.isDigit) else { return nil }
    self = .morphology(
      histology: Self.text(all[..<4]), behaviour: all.count > 4 ? Self.text(all[4...4]) : nil)
  }

  /// Whether the other code is this one or a part of what it heads.
  func covers(_ other: ICDO3Code) -> Bool {
    switch (self, other) {
    case (.morphology(let mine, let behaviour), .morphology(let other, let its)):
      mine == other && (behaviour == nil || behaviour == its)
    case (.topography(let mine, let subdivision), .topography(let other, let its)):
      mine == other && its.hasPrefix(subdivision)
    default: false
    }
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    String(String.UnicodeScalarView(scalars))
  }
}
