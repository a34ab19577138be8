/// A drawing with its words and the values that it shows.
///
/// A figure is a value: the same input gives the same bytes. It draws; it computes no statistics.
public struct Figure: Sendable {
  /// What the figure shows, in a few words; the title of the drawing for a screen reader.
  public let title: String
  /// What can be seen in it, in a sentence or more; the description for a screen reader.
  public let description: String
  /// In user units, of which 96 are an inch.
  public let width: Double
  /// In user units.
  public let height: Double
  /// Every value that is drawn.
  public let data: FigureData
  let elements: [Element]

  init(
    title: String, description: String, width: Double, height: Double, data: FigureData,
    elements: [Element]
  ) {
    self.title = title
    self.description = description
    self.width = width
    self.height = height
    self.data = data
    self.elements = elements
  }

  /// The figure with small print below it: sources, conventions, intended use.
  public func adding(footnote: String) -> Figure {
    let lines = Heading.small(footnote, top: height, width: width)
    return Figure(
      title: title, description: "\(description) \(footnote)", width: width,
      height: lines.bottom + 2, data: data, elements: elements + lines.elements)
  }

  /// The drawing as an SVG document.
  public var svg: String {
    let root = Element("svg").with("xmlns", "http://www.w3.org/2000/svg")
      .with("viewBox", "0 0 \(Coordinate.text(width)) \(Coordinate.text(height))")
      .with("width", width).with("height", height).with("role", "img")
      .with("aria-labelledby", "title description").with("font-family", Ink.family)
      .holding([
        Element("title").with("id", "title").holding(title),
        Element("desc").with("id", "description").holding(description),
        Element("rect").with("width", width).with("height", height).with("fill", Ink.paper),
      ])
      .holding(elements)
    var out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    root.write(into: &out)
    return out
  }
}
