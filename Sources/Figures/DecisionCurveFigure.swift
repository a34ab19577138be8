/// Net benefit by threshold: a model against treating all and treating none.
public struct DecisionCurveFigure: Sendable {
  /// What the figure shows.
  public let title: String
  /// Lines below the title, such as the source.
  public let note: String
  /// Curves of net benefit by threshold probability, with their names; treat-all among them.
  public let strategies: [(name: String, curve: Curve)]
  /// Of the page, in user units.
  public let width: Double

  /// Gathers what is to be drawn; treating none is the axis and needs no curve.
  public init(
    title: String, note: String = "", strategies: [(name: String, curve: Curve)],
    width: Double = 640
  ) {
    self.title = title
    self.note = note
    self.strategies = strategies
    self.width = width
  }

  /// The drawing.
  public var figure: Figure {
    let none = (name: "treat none", curve: Curve(x: thresholds, y: thresholds.map { _ in 0 }))
    let shown = strategies + [none]
    let most = strategies.flatMap(\.curve.y).max() ?? 0.1
    let highest = most > 0 ? most * 1.05 : 0.1
    // What lies far below zero is not worth the ink: it is clipped, and stands in the data.
    let vertical = (-highest / 4)...highest
    let ticks = Ticks(in: vertical, count: 6)
    let (left, right) = (max(80, ticks.width + 48), width - 26)
    let legend = Legend(shown.map(\.name), width: right - 20)
    let heading = Heading(title, note: note, width: width)
    let top = heading.bottom + 10 + legend.height
    let bottom = top + min(300, 0.62 * (right - left))
    let last = thresholds.max() ?? 1
    var panel = Panel(
      x: AxisScale(0...last, from: left, to: right), y: AxisScale(vertical, from: bottom, to: top))
    panel.drawVerticalAxis(ticks, label: "net benefit")
    panel.drawHorizontalAxis(
      Ticks(in: 0...last, count: width < 500 ? 6 : 8), label: "threshold probability")
    for (place, strategy) in shown.enumerated() {
      panel.add(strategy.curve, named: strategy.name, series: place)
    }
    return Figure(
      title: title, description: description, width: width, height: bottom + 52, data: panel.data,
      elements: heading.elements + legend.elements(x: 20, y: heading.bottom + 10)
        + [panel.element])
  }

  private var thresholds: [Double] {
    let stated = Set(strategies.flatMap(\.curve.x)).sorted()
    return stated.isEmpty ? [0, 1] : stated
  }

  private var description: String {
    "Net benefit by threshold probability. "
      + strategies.map { strategy in
        let best = zip(strategy.curve.x, strategy.curve.y).max { $0.1 < $1.1 }
        guard let best else { return "\(strategy.name): no curve." }
        return "\(strategy.name): at most \(FigureText.number(best.1)), at a threshold of "
          + "\(FigureText.percent(best.0))."
      }.joined(separator: " ")
  }
}
