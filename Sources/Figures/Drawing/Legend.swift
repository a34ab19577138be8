/// The names of the series beside a sample of their line, in rows.
struct Legend: Sendable {
  private static let sample = 26.0
  private static let gap = 22.0
  private static let lineHeight = 20.0

  private let rows: [[(place: Int, name: String)]]
  private let marks: Bool

  /// Lays the names out in rows of at most a width; with `marks` the mark of a series stands on its line.
  init(_ names: [String], width: Double, marks: Bool = false) {
    self.marks = marks
    var rows: [[(place: Int, name: String)]] = []
    var used = Double.infinity
    for (place, name) in names.enumerated() {
      let shown = TextWidth.fitted(name, size: Ink.labelSize, width: width - Self.sample - 8)
      let own = Self.sample + 8 + TextWidth.of(shown, size: Ink.labelSize) + Self.gap
      if used + own > width + Self.gap {
        rows.append([])
        used = 0
      }
      rows[rows.count - 1].append((place, shown))
      used += own
    }
    self.rows = rows
  }

  var height: Double { Double(rows.count) * Self.lineHeight }

  func elements(x: Double, y: Double) -> [Element] {
    var elements: [Element] = []
    for (line, row) in rows.enumerated() {
      let height = y + Double(line) * Self.lineHeight
      var across = x
      for (place, name) in row {
        elements.append(
          Drawing.line(
            across, height - 4, across + Self.sample, height - 4, color: Ink.color(place), width: 2,
            dash: Ink.dash(place)))
        if marks {
          elements.append(
            Drawing.mark(place, x: across + Self.sample / 2, y: height - 4, radius: 5))
        }
        across += Self.sample + 8
        elements.append(Drawing.label(name, x: across, y: height))
        across += TextWidth.of(name, size: Ink.labelSize) + Self.gap
      }
    }
    return elements
  }
}
