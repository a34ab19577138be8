internal import Biostatistics
internal import PrognosticModels

/// What every fit prints of its coefficients and tests.
enum CoefficientText {
  /// A line a coefficient: estimate, standard errors, hazard or odds ratio with interval, z, p.
  static func table(
    _ lines: [CoefficientEstimate], confidence: Double, ratio: String = "hazard ratio"
  ) -> String {
    let isRobust = lines.contains { $0.robustStandardError != nil }
    var header = ["term", "coefficient", "std. error"]
    if isRobust { header.append("robust") }
    header += [ratio, "\(percentText(confidence)) interval", "z", "p"]
    var table = TextTable(header: header)
    for line in lines {
      guard !line.estimate.isNaN else {
        table.add([line.term, "left out"])
        continue
      }
      var cells = [
        line.term, NumberText.significant(line.estimate, 5),
        NumberText.significant(line.modelStandardError, 5),
      ]
      if let robust = line.robustStandardError { cells.append(NumberText.significant(robust, 5)) }
      cells += [
        NumberText.ratio(line.ratio),
        "\(NumberText.ratio(line.lower)) to \(NumberText.ratio(line.upper))",
        NumberText.fixed(line.z, 2), NumberText.p(line.p),
      ]
      table.add(cells)
    }
    return table.text
  }

  /// A line a test, and a line of likelihoods and criteria.
  static func tests(
    _ tests: [(name: String, test: ChiSquareTest)],
    logLikelihood: (null: Double, model: Double), aic: Double, bic: Double,
    likelihood: String = "log partial likelihood", null: String = "at zero"
  ) -> String {
    var table = TextTable(header: ["test", "chi-square", "df", "p"])
    for (name, test) in tests {
      table.add([
        name, NumberText.fixed(test.statistic, 2), test.degreesOfFreedomText, NumberText.p(test.p),
      ])
    }
    return table.text
      + "\n  \(likelihood) \(NumberText.fixed(logLikelihood.null, 3)) \(null), "
      + "\(NumberText.fixed(logLikelihood.model, 3)) at the estimate; AIC "
      + "\(NumberText.fixed(aic, 2)), BIC \(NumberText.fixed(bic, 2))\n"
  }

  /// The warnings, the first dozen of them.
  static func notes(_ warnings: [FitWarning]) -> String {
    guard !warnings.isEmpty else { return "" }
    var out = "\nPlease note\n"
    for warning in warnings.prefix(12) { out += "  - \(warning.message)\n" }
    let more = warnings.count - 12
    if more > 0 { out += "  - and \(more) more; --format json lists them all.\n" }
    return out
  }
}
