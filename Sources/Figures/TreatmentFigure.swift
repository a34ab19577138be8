/// One patient's survival without and with a treatment.
///
/// Where the baseline is known at its horizons alone, points stand there with their intervals and
/// nothing is drawn between them, for nothing is known.
public struct TreatmentFigure: Sendable {
  /// Survival under one choice.
  public struct Arm: Sendable {
    /// What it is called in the legend.
    public let name: String
    /// Survival by time.
    public let curve: Curve
    /// Its interval, at the same times; nil where none is known.
    public let band: Band?

    /// A choice with its survival.
    public init(name: String, curve: Curve, band: Band?) {
      self.name = name
      self.curve = curve
      self.band = band
    }
  }

  /// What the figure shows.
  public let title: String
  /// A line below the title: the effect, its source, and what is not known.
  public let note: String
  /// Without, then with.
  public let arms: [Arm]
  /// Whether survival is known between the times of the curves, as of a fitted baseline.
  public let isContinuous: Bool
  /// The label of the time axis, with its unit.
  public let timeLabel: String
  /// The endpoint.
  public let valueLabel: String

  /// Gathers what is to be drawn.
  public init(
    title: String, note: String, arms: [Arm], isContinuous: Bool, timeLabel: String,
    valueLabel: String
  ) {
    self.title = title
    self.note = note
    self.arms = arms
    self.isContinuous = isContinuous
    self.timeLabel = timeLabel
    self.valueLabel = valueLabel
  }

  /// The drawing.
  public var figure: Figure {
    let (width, left, right) = (640.0, 80.0, 614.0)
    let heading = Heading(title, note: note, width: width)
    let legend = Legend(arms.map(\.name), width: right - 20)
    let legendTop = heading.bottom + 6
    let top = legendTop + legend.height + 8
    let bottom = top + 280
    let last = arms.flatMap(\.curve.x).max() ?? 1
    let end = isContinuous ? last : last * 1.08
    var panel = Panel(
      x: AxisScale(0...max(end, 1e-9), from: left, to: right),
      y: AxisScale(0...1, from: bottom, to: top))
    panel.drawVerticalAxis(
      Ticks(values: [0, 0.2, 0.4, 0.6, 0.8, 1], decimals: 1), label: valueLabel)
    panel.drawHorizontalAxis(Ticks(in: 0...end, count: 8), label: timeLabel)
    for (place, arm) in arms.enumerated() {
      if isContinuous {
        if let band = arm.band {
          panel.add(band, named: arm.name, series: place, course: .steps)
        }
        panel.add(arm.curve, named: arm.name, series: place, course: .steps)
      } else {
        // Side by side, so that no interval hides the other.
        let shift = (Double(place) - Double(arms.count - 1) / 2) * end * 0.012
        panel.addMarks(
          named: arm.name, x: arm.curve.x.map { $0 + shift }, y: arm.curve.y, series: place,
          lower: arm.band?.lower, upper: arm.band?.upper, radius: 5)
      }
    }
    var elements = heading.elements
    elements += isContinuous ? legend.elements(x: 20, y: legendTop + 4) : marksLegend(legendTop + 4)
    elements.append(panel.element)
    return Figure(
      title: title, description: description, width: width, height: bottom + 52, data: panel.data,
      elements: elements)
  }

  private func marksLegend(_ y: Double) -> [Element] {
    var across = 26.0
    return arms.enumerated().flatMap { place, arm in
      defer { across += 40 + TextWidth.of(arm.name, size: Ink.labelSize) }
      return [
        Drawing.mark(place, x: across, y: y - 4, radius: 5),
        Drawing.label(arm.name, x: across + 12, y: y),
      ]
    }
  }

  private var description: String {
    arms.map { arm in
      guard let time = arm.curve.x.last, let value = arm.curve.y.last else {
        return "\(arm.name): not known."
      }
      return "\(arm.name): \(FigureText.percent(value)) at \(FigureText.number(time))."
    }.joined(separator: " ") + " Time: \(timeLabel). \(note)"
  }
}
