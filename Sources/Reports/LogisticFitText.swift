internal import Biostatistics
internal import PrognosticModels

extension LogisticFitReport {
  /// What a researcher wants to see first: rows, coefficients, tests, discrimination, predictions.
  public var text: String {
    var out = "Logistic model (\(model.methodText))\n"
    out += "\(model.frame.formula.text)\n\n"
    out += model.frame.rowAccount + "\n  the event is \(model.eventText)\n\n"
    out += CoefficientText.table(lines, confidence: confidence, ratio: "odds ratio")
    out += notes + "\n"
    var tests = [("likelihood ratio", model.likelihoodRatioTest), ("Wald", model.waldTest)]
    if let score = model.scoreTest { tests.append(("score", score)) }
    out += CoefficientText.tests(
      tests, logLikelihood: model.logLikelihood, aic: model.aic, bic: model.bic,
      likelihood: "log likelihood", null: "of the null model")
    if let penalized = model.penalizedLogLikelihood {
      let null = NumberText.fixed(penalized.null, 3)
      out += "  penalised log likelihood \(null) of the null model, "
      out += "\(NumberText.fixed(penalized.model, 3)) at the estimate\n"
    }
    out += "  deviance \(NumberText.fixed(model.deviance, 2))"
    if let discrimination = model.discrimination {
      out +=
        "\n  C \(NumberText.fixed(discrimination.c, 3)), Somers' D "
        + "\(NumberText.fixed(discrimination.somersDxy, 3)), Nagelkerke's R2 "
        + "\(NumberText.fixed(discrimination.nagelkerkeR2, 3)), Brier score "
        + "\(NumberText.fixed(discrimination.brier, 3))"
    }
    out += "\n" + model.parameterLoad.text(counting: "of the rarer outcome")
    if !predictions.isEmpty { out += "\n" + predictionTable }
    return out + CoefficientText.notes(model.warnings)
  }

  /// What the columns of the table rest on.
  private var notes: String {
    var out = ""
    if model.robustCovarianceMatrix != nil {
      let name = model.options.robustVariance.rawValue.uppercased()
      out +=
        "  z, p and interval use the robust standard error ("
        + (model.frame.clusters == nil ? name : "\(name), by cluster") + ").\n"
    }
    if intervals == .profile {
      let kind = model.options.firth ? "penalised " : ""
      out += "  Intervals are those of the profile of the \(kind)likelihood"
      out += model.options.firth ? ", p its ratio test.\n" : ".\n"
    }
    if model.options.ridge != nil {
      out +=
        "  Standard errors and intervals take the penalty for a prior; they do not cover its bias.\n"
    }
    return out
  }

  private var predictionTable: String {
    var table = TextTable(header: ["probability of", model.eventText])
    for prediction in predictions {
      let estimate = prediction.estimate
      table.add([
        prediction.label,
        "\(NumberText.percent(estimate.probability)) "
          + "(\(NumberText.fixed(100 * estimate.lower, 1)) to "
          + "\(NumberText.fixed(100 * estimate.upper, 1)))",
      ])
    }
    return table.text + "  in brackets: \(percentText(confidence)) interval\n"
  }
}
