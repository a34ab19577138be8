internal import Biostatistics
internal import PrognosticModels

extension CoxFitReport {
  /// What a researcher wants to see first: rows, coefficients, tests, concordance, predictions.
  public var text: String {
    var out = "Cox proportional hazards model (\(model.methodText))\n"
    out += "\(model.frame.formula.text)\n"
    if let cause = model.frame.outcomes.cause {
      let censored =
        cause.censored.isEmpty ? "" : "; censored: \(cause.censored.joined(separator: ", "))"
      out += "event: \(cause.level)\(censored)\n"
    }
    out += "\n"
    out += model.frame.rowAccount + "\n\n"
    out += CoefficientText.table(lines, confidence: confidence)
    if model.robustCovarianceMatrix != nil {
      out += "  z, p and interval use the robust standard error.\n"
    }
    if model.firth != nil {
      out +=
        "  Intervals are those of the profile of the penalised likelihood, p its likelihood ratio test,\n"
        + "  z the root of that.\n"
    }
    if let shrinkage = model.shrinkage {
      out +=
        "  All coefficients are shrunken towards 0: \(shrinkage.ridge.text).\n"
        + "  Standard errors and intervals take the penalty for a prior; they do not cover its bias.\n"
    }
    out += "\n" + tests
    if let test = proportionalHazardsTest { out += "\n" + text(of: test) }
    if !predictions.isEmpty { out += "\n" + survivalTable }
    return out + CoefficientText.notes(model.warnings)
  }

  private var tests: String {
    var tests = [
      ("likelihood ratio", model.likelihoodRatioTest), ("Wald", model.waldTest),
      ("score", model.scoreTest),
    ]
    if let robust = model.robustScoreTest { tests.append(("robust score", robust)) }
    var out = CoefficientText.tests(
      tests, logLikelihood: logLikelihood, aic: model.aic, bic: model.bic,
      likelihood: model.firth == nil ? "log partial likelihood" : "penalised log likelihood")
    if let concordance = model.concordance, concordance.index.isFinite {
      out +=
        "  concordance \(NumberText.fixed(concordance.index, 3)) "
        + "(standard error \(NumberText.fixed(concordance.standardError, 3)))\n"
    }
    return out + model.parameterLoad.text()
  }

  private func text(of test: ProportionalHazardsTest) -> String {
    let against = test.transform == .kaplanMeier ? "" : " (\(test.transform.rawValue))"
    var table = TextTable(header: ["proportional hazards" + against, "chi-square", "df", "p"])
    for (name, test) in test.terms + [("all terms", test.global)] {
      table.add([
        name, NumberText.fixed(test.statistic, 2), test.degreesOfFreedomText,
        NumberText.p(test.p),
      ])
    }
    return table.text
  }

  private var survivalTable: String {
    var table = TextTable(header: ["survival at"] + horizons.map(\.text))
    for prediction in predictions {
      table.add(
        [prediction.label]
          + prediction.estimates.map { estimate in
            "\(NumberText.percent(estimate.survival)) "
              + "(\(NumberText.fixed(100 * estimate.lower, 1)) to "
              + "\(NumberText.fixed(100 * estimate.upper, 1)))"
              + (estimate.isBeyondFollowUp ? " *" : "")
          })
    }
    let carried = predictions.contains { $0.estimates.contains(where: \.isBeyondFollowUp) }
    return table.text + "  in brackets: \(percentText(confidence)) interval\n"
      + (carried ? "  * beyond the last follow-up; the last value is carried on\n" : "")
  }
}

extension CoxModel {
  /// How tied deaths are taken, and what draws the coefficients.
  var methodText: String {
    let ties =
      switch options.ties {
      case .efron: "Efron ties"
      case .breslow: "Breslow ties"
      case .exact: "exact ties"
      }
    return ties + (options.penalty.map { ", \($0.name)" } ?? "")
  }
}

extension Ridge {
  /// The penalty in a formula.
  var text: String {
    let strength = NumberText.plain(theta, 6)
    return "\(strength) / 2 times the sum of squared coefficients"
      + (isScaled ? ", each times its column's variance" : "")
  }
}

extension ChiSquareTest {
  /// Two decimals where a penalty has left no whole number.
  var degreesOfFreedomText: String {
    effectiveDegreesOfFreedom.map { NumberText.fixed($0, 2) } ?? "\(degreesOfFreedom)"
  }
}

extension ModelFrame {
  /// How many rows were used, and where the others went.
  var rowAccount: String {
    func counted(_ count: Int, _ noun: String) -> String {
      "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
    var out = "\(counted(rowsUsed, "row")), \(counted(outcomes.eventCount, "event"))"
    let left = rowsConsidered - rowsUsed
    if left > 0 { out += "; \(left) of \(rowsConsidered) rows left out" }
    if !missing.isEmpty {
      out +=
        "\n  missing values: "
        + missing.map { "\($0.column) \($0.count)" }.joined(separator: ", ")
    }
    if rowsOfWeightZero > 0 { out += "\n  weight zero: \(rowsOfWeightZero)" }
    if rowsOfEmptyInterval > 0 { out += "\n  entry not before exit: \(rowsOfEmptyInterval)" }
    if let splitting {
      let cuts = splitting.cuts.map { $0 == $0.rounded() ? NumberText.fixed($0, 0) : "\($0)" }
        .joined(separator: ", ")
      out += "\n  cut at \(cuts) into \(splitting.rows.count) pieces of follow-up"
    }
    if timesMerged > 0 {
      out += "\n  \(timesMerged) times that differ by rounding only were merged"
    }
    if let strata { out += "\n  \(strata.labels.count) strata" }
    if let clusters { out += "\n  \(Set(clusters).count) clusters" }
    return out
  }
}

extension ParameterLoad {
  /// One line; empty where nothing was estimated.
  ///
  /// - Parameter counted: what limits the number of coefficients.
  func text(counting counted: String = "events") -> String {
    guard let eventsPerParameter else { return "" }
    // Below 0 the likelihood ratio is less than chance gives.
    let shrinkage = expectedShrinkage.map {
      $0 < 0
        ? "; expected shrinkage below 0: no better than chance"
        : "; expected shrinkage \(NumberText.fixed($0, 3))"
    }
    let load = NumberText.fixed(eventsPerParameter, 1)
    return "  \(load) \(counted) a coefficient\(shrinkage ?? "")\n"
  }
}

func percentText(_ share: Double) -> String {
  let percent = 100 * share
  let isWhole = (percent - percent.rounded()).magnitude < 1e-9
  return "\(isWhole ? NumberText.fixed(percent, 0) : NumberText.significant(percent, 3)) %"
}
