import Foundation
import TestSupport
import Testing

private let cohort = CommandRun.root.appending(path: "data/tcga_sarc_patients.csv").path

private func data(_ name: String) -> String {
  Reference.folder.appending(path: "data/\(name).csv").path
}

@Suite struct ValidateTests {
  /// The model of `open/cal-external-gbsg.json`, fitted to rotterdam and written as a document.
  private static func rotterdam(in folder: TemporaryFolder) throws -> String {
    let document = folder.path("rotterdam.json")
    let fit = try CommandRun([
      "fit", "cox", "Surv(rfstime, rfs) ~ age + size + grade + I(pmin(nodes, 19)) + hormon",
      data("rotterdam"), "--levels", "size=<=20,20-50,>50", "--output", document, "--horizons",
      "5y", "--ph-test", "off",
    ])
    #expect(fit.status == 0, "\(fit.errors)")
    return document
  }

  @Test("rotterdam's model on gbsg: discrimination and calibration are those of R and timeROC")
  func external() throws {
    let folder = try TemporaryFolder()
    let document = try Self.rotterdam(in: folder)
    let run = try CommandRun([
      "validate", document, data("gbsg_v"), "--outcome", "Surv(rfstime, rfs)", "--at",
      "365.25,730.5,1095.75,5y", "--format", "json",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let json = run.json
    #expect(json["n"].number == 686 && json["events"].number == 299)
    #expect(json["horizons"].array.map { $0["value"].number } == [365.25, 730.5, 1095.75, 5])
    #expect(json["horizons"][3]["unit"].string == "year")

    let concordance = try Reference(named: "open/c-external-gbsg.json")["expected"]
    let harrell = json["discrimination"]["harrellC"]
    // The coefficients are a fit of ours, right to 1e-9 or better; ranks do not feel that.
    expectClose(
      harrell["estimate"].number ?? .nan, concordance["n"]["c"].number ?? .nan, relative: 1e-9)
    expectClose(
      harrell["standardError"].number ?? .nan,
      (concordance["n"]["var"].number ?? .nan).squareRoot(), relative: 1e-9)
    let uno = json["discrimination"]["unoC"][3]
    #expect(uno["time"].number == 5)
    expectClose(
      uno["estimate"].number ?? .nan, concordance["n/G2_ymax1826"]["c"].number ?? .nan,
      relative: 1e-9)
    let auc = try Reference(named: "open/auc-t-gbsg.json")["expected"]
    for k in 0..<4 {
      let found = json["discrimination"]["auc"][k]
      // The case rounds the marker to 6 decimals.
      expectClose(found["estimate"].number ?? .nan, auc["auc"][k].number ?? .nan, relative: 1e-6)
      expectClose(
        found["standardError"].number ?? .nan, auc["se"][k].number ?? .nan, relative: 1e-6)
    }

    let expected = try Reference(named: "open/cal-external-gbsg.json")["expected"]
    func number(_ key: String) -> Double { expected[key].number ?? .nan }
    let found = json["calibration"][3]
    // The case's own tolerance: R's fits stop there.
    let tolerance = 1e-7
    expectClose(
      found["slope"]["estimate"].number ?? .nan, expected["slope"]["coef"].number ?? .nan,
      relative: tolerance)
    expectClose(
      found["slope"]["standardError"].number ?? .nan, expected["slope"]["se"].number ?? .nan,
      relative: tolerance)
    #expect(found["inTheLargeMethod"].string == "poisson")
    expectClose(
      found["inTheLarge"].number ?? .nan,
      expected["poisson_calibration_in_the_large"]["coef"].number ?? .nan, relative: tolerance)
    expectClose(
      json["calibrationOverall"]["expectedEvents"].number ?? .nan, number("sum_expected"),
      relative: tolerance)
    let ratio = found["observedExpected"]
    expectClose(ratio["estimate"].number ?? .nan, number("oe_ratio"), relative: tolerance)
    expectClose(ratio["expected"].number ?? .nan, number("mean_predicted"), relative: tolerance)
    expectClose(ratio["observed"].number ?? .nan, number("observed_5y"), relative: tolerance)
    for key in ["ici", "e50", "e90", "emax"] {
      expectClose(found[key].number ?? .nan, number(key), relative: tolerance, key)
    }
    #expect(json["brier"].array.count == 4 && json["integratedBrier"]["to"].number == 5)
    #expect(json["netBenefit"].array.count == 36)
    #expect(!run.output.contains("nan"))
  }

  @Test("a document in days is validated on a table in years, to the same digits")
  func units() throws {
    let folder = try TemporaryFolder()
    let document = try Self.rotterdam(in: folder)
    let tables = [
      (outcome: "Surv(rfstime, rfs)", unit: "day"), (outcome: "Surv(rfsy, rfs)", unit: "year"),
    ]
    let runs = try tables.map {
      try CommandRun([
        "validate", document, data("gbsg_v"), "--outcome", $0.outcome, "--unit", $0.unit, "--at",
        "5y", "--format", "json",
      ]).json
    }
    for key in ["discrimination", "brier", "calibration"] { #expect(runs[0][key].exists, "\(key)") }
    func values(_ json: Reference) -> [Double] {
      [
        json["discrimination"]["harrellC"]["estimate"],
        json["discrimination"]["unoC"][0]["estimate"],
        json["brier"][0]["estimate"], json["calibration"][0]["ici"],
        json["calibration"][0]["observedExpected"]["estimate"], json["integratedBrier"]["estimate"],
      ].map { $0.number ?? .nan }
    }
    expectClose(values(runs[0]), values(runs[1]), relative: 1e-9)
  }

  /// A third of the rows scores 60 standard deviations from the rest.
  @Test("predicted risks of 0 and 1 are counted, in survival and in binary outcomes")
  func extremes() throws {
    let folder = try TemporaryFolder()
    let rows = (1...60).map { "\($0),\($0 % 4 < 3 ? 1 : 0),\($0 * 7 % 11)" }
    let table = try folder.write((["t,d,x"] + rows).joined(separator: "\n"), to: "t.csv")
    let far = (1...60).map { "\($0),\($0 % 4 < 3 ? 1 : 0),\($0 % 3 > 0 ? $0 * 7 % 11 : 90000)" }
    let other = try folder.write((["t,d,x"] + far).joined(separator: "\n"), to: "far.csv")
    let fits = [
      ("cox", "Surv(t, d) ~ x", ["--horizons", "30d"], "Surv(t, d)"),
      ("logistic", "d ~ x", [], "d"),
    ]
    for (kind, formula, options, outcome) in fits {
      let document = folder.path("\(kind).json")
      let fit = try CommandRun(["fit", kind, formula, table, "--output", document] + options)
      #expect(fit.status == 0, "\(fit.errors)")
      for (data, counts) in [(table, []), (other, [20])] {
        let run = try CommandRun([
          "validate", document, data, "--outcome", outcome, "--format", "json",
        ])
        let found = run.json["cautions"].array.filter {
          $0["code"].string == "extremePredictions"
        }
        #expect(
          found.compactMap { Int(($0["message"].string ?? "").prefix { $0 != " " }) } == counts)
      }
    }
  }

  @Test("a stratified model is judged within its strata, and by the risk at a horizon")
  func strata() throws {
    let folder = try TemporaryFolder()
    let document = folder.path("strata.json")
    let fit = try CommandRun([
      "fit", "cox", "Surv(rfstime, rfs) ~ I(pmin(nodes, 19)) + strata(grade)", data("gbsg_v"),
      "--output", document, "--horizons", "3y", "--ph-test", "off", "--format", "json",
    ])
    let run = try CommandRun([
      "validate", document, data("gbsg_v"), "--outcome", "Surv(rfstime, rfs)", "--format", "json",
    ])
    // On the patients of the fit: its own C, and a slope of 1.
    expectClose(
      run.json["discrimination"]["harrellC"]["estimate"].number ?? .nan,
      fit.json["concordance"]["estimate"].number ?? .nan, relative: 1e-14)
    expectClose(
      run.json["calibrationOverall"]["slope"]["estimate"].number ?? .nan, 1, absolute: 1e-7)
    #expect(!run.json["discrimination"]["royston"]["d"].exists)
    #expect(
      run.json["cautions"].array.contains {
        $0["code"].string == "strata" && $0["index"].string == "royston"
      })
    let text = try CommandRun([
      "validate", document, data("gbsg_v"), "--outcome", "Surv(rfstime, rfs)",
    ])
    #expect(
      text.output.contains(
        "Strata: Harrell's C compares patients of one stratum; the slope is that of a Cox model with the "
          + "strata; Uno's C and AUC rank by the risk at the horizon."))
  }

  @Test("--truncate, --thresholds and --confidence do what they say")
  func options() throws {
    let folder = try TemporaryFolder()
    let document = try Self.rotterdam(in: folder)
    let run = try CommandRun([
      "validate", document, data("gbsg_v"), "--outcome", "Surv(rfstime, rfs)", "--at", "5y",
      "--truncate", "1826", "--thresholds", "0.25, 0.5", "--confidence", "0.9", "--format", "json",
    ])
    let expected = try Reference(named: "open/c-external-gbsg.json")["expected"]["n_ymax1826"]
    let harrell = run.json["discrimination"]["harrellC"]
    expectClose(
      harrell["estimate"].number ?? .nan, expected["c"].number ?? .nan, relative: 1e-9)
    let half = 1.6448536269514722 * (harrell["standardError"].number ?? .nan)
    expectClose(
      harrell["interval"][1].number ?? .nan, (harrell["estimate"].number ?? .nan) + half,
      relative: 1e-12)
    #expect(run.json["netBenefit"].array.map { $0["threshold"].number } == [0.25, 0.5])
  }

  @Test("the text says who was validated, how well, by which conventions, and what is missing")
  func text() throws {
    let folder = try TemporaryFolder()
    let document = try Self.rotterdam(in: folder)
    let run = try CommandRun([
      "validate", document, data("gbsg_v"), "--outcome", "Surv(rfstime, rfs)", "--at", "5y,20y",
    ])
    #expect(run.status == 0)
    for part in [
      "686 patients, 299 events\n", "Harrell's C, all follow-up     0.664",
      "Uno's C to 5 years             0.653", "1/G(t-) for an event",
      "  - no index at 20 years: follow-up ends before, at 7.28 years.\n",
    ] { #expect(run.output.contains(part), "\(part)\n\(run.output)") }
  }

  @Test("a published score on TCGA-SARC: rows are refused by reason, and a short follow-up is said")
  func published() throws {
    let run = try CommandRun([
      "validate", "sarculator-extremity-os-2016-reconstructed", cohort, "--outcome",
      "Surv(OS_days, OS_event)", "--unit", "day", "--format", "json",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let json = run.json
    #expect(json["n"].number == 54 && json["events"].number == 20)
    let refused = json["refused"].array.compactMap { $0["count"].number }.reduce(0, +)
    #expect((json["n"].number ?? 0) + refused == json["rowsConsidered"].number)
    #expect(json["discrimination"]["auc"][0]["estimate"].number == nil)
    let codes = json["cautions"].array.compactMap { $0["code"].string }
    #expect(codes.contains("tooFewAtRisk") && codes.contains("fewEvents"))
  }

  @Test("each fault is one sentence")
  func faults() throws {
    let folder = try TemporaryFolder()
    let document = try Self.rotterdam(in: folder)
    func fault(_ more: [String], table: String? = nil) throws -> String {
      let run = try CommandRun(
        ["validate", document, table ?? data("gbsg_v"), "--outcome", "Surv(rfstime, rfs)"] + more)
      #expect(run.status == 2 || run.status == 3)
      return run.errors
    }
    #expect(
      try fault(["--thresholds", "0.1,1"])
        == "sarcoma: A threshold is a risk between 0 and 1, not 1.0.\n")
    #expect(
      try fault(["--thresholds", "a"])
        == "sarcoma: --thresholds: 'a' is no number; write 0.1,0.2.\n")
    #expect(
      try fault(["--at", "0"])
        == "sarcoma: --at: a horizon lies after time 0, not at 0 days.\n")
    #expect(
      try fault(["--at", "-3y"])
        == "sarcoma: --at: a horizon lies after time 0, not at -3 years.\n")
    #expect(
      try fault(["--at", "5w"])
        == "sarcoma: --at: '5w' is no time; write 5y, 18m, 90d or a number.\n")
    let nobody = try folder.write("rfstime,rfs,age\n1,1,50\n2,0,60\n", to: "nobody.csv")
    let sentence = try fault([], table: nobody)
    #expect(
      sentence.hasPrefix(
        "sarcoma: None of the 2 rows with an outcome has a prediction; the first is refused because: "
      ))
    #expect(
      try CommandRun([
        "validate", document, data("gbsg_v"), "--outcome", "rfs", "--unit", "day",
      ]).errors
        == "sarcoma: 'rfs' has no time: leave out --unit and --truncate, or write Surv(time, event).\n"
    )
    #expect(
      try CommandRun([
        "validate", document, data("gbsg_v"), "--outcome", "rfs", "--at", "1y,2y",
      ]).errors
        == "sarcoma: An outcome without time is validated at one horizon; --at names more.\n")
    for outcome in ["Surv(OS_days, OS_event)", "OS_event"] {
      let category = try CommandRun([
        "validate", "ajcc8-stage-retroperitoneum-2017", cohort, "--outcome", outcome,
      ])
      #expect(category.status == 3)
      #expect(
        category.errors
          == "sarcoma: 'ajcc8-stage-retroperitoneum-2017' gives categories, and neither a score nor a "
          + "probability that could be validated.\n")
    }
    let unknown = try CommandRun(
      ["validate", document, data("gbsg_v"), "--outcome", "Surv(time, rfs)"])
    #expect(unknown.errors.hasPrefix("sarcoma: There is no column 'time'"))
  }

  @Test("an outcome without time that is held against a prediction at a time is questioned")
  func withoutTime() throws {
    let folder = try TemporaryFolder()
    let run = try CommandRun([
      "validate", try Self.rotterdam(in: folder), data("gbsg_v"), "--outcome", "rfs", "--at", "5y",
      "--format", "json",
    ])
    let caution = try #require(
      run.json["cautions"].array.first { $0["code"].string == "outcomeWithoutTime" })
    #expect(
      caution["message"].string
        == "the model predicts at 5 years, and the outcome has no time: whoever was not followed until "
        + "then counts as it says, and a later event as one by then.")
  }

  @Test("a logistic document is validated against an outcome without time")
  func binary() throws {
    let folder = try TemporaryFolder()
    let document = folder.path("logistic.json")
    let fit = try CommandRun([
      "fit", "logistic", "cancer ~ age + famhistory + marker", data("df_binary"), "--output",
      document,
    ])
    #expect(fit.status == 0, "\(fit.errors)")
    let run = try CommandRun([
      "validate", document, data("df_binary"), "--outcome", "cancer", "--thresholds",
      "0.05,0.1,0.2,0.3,0.5", "--format", "json",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let json = run.json
    #expect(json["n"].number == 750 && json["events"].number == 105)
    // Where a model was fitted it is calibrated: intercept 0, slope 1, O/E 1, to the fit's tolerance.
    let found = json["calibration"][0]
    expectClose(found["inTheLarge"].number ?? .nan, 0, absolute: 1e-8)
    expectClose(found["slope"]["estimate"].number ?? .nan, 1, absolute: 1e-8)
    expectClose(found["observedExpected"]["estimate"].number ?? .nan, 1, absolute: 1e-8)
    // dcurves' marker is this model's probability, rounded: net benefit agrees where no rank moves.
    let reference = try Reference(named: "open/dca-binary.json")["expected"]
    let all = zip(reference["label"].strings, reference["net_benefit"].numbers)
      .filter { $0.0 == "all" }.map(\.1)
    expectClose(
      json["netBenefit"].array.map { $0["all"].number ?? .nan }, all, relative: 1e-12,
      absolute: 1e-15)
    #expect(
      try CommandRun(["validate", document, data("df_binary"), "--outcome", "cancer"])
        .output.contains("c, area under the curve"))
  }

  @Test(
    "Of the patients of the fit itself it says that all is apparent, unless resampling corrects it")
  func apparent() throws {
    let folder = try TemporaryFolder()
    func codes(_ model: String, _ arguments: [String]) throws -> [String?] {
      let run = try CommandRun(
        ["validate", folder.path("\(model).json")] + arguments + ["--format", "json"])
      #expect(run.status == 0, "\(run.errors)")
      return run.json["cautions"].array.map { $0["code"].string }
    }
    let survival = ["--outcome", "Surv(time, status)"]
    let lung = data("lung")
    #expect(
      try CommandRun([
        "fit", "cox", "Surv(time, status) ~ age + ph.ecog", lung, "--output",
        folder.path("lung.json"),
        "--horizons", "1y",
      ]).status == 0)
    #expect(try codes("lung", [lung] + survival).contains("apparent"))
    #expect(try !codes("lung", [lung, "--where", "age > 50"] + survival).contains("apparent"))
    #expect(try !codes("lung", [lung, "--bootstrap", "5"] + survival).contains("apparent"))

    let births = data("birthwt")
    #expect(
      try CommandRun([
        "fit", "logistic", "low == 1 ~ age + lwt", births, "--output", folder.path("low.json"),
      ]).status == 0)
    #expect(try codes("low", [births, "--outcome", "low == 1"]).contains("apparent"))
    #expect(
      try !codes("low", [births, "--outcome", "low == 1", "--where", "age > 20"]).contains(
        "apparent"))
  }

  @Test("Times of centuries ask whether they are days")
  func unlikelyUnit() throws {
    let run = try CommandRun([
      "validate", "sarculator-extremity-os-2016-reconstructed", cohort, "--outcome",
      "Surv(OS_days, OS_event)",
    ])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("years: is 'year' what the times count (--unit)?"), "\(run.output)")
  }
}
