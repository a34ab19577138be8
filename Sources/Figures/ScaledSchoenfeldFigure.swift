/// Scaled Schoenfeld residuals of one coefficient with their smooth: how the log hazard ratio changes
/// with time.
///
/// Source: Grambsch PM, Therneau TM (1994), doi:10.1093/biomet/81.3.515.
public struct ScaledSchoenfeldFigure: Sendable {
  /// What the figure shows.
  public let title: String
  /// The time axis, on the scale of the test's transform.
  public let timeLabel: String
  /// Transformed time and residual, one an event.
  public let residuals: (x: [Double], y: [Double])
  /// The smooth by transformed time.
  public let smooth: Curve
  /// Its interval.
  public let band: Band?
  /// The coefficient of the fit, if it shall be drawn.
  public let coefficient: Double?
  /// Where the time axis is marked, on the transformed scale, and what stands there.
  public let ticks: [(value: Double, label: String)]

  /// Gathers what is to be drawn.
  public init(
    title: String, timeLabel: String, residuals: (x: [Double], y: [Double]), smooth: Curve,
    band: Band? = nil, coefficient: Double? = nil, ticks: [(value: Double, label: String)]
  ) {
    self.title = title
    self.timeLabel = timeLabel
    let pairs = zip(residuals.x, residuals.y).filter { $0.isFinite && $1.isFinite }
    self.residuals = (pairs.map(\.0), pairs.map(\.1))
    self.smooth = smooth
    self.band = band
    self.coefficient = coefficient
    self.ticks = ticks
  }

  /// The drawing.
  public var figure: Figure {
    let (width, left, right) = (640.0, 80.0, 614.0)
    let heading = Heading(title, width: width)
    let top = heading.bottom
    let bottom = top + 300
    let (across, up) = (Self.range(residuals.x + smooth.x), Self.range(residuals.y + smooth.y))
    var panel = Panel(
      x: AxisScale(across, from: left, to: right), y: AxisScale(up, from: bottom, to: top))
    panel.drawVerticalAxis(Ticks(in: up, count: 6), label: "coefficient at the time")
    panel.drawHorizontalAxis(
      Ticks(values: ticks.map(\.value), labels: ticks.map(\.label)), label: timeLabel)
    panel.drawRule(from: (across.lowerBound, 0), to: (across.upperBound, 0))
    panel.addMarks(
      named: "residuals", x: residuals.x, y: residuals.y, series: 4, radius: 2.5)
    if let band { panel.add(band, named: "smooth", series: 0) }
    panel.add(smooth, named: "smooth", series: 0)
    if let coefficient {
      panel.add(
        Curve(x: [across.lowerBound, across.upperBound], y: [coefficient, coefficient]),
        named: "coefficient of the fit", series: 1, width: 1.5)
    }
    return Figure(
      title: title, description: description, width: width, height: bottom + 52, data: panel.data,
      elements: heading.elements + [panel.element])
  }

  private static func range(_ values: [Double]) -> ClosedRange<Double> {
    guard let low = values.min(), let high = values.max() else { return 0...1 }
    let margin = (high - low) * 0.04
    return (low - margin)...(high + margin)
  }

  private var description: String {
    var text = "\(residuals.x.count) scaled Schoenfeld residuals by time."
    if let first = smooth.y.first, let last = smooth.y.last {
      text += " The smooth goes from \(FigureText.number(first)) to \(FigureText.number(last))."
    }
    if let coefficient { text += " The fit's coefficient is \(FigureText.number(coefficient))." }
    return text
  }
}
