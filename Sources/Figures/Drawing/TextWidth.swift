/// How wide a text is drawn, so that labels can be laid out without a renderer.
///
/// Advance widths of Helvetica, which Arial and Liberation Sans share, in thousandths of the font
/// size, from U+0020 on; a sixth is added, for a reader whose machine has none of them sees a wider
/// face, and as much again for bold type. Letters beyond ASCII count as wide ones.
///
/// Source: Adobe Font Metrics of Helvetica, version 2.0.
enum TextWidth {
  private static let advances: [Double] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
  ]

  /// The width of `text` at a font size, in user units.
  static func of(_ text: String, size: Double, isBold: Bool = false) -> Double {
    let sum = text.unicodeScalars.reduce(0.0) { sum, scalar in
      let place = Int(scalar.value) - 0x20
      return sum + (advances.indices.contains(place) ? advances[place] : 600)
    }
    return (isBold ? 1.33 : 1.16) * size * sum / 1000
  }

  /// `text` cut to a width, with an ellipsis where something was cut.
  static func fitted(
    _ text: String, size: Double, width: Double, isBold: Bool = false
  ) -> String {
    guard of(text, size: size, isBold: isBold) > width else { return text }
    var cut = text
    while !cut.isEmpty, of(cut + "\u{2026}", size: size, isBold: isBold) > width {
      cut.removeLast()
    }
    return cut + "\u{2026}"
  }

  /// `text` broken between words into lines of at most a width; a word that is wider stands alone, and a
  /// percent sign stays with its number.
  static func lines(
    _ text: String, size: Double, width: Double, isBold: Bool = false
  ) -> [String] {
    var lines: [String] = []
    for word in text.replacing(" %", with: "\u{A0}%").split(separator: " ") {
      if let last = lines.last, of("\(last) \(word)", size: size, isBold: isBold) <= width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(fitted(String(word), size: size, width: width, isBold: isBold))
      }
    }
    return lines
  }
}
