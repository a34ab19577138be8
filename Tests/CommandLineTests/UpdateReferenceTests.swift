import Foundation
import TestSupport
import Testing

private let relative = 1e-8

/// What `Reference/update.R` found; R's fits and ours stop within 1e-9 of the maximum.
@Suite struct UpdateReferenceTests {
  /// The patients of the reference, as gbsg has them.
  private static func patient(_ row: Int) throws -> [String] {
    let text = try String(contentsOfFile: UpdateSample.data("gbsg_v"), encoding: .utf8)
    let lines = text.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    return ["age", "size", "grade", "nodes", "hormon"].compactMap { name in
      lines[0].firstIndex(of: name).map { "\(name)=\(lines[row][$0])" }
    }
  }

  private static func expectSurvival(
    _ sample: UpdateSample, _ name: String, _ expected: Reference, _ rows: [Double]
  ) throws {
    #expect(expected.array.count == 3)
    for (k, row) in rows.enumerated() {
      let found = try sample.score(name, try patient(Int(row)))
      expectClose(
        found.map { $0["probability"].number ?? .nan }, expected[k].numbers, relative: relative,
        "\(name), row \(row)")
    }
  }

  @Test("rotterdam to gbsg by every method: estimates and survival are R's")
  func gbsg() throws {
    let sample = try UpdateSample()
    let model = try sample.rotterdam()
    let expected = try Reference(named: "update.json")["gbsg"]
    let rows = expected["rows"].numbers
    func update(_ method: String, _ more: [String] = [], to name: String) throws -> Reference {
      try sample.update(
        model, UpdateSample.data("gbsg_v"), "Surv(rfstime, rfs)", method, to: name, more)
    }

    let intercept = try update("intercept", to: "intercept.json")
    #expect(intercept["n"].number == 686 && intercept["events"].number == 299)
    for (key, name) in [("estimate", "logRatio"), ("standardError", "se")] {
      expectClose(
        intercept["logRatio"][key].number ?? .nan, expected["intercept"][name].number ?? .nan,
        relative: relative)
    }
    try Self.expectSurvival(
      sample, "intercept.json", expected["intercept"]["survival"], rows)

    _ = try update("baseline", to: "baseline.json")
    try Self.expectSurvival(sample, "baseline.json", expected["baseline"]["survival"], rows)

    let slope = try update("slope", to: "slope.json")
    expectClose(
      slope["slope"]["estimate"].number ?? .nan, expected["slope"]["slope"].number ?? .nan,
      relative: relative)
    expectClose(
      slope["slope"]["standardError"].number ?? .nan, expected["slope"]["se"].number ?? .nan,
      relative: relative)
    let ratio = expected["slope"]["lr"].number ?? .nan
    expectClose(slope["likelihoodRatio"]["statistic"].number ?? .nan, ratio, relative: relative)
    expectClose(
      slope["shrinkage"]["expected"].number ?? .nan, (ratio - 1) / ratio, relative: relative)
    try Self.expectSurvival(sample, "slope.json", expected["slope"]["survival"], rows)
  }

  @Test("a refit of rotterdam's terms to gbsg is R's fit, intervals included; so is its shrinkage")
  func refit() throws {
    let sample = try UpdateSample()
    let model = try sample.rotterdam()
    let expected = try Reference(named: "update.json")["gbsg"]
    let rows = expected["rows"].numbers
    func update(_ more: [String], to name: String) throws -> Reference {
      try sample.update(
        model, UpdateSample.data("gbsg_v"), "Surv(rfstime, rfs)", "refit", to: name, more)
    }
    let refit = try update([], to: "refit.json")
    // The first coefficient is near 0: its error is that of its standard error.
    expectClose(
      refit["coefficients"].array.map { $0["after"].number ?? .nan },
      expected["refit"]["coef"].numbers, relative: relative, absolute: 1e-11)
    expectClose(
      refit["coefficients"].array.map { $0["standardError"].number ?? .nan },
      expected["refit"]["se"].numbers, relative: relative)
    #expect(refit["hasIntervals"].number == 1)
    expectClose(
      refit["shrinkage"]["expected"].number ?? .nan, expected["refit"]["gamma"].number ?? .nan,
      relative: relative)
    try Self.expectSurvival(sample, "refit.json", expected["refit"]["survival"], rows)
    for (k, row) in rows.enumerated() {
      let found = try sample.score("refit.json", try Self.patient(Int(row)))
      for (end, name) in ["lower", "upper"].enumerated() {
        expectClose(
          found.map { $0["interval"][end].number ?? .nan }, expected["refit"][name][k].numbers,
          relative: relative)
      }
    }

    let shrunken = try update(["--shrinkage", "heuristic"], to: "shrunken.json")
    expectClose(
      shrunken["shrinkage"]["applied"].number ?? .nan, expected["refit"]["gamma"].number ?? .nan,
      relative: relative)
    expectClose(
      shrunken["coefficients"].array.map { $0["after"].number ?? .nan },
      expected["shrunken"]["coef"].numbers, relative: relative, absolute: 1e-11)
    #expect(shrunken["hasIntervals"].number == 0)
    try Self.expectSurvival(sample, "shrunken.json", expected["shrunken"]["survival"], rows)
    #expect(try sample.document("shrunken.json")["covariance"].exists == false)
  }

  @Test(
    "a baseline known at horizons alone is moved by the ratio up to the last of them",
    arguments: [("one", ["5y"]), ("two", ["2y", "5y"])])
  func horizons(name: String, times: [String]) throws {
    let sample = try UpdateSample()
    let model = try sample.rotterdam(horizons: times.joined(separator: ","))
    let steps = try sample.document("rotterdam.json")["baseline"]
    let places = times.map { ($0 == "2y" ? 2.0 : 5) * 365.25 }
    let hazards = places.map { time in
      Array(zip(steps["times"].numbers, steps["cumulativeHazard"].numbers)).last { $0.0 <= time }?.1
        ?? 0
    }
    // The same document as somebody would publish it.
    let published = try sample.changing(model, to: "published.json") { text in
      text.replace(
        /"baseline": \{.*?\n  \},\n/.dotMatchesNewlines(),
        with: """
          "baseline": {"at": \(steps["at"].number ?? .nan), "times": \(places),
            "cumulativeHazard": \(hazards)},

          """)
      text.replace("\"refitted\"", with: "\"publishedCoefficients\"")
      text.replace(/"covariance": \{.*?\n  \},\n/.dotMatchesNewlines(), with: "")
      text.replace("\"id\": \"rotterdam\"", with: "\"id\": \"published\"")
    }
    let found = try sample.update(
      published, UpdateSample.data("gbsg_v"), "Surv(rfstime, rfs)", "intercept", to: "new.json")
    let expected = try Reference(named: "update.json")["gbsg"]["horizons"][name]
    expectClose(
      found["logRatio"]["estimate"].number ?? .nan, expected["logRatio"].number ?? .nan,
      relative: relative)
    expectClose(
      found["logRatio"]["standardError"].number ?? .nan, expected["se"].number ?? .nan,
      relative: relative)
    let new = try sample.document("new.json")
    expectClose(
      new["baseline"]["cumulativeHazard"].numbers,
      hazards.map { $0 * exp(found["logRatio"]["estimate"].number ?? .nan) }, relative: 1e-15)
    // The updated document has what was observed: a second update leaves it alone.
    let again = try sample.update(
      sample.folder.path("new.json"), UpdateSample.data("gbsg_v"), "Surv(rfstime, rfs)",
      "intercept", to: "again.json")
    expectClose(again["logRatio"]["estimate"].number ?? .nan, 0, absolute: 1e-12)
  }

  @Test("a stratified model of lung: calibration in the large, slope and survival are R's")
  func lung() throws {
    let sample = try UpdateSample()
    let model = try sample.fit(
      "lung.json",
      [
        "cox", "Surv(time, status) ~ age + ph.ecog + strata(sex)", UpdateSample.data("lung"),
        "--where", "inst <= 11", "--horizons", "1y", "--ph-test", "off",
      ])
    let expected = try Reference(named: "update.json")["lung"]
    func update(_ method: String) throws -> Reference {
      try sample.update(
        model, UpdateSample.data("lung"), "Surv(time, status)", method, to: "\(method).json",
        ["--where", "inst > 11"])
    }
    let intercept = try update("intercept")
    #expect(intercept["n"].number == expected["n"].number)
    #expect(intercept["events"].number == expected["events"].number)
    expectClose(
      intercept["logRatio"]["estimate"].number ?? .nan, expected["logRatio"].number ?? .nan,
      relative: relative)
    let slope = try update("slope")
    expectClose(
      slope["slope"]["estimate"].number ?? .nan, expected["slope"].number ?? .nan,
      relative: relative)
    expectClose(
      slope["slope"]["standardError"].number ?? .nan, expected["se"].number ?? .nan,
      relative: relative)
    let patient = ["age", "ph.ecog", "sex"].map {
      "\($0)=\(Int(expected["patient"][$0].number ?? -1))"
    }
    let scored = try sample.score("slope.json", patient)
    expectClose(
      scored[0]["probability"].number ?? .nan, expected["survival"].number ?? .nan,
      relative: relative)
  }

  @Test("a logistic model of birthwt by every method: estimates and probabilities are R's")
  func birthwt() throws {
    let sample = try UpdateSample()
    let table = UpdateSample.data("birthwt")
    let model = try sample.fit(
      "birthwt.json",
      ["logistic", "low ~ age + lwt + smoke", table, "--where", "race == \"white\""])
    let expected = try Reference(named: "update.json")["birthwt"]
    let patient = ["age", "lwt", "smoke"].map {
      "\($0)=\(Int(expected["patient"][$0].number ?? -1))"
    }
    func update(_ method: String, _ name: String, _ more: [String] = []) throws -> Reference {
      let found = try sample.update(
        model, table, "low", method, to: "\(name).json", ["--where", "race != \"white\""] + more)
      #expect(found["n"].number == 93 && found["events"].number == 36)
      let scored = try sample.score("\(name).json", patient)
      expectClose(
        scored[0]["probability"].number ?? .nan, expected["probabilities"][name].number ?? .nan,
        relative: relative, name)
      #expect(scored[0]["interval"].exists == (name == "refit"), "\(name)")
      return found
    }
    let intercept = try update("intercept", "intercept")
    expectClose(
      intercept["intercept"]["estimate"].number ?? .nan,
      expected["intercept"]["estimate"].number ?? .nan, relative: relative)
    expectClose(
      intercept["intercept"]["standardError"].number ?? .nan,
      expected["intercept"]["se"].number ?? .nan, relative: relative)
    let slope = try update("slope", "slope")
    for (found, name) in [("slope", "slope"), ("intercept", "intercept")] {
      expectClose(
        slope[found]["estimate"].number ?? .nan, expected["slope"][name].number ?? .nan,
        relative: relative)
    }
    expectClose(
      slope["slope"]["standardError"].number ?? .nan, expected["slope"]["se"].number ?? .nan,
      relative: relative)
    let refit = try update("refit", "refit")
    expectClose(
      refit["coefficients"].array.map { $0["standardError"].number ?? .nan },
      Array(expected["refit"]["se"].numbers.dropFirst()), relative: relative)
    expectClose(
      refit["likelihoodRatio"]["statistic"].number ?? .nan,
      expected["refit"]["lr"].number ?? .nan, relative: relative)
    let shrunken = try update("refit", "shrunken", ["--shrinkage", "heuristic"])
    expectClose(
      shrunken["shrinkage"]["applied"].number ?? .nan, expected["refit"]["gamma"].number ?? .nan,
      relative: relative)
    expectClose(
      try sample.document("shrunken.json")["intercept"].number ?? .nan,
      expected["shrunken"]["intercept"].number ?? .nan, relative: relative)
  }
}
