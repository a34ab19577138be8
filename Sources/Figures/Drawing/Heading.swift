/// A figure's title, in as many lines as it needs, and a note below it.
struct Heading: Sendable {
  let elements: [Element]
  /// Where the next thing may start.
  let bottom: Double

  private static let margin = 20.0

  init(_ title: String, note: String = "", width: Double) {
    let room = width - 2 * Self.margin
    var elements: [Element] = []
    var y = 26.0
    for line in TextWidth.lines(title, size: Ink.titleSize, width: room, isBold: true) {
      elements.append(
        Drawing.label(line, x: Self.margin, y: y, size: Ink.titleSize, isBold: true))
      y += 19
    }
    let small = Self.small(note, top: y - 11, width: width)
    self.elements = elements + small.elements
    bottom = small.bottom
  }

  /// Lines of small print from a height on, and where the next thing may start.
  static func small(
    _ text: String, top: Double, width: Double
  ) -> (elements: [Element], bottom: Double) {
    var y = top + 11
    let lines = TextWidth.lines(text, size: Ink.smallSize, width: width - 2 * margin)
    let elements = lines.map { line in
      defer { y += 15 }
      return Drawing.label(line, x: margin, y: y, size: Ink.smallSize, color: Ink.quiet)
    }
    return (elements, y)
  }
}
