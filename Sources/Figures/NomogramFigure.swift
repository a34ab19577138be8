public import PrognosticModels

/// A nomogram as clinicians read it: an axis a covariate below the scale of points, the total, and
/// what it means; with a patient's points where one is given.
public struct NomogramFigure: Sendable {
  /// What the figure shows.
  public let title: String
  /// A line below the title: source, method and what the drawing is not.
  public let note: String
  /// The axes.
  public let nomogram: Nomogram
  /// A patient's points, drawn on the axes.
  public let reading: Nomogram.Reading?

  /// Gathers what is to be drawn.
  public init(
    title: String, note: String, nomogram: Nomogram, reading: Nomogram.Reading? = nil
  ) {
    self.title = title
    self.note = note
    self.nomogram = nomogram
    self.reading = reading
  }

  private static let width = 860.0
  private static let margin = 20.0
  private static let rowGap = 14.0

  /// Where the axes start and end.
  private var left: Double {
    let labels = nomogram.axes.map(\.label) + outcomes.map { Self.capitalized($0.label) }
    let widest = labels.map { TextWidth.of($0, size: Ink.labelSize) }.max() ?? 0
    return Self.margin + min(max(widest, 90), 230) + 24
  }
  private var right: Double { Self.width - Self.margin - (reading == nil ? 12 : 64) }
  private var labelWidth: Double { left - Self.margin - 24 }

  private var outcomes: [Nomogram.Outcome] {
    nomogram.outcomes + (nomogram.median.map { [$0] } ?? [])
  }

  /// The drawing.
  public var figure: Figure {
    let heading = Heading(title, note: note, width: Self.width)
    var words = heading.elements
    var y = heading.bottom + 14
    var data = FigureData()
    // Labels may reach into the margin as far as a patient's points leave it free.
    let end = Self.width - (reading == nil ? 6 : Self.margin + 44)
    let least = min(0, nomogram.axes.flatMap(\.marks).map(\.points).min() ?? 0)
    let points = AxisScale(least...nomogram.mostPoints, from: left, to: right)
    var single: [Element] = []
    /// Draws a row below the ones before it; returns where its runs lie.
    func draw(
      _ row: NomogramRow, _ label: String, _ scale: AxisScale, into rows: inout [Element]
    ) -> [Double] {
      let (element, heights) = row.elements(
        label, scale, at: &y, labelWidth: labelWidth, end: end, &data)
      rows.append(element)
      return heights
    }
    _ = draw(
      NomogramRow(scale: Ticks(in: points.domain, count: 10), name: "points"), "Points", points,
      into: &single)
    for (place, axis) in nomogram.axes.enumerated() {
      y += Self.rowGap
      let heights = draw(NomogramRow(axis: axis), axis.label, points, into: &single)
      if let reading, let own = reading.points[place] {
        let run = axis.isContinuous ? axis.run(holding: reading.patient.values[axis.covariate]) : 0
        single.append(patientMark(own, on: points, at: heights[run]))
      }
    }
    y += 10
    words.append(Drawing.line(Self.margin, y, Self.width - Self.margin, y, color: Ink.grid))
    y += 22
    let totals = AxisScale(nomogram.totals, from: left, to: right)
    var total: [Element] = []
    let top = draw(
      NomogramRow(scale: Ticks(in: totals.domain, count: 10), name: "total points"),
      "Total points", totals, into: &total)
    for outcome in outcomes {
      y += Self.rowGap
      _ = draw(
        NomogramRow(outcome: outcome), Self.capitalized(outcome.label), totals, into: &total)
    }
    if let reading, let top = top.first, totals.holds(reading.total) {
      let place = totals.place(of: reading.total)
      total.insert(
        Drawing.line(place, top, place, y - 14, color: Ink.color(1), dash: "4 3"), at: 0)
      total.append(patientMark(reading.total, on: totals, at: top, isBold: true))
    }
    func panel(_ scale: AxisScale, _ elements: [Element]) -> Element {
      Element("g").with("class", "panel").with("data-x", scale.legend)
        .with("data-y", "0.0 0.0 1.0 1.0 linear").holding(elements)
    }
    return Figure(
      title: title, description: description, width: Self.width, height: y + 12, data: data,
      elements: words + [panel(points, single), panel(totals, total)])
  }

  private static func capitalized(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }

  /// A diamond on the axis, and the points in the margin.
  private func patientMark(
    _ points: Double, on scale: AxisScale, at y: Double, isBold: Bool = false
  ) -> Element {
    let place = min(max(scale.place(of: points), scale.start), scale.end)
    let diamond = Drawing.polyline([
      (place, y - 6), (place + 6, y), (place, y + 6), (place - 6, y),
    ])
    return Element("g").with("class", "patient").holding([
      Element("path").with("d", diamond + "Z").with("fill", Ink.color(1))
        .with("stroke", Ink.paper).with("stroke-width", 1),
      Drawing.label(
        NomogramRow.points(points), x: Self.width - Self.margin, y: y + 4, anchor: .end,
        color: Ink.color(1), isBold: isBold),
    ])
  }

  private var description: String {
    var text = "Nomogram of \(nomogram.axes.count) axes. "
    text += nomogram.axes.map { axis in
      let marks = axis.marks.filter { !$0.label.isEmpty }
      let condition = axis.condition.map { " (\($0))" } ?? ""
      return axis.label + condition + ": "
        + marks.map { "\($0.label) is \(NomogramRow.points($0.points)) points" }
        .joined(separator: ", ") + "."
    }.joined(separator: " ")
    for outcome in outcomes {
      text += " \(outcome.label): "
      text +=
        outcome.marks.map { "\($0.label) at a total of \(NomogramRow.points($0.points))" }
        .joined(separator: ", ") + "."
    }
    if let reading { text += " The patient's total is \(FigureText.number(reading.total)) points." }
    return text
  }
}
