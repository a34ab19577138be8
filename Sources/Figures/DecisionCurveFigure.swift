/// Net benefit by threshold: a model against treating all and treating none.
public struct DecisionCurveFigure: Sendable {
  /// What the figure shows.
  public let title: String
  /// Curves of net benefit by threshold probability, with their names; treat-all among them.
  public let strategies: [(name: String, curve: Curve)]

  /// Gathers what is to be drawn; treating none is the axis and needs no curve.
  public init(title: String, strategies: [(name: String, curve: Curve)]) {
    self.title = title
    self.strategies = strategies
  }

  /// The drawing.
  public var figure: Figure {
    let (width, left, right) = (640.0, 80.0, 614.0)
    let none = (name: "treat none", curve: Curve(x: thresholds, y: thresholds.map { _ in 0 }))
    let shown = strategies + [none]
    let legend = Legend(shown.map(\.name), width: right - 20)
    let heading = Heading(title, width: width)
    let top = heading.bottom + 10 + legend.height
    let bottom = top + 300
    let most = strategies.flatMap(\.curve.y).max() ?? 0.1
    let highest = most > 0 ? most * 1.05 : 0.1
    // What lies far below zero is not worth the ink: it is clipped, and stands in the data.
    let vertical = (-highest / 4)...highest
    let last = thresholds.max() ?? 1
    var panel = Panel(
      x: AxisScale(0...last, from: left, to: right), y: AxisScale(vertical, from: bottom, to: top))
    panel.drawVerticalAxis(Ticks(in: vertical, count: 6), label: "net benefit")
    panel.drawHorizontalAxis(Ticks(in: 0...last, count: 8), label: "threshold probability")
    for (place, strategy) in shown.enumerated() {
      panel.add(strategy.curve, named: strategy.name, series: place)
    }
    return Figure(
      title: title, description: description, width: width, height: bottom + 52, data: panel.data,
      elements: heading.elements + legend.elements(x: 20, y: heading.bottom + 6)
        + [panel.element])
  }

  private var thresholds: [Double] { strategies.first?.curve.x ?? [0, 1] }

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
