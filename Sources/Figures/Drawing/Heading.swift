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
    for line in TextWidth.lines(note, size: Ink.smallSize, width: room) {
      elements.append(
        Drawing.label(line, x: Self.margin, y: y, size: Ink.smallSize, color: Ink.quiet))
      y += 15
    }
    self.elements = elements
    bottom = y
  }
}
