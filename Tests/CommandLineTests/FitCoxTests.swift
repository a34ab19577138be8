import Foundation
import TestSupport
import Testing

private let cohort = CommandRun.root.appending(path: "data/tcga_sarc.csv").path

@Suite struct FitCoxTests {
  /// Coefficient (standard error) and log partial likelihoods by R 4.2.2, survival 3.5-3, on the
  /// same file: coxph(Surv(OS_days, OS_event) ~ age_years + log2(tumor_size_cm) + r_pos).
  @Test("Overall survival in TCGA-SARC is what R's coxph gives")
  func cohortFit() throws {
    let run = try CommandRun([
      "fit", "cox",
      "Surv(OS_days, OS_event) ~ age_years + log2(tumor_size_cm) + I(residual_tumor != \"R0\")",
      cohort, "--missing", "RX", "--format", "json",
    ])
    #expect(run.status == 0)
    let json = run.json
    #expect(json["n"].number == 226)
    #expect(json["events"].number == 84)
    let coefficients = json["coefficients"].array
    expectClose(
      coefficients.compactMap { $0["estimate"].number }, [0.026852893, 0.29339645, 0.71747229],
      relative: 2e-8)
    expectClose(
      coefficients.compactMap { $0["standardError"].number },
      [0.0086673638, 0.12915978, 0.22908593], relative: 4e-8)
    expectClose(json["logLikelihood"]["null"].number ?? .nan, -398.585415, absolute: 5e-7)
    expectClose(json["logLikelihood"]["model"].number ?? .nan, -382.866230, absolute: 5e-7)
  }

  @Test("Text says how many rows were used and why the others were not")
  func account() throws {
    let run = try CommandRun([
      "fit", "cox", "Surv(OS_days, OS_event) ~ age_years + residual_tumor", cohort, "--missing",
      "RX",
    ])
    #expect(run.output.contains("234 rows, 87 events; 27 of 261 rows left out"))
    #expect(run.output.contains("missing values: residual_tumor 27"))
  }

  @Test(
    "A failure is one sentence on standard error, with the status that scripts rely on",
    arguments: [
      (["Surv(OS_days, OS_event) ~ agee_years"], 3, "did you mean 'age_years'?"),
      (["Surv(OS_days, OS_event) ~ age_years +"], 3, "ends too early"),
      (["OS_days ~ age_years"], 3, "is no Surv(time, event)"),
      (["Surv(OS_days, death_cause) ~ age_years"], 3, "such as death_cause == 2"),
      (["Surv(OS_days, OS_event) ~ age_years", "--confidence", "2"], 2, "between 0 and 1"),
      (["Surv(OS_days, OS_event) ~ age_years", "--ties", "nearest"], 2, "nearest"),
      (["Surv(OS_days, OS_event) ~ age_years", "--where", "age_years > 900"], 3, "None of the"),
    ] as [([String], Int32, String)])
  func failures(arguments: [String], status: Int32, words: String) throws {
    let run = try CommandRun(["fit", "cox", arguments[0], cohort] + arguments.dropFirst())
    #expect(run.status == status)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains(words), "\(run.errors)")
  }

  @Test("A search that is stopped too early exits with 4 and prints its result all the same")
  func notConverged() throws {
    let run = try CommandRun([
      "fit", "cox", "Surv(OS_days, OS_event) ~ age_years", cohort, "--iterations", "1",
      "--format", "json",
    ])
    #expect(run.status == 4)
    #expect(run.json["kind"].string == "cox")
    #expect(run.json["warnings"][0]["code"].string == "notConverged")
  }

  @Test("A table comes from standard input as well")
  func standardInput() throws {
    let run = try CommandRun(
      ["fit", "cox", "Surv(time, status) ~ x", "-", "--ties", "breslow", "--format", "json"],
      input: "time,status,x\n1,1,1\n1,0,1\n6,1,1\n6,1,0\n8,0,0\n9,1,0\n")
    // By hand: exp(beta) solves r^2 - 3 r - 6 = 0 (Therneau and Grambsch 2000, appendix E).
    let beta = log((3 + 33.0.squareRoot()) / 2)
    expectClose(run.json["coefficients"][0]["estimate"].number ?? .nan, beta, relative: 1e-14)
  }

  @Test("A number column that one cell made text is refused by that cell, unless it is a factor")
  func spoiltColumn() throws {
    let rows = (1...30).map { "\($0),\($0 % 2),\(Double($0 * 7 % 31) / 2)" }.joined(separator: "\n")
    let table = "time,status,size\n\(rows)\n31,1,n.d.\n"
    let refused = try CommandRun(["fit", "cox", "Surv(time, status) ~ size", "-"], input: table)
    #expect(refused.status == 3)
    #expect(
      refused.errors
        == "sarcoma: Column 'size' holds text ('n.d.' at line 32) where a number is wanted; correct "
        + "the cell, name it as missing with --missing, or enter the column as a factor.\n")
    let named = try CommandRun(
      ["fit", "cox", "Surv(time, status) ~ size", "-", "--missing", "n.d."], input: table)
    #expect(named.output.contains("30 rows, 15 events; 1 of 31 rows left out"))
  }
}
