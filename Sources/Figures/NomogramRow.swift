internal import PrognosticModels

/// One axis of a nomogram with its marks and their labels, none of which overlap.
struct NomogramRow: Sendable {
  private struct Run {
    let marks: [Nomogram.Mark]
    /// Whether every label must be shown; of a number's, those that fit.
    let needsAll: Bool
  }

  private let name: String
  private let condition: String?
  private let runs: [Run]
  private let isLine: Bool

  private static let lineHeight = 14.0
  private static let labelGap = 6.0
  /// From one run of a folded axis to the next, beside its labels.
  private static let fold = 12.0

  static func points(_ value: Double) -> String { NumberText.fixed(value, 1) }

  init(axis: Nomogram.Axis) {
    name = axis.label + (axis.condition.map { ", \($0)" } ?? "")
    condition = axis.condition
    isLine = axis.isContinuous
    // Levels and ranges are one run a mark: they share a line.
    runs =
      axis.isContinuous
      ? axis.runs.map { Run(marks: $0, needsAll: false) }
      : [Run(marks: axis.marks, needsAll: true)]
  }

  init(outcome: Nomogram.Outcome) {
    (name, condition, isLine) = (outcome.label, nil, true)
    runs = [Run(marks: outcome.marks, needsAll: false)]
  }

  init(scale ticks: Ticks, name: String) {
    (self.name, condition, isLine) = (name, nil, true)
    runs = [
      Run(
        marks: zip(ticks.values, ticks.labels).map { .init(label: $1, value: $0, points: $0) },
        needsAll: false)
    ]
  }

  /// The row, its first line at `y`, which is moved to below its labels; and where each run is drawn.
  func elements(
    _ label: String, _ scale: AxisScale, at y: inout Double, labelWidth: Double,
    end: Double, _ data: inout FigureData
  ) -> (row: Element, heights: [Double]) {
    var lineHeights: [Double] = []
    let page = (scale.start - 18)...end
    let top = y
    var elements: [Element] = []
    let lines = TextWidth.lines(label, size: Ink.labelSize, width: labelWidth)
    for (place, line) in lines.enumerated() {
      elements.append(Drawing.label(line, x: 20, y: top + 4 + Self.lineHeight * Double(place)))
    }
    var labelBottom = top + Self.lineHeight * Double(lines.count)
    if let condition {
      for line in TextWidth.lines(condition, size: Ink.smallSize, width: labelWidth) {
        elements.append(
          Drawing.label(line, x: 20, y: labelBottom + 4, size: Ink.smallSize, color: Ink.quiet))
        labelBottom += Self.lineHeight
      }
    }
    var series: [Element] = []
    var (points, heights, labels): ([Double], [Double], [String]) = ([], [], [])
    for (place, run) in runs.enumerated() {
      let places = run.marks.map { scale.place(of: $0.points) }
      lineHeights.append(y)
      if isLine || places.count > 1, let low = places.min(), let high = places.max() {
        elements.append(Drawing.line(low, y, high, y, color: Ink.text, width: 1.25))
      }
      for (mark, across) in zip(run.marks, places) {
        series.append(
          Drawing.line(across, y, across, y + (mark.label.isEmpty ? 0 : 5), color: Ink.text))
        points.append(mark.points)
        heights.append(y)
        labels.append(mark.label)
      }
      let (texts, height) = Self.texts(run, places, below: y, within: page)
      elements += texts
      let next = y + height + Self.fold
      if place + 1 < runs.count, let turn = places.last {
        // The axis folds back: a bend joins the two runs, around the labels that stand beyond its end.
        let side = (places.first ?? turn) < turn ? 1.0 : -1.0
        let overhang =
          zip(run.marks, places).map { mark, across in
            mark.label.isEmpty
              ? 0 : side * (across - turn) + TextWidth.of(mark.label, size: Ink.smallSize) / 2
          }.max() ?? 0
        // A cubic reaches three quarters of the way to its controls.
        let outwards = side * max(9, (overhang + 3) / 0.75)
        let commands =
          "M\(Coordinate.text(turn)) \(Coordinate.text(y)) C\(Coordinate.text(turn + outwards)) "
          + "\(Coordinate.text(y)) \(Coordinate.text(turn + outwards)) \(Coordinate.text(next)) "
          + "\(Coordinate.text(turn)) \(Coordinate.text(next))"
        elements.append(Drawing.path(commands, color: Ink.text, width: 1.25))
        y = next
      } else {
        y += height
      }
    }
    y = max(y, labelBottom)
    data.add(FigureData.Series(name, labels: labels, x: points, y: heights))
    let row = Element("g").holding(elements).holding([
      Element("g").with("class", "series").with("data-series", name).holding(series)
    ])
    return (row, lineHeights)
  }

  /// The labels below a run: in one line where they fit; what must be shown and does not fit goes to
  /// lines further down, with a leader. A label at an end is moved inwards where it would leave the
  /// page.
  private static func texts(
    _ run: Run, _ places: [Double], below y: Double, within page: ClosedRange<Double>
  ) -> (elements: [Element], height: Double) {
    var lines: [[ClosedRange<Double>]] = [[]]
    var leaders: [Element] = []
    var labels: [Element] = []
    // Ends first: an axis is read from them.
    let ends = [places.indices.first, places.indices.last].compactMap { $0 }
    let order = run.needsAll ? Array(places.indices) : ends + places.indices.dropFirst().dropLast()
    var seen: Set<Int> = []
    for place in order where seen.insert(place).inserted {
      let text = run.marks[place].label
      guard !text.isEmpty else { continue }
      let width = TextWidth.of(text, size: Ink.smallSize) + labelGap
      let lowest = page.lowerBound + width / 2
      let center = max(lowest, min(places[place], page.upperBound - width / 2))
      let extent = (center - width / 2)...(center + width / 2)
      var line = lines.firstIndex { taken in !taken.contains { $0.overlaps(extent) } }
      if line == nil, run.needsAll {
        lines.append([])
        line = lines.count - 1
      }
      guard let line else { continue }
      lines[line].append(extent)
      let baseline = y + 16 + lineHeight * Double(line)
      if line > 0 {
        leaders.append(
          Drawing.line(
            places[place], y + 5, places[place], baseline - 10, color: Ink.line, width: 0.75,
            dash: "1 2"))
      }
      labels.append(
        Drawing.label(text, x: center, y: baseline, anchor: .middle, size: Ink.smallSize)
          .with("stroke", Ink.paper).with("stroke-width", 3).with("paint-order", "stroke"))
    }
    return (leaders + labels, 16 + lineHeight * Double(lines.count - 1) + 4)
  }
}
