import Biostatistics
import Foundation

/// Indices of validation weighted for censoring, against scikit-survival.
func validationLines(_ options: Options) throws -> [Line] {
  let cohort = Cohort(count: options.rows(100_000), covariates: 2)
  let outcomes = try cohort.outcomes()
  let score = cohort.linearPredictor
  let horizons = (1...10).map { 300.0 * Double($0) }
  let times = (0..<50).map { 60 + 60 * Double($0) }
  let risks = times.map { time in score.map { 1 - exp(-time / 4000 * exp($0)) } }
  let uno = measure { try? Concordance.uno(of: score, against: outcomes, upTo: 3000) }
  let auc = measure { TimeDependentAUC.estimates(of: score, against: outcomes, at: horizons) }
  func brier(threads: Int) -> [BrierScore] {
    guard let scores = try? BrierScores(outcomes, standardErrors: false) else { return [] }
    return scores.scores(of: risks, at: times, threads: threads).compactMap { try? $0.get() }
  }
  func brierWithErrors() -> [BrierScore] {
    guard let scores = try? BrierScores(outcomes) else { return [] }
    return zip(times, risks).compactMap { try? scores.score(of: $1, at: $0) }
  }
  let plain = measure { brier(threads: options.threads) }
  let single = measure { brier(threads: 1) }
  let errors = measure { brierWithErrors() }
  let theirs = try withTemporaryDirectory { directory in
    try cohort.write(to: directory, adding: [("score", score)])
    return Peer.python.run(
      "validation.py", [directory.path, "\(cohort.count)", options.long ? "3" : "1"])
  }
  func line(
    _ name: String, _ ours: Measurement, single: Measurement? = nil, _ key: String,
    _ values: [Double], must: Double?, aim: Double?, _ more: String = ""
  ) -> Line {
    let differences = zip(theirs?.values[key] ?? [], values).map { ($0 - $1).magnitude }
    let note = differences.max().map { "within \(bound($0))" + more } ?? ""
    return Line(
      "\(name), n = \(cohort.count)", ours: ours, single: single ?? ours, peer: "scikit-survival",
      theirs: theirs?.times[key], must: must, aim: aim, note: note)
  }
  let index = try Concordance.uno(of: score, against: outcomes, upTo: 3000).index
  let areas = TimeDependentAUC.estimates(of: score, against: outcomes, at: horizons).map {
    (try? $0.get().estimate) ?? .nan
  }
  return [
    line("Uno's C with variance", uno, "uno", [index], must: 100, aim: nil),
    line(
      "AUC(t) at 10 horizons with variance", auc, "auc", areas, must: 3, aim: 8,
      "; theirs has no variance"),
    line(
      "Brier score at 50 times", plain, single: single, "brier", brier(threads: 1).map(\.estimate),
      must: 5, aim: 20),
    line(
      "the same with its standard error", errors, "brier", brierWithErrors().map(\.estimate),
      must: nil, aim: nil, "; theirs has none"),
  ]
}
