import Biostatistics
import Foundation

/// The concordance index of a given score, with its standard error.
func concordanceLines(_ options: Options) throws -> [Line] {
  let cohort = Cohort(count: options.rows(1_000_000), covariates: 2)
  let outcomes = try cohort.outcomes()
  let ours = try measure { try Concordance(of: cohort.linearPredictor, against: outcomes) }
  let result = try Concordance(of: cohort.linearPredictor, against: outcomes)
  let theirs = try withTemporaryDirectory { directory in
    try cohort.write(to: directory, adding: [("score", cohort.linearPredictor)])
    return Peer.r.run("concordance.R", [directory.path, "\(cohort.count)", "\(options.long)"])
  }
  var note = ""
  if let values = theirs?.values["concordance"], values.count == 2 {
    note = "C within \(bound(values[0] - result.index)), "
    note += "standard error within \(bound(values[1] - result.standardError))"
  }
  return [
    Line(
      "concordance with variance, n = \(cohort.count)", ours: ours, single: ours,
      peer: "concordance()", theirs: theirs?.times["concordance"], must: 6, aim: 15, note: note)
  ]
}
