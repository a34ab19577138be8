internal import Biostatistics
internal import PrognosticModels

extension SurvivalValidationReport {
  /// What a reader wants to see first: who was validated, on whom, and how well it did.
  public var text: String {
    var out = "Validation of \(model.id), version \(model.version)\n\(model.title)\n"
    out += "\(outcome), in \(unit.rawValue)s\n\n" + account + "\n" + discrimination
    out += "\n" + overallError
    out += "\n" + calibration
    for (horizon, found) in horizons { out += groups(horizon, found) + decision(horizon, found) }
    out += "\nConventions\n"
    for sentence in conventions { out += "  \(sentence)\n" }
    let notes = notes
    if !notes.isEmpty {
      out += "\nPlease note\n"
      for note in notes { out += "  - \(note.message)\n" }
    }
    return out
  }

  private var account: String {
    let count = validation.count
    var out = "\(count) patient\(count == 1 ? "" : "s"), \(validation.eventCount) events"
    let considered = frame.rowsConsidered
    if considered > count { out += "; \(considered - count) of \(considered) rows left out" }
    out += "\n"
    if !frame.missing.isEmpty {
      out +=
        "  outcome missing: "
        + frame.missing.map { "\($0.column) \($0.count)" }.joined(separator: ", ") + "\n"
    }
    out += RefusedRows(predicted.refused).text(restIn: "in the JSON")
    if let median = validation.medianFollowUp {
      out += "median follow-up \(time(median)) (reverse Kaplan-Meier)"
    } else {
      out += "median follow-up not reached"
    }
    if let until = validation.followUp.supportedUntil {
      out += "; at least \(IndexUnavailable.needed) at risk until \(time(until))"
    }
    return out + "\n"
  }

  private var intervalName: String { "\(percentText(validation.options.confidence)) interval" }

  private func row(_ name: String, _ value: IndexEstimate?, _ decimals: Int = 3) -> [String] {
    guard let value else { return [name, "-"] }
    return [
      name, NumberText.fixed(value.estimate, decimals),
      NumberText.fixed(value.standardError, decimals), limits(value.interval, decimals),
    ]
  }

  private func limits(_ interval: ClosedRange<Double>?, _ decimals: Int) -> String {
    guard let interval else { return "-" }
    return "\(NumberText.fixed(interval.lowerBound, decimals)) to "
      + NumberText.fixed(interval.upperBound, decimals)
  }

  /// "all follow-up", or up to where it was ended.
  private var span: String { truncation.map { "to \($0.text)" } ?? "all follow-up" }

  private var discrimination: String {
    var table = TextTable(header: ["discrimination", "estimate", "std. error", intervalName])
    table.add(row("Harrell's C, \(span)", validation.harrellC.value))
    for (horizon, found) in horizons {
      table.add(row("Uno's C to \(horizon.text)", found.unoC.value))
    }
    for (horizon, found) in horizons {
      table.add(row("AUC at \(horizon.text)", auc(found)))
    }
    table.add(row("D, \(span)", validation.separation.value?.separation))
    if let explained = validation.separation.value?.explainedVariation {
      table.add(["R2_D", NumberText.fixed(explained, 3)])
    }
    return table.text
  }

  /// The AUC with its interval on the plain scale.
  func auc(_ found: SurvivalValidation.HorizonValidation) -> IndexEstimate? {
    found.auc.value?.interval(confidence: validation.options.confidence)
  }

  private var overallError: String {
    var table = TextTable(header: [
      "prediction error", "score", "std. error", "null model", "scaled",
    ])
    for (horizon, found) in horizons {
      guard let brier = found.brier.value else {
        table.add(["Brier at \(horizon.text)", "-"])
        continue
      }
      table.add([
        "Brier at \(horizon.text)", NumberText.fixed(brier.estimate, 4),
        brier.standardError.map { NumberText.fixed($0, 4) } ?? "-",
        NumberText.fixed(brier.nullModel, 4),
        brier.scaled.map { NumberText.fixed($0, 3) } ?? "-",
      ])
    }
    if let integrated = validation.integratedBrier.value {
      table.add([
        "integrated, 0 to \(horizon(of: integrated.to).text)",
        NumberText.fixed(integrated.estimate, 4), "-",
        NumberText.fixed(integrated.nullModel, 4),
        integrated.scaled.map { NumberText.fixed($0, 3) } ?? "-",
      ])
    }
    return table.text
  }

  private var calibration: String {
    var table = TextTable(header: ["calibration", "estimate", "std. error", intervalName])
    if predicted.predictions.isLogHazard {
      table.add(row("slope, \(span)", validation.slope.value))
    }
    if let large = validation.inTheLarge.value {
      table.add(row("in the large, log(observed/expected events), \(span)", large.logRatio))
      table.add([
        "  \(NumberText.count(large.observed)) observed, "
          + "\(NumberText.plain(large.expected, 4)) expected"
      ])
    }
    for (horizon, found) in horizons {
      table.add(["at \(horizon.text)"])
      if let ratio = found.observedExpected.value {
        table.add([
          "  observed risk (Kaplan-Meier)", NumberText.percent(ratio.observed), "",
          ratio.observedInterval.map { limits(100 * $0.lowerBound...100 * $0.upperBound, 1) }
            ?? "-",
        ])
        table.add(["  mean predicted risk", NumberText.percent(ratio.expected)])
        table.add([
          "  observed/expected", NumberText.fixed(ratio.ratio, 3),
          ratio.logStandardError.map { NumberText.fixed($0 * ratio.ratio, 3) } ?? "-",
          limits(ratio.interval, 3),
        ])
      }
      table.add(row("  slope up to then", found.slope.value))
      if let shift = found.recalibratedBaseline.value {
        table.add(["  log ratio of recalibrated baseline", NumberText.fixed(shift, 3)])
      }
      if let curve = found.curve.value {
        table.add(["  ICI", NumberText.fixed(curve.ici, 4)])
        table.add([
          "  E50, E90",
          NumberText.fixed(curve.e50, 4) + ", " + NumberText.fixed(curve.e90, 4),
        ])
      }
    }
    return table.text
  }

  private func groups(
    _ horizon: Horizon, _ found: SurvivalValidation.HorizonValidation
  ) -> String {
    guard found.groups.count > 1 else { return "" }
    var table = TextTable(header: [
      "risk at \(horizon.text)", "n", "events", "predicted", "observed", intervalName,
    ])
    for (place, group) in found.groups.enumerated() {
      table.add([
        "group \(place + 1)", "\(group.count)", "\(group.eventCount)",
        NumberText.percent(group.predicted),
        group.observed.map { NumberText.percent($0) } ?? "-",
        group.interval.map { limits(100 * $0.lowerBound...100 * $0.upperBound, 1) } ?? "-",
      ])
    }
    return "\n" + table.text
  }

  private func decision(
    _ horizon: Horizon, _ found: SurvivalValidation.HorizonValidation
  ) -> String {
    guard let curve = found.decision.value else { return "" }
    var table = TextTable(header: [
      "net benefit at \(horizon.text)", "model", "treat all", "treat none", "above threshold",
      "avoided per 100",
    ])
    for point in curve.points {
      table.add([
        "threshold \(NumberText.plain(100 * point.threshold)) %",
        point.netBenefit.map { NumberText.fixed($0, 3) } ?? "-",
        point.treatAll.map { NumberText.fixed($0, 3) } ?? "-", "0",
        NumberText.percent(point.positiveRate),
        point.interventionsAvoided.map { NumberText.fixed(100 * $0, 1) } ?? "-",
      ])
    }
    return "\n" + table.text
  }

  /// What the numbers rest on, a sentence a convention.
  var conventions: [String] {
    [
      "Weights: inverse probability of censoring, Kaplan-Meier in this table, deaths before "
        + "censorings of the same time; 1/G(t-) for an event, 1/G(t) beyond a horizon.",
      "Null model of the Brier score: the Kaplan-Meier estimate of this table. Integral: exact, over "
        + "every step.",
      "Slope: Cox model of the outcome on the linear predictor. Curve: restricted cubic spline, 4 "
        + "knots, of log(-log(1 - risk)) in a Cox model.",
      "Net benefit: treated at a risk of the threshold or more; observed risks by Kaplan-Meier.",
    ]
  }
}
