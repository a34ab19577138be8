import Foundation
import TestSupport
import Testing

private func data(_ name: String) -> String {
  Reference.folder.appending(path: "data/\(name).csv").path
}

/// Exact ties, and levels without events, through the command line.
@Suite struct FitExactTiesTests {
  @Test("--ties exact gives R's fit, and says that the baseline is Breslow's")
  func exact() throws {
    let expected = try Reference(named: "open/cox-lung-exact.json")["expected"]
    let arguments = ["fit", "cox", "Surv(time, event) ~ age + sex + ph.ecog", data("lung_w")]
    let run = try CommandRun(arguments + ["--ties", "exact", "--format", "json"])
    #expect(run.status == 0)
    let json = run.json
    #expect(json["ties"].string == "exact" && json["baselineEstimator"].string == "breslow")
    expectClose(
      json["coefficients"].array.map { $0["estimate"].number ?? .nan },
      expected["coef"]["values"].numbers, relative: 1e-9)
    expectClose(
      json["logLikelihood"]["model"].number ?? .nan, expected["loglik"][1].number ?? .nan,
      relative: 1e-11)
    #expect(json["intervalMethod"].string == "wald")
    let text = try CommandRun(arguments + ["--ties", "exact"])
    #expect(text.output.hasPrefix("Cox proportional hazards model (exact ties)\n"))
    let weighted = try CommandRun(arguments + ["--ties", "exact", "--weights", "wi"])
    #expect(weighted.status == 3)
    #expect(weighted.errors.contains("has no case weights; repeat a row to count it twice"))
  }

  /// R returns a bare list without class here; the numbers are those that are in it.
  @Test("--ties exact answers for (start, stop] rows too")
  func exactTruncated() throws {
    let expected = try Reference(named: "open/cox-heart-exact.json")["expected"]
    let run = try CommandRun([
      "fit", "cox", "Surv(start, stop, event) ~ age + year + surgery + transplant", data("heart"),
      "--ties", "exact", "--format", "json",
    ])
    #expect(run.status == 0)
    expectClose(
      run.json["coefficients"].array.map { $0["estimate"].number ?? .nan },
      expected["coef"]["values"].numbers, relative: 1e-9)
    #expect(run.json["proportionalHazardsTest"].array.count == 5)
  }

  @Test("an outcome without events, and a level without events, are named with what to do")
  func warnings() throws {
    let rows = (0..<40).map { row in
      let level = ["a", "b", "c"][row % 3]
      return "\(row * 17 % 41 + 1),\(level == "c" || row % 5 == 0 ? 0 : 1),0,\(level)"
    }
    let table = "time,status,never,level\n" + rows.joined(separator: "\n") + "\n"
    let never = try CommandRun(
      ["fit", "cox", "Surv(time, never) ~ level", "-", "--format", "json"], input: table)
    #expect(never.json["warnings"][0]["code"].string == "noEvents")
    #expect(never.json["warnings"][0]["message"].string?.contains("check the coding") == true)
    let separated = try CommandRun(
      ["fit", "cox", "Surv(time, status) ~ level", "-", "--format", "json"], input: table)
    let warning = separated.json["warnings"].array.first {
      $0["code"].string == "monotoneLikelihood"
    }
    #expect(warning?["term"].string == "levelc")
    #expect(warning?["message"].string?.contains("--firth gives one") == true)
    let firth = try CommandRun(
      ["fit", "cox", "Surv(time, status) ~ level", "-", "--firth", "--format", "json"],
      input: table)
    #expect(!firth.json["warnings"].array.contains { $0["code"].string == "monotoneLikelihood" })
    #expect((firth.json["coefficients"][1]["interval"][1].number ?? .nan) < 1)
  }
}
