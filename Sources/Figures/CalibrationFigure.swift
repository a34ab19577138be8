/// Observed against predicted risk: the flexible curve with its band, groups of patients, and how the
/// predictions are spread.
public struct CalibrationFigure: Sendable {
  /// Patients of about equal predicted risk.
  public struct Group: Sendable {
    /// Mean predicted risk.
    public let predicted: Double
    /// Observed risk.
    public let observed: Double
    /// The observed risk's interval; nil where none is known.
    public let interval: ClosedRange<Double>?

    /// A point of the figure.
    public init(predicted: Double, observed: Double, interval: ClosedRange<Double>?) {
      self.predicted = predicted
      self.observed = observed
      self.interval = interval
    }
  }

  /// What the figure shows.
  public let title: String
  /// What stands below the title beside the legend, such as the source.
  public let note: String
  /// What is predicted, such as `risk at 5 years`.
  public let riskLabel: String
  /// Observed risk by predicted risk; empty where there is no curve.
  public let curve: Curve
  /// Interval of the curve, if there is one.
  public let band: Band?
  /// Groups of patients, such as tenths.
  public let groups: [Group]
  /// Every patient's predicted risk, for the histogram.
  public let predictions: [Double]
  /// Of the page, in user units.
  public let width: Double

  /// Gathers what is to be drawn.
  public init(
    title: String, note: String = "", riskLabel: String, curve: Curve, band: Band? = nil,
    groups: [Group] = [], predictions: [Double] = [], width: Double = 524
  ) {
    self.title = title
    self.note = note
    self.riskLabel = riskLabel
    self.curve = curve
    self.band = band
    self.groups = groups
    self.predictions = predictions
    self.width = width
  }

  /// What each sign of the figure stands for.
  public static let legend =
    "Line: flexible curve. Squares: groups. Dashed: perfect agreement. Bars: patients."

  /// The drawing.
  public var figure: Figure {
    let (left, right) = (76.0, width - 28)
    let heading = Heading(title, note: note, width: width)
    let top = heading.bottom + 8
    let bottom = top + right - left
    let highest = highest
    let range = 0...highest
    var panel = Panel(
      x: AxisScale(range, from: left, to: right), y: AxisScale(range, from: bottom, to: top))
    let ticks = Ticks(in: range, count: 6)
    panel.drawVerticalAxis(ticks, label: "observed \(riskLabel)")
    panel.drawHorizontalAxis(ticks, label: "predicted \(riskLabel)")
    panel.drawRule(from: (0, 0), to: (highest, highest))
    let (centers, counts) = histogram(upTo: highest)
    panel.addBars(
      named: "patients", centers: centers, counts: counts, width: highest / 40,
      height: (right - left) / 7, series: 4)
    if let band { panel.add(band, named: "curve", series: 0) }
    panel.add(curve, named: "curve", series: 0)
    let limited = groups.filter { $0.interval != nil }
    panel.addMarks(
      named: "groups", x: limited.map(\.predicted), y: limited.map(\.observed),
      intervals: limited.compactMap(\.interval), series: 1)
    let bare = groups.filter { $0.interval == nil }
    panel.addMarks(
      named: "groups without interval", x: bare.map(\.predicted), y: bare.map(\.observed),
      series: 1)
    return Figure(
      title: title, description: description, width: width, height: bottom + 52, data: panel.data,
      elements: heading.elements + [panel.element])
  }

  /// The end of both axes: the whole range, or less where all of it lies low. A band may leave the panel.
  private var highest: Double {
    let values =
      curve.x + curve.y + [predictions.max() ?? 0]
      + groups.map(\.predicted) + groups.map(\.observed)
      + groups.compactMap(\.interval?.upperBound)
    let most = values.filter { $0.isFinite && $0 <= 1 }.max() ?? 1
    let step = Ticks.step(for: max(most, 0.01), count: 6)
    return min(1, (most / step - 1e-9).rounded(.up) * step)
  }

  private func histogram(upTo highest: Double) -> (centers: [Double], counts: [Double]) {
    let width = highest / 40
    var counts = [Double](repeating: 0, count: 40)
    for value in predictions where value.isFinite && value >= 0 && value <= highest {
      counts[min(39, Int(value / width))] += 1
    }
    return ((0..<40).map { (Double($0) + 0.5) * width }, counts)
  }

  private var description: String {
    "Observed against predicted \(riskLabel). "
      + groups.map {
        "Predicted \(FigureText.percent($0.predicted)), observed \(FigureText.percent($0.observed))."
      }.joined(separator: " ")
  }
}
