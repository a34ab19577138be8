import Biostatistics
import Foundation

/// A logistic fit alone, with its covariance, on ready columns: against `glm.fit` with the inverse of
/// its information, and against glum, which gives none.
func logisticLines(_ options: Options) throws -> [Line] {
  let cohort = Cohort(count: options.rows(1_000_000), covariates: 50)
  let frame = try BinaryFrame(Formula(cohort.logisticFormula), in: cohort.table())
  let fit = try LogisticModel(frame, options: logisticFitAlone(threads: options.threads))
  let (ours, single) = try (
    measure { try LogisticModel(frame, options: logisticFitAlone(threads: options.threads)) },
    measure { try LogisticModel(frame, options: logisticFitAlone(threads: 1)) }
  )
  let (r, glum) = try withTemporaryDirectory { directory in
    try cohort.write(to: directory)
    let arguments = [directory.path, "\(cohort.count)", "50", "\(options.long)"]
    return (
      Peer.r.run("logistic.R", arguments), Peer.python.run("logistic.py", arguments)
    )
  }
  let name = "logistic, n = \(cohort.count), p = 50"
  return [
    Line(
      name, ours: ours, single: single, peer: "glm.fit", theirs: r?.times["glm"], must: 15, aim: 30,
      note: agreement(fit, r)),
    Line(
      name, ours: ours, single: single, peer: "glum \(glum?.texts["glum"] ?? "")",
      theirs: glum?.times["glum"], must: 1.3, aim: 2, note: agreement(fit, glum)),
  ]
}

/// What one small logistic fit costs within a process.
func smallLogisticLines(_ options: Options) throws -> [Line] {
  let cohort = Cohort(count: 500, covariates: 8)
  let frame = try BinaryFrame(Formula(cohort.logisticFormula), in: cohort.table())
  let fit = try LogisticModel(frame, options: logisticFitAlone(threads: 1))
  let loops = options.quick ? 200 : 2000
  let ours = try measure(loops: loops) {
    try LogisticModel(frame, options: logisticFitAlone(threads: 1))
  }
  let theirs = try withTemporaryDirectory { directory in
    try cohort.write(to: directory)
    return Peer.r.run(
      "logistic.R", [directory.path, "500", "8", "\(options.long)", "200"])
  }
  return [
    Line(
      "logistic, n = 500, p = 8", ours: ours, single: ours, peer: "glm.fit",
      theirs: theirs?.times["glm"], must: 10, aim: 40, note: agreement(fit, theirs))
  ]
}

/// Firth's logistic fit, without its profile, against an iteration of `glm.fit` calls in R.
func firthLines(_ options: Options) throws -> [Line] {
  let cohort = Cohort(count: options.rows(10_000), covariates: 10)
  let frame = try BinaryFrame(Formula(cohort.logisticFormula), in: cohort.table())
  func settings(_ threads: Int) -> LogisticOptions {
    var result = logisticFitAlone(threads: threads)
    result.firth = true
    return result
  }
  let fit = try LogisticModel(frame, options: settings(1))
  let (ours, single) = try (
    measure { try LogisticModel(frame, options: settings(options.threads)) },
    measure { try LogisticModel(frame, options: settings(1)) }
  )
  let theirs = try withTemporaryDirectory { directory in
    try cohort.write(to: directory)
    return Peer.r.run(
      "firth.R", [directory.path, "\(cohort.count)", "10", "\(options.long)"])
  }
  return [
    Line(
      "Firth logistic, n = \(cohort.count), p = 10", ours: ours, single: single,
      peer: "glm.fit calls", theirs: theirs?.times["firth"], must: 5, aim: nil,
      note: agreement(fit, theirs))
  ]
}

/// A fit without rank measures.
private func logisticFitAlone(threads: Int) -> LogisticOptions {
  var options = LogisticOptions()
  options.threads = threads
  options.discrimination = false
  return options
}

extension Cohort {
  /// The event, whenever it was, on all covariates.
  fileprivate var logisticFormula: String {
    "event ~ " + covariateNames.joined(separator: " + ")
  }
}

/// How far our coefficients are from the peer's.
private func agreement(_ model: LogisticModel, _ theirs: Peer.Answer?) -> String {
  let iterations = "iterations \(model.convergence.iterations)"
  guard let coefficients = theirs?.values["coefficients"],
    coefficients.count == model.coefficients.count
  else { return iterations }
  let largest = zip(coefficients, model.coefficients).map { ($0 - $1).magnitude }.max() ?? 0
  return "coefficients within \(bound(largest)), " + iterations
}
