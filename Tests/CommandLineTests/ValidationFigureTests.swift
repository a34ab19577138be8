import Foundation
import TestSupport
import Testing

@testable import Figures

/// What a command drew, with the values that it wrote beside it.
struct DrawnFigure {
  let svg: String
  let drawn: DrawnValues
  let data: [(name: String, x: [Double], y: [Double])]
  let run: CommandRun

  /// Runs a command that draws to a folder.
  init(_ arguments: [String], in folder: TemporaryFolder, status: Int32 = 0) throws {
    run = try CommandRun(
      arguments + ["--figure", folder.path("f.svg"), "--data", folder.path("f.csv")])
    try #require(run.status == status, "\(run.errors)")
    svg = String(decoding: try folder.read("f.svg"), as: UTF8.self)
    drawn = DrawnValues(svg)
    data = DrawnValues.series(
      ofCSV: String(decoding: try folder.read("f.csv"), as: UTF8.self))
  }

  /// Expects what holds of every figure: well formed, true to its values, every label legible.
  func expectSound(_ what: Comment? = nil) {
    #expect(drawn.isWellFormed, what)
    #expect(!data.isEmpty, what)
    #expect(drawn.untrue(data) == [], what)
    #expect(
      drawn.clashes(onPage: drawn.page) { TextWidth.of($0, size: $1, isBold: $2) } == [], what)
    #expect(!svg.contains("nan") && !svg.contains("inf\""), what)
  }

  /// Every text of the page in one line, whatever was wrapped.
  var words: String { drawn.texts.map(\.text).joined(separator: " ") }

  func series(_ name: String) throws -> (x: [Double], y: [Double]) {
    let found = try #require(data.first { $0.name == name }, "no series \(name)")
    return (found.x, found.y)
  }
}

@Suite struct ValidationFigureTests {
  private static let cohort = CommandRun.root.appending(path: "data/tcga_sarc.csv").path
  private static let gbsg = Reference.folder.appending(path: "data/gbsg.csv").path

  /// A document fitted to a table.
  private func fit(
    _ formula: String, _ table: String, in folder: TemporaryFolder, _ options: [String] = []
  ) throws -> String {
    let path = folder.path("model.json")
    let run = try CommandRun(
      ["fit", "cox", formula, table, "--output", path, "--horizons", "1y,3y,5y"] + options)
    try #require(run.status == 0, "\(run.errors)")
    return path
  }

  @Test(
    "Calibration is drawn as it is printed, a panel a horizon, with curve, groups and histogram")
  func calibration() throws {
    let folder = try TemporaryFolder()
    let model = try fit(
      "Surv(OS_days, OS_event) ~ age_years + residual_tumor", Self.cohort, in: folder,
      ["--missing", "RX"])
    let figure = try DrawnFigure(
      [
        "validate", model, Self.cohort, "--outcome", "Surv(OS_days, OS_event)", "--missing", "RX",
        "--format", "json",
      ], in: folder)
    figure.expectSound()
    let json = figure.run.json
    for (place, horizon) in ["1 year", "3 years", "5 years"].enumerated() {
      let own = json["calibration"][place]
      let curve = try figure.series("\(horizon): curve")
      #expect(curve.x == own["curve"].array.compactMap { $0["predicted"].number })
      #expect(curve.y == own["curve"].array.compactMap { $0["observed"].number })
      #expect(
        try figure.series("\(horizon): curve, lower").y
          == own["curve"].array.compactMap { $0["interval"][0].number })
      // A group in which nobody died by a year has no interval.
      let groups = own["groups"].array
      for hasInterval in [true, false] {
        let expected = groups.filter { $0["interval"].exists == hasInterval }
        guard !expected.isEmpty else { continue }
        let drawn = try figure.series(
          "\(horizon): groups\(hasInterval ? "" : " without interval")")
        #expect(drawn.x == expected.compactMap { $0["predicted"].number })
        #expect(drawn.y == expected.compactMap { $0["observed"].number })
      }
      #expect(
        try figure.series("\(horizon): patients").y.reduce(0, +) == json["n"].number)
    }
    #expect(figure.words.contains("not a certified medical device"))
    #expect(figure.words.contains("model, version 1.0.0, fitted, draft."))
  }

  @Test("A decision curve is the net benefit that the validation gives at the thresholds stated")
  func decision() throws {
    let folder = try TemporaryFolder()
    let model = try fit("Surv(rfstime, status) ~ age + nodes", Self.gbsg, in: folder)
    let arguments = [
      "validate", model, Self.gbsg, "--outcome", "Surv(rfstime, status)", "--format", "json",
      "--show", "decision", "--figure-at", "5y",
    ]
    let stated = try DrawnFigure(arguments + ["--thresholds", "0.5,0.2,0.3"], in: folder)
    stated.expectSound()
    let points = stated.run.json["netBenefit"].array.filter { $0["time"].number == 5 }
      .sorted { ($0["threshold"].number ?? 0) < ($1["threshold"].number ?? 0) }
    #expect(try stated.series("model").x == [0.2, 0.3, 0.5])
    #expect(try stated.series("model").y == points.compactMap { $0["model"].number })
    #expect(try stated.series("treat all").y == points.compactMap { $0["all"].number })
    #expect(try stated.series("treat none").y == [0, 0, 0])
    // Without stated thresholds the curve is finer than the table, and agrees with it.
    let fine = try DrawnFigure(arguments, in: folder)
    fine.expectSound()
    let curve = try fine.series("model")
    #expect(curve.x.count >= 50)
    for (threshold, benefit) in zip(curve.x, curve.y) {
      let point = fine.run.json["netBenefit"].array.first {
        $0["time"].number == 5 && ($0["threshold"].number ?? 0) == threshold
      }
      if let point { #expect(point["model"].number == benefit) }
    }
    #expect(fine.words.contains("Net benefit at 5 years"))
  }

  @Test("An outcome without time has its calibration and decision curve")
  func binary() throws {
    let folder = try TemporaryFolder()
    let document = folder.path("logistic.json")
    let fit = try CommandRun([
      "fit", "logistic", "status ~ age + nodes + grade", Self.gbsg, "--output", document,
    ])
    #expect(fit.status == 0, "\(fit.errors)")
    let arguments = [
      "validate", document, Self.gbsg, "--outcome", "status", "--format", "json",
    ]
    let calibration = try DrawnFigure(arguments, in: folder)
    calibration.expectSound()
    #expect(
      try calibration.series("curve").y
        == calibration.run.json["calibration"][0]["curve"].array.compactMap {
          $0["observed"].number
        })
    let decision = try DrawnFigure(arguments + ["--show", "decision"], in: folder)
    decision.expectSound()
    #expect(decision.words.contains("Net benefit: "))
    let timed = try CommandRun(
      arguments + ["--figure", folder.path("x.svg"), "--figure-at", "5y"])
    #expect(timed.status == 2)
    #expect(
      timed.errors
        == "sarcoma: --figure-at belongs to Surv(time, event); this outcome has no time.\n")
  }

  @Test("Few events, one prediction for all and risks near 0 or 1 are drawn soundly")
  func extremes() throws {
    let folder = try TemporaryFolder()
    var few = "x,t,d\n"
    for i in 0..<60 {
      few +=
        "\(Double(i * 37 % 60) / 20 - 1.5),\(200 + 60 * i),\(i == 2 || i == 11 || i == 30 ? 1 : 0)\n"
    }
    let table = try folder.write(Data(few.utf8), to: "few.csv")
    let model = try fit("Surv(t, d) ~ x", table, in: folder, ["--title", "λ < μ & \"<b>σ</b>\""])
    for show in ["calibration", "decision"] {
      let figure = try DrawnFigure(
        ["validate", model, table, "--outcome", "Surv(t, d)", "--show", show], in: folder)
      figure.expectSound("3 events, \(show)")
      #expect(figure.words.contains("λ < μ & \"<b>σ</b>\"") && !figure.svg.contains("<b>"))
    }
    // One value for all: no curve and one group; a steep model: risks at both ends.
    for (values, name) in [
      ({ (_: Int) in 1.0 }, "one"), ({ (i: Int) in i < 30 ? -9.0 : 9.0 }, "steep"),
    ] {
      var text = "x,t,d\n"
      for i in 0..<60 {
        text += "\(values(i)),\(200 + 40 * ((i * 7) % 60)),\(i % 3 == 0 ? 1 : 0)\n"
      }
      let path = try folder.write(Data(text.utf8), to: "\(name).csv")
      for show in ["calibration", "decision"] {
        let figure = try DrawnFigure(
          ["validate", model, path, "--outcome", "Surv(t, d)", "--show", show], in: folder)
        figure.expectSound("\(name), \(show)")
        if name == "one", show == "calibration" {
          #expect(figure.words.contains("No flexible curve: the model predicts the same"))
        }
      }
    }
  }

  @Test(
    "What cannot be drawn is a sentence, and a horizon without support is told of in the figure")
  func refusals() throws {
    let folder = try TemporaryFolder()
    let model = try fit(
      "Surv(OS_days, OS_event) ~ age_years", Self.cohort, in: folder)
    func run(_ options: [String]) throws -> CommandRun {
      try CommandRun(
        [
          "validate", model, Self.cohort, "--outcome", "Surv(OS_days, OS_event)", "--figure",
          folder.path("x.svg"),
        ] + options)
    }
    let late = try run(["--at", "12y"])
    #expect(late.status == 3)
    #expect(
      late.errors.hasPrefix("sarcoma: There is no calibration to draw: at 12 years: "))
    #expect(!folder.has("x.svg"))
    let other = try run(["--at", "5y", "--figure-at", "4y"])
    #expect(other.status == 3)
    #expect(
      other.errors
        == "sarcoma: Nothing was validated at 4 years, so nothing is drawn there; there is 5 years.\n"
    )
    let mixed = try run(["--at", "5y,12y", "--show", "decision"])
    #expect(mixed.status == 0)
    #expect(
      String(decoding: try folder.read("x.svg"), as: UTF8.self).contains("Not drawn: at 12 years"))
    for option in [["--show", "decision"], ["--figure-at", "5y"]] {
      let alone = try CommandRun(
        ["validate", model, Self.cohort, "--outcome", "Surv(OS_days, OS_event)"] + option)
      #expect(alone.status == 2)
      #expect(
        alone.errors.contains("\(option[0]) says what --figure draws; name a --figure too."))
    }
  }
}
