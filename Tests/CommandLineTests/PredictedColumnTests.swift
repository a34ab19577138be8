import Foundation
import TestSupport
import Testing

/// Predictions that stand in the table are validated as those of the model that made them.
@Suite struct PredictedColumnTests {
  private static let gbsg = Reference.folder.appending(path: "data/gbsg.csv").path

  /// A fitted document and the table with its predictions beside the outcomes.
  private func scored(
    _ kind: String, _ formula: String, _ options: [String], in folder: TemporaryFolder
  ) throws -> (model: String, table: String) {
    let model = folder.path("m.json")
    let fit = try CommandRun(["fit", kind, formula, Self.gbsg, "--output", model] + options)
    try #require(fit.status == 0, "\(fit.errors)")
    let score = try CommandRun(["score", model, "--table", Self.gbsg, "--format", "csv"])
    try #require(score.status == 0, "\(score.errors)")
    return (model, try folder.write(score.output, to: "scored.csv"))
  }

  /// Every number of a JSON value, by where it stands.
  private func numbers(_ value: Reference, _ path: String = "") -> [(path: String, value: Double)] {
    if let number = value.number { return [(path, number)] }
    let own = value.array
    return own.isEmpty
      ? value.keys.flatMap { numbers(value[$0], "\(path).\($0)") }
      : own.indices.flatMap { numbers(own[$0], "\(path)[\($0)]") }
  }

  private func expectSame(_ one: Reference, _ other: Reference, _ keys: [String]) {
    for key in keys {
      let (left, right) = (numbers(one[key]), numbers(other[key]))
      #expect(!left.isEmpty && left.map(\.path) == right.map(\.path), "\(key)")
      for (a, b) in zip(left, right) {
        // Fits on log(-log) of a risk that was rounded once more, as 1 - (1 - risk).
        #expect(
          (a.value - b.value).magnitude <= 1e-9 * max(1, a.value.magnitude), "\(key)\(a.path)")
      }
    }
  }

  @Test("Columns of survival at two horizons give what the document gives that wrote them")
  func survival() throws {
    let folder = try TemporaryFolder()
    let (model, table) = try scored(
      "cox", "Surv(rfstime, status) ~ age + nodes + grade", ["--horizons", "2y,5y"], in: folder)
    let outcome = ["--outcome", "Surv(rfstime, status)", "--format", "json"]
    let document = try CommandRun(["validate", model, Self.gbsg] + outcome)
    let columns = try CommandRun(
      [
        "validate", table, "--predicted-survival", "m_5y@5y", "--predicted-survival", "m_2y@2y",
        "--unit", "day",
      ] + outcome)
    #expect(columns.status == 0, "\(columns.errors)")
    #expect(!columns.json["model"].exists)
    #expect(
      columns.json["predictions"].array.map { $0["column"].string } == ["m_5y", "m_2y"])
    #expect(columns.json["predictions"][0]["kind"].string == "survival")
    expectSame(document.json, columns.json, ["n", "events", "brier", "netBenefit", "support"])
    expectSame(
      document.json["discrimination"], columns.json["discrimination"], ["harrellC", "unoC", "auc"])
    for place in 0..<2 {
      expectSame(
        document.json["calibration"][place], columns.json["calibration"][place],
        ["observedExpected", "slopeToHorizon", "groups", "ici", "e50", "e90", "curve"])
    }
  }

  @Test("Risks of an outcome without time give what the document gives that wrote them")
  func binary() throws {
    let folder = try TemporaryFolder()
    let (model, residuals) = (folder.path("m.json"), folder.path("r.csv"))
    let fit = try CommandRun([
      "fit", "logistic", "status ~ age + nodes", Self.gbsg, "--output", model, "--residuals",
      residuals,
    ])
    try #require(fit.status == 0, "\(fit.errors)")
    // The fitted probabilities, which the file of residuals holds, beside the outcomes.
    func cells(_ path: String) throws -> [[Substring]] {
      try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false)
      }
    }
    let (rows, fitted) = (try cells(Self.gbsg), try cells(residuals))
    let (status, p) = (
      try #require(rows[0].firstIndex(of: "status")),
      try #require(fitted[0].firstIndex(of: "fitted"))
    )
    let lines = zip(rows, fitted).map { "\($0[status]),\($1[p])\n" }
    let table = try folder.write(lines.joined(), to: "fitted.csv")
    let document = try CommandRun(
      ["validate", model, Self.gbsg, "--outcome", "status", "--format", "json"])
    let columns = try CommandRun([
      "validate", table, "--predicted-risk", "fitted", "--outcome", "status", "--format",
      "json",
    ])
    #expect(columns.status == 0, "\(columns.errors)")
    expectSame(
      document.json, columns.json, ["n", "events", "discrimination", "brier", "calibration"])
  }

  @Test("A linear predictor ranks patients and has a slope; its text and figure say whose it is")
  func linearPredictor() throws {
    let folder = try TemporaryFolder()
    var text = "lp,risk,t,d\n"
    for i in 0..<80 {
      let x = Double(i * 37 % 80) / 40 - 1
      text += "\(x),\(0.5 + 0.4 * x),\(1 + i * 53 % 80),\((i * 7) % 3 == 0 ? 0 : 1)\n"
    }
    let table = try folder.write(text, to: "t.csv")
    let arguments = [
      "validate", table, "--linear-predictor", "lp", "--outcome", "Surv(t, d)", "--unit", "month",
    ]
    let alone = try CommandRun(arguments + ["--format", "json"])
    #expect(alone.status == 0, "\(alone.errors)")
    let fit = try CommandRun(["fit", "cox", "Surv(t, d) ~ lp", table, "--format", "json"])
    expectClose(
      alone.json["calibrationOverall"]["slope"]["estimate"].number ?? .nan,
      fit.json["coefficients"][0]["estimate"].number ?? .nan, relative: 1e-9)
    #expect(alone.json["cautions"].array.contains { $0["code"].string == "noHorizon" })
    let both = try DrawnFigure(
      arguments + ["--predicted-risk", "risk@60"], in: folder)
    both.expectSound()
    #expect(both.words.contains("Predictions as they stand in the table."))
    #expect(
      both.run.output.hasPrefix(
        "Validation of predictions in the table\n"
          + "risk (predicted risk at 60 months), lp (linear predictor)\n"))
    #expect(both.run.output.contains("slope, all follow-up"))
  }

  @Test(
    "A fault of a column is a sentence that names it, and the row",
    arguments: [
      (
        ["--predicted-risk", "bad@5y"], 3,
        "The predicted risk in row 3, 'bad', is 1.5; a probability"
      ),
      (["--predicted-survival", "bad@5y"], 3, "The predicted survival in row 3, 'bad', is 1.5"),
      (["--predicted-risk", "rsk@5y"], 3, "There is no column 'rsk'; did you mean 'risk'?"),
      (
        ["--predicted-risk", "name@5y"], 3,
        "Column 'name' holds text ('a' at line 2) where a number"
      ),
      (
        ["--predicted-risk", "none@5y"], 3, "None of the 4 rows with an outcome has a prediction; "
      ),
      (["--predicted-risk", "risk"], 3, "Say by when 'risk' is predicted, as 'risk@5y'."),
      (
        ["--predicted-risk", "risk@5y", "--predicted-survival", "risk@60m"], 3,
        "'risk' is named twice for one time."
      ),
      (
        ["--predicted-risk", "risk@5y", "--predicted-risk", "other@5y"], 3,
        "'risk' and 'other' are predictions of the same kind at the same time; name one of them."
      ),
      (["--predicted-risk", "risk@0"], 2, "--predicted-risk takes a column and one horizon after"),
      (["--predicted-risk", "risk@5y,6y"], 2, "--predicted-risk takes a column and one horizon"),
      (["--predicted-risk", "risk@soon"], 2, "--predicted-risk: 'soon' is no time"),
      (["--predicted-risk", "risk@5y", "--at", "5y"], 2, "state their horizons; leave out --at."),
    ] as [([String], Int32, String)])
  func faults(options: [String], status: Int32, words: String) throws {
    let folder = try TemporaryFolder()
    let table = try folder.write(
      "risk,other,bad,name,none,t,d\n0.1,0.1,0.1,a,,1,1\n,0.1,0.1,a,,2,0\n0.3,0.1,1.5,a,,3,1\n"
        + "1,0.1,0.2,a,,4,0\n", to: "t.csv")
    let run = try CommandRun(
      ["validate", table, "--outcome", "Surv(t, d)", "--unit", "year"] + options)
    #expect(run.status == status, "\(run.errors)")
    #expect(run.output.isEmpty && run.errors.contains(words), "\(run.errors)")
  }

  @Test("A model beside columns, times without a unit and an outcome without time are told apart")
  func usage() throws {
    let survival = ["--outcome", "Surv(rfstime, status)"]
    let column = ["--predicted-risk", "age@5y"]
    for (arguments, status, words) in [
      (["m", Self.gbsg] + column + survival, 2, "leave out 'm', or the columns."),
      ([Self.gbsg] + column + survival, 2, "--unit day, --unit month or --unit year."),
      (
        ["sarculator-extremity-os-2016-reconstructed"] + survival, 2,
        "Name a table behind the model, or the columns of predictions"
      ),
      (
        [Self.gbsg, "--outcome", "status"] + column, 3, "'age' has a horizon and the outcome has no"
      ),
      (
        [Self.gbsg, "--outcome", "status", "--linear-predictor", "age"], 3,
        "validated against one column of risks or of survivals."
      ),
    ] as [([String], Int32, String)] {
      let run = try CommandRun(["validate"] + arguments)
      #expect(run.status == status, "\(run.errors)")
      #expect(run.errors.contains(words), "\(run.errors)")
    }
  }
}

@Suite struct ValidationWeightTests {
  private static let gbsg = Reference.folder.appending(path: "data/gbsg.csv").path

  @Test("--weights weighs patients, says so, and belongs to outcomes with a time")
  func weights() throws {
    let folder = try TemporaryFolder()
    let model = folder.path("m.json")
    let fit = try CommandRun([
      "fit", "cox", "Surv(rfstime, status) ~ age + nodes", Self.gbsg, "--output", model,
      "--horizons", "5y",
    ])
    try #require(fit.status == 0, "\(fit.errors)")
    let arguments = ["validate", model, Self.gbsg, "--outcome", "Surv(rfstime, status)"]
    let plain = try CommandRun(arguments + ["--format", "json"]).json
    let weighed = try DrawnFigure(
      arguments + ["--weights", "size", "--format", "json", "--show", "decision"], in: folder)
    weighed.expectSound()
    #expect(weighed.words.contains("weighed by size."))
    let json = weighed.run.json
    #expect(json["weights"]["column"].string == "size" && !plain["weights"].exists)
    #expect((json["weights"]["sum"].number ?? 0) > 686)
    #expect(json["n"].number == plain["n"].number)
    #expect(json["brier"][0]["estimate"].number != plain["brier"][0]["estimate"].number)
    #expect(!json["discrimination"]["royston"]["d"].exists)
    #expect(
      json["cautions"].array.contains {
        $0["code"].string == "notWithWeights" && $0["index"].string == "royston"
      })
    let text = try CommandRun(arguments + ["--weights", "size"]).output
    #expect(text.contains("weighed by size, in all "))
    #expect(text.contains("in which a weight of 3 is not three patients."))
    let binary = ["validate", model, Self.gbsg, "--outcome", "status"]
    let found = try CommandRun(binary + ["--weights", "size", "--format", "json"]).json
    #expect(found["weights"]["column"].string == "size")
    #expect(found["weights"]["sum"].number == json["weights"]["sum"].number)
    let one = try CommandRun(binary + ["--format", "json"]).json
    #expect(found["n"].number == one["n"].number && !one["weights"].exists)
    #expect(found["brier"][0]["estimate"].number != one["brier"][0]["estimate"].number)
    let words = try CommandRun(binary + ["--weights", "size"]).output
    #expect(words.contains("weighed by size, in all ") && words.contains("of the sandwich"))
    let resampled = try CommandRun(binary + ["--weights", "size", "--bootstrap", "5"])
    #expect(resampled.status == 3 && resampled.errors.contains("weights"))
  }
}
