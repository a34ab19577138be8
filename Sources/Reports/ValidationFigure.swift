internal import Biostatistics
public import Figures
public import PrognosticModels

/// What a validation draws.
public enum ValidationFigure: String, Sendable, CaseIterable {
  /// Observed against predicted risk.
  case calibration
  /// Net benefit by threshold.
  case decision
}

/// Why there is nothing to draw.
public enum FigureUnavailable: Error, CustomStringConvertible, Sendable {
  /// The validation has nothing of it at any of the horizons, and why.
  case nothing(ValidationFigure, reasons: [String])
  /// A horizon that was not validated.
  case notValidated(Horizon, validated: [Horizon])
  /// The fit has no residuals to draw.
  case noCoefficients
  /// The benefit has no survival that lies in 0...1 to count patients by.
  case noSurvival

  /// One sentence: what was wrong and what to do.
  public var description: String {
    switch self {
    case .nothing(let figure, let reasons):
      "There is no \(figure == .calibration ? "calibration" : "decision curve") to draw: "
        + reasons.joined(separator: " ")
    case .notValidated(let horizon, let validated):
      "Nothing was validated at \(horizon.text), so nothing is drawn there; there is "
        + (validated.isEmpty ? "no horizon." : validated.map(\.text).joined(separator: ", ") + ".")
    case .noCoefficients:
      "There are no coefficients over time to draw: nothing was estimated, or the search did not "
        + "converge."
    case .noSurvival: "There is no survival of which 100 patients could be drawn."
    }
  }
}

/// One horizon of a validation, or an outcome without time, as it is drawn.
struct ValidationPanel {
  /// `5 years`; empty for an outcome without time.
  let name: String
  let risk: [Double]
  let curve: Result<CalibrationCurve, IndexUnavailable>
  let groups: [CalibrationGroup]
  let decision: Result<DecisionCurve, IndexUnavailable>
  let observedExpected: ObservedExpected?
  let slope: IndexEstimate?

  private var at: String { name.isEmpty ? "" : " at \(name)" }

  /// Why there is nothing of `kind` to draw; nil where there is.
  func reason(_ kind: ValidationFigure) -> IndexUnavailable? {
    switch kind {
    case .calibration: groups.isEmpty ? curve.reason ?? .noProbability : nil
    case .decision: decision.reason
    }
  }

  func figure(
    _ kind: ValidationFigure, title: String, note: String, isAlone: Bool
  ) -> Figure {
    switch kind {
    case .calibration: calibration(title, note, isAlone)
    case .decision: decision(title, note, isAlone)
    }
  }

  /// What the numbers say below a panel's title.
  func words(_ kind: ValidationFigure) -> String {
    switch kind {
    case .calibration: calibrationWords
    case .decision: decisionWords
    }
  }

  private var calibrationWords: String {
    var parts: [String] = []
    if let ratio = observedExpected {
      let ends = ratio.interval.map { " (\(limits($0, 2)))" } ?? ""
      parts.append("observed/expected \(NumberText.fixed(ratio.ratio, 2))\(ends)")
    }
    if let slope {
      parts.append("slope \(NumberText.fixed(slope.estimate, 2)) (\(limits(slope.interval, 2)))")
    }
    if let curve = curve.value { parts.append("ICI \(NumberText.fixed(curve.ici, 3))") }
    var text = parts.isEmpty ? "" : Words.capitalized(parts.joined(separator: ", ")) + "."
    if let reason = curve.reason { text += " No flexible curve: \(reason.sentence)" }
    let open = groups.count { $0.observed == nil }
    if open > 0 {
      text += " \(open) of \(groups.count) groups left out: their follow-up ends before."
    }
    return text
  }

  private var decisionWords: String {
    let points = decision.value?.points ?? []
    let open = points.filter { $0.netBenefit == nil }.map(\.threshold)
    guard let first = open.min() else { return "" }
    return
      "From a threshold of \(NumberText.plain(100 * first)) % on follow-up of those above it may "
      + "end before the horizon: nothing is drawn there."
  }

  private func limits(_ interval: ClosedRange<Double>, _ decimals: Int) -> String {
    NumberText.fixed(interval.lowerBound, decimals) + " to "
      + NumberText.fixed(interval.upperBound, decimals)
  }

  private func calibration(_ title: String, _ note: String, _ isAlone: Bool) -> Figure {
    let points = curve.value?.points ?? []
    return CalibrationFigure(
      title: title, note: note, riskLabel: "risk\(at)",
      curve: Curve(x: points.map(\.predicted), y: points.map(\.observed)),
      band: Band(
        x: points.map(\.predicted), lower: points.map { $0.interval?.lowerBound ?? .nan },
        upper: points.map { $0.interval?.upperBound ?? .nan }),
      groups: groups.compactMap { group in
        group.observed.map {
          CalibrationFigure.Group(
            predicted: group.predicted, observed: $0, interval: group.interval)
        }
      }, predictions: risk, width: isAlone ? 524 : 400
    ).figure
  }

  private func decision(_ title: String, _ note: String, _ isAlone: Bool) -> Figure {
    let points = (decision.value?.points ?? []).sorted { $0.threshold < $1.threshold }
    let x = points.map(\.threshold)
    // Where follow-up ends the curve ends; a point beyond would stand alone.
    let model = points.prefix { $0.netBenefit != nil }.compactMap(\.netBenefit)
    return DecisionCurveFigure(
      title: title, note: note,
      strategies: [
        ("model", Curve(x: Array(x.prefix(model.count)), y: model)),
        ("treat all", Curve(x: x, y: points.map { $0.treatAll ?? .nan })),
      ], width: isAlone ? 640 : 400
    ).figure
  }
}

/// Panels with the words around them.
struct ValidationSheet {
  let kind: ValidationFigure
  let panels: [ValidationPanel]
  /// What was validated, on whom, and where it comes from.
  let subject: String
  let account: String
  let source: String
  /// How to read the drawing.
  let conventions: String

  /// - Throws: ``FigureUnavailable/nothing(_:reasons:)``.
  func figure() throws(FigureUnavailable) -> Figure {
    let drawn = panels.filter { $0.reason(kind) == nil }
    let missing = panels.compactMap { panel -> String? in
      guard let reason = panel.reason(kind) else { return nil }
      return panel.name.isEmpty
        ? reason.sentence : "at \(panel.name): \(reason.sentence)"
    }
    guard let first = drawn.first else { throw .nothing(kind, reasons: missing) }
    let name = kind == .calibration ? "Calibration" : "Net benefit"
    let footnote = Self.joined(
      missing.map { "Not drawn: \($0)" } + [conventions, source, IntendedUse.statement])
    guard drawn.count == 1 else {
      return Figure(
        of: drawn.map {
          ($0.name, $0.figure(kind, title: $0.name, note: $0.words(kind), isAlone: false))
        }, title: "\(name): \(subject)", note: account
      ).adding(footnote: footnote)
    }
    let title = first.name.isEmpty ? name : "\(name) at \(first.name)"
    return first.figure(
      kind, title: "\(title): \(subject)", note: Self.joined([account, first.words(kind)]),
      isAlone: true
    ).adding(footnote: footnote)
  }

  private static func joined(_ sentences: [String]) -> String {
    sentences.filter { !$0.isEmpty }.joined(separator: " ")
  }
}

extension SurvivalValidationReport {
  /// The calibration or the decision curve, a panel for each horizon that has one.
  ///
  /// A decision curve is drawn at the thresholds that were stated, else at fifty or more up to the largest
  /// predicted risk, above which the model treats nobody.
  ///
  /// - Parameters:
  ///   - horizons: nil for all that were validated.
  ///   - thresholds: of a decision curve.
  /// - Throws: ``FigureUnavailable``.
  public func figure(
    _ kind: ValidationFigure, at horizons: [Horizon]? = nil, thresholds: [Double]? = nil
  ) throws(FigureUnavailable) -> Figure {
    let times = validation.horizons.map(\.time)
    if let missing = horizons?.first(where: { !times.contains($0.time(in: unit)) }) {
      throw .notValidated(missing, validated: predicted.horizons)
    }
    var panels: [ValidationPanel] = []
    for (place, (horizon, found)) in self.horizons.enumerated() {
      if let horizons, !horizons.contains(where: { $0.time(in: unit) == found.time }) { continue }
      let risk = predicted.predictions.risks[place] ?? []
      let decision =
        kind == .decision
        ? found.decision.flatMap { _ in
          finer(risk, at: found.time, thresholds ?? ValidationFigure.thresholds(below: risk))
        } : found.decision
      panels.append(
        ValidationPanel(
          name: horizon.text, risk: risk, curve: found.curve, groups: found.groups,
          decision: decision, observedExpected: found.observedExpected.value,
          slope: found.slope.value))
    }
    let interval = percentText(validation.options.confidence)
    let sheet = ValidationSheet(
      kind: kind, panels: panels, subject: subject.title,
      account: "\(outcome): \(validation.count) patients, \(validation.eventCount) events"
        + (weightColumn.map { ", weighed by \($0)." } ?? "."),
      source: subject.source,
      conventions: kind == .calibration
        ? "\(CalibrationFigure.legend) Observed risks of groups by Kaplan-Meier, \(interval) intervals."
        : "Treated at a risk of the threshold or more; observed risks by Kaplan-Meier.")
    return try sheet.figure()
  }

  private func finer(
    _ risk: [Double], at time: Double, _ thresholds: [Double]
  ) -> Result<DecisionCurve, IndexUnavailable> {
    Result { () throws(IndexUnavailable) in
      do throws(ValidationInputError) {
        return try DecisionCurve(
          ofRisk: risk, at: time, against: outcomes, weights: weights, thresholds: thresholds)
      } catch .delayedEntry {
        throw .delayedEntry
      } catch {
        throw .unfitPredictions
      }
    }
  }
}

extension BinaryValidationReport {
  /// The calibration or the decision curve.
  ///
  /// - Parameter thresholds: of a decision curve; nil for fifty or more up to the largest predicted risk.
  /// - Throws: ``FigureUnavailable``.
  public func figure(
    _ kind: ValidationFigure, thresholds: [Double]? = nil
  ) throws(FigureUnavailable) -> Figure {
    let fine = try? DecisionCurve(
      ofRisk: risk, against: event, weights: weights,
      thresholds: thresholds ?? ValidationFigure.thresholds(below: risk))
    let interval = percentText(validation.confidence)
    let sheet = ValidationSheet(
      kind: kind,
      panels: [
        ValidationPanel(
          name: "", risk: risk, curve: validation.curve, groups: validation.groups,
          decision: .success(fine ?? validation.decision),
          observedExpected: validation.observedExpected.value, slope: validation.slope.value)
      ], subject: subject.title,
      account: "\(outcome), the event \(frame.outcomes.eventLabel): \(validation.count) patients, "
        + "\(validation.eventCount) events.", source: subject.source,
      conventions: kind == .calibration
        ? "\(CalibrationFigure.legend) \(interval) intervals, of groups by Wilson."
        : "Treated at a risk of the threshold or more.")
    return try sheet.figure()
  }
}

extension ValidationFigure {
  /// Where a decision curve is drawn if no thresholds were stated: fifty or more round ones, evenly spaced,
  /// up to the first above all predicted risks, from which on the model treats nobody.
  static func thresholds(below risk: [Double]) -> [Double] {
    let most = risk.max() ?? 1
    let parts = [100.0, 200, 500, 1000, 2000, 5000].first { most * $0 >= 50 } ?? 10_000
    let last = min((most * parts).rounded(.down) + 1, parts - 1)
    return (1...Int(last)).map { Double($0) / parts }
  }
}
