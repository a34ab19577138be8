import Biostatistics
import Foundation

/// The Cox model of `cox-50` from a C program's columns, through `libsarcomafit.so` that
/// `bindings/c/build.sh` built, against the same fit in Swift.
func embeddedLines(_ options: Options) throws -> [Line] {
  let cohort = Cohort(count: options.rows(1_000_000), covariates: 50)
  let table = try cohort.table()
  let fit = try CoxModel(SurvivalFrame(Formula(cohort.formula), in: table))
  let ours = try measure { try CoxModel(SurvivalFrame(Formula(cohort.formula), in: table)) }
  let theirs = try withTemporaryDirectory { directory -> Peer.Answer? in
    try cohort.write(to: directory)
    guard let program = Peer.compile("embedded.c", library: "sarcomafit", in: directory) else {
      return nil
    }
    return program.run("", [directory.path, "\(cohort.count)", "50"])
  }
  guard let theirs, let time = theirs.times["cox"] else { return [] }
  let isSame = theirs.values["coefficients"] == fit.coefficients
  return [
    Line(
      "Cox from C, n = \(cohort.count), p = 50", value: 100 * (time.seconds / ours.seconds - 1),
      unit: "%", against: "more than from Swift", limit: 5, aim: 5, runs: time.wall.count,
      note: String(
        format: "%.0f ms from C, %.0f from Swift; %@", 1e3 * time.seconds, 1e3 * ours.seconds,
        isSame ? "equal to the bit" : "NOT EQUAL"))
  ]
}
