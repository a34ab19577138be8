/// A rectangle with two axes, on which series are drawn and remembered.
struct Panel: Sendable {
  /// How a curve goes from one value to the next.
  enum Course: Sendable { case steps, lines }

  /// The identifier of the area outside which curves are not drawn.
  static let clipName = "panel"

  let x: AxisScale
  let y: AxisScale
  private(set) var data = FigureData()
  private var axes: [Element] = []
  private var series: [Element] = []

  init(x: AxisScale, y: AxisScale) {
    self.x = x
    self.y = y
  }

  private var left: Double { min(x.start, x.end) }
  private var right: Double { max(x.start, x.end) }
  private var top: Double { min(y.start, y.end) }
  private var bottom: Double { max(y.start, y.end) }

  // MARK: Axes

  mutating func drawHorizontalAxis(_ ticks: Ticks, label: String, grid: Bool = false) {
    for (value, text) in zip(ticks.values, ticks.labels) where x.holds(value) {
      let place = x.place(of: value)
      if grid { axes.insert(Drawing.line(place, top, place, bottom, color: Ink.grid), at: 0) }
      axes.append(Drawing.line(place, bottom, place, bottom + 5))
      axes.append(
        Drawing.label(text, x: place, y: bottom + 18, anchor: .middle, size: Ink.smallSize))
    }
    axes.append(Drawing.line(left, bottom, right, bottom))
    let shown = TextWidth.fitted(label, size: Ink.labelSize, width: right - left + 40)
    axes.append(
      Drawing.label(shown, x: (left + right) / 2, y: bottom + 36, anchor: .middle))
  }

  mutating func drawVerticalAxis(_ ticks: Ticks, label: String) {
    var widest = 0.0
    for (value, text) in zip(ticks.values, ticks.labels) where y.holds(value) {
      let place = y.place(of: value)
      axes.insert(Drawing.line(left, place, right, place, color: Ink.grid), at: 0)
      axes.append(
        Drawing.label(text, x: left - 8, y: place + 4, anchor: .end, size: Ink.smallSize))
      widest = max(widest, TextWidth.of(text, size: Ink.smallSize))
    }
    axes.append(Drawing.line(left, top, left, bottom))
    let (center, middle) = (left - 20 - widest, (top + bottom) / 2)
    let shown = TextWidth.fitted(label, size: Ink.labelSize, width: bottom - top + 20)
    axes.append(
      Drawing.label(shown, x: center, y: middle, anchor: .middle)
        .with("transform", "rotate(-90 \(Coordinate.text(center)) \(Coordinate.text(middle)))"))
  }

  /// A rule across the panel that belongs to no series, such as no effect or perfect agreement.
  mutating func drawRule(from a: (x: Double, y: Double), to b: (x: Double, y: Double)) {
    axes.append(
      Drawing.line(
        x.place(of: a.x), y.place(of: a.y), x.place(of: b.x), y.place(of: b.y), color: Ink.quiet,
        dash: "3 3"))
  }

  // MARK: Series

  mutating func add(
    _ curve: Curve, named name: String, series place: Int, course: Course = .lines,
    width: Double = 2
  ) {
    guard !curve.x.isEmpty else { return }
    let places = zip(curve.x, curve.y).map { (x: x.place(of: $0), y: y.place(of: $1)) }
    let commands =
      course == .steps
      ? Drawing.steps(places, starts: curve.starts)
      : Drawing.polyline(places, starts: curve.starts)
    let line = Drawing.path(
      commands, color: Ink.color(place), width: width, dash: Ink.dash(place))
    let dots = curve.isolated.map { Drawing.mark(place, x: places[$0].x, y: places[$0].y) }
    append(
      [line] + dots, FigureData.Series(name, x: curve.x, y: curve.y), isClipped: true)
  }

  /// An area between two curves, each a series of its own.
  mutating func add(
    _ band: Band, named name: String, series place: Int, course: Course = .lines,
    opacity: Double = 0.16
  ) {
    guard !band.x.isEmpty else { return }
    let lower = zip(band.x, band.lower).map { (x: x.place(of: $0), y: y.place(of: $1)) }
    let upper = zip(band.x, band.upper).map { (x: x.place(of: $0), y: y.place(of: $1)) }
    func commands(_ places: [(x: Double, y: Double)]) -> String {
      course == .steps ? Drawing.steps(places) : Drawing.polyline(places)
    }
    // Back along the lower edge: of steps, each corner that the way there passes.
    var back = Array(lower.reversed())
    if course == .steps {
      back = []
      for (place, corner) in lower.enumerated().reversed() {
        back.append(corner)
        if place > 0 { back.append((corner.x, lower[place - 1].y)) }
      }
    }
    let returning = Drawing.polyline(back).dropFirst()
    let area = Drawing.area(
      commands(upper) + " L" + returning + " Z", color: Ink.color(place), opacity: opacity)
    series.append(clipped(area))
    for (edge, places, values) in [("lower", lower, band.lower), ("upper", upper, band.upper)] {
      append(
        [
          Drawing.path(commands(places), color: Ink.color(place), width: 0.75)
            .with("stroke-opacity", "0.6")
        ],
        FigureData.Series("\(name), \(edge)", x: band.x, y: values), isClipped: true)
    }
  }

  /// Marks at values.
  ///
  /// - Parameters:
  ///   - color: another than that of the series, for marks that are only the ground of a curve.
  ///   - offset: how far to the side of their value they stand, in user units, so that those of two series
  ///     at the same value do not hide each other; the drawing states it.
  mutating func addMarks(
    named name: String, x values: [Double], y heights: [Double], series place: Int,
    radius: Double = 4, color: String? = nil, offset: Double = 0
  ) {
    guard !values.isEmpty else { return }
    let shapes = zip(values, heights).map {
      Drawing.shape(place, x: x.place(of: $0) + offset, y: y.place(of: $1), radius: radius)
    }
    append(
      [Drawing.inked(Element("g"), place, color: color).holding(shapes)],
      FigureData.Series(name, x: values, y: heights), isClipped: false, offset: offset)
  }

  /// The same with whiskers to the ends of intervals, one a value.
  mutating func addMarks(
    named name: String, x values: [Double], y heights: [Double],
    intervals: [ClosedRange<Double>], series place: Int, radius: Double = 4, offset: Double = 0
  ) {
    let color = Ink.color(place)
    let limits = [
      ("lower", intervals.map(\.lowerBound)), ("upper", intervals.map(\.upperBound)),
    ]
    for (value, interval) in zip(values, intervals) {
      let across = x.place(of: value) + offset
      series.append(
        Drawing.line(
          across, y.place(of: interval.lowerBound), across, y.place(of: interval.upperBound),
          color: color, width: 1.5))
    }
    for (edge, limits) in limits where !values.isEmpty {
      let ends = zip(values, limits).map { value, limit in
        let (across, height) = (x.place(of: value) + offset, y.place(of: limit))
        return Drawing.path(
          Drawing.polyline([(across - 3, height), (across + 3, height)]), color: color, width: 1.5
        ).with("data-cx", across).with("data-cy", height)
      }
      append(
        ends, FigureData.Series("\(name), \(edge)", x: values, y: limits), isClipped: false,
        offset: offset)
    }
    addMarks(
      named: name, x: values, y: heights, series: place, radius: radius, offset: offset)
  }

  /// Bars that stand on the horizontal axis, counted upwards to a share of the panel's height.
  mutating func addBars(
    named name: String, centers: [Double], counts: [Double], width: Double, height: Double,
    series place: Int
  ) {
    let most = counts.max() ?? 0
    guard most > 0 else { return }
    let bars = zip(centers, counts).map { center, count in
      let (from, to) = (x.place(of: center - width / 2), x.place(of: center + width / 2))
      let tall = height * count / most
      return Element("rect").with("x", from + 0.5).with("y", bottom - tall)
        .with("width", max(to - from - 1, 0.5)).with("height", tall)
        .with("fill", Ink.color(place)).with("fill-opacity", "0.35")
    }
    append(
      bars, FigureData.Series(name, x: centers, y: counts), isClipped: false,
      scale: "0 0 \(most) \(height)")
  }

  private mutating func append(
    _ elements: [Element], _ values: FigureData.Series, isClipped: Bool, scale: String? = nil,
    offset: Double = 0
  ) {
    var group = Element("g").with("class", "series").with("data-series", values.name)
    if let scale { group = group.with("data-height", scale) }
    if offset != 0 { group = group.with("data-offset", offset) }
    series.append(group.holding(isClipped ? elements.map(clipped) : elements))
    data.add(values)
  }

  private func clipped(_ element: Element) -> Element {
    element.with("clip-path", "url(#\(Self.clipName))")
  }

  /// The panel as drawn.
  var element: Element {
    let frame = Element("clipPath").with("id", Self.clipName).holding([
      Element("rect").with("x", left).with("y", top - 2).with("width", right - left + 2)
        .with("height", bottom - top + 4)
    ])
    return Element("g").with("class", "panel").with("data-x", x.legend).with("data-y", y.legend)
      .holding([frame]).holding(axes).holding(series)
  }
}
