internal import Biostatistics
internal import PrognosticModels

extension SurvivalValidationReport {
  /// What a reader wants to see first: who was validated, on whom, and how well it did.
  public var text: String {
    var out = subject.heading
    out += "\(outcome), in \(unit.rawValue)s\n\n" + account + "\n" + discrimination
    out += "\n" + overallError
    out += "\n" + calibration
    for (horizon, found) in horizons {
      out += words.groups(found.groups, title: "risk at \(horizon.text)")
      if let curve = found.decision.value {
        out += words.decision(curve, title: "net benefit at \(horizon.text)")
      }
    }
    out += resampling?.text ?? ""
    out += "\nConventions\n"
    for sentence in conventions { out += "  \(sentence)\n" }
    return out + words.notes(notes)
  }

  private var words: ValidationWords {
    ValidationWords(confidence: validation.options.confidence)
  }

  private var account: String {
    var out = words.account(
      count: validation.count, events: validation.eventCount, considered: frame.rowsConsidered,
      missing: frame.missing, predicted.account)
    out += words.weighed(validation.sumOfWeights, weightColumn)
    if let median = validation.medianFollowUp {
      out += "median follow-up \(time(median)) (reverse Kaplan-Meier)"
    } else {
      out += "median follow-up not reached"
    }
    if let until = validation.followUp.supportedUntil {
      out +=
        "; at least \(IndexUnavailable.needed) at risk until "
        + time(until, roundedDown: true)
    }
    return out + "\n"
  }

  /// "all follow-up", or up to where it was ended.
  private var span: String { truncation.map { "to \($0.text)" } ?? "all follow-up" }

  private var discrimination: String {
    var table = TextTable(header: ["discrimination", "estimate", "std. error", words.intervalName])
    table.add(words.row("Harrell's C, \(span)", validation.harrellC.value))
    for (horizon, found) in horizons {
      table.add(words.row("Uno's C to \(horizon.text)", found.unoC.value))
    }
    for (horizon, found) in horizons {
      table.add(words.row("AUC at \(horizon.text)", auc(found)))
    }
    table.add(words.row("D, \(span)", validation.separation.value?.separation))
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
    var table = TextTable(header: ["calibration", "estimate", "std. error", words.intervalName])
    if predicted.predictions.isLogHazard {
      table.add(words.row("slope, \(span)", validation.slope.value))
    }
    if let large = validation.inTheLarge.value {
      table.add(
        words.row("in the large, log(observed/expected events), \(span)", large.logRatio))
      table.add([
        "  \(NumberText.count(large.observed)) observed, "
          + "\(NumberText.plain(large.expected, 4)) expected"
      ])
    }
    for (horizon, found) in horizons
    where found.observedExpected.value != nil || found.slope.value != nil {
      table.add(["at \(horizon.text)"])
      for row in words.rows(
        found.observedExpected.value, observed: "observed risk (Kaplan-Meier)")
      { table.add(row) }
      table.add(words.row("  slope up to then", found.slope.value))
      if let shift = found.recalibratedBaseline.value {
        table.add(["  log ratio of recalibrated baseline", NumberText.fixed(shift, 3)])
      }
      for row in words.rows(found.curve.value) { table.add(row) }
    }
    return table.text
  }

  /// What the numbers rest on, a sentence a convention.
  var conventions: [String] {
    let strata = [
      "Strata: Harrell's C compares patients of one stratum; the slope is that of a Cox model with the "
        + "strata; Uno's C and AUC rank by the risk at the horizon."
    ]
    return [
      "Weights: inverse probability of censoring, Kaplan-Meier in this table, deaths before "
        + "censorings of the same time; 1/G(t-) for an event, 1/G(t) beyond a horizon.",
      "Null model of the Brier score: the Kaplan-Meier estimate of this table. Integral: exact, over "
        + "every step.",
      "Slope: Cox model of the outcome on the linear predictor. Curve: restricted cubic spline, 4 "
        + "knots, of log(-log(1 - risk)) in a Cox model.",
      "Net benefit: treated at a risk of the threshold or more; observed risks by Kaplan-Meier.",
    ] + (predicted.predictions.stratum == nil ? [] : strata)
      + (weights == nil
        ? []
        : [
          "Case weights weigh patients in every index, in G and in observed risks; standard errors are of "
            + "the sandwich and of influences, in which a weight of 3 is not three patients. Counts are of "
            + "patients. Knots of the curve are where unweighted patients put them."
        ]) + (resampling?.conventions ?? [])
  }
}
