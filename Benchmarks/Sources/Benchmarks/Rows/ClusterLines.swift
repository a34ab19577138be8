import Biostatistics
import Foundation

/// What Lin and Wei's variance over clusters of five adds to our own plain fit; with `--long` against
/// R's `coxph(cluster =)` too, whose residuals take rows times deaths times covariates.
func clusterLines(_ options: Options) throws -> [Line] {
  let cohort = Cohort(count: options.rows(100_000), covariates: 10)
  let clusters = (0..<cohort.count).map { Double($0 / 5) }
  let table = try cohort.table(adding: [Column(name: "cluster", numbers: clusters)])
  let formula = try Formula(cohort.formula)
  var clustered = ModelFrameOptions()
  clustered.cluster = "cluster"
  let plainFrame = try SurvivalFrame(formula, in: table)
  let frame = try SurvivalFrame(formula, in: table, options: clustered)
  let settings = fitAlone(threads: options.threads)
  let plain = try measure { try CoxModel(plainFrame, options: settings) }
  let robust = try measure { try CoxModel(frame, options: settings) }
  var lines = [
    Line(
      "cluster-robust fit, n = \(cohort.count), p = 10", value: robust.seconds / plain.seconds,
      unit: "plain fits", against: "our plain fit", limit: 2, aim: 1.3, runs: robust.wall.count,
      note: "\(Line.time(robust.seconds)) against \(Line.time(plain.seconds))")
  ]
  guard options.long else { return lines }
  let theirs = try withTemporaryDirectory { directory in
    try cohort.write(to: directory, adding: [("cluster", clusters)])
    return Peer.r.run("cluster.R", [directory.path, "\(cohort.count)", "10"])
  }
  var whole = CoxOptions()
  whole.threads = options.threads
  let ours = try measure {
    try CoxModel(
      SurvivalFrame(Formula(cohort.formula), in: table, options: clustered), options: whole)
  }
  lines.append(
    Line(
      "Cox with clusters, n = \(cohort.count), p = 10", ours: ours, peer: "coxph(cluster =)",
      theirs: theirs?.times["coxph"], must: nil, aim: nil))
  return lines
}
