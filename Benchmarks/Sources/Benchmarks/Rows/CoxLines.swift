import Biostatistics
import Foundation

/// What the ratios against R must be, and should be.
struct CoxTargets {
  let whole: (must: Double, aim: Double)
  let fit: (must: Double, aim: Double)
}

/// A Cox model with Efron's ties: from formula and table to the result with its concordance, against
/// `coxph()`; and the fit alone on ready columns, against `coxph.fit` (`agreg.fit` with entries).
///
/// R's fit alone is run without residuals, for ours makes none.
func coxLines(
  count: Int, covariates: Int, delayedEntry: Bool = false, _ targets: CoxTargets,
  _ options: Options
) throws -> [Line] {
  let cohort = Cohort(
    count: options.rows(count), covariates: covariates, delayedEntry: delayedEntry)
  let table = try cohort.table()
  let formula = try Formula(cohort.formula)
  let frame = try SurvivalFrame(formula, in: table)
  let fit = try CoxModel(frame)

  func whole(_ threads: Int) throws -> Measurement {
    var settings = CoxOptions()
    settings.threads = threads
    return try measure {
      try CoxModel(SurvivalFrame(Formula(cohort.formula), in: table), options: settings)
    }
  }
  func alone(_ threads: Int) throws -> Measurement {
    try measure { try CoxModel(frame, options: fitAlone(threads: threads)) }
  }
  let (ours, single) = try (whole(options.threads), whole(1))
  let (ourFit, singleFit) = try (alone(options.threads), alone(1))
  let theirs = try withTemporaryDirectory { directory in
    try cohort.write(to: directory)
    return Peer.r.run(
      "cox.R",
      [directory.path, "\(cohort.count)", "\(covariates)", "\(delayedEntry)", "\(options.long)"])
  }
  let name = "\(delayedEntry ? "(start, stop] " : "")n = \(cohort.count), p = \(covariates)"
  return [
    Line(
      "Cox, \(name)", ours: ours, single: single, peer: "coxph()", theirs: theirs?.times["coxph"],
      must: targets.whole.must, aim: targets.whole.aim, note: agreement(fit, theirs)),
    Line(
      "fit alone, \(name)", ours: ourFit, single: singleFit,
      peer: delayedEntry ? "agreg.fit" : "coxph.fit", theirs: theirs?.times["fit"],
      must: targets.fit.must, aim: targets.fit.aim, note: iterations(fit, theirs)),
  ]
}

/// A fit without the concordance index.
func fitAlone(threads: Int) -> CoxOptions {
  var options = CoxOptions()
  options.threads = threads
  options.concordance = false
  return options
}

/// How far our coefficients and concordance are from R's.
private func agreement(_ model: CoxModel, _ theirs: Peer.Answer?) -> String {
  guard let theirs, let coefficients = theirs.values["coefficients"],
    coefficients.count == model.coefficients.count
  else { return "" }
  let largest = zip(coefficients, model.coefficients).map { ($0 - $1).magnitude }.max() ?? 0
  var text = "coefficients within \(bound(largest))"
  if let index = theirs.values["concordance"]?.first, let ours = model.concordance?.index {
    text += ", C within \(bound(index - ours))"
  }
  return text
}

private func iterations(_ model: CoxModel, _ theirs: Peer.Answer?) -> String {
  let own = "\(model.eventCount) events; iterations \(model.convergence.iterations)"
  guard let others = theirs?.values["iterations"]?.first else { return own }
  return own + " / \(Int(others))"
}
