import Biostatistics
import Foundation

/// The product-limit curve of one group, with Greenwood's variance and intervals on the log scale.
func kaplanMeierLines(_ options: Options) throws -> [Line] {
  let cohort = Cohort(count: options.rows(1_000_000), covariates: 2)
  let outcomes = try cohort.outcomes()
  let ours = try measure { try KaplanMeier(outcomes) }
  let curve = try KaplanMeier(outcomes).curves[0]
  let theirs = try withTemporaryDirectory { directory in
    try cohort.write(to: directory)
    return Peer.r.run("kaplan-meier.R", [directory.path, "\(cohort.count)", "\(options.long)"])
  }
  var note = "\(curve.times.count) distinct times"
  if let values = theirs?.values["survival"], let last = curve.survival.last, values.count == 2 {
    note += "; S at the end within \(bound(values[0] - last))"
  }
  return [
    Line(
      "Kaplan-Meier with intervals, n = \(cohort.count)", ours: ours, single: ours,
      peer: "survfit()", theirs: theirs?.times["survfit"], must: 5, aim: 15, note: note)
  ]
}
