internal import Biostatistics
internal import PrognosticModels

extension AnovaReport {
  /// The table of tests, then the contrasts.
  public var text: String {
    let record = regression.record
    var out = "\(title)\n\(record.formula)\n"
    out += "\(record.rows) rows, \(record.events) events\n\n"
    out += table
    if case .wald = tests, record.isRobust { out += "  The variance is robust.\n" }
    if record.isPenalized {
      out += "  The fit is penalised: the tests take the penalty for a prior.\n"
    }
    if let contrasts { out += "\n" + text(of: contrasts) }
    return out
  }

  private var title: String {
    let id = regression.model.id
    switch tests {
    case .wald: return "Wald tests of \(id)"
    case .likelihoodRatio: return "Likelihood-ratio tests of \(id), against the whole model"
    case .typeTwo: return "Likelihood-ratio tests of \(id), of type II"
    case .sequential: return "Likelihood-ratio tests of \(id), terms added one after another"
    }
  }

  private var table: String {
    var header = ["term", "chi-square", "df", "p"]
    if case .sequential = tests { header.insert("log likelihood", at: 1) }
    var table = TextTable(header: header)
    if case .sequential(let tests) = tests {
      table.add(["none", NumberText.fixed(tests.logLikelihoodOfNone, 3)])
    }
    for (line, logLikelihood) in lines {
      let test = line.test
      table.add(
        [line.hypothesis.words] + (logLikelihood.map { [NumberText.fixed($0, 3)] } ?? [])
          + [
            NumberText.fixed(test.statistic, 2), "\(test.degreesOfFreedom)", NumberText.p(test.p),
          ])
    }
    return table.text
  }

  private func text(of contrasts: Contrasts) -> String {
    let kind = regression.ratio == .hazard ? "hazard ratio" : "odds ratio"
    var table = TextTable(header: [
      "contrast", "log ratio", "std. error", kind, "\(percentText(confidence)) interval", "z", "p",
    ])
    for estimate in contrasts.estimates {
      let interval = estimate.ratioInterval
      table.add([
        estimate.contrast.name, NumberText.significant(estimate.estimate, 5),
        NumberText.significant(estimate.standardError, 5), NumberText.ratio(estimate.ratio),
        "\(NumberText.ratio(interval.lower)) to \(NumberText.ratio(interval.upper))",
        NumberText.fixed(estimate.z, 2), NumberText.p(estimate.p),
      ])
    }
    var out = table.text
    if let joint = contrasts.joint {
      out +=
        "  all together: chi-square \(NumberText.fixed(joint.statistic, 2)) on "
        + "\(joint.degreesOfFreedom) degrees of freedom, p \(NumberText.p(joint.p))\n"
    }
    if let refusal = contrasts.refusal { out += "  no joint test: \(refusal.description)\n" }
    return out
  }
}

extension TermHypothesis {
  /// As a line of the table, what belongs to a term set in below it.
  var words: String {
    let (first, second) = (variables.first ?? "A", variables.last ?? "B")
    switch kind {
    case .term: return term ?? ""
    case .termWithHigherOrder: return "\(term ?? ""), with its interactions"
    case .interactions: return "  its interactions"
    case .nonlinear: return "  nonlinear"
    case .nonlinearWithHigherOrder: return "  nonlinear, with its interactions"
    case .nonlinearInteraction: return "  f(\(first), \(second)) against a product"
    case .doublyNonlinearInteraction:
      return "  f(\(first), \(second)) against \(first) f(\(second)) + \(second) g(\(first))"
    case .nonlinearInteractionInFirst: return "  interaction nonlinear in \(first)"
    case .nonlinearInteractionInSecond: return "  interaction nonlinear in \(second)"
    case .totalNonlinear: return "all nonlinear"
    case .totalInteraction: return "all interactions"
    case .totalNonlinearAndInteraction: return "all nonlinear and interactions"
    case .total: return "all terms"
    }
  }
}
