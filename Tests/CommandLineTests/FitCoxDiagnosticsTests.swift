import Foundation
import TestSupport
import Testing

@Suite("Residuals and tests of a Cox fit on the command line")
struct FitCoxDiagnosticsTests {
  private static let lung = Reference.folder.appending(path: "data/lung_w.csv").path
  private static let formula = "Surv(time, event) ~ age + ph.ecog + strata(sex)"

  private static func lines(_ folder: TemporaryFolder, _ name: String) throws -> [[String]] {
    String(decoding: try folder.read(name), as: UTF8.self).split(separator: "\n").map {
      $0.split(separator: ",").map(String.init)
    }
  }

  @Test("--residuals writes a line a row used, by its number in the table")
  func residuals() throws {
    let folder = try TemporaryFolder()
    let run = try CommandRun([
      "fit", "cox", Self.formula, Self.lung, "--where", "age > 60", "--residuals",
      folder.path("rows.csv"), "--format", "json",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let lines = try Self.lines(folder, "rows.csv")
    #expect(
      lines[0] == [
        "row", "martingale", "deviance", "score.age", "score.ph.ecog", "dfbeta.age",
        "dfbeta.ph.ecog", "dfbetas.age", "dfbetas.ph.ecog",
      ])
    #expect(lines.count - 1 == Int(run.json["n"].number ?? 0))
    let table = try String(contentsOfFile: Self.lung, encoding: .utf8).split(separator: "\n")
    // The second column of the file is the event, the third the age.
    for line in lines.dropFirst() {
      let row = try #require(Int(line[0]))
      let cells = table[row].split(separator: ",")
      #expect((Double(cells[2]) ?? 0) > 60)
      let martingale = try #require(Double(line[1]))
      #expect(cells[1] == "1" ? martingale < 1 : martingale <= 0)
    }
    let total = lines.dropFirst().reduce(0) { $0 + (Double($1[1]) ?? .nan) }
    expectClose(total, 0, absolute: 1e-10)
  }

  @Test("--schoenfeld writes a line an event, by stratum and time")
  func schoenfeld() throws {
    let folder = try TemporaryFolder()
    let run = try CommandRun([
      "fit", "cox", Self.formula, Self.lung, "--schoenfeld", folder.path("events.csv"), "--format",
      "json",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let lines = try Self.lines(folder, "events.csv")
    #expect(
      lines[0] == [
        "stratum", "time", "row", "schoenfeld.age", "schoenfeld.ph.ecog", "scaled.age",
        "scaled.ph.ecog",
      ])
    #expect(lines.count - 1 == Int(run.json["events"].number ?? 0))
    #expect(Set(lines.dropFirst().map { $0[0] }) == ["sex=1", "sex=2"])
    let times = lines.dropFirst().filter { $0[0] == "sex=1" }.compactMap { Double($0[1]) }
    #expect(times == times.sorted())
    let mean =
      lines.dropFirst().reduce(0) { $0 + (Double($1[5]) ?? .nan) } / Double(lines.count - 1)
    expectClose(
      mean, run.json["coefficients"][0]["estimate"].number ?? .nan, absolute: 1e-9,
      "scaled residuals scatter around the coefficient")
  }

  @Test("Strata whose labels are numbers are written as numbers")
  func numericStrata() throws {
    let folder = try TemporaryFolder()
    let run = try CommandRun([
      "fit", "cox", "Surv(time, event) ~ age + strata(factor(sex))", Self.lung, "--schoenfeld",
      folder.path("events.csv"),
    ])
    #expect(run.status == 0, "\(run.errors)")
    #expect(Set(try Self.lines(folder, "events.csv").dropFirst().map { $0[0] }) == ["1", "2"])
  }

  /// R 4.2.2, survival 3.5-3: cox.zph(coxph(Surv(time, event) ~ age + sex + ph.ecog), "rank").
  @Test("--ph-transform and --ph-by choose the test; JSON and text say which")
  func transforms() throws {
    let arguments = [
      "fit", "cox", "Surv(time, event) ~ age + sex + ph.ecog", Self.lung, "--ph-transform", "rank",
      "--ph-by", "column",
    ]
    let json = try CommandRun(arguments + ["--format", "json"]).json
    let reference = try Reference(named: "open/cox-lung-efron.json")["expected"]["zph"]["rank"]
    let tests = json["proportionalHazardsTest"].array
    expectClose(
      tests.compactMap { $0["statistic"].number },
      reference["matrix"].array.compactMap { $0[0].number }, relative: 1e-7)
    #expect(tests.compactMap { $0["term"].string } == ["age", "sex", "ph.ecog", "GLOBAL"])
    #expect(json["proportionalHazardsTransform"].string == "rank")
    #expect(json["coefficientsOverTime"].array.isEmpty)
    #expect(try CommandRun(arguments).output.contains("proportional hazards (rank)"))
  }

  @Test("--ph-smooth adds points, curve, band and ticks to the JSON")
  func smooth() throws {
    let run = try CommandRun([
      "fit", "cox", Self.formula, Self.lung, "--ph-smooth", "on", "--format", "json",
    ])
    let paths = run.json["coefficientsOverTime"].array
    #expect(paths.compactMap { $0["term"].string } == ["age", "ph.ecog"])
    for path in paths {
      #expect(path["points"]["x"].numbers.count == Int(run.json["events"].number ?? 0))
      let curve = path["curve"]
      #expect(curve["x"].numbers.count == 40)
      #expect(curve["time"].numbers == curve["time"].numbers.sorted())
      let (lower, upper) = (curve["lower"].numbers, curve["upper"].numbers)
      let middle = zip(lower, upper).map { ($0 + $1) / 2 }
      expectClose(curve["estimate"].numbers, middle, absolute: 1e-12)
      #expect(path["ticks"]["time"].numbers.count == 8)
    }
  }

  @Test(
    "What cannot be answered is one sentence",
    arguments: [
      (["--ph-transform", "log"], 3, "An event at time 0 has no logarithm"),
      (["--ph-transform", "square"], 2, "square"),
      (["--ph-test", "off", "--ph-smooth", "on"], 2, "--ph-smooth on needs --ph-test on."),
      (["--residuals", "/no/such/folder/rows.csv"], 3, "cannot be written"),
      (["--schoenfeld", "/no/such/folder/rows.csv"], 3, "cannot be written"),
    ] as [([String], Int32, String)])
  func failures(options: [String], status: Int32, words: String) throws {
    let table = "t,d,x\n0,1,1\n1,1,0\n2,0,1\n3,1,0\n4,1,1\n"
    let run = try CommandRun(["fit", "cox", "Surv(t, d) ~ x", "-"] + options, input: table)
    #expect(run.status == status)
    #expect(run.errors.contains(words), "\(run.errors)")
  }
}
