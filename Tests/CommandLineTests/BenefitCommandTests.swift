import TestSupport
import Testing

@Suite struct BenefitCommandTests {
  private static let patient =
    ["age=61", "size=12cm", "grade=3", "histology=LMS", "site=thigh"]
    .flatMap { ["--set", $0] } + ["--set", "depth=deep"]

  private func run(_ arguments: [String]) throws -> CommandRun {
    try CommandRun(["benefit"] + Self.patient + arguments)
  }

  @Test("JSON has the members of the contract")
  func json() throws {
    let run = try run(["--effect", "eortc-62931-2012", "--format", "json"])
    #expect(run.status == 0)
    let json = run.json
    #expect(json["eligibility"]["eligible"].number == 1)
    #expect(json["eligibility"]["criteria"][0].keys == ["id", "met", "sentence"])
    #expect(json["baselineModel"].string == "sarculator-extremity-os-2016-reconstructed")
    let estimate = json["estimates"][0]
    for key in [
      "effect", "design", "timing", "comparator", "endpoint", "time", "stratum", "shrunken",
      "hazardRatio", "survivalWithout", "survivalWith", "absoluteBenefit", "numberNeededToTreat",
      "caveats",
    ] { #expect(estimate.keys.contains(key), "\(key)") }
    #expect(estimate["comparator"].string == "none")
    #expect(estimate["hazardRatio"]["estimate"].number == 0.94)
    #expect(estimate["hazardRatio"]["interval"].numbers == [0.68, 1.31])
    #expect(
      estimate["numberNeededToTreat"].keys == ["benefitFrom", "estimate", "harmFrom", "interval"])
    #expect(json["regimens"][0].keys == ["contrast", "finding", "histotype"])
    #expect(json["cautions"][0]["code"].string == "baselineUncertaintyUnknown")
  }

  /// 0.48^0.94 = 0.501611, by R.
  @Test("a survival and a ratio of one's own take the place of the library's")
  func own() throws {
    let run = try run([
      "--survival", "5y=0.48", "--hazard-ratio", "0.94", "--hazard-ratio-interval", "0.68,1.31",
      "--format", "json",
    ])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.json["baselineModel"].string == "user")
    let estimates = run.json["estimates"].array
    #expect(estimates.count == 1)
    #expect(estimates[0]["effect"].string == "user")
    expectClose(estimates[0]["survivalWith"]["estimate"].number ?? .nan, 0.501611, absolute: 1e-6)
  }

  @Test(
    "a fault is a sentence, with the status that scripts rely on",
    arguments: [
      (["--effect", "jcog1306-2022"], 3, "compares with doxorubicin and ifosfamide"),
      (["--effect", "smac-1997"], 3, "gives no ratio with its interval"),
      (["--effect", "eortc-62931-2013"], 3, "did you mean 'eortc-62931-2012'?"),
      (["--hazard-ratio", "-1"], 2, "ratio"),
      (["--survival", "5y=1.4"], 2, "survival"),
      (["--survival", "soon=0.4"], 2, "is no time"),
      (["--hazard-ratio-interval", "0.5,0.9"], 2, "belongs to a --hazard-ratio"),
    ] as [([String], Int32, String)])
  func faults(arguments: [String], status: Int32, words: String) throws {
    let run = try run(arguments)
    #expect(run.status == status)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains(words), "\(run.errors)")
  }

  @Test("a patient for whom no baseline applies is status 3")
  func noBaseline() throws {
    let run = try CommandRun(["benefit", "--set", "histology=MPNST", "--set", "site=thigh"])
    #expect(run.status == 3)
    #expect(run.errors.contains("state one with --survival"))
  }
}
