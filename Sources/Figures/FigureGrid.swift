extension Figure {
  /// Several figures on one page, in rows, under a heading of their own.
  ///
  /// The series of each are named after it, so that the values of all stand in one file.
  ///
  /// - Parameters:
  ///   - parts: in the order of reading, each with a name of its own; as wide as one another.
  ///   - note: lines below the title.
  ///   - columns: figures a row.
  public init(
    of parts: [(name: String, figure: Figure)], title: String, note: String = "", columns: Int = 2
  ) {
    let columns = max(1, min(columns, parts.count))
    let pitch = parts.map(\.figure.width).max() ?? 400
    let width = pitch * Double(columns)
    let heading = Heading(title, note: note, width: width)
    var elements = heading.elements
    var data = FigureData()
    var top = heading.bottom
    for start in stride(from: 0, to: parts.count, by: columns) {
      let row = start..<min(start + columns, parts.count)
      for place in row {
        let (name, figure) = parts[place]
        let (x, y) = (Coordinate.text(pitch * Double(place - start)), Coordinate.text(top))
        let prefix = "\(name): "
        elements.append(
          Element("g").with("transform", "translate(\(x) \(y))").with("data-part", prefix)
            .namingPanel("\(Panel.clipName)-\(place + 1)").holding(figure.elements))
        for series in figure.data.series {
          data.add(
            FigureData.Series(
              prefix + series.name, labels: series.labels, x: series.x, y: series.y))
        }
      }
      top += row.map { parts[$0].figure.height }.max() ?? 0
    }
    self.init(
      title: title,
      description: parts.map { "\($0.name): \($0.figure.description)" }.joined(separator: " "),
      width: width, height: top + 8, data: data, elements: elements)
  }
}
