internal import Biostatistics
public import Figures
internal import PrognosticModels

extension SurvivalFitReport {
  /// The most steps of a curve that are drawn, as ``VisibleSteps`` thins them.
  private static let mostSteps = 2000

  /// The curves with their bands, and the numbers at risk below.
  public var figure: Figure {
    let last = curves.compactMap(\.lastTime).max() ?? 1
    // Long follow-up is read in years, whatever the table counts.
    let unit =
      Horizon(value: last, unit: timeUnit).time(in: .year) >= 2 ? TimeUnit.year : timeUnit
    func shown(_ time: Double) -> Double { Horizon(value: time, unit: timeUnit).time(in: unit) }
    let times = SurvivalCurvesFigure.times(upTo: shown(last))
    let groups = zip(labels, curves).map { label, curve -> SurvivalCurvesFigure.Group in
      let steps = VisibleSteps.places(of: curve.times, most: Self.mostSteps)
      let x = [shown(curve.startTime)] + steps.map { shown(curve.times[$0]) }
      // Where Greenwood's formula has no limits, as at survival 0, the band ends.
      let band = Band(
        x: x, lower: [1] + steps.map { curve.lower[$0] }, upper: [1] + steps.map { curve.upper[$0] }
      )
      return SurvivalCurvesFigure.Group(
        name: label.isEmpty ? "all" : label,
        curve: Curve(x: x, y: [1] + steps.map { curve.survival[$0] }), band: band,
        atRisk: curve.estimates(
          at: times.map { Horizon(value: $0, unit: unit).time(in: timeUnit) }
        ).map { $0.isBeyondFollowUp ? 0 : $0.atRisk })
    }
    let interval = percentText(curves.first?.confidenceLevel ?? 0.95)
    return SurvivalCurvesFigure(
      title: "Survival, \(estimator) with \(interval) intervals", groups: groups, times: times,
      timeLabel: "\(unit.rawValue)s", valueLabel: "survival"
    ).figure.adding(footnote: IntendedUse.statement)
  }
}
