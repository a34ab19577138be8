public import Biostatistics
public import Figures
internal import PrognosticModels

extension CoxFitReport {
  /// The hazard ratios with their intervals, one coefficient a row.
  public var figure: Figure {
    ForestPlot(
      title: "Hazard ratios: \(model.frame.formula.text)", note: rowsAndEvents,
      ratioLabel: "hazard ratio, \(percentText(confidence)) interval",
      rows: lines.map(\.forestRow)
    ).figure.adding(footnote: IntendedUse.statement)
  }

  private var rowsAndEvents: String {
    "\(model.frame.outcomes.count) rows, \(model.eventCount) events."
  }

  /// Coefficients over time, a panel a term or column: scaled Schoenfeld residuals with their smooth.
  ///
  /// - Parameters:
  ///   - coefficients: of this fit, by `transform`.
  ///   - test: of proportional hazards, whose p-values stand in the panels.
  /// - Throws: ``FigureUnavailable/noCoefficients``.
  public func figure(
    of coefficients: [CoefficientOverTime], by transform: TimeTransform,
    test: ProportionalHazardsTest?
  ) throws(FigureUnavailable) -> Figure {
    let drawn = coefficients.filter { !$0.points.isEmpty }
    guard !drawn.isEmpty else { throw .noCoefficients }
    let isAlone = drawn.count == 1
    let title = "Coefficients over time: \(model.frame.formula.text)"
    let note = rowsAndEvents
    func figure(_ one: CoefficientOverTime) -> Figure {
      let words = Self.words(one, test)
      return ScaledSchoenfeldFigure(
        title: isAlone ? title : one.name, note: isAlone ? "\(note) \(one.name): \(words)" : words,
        timeLabel: "\(timeUnit.rawValue)s\(transform.scaleWords)",
        valueLabel: one.isOfTerm ? "factor of the term" : "log hazard ratio",
        residuals: (one.points.map(\.x), one.points.map(\.value)),
        smooth: Curve(x: one.x, y: one.curve?.estimates ?? []),
        band: one.curve.map { Band(x: one.x, lower: $0.lower, upper: $0.upper) },
        coefficient: one.coefficient, marks: transform.marks(one.ticks),
        width: isAlone ? 640 : 400
      ).figure
    }
    let whole =
      isAlone
      ? figure(drawn[0])
      : Figure(of: drawn.map { ($0.name, figure($0)) }, title: title, note: note)
    return whole.adding(
      footnote: ScaledSchoenfeldFigure.legend
        + (drawn.contains(where: \.isOfTerm)
          ? " Of a term of several columns: what its log hazard ratio is multiplied by, 1 throughout "
            + "where hazards are proportional." : "") + " " + IntendedUse.statement)
  }

  private static func words(
    _ one: CoefficientOverTime, _ test: ProportionalHazardsTest?
  ) -> String {
    var text = ""
    if let line = test?.terms.first(where: { $0.name == one.name }) {
      text =
        "Test of proportional hazards: chi-square \(NumberText.fixed(line.test.statistic, 2)) on "
        + "\(NumberText.plain(line.test.referenceDegreesOfFreedom, 3)) df, p\u{A0}\(NumberText.p(line.test.p))."
    }
    if one.curve == nil { text += " Too few distinct event times for a smooth." }
    return text
  }
}

extension CoefficientEstimate {
  /// The ratio with its interval, or that the column was left out.
  var forestRow: ForestPlot.Row {
    guard !estimate.isNaN else { return ForestPlot.Row(label: term, ratio: nil, note: "left out") }
    let interval = lower <= upper ? lower...upper : nil
    return ForestPlot.Row(label: term, ratio: ratio, interval: interval)
  }
}

extension TimeTransform {
  /// What stands behind the unit of the time axis.
  fileprivate var scaleWords: String {
    switch self {
    case .kaplanMeier: " (Kaplan-Meier scale)"
    case .rank: " (scale of ranks)"
    case .identity: ""
    case .log: " (log scale)"
    }
  }

  fileprivate func marks(_ ticks: [(x: Double, time: Double)]) -> ScaledSchoenfeldFigure.TimeMarks {
    switch self {
    case .kaplanMeier, .rank: .places(ticks.map { ($0.x, NumberText.plain($0.time, 4)) })
    case .identity: .time
    case .log: .logarithm
    }
  }
}
