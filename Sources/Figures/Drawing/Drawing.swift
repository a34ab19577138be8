/// Shapes and labels, in the figures' ink.
enum Drawing {
  enum Anchor: String { case start, middle, end }

  static func label(
    _ text: String, x: Double, y: Double, anchor: Anchor = .start, size: Double = Ink.labelSize,
    color: String = Ink.text, isBold: Bool = false
  ) -> Element {
    var element = Element("text").with("x", x).with("y", y)
    if anchor != .start { element = element.with("text-anchor", anchor.rawValue) }
    element = element.with("font-size", size).with("fill", color)
    if isBold { element = element.with("font-weight", "bold") }
    return element.holding(text)
  }

  static func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, color: String = Ink.line,
    width: Double = 1, dash: String = ""
  ) -> Element {
    let element = Element("line").with("x1", x1).with("y1", y1).with("x2", x2).with("y2", y2)
      .with("stroke", color).with("stroke-width", width)
    return dash.isEmpty ? element : element.with("stroke-dasharray", dash)
  }

  static func path(_ commands: String, color: String, width: Double, dash: String = "") -> Element {
    let element = Element("path").with("d", commands).with("fill", "none").with("stroke", color)
      .with("stroke-width", width).with("stroke-linejoin", "round")
    return dash.isEmpty ? element : element.with("stroke-dasharray", dash)
  }

  static func area(_ commands: String, color: String, opacity: Double) -> Element {
    Element("path").with("d", commands).with("fill", color)
      .with("fill-opacity", Coordinate.text(opacity)).with("stroke", "none")
  }

  /// Straight lines from place to place, but not to those at which the line starts anew.
  static func polyline(_ places: [(x: Double, y: Double)], starts: [Int] = []) -> String {
    commands(places, starts) { "L\(Coordinate.text($0.x)) \(Coordinate.text($0.y))" }
  }

  /// Steps from place to place: across at the old height, then up or down.
  static func steps(_ places: [(x: Double, y: Double)], starts: [Int] = []) -> String {
    commands(places, starts) { "H\(Coordinate.text($0.x)) V\(Coordinate.text($0.y))" }
  }

  private static func commands(
    _ places: [(x: Double, y: Double)], _ starts: [Int],
    _ next: ((x: Double, y: Double)) -> String
  ) -> String {
    var starts = starts[...]
    return places.enumerated().map { index, place in
      guard index == 0 || starts.first == index else { return next(place) }
      if index > 0 { starts.removeFirst() }
      return "M\(Coordinate.text(place.x)) \(Coordinate.text(place.y))"
    }.joined(separator: " ")
  }

  /// A mark of the series at a place: a disc, a square, a triangle, a diamond.
  static func mark(_ series: Int, x: Double, y: Double, radius: Double = 4) -> Element {
    inked(shape(series, x: x, y: y, radius: radius), series)
  }

  /// An element in the ink of a series' marks, or a group of them.
  static func inked(_ element: Element, _ series: Int, color: String? = nil) -> Element {
    element.with("fill", color ?? Ink.color(series)).with("stroke", Ink.paper).with(
      "stroke-width", 1)
  }

  /// The shape of a mark.
  static func shape(_ series: Int, x: Double, y: Double, radius r: Double) -> Element {
    let corners: [(x: Double, y: Double)]
    switch series % 4 {
    // A disc says itself where its center is.
    case 0: return Element("circle").with("cx", x).with("cy", y).with("r", r)
    case 1: corners = [(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)]
    case 2: corners = [(x, y - r), (x + r, y + r), (x - r, y + r)]
    default: corners = [(x, y - r), (x + r, y), (x, y + r), (x - r, y)]
    }
    return Element("path").with("d", polyline(corners) + "Z").with("data-cx", x).with("data-cy", y)
  }
}
