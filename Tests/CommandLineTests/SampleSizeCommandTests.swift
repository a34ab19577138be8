import TestSupport
import Testing

@Suite struct SampleSizeCommandTests {
  /// Riley et al. 2020, doi:10.1136/bmj.m441.
  @Test("a Cox model: 5143 patients, 692 events, 23.07 a parameter")
  func cox() throws {
    let arguments = [
      "samplesize", "cox", "--parameters", "30", "--r2", "0.051", "--rate", "0.065",
      "--mean-follow-up", "2.07", "--horizon", "2",
    ]
    let text = try CommandRun(arguments)
    #expect(text.status == 0, "\(text.errors)")
    #expect(text.output.contains("  5143 patients with 692 events, 23.07 events a parameter;"))
    let json = try CommandRun(arguments + ["--format", "json"]).json
    #expect(json["kind"].string == "sampleSize")
    #expect(json["model"].string == "cox")
    #expect(json["patients"].number == 5143)
    #expect(json["decidedBy"].string == "shrinkage")
    #expect(json["criteria"].array.compactMap { $0["patients"].number } == [5143, 1039, 158])
    #expect(json["criteria"][0]["limit"].number == 0.9)
    expectClose(json["events"].number ?? .nan, 5143 * 0.065 * 2.07, relative: 1e-14)
    #expect(json["assumed"].keys == ["horizon", "meanFollowUp", "rate"])
    #expect(json["overallRisk"]["interval"].numbers.count == 2)
  }

  /// Riley et al. 2019, doi:10.1002/sim.7992.
  @Test("a logistic model: 662 patients, decided by optimism")
  func logistic() throws {
    let arguments = ["samplesize", "logistic", "--parameters", "24", "--prevalence", "0.174"]
    let json = try CommandRun(arguments + ["--r2", "0.288", "--format", "json"]).json
    #expect(json["criteria"].array.compactMap { $0["patients"].number } == [623, 662, 221])
    #expect(json["decidedBy"].string == "optimism")
    #expect(!json["criteria"][2]["expectedShrinkage"].exists)
    let text = try CommandRun(arguments + ["--c-statistic", "0.89"]).output
    #expect(text.contains("Minimum sample size for developing a logistic model"))
    #expect(text.contains("  660 patients with 115 events"))
    let share = try CommandRun(
      arguments + ["--nagelkerke-r2", "0.477", "--shrinkage", "0.95", "--format", "json"]
    ).json
    expectClose(share["coxSnellR2"].number ?? .nan, 0.477 * 0.6032086677670352, relative: 1e-14)
    #expect(share["criteria"][0]["expectedShrinkage"].number == 0.95)
  }

  @Test(
    "what is missing, twice, or impossible is wrong usage",
    arguments: [
      (["--r2", "0.1"], "Missing expected argument '--prevalence"),
      (["--prevalence", "0.2"], "State one of --r2, --nagelkerke-r2 and --c-statistic."),
      (
        ["--prevalence", "0.2", "--r2", "0.1", "--c-statistic", "0.8"],
        "State one of --r2, --nagelkerke-r2 and --c-statistic."
      ),
      (["--prevalence", "1.2", "--r2", "0.1"], "The prevalence lies between 0 and 1, not at 1.2."),
      (["--prevalence", "0.2", "--r2", "-1"], "Cox and Snell's R2 lies between 0 and 1"),
      (["--prevalence", "0.2", "--r2", "0.9"], "if it is Nagelkerke's, say so."),
    ] as [([String], String)])
  func usage(arguments: [String], words: String) throws {
    let run = try CommandRun(["samplesize", "logistic", "--parameters", "5"] + arguments)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains(words), "\(run.errors)")
  }
}
