import Foundation
import TestSupport
import Testing

@Suite("Effects over time on the command line")
struct FitCoxEffectsOverTimeTests {
  private static let veteran = Reference.folder.appending(path: "data/veteran.csv").path

  private static func fit(_ terms: String, _ options: [String] = []) throws -> CommandRun {
    try CommandRun(["fit", "cox", "Surv(time, status) ~ \(terms)", veteran] + options)
  }

  @Test("tt() is fitted, with the keys of any Cox fit and null for what there is not")
  func transform() throws {
    let run = try Self.fit("trt + prior + karno + tt(karno * log(t + 20))", ["--format", "json"])
    #expect(run.status == 0, "\(run.errors)")
    let json = run.json
    let reference = try Reference(named: "cox-time-varying.json")["tt"][0]["expected"]
    expectClose(
      json["coefficients"].array.compactMap { $0["estimate"].number }, reference["coef"].numbers,
      relative: 1e-9)
    #expect(json["coefficients"][3]["term"].string == "tt(karno * log(t + 20))")
    #expect(json["kind"].string == "cox" && json["n"].number == 137)
    for key in ["baseline", "concordance", "proportionalHazardsTest", "naiveCovariance", "pieces"] {
      #expect(json.keys.contains(key) && !json[key].exists, "\(key)")
    }
    let text = try Self.fit("karno + tt(karno * log(t + 20))").output
    #expect(text.contains("Cox model with covariates that change with time (Efron ties)"))
    #expect(text.contains("137 rows, 128 events"))
    #expect(text.contains("t is the time of the event whose risk set is looked at"))
  }

  @Test("step() is fitted, counts rows once and says where they were cut")
  func step() throws {
    let run = try Self.fit("trt + prior + step(karno, 90, 180)", ["--format", "json"])
    #expect(run.status == 0, "\(run.errors)")
    let reference = try Reference(named: "open/cox-veteran-step-tvc.json")["expected"]
    expectClose(
      run.json["coefficients"].array.compactMap { $0["estimate"].number },
      reference["coef"]["values"].numbers, relative: 1e-9)
    #expect(run.json["n"].number == 137 && run.json["pieces"].number == 225)
    #expect(run.json.keys.contains("baseline") && !run.json["baseline"].exists)
    #expect(run.json["proportionalHazardsTest"].array.count == 4)
    let text = try Self.fit("step(karno, 90, 180)").output
    #expect(text.contains("137 rows, 128 events\n  cut at 90, 180 into 225 pieces of follow-up"))
    #expect(text.contains("karno:90<t<=180"))
  }

  @Test("Schoenfeld residuals of a fit with step() bear the rows of the table")
  func residuals() throws {
    let folder = try TemporaryFolder()
    let run = try Self.fit(
      "step(karno, 90)",
      ["--residuals", folder.path("rows.csv"), "--schoenfeld", folder.path("events.csv")])
    #expect(run.status == 0, "\(run.errors)")
    let rows = String(decoding: try folder.read("rows.csv"), as: UTF8.self).split(separator: "\n")
    let numbers = rows.dropFirst().compactMap { Int($0.split(separator: ",")[0]) }
    #expect(Set(numbers) == Set(1...137))
    #expect(numbers.count > 137)
  }

  @Test("--predict takes the coefficient of each interval, --predict-path a covariate that changes")
  func predictions() throws {
    let step = try Self.fit(
      "step(karno, 90)", ["--predict", "karno=60", "--at", "90d,180d", "--format", "json"])
    #expect(step.status == 0, "\(step.errors)")
    let survival = step.json["predictions"][0]["estimates"].array.compactMap {
      $0["survival"].number
    }
    #expect(survival.count == 2 && survival[0] > survival[1])

    let folder = try TemporaryFolder()
    let path = try folder.write(
      Data("start,stop,age,surgery,transplant\n0,60,5,0,0\n60,800,5,0,1\n".utf8), to: "path.csv")
    let heart = Reference.folder.appending(path: "data/heart.csv").path
    let arguments = ["fit", "cox", "Surv(start, stop, event) ~ age + surgery + transplant", heart]
    let run = try CommandRun(
      arguments + [
        "--predict-path", path, "--at", "30d,60d,61d,100d,400d", "--format", "json",
      ])
    #expect(run.status == 0, "\(run.errors)")
    let expected = try Reference(named: "open/predict-tvc-path.json")["expected_newer"]
    let estimates = run.json["predictions"][0]["estimates"].array
    expectClose(
      estimates.compactMap { $0["survival"].number }, expected["surv"].numbers, relative: 1e-9)
    expectClose(
      estimates.compactMap { $0["standardError"].number }, expected["std_err"].numbers,
      relative: 1e-9)
    let without = try CommandRun(arguments + ["--predict-path", path])
    #expect(without.status == 2)
    #expect(without.errors.contains("--predict-path needs the times of interest"))
  }

  @Test(
    "What such a model does not have is refused in a sentence",
    arguments: [
      ("tt(age * log(t))", ["--predict", "age=60", "--at", "1y"], "has no prediction"),
      ("tt(age * log(t))", ["--baseline", "on"], "no baseline hazard at the covariates' means"),
      ("step(age, 90)", ["--baseline", "b.csv"], "no baseline hazard at the covariates' means"),
      ("tt(age * log(t))", ["--output", "m.json", "--horizons", "1y"], "no model document"),
      ("step(age, 90)", ["--output", "m.json", "--horizons", "1y"], "no model document"),
      ("tt(age * log(t))", ["--robust"], "no robust variance"),
      ("tt(age * log(t))", ["--ridge", "1"], "no ridge penalty"),
      ("step(age, 90)", ["--ridge", "1"], "no ridge penalty"),
      ("tt(age * log(t))", ["--cluster", "celltype"], "no robust variance"),
      ("tt(age * log(t))", ["--residuals", "r.csv"], "no residuals of single rows"),
      ("tt(age * log(t))", ["--figure", "f.svg"], "no figure"),
      ("tt(age * log(t))", ["--schoenfeld", "r.csv"], "no Schoenfeld residuals"),
      ("tt(age * log(t))", ["--ph-smooth", "on"], "no test of proportional hazards"),
      ("tt(age)", [], "'tt(age)'"),
    ] as [(String, [String], String)])
  func refusals(term: String, options: [String], words: String) throws {
    let run = try Self.fit(term, options)
    #expect(run.status == 3)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains(words), "\(run.errors)")
  }

  @Test("Curves take no effects over time")
  func curves() throws {
    let run = try CommandRun(["survfit", "Surv(time, status) ~ step(karno, 90)", Self.veteran])
    #expect(run.status == 3)
    #expect(run.errors.contains("only fit cox takes effects that change with time."))
  }
}
