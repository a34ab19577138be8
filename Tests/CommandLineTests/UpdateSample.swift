import Foundation
import TestSupport
import Testing

/// The models and tables of `Reference/update.R`, as the command line makes them.
struct UpdateSample {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  static func data(_ name: String) -> String {
    Reference.folder.appending(path: "data/\(name).csv").path
  }

  static let cohort = CommandRun.root.appending(path: "data/tcga_sarc_patients.csv").path

  /// rotterdam's model of `open/cal-external-gbsg.json`.
  func rotterdam(horizons: String = "1y,3y,5y", ties: String = "efron") throws -> String {
    try fit(
      "rotterdam.json",
      [
        "cox", "Surv(rfstime, rfs) ~ age + size + grade + I(pmin(nodes, 19)) + hormon",
        Self.data("rotterdam"), "--levels", "size=<=20,20-50,>50", "--horizons", horizons, "--ties",
        ties, "--ph-test", "off",
      ])
  }

  /// Fits a model and gives the path of its document.
  func fit(_ name: String, _ arguments: [String]) throws -> String {
    let run = try CommandRun(["fit"] + arguments + ["--output", folder.path(name)])
    try #require(run.status == 0, "\(run.errors)")
    return folder.path(name)
  }

  /// Updates a model, and gives what the command says of it.
  func update(
    _ model: String, _ table: String, _ outcome: String, _ method: String, to name: String,
    _ more: [String] = []
  ) throws -> Reference {
    let run = try CommandRun(
      arguments(model, table, outcome, method, to: name) + more + ["--format", "json"])
    try #require(run.status == 0, "\(run.errors)")
    return run.json
  }

  func arguments(
    _ model: String, _ table: String, _ outcome: String, _ method: String, to name: String
  ) -> [String] {
    [
      "update", model, table, "--outcome", outcome, "--method", method, "--output",
      folder.path(name),
    ]
  }

  /// A document that was written.
  func document(_ name: String) throws -> Reference { Reference(try folder.read(name)) }

  /// Probabilities of a patient at the model's horizons, or at others, with their intervals.
  func score(
    _ name: String, _ patient: [String], at times: String? = nil
  ) throws -> [Reference] {
    let run = try CommandRun(
      ["score", folder.path(name), "--format", "json"] + patient.flatMap { ["--set", $0] }
        + (times.map { ["--at", $0] } ?? []))
    try #require(run.status == 0, "\(run.errors)")
    return run.json["predictions"].array
  }

  /// A document with its text changed.
  func changing(_ path: String, to name: String, _ change: (inout String) -> Void) throws -> String
  {
    var text = try String(contentsOfFile: path, encoding: .utf8)
    change(&text)
    return try folder.write(text, to: name)
  }
}
