import Foundation
import TestSupport
import Testing

/// The document of an update: what it changes, what it keeps, and that every command reads it.
@Suite struct UpdateDocumentTests {
  private static let retroperitoneal = "sarculator-retroperitoneal-os-2013-reconstructed"
  private static let sarcoma = ["--unit", "day", "--where", "site == \"retroperitoneum\""]

  @Test(
    "on the patients of the fit, calibration in the large is 0, the slope 1, and a refit the fit")
  func derivation() throws {
    let sample = try UpdateSample()
    let table = UpdateSample.data("rotterdam")
    // With Breslow's ties cumulative hazards sum to the events; with Efron's, tied deaths add a little.
    let model = try sample.rotterdam(ties: "breslow")
    let intercept = try sample.update(
      model, table, "Surv(rfstime, rfs)", "intercept", to: "intercept.json")
    expectClose(intercept["logRatio"]["estimate"].number ?? .nan, 0, absolute: 1e-11)
    let old = try sample.document("rotterdam.json")
    expectClose(
      try sample.document("intercept.json")["baseline"]["cumulativeHazard"].numbers,
      old["baseline"]["cumulativeHazard"].numbers, relative: 1e-11)

    let slope = try sample.update(model, table, "Surv(rfstime, rfs)", "slope", to: "slope.json")
    // The fits stop within 1e-9 standard errors of the maximum.
    expectClose(slope["slope"]["estimate"].number ?? .nan, 1, absolute: 1e-8)

    _ = try sample.update(model, table, "Surv(rfstime, rfs)", "refit", to: "refit.json")
    let refit = try sample.document("refit.json")
    for key in ["at", "times", "cumulativeHazard"] {
      expectClose(
        refit["baseline"][key].numbers, old["baseline"][key].numbers, relative: 1e-9, key)
    }
    #expect(refit["covariance"]["parameters"].strings == old["covariance"]["parameters"].strings)
    #expect(refit["covariance"]["matrix"].array.count == 9)
    for (new, fitted) in zip(
      refit["covariance"]["matrix"].array, old["covariance"]["matrix"].array)
    { expectClose(new.numbers, fitted.numbers, relative: 1e-7, absolute: 1e-12) }
    #expect(refit["endpoint"]["followUp"].number == old["endpoint"]["followUp"].number)
  }

  @Test("splines, interactions, levels and offsets are fitted again as the formula fitted them")
  func terms() throws {
    let sample = try UpdateSample()
    let table = UpdateSample.data("veteran")
    let model = try sample.fit(
      "veteran.json",
      [
        "cox",
        "Surv(time, status) ~ rcs(karno, 4) + celltype + age:prior + offset(0.01 * diagtime)",
        table, "--horizons", "90d", "--ph-test", "off",
      ])
    _ = try sample.update(model, table, "Surv(time, status)", "refit", to: "refit.json")
    let patient = ["karno=60", "celltype=large", "age=50", "prior=10", "diagtime=12"]
    func answer(_ name: String) throws -> [Double] {
      let found = try sample.score(name, patient)[0]
      return [found["probability"].number ?? .nan] + found["interval"].numbers
    }
    expectClose(try answer("refit.json"), try answer("veteran.json"), relative: 1e-8)
    let offset = try sample.document("refit.json")["terms"].array.last
    #expect(offset?["coefficient"].number == 1)
    #expect(try sample.document("refit.json")["fit"].exists == false)
  }

  @Test("left truncation: a refit of heart is the fit")
  func entries() throws {
    let sample = try UpdateSample()
    let table = UpdateSample.data("heart")
    let model = try sample.fit(
      "heart.json",
      [
        "cox", "Surv(start, stop, event) ~ age + surgery", table, "--horizons", "90d", "--ph-test",
        "off", "--ties", "breslow",
      ])
    let refit = try sample.update(
      model, table, "Surv(start, stop, event)", "refit", to: "refit.json")
    for coefficient in refit["coefficients"].array {
      expectClose(
        coefficient["after"].number ?? .nan, coefficient["before"].number ?? .nan, relative: 1e-8)
    }
    let intercept = try sample.update(
      model, table, "Surv(start, stop, event)", "intercept", to: "intercept.json")
    expectClose(intercept["logRatio"]["estimate"].number ?? .nan, 0, absolute: 1e-11)
  }

  @Test("the document says what it was made from, and keeps population, scope and covariates")
  func provenance() throws {
    let sample = try UpdateSample()
    let found = try sample.update(
      Self.retroperitoneal, UpdateSample.cohort, "Surv(OS_days, OS_event)", "slope",
      to: "new.json", Self.sarcoma + ["--title", "A title"])
    let new = try sample.document("new.json")
    let old = Reference(Data(try SmallLibrary.document(Self.retroperitoneal).utf8))
    let from = new["provenance"]["from"]
    #expect(new["provenance"]["method"].string == "updated")
    #expect(from["id"].string == Self.retroperitoneal && from["version"].string == "1.0.0")
    #expect(from["sha256"].string == found["model"]["sha256"].string)
    #expect(from["origin"].string == "reconstructed" && from["method"].string == "slope")
    #expect(from["table"].string == "tcga_sarc_patients.csv")
    #expect(from["outcome"].string == "Surv(OS_days, OS_event)")
    #expect(from["rows"].number == 78 && from["events"].number == 30)
    #expect(from["slope"].number == found["slope"]["estimate"].number)
    #expect(!from["logRatio"].exists && !from["shrinkage"].exists)
    #expect(new["status"].string == "draft" && new["title"].string == "A title")
    #expect(new["performance"].array.isEmpty && new["examples"].array.isEmpty)
    #expect(
      new["population"]["scope"].array.map { $0["reason"].string }
        == old["population"]["scope"].array.map { $0["reason"].string })
    #expect(new["covariates"].array.count == old["covariates"].array.count)
    let limits = new["limits"].strings
    for limit in old["limits"].strings { #expect(limits.contains("Of the original: \(limit)")) }
    #expect(
      limits.contains {
        $0.hasPrefix("An update on 78 patients with 30 events of tcga_sarc_patients.csv")
      })
    // The slope of the validation, which the README shows.
    expectClose(found["slope"]["estimate"].number ?? .nan, 0.496, absolute: 0.0005)
    // Times of the table, in its unit: 5 years are 1826.25 days.
    #expect(new["endpoint"]["unit"].string == "day")
    #expect(new["endpoint"]["horizons"].numbers == [1826.25])
    #expect(found["horizons"][0]["unit"].string == "year")
  }

  @Test("score, validate, models and nomogram read the document of an update, and say what it is")
  func readers() throws {
    let sample = try UpdateSample()
    _ = try sample.update(
      Self.retroperitoneal, UpdateSample.cohort, "Surv(OS_days, OS_event)", "slope",
      to: "new.json", Self.sarcoma)
    let path = sample.folder.path("new.json")
    let validated = try CommandRun(
      [
        "validate", path, UpdateSample.cohort, "--outcome", "Surv(OS_days, OS_event)", "--format",
        "json",
      ] + Self.sarcoma)
    #expect(validated.status == 0, "\(validated.errors)")
    let overall = validated.json["calibrationOverall"]
    expectClose(overall["slope"]["estimate"].number ?? .nan, 1, absolute: 1e-8)
    // Four deaths share two days: Efron's hazards sum to a little more than the events.
    expectClose(overall["inTheLarge"]["estimate"].number ?? .nan, 0, absolute: 0.01)
    let patient = [
      "age=61", "size=12cm", "grade=3", "histology=LMS", "site=retroperitoneum", "multifocal=no",
      "resection=complete",
    ]
    let scored = try CommandRun(["score", path] + patient.flatMap { ["--set", $0] })
    #expect(scored.status == 0)
    #expect(
      scored.output.contains(
        "caution: the model is an update of \(Self.retroperitoneal) 1.0.0 (reconstruction): "
          + "calibration slope from 78 patients with 30 events of tcga_sarc_patients.csv."))
    // A new baseline is known at any time.
    #expect(try sample.score("new.json", patient, at: "2y").count == 1)
    let shown = try CommandRun(["models", "show", path])
    #expect(shown.output.contains("Method: update: an update of \(Self.retroperitoneal)"))
    #expect(try CommandRun(["models", "verify", path]).status == 0)
    let drawn = try CommandRun([
      "nomogram", path, "--output", sample.folder.path("nomogram.svg"),
    ])
    #expect(drawn.status == 0, "\(drawn.errors)")

    // An update of an update: its source is the first update, its origin the reconstruction.
    _ = try sample.update(
      path, UpdateSample.cohort, "Surv(OS_days, OS_event)", "intercept", to: "second.json",
      Self.sarcoma)
    let second = try sample.document("second.json")
    #expect(second["provenance"]["from"]["id"].string == "new")
    #expect(second["provenance"]["from"]["origin"].string == "reconstructed")
    #expect(
      !second["limits"].strings.contains { $0.hasPrefix("Of the original: Of the original") })
  }

  @Test("risk groups follow the linear predictor through a slope, and are left out of a refit")
  func riskGroups() throws {
    let sample = try UpdateSample()
    let plain = try sample.rotterdam()
    let model = try sample.changing(plain, to: "grouped.json") { text in
      text.replace(
        "\"riskGroups\": null",
        with: """
          "riskGroups": {"of": "linearPredictor", "groups": [{"name": "low", "below": 1.5}, \
          {"name": "middle", "atMost": 2}, {"name": "high"}]}
          """)
      text.replace("\"id\": \"rotterdam\"", with: "\"id\": \"grouped\"")
    }
    func update(_ method: String, _ model: String) throws -> (Reference, Reference) {
      let found = try sample.update(
        model, UpdateSample.data("gbsg_v"), "Surv(rfstime, rfs)", method, to: "\(method).json")
      return (found, try sample.document("\(method).json")["riskGroups"])
    }
    let (slope, groups) = try update("slope", model)
    let factor = slope["slope"]["estimate"].number ?? .nan
    #expect(groups["groups"][0]["below"].number == factor * 1.5)
    #expect(groups["groups"][1]["atMost"].number == factor * 2)
    let (_, kept) = try update("baseline", model)
    #expect(kept["groups"][1]["atMost"].number == 2)
    let (refit, none) = try update("refit", model)
    #expect(!none.exists)
    #expect(refit["cautions"].array.contains { $0["code"].string == "riskGroupsLeftOut" })

    // A probability at 5 years stays one at 5 years, in the unit of the table.
    let probable = try sample.changing(plain, to: "probable.json") { text in
      text.replace(
        "\"riskGroups\": null",
        with: """
          "riskGroups": {"of": "probability", "time": 1826.25, "groups": [{"name": "high", \
          "below": 0.5}, {"name": "low"}]}
          """)
    }
    let years = try sample.update(
      probable, UpdateSample.data("gbsg_v"), "Surv(rfsy, rfs)", "slope", to: "years.json",
      ["--unit", "year"])
    #expect(try sample.document("years.json")["riskGroups"]["time"].number == 5)
    #expect(years["timeUnit"].string == "year")
    expectClose(years["slope"]["estimate"].number ?? .nan, factor, relative: 1e-12)
  }

  @Test("a nomogram's axis is bent: risks are recalibrated to within the axis's tolerance")
  func points() throws {
    let sample = try UpdateSample()
    let digitised = "sarculator-retroperitoneal-os-2013-digitised"
    let patient = [
      "age=61", "size=12cm", "grade=3", "histology=LMS", "site=retroperitoneum", "multifocal=no",
      "resection=complete",
    ]
    let before = try CommandRun(
      ["score", digitised, "--format", "json"] + patient.flatMap { ["--set", $0] }
    ).json["predictions"][0]["probability"].number
    for method in ["intercept", "slope"] {
      let found = try sample.update(
        digitised, UpdateSample.cohort, "Surv(OS_days, OS_event)", method, to: "\(method).json",
        ["--unit", "day"])
      let scored = try sample.score("\(method).json", patient)[0]["probability"].number
      let after = found["after"]
      if method == "intercept" {
        // log(-log S) is moved by the log ratio.
        let ratio = exp(found["logRatio"]["estimate"].number ?? .nan)
        expectClose(scored ?? .nan, pow(before ?? .nan, ratio), absolute: 1e-5)
      } else {
        // The axis is drawn to 1e-5; the slope of log(-log) feels that a little.
        expectClose(after["slope"]["estimate"].number ?? .nan, 1, absolute: 1e-3)
      }
      expectClose(after["inTheLarge"]["estimate"].number ?? .nan, 0, absolute: 1e-3)
      #expect(
        try CommandRun(["models", "verify", sample.folder.path("\(method).json")]).status == 0)
    }
  }

  @Test("a baseline gives survival to a model that was published without one")
  func withoutBaseline() throws {
    let sample = try UpdateSample()
    var table =
      "time,event,metastasis,age,metastaticSites,softTissueMetastases,lymphocytes,sodium,albumin\n"
    for row in 0..<30 {
      table +=
        "\(100 + 37 * row),\(row % 3 == 0 ? 0 : 1),yes,\(40 + row),\(1 + row % 3),"
        + "\(row % 2 == 0 ? "no" : "yes"),\(row % 5 == 0 ? 0.5 : 1.5),140,\(row % 4 == 0 ? 30 : 42)\n"
    }
    let path = try sample.folder.write(table, to: "table.csv")
    let found = try sample.update(
      "gough-advanced-os-2012", path, "Surv(time, event)", "baseline", to: "new.json",
      ["--unit", "day", "--horizons", "1y,2y"])
    #expect(found["n"].number == 30 && found["events"].number == 20)
    #expect(found["horizons"].array.map { $0["value"].number } == [1, 2])
    #expect(!found["before"]["inTheLarge"].exists)
    expectClose(
      found["after"]["horizons"][0]["observedExpected"]["estimate"].number ?? .nan, 1,
      absolute: 0.05)
    #expect(try sample.document("new.json")["baseline"]["times"].array.count == 20)
  }

  @Test("the text shows what was done, before and after")
  func text() throws {
    let sample = try UpdateSample()
    let run = try CommandRun(
      sample.arguments(
        Self.retroperitoneal, UpdateSample.cohort, "Surv(OS_days, OS_event)", "refit",
        to: "refit.json") + Self.sarcoma)
    #expect(run.status == 0)
    for line in [
      "Update of \(Self.retroperitoneal), version 1.0.0: refitted coefficients",
      "78 patients, 30 events; 13 of 91 rows left out",
      "  expected shrinkage              0.530",
      "  observed risk at 5 years         45.4 %",
      "  - 30 events for 10 estimates: fewer than 10 each; --method slope asks less of them.",
      "The new document: refit, version 1.0.0, draft",
    ] { #expect(run.output.contains(line + "\n"), "\(line)") }
    #expect(!run.output.contains("nan"))
  }
}
