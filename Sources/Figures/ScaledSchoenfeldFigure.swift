#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Scaled Schoenfeld residuals of one coefficient with their smooth: how the log hazard ratio changes
/// with time.
///
/// Of residuals whose discs of four user units would lie on one another, those in one square of four, one
/// is drawn.
///
/// Source: Grambsch PM, Therneau TM (1994), doi:10.1093/biomet/81.3.515.
public struct ScaledSchoenfeldFigure: Sendable {
  /// How the time axis is marked.
  public enum TimeMarks: Sendable {
    /// The axis is time.
    case time
    /// The axis is the logarithm of time.
    case logarithm
    /// Another scale, with the places of some times upon it.
    case places([(x: Double, label: String)])
  }

  /// What the figure shows.
  public let title: String
  /// Lines below the title.
  public let note: String
  /// The time axis, on the scale of the test's transform.
  public let timeLabel: String
  /// The vertical axis.
  public let valueLabel: String
  /// Transformed time and residual, one an event.
  public let residuals: (x: [Double], y: [Double])
  /// The smooth by transformed time.
  public let smooth: Curve
  /// Its interval.
  public let band: Band?
  /// The coefficient of the fit, if it shall be drawn.
  public let coefficient: Double?
  /// Where the time axis is marked.
  public let marks: TimeMarks
  /// Of the page, in user units.
  public let width: Double

  /// Gathers what is to be drawn.
  public init(
    title: String, note: String = "", timeLabel: String,
    valueLabel: String = "coefficient at the time", residuals: (x: [Double], y: [Double]),
    smooth: Curve, band: Band? = nil, coefficient: Double? = nil, marks: TimeMarks,
    width: Double = 640
  ) {
    self.title = title
    self.note = note
    self.timeLabel = timeLabel
    self.valueLabel = valueLabel
    let isWhole =
      residuals.x.count == residuals.y.count && residuals.x.allSatisfy(\.isFinite)
      && residuals.y.allSatisfy(\.isFinite)
    let pairs =
      isWhole ? [] : zip(residuals.x, residuals.y).filter { $0.isFinite && $1.isFinite }
    self.residuals = isWhole ? residuals : (pairs.map(\.0), pairs.map(\.1))
    self.smooth = smooth
    self.band = band
    self.coefficient = coefficient
    self.marks = marks
    self.width = width
  }

  /// What each sign of the figure stands for.
  public static let legend =
    "Dots: scaled residuals, one an event; of those that would hide one another, one. Line and band: "
    + "smooth with 2 standard errors. Dashed: the coefficient of the fit. Dotted: no effect."

  /// The drawing.
  public var figure: Figure {
    let (across, up) = (
      Self.range([residuals.x, smooth.x]),
      Self.range([residuals.y, smooth.y, band?.lower ?? [], band?.upper ?? [], [0]])
    )
    let ticks = Ticks(in: up, count: 6)
    let (left, right) = (max(80, ticks.width + 48), width - 26)
    let heading = Heading(title, note: note, width: width)
    let top = heading.bottom
    let bottom = top + min(300, 0.62 * (right - left))
    var panel = Panel(
      x: AxisScale(across, from: left, to: right), y: AxisScale(up, from: bottom, to: top))
    panel.drawVerticalAxis(ticks, label: valueLabel)
    panel.drawHorizontalAxis(timeTicks(across, panel.x), label: timeLabel)
    panel.drawRule(from: (across.lowerBound, 0), to: (across.upperBound, 0))
    let seen = visible(panel)
    panel.addMarks(
      named: "residuals", x: seen.map { residuals.x[$0] }, y: seen.map { residuals.y[$0] },
      series: 4, radius: 2, color: Ink.line)
    if let band { panel.add(band, named: "smooth", series: 0) }
    panel.add(smooth, named: "smooth", series: 0)
    if let coefficient, coefficient.isFinite {
      panel.add(
        Curve(x: [across.lowerBound, across.upperBound], y: [coefficient, coefficient]),
        named: "coefficient of the fit", series: 1, width: 1.5)
    }
    return Figure(
      title: title, description: description, width: width, height: bottom + 52, data: panel.data,
      elements: heading.elements + [panel.element])
  }

  /// The residuals whose discs can be told apart, the first of each square of four user units.
  private func visible(_ panel: Panel) -> [Int] {
    let side = 4.0
    func squares(_ scale: AxisScale) -> Int {
      Int(((scale.end - scale.start).magnitude / side).rounded()) + 1
    }
    let (columns, rows) = (squares(panel.x), squares(panel.y))
    func square(_ value: Double, _ scale: AxisScale, _ count: Int) -> Int {
      let place = (scale.place(of: value) - min(scale.start, scale.end)) / side
      // Where values differ by more than a number holds, the scale does not hold them all.
      return Int(min(max(place.rounded(), 0), Double(count - 1)))
    }
    var isTaken = [Bool](repeating: false, count: columns * rows)
    return residuals.x.indices.filter { event in
      let place =
        square(residuals.y[event], panel.y, rows) * columns
        + square(residuals.x[event], panel.x, columns)
      defer { isTaken[place] = true }
      return !isTaken[place]
    }
  }

  /// Round times; of labels that would lie on one another the first.
  private func timeTicks(_ range: ClosedRange<Double>, _ scale: AxisScale) -> Ticks {
    let ticks: Ticks
    switch marks {
    case .time: ticks = Ticks(in: range, count: width < 500 ? 5 : 8)
    case .logarithm:
      let times = Ticks(ratiosIn: exp(range.lowerBound)...exp(range.upperBound), count: 10)
      ticks = Ticks(values: times.values.map { log($0) }, labels: times.labels)
    case .places(let places):
      ticks = Ticks(values: places.map(\.x), labels: places.map(\.label))
    }
    var kept: [Int] = []
    var edge = -Double.infinity
    for place in ticks.values.indices {
      let half = TextWidth.of(ticks.labels[place], size: Ink.smallSize) / 2
      let center = scale.place(of: ticks.values[place])
      guard center.isFinite, center - half > edge else { continue }
      edge = center + half + 4
      kept.append(place)
    }
    return Ticks(values: kept.map { ticks.values[$0] }, labels: kept.map { ticks.labels[$0] })
  }

  /// From the least to the largest of several lists, with a margin.
  private static func range(_ values: [[Double]]) -> ClosedRange<Double> {
    let (least, largest) = (values.compactMap { $0.min() }, values.compactMap { $0.max() })
    guard let low = least.min(), let high = largest.max(), high - low < .infinity else {
      return 0...1
    }
    let margin = low < high ? (high - low) * 0.04 : max(low.magnitude * 0.1, 0.1)
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
