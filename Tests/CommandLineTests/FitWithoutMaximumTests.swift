import Foundation
import TestSupport
import Testing

private let cohort = CommandRun.root.appending(path: "data/tcga_sarc.csv").path

private func data(_ name: String) -> String {
  Reference.folder.appending(path: "data/\(name).csv").path
}

/// A fit whose search did not end at a maximum is printed with its warning, and is no document.
@Suite struct FitWithoutMaximumTests {
  private static let margins = [
    "fit", "logistic", "residual_tumor != \"R0\" ~ histology_group + age_years", cohort,
    "--missing", "RX",
  ]

  @Test(
    "Separated, monotone and stopped fits are printed, and refused as documents",
    arguments: [
      (
        margins, 0,
        "There is no finite estimate of 'histology_groupDesmoid', 'histology_groupSS', so there is no "
          + "model to write; fit with Firth's penalty or a ridge, merge levels, or leave the term out."
      ),
      (
        ["fit", "logistic", "y ~ x", data("separation")], 0,
        "There is no finite estimate of 'x', so there is no model to write; fit with Firth's penalty "
          + "or a ridge, merge levels, or leave the term out."
      ),
      (
        ["fit", "cox", "Surv(time, status) ~ x1 + z", data("nasty-monotone"), "--horizons", "5"], 0,
        "There is no finite estimate of 'z', so there is no model to write; fit with Firth's penalty "
          + "or a ridge, merge levels, or leave the term out."
      ),
      (
        ["fit", "logistic", "low ~ age + lwt", data("birthwt"), "--iterations", "1"], 4,
        "The search did not converge, furthest off at 'lwt', so there is no model to write; "
          + "allow more iterations, fit with Firth's penalty or a ridge, or rescale or leave out a "
          + "term."
      ),
      (
        [
          "fit", "cox", "Surv(time, event) ~ age + sex", data("lung_w"), "--iterations", "1",
          "--horizons", "180",
        ], 4,
        "The search did not converge, furthest off at 'sex', so there is no model to write; allow "
          + "more iterations, fit with Firth's penalty or a ridge, or rescale or leave out a term."
      ),
    ] as [([String], Int32, String)])
  func refused(arguments: [String], alone: Int32, sentence: String) throws {
    let folder = try TemporaryFolder()
    let withoutDocument = arguments.firstIndex(of: "--horizons").map { Array(arguments[..<$0]) }
    let printed = try CommandRun(withoutDocument ?? arguments)
    #expect(printed.status == alone && !printed.output.isEmpty, "\(printed.errors)")
    let run = try CommandRun(arguments + ["--output", folder.path("m.json")])
    #expect(run.status == 3)
    #expect(run.errors == "sarcoma: \(sentence)\n")
    #expect(run.output.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: folder.path("m.json")))
  }

  @Test(
    "Firth's penalty and a ridge make a document of the same fit", arguments: ["firth", "ridge"])
  func penalized(_ penalty: String) throws {
    let folder = try TemporaryFolder()
    let option = penalty == "firth" ? ["--firth"] : ["--ridge", "2"]
    let run = try CommandRun(Self.margins + option + ["--output", folder.path("m.json")])
    #expect(run.status == 0, "\(run.errors)")
    let score = try CommandRun([
      "score", folder.path("m.json"), "--set", "histology_group=Desmoid", "--set", "age_years=60",
      "--format", "json",
    ])
    #expect(score.status == 0, "\(score.errors)")
    let interval = score.json["predictions"][0]["interval"].numbers
    #expect(interval.count == 2 && interval[0] > 0 && interval[1] < 1)
  }
}
