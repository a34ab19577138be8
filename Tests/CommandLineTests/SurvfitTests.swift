import Foundation
import TestSupport
import Testing

private let cohort = CommandRun.root.appending(path: "data/tcga_sarc.csv").path

@Suite struct SurvfitTests {
  /// Kaplan-Meier overall survival at 1, 3 and 5 years is 89 %, 68 % and 55 %, the median 1991 days.
  @Test("Overall survival in TCGA-SARC is what the data's description says")
  func overall() throws {
    let run = try CommandRun([
      "survfit", "Surv(OS_days, OS_event) ~ 1", cohort, "--at", "1y,3y,5y", "--format", "json",
    ])
    #expect(run.status == 0)
    let curve = run.json["curves"][0]
    #expect(curve["median"]["time"].number == 1991)
    let survival = curve["estimates"].array.compactMap { $0["survival"].number }
    #expect(survival.map { Int((100 * $0).rounded()) } == [89, 68, 55])
  }

  @Test("The test between groups is printed with observed and expected deaths")
  func groups() throws {
    let run = try CommandRun([
      "survfit", "Surv(OS_days, OS_event) ~ residual_tumor", cohort, "--missing", "RX", "--test",
      "logrank",
    ])
    #expect(run.output.contains("chi-square 55.75 on 2 degrees of freedom, p <0.001"))
  }

  @Test("A test of one group is refused")
  func oneGroup() throws {
    let run = try CommandRun([
      "survfit", "Surv(OS_days, OS_event) ~ 1", cohort, "--test", "logrank",
    ])
    #expect(run.status == 3)
    #expect(run.errors == "sarcoma: A test needs two groups or more; the formula gives one.\n")
  }
}
