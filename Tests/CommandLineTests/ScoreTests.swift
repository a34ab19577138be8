import Foundation
import TestSupport
import Testing

/// `--set` once for each.
func settings(_ values: String...) -> [String] { values.flatMap { ["--set", $0] } }

@Suite struct ScoreTests {
  private static let nomogram = "sarculator-retroperitoneal-os-2013-digitised"
  private static let survival = "sarculator-retroperitoneal-os-2013-reconstructed"
  private static let rule = "sin-extremity-trunk-2003"
  private static let patient = settings(
    "age=61", "size=12.5", "grade=3", "histology=leiomyosarcoma", "multifocal=no",
    "resection=complete", "site=retroperitoneum")

  // MARK: - JSON

  @Test("A prediction by a nomogram has every member of the contract")
  func nomogramJSON() throws {
    let run = try CommandRun(["score", Self.nomogram, "--format", "json"] + Self.patient)
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    #expect(run.output.hasSuffix("}\n") && !run.output.hasSuffix("\n\n"))
    let json = run.json
    for key in [
      "alternatives", "assumed", "category", "cautions", "citation", "contributions", "inScope",
      "linearPredictor", "model", "predictions", "refusals", "riskGroup", "totalPoints",
    ] {
      #expect(json.keys.contains(key), "\(key)")
    }
    #expect(json["model"]["id"].string == Self.nomogram)
    #expect(json["model"]["version"].string == "1.0.0")
    #expect(json["model"]["sha256"].string?.wholeMatch(of: /[0-9a-f]{64}/) != nil)
    #expect(json["model"]["method"].string == "digitisedNomogram")
    #expect(json["model"]["status"].string == "verified")
    #expect(json["inScope"].number == 1)
    #expect(json["refusals"].array.isEmpty)
    #expect(json["alternatives"].array.isEmpty)
    let assumed = json["assumed"].array.map { [$0["covariate"].string, $0["value"].string] }
    for pair in [["metastasis", "no"], ["presentation", "primary"]] {
      #expect(assumed.contains(pair))
    }
    #expect(!json["linearPredictor"].exists)
    // The points of the figure for 12.5 cm, grade 3 and leiomyosarcoma, and those of age 61.
    #expect(
      json["contributions"].array.map { $0["term"].string } == [
        "age", "size", "grade", "histology", "multifocal", "resection",
      ])
    let points = json["contributions"].array.compactMap { $0["value"].number }
    expectClose(points, [3.4, 36.25, 100, 20, 0, 0], absolute: 1e-12)
    expectClose(json["totalPoints"].number ?? .nan, points.reduce(0, +), absolute: 1e-12)
    let prediction = json["predictions"][0]
    #expect(json["predictions"].array.count == 1)
    #expect(prediction["endpoint"].string == "overallSurvival")
    #expect(prediction["time"]["value"].number == 7)
    #expect(prediction["time"]["unit"].string == "year")
    expectClose(prediction["probability"].number ?? .nan, 0.3725, absolute: 1e-12)
    #expect(prediction.keys.contains("interval") && !prediction["interval"].exists)
    #expect(!json["category"].exists)
    #expect(!json["riskGroup"].exists)
    let codes = json["cautions"].array.compactMap { $0["code"].string }
    #expect(codes.prefix(2) == ["digitisedSource", "assumedInScope"])
    for caution in json["cautions"].array {
      #expect(caution.keys == ["code", "covariate", "message", "severity"])
      #expect(["info", "warning"].contains(caution["severity"].string ?? ""))
    }
    #expect(json["citation"].string?.hasPrefix("Gronchi A") == true)
  }

  @Test("The hash of a prediction is that of the document's bytes")
  func hash() throws {
    let file = CommandRun.root.appending(path: "models/\(Self.nomogram).json")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["sha256sum", file.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    let run = try CommandRun(["score", Self.nomogram, "--format", "json"] + Self.patient)
    #expect(run.json["model"]["sha256"].string == String(text.prefix(64)))
  }

  @Test("A survival model gives the linear predictor as the sum of its contributions")
  func survivalJSON() throws {
    let run = try CommandRun(["score", Self.survival, "--format", "json"] + Self.patient)
    let sum = run.json["contributions"].array.compactMap { $0["value"].number }.reduce(0, +)
    expectClose(run.json["linearPredictor"].number ?? .nan, sum, absolute: 1e-12)
    #expect(!run.json["totalPoints"].exists)
    #expect(run.json["model"]["method"].string == "reconstructed")
    #expect(run.json["predictions"][0]["time"]["value"].number == 5)
    #expect(run.json["cautions"].array.contains { $0["code"].string == "reconstructedModel" })
  }

  @Test("A rule fills the category and gives no probability of its own")
  func ruleJSON() throws {
    let run = try CommandRun(
      ["score", Self.rule, "--format", "json"]
        + settings("size=9", "vascularInvasion=yes", "necrosis=10", "site=thigh"))
    #expect(run.status == 0)
    #expect(run.json["category"].string == "high")
    #expect(run.json["predictions"].array.isEmpty)
    #expect(run.json["findings"]["features"].string == "3")
    #expect(run.json["model"]["method"].string == "publishedRule")
  }

  @Test("A refused patient exits with 3, and the JSON is printed all the same")
  func refusal() throws {
    let arguments = ["score", Self.nomogram] + Self.patient + settings("site=thigh")
    let run = try CommandRun(arguments + ["--format", "json"])
    #expect(run.status == 3)
    #expect(run.json["inScope"].number == 0)
    let refusal = run.json["refusals"][0]
    let reason = try #require(refusal["reason"].string)
    #expect(refusal["instead"].string == "sarculator-extremity-os-2016-reconstructed")
    #expect(run.json["predictions"].array.isEmpty)
    #expect(run.json["assumed"].array.isEmpty)
    #expect(!run.json["totalPoints"].exists)
    let text = try CommandRun(arguments)
    #expect(text.status == 3)
    #expect(
      text.output.contains(
        "  no prediction: \(reason) Instead: sarculator-extremity-os-2016-reconstructed.\n"))
  }

  @Test("A half-answer gives an alternative for each grade, and no single prediction")
  func halfAnswer() throws {
    func run(_ grade: String) throws -> Reference {
      let run = try CommandRun(
        ["score", Self.survival, "--format", "json"] + Self.patient + settings("grade=\(grade)"))
      #expect(run.status == 0)
      return run.json
    }
    let json = try run("high")
    #expect(json["predictions"].array.isEmpty)
    #expect(!json["linearPredictor"].exists)
    let alternatives = json["alternatives"].array
    #expect(alternatives.map { $0["assuming"]["grade"].number } == [2, 3])
    for alternative in alternatives {
      let grade = Int(alternative["assuming"]["grade"].number ?? 0)
      let single = try run("\(grade)")["predictions"][0]["probability"].number
      #expect(alternative["predictions"][0]["probability"].number == single)
    }
    #expect(json["cautions"].array.contains { $0["code"].string == "halfAnswer" })
  }

  // MARK: - Text

  @Test("The text of a rule, in full")
  func ruleText() throws {
    let run = try CommandRun(
      ["score", Self.rule] + settings("size=90 mm", "vascularInvasion=yes", "necrosis=0"))
    #expect(
      run.output == """
        SIN risk group of soft tissue sarcoma: size, vascular invasion, necrosis
        sin-extremity-trunk-2003 1.0.0, published rule, verified

          high
          Unfavourable features: 2
          Two or three of: larger than 8 cm, vascular invasion, microscopic necrosis.
          In 200 patients 43 to 48 % were free of metastasis at 5 years, by the observer who read the slides.
          note: the prediction holds if of a limb or the trunk wall, not a gastrointestinal stromal tumour, localised, untreated when these findings were made and primary tumour, which nobody has stated.
          note: size was converted: 90 mm is 9 cm.

        Source: Gustafson P, Coindre JM, Fletcher CDM, et al. Prognostic information in soft tissue sarcoma using tumour size, vascular invasion and microscopic tumour necrosis: the SIN-system. Eur J Cancer 2003;39:1568-1576.
        Decision support and research. SarcomaRisk is not a certified medical device.

        """)
  }

  @Test("The text of a nomogram, in full")
  func nomogramText() throws {
    let run = try CommandRun(
      ["score", "sarculator-retroperitoneal-dfs-2013-digitised"] + Self.patient
        + settings("metastasis=no", "presentation=primary"))
    #expect(
      run.output == """
        Sarculator, retroperitoneal sarcoma: disease-free survival at 7 years, digitised from the published nomogram
        sarculator-retroperitoneal-dfs-2013-digitised 1.0.0, digitised nomogram, verified

          disease-free survival at 7 years 13.6 % (no interval is known)

          term        points
          size          32.4
          grade        100.0
          histology     40.0
          multifocal     0.0
          total        172.4

          note: the numbers were read from a printed nomogram, to within 2 percentage points.
          note: the prediction holds if untreated when these findings were made, which nobody has stated.

        Source: Gronchi A, et al. Outcome prediction in primary resected retroperitoneal soft tissue sarcoma. J Clin Oncol 2013;31:1649-55. doi:10.1200/JCO.2012.44.3747
        Decision support and research. SarcomaRisk is not a certified medical device.

        """)
  }

  // MARK: - Ways to say it

  @Test("Flags, a file and standard input say the same, and a flag overrules the file")
  func doors() throws {
    let folder = try TemporaryFolder()
    let text = """
      {"age": 61, "size": {"value": 125, "unit": "mm"}, "grade": 3, "histology": "8890/3",
       "multifocal": false, "resection": "complete", "site": "C48.0", "nodes": null}
      """
    let file = try folder.write(text, to: "patient.json")
    func points(_ arguments: [String], input: String? = nil) throws -> Double {
      let run = try CommandRun(
        ["score", Self.nomogram, "--format", "json"] + arguments, input: input)
      return try #require(run.json["totalPoints"].number, "\(run.errors)")
    }
    let flags = try points(Self.patient)
    #expect(try points(["--patient", file]) == flags)
    #expect(try points(["--patient", "-"], input: text) == flags)
    let overruled = try points(["--patient", file] + settings("grade=1"))
    #expect(try points(Self.patient + settings("grade=1")) == overruled)
    #expect(overruled < flags)
  }

  @Test(
    "12.5 cm is 12.5 cm however it is written",
    arguments: ["12,5 cm", "12.5cm", "125 mm", "12,5", "1.25e1", "+12.5 CM", "125mm", " 12.5  cm "])
  func sizes(text: String) throws {
    let run = try CommandRun(
      ["score", Self.survival, "--format", "json"] + Self.patient + settings("size=\(text)"))
    let plain = try CommandRun(["score", Self.survival, "--format", "json"] + Self.patient)
    #expect(run.json["linearPredictor"].number == plain.json["linearPredictor"].number)
    #expect(plain.json["linearPredictor"].exists)
  }

  @Test("A size of 120 asks whether it is in mm")
  func implausible() throws {
    let run = try CommandRun(["score", Self.survival] + Self.patient + settings("size=120"))
    #expect(run.status == 3)
    #expect(run.output.isEmpty)
    #expect(
      run.errors
        == "sarcoma: size of 120 cm is outside the possible 0.1 to 60 cm: is it in mm?\n")
  }

  @Test(
    "Synonyms in four languages, abbreviations and codes are one patient",
    arguments: [
      ["histology=LMS", "site=retroperitoneal", "grade=G3", "multifocal=unifocal", "resection=R0"],
      [
        "histology=Leiomiosarcoma", "site=Retroperitoneo", "grade=Grado 3", "multifocal=no",
        "resection=completa",
      ],
      [
        "histology=leiomiosarcoma convencional", "site=retroperitoneo", "grade=grado 3",
        "multifocal=falso", "resection=Completa (R0 o R1)",
      ],
      [
        "histology=Léiomyosarcome", "site=Rétropéritoine", "grade=FNCLCC III", "multifocal=non",
        "resection=complète (r0 ou r1)",
      ],
      ["histology=8890/3", "site=C48.0", "grade=1633749", "multifocal=0", "resection=R0/R1"],
    ])
  func synonyms(values: [String]) throws {
    let run = try CommandRun(
      ["score", Self.survival, "--format", "json", "--set", "age=61", "--set", "size=12.5"]
        + values.flatMap { ["--set", $0] })
    let plain = try CommandRun(["score", Self.survival, "--format", "json"] + Self.patient)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.json["linearPredictor"].number == plain.json["linearPredictor"].number)
  }

  @Test(
    "A fault is one sentence that names what is meant",
    arguments: [
      (["agee=61"], 3, "'agee' is not a covariate; did you mean 'age'?"),
      (["Età=61"], 3, "'Età' is not a covariate; did you mean 'age'?"),
      (["histology=leiomyosarkoma"], 3, "did you mean leiomyosarcoma"),
      (["grade=5"], 3, "grade '5' is not a level of FNCLCC grade; use 1, 2 or 3."),
      (["age=old"], 3, "age 'old' is not a number; write one such as 12.5 years."),
      (["size=1,234"], 3, "may mean thousands or a decimal comma"),
      (["size=12 km"], 3, "'km' is not a unit of size; use cm or mm."),
      (["size="], 3, "size (Tumour size (largest diameter), cm) is missing."),
      (["size"], 2, "'size' is not NAME=VALUE, such as size=12cm."),
      (["=3"], 2, "'=3' is not NAME=VALUE, such as size=12cm."),
    ] as [([String], Int32, String)])
  func faults(values: [String], status: Int32, words: String) throws {
    let run = try CommandRun(
      ["score", Self.survival] + Self.patient + values.flatMap { ["--set", $0] })
    #expect(run.status == status)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains(words), "\(run.errors)")
    #expect(run.errors.hasPrefix("sarcoma: ") && run.errors.count { $0 == "\n" } == 1)
  }

  @Test(
    "Wrong usage exits with 2",
    arguments: [
      ["score"], ["score", rule, "--format", "xml"], ["score", rule, "--format", "csv"],
      ["score", rule, "--table", "t.csv", "--set", "age=1"], ["score", rule, "--at", "soon"],
      ["score", rule, "--at", "5y,"], ["score", rule, "--at", "-1y"], ["score", rule, "--at", "0"],
      ["score", rule, "--given", ""], ["score", rule, "--set"],
    ])
  func usage(arguments: [String]) throws {
    let run = try CommandRun(arguments)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(!run.errors.isEmpty)
  }

  // MARK: - Models

  @Test("A draft answers by name, and says that it is one")
  func draft() throws {
    let id = "cinsarc-class-2010"
    let library = try SmallLibrary()
    try library.write(SmallLibrary.draft(id), to: "\(id).json")
    let run = try CommandRun([
      "score", id, "--models", library.path, "--format", "json", "--set", "cinsarc=C2",
    ])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.json["model"]["status"].string == "draft")
    #expect(run.json["cautions"].array.contains { $0["code"].string == "draftModel" })
  }

  @Test("An unknown model is answered with the nearest")
  func unknownModel() throws {
    let run = try CommandRun(["score", "gist-nih-risk-2003"] + Self.patient)
    #expect(run.status == 3)
    #expect(
      run.errors
        == "sarcoma: There is no model 'gist-nih-risk-2003'; did you mean 'gist-nih-risk-2002'?\n")
    let far = try CommandRun(["score", "zzz"])
    #expect(
      far.errors == "sarcoma: There is no model 'zzz'; 'sarcoma models list' names them all.\n")
  }

  // MARK: - Times

  @Test("A time in any unit is the model's time")
  func times() throws {
    for text in ["5y", "60m", "5", "1826.25d", "5y,60m, 5y"] {
      let run = try CommandRun(
        ["score", Self.survival, "--format", "json", "--at", text] + Self.patient)
      #expect(run.status == 0, "\(run.errors)")
      let plain = try CommandRun(["score", Self.survival, "--format", "json"] + Self.patient)
      #expect(
        run.json["predictions"].array.map { $0["probability"].number }
          == [Double?](
            repeating: plain.json["predictions"][0]["probability"].number,
            count: text.contains(",") ? 2 : 1))
    }
  }

  @Test(
    "A time or a condition that a model cannot answer ends in a sentence",
    arguments: [
      (survival, ["--at", "4y"], "the model does not predict at 4 years; it does at 5 years."),
      (
        survival, ["--given", "2y"],
        "the model gives no conditional survival: it predicts at 5 years, and not at 2 years."
      ),
      (
        survival, ["--given", "5y"],
        "the model gives no conditional survival: 5 years is not after 5 years."
      ),
      (nomogram, ["--at", "5y"], "the model does not predict at 5 years; it does at 7 years."),
      (
        nomogram, ["--given", "2y"],
        "the model gives no conditional survival: its figure shows one horizon."
      ),
      (rule, ["--at", "5y"], "the model does not predict at 5 years."),
      (rule, ["--given", "5y"], "the model gives no conditional survival: it is a rule."),
    ])
  func unanswerable(id: String, arguments: [String], sentence: String) throws {
    let patient =
      id == Self.rule
      ? settings("size=9", "vascularInvasion=yes", "necrosis=10") : Self.patient
    let run = try CommandRun(["score", id] + patient + arguments)
    #expect(run.status == 3)
    #expect(run.output.isEmpty)
    #expect(run.errors == "sarcoma: \(sentence)\n")
  }
}
