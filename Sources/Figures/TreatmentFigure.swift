/// One patient's survival without and with a treatment.
///
/// Where the baseline is known over time it is drawn as steps; where it is known at single times alone,
/// points stand there with their intervals and nothing is drawn between them, for nothing is known.
public struct TreatmentFigure: Sendable {
  /// Survival at one time.
  public struct Point: Sendable {
    /// On the figure's time axis.
    public let time: Double
    /// The survival.
    public let survival: Double
    /// Its interval; nil where none is known.
    public let interval: ClosedRange<Double>?

    /// A mark, with a whisker where there is an interval.
    public init(time: Double, survival: Double, interval: ClosedRange<Double>?) {
      self.time = time
      self.survival = survival
      self.interval = interval
    }
  }

  /// Survival under one choice.
  public struct Arm: Sendable {
    /// What it is called in the legend.
    public let name: String
    /// Survival at the times that were asked for.
    public let points: [Point]
    /// Survival over time, from time 0; nil where it is known at ``points`` alone.
    public let curve: Curve?
    /// The interval of ``curve``; nil where it is not known between ``points``.
    public let band: Band?

    /// A choice with its survival.
    public init(name: String, points: [Point], curve: Curve? = nil, band: Band? = nil) {
      self.name = name
      self.points = points
      self.curve = curve
      self.band = band
    }
  }

  /// What the figure shows.
  public let title: String
  /// Lines below the title: the effect, its source, and what is not known.
  public let note: String
  /// Without, then with.
  public let arms: [Arm]
  /// The label of the time axis, with its unit.
  public let timeLabel: String
  /// The endpoint.
  public let valueLabel: String

  /// Gathers what is to be drawn.
  public init(
    title: String, note: String, arms: [Arm], timeLabel: String, valueLabel: String
  ) {
    self.title = title
    self.note = note
    self.arms = arms
    self.timeLabel = timeLabel
    self.valueLabel = valueLabel
  }

  /// The drawing.
  public var figure: Figure {
    let (width, left, right) = (640.0, 80.0, 614.0)
    let heading = Heading(title, note: note, width: width)
    let legend = Legend(arms.map(\.name), width: right - 20, marks: true)
    let legendTop = heading.bottom + 6
    let top = legendTop + legend.height + 8
    let bottom = top + 280
    let last = arms.flatMap { $0.points.map(\.time) + ($0.curve?.x.suffix(1) ?? []) }.max() ?? 1
    let end = max(last, 1e-9) * 1.06
    var panel = Panel(
      x: AxisScale(0...end, from: left, to: right), y: AxisScale(0...1, from: bottom, to: top))
    panel.drawVerticalAxis(
      Ticks(values: [0, 0.2, 0.4, 0.6, 0.8, 1], decimals: 1), label: valueLabel)
    panel.drawHorizontalAxis(Ticks(in: 0...end, count: 8), label: timeLabel)
    for (place, arm) in arms.enumerated() {
      if let band = arm.band {
        panel.add(band, named: "\(arm.name), over time", series: place, course: .steps)
      }
      if let curve = arm.curve {
        panel.add(curve, named: "\(arm.name), over time", series: place, course: .steps)
      }
    }
    for (place, arm) in arms.enumerated() {
      // Side by side, so that no interval hides the other.
      let offset = 7 * (Double(place) - Double(arms.count - 1) / 2)
      let limited = arm.points.filter { $0.interval != nil }
      panel.addMarks(
        named: arm.name, x: limited.map(\.time), y: limited.map(\.survival),
        intervals: limited.compactMap(\.interval), series: place, radius: 5, offset: offset)
      let bare = arm.points.filter { $0.interval == nil }
      panel.addMarks(
        named: limited.isEmpty ? arm.name : "\(arm.name), without interval", x: bare.map(\.time),
        y: bare.map(\.survival), series: place, radius: 5, offset: offset)
    }
    return Figure(
      title: title, description: description, width: width, height: bottom + 52, data: panel.data,
      elements: heading.elements + legend.elements(x: 20, y: legendTop + 4) + [panel.element])
  }

  private var description: String {
    arms.map { arm in
      guard !arm.points.isEmpty else { return "\(arm.name): not known." }
      let values = arm.points.map {
        "\(FigureText.percent($0.survival)) at \(FigureText.number($0.time))"
      }
      return "\(arm.name): \(values.joined(separator: ", "))."
    }.joined(separator: " ") + " Time: \(timeLabel). \(note)"
  }
}
