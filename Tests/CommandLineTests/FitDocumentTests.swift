import Foundation
import TestSupport
import Testing

private let cohort = CommandRun.root.appending(path: "data/tcga_sarc.csv").path

/// A table of `Tests/Reference/data`.
private func data(_ name: String) -> String {
  Reference.folder.appending(path: "data/\(name).csv").path
}

/// One fit, written as a document, and patients for whom both must say the same.
struct DocumentCase: CustomTestStringConvertible, Sendable {
  let formula: String
  let table: String
  var options: [String] = []
  /// In the unit of the table.
  var horizons = "365.25,1095.75,1826.25"
  var patients: [[String: String]]

  var testDescription: String { formula }

  static let tcga: [DocumentCase] = [
    DocumentCase(
      formula: "Surv(OS_days, OS_event) ~ age_years + tumor_size_cm", table: cohort,
      patients: [
        ["age_years": "50", "tumor_size_cm": "5"], ["age_years": "81.5", "tumor_size_cm": "22.25"],
      ]),
    DocumentCase(
      formula: "Surv(OS_days, OS_event) ~ age_years + sex + residual_tumor", table: cohort,
      options: ["--missing", "RX", "--levels", "residual_tumor=R2,R1,R0"],
      patients: [
        ["age_years": "50", "sex": "female", "residual_tumor": "R0"],
        ["age_years": "61", "sex": "male", "residual_tumor": "R2"],
      ]),
    DocumentCase(
      formula: "Surv(OS_days, OS_event) ~ age_years + log2(tumor_size_cm) + sex", table: cohort,
      options: ["--ridge", "10"],
      patients: [
        ["age_years": "50", "tumor_size_cm": "5", "sex": "female"],
        ["age_years": "81", "tumor_size_cm": "22.25", "sex": "male"],
      ]),
    DocumentCase(
      formula: "Surv(OS_days, OS_event) ~ factor(fnclcc_grade) + log2(tumor_size_cm)",
      table: cohort,
      patients: [
        ["fnclcc_grade": "1", "tumor_size_cm": "3"], ["fnclcc_grade": "3", "tumor_size_cm": "31"],
      ]),
    DocumentCase(
      formula: "Surv(OS_days, OS_event) ~ rcs(age_years, 4) + sqrt(tumor_size_cm)", table: cohort,
      patients: [
        ["age_years": "20", "tumor_size_cm": "2"], ["age_years": "58", "tumor_size_cm": "9"],
        ["age_years": "90", "tumor_size_cm": "30"],
      ]),
    DocumentCase(
      formula: """
        Surv(OS_days, OS_event) ~ log(tumor_size_cm) + I(age_years / 10) + I((age_years - 60)^2 / 100)
        """, table: cohort,
      patients: [
        ["age_years": "20", "tumor_size_cm": "2"], ["age_years": "90", "tumor_size_cm": "30"],
      ]),
    DocumentCase(
      formula: """
        Surv(OS_days, OS_event) ~ (tumor_size_cm > 10) + I(age_years >= 65) \
        + pmin(tumor_size_cm, 15) + log10(age_years) + log1p(tumor_size_cm)
        """, table: cohort,
      patients: [
        ["age_years": "64.9", "tumor_size_cm": "10"], ["age_years": "65", "tumor_size_cm": "16"],
      ]),
    DocumentCase(
      formula: "Surv(OS_days, OS_event) ~ sex * age_years + residual_tumor:tumor_size_cm",
      table: cohort, options: ["--missing", "RX"],
      patients: [
        ["sex": "male", "age_years": "60", "residual_tumor": "R1", "tumor_size_cm": "8"],
        ["sex": "female", "age_years": "40", "residual_tumor": "R0", "tumor_size_cm": "18"],
      ]),
    DocumentCase(
      formula: "Surv(OS_days, OS_event) ~ rcs(tumor_size_cm, c(3, 8, 20)) * sex", table: cohort,
      patients: [
        ["sex": "male", "tumor_size_cm": "8"], ["sex": "female", "tumor_size_cm": "18"],
      ]),
    DocumentCase(
      formula: "Surv(OS_days, OS_event) ~ sex * extremity + sex:factor(multifocal)", table: cohort,
      patients: [
        ["sex": "male", "extremity": "1", "multifocal": "0"],
        ["sex": "female", "extremity": "0", "multifocal": "1"],
      ]),
    DocumentCase(
      formula: "Surv(OS_days, OS_event) ~ tumor_size_cm + offset(0.03 * age_years)", table: cohort,
      patients: [
        ["age_years": "30", "tumor_size_cm": "8"], ["age_years": "80", "tumor_size_cm": "8"],
      ]),
    DocumentCase(
      formula:
        "Surv(OS_days, OS_event) ~ tumor_size_cm + offset(age_years / 50) + offset(log(purity))",
      table: cohort, horizons: "1500",
      patients: [["age_years": "30", "tumor_size_cm": "8", "purity": "0.5"]]),
    DocumentCase(
      formula: "Surv(OS_days, OS_event) ~ age_years + strata(sex)", table: cohort,
      patients: [
        ["age_years": "30", "sex": "male"], ["age_years": "80", "sex": "female"],
      ]),
    DocumentCase(
      formula: "Surv(OS_days, OS_event) ~ age_years * strata(extremity)", table: cohort,
      patients: [
        ["age_years": "30", "extremity": "0"], ["age_years": "80", "extremity": "1"],
      ]),
    DocumentCase(
      formula: "Surv(OS_days, OS_event) ~ age_years + I(2 * age_years) + sex + tumor_size_cm",
      table: cohort,
      patients: [["age_years": "30", "sex": "male", "tumor_size_cm": "11"]]),
    DocumentCase(
      formula: "Surv(OS_days, OS_event) ~ rcs(age_years, 4) + age_years", table: cohort,
      patients: [["age_years": "33"], ["age_years": "77"]]),
    DocumentCase(
      formula: "Surv(OS_days, OS_event) ~ age_years + rcs(age_years, 4)", table: cohort,
      patients: [["age_years": "33"], ["age_years": "77"]]),
    DocumentCase(
      formula: "Surv(OS_days, OS_event) ~ age_years + tumor_size_cm", table: cohort,
      options: ["--ties", "breslow", "--where", "sex == \"male\""],
      patients: [["age_years": "33", "tumor_size_cm": "4"]]),
  ]

  static let others: [DocumentCase] = [
    DocumentCase(
      formula: "Surv(start, stop, event) ~ age + surgery * transplant", table: data("heart"),
      horizons: "30,90.5,365.25",
      patients: [
        ["age": "-3.5", "surgery": "0", "transplant": "1"],
        ["age": "5", "surgery": "1", "transplant": "0"],
      ]),
    DocumentCase(
      formula: "Surv(time, status) ~ age + sex", table: data("lung"),
      options: ["--weights", "ph.ecog"], horizons: "100,365.25",
      patients: [["age": "60", "sex": "1"], ["age": "72", "sex": "2"]]),
    DocumentCase(
      formula: "Surv(time, status) ~ age + ph.ecog + cluster(inst)", table: data("lung"),
      horizons: "100,365.25", patients: [["age": "60", "ph.ecog": "1"]]),
    DocumentCase(
      formula: "Surv(time, status) ~ age + factor(sex)", table: data("lung"),
      options: ["--robust"], horizons: "100,365.25", patients: [["age": "60", "sex": "2"]]),
    DocumentCase(
      formula: "Surv(time, status) ~ age + strata(ph.ecog)", table: data("lung"),
      options: ["--where", "ph.ecog < 3"], horizons: "100,365.25",
      patients: [["age": "60", "ph.ecog": "0"], ["age": "60", "ph.ecog": "2"]]),
    DocumentCase(
      formula: "Surv(time, status) ~ trt * celltype + karno", table: data("veteran"),
      horizons: "30,90",
      patients: [
        ["trt": "1", "celltype": "squamous", "karno": "60"],
        ["trt": "2", "celltype": "smallcell", "karno": "30"],
      ]),
  ]
}

@Suite struct FitDocumentTests {
  /// One row of `g,flag` a person, `flag` TRUE or FALSE.
  private static let logical =
    "time,status,flag,x,`odd name`\n"
    + (1...60).map { i in
      "\(i * 7 % 59 + 1),\(i % 3 == 0 ? 0 : 1),\(i % 4 < 2 ? "TRUE" : "FALSE"),\(i * 13 % 17),\(i % 5)"
    }.joined(separator: "\n") + "\n"

  private static func fit(
    _ formula: String, _ table: String, _ more: [String], output: String
  ) throws -> CommandRun {
    try CommandRun(
      ["fit", "cox", formula, table, "--output", output, "--format", "json", "--ph-test", "off"]
        + more)
  }

  @Test(
    "A document's survival and its intervals are those of the fit",
    arguments: DocumentCase.tcga + DocumentCase.others)
  func agrees(_ example: DocumentCase) throws {
    try Self.check(example)
  }

  @Test("A logical column is a covariate of TRUE and FALSE")
  func logicalColumn() throws {
    let folder = try TemporaryFolder()
    let table = try folder.write(
      Self.logical.replacing("`odd name`", with: "odd name"), to: "t.csv")
    try Self.check(
      DocumentCase(
        formula: "Surv(time, status) ~ flag * x + `odd name`", table: table, horizons: "10,30",
        patients: [
          ["flag": "TRUE", "x": "3", "odd name": "2"],
          ["flag": "FALSE", "x": "9", "odd name": "4"],
        ]))
  }

  private static func check(_ example: DocumentCase) throws {
    let folder = try TemporaryFolder()
    let document = folder.path("model.json")
    // Times beside the horizons, and before the first event.
    let between = ["0.5", "17", "200", "333.3", "700"].filter {
      Double($0) ?? 0 < Double(example.horizons.split(separator: ",").last ?? "") ?? 0
    }
    let asked = example.horizons.split(separator: ",").map(String.init) + between
    let predictions = example.patients.flatMap { patient in
      ["--predict", patient.map { "`\($0.key)`=\"\($0.value)\"" }.joined(separator: ", ")]
    }
    let fit = try Self.fit(
      example.formula, example.table,
      example.options + predictions + [
        "--horizons", example.horizons, "--at", asked.joined(separator: ","), "--conf-type",
        "log-log",
      ], output: document)
    #expect(fit.status == 0, "\(fit.errors)")
    #expect(fit.json["predictions"].array.count == example.patients.count)
    let isHorizon = Set(example.horizons.split(separator: ",").compactMap { Double($0) })
    for (place, patient) in example.patients.enumerated() {
      let settings = patient.flatMap { ["--set", "\($0.key)=\($0.value)"] }
      let estimates = fit.json["predictions"][place]["estimates"].array
      #expect(estimates.count == asked.count)
      let times = estimates.compactMap { $0["time"]["value"].number }
      let score = try CommandRun(
        ["score", document, "--format", "json", "--at"]
          + [times.map { "\($0)" }.joined(separator: ",")] + settings)
      #expect(score.status == 0, "\(score.errors)")
      let answers = score.json["predictions"].array
      #expect(answers.count == asked.count)
      for (estimate, answer) in zip(estimates, answers) {
        let time = try #require(estimate["time"]["value"].number)
        #expect(answer["time"]["value"].number == time)
        expectClose(
          answer["probability"].number ?? .nan, try #require(estimate["survival"].number),
          relative: 1e-12, "survival at \(time)")
        guard isHorizon.contains(time) else {
          #expect(!answer["interval"].exists)
          continue
        }
        expectClose(
          answer["interval"].numbers, estimate["interval"].numbers, relative: 1e-12,
          "interval at \(time)")
      }
    }
    let verification = try CommandRun(["models", "verify", document])
    #expect(verification.status == 0, "\(verification.output)\(verification.errors)")
  }

  @Test("Two fits in a row give the same bytes, and the file that was there is replaced")
  func bytes() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(String(repeating: "x", count: 1 << 20), to: "m.json")
    var contents: [Data] = []
    for _ in 0..<2 {
      let run = try Self.fit(
        "Surv(OS_days, OS_event) ~ rcs(age_years, 4) + strata(sex)", cohort,
        ["--horizons", "1y,3y", "--time-unit", "day"], output: folder.path("m.json"))
      #expect(run.status == 0)
      contents.append(try folder.read("m.json"))
    }
    #expect(contents[0] == contents[1])
    #expect(contents[0].last == UInt8(ascii: "\n"))
  }

  @Test("The document says who made it, of what, and whether the unit was assumed")
  func description() throws {
    let folder = try TemporaryFolder()
    let formula = "Surv(OS_days, OS_event) ~ age_years"
    let run = try Self.fit(
      formula, cohort,
      [
        "--horizons", "5y,1y", "--id", "mine", "--title", "Of mine", "--endpoint",
        "distantMetastasis", "--time-unit", "day",
      ], output: folder.path("m.json"))
    #expect(run.status == 0, "\(run.errors)")
    let document = Reference(try folder.read("m.json"))
    #expect(document["id"].string == "mine")
    #expect(document["title"].string == "Of mine")
    #expect(document["status"].string == "draft")
    #expect(document["provenance"]["method"].string == "refitted")
    #expect(document["endpoint"]["kind"].string == "distantMetastasis")
    #expect(document["endpoint"]["origin"].string == "as in the table")
    #expect(document["endpoint"]["unit"].string == "day")
    #expect(document["endpoint"]["horizons"].numbers == [365.25, 1826.25])
    #expect(document["provenance"]["derivation"]["patients"].number == run.json["n"].number)
    #expect(document["provenance"]["derivation"]["events"].number == run.json["events"].number)
    #expect(document["performance"][0]["estimate"].number ?? 0 > 0.5)

    _ = try Self.fit(formula, cohort, ["--horizons", "5y"], output: folder.path("assumed.json"))
    let assumed = Reference(try folder.read("assumed.json"))
    #expect(assumed["id"].string == "assumed")
    #expect(assumed["title"].string == "Cox model: \(formula)")
    #expect(assumed["endpoint"]["origin"].string == "as in the table; unit assumed")
  }

  @Test("The fingerprint changes with one value of any column that the fit used, and with no other")
  func fingerprint() throws {
    let folder = try TemporaryFolder()
    let rows = (1...40).map {
      ["\($0)", "\($0 % 3 == 0 ? 0 : 1)", "\($0 * 7 % 11)", "\($0 % 2)", "\($0 % 4)", "1", "9"]
    }
    func fingerprint(_ change: (row: Int, column: Int, value: String)?) throws -> String {
      var rows = rows
      if let change { rows[change.row][change.column] = change.value }
      let lines = [["time", "status", "x", "s", "o", "w", "unused"]] + rows
      let table = try folder.write(
        lines.map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n", to: "t.csv")
      let run = try Self.fit(
        "Surv(time, status) ~ x + offset(o) + strata(s)", table,
        ["--weights", "w", "--horizons", "20"], output: folder.path("m.json"))
      #expect(run.status == 0, "\(run.errors)")
      let text = Reference(try folder.read("m.json"))["provenance"]["derivation"]["text"].string
      let match = (text ?? "").firstMatch(of: /SHA-256 [0-9a-f]{64}/)
      return String(try #require(match).0)
    }
    let original = try fingerprint(nil)
    #expect(try fingerprint((5, 6, "0")) == original)
    let changes = [
      (39, 0, "40.5"), (39, 1, "0"), (3, 2, "2.5"), (3, 3, "1"), (3, 4, "2"), (3, 5, "2"),
    ]
    var seen: Set = [original]
    for change in changes { #expect(seen.insert(try fingerprint(change)).inserted, "\(change)") }
  }

  @Test(
    "What a document cannot hold ends in a sentence and writes no file",
    arguments: [
      (
        "age_years + (residual_tumor != \"R0\")", ["1y"],
        "A model document cannot hold residual_tumor != \"R0\" is TRUE; make it a column of the "
          + "table and fit that."
      ),
      (
        "age_years + strata(sex, extremity)", ["1y"],
        "A model document cannot hold strata of several columns; make it a column of the table "
          + "and fit that."
      ),
      (
        "age_years + strata(sex) + strata(extremity)", ["1y"],
        "A model document cannot hold strata of several columns; make it a column of the table "
          + "and fit that."
      ),
      (
        "rcs(log(tumor_size_cm), 3)", ["1y"],
        "A model document cannot hold a spline of log(tumor_size_cm); make it a column of the "
          + "table and fit that."
      ),
      ("1", ["1y"], "Nothing was estimated, so there is no model to write."),
      (
        "age_years", ["1y,40y"],
        "The horizon of 40 years lies beyond the last follow-up at 5723 days; name an earlier one "
          + "with --horizons."
      ),
      (
        "extremity + factor(extremity)", ["1y"],
        "A model document cannot hold this fit: "
      ),
    ] as [(String, [String], String)])
  func unwritable(terms: String, horizons: [String], sentence: String) throws {
    let folder = try TemporaryFolder()
    let run = try Self.fit(
      "Surv(OS_days, OS_event) ~ \(terms)", cohort, ["--horizons"] + horizons,
      output: folder.path("m.json"))
    #expect(run.status == 3)
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix("sarcoma: \(sentence)"), "\(run.errors)")
    #expect(run.errors.count { $0 == "\n" } == 1)
    #expect(!folder.has("m.json"))
  }

  @Test("Options of a document without --output, and an --output without horizons, are wrong usage")
  func usage() throws {
    for more in [
      ["--id", "x"], ["--title", "x"], ["--horizons", "1y"], ["--output", "/dev/null"],
    ] {
      let run = try CommandRun(["fit", "cox", "Surv(OS_days, OS_event) ~ sex", cohort] + more)
      #expect(run.status == 2)
      #expect(run.errors.contains(more[0] == "--output" ? "--horizons" : "--output"))
    }
    let run = try Self.fit(
      "Surv(OS_days, OS_event) ~ sex", cohort, ["--horizons", "1y"], output: "/no/such/m.json")
    #expect(run.status == 3)
    #expect(run.errors.contains("'/no/such/m.json' cannot be written"))
  }

  @Test("Conditional survival is the ratio of the fit's own")
  func conditional() throws {
    let folder = try TemporaryFolder()
    let fit = try Self.fit(
      "Surv(OS_days, OS_event) ~ age_years + strata(sex)", cohort,
      [
        "--horizons", "1y,5y", "--predict", "age_years=64, sex=male", "--at", "2y,4y,5y",
      ], output: folder.path("m.json"))
    let survival = fit.json["predictions"][0]["estimates"].array.compactMap {
      $0["survival"].number
    }
    try #require(survival.count == 3)
    let score = try CommandRun([
      "score", folder.path("m.json"), "--set", "age_years=64", "--set", "sex=male", "--given", "2y",
      "--at", "4y,5y", "--format", "json",
    ])
    #expect(score.status == 0, "\(score.errors)")
    #expect(score.json["given"]["value"].number == 2)
    #expect(score.json["given"]["unit"].string == "year")
    expectClose(
      score.json["predictions"].array.compactMap { $0["probability"].number },
      [survival[1] / survival[0], survival[2] / survival[0]], relative: 1e-12)
    // Of the document's own times those are meant that come after the condition.
    let own = try CommandRun([
      "score", folder.path("m.json"), "--set", "age_years=64", "--set", "sex=male", "--given", "2y",
      "--format", "json",
    ])
    #expect(own.json["predictions"].array.map { $0["time"]["value"].number } == [5])
    let early = try CommandRun([
      "score", folder.path("m.json"), "--set", "age_years=64", "--set", "sex=male", "--given", "5y",
      "--at", "4y",
    ])
    #expect(early.status == 3)
    #expect(
      early.errors
        == "sarcoma: the model gives no conditional survival: 4 years is not after 5 years.\n")
  }

  @Test("Events at time 0 or before, in every row, at horizons alone, and in one stratum only")
  func edgesOfTime() throws {
    let folder = try TemporaryFolder()
    func check(_ rows: [String], _ formula: String, horizons: String, _ patient: String) throws {
      let table = try folder.write(
        "time,status,x,g\n" + rows.joined(separator: "\n") + "\n", to: "t.csv")
      let fit = try Self.fit(
        formula, table, ["--horizons", horizons, "--predict", patient, "--at", "1,2,3"],
        output: folder.path("m.json"))
      #expect(fit.status == 0, "\(fit.errors)")
      let score = try CommandRun(
        ["score", folder.path("m.json"), "--at", "1,2,3", "--format", "json"]
          + patient.split(separator: ",").flatMap { ["--set", String($0)] })
      #expect(score.status == 0, "\(score.errors)")
      expectClose(
        score.json["predictions"].array.map { $0["probability"].number ?? .nan },
        fit.json["predictions"][0]["estimates"].array.map { $0["survival"].number ?? .nan },
        relative: 1e-12)
    }
    let alternating = (0..<40).map { "\($0 / 10),\($0 % 3 == 0 ? 0 : 1),\($0 * 7 % 11),\($0 % 2)" }
    try check(alternating, "Surv(time, status) ~ x", horizons: "1,2,3", "x=4")
    try check(
      alternating.map { $0.replacing(/^0/, with: "-2") }, "Surv(time, status) ~ x", horizons: "2",
      "x=4")
    let one = (1..<40).map {
      "\($0),\($0 % 2 == 0 && $0 % 3 != 0 ? 1 : 0),\($0 * 7 % 11),\($0 % 2)"
    }
    try check(one, "Surv(time, status) ~ x + strata(g)", horizons: "3", "x=4,g=0")
    try check(one, "Surv(time, status) ~ x + strata(g)", horizons: "3", "x=4,g=1")
  }

  @Test("A value that a term cannot take is said by the term")
  func noValue() throws {
    let folder = try TemporaryFolder()
    _ = try Self.fit(
      "Surv(OS_days, OS_event) ~ log(tumor_size_cm)", cohort, ["--horizons", "1y"],
      output: folder.path("m.json"))
    let run = try CommandRun(["score", folder.path("m.json"), "--set", "tumor_size_cm=-1"])
    #expect(run.status == 3)
    #expect(
      run.errors == "sarcoma: 'log(tumor_size_cm)' has no finite value for this patient.\n")
  }

  @Test("A level or a name that the fit never saw is refused with those that it knows")
  func unknown() throws {
    let folder = try TemporaryFolder()
    _ = try Self.fit(
      "Surv(OS_days, OS_event) ~ residual_tumor", cohort, ["--horizons", "1y", "--missing", "RX"],
      output: folder.path("m.json"))
    func score(_ setting: String) throws -> CommandRun {
      try CommandRun(["score", folder.path("m.json"), "--set", setting])
    }
    let level = try score("residual_tumor=R9")
    #expect(level.status == 3)
    #expect(
      level.errors
        == "sarcoma: residual_tumor 'R9' is not a level of residual_tumor; use R0, R1 or R2.\n")
    let name = try score("residual_tumour=R1")
    #expect(name.status == 3)
    #expect(
      name.errors
        == "sarcoma: 'residual_tumour' is not a covariate; did you mean 'residual_tumor'?\n")
    let late = try CommandRun([
      "score", folder.path("m.json"), "--set", "residual_tumor=R1", "--at", "40y",
    ])
    #expect(late.status == 3)
    #expect(
      late.errors
        == "sarcoma: 40 years is beyond the follow-up of 5204 days that the model rests on.\n")
  }
}
