internal import Biostatistics
public import Figures
internal import PrognosticModels

extension CoxFitReport {
  /// The hazard ratios with their intervals, one coefficient a row.
  public var figure: Figure {
    ForestPlot(
      title: "Hazard ratios: \(model.frame.formula.text)",
      ratioLabel: "hazard ratio, \(percentText(confidence)) interval",
      rows: lines.map { line in
        guard !line.estimate.isNaN else {
          return ForestPlot.Row(label: line.term, ratio: nil, note: "left out")
        }
        let interval = line.lower <= line.upper ? line.lower...line.upper : nil
        return ForestPlot.Row(label: line.term, ratio: line.ratio, interval: interval)
      }
    ).figure
  }
}
