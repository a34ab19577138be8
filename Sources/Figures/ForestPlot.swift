/// Ratios with their intervals, one a row, on a logarithmic axis.
public struct ForestPlot: Sendable {
  /// One row of the plot.
  public struct Row: Sendable {
    /// The term, or who is compared with whom.
    public let label: String
    /// Hazard or odds ratio; nil for a row without one, such as a reference level.
    public let ratio: Double?
    /// Lower and upper limit; nil where there is none.
    public let interval: ClosedRange<Double>?
    /// Printed at the right of a row without a ratio.
    public let note: String

    /// A row with its ratio.
    public init(
      label: String, ratio: Double?, interval: ClosedRange<Double>? = nil, note: String = ""
    ) {
      self.label = label
      self.ratio = ratio
      self.interval = interval
      self.note = note
    }

    /// Whether there is something to draw on a logarithmic axis.
    var drawn: Double? { ratio.flatMap { $0 > 0 && $0.isFinite ? $0 : nil } }
  }

  /// What the figure shows.
  public let title: String
  /// Lines below the title, such as how many patients.
  public let note: String
  /// The axis label, such as `hazard ratio, 95 % interval`.
  public let ratioLabel: String
  /// From top to bottom.
  public let rows: [Row]

  /// Gathers what is to be drawn.
  public init(title: String, note: String = "", ratioLabel: String, rows: [Row]) {
    self.title = title
    self.note = note
    self.ratioLabel = ratioLabel
    self.rows = rows
  }

  /// The drawing.
  public var figure: Figure {
    let width = 720.0
    let rowHeight = 24.0
    let labelWidth = min(
      240, (rows.map { TextWidth.of($0.label, size: Ink.labelSize) }.max() ?? 0) + 8)
    let texts = rows.map(text)
    let textWidth = min(
      200, (texts.map { TextWidth.of($0, size: Ink.labelSize) }.max() ?? 0) + 8)
    let (left, right) = (20 + labelWidth + 12, width - 20 - textWidth - 16)
    let heading = Heading(title, note: note, width: width)
    let top = heading.bottom + 8
    let bottom = top + rowHeight * Double(max(rows.count, 1)) + 8
    let scale = AxisScale(domain, from: left, to: right, kind: .logarithmic)
    let vertical = AxisScale(0...Double(max(rows.count, 1)), from: top, to: bottom)
    var panel = Panel(x: scale, y: vertical)
    panel.drawHorizontalAxis(Ticks(ratiosIn: domain, count: 6), label: ratioLabel, grid: true)
    panel.drawRule(from: (1, 0), to: (1, Double(max(rows.count, 1))))
    var elements = heading.elements
    var marks: [Element] = []
    var data = FigureData()
    for (place, row) in rows.enumerated() {
      let y = vertical.place(of: Double(place) + 0.5)
      let label = TextWidth.fitted(row.label, size: Ink.labelSize, width: labelWidth)
      elements.append(Drawing.label(label, x: 20, y: y + 4))
      elements.append(
        Drawing.label(
          TextWidth.fitted(texts[place], size: Ink.labelSize, width: textWidth), x: width - 20,
          y: y + 4, anchor: .end, color: row.ratio == nil ? Ink.quiet : Ink.text))
      guard let ratio = row.drawn else { continue }
      var shapes: [Element] = []
      var values = [ratio]
      if let interval = row.interval, interval.lowerBound > 0, interval.upperBound.isFinite {
        shapes += whisker(interval, scale, y)
        values += [interval.lowerBound, interval.upperBound]
      }
      shapes.append(Drawing.mark(1, x: scale.place(of: ratio), y: y))
      marks.append(
        Element("g").with("class", "series").with("data-series", row.label).holding(shapes))
      data.add(
        FigureData.Series(
          row.label, labels: ["ratio", "lower", "upper"], x: values,
          y: values.map { _ in Double(place) + 0.5 }))
    }
    elements.append(panel.element)
    elements.append(
      Element("g").with("class", "panel").with("data-x", scale.legend)
        .with("data-y", vertical.legend).holding(marks))
    return Figure(
      title: title, description: description, width: width, height: bottom + 52, data: data,
      elements: elements)
  }

  /// An interval's line; an end beyond the axis is an arrow.
  private func whisker(_ interval: ClosedRange<Double>, _ scale: AxisScale, _ y: Double)
    -> [Element]
  {
    let color = Ink.color(1)
    let from = max(scale.place(of: interval.lowerBound), scale.start)
    let to = min(scale.place(of: interval.upperBound), scale.end)
    var shapes = [Drawing.path(Drawing.polyline([(from, y), (to, y)]), color: color, width: 1.75)]
    for (bound, end, inwards) in [(interval.lowerBound, from, 5.0), (interval.upperBound, to, -5)]
    where !scale.holds(bound) {
      shapes.append(
        Drawing.path(
          Drawing.polyline([(end + inwards, y - 4), (end, y), (end + inwards, y + 4)]),
          color: color, width: 1.75))
    }
    return shapes
  }

  /// Holds 1, all ratios, and intervals as far as 100 times beyond the ratios' own span.
  private var domain: ClosedRange<Double> {
    let ratios = rows.compactMap(\.drawn)
    let (low, high) = (min(ratios.min() ?? 1, 1), max(ratios.max() ?? 1, 1))
    let limits = rows.filter { $0.drawn != nil }.compactMap(\.interval)
    let lowest = limits.map(\.lowerBound).filter { $0 >= low / 100 }.min() ?? low
    let highest = limits.map(\.upperBound).filter { $0 <= high * 100 }.max() ?? high
    // Room for the arrow of an interval that is cut.
    let isCut = limits.contains { $0.lowerBound < lowest || $0.upperBound > highest }
    let margin = isCut ? 1.6 : 1.15
    return (min(low, lowest, 0.8) / margin)...(max(high, highest, 1.25) * margin)
  }

  private func text(_ row: Row) -> String {
    guard let ratio = row.ratio else { return row.note }
    guard let interval = row.interval else { return FigureText.ratio(ratio) }
    return "\(FigureText.ratio(ratio)) (\(FigureText.ratio(interval.lowerBound)) to "
      + "\(FigureText.ratio(interval.upperBound)))"
  }

  private var description: String {
    "\(ratioLabel), row by row. "
      + rows.map { "\($0.label): \(text($0))." }.joined(separator: " ")
  }
}
