import Foundation
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

  @Test("prognosis alone and the details are switches")
  func switches() throws {
    let prognosis = try run(["--prognosis-only", "--format", "json"])
    #expect(prognosis.status == 0)
    let estimates = prognosis.json["estimates"].array
    #expect(estimates.count == 1)
    #expect(!estimates[0]["hazardRatio"].exists && !estimates[0]["effect"].exists)
    expectClose(
      estimates[0]["survivalWithout"]["estimate"].number ?? .nan,
      prognosis.json["prognosis"]["predictions"][0]["probability"].number ?? 0, absolute: 0)
    let details = try run(["--details"])
    #expect(details.output.hasPrefix(try run([]).output.prefix(400)))
    #expect(details.output.contains("Every estimate\n"))
    #expect(details.output.contains("Woll PJ, Reichardt P"))
    #expect(details.output.hasSuffix("is not a certified medical device.\n"))
  }

  @Test("not eligible is an answer: status 0, with the criteria that fail")
  func notEligible() throws {
    let run = try run(["--set", "size=3cm", "--format", "json"])
    #expect(run.status == 0)
    #expect(run.json["eligibility"]["eligible"].number == 0)
    let failing = run.json["eligibility"]["criteria"].array.filter { $0["met"].number == 0 }
    #expect(failing.map { $0["id"].string } == ["size"])
  }

  @Test("a fit is a baseline where its document says that it is known at diagnosis")
  func fit() throws {
    let folder = try TemporaryFolder()
    let cohort = CommandRun.root.appending(path: "data/tcga_sarc.csv").path
    func fit(_ name: String, _ options: [String]) throws -> String {
      let path = folder.path(name)
      let fit = try CommandRun(
        [
          "fit", "cox", "Surv(OS_days, OS_event) ~ age_years + tumor_size_cm", cohort, "--output",
          path, "--horizons", "1y,5y",
        ] + options)
      #expect(fit.status == 0, "\(fit.errors)")
      return path
    }
    let values = ["--set", "age_years=61", "--set", "tumor_size_cm=12", "--format", "json"]
    let benefit = try run(
      ["--model", try fit("known.json", ["--known-from", "diagnosis"])] + values)
    #expect(benefit.status == 0, "\(benefit.errors)")
    #expect(benefit.json["baselineModel"].string == "known")
    let estimate = benefit.json["estimates"][0]
    #expect(estimate["survivalWithout"]["interval"].numbers.count == 2)
    #expect(estimate["absoluteBenefit"]["interval"].numbers.count == 2)
    #expect(benefit.json["cautions"].array.contains { $0["code"].string == "draftModel" })
    for (name, options, words) in [
      ("silent.json", [], "does not say that age_years is known at diagnosis"),
      ("late.json", ["--known-from", "surgery"], "age_years is known from surgery"),
    ] {
      let refused = try run(["--model", try fit(name, options)] + values)
      #expect(refused.status == 3)
      #expect(refused.errors.contains(words), "\(refused.errors)")
    }
  }

  @Test(
    "a fault is a sentence, with the status that scripts rely on",
    arguments: [
      (["--effect", "jcog1306-2022"], 3, "compares with doxorubicin and ifosfamide"),
      (["--effect", "petrioli-2002"], 3, "gives no ratio with its interval"),
      (["--effect", "eortc-62931-2013"], 3, "did you mean 'eortc-62931-2012'?"),
      (["--effect", ""], 3, "'' is not an effect of the library"),
      (["--effect", "smac-1997", "--effect", "smac-1997"], 2, "'smac-1997' is stated twice"),
      (["--model", "nobody"], 3, "There is no model 'nobody'"),
      (["--model", "fnclcc-grade-1997"], 3, "it gives a class and no survival."),
      (["--at", "10y"], 3, "gives survival at 5 years, not at 10 years. --survival 10y=VALUE"),
      (["--at", "5y,"], 2, "'' is no time; write 5y, 18m or 90d."),
      (["--at", "nan"], 2, "'nan' is no time"),
      (["--at", "1e999y"], 2, "'1e999y' is no time"),
      (["--at=-5y"], 2, "'-5y' is no time"),
      (["--hazard-ratio", "-1"], 2, "A ratio is positive and finite, not -1.0."),
      (["--hazard-ratio", "0"], 2, "A ratio is positive and finite, not 0.0."),
      (["--hazard-ratio", "nan"], 2, "A ratio is positive and finite, not nan."),
      (["--hazard-ratio", "1e999"], 2, "A ratio is positive and finite, not inf."),
      (["--hazard-ratio", "half"], 2, "half"),
      (["--hazard-ratio-interval", "0.5,0.9"], 2, "belongs to a --hazard-ratio."),
      (
        ["--hazard-ratio", "0.9", "--hazard-ratio-interval", "1.2,0.7"], 2,
        "runs from a positive number to a larger one, not from 1.2 to 0.7."
      ),
      (
        ["--hazard-ratio", "0.9", "--hazard-ratio-interval", "-1,2"], 2,
        "runs from a positive number to a larger one, not from -1.0 to 2.0."
      ),
      (
        ["--hazard-ratio", "0.9", "--hazard-ratio-interval", "1,2"], 2,
        "The estimate 0.9 lies outside its interval, 1.0 to 2.0."
      ),
      (
        ["--hazard-ratio", "0.9", "--hazard-ratio-interval", "0.7"], 2,
        "--hazard-ratio-interval '0.7' is not 2 numbers."
      ),
      (
        ["--hazard-ratio", "0.9", "--hazard-ratio-interval", "0.7,nan"], 2,
        "runs from a positive number to a larger one, not from 0.7 to nan."
      ),
      (["--survival", "5y=1.4"], 2, "A survival lies between 0 and 1, not at 1.4."),
      (["--survival", "5y=-0.1"], 2, "A survival lies between 0 and 1, not at -0.1."),
      (["--survival", "5y=nan"], 2, "A survival lies between 0 and 1, not at nan."),
      (["--survival", "5y=48 %"], 2, "--survival '48 %' is not a number."),
      (["--survival", "5y=0.4,0.3"], 2, "--survival '0.4,0.3' is not 3 numbers."),
      (
        ["--survival", "5y=0.4,0.5,0.6"], 2,
        "The estimate 0.4 lies outside its interval, 0.5 to 0.6."
      ),
      (["--survival", "5y=0.4,0.5,0.3"], 2, "not from 0.5 to 0.3."),
      (["--survival", "soon=0.4"], 2, "'soon' is no time"),
      (["--survival", "0y=0.4"], 2, "'0y' is no time"),
      (["--survival", "0.4"], 2, "--survival takes 5y=0.48 or 5y=0.48,0.40,0.56, not '0.4'."),
      (
        ["--survival", "5y=0.4", "--survival", "60m=0.5"], 2,
        "a survival at 60 months is stated twice; state it once."
      ),
      (["--survival", "5y=0.4", "--at", "5y"], 2, "--survival takes the place of --model"),
      (
        ["--prognosis-only", "--hazard-ratio", "0.9"], 2,
        "--prognosis-only takes no --effect and no --hazard-ratio"
      ),
      (["--set", "size=120"], 3, "is it in mm?"),
      (["--set", "metastasis=no", "--set", "metastaticSites=2"], 3, "contradicts"),
      (["--set", "colour=red"], 3, "'colour' is not a covariate"),
    ] as [([String], Int32, String)])
  func faults(arguments: [String], status: Int32, words: String) throws {
    let run = try run(arguments)
    #expect(run.status == status, "\(run.errors)")
    #expect(run.output.isEmpty)
    #expect(run.errors.contains(words), "\(run.errors)")
  }

  @Test("survivals and ratios at the end of what there is are answered")
  func ends() throws {
    for survival in ["0", "1", "1e-300", "0.5,1e-9,0.999999999"] {
      for ratio in ["1e-300", "1", "1e300"] {
        let run = try run([
          "--survival", "5y=\(survival)", "--hazard-ratio", ratio, "--format", "json",
        ])
        #expect(run.status == 0, "\(run.errors)")
        let estimate = run.json["estimates"][0]
        let benefit = try #require(estimate["absoluteBenefit"]["estimate"].number)
        #expect((-1...1).contains(benefit))
        if survival.count == 1 || ratio == "1" { #expect(benefit == 0) }
        #expect(!run.output.contains("nan") && !run.output.contains("inf\""))
      }
    }
  }

  @Test("a patient for whom no baseline applies is status 3")
  func noBaseline() throws {
    let run = try CommandRun(["benefit", "--set", "histology=MPNST", "--set", "site=thigh"])
    #expect(run.status == 3)
    #expect(run.errors.contains("state a 'survival' of your own"))
  }
}
