internal import Biostatistics
public import Figures
internal import PrognosticModels

extension LogisticFitReport {
  /// The odds ratios with their intervals, one coefficient a row; the intercept has none.
  public var figure: Figure {
    ForestPlot(
      title: "Odds ratios: \(model.frame.formula.text)",
      note:
        "\(model.rowCount) rows, \(model.eventCount) events: \(model.frame.outcomes.eventLabel).",
      ratioLabel: "odds ratio, \(percentText(confidence)) interval",
      rows: lines.filter { $0.term != "(Intercept)" }.map(\.forestRow)
    ).figure.adding(footnote: IntendedUse.statement)
  }
}
