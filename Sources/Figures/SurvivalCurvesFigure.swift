/// Kaplan-Meier or predicted curves, with their bands and the numbers at risk below.
public struct SurvivalCurvesFigure: Sendable {
  /// One curve of the figure.
  public struct Group: Sendable {
    /// What it is called in the legend.
    public let name: String
    /// Steps of time and probability, from time 0 on.
    public let curve: Curve
    /// Pointwise interval, if there is one.
    public let band: Band?
    /// How many are at risk at each of the figure's ``SurvivalCurvesFigure/times``; empty for none.
    public let atRisk: [Double]

    /// A curve with its band and its row of the risk table.
    public init(name: String, curve: Curve, band: Band? = nil, atRisk: [Double] = []) {
      self.name = name
      self.curve = curve
      self.band = band
      self.atRisk = atRisk
    }
  }

  /// What the figure shows.
  public let title: String
  /// Curves in the order of the legend.
  public let groups: [Group]
  /// Where the time axis is marked and the numbers at risk are counted; ascending, from 0.
  public let times: [Double]
  /// The label of the time axis, with its unit.
  public let timeLabel: String
  /// The label of the vertical axis.
  public let valueLabel: String

  /// Gathers what is to be drawn.
  public init(
    title: String, groups: [Group], times: [Double], timeLabel: String, valueLabel: String
  ) {
    self.title = title
    self.groups = groups
    self.times = times
    self.timeLabel = timeLabel
    self.valueLabel = valueLabel
  }

  /// The times at which to mark an axis that reaches `last`: ``times`` for a figure of curves.
  public static func times(upTo last: Double) -> [Double] {
    guard last > 0, last.isFinite else { return [0] }
    return Ticks(in: 0...last, count: 10).values
  }

  /// The drawing.
  public var figure: Figure {
    let width = 680.0
    let names = groups.map(\.name)
    let nameWidth =
      groups.contains { !$0.atRisk.isEmpty }
      ? names.map { TextWidth.of($0, size: Ink.smallSize) }.max() ?? 0 : 0
    let left = min(max(76, nameWidth + 48), 220)
    let right = width - 26
    let legend = Legend(names, width: right - 20)
    let heading = Heading(title, width: width)
    let top = heading.bottom + (groups.count > 1 ? legend.height + 10 : 0)
    let bottom = top + 300
    let ends = groups.flatMap { [$0.curve.x.last, times.last] }.compactMap { $0 }
    let last = ends.max() ?? 1
    var panel = Panel(
      x: AxisScale(0...max(last, 1e-9), from: left, to: right),
      y: AxisScale(0...1, from: bottom, to: top))
    panel.drawVerticalAxis(
      Ticks(values: [0, 0.2, 0.4, 0.6, 0.8, 1], decimals: 1), label: valueLabel)
    panel.drawHorizontalAxis(
      Ticks(values: times, decimals: Ticks.decimals(of: step)), label: timeLabel)
    for (place, group) in groups.enumerated() {
      if let band = group.band {
        panel.add(band, named: group.name, series: place, course: .steps)
      }
    }
    for (place, group) in groups.enumerated() {
      panel.add(group.curve, named: group.name, series: place, course: .steps)
    }
    var elements = heading.elements
    if groups.count > 1 { elements += legend.elements(x: 20, y: heading.bottom + 6) }
    elements.append(panel.element)
    var data = panel.data
    let (table, height) = riskTable(panel.x, left: left, top: bottom + 62, into: &data)
    elements += table
    return Figure(
      title: title, description: description, width: width, height: bottom + 52 + height,
      data: data, elements: elements)
  }

  private var step: Double {
    zip(times, times.dropFirst()).map { $1 - $0 }.min() ?? times.first ?? 1
  }

  private func riskTable(
    _ scale: AxisScale, left: Double, top: Double, into data: inout FigureData
  ) -> (elements: [Element], height: Double) {
    let rows = groups.filter { !$0.atRisk.isEmpty }
    guard !rows.isEmpty else { return ([], 0) }
    var elements = [Drawing.label("At risk", x: 20, y: top, size: Ink.smallSize, isBold: true)]
    for (line, group) in rows.enumerated() {
      let y = top + 18 * Double(line + 1)
      let name = TextWidth.fitted(group.name, size: Ink.smallSize, width: left - 48)
      elements.append(Drawing.label(name, x: 20, y: y, size: Ink.smallSize, color: Ink.text))
      for (time, count) in zip(times, group.atRisk) {
        elements.append(
          Drawing.label(
            FigureText.count(count), x: scale.place(of: time), y: y, anchor: .middle,
            size: Ink.smallSize))
      }
      data.add(
        FigureData.Series(
          "at risk, \(group.name)", labels: group.atRisk.map(FigureText.count),
          x: Array(times.prefix(group.atRisk.count)), y: group.atRisk))
    }
    return (elements, 18 * Double(rows.count + 1) + 8)
  }

  private var description: String {
    groups.map { group in
      guard let time = group.curve.x.last, let value = group.curve.y.last else {
        return "\(group.name): no curve."
      }
      return "\(group.name): falls to \(FigureText.percent(value)) by \(FigureText.number(time))."
    }.joined(separator: " ") + " Horizontal axis: \(timeLabel)."
  }
}
