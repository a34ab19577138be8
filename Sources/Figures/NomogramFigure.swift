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
    var single = [
      NomogramRow(scale: Ticks(in: points.domain, count: 10), name: "points")
        .elements("Points", points, at: &y, labelWidth: labelWidth, end: end, &data)
    ]
    for (place, axis) in nomogram.axes.enumerated() {
      y += Self.rowGap
      let row = NomogramRow(axis: axis)
      let start = y
      single.append(
        row.elements(axis.label, points, at: &y, labelWidth: labelWidth, end: end, &data))
      if let own = reading?.points[place] {
        single.append(patientMark(own, on: points, at: start, place))
      }
    }
    y += 10
    words.append(Drawing.line(Self.margin, y, Self.width - Self.margin, y, color: Ink.grid))
    y += 22
    let totals = AxisScale(nomogram.totals, from: left, to: right)
    let totalTop = y
    var total = [
      NomogramRow(scale: Ticks(in: totals.domain, count: 10), name: "total points")
        .elements("Total points", totals, at: &y, labelWidth: labelWidth, end: end, &data)
    ]
    for outcome in outcomes {
      y += Self.rowGap
      total.append(
        NomogramRow(outcome: outcome).elements(
          Self.capitalized(outcome.label), totals, at: &y, labelWidth: labelWidth, end: end, &data))
    }
    if let reading, totals.holds(reading.total) {
      let place = totals.place(of: reading.total)
      total.insert(
        Drawing.line(place, totalTop, place, y - 14, color: Ink.color(1), dash: "4 3"), at: 0)
      total.append(patientMark(reading.total, on: totals, at: totalTop, -1))
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
    _ points: Double, on scale: AxisScale, at y: Double, _ axis: Int
  ) -> Element {
    let text = axis < 0 ? FigureText.number(points) : NomogramRow.points(points)
    let place = min(max(scale.place(of: points), scale.start), scale.end)
    return Element("g").holding([
      Drawing.path(
        Drawing.polyline([(place, y - 6), (place + 6, y), (place, y + 6), (place - 6, y)]) + "Z",
        color: Ink.paper, width: 1
      ).with("class", "patient").with("style", "fill:\(Ink.color(1))"),
      Drawing.label(
        text, x: Self.width - Self.margin, y: y + 4, anchor: .end, color: Ink.color(1),
        isBold: axis < 0),
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
