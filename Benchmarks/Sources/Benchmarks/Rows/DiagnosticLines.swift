import Biostatistics
import Foundation

/// The test of proportional hazards with the scaled Schoenfeld residuals, which is what R's
/// `cox.zph` returns; and a fit with a covariate that depends on the event time, against
/// `coxph(tt = )`, which splits the rows.
func diagnosticLines(_ options: Options) throws -> [Line] {
  let cohort = Cohort(count: options.rows(100_000), covariates: 10)
  let small = Cohort(count: options.rows(2_000), covariates: 3)
  var settings = CoxOptions()
  settings.concordance = false
  func test(_ threads: Int) throws -> Measurement {
    settings.threads = threads
    let model = try CoxModel(
      SurvivalFrame(Formula(cohort.formula), in: cohort.table()), options: settings)
    return try measure {
      (try model.proportionalHazardsTest(), model.schoenfeldResiduals.scaled)
    }
  }
  var frameOptions = ModelFrameOptions()
  frameOptions.allowsEffectsOverTime = true
  let formula = "\(small.formula) + tt(x1 * log(t))"
  let table = try small.table()
  let transform = try measure {
    try TimeVaryingCoxModel(SurvivalFrame(Formula(formula), in: table, options: frameOptions))
  }
  let (ours, single) = try (test(options.threads), test(1))
  let theirs = try withTemporaryDirectory { directory in
    try cohort.write(to: directory)
    return Peer.r.run("zph.R", [directory.path, "\(cohort.count)", "10"])
  }
  let split = try withTemporaryDirectory { directory in
    try small.write(to: directory)
    return Peer.r.run("tt.R", [directory.path, "\(small.count)", "3"])
  }
  return [
    Line(
      "proportional hazards, n = \(cohort.count), p = 10", ours: ours, single: single,
      peer: "cox.zph", theirs: theirs?.times["zph"], must: 4, aim: 10),
    Line(
      "tt(x * log(t)), n = \(small.count), p = 3", ours: transform, peer: "coxph(tt =)",
      theirs: split?.times["tt"], must: nil, aim: nil),
  ]
}
