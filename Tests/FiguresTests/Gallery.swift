import Foundation
import PrognosticModels

@testable import Figures

/// One figure of each kind, with awkward input: long names, wide intervals, extreme values.
enum Gallery {
  static let all: [(name: String, figure: Figure)] = [
    ("survival-curves", survivalCurves), ("forest-plot", forestPlot),
    ("calibration", calibration), ("decision-curve", decisionCurve),
    ("scaled-schoenfeld", scaledSchoenfeld), ("treatment-points", treatmentPoints),
    ("treatment-curves", treatmentCurves), ("icon-array", iconArray), ("icons-alone", iconsAlone),
    ("grid", grid), ("calibration-low", calibrationLow), ("decision-hostile", decisionHostile),
  ]

  static let survivalCurves: Figure = {
    let times = SurvivalCurvesFigure.times(upTo: 10)
    func group(_ name: String, hazard: Double, _ start: Double) -> SurvivalCurvesFigure.Group {
      let x: [Double] = (0...40).map { Double($0) / 4 }
      let y: [Double] = x.map { 1 / (1 + hazard * $0) }
      return SurvivalCurvesFigure.Group(
        name: name, curve: Curve(x: x, y: y),
        band: Band(x: x, lower: y.map { $0 * 0.9 }, upper: y.map { min(1, $0 * 1.08) }),
        atRisk: times.map { (start * (1 - $0 / 12)).rounded() })
    }
    return SurvivalCurvesFigure(
      title: "Overall survival by FNCLCC grade",
      groups: [
        group("grade 1", hazard: 0.02, 104), group("grade 2", hazard: 0.1, 1230),
        group("grade 3, undifferentiated pleomorphic sarcoma", hazard: 0.3, 87),
      ], times: times, timeLabel: "years from diagnosis", valueLabel: "overall survival"
    ).figure
  }()

  static let forestPlot = ForestPlot(
    title: "Hazard ratios of the cohort model", ratioLabel: "hazard ratio, 95 % interval",
    rows: [
      .init(label: "age, 10 years", ratio: 1.27, interval: 1.07...1.51),
      .init(label: "residual tumour R0", ratio: nil, note: "reference"),
      .init(label: "residual tumour R1", ratio: 1.859, interval: 1.166...2.967),
      .init(label: "residual tumour R2", ratio: 6.272, interval: 2.643...14.89),
      .init(
        label: "histotype: malignant peripheral nerve sheath tumour", ratio: 0.4,
        interval: 0.001...90),
      .init(label: "collinear", ratio: nil, note: "left out"),
    ]
  ).figure

  static let calibration: Figure = {
    let x: [Double] = (0...50).map { 0.05 + 0.013 * Double($0) }
    let y: [Double] = x.map { 0.02 + 0.9 * $0 }
    let shares: [Double] = (0..<400).map { Double($0) / 400 }
    let predictions: [Double] = shares.map { 0.05 + 0.65 * $0 * $0 }
    return CalibrationFigure(
      title: "Calibration of the cohort model at 5 years",
      riskLabel: "risk of death within 5 years",
      curve: Curve(x: x, y: y),
      band: Band(x: x, lower: y.map { $0 - 0.06 }, upper: y.map { $0 + 0.07 }),
      groups: [
        .init(predicted: 0.1, observed: 0.12, interval: 0.04...0.25),
        .init(predicted: 0.3, observed: 0.33, interval: 0.2...0.45),
        .init(predicted: 0.6, observed: 0.5, interval: nil),
      ], predictions: predictions
    ).figure
  }()

  static let decisionCurve: Figure = {
    let thresholds: [Double] = (0...60).map { Double($0) / 100 }
    let model: [Double] = thresholds.map { 0.35 * (1 - $0) * (1 - $0) }
    let all: [Double] = thresholds.map { 0.35 - 0.65 * $0 / (1 - $0) }
    return DecisionCurveFigure(
      title: "Net benefit at 5 years",
      strategies: [
        ("model", Curve(x: thresholds, y: model)),
        ("treat all", Curve(x: thresholds, y: all)),
      ]
    ).figure
  }()

  static let scaledSchoenfeld: Figure = {
    let x: [Double] = (0..<80).map { Double($0) / 80 }
    let noise: [Double] = (0..<80).map { Double(($0 * 37) % 11) / 5 - 1 }
    let y: [Double] = zip(x, noise).map { 0.5 - $0 + $1 }
    let grid: [Double] = (0..<40).map { Double($0) / 40 }
    let smooth: [Double] = grid.map { 0.5 - $0 }
    return ScaledSchoenfeldFigure(
      title: "Karnofsky index: coefficient over time", timeLabel: "days (Kaplan-Meier scale)",
      residuals: (x, y), smooth: Curve(x: grid, y: smooth),
      band: Band(x: grid, lower: smooth.map { $0 - 0.4 }, upper: smooth.map { $0 + 0.4 }),
      coefficient: -0.03,
      marks: .places([(0.1, "8.2"), (0.4, "52"), (0.7, "140"), (0.71, "141"), (0.95, "400")])
    ).figure
  }()

  static let treatmentPoints = TreatmentFigure(
    title: "Survival without and with chemotherapy before surgery",
    note:
      "EORTC 62931, hazard ratio 0.94 (0.68 to 1.31); how uncertain the survival without is, is "
      + "not known. The interval is that of the effect alone.",
    arms: [
      .init(
        name: "without chemotherapy", points: [.init(time: 5, survival: 0.49, interval: nil)]),
      .init(
        name: "with chemotherapy",
        points: [.init(time: 5, survival: 0.51, interval: 0.39...0.62)]),
    ], timeLabel: "years", valueLabel: "overall survival"
  ).figure

  static let treatmentCurves: Figure = {
    let x: [Double] = (0...60).map { Double($0) / 12 }
    func arm(_ name: String, _ hazard: Double, hasBand: Bool) -> TreatmentFigure.Arm {
      let y: [Double] = x.map { 1 - hazard * $0 }
      return TreatmentFigure.Arm(
        name: name,
        points: [
          .init(time: 1, survival: 1 - hazard, interval: nil),
          .init(time: 5, survival: 1 - 5 * hazard, interval: 0.2...0.7),
        ], curve: Curve(x: x, y: y),
        band: hasBand
          ? Band(x: x, lower: y.map { $0 * 0.9 }, upper: y.map { min(1, $0 * 1.05) }) : nil)
    }
    return TreatmentFigure(
      title: "Survival without and with chemotherapy before surgery", note: "A ratio of one's own.",
      arms: [arm("without", 0.11, hasBand: false), arm("with", 0.09, hasBand: true)],
      timeLabel: "years", valueLabel: "overall survival"
    ).figure
  }()

  static let iconArray: Figure = {
    guard let patients = HundredPatients(without: 0.49, with: 0.535) else { fatalError("shares") }
    return IconArray(
      title: "Chemotherapy before surgery: who is alive at 5 years", patients: patients,
      state: "alive at 5 years", treatment: "chemotherapy"
    ).figure
  }()

  static let iconsAlone: Figure = {
    guard let patients = HundredPatients(without: 0.49, with: 0.49) else { fatalError("shares") }
    return IconArray(
      title: "Without chemotherapy", note: "No effect is drawn.", patients: patients,
      state: "alive at 5 years", treatment: nil
    ).figure
  }()

  /// Three panels of two columns, one of them of residuals on a logarithmic axis.
  static let grid: Figure = {
    let x: [Double] = (1...60).map { log(Double($0)) }
    let residuals = ScaledSchoenfeldFigure(
      title: "size", timeLabel: "days (log scale)", residuals: (x, x.map { 2 - $0 }),
      smooth: Curve(x: x, y: x.map { 2 - $0 }), marks: .logarithm, width: 400
    ).figure
    let time = ScaledSchoenfeldFigure(
      title: "one event", timeLabel: "days", residuals: ([3], [0.5]), smooth: Curve(x: [], y: []),
      coefficient: 0.5, marks: .time, width: 400
    ).figure
    let calibration = CalibrationFigure(
      title: "3 years", riskLabel: "risk at 3 years", curve: Curve(x: [0.4], y: [0.5]),
      groups: [.init(predicted: 0.4, observed: 0.5, interval: 0.1...0.9)],
      predictions: [0.4, 0.4, 0.4], width: 400
    ).figure
    return Figure(
      of: [("size", residuals), ("3 years", calibration), ("one event", time)],
      title: "Three panels", note: "A note below the title.")
  }()

  /// All predictions near 0.
  static let calibrationLow: Figure = {
    let x: [Double] = (0...50).map { 0.0001 + 0.00001 * Double($0) }
    return CalibrationFigure(
      title: "Calibration of a model of rare events", riskLabel: "risk at 1 year",
      curve: Curve(x: x, y: x.map { 2 * $0 }),
      groups: [.init(predicted: 0.0003, observed: 0.0004, interval: nil)], predictions: x
    ).figure
  }()

  /// A net benefit of a thousandth, thresholds that end early, and a name from outside.
  static let decisionHostile: Figure = {
    let thresholds: [Double] = (1...10).map { Double($0) / 1000 }
    return DecisionCurveFigure(
      title: "Net benefit: <script>&\"'\u{1F600} \(String(repeating: "unbreakable", count: 20))",
      strategies: [
        (
          "λ < μ & \(String(repeating: "name", count: 40))",
          Curve(x: thresholds, y: thresholds.map { 0.001 - $0 / 20 })
        ),
        ("treat all", Curve(x: thresholds, y: thresholds.map { 0.001 - $0 })),
      ], width: 400
    ).figure
  }()
}
