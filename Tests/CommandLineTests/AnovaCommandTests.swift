import Foundation
import TestSupport
import Testing

private let veteran = Reference.folder.appending(path: "data/veteran.csv").path

/// `sarcoma anova` over documents that `sarcoma fit cox --output` wrote.
@Suite struct AnovaCommandTests {
  /// Fits written to a folder, by name.
  private static func fitted(
    _ formulas: [String: String], _ more: [String] = [], table: String = veteran
  ) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (name, formula) in formulas {
      let run = try CommandRun(
        [
          "fit", "cox", formula, table, "--output", folder.path("\(name).json"), "--horizons", "60",
          "--ph-test", "off",
        ] + more)
      #expect(run.status == 0, "\(run.errors)")
    }
    return folder
  }

  private static let crossed = "Surv(time, status) ~ rcs(karno, 4) * celltype + trt"

  @Test("Wald tests from the document alone are rms's, row by row")
  func wald() throws {
    let folder = try Self.fitted(["m": Self.crossed])
    let run = try CommandRun(["anova", folder.path("m.json"), "--format", "json"])
    #expect(run.status == 0, "\(run.errors)")
    let json = run.json
    #expect(json["kind"].string == "anova")
    #expect(json["test"].string == "wald")
    #expect(json["n"].number == 137)
    #expect(json["events"].number == 128)
    let expected = try Reference(named: "anova.json")["wald"][0]["rows"].array
    let rows = json["rows"].array
    #expect(rows.count == 12)
    expectClose(
      rows.map { $0["statistic"].number ?? .nan }, expected.map { $0["statistic"].number ?? .nan },
      relative: 1e-7)
    #expect(rows.map { $0["df"].number } == expected.map { $0["df"].number })
    expectClose(
      rows.map { $0["p"].number ?? .nan }, expected.map { $0["p"].number ?? .nan }, relative: 1e-6)
    #expect(rows[0]["term"].string == "rcs(karno, 4)")
    #expect(rows[0]["tested"].string == "termWithHigherOrder")
    #expect(rows[2]["columns"].strings.prefix(2) == ["rcs(karno, 4)'", "rcs(karno, 4)''"])
    #expect(!rows[11]["term"].exists)
    #expect(json["contrasts"].array.isEmpty)
    #expect(!json["jointContrast"].exists)
    #expect(json["version"].string != nil)
  }

  @Test("likelihood-ratio tests by refitting to the table are R's")
  func likelihoodRatio() throws {
    let folder = try Self.fitted(["m": Self.crossed])
    let run = try CommandRun(["anova", folder.path("m.json"), veteran, "--format", "json"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.json["test"].string == "likelihoodRatio")
    let expected = try Reference(named: "anova.json")["wald"][0]["rows"].array
    expectClose(
      run.json["rows"].array.map { $0["statistic"].number ?? .nan },
      expected.map { $0["likelihoodRatio"].number ?? .nan }, relative: 1e-7)
    let text = try CommandRun(["anova", folder.path("m.json"), veteran, "--test", "lr"]).output
    #expect(text.contains("Likelihood-ratio tests of m, against the whole model"))
    #expect(text.contains("rcs(karno, 4), with its interactions         54.18  12  <0.001"))
  }

  @Test("sequential and type II tests are R's")
  func sequential() throws {
    let reference = try Reference(named: "anova.json")
    let formula = try #require(reference["typeII"][0]["formula"].string)
    let folder = try Self.fitted(["m": formula])
    func run(_ test: String) throws -> Reference {
      let run = try CommandRun([
        "anova", folder.path("m.json"), veteran, "--test", test, "--format", "json",
      ])
      #expect(run.status == 0, "\(run.errors)")
      return run.json
    }
    let sequential = try run("sequential")
    expectClose(
      [sequential["logLikelihoodOfNone"].number ?? .nan]
        + sequential["rows"].array.map { $0["logLikelihood"].number ?? .nan },
      reference["sequential"][0]["loglik"].numbers, relative: 1e-10)
    let typeTwo = try run("type2")
    #expect(typeTwo["test"].string == "typeTwo")
    expectClose(
      typeTwo["rows"].array.map { $0["statistic"].number ?? .nan },
      reference["typeII"][0]["statistic"].numbers, relative: 1e-7)
  }

  @Test("two documents are compared in either order, as anova.coxph compares two fits")
  func comparison() throws {
    let expected = try Reference(named: "anova.json")["nested"]
    let folder = try Self.fitted([
      "small": expected["small"].string ?? "", "large": expected["large"].string ?? "",
    ])
    for names in [["small", "large"], ["large", "small"]] {
      let run = try CommandRun(
        ["anova"] + names.map { folder.path("\($0).json") } + ["--format", "json"])
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.json["test"].string == "comparison")
      #expect(run.json["models"].array.compactMap { $0["model"].string } == ["small", "large"])
      expectClose(
        run.json["models"].array.map { $0["logLikelihood"].number ?? .nan },
        expected["loglik"].numbers, relative: 1e-10)
      expectClose(
        run.json["statistic"].number ?? .nan, expected["statistic"].number ?? .nan, relative: 1e-8)
      #expect(run.json["df"].number == 4)
      expectClose(run.json["p"].number ?? .nan, expected["p"].number ?? .nan, relative: 1e-7)
    }
    let text = try CommandRun(["anova", folder.path("small.json"), folder.path("large.json")])
      .output
    #expect(text.contains("  small: Surv(time, status) ~ karno\n"))
    #expect(text.contains("17.78   4  0.001"))
  }

  @Test("contrasts of patients are rms::contrast's, from the document alone")
  func contrasts() throws {
    let reference = try Reference(named: "anova.json")["contrasts"]
    let folder = try Self.fitted(["m": reference["formula"].string ?? ""])
    let each = reference["each"].array
    let run = try CommandRun(
      ["anova", folder.path("m.json"), "--format", "json"]
        + each.prefix(2).flatMap { ["--contrast", $0["text"].string ?? ""] })
    #expect(run.status == 0, "\(run.errors)")
    let contrasts = run.json["contrasts"].array
    for (contrast, expected) in zip(contrasts, each) {
      for key in ["estimate", "standardError", "z", "p"] {
        expectClose(
          contrast[key].number ?? .nan, expected[key].number ?? .nan, relative: 1e-7,
          absolute: 1e-10, key)
      }
      expectClose(
        contrast["estimateInterval"].numbers, expected["interval"].numbers, relative: 1e-7)
      expectClose(
        contrast["interval"].numbers, expected["interval"].numbers.map(exp), relative: 1e-7)
      expectClose(
        contrast["hazardRatio"].number ?? .nan, exp(expected["estimate"].number ?? .nan),
        relative: 1e-7)
    }
    expectClose(
      run.json["jointContrast"]["statistic"].number ?? .nan,
      reference["joint"]["statistic"].number ?? .nan, relative: 1e-7)
    #expect(run.json["jointContrast"]["df"].number == 2)

    let third = try CommandRun([
      "anova", folder.path("m.json"), "--contrast", each[2]["text"].string ?? "",
    ])
    #expect(third.output.contains("1.6186     0.61235         5.046"))
  }

  @Test("a sum of coefficients, an offset that differs, and a comparison that repeats another")
  func sums() throws {
    let folder = try Self.fitted(
      ["m": "Surv(time, status) ~ celltype + karno + offset(0.01 * age)"])
    let run = try CommandRun([
      "anova", folder.path("m.json"), "--format", "json", "--contrast",
      "-celltypelarge + 2 * celltypesmallcell", "--contrast", "karno=50, age=70 - karno=40, age=50",
      "--contrast", "karno=60 - karno=40",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let contrasts = run.json["contrasts"].array
    #expect(contrasts[0]["weights"]["celltypelarge"].number == -1)
    #expect(contrasts[0]["weights"]["celltypesmallcell"].number == 2)
    // 0.01 times twenty years, certain.
    expectClose(contrasts[1]["constant"].number ?? .nan, 0.2, relative: 1e-14)
    #expect(contrasts[1]["weights"].keys == ["karno"])
    #expect(!run.json["jointContrast"].exists)
    #expect(
      run.json["jointRefusal"].string
        == "The contrast 'karno=60 - karno=40' follows from those before it, so that they cannot be "
        + "tested together; leave it out of the joint test.")
  }

  @Test("a contrast that says too little, or what no model knows, is one sentence")
  func badContrasts() throws {
    let folder = try Self.fitted([
      "m": "Surv(time, status) ~ karno * celltype + age + log(age) + strata(trt)"
    ])
    let cases: [(String, Int32, String)] = [
      (
        "karno=50 - karno=40", 3,
        "The contrast 'karno=50 - karno=40' depends on 'celltype' through the term "
          + "'karno:celltypelarge'; state it of both patients."
      ),
      (
        "karno=50, age=3 - karno=40", 3,
        "The contrast 'karno=50, age=3 - karno=40' states 'age' of one patient; state it of both."
      ),
      (
        "trt=1, age=50 - trt=2, age=40", 3,
        "The contrast 'trt=1, age=50 - trt=2, age=40' compares two strata of 'trt', whose baseline "
          + "hazards have no ratio; state the same of both."
      ),
      (
        "agee=50 - agee=40", 3,
        "The contrast 'agee=50 - agee=40': 'agee' is not a covariate; did you mean 'age'?"
      ),
      (
        "celltype=\"a - b\", karno=1 - celltype=large, karno=1", 3,
        "The contrast 'celltype=\"a - b\", karno=1 - celltype=large, karno=1': celltype 'a - b' is "
          + "not a level of celltype; use adeno, large, smallcell or squamous."
      ),
      (
        "age=-1 - age=40", 3,
        "The contrast 'age=-1 - age=40': 'log(age)' has no finite value for this patient."
      ),
      (
        "age=50 - age=50", 3,
        "The contrast 'age=50 - age=50' compares a patient with the same patient: nothing that it "
          + "changes has a coefficient."
      ),
      (
        "agee + karno", 3,
        "The contrast 'agee + karno' is neither two patients, as in 'age=70 - age=50', nor a sum of "
          + "coefficients, as in '2 * karno'; the coefficients are karno, celltypelarge, "
          + "celltypesmallcell, celltypesquamous, age, log(age), karno:celltypelarge, "
          + "karno:celltypesmallcell, karno:celltypesquamous."
      ),
      (
        "age=50, age=60 - age=40", 2,
        "--contrast 'age=50, age=60': 'age' is stated twice; state it "
          + "once."
      ),
    ]
    for (contrast, status, sentence) in cases {
      let run = try CommandRun(["anova", folder.path("m.json"), "--contrast", contrast])
      #expect(run.status == status, "\(contrast)")
      #expect(run.output.isEmpty)
      #expect(run.errors == "sarcoma: \(sentence)\n", "\(contrast)")
    }
  }

  @Test("documents that cannot be compared, and tables that are not the fit's, are refused")
  func refusals() throws {
    let folder = try Self.fitted([
      "a": "Surv(time, status) ~ karno", "b": "Surv(time, status) ~ karno + age",
      "robust": "Surv(time, status) ~ karno + age + cluster(trt)",
      "strata": "Surv(time, status) ~ karno + age + strata(celltype)",
    ])
    let young = try Self.fitted(
      ["young": "Surv(time, status) ~ karno + age"], ["--where", "age < 60"])
    let (a, b) = (folder.path("a.json"), folder.path("b.json"))
    let other = Reference.folder.appending(path: "data/veteran_split.csv").path
    let shuffled = try young.write(
      try String(contentsOfFile: veteran, encoding: .utf8).replacing(
        "squamous,72,", with: "squamous,73,"),
      to: "changed.csv")
    let changed = try young.write(
      try String(contentsOfFile: veteran, encoding: .utf8).replacing(",69,", with: ",68,"),
      to: "age.csv")
    let cases: [([String], String)] = [
      ([a, a], "Both fits have 1 coefficient, so that neither is nested in the other"),
      ([a, young.path("young.json")], "'a' was fitted to 137 rows and 'young' to"),
      ([a, folder.path("robust.json")], "'robust' has a robust variance"),
      ([a, folder.path("strata.json")], "The two fits have different strata"),
      ([folder.path("robust.json"), veteran], "The fit has a robust variance"),
      (
        [young.path("young.json"), veteran],
        "and the table gives 137; state the --where, --missing and --levels of the fit."
      ),
      ([b, other], "The model was fitted to 137 rows, and the table gives"),
      (
        [b, shuffled],
        "The model was fitted to other outcomes than the table gives; use the same table,"
      ),
      ([b, changed], "The model was fitted to other values of 'age' than the table gives"),
      (
        [b, veteran, "--weights", "trt"],
        "The model was fitted to other weights than the table gives"
      ),
      (
        ["sarculator-extremity-os-2016-reconstructed"],
        "'sarculator-extremity-os-2016-reconstructed' holds no record of a fit; write it with "
          + "'sarcoma fit ... --output'."
      ),
    ]
    for (arguments, sentence) in cases {
      let run = try CommandRun(["anova"] + arguments)
      #expect(run.status == 3, "\(arguments)")
      #expect(run.output.isEmpty)
      #expect(run.errors.hasPrefix("sarcoma: "))
      #expect(run.errors.contains(sentence), "\(run.errors)")
      #expect(run.errors.count { $0 == "\n" } == 1)
    }
    let ridge = try Self.fitted(
      ["ridge": "Surv(time, status) ~ karno + age"], ["--ridge", "1"])
    let wald = try CommandRun(["anova", ridge.path("ridge.json")])
    #expect(wald.output.contains("The fit is penalised: the tests take the penalty for a prior."))
    for arguments in [[a, ridge.path("ridge.json")], [ridge.path("ridge.json"), veteran]] {
      let run = try CommandRun(["anova"] + arguments)
      #expect(run.status == 3)
      #expect(run.errors.hasPrefix("sarcoma: The "), "\(run.errors)")
    }
    // The same rows under the options of the fit.
    let again = try CommandRun([
      "anova", young.path("young.json"), veteran, "--where", "age < 60",
    ])
    #expect(again.status == 0, "\(again.errors)")
  }

  @Test("a document that was changed by hand is not fitted again")
  func changedByHand() throws {
    let folder = try Self.fitted(["m": "Surv(time, status) ~ karno + age"])
    let text = try String(contentsOfFile: folder.path("m.json"), encoding: .utf8)
    let changes = [
      (
        "\"partial likelihood, efron ties\"", "\"likelihood\"",
        "The model maximised the likelihood, and a refit the partial likelihood, efron ties."
      ),
      (
        "\"ties\": \"efron\"", "\"ties\": \"none\"",
        "'m' does not say how it counted ties; fit it again with 'sarcoma fit ... --output'."
      ),
      (
        "\"name\": \"karno\",\n        \"parameter\"", "\"name\": \"k\",\n        \"parameter\"",
        "The model was fitted to other columns than the table gives; use the same table, with the "
          + "--where, --missing, --levels and --weights of the fit."
      ),
    ]
    for (old, new, sentence) in changes {
      #expect(text.contains(old))
      let changed = try folder.write(text.replacing(old, with: new), to: "changed.json")
      let run = try CommandRun(["anova", changed, veteran])
      #expect(run.status == 3)
      #expect(run.errors == "sarcoma: \(sentence)\n")
    }
  }

  @Test("a document without a covariance has no tests, and says why")
  func noCovariance() throws {
    let folder = try TemporaryFolder()
    let rows = (1..<40).map {
      "\($0),\($0 % 2 == 0 && $0 % 3 != 0 ? 1 : 0),\($0 * 7 % 11),\($0 % 2)"
    }
    let table = try folder.write(
      "time,status,x,g\n" + rows.joined(separator: "\n") + "\n", to: "t.csv")
    let fit = try CommandRun([
      "fit", "cox", "Surv(time, status) ~ x + strata(g)", table, "--output", folder.path("m.json"),
      "--horizons", "3",
    ])
    #expect(fit.status == 0, "\(fit.errors)")
    let run = try CommandRun(["anova", folder.path("m.json")])
    #expect(run.status == 3)
    #expect(
      run.errors
        == "sarcoma: 'm' holds no covariance, as a stratum has had no event by one of its horizons; "
        + "fit it again with later --horizons.\n")
  }

  @Test("wrong usage ends with 2 and says what is missing")
  func usage() throws {
    let folder = try Self.fitted(["m": "Surv(time, status) ~ karno"])
    let m = folder.path("m.json")
    let cases: [([String], String)] = [
      ([m, "--test", "lr"], "--test lr fits the model again; name the table behind the model."),
      ([m, veteran, "--test", "wald"], "--test wald needs no table; leave it out."),
      ([m, m, "--contrast", "karno"], "--test and --contrast are of one model"),
      ([m, "--confidence", "95"], "--confidence lies between 0 and 1"),
      ([m, "--test", "anova"], "anova"),
      ([], "Missing expected argument '<model>'"),
    ]
    for (arguments, words) in cases {
      let run = try CommandRun(["anova"] + arguments)
      #expect(run.status == 2, "\(arguments)")
      #expect(run.errors.contains(words), "\(run.errors)")
    }
  }

  @Test("a fit says how many events each coefficient has, and its expected shrinkage")
  func load() throws {
    let formula = "Surv(time, status) ~ karno + celltype"
    let json = try CommandRun(["fit", "cox", formula, veteran, "--format", "json"]).json
    #expect(json["eventsPerParameter"].number == 32)
    let test = json["tests"]["likelihoodRatio"]
    let statistic = try #require(test["statistic"].number)
    expectClose(
      json["expectedShrinkage"].number ?? .nan, (statistic - 4) / statistic, relative: 1e-15)
    let text = try CommandRun(["fit", "cox", formula, veteran]).output
    #expect(text.contains("  32.0 events a coefficient; expected shrinkage 0.933\n"))
    let robust = try CommandRun([
      "fit", "cox", formula, veteran, "--cluster", "trt", "--format", "json",
    ]).json
    #expect(!robust["expectedShrinkage"].exists)
    #expect(robust["eventsPerParameter"].number == 32)
  }

  @Test("A logistic model is fitted again without each term, as its nested fits are")
  func logistic() throws {
    let folder = try TemporaryFolder()
    let table = Reference.folder.appending(path: "data/birthwt.csv").path
    func fit(_ formula: String, _ options: String...) throws -> CommandRun {
      try CommandRun(["fit", "logistic", formula, table, "--format", "json"] + options)
    }
    let document = folder.path("m.json")
    let whole = try fit("low ~ age + lwt + smoke", "--output", document)
    let run = try CommandRun(["anova", document, table, "--test", "lr", "--format", "json"])
    #expect(run.status == 0)
    let terms = [("age", "lwt + smoke"), ("lwt", "age + smoke"), ("smoke", "age + lwt")]
    for (term, without) in terms {
      let nested = try fit("low ~ \(without)")
      let gain =
        (whole.json["logLikelihood"]["model"].number ?? .nan)
        - (nested.json["logLikelihood"]["model"].number ?? .nan)
      let row = try #require(run.json["rows"].array.first { $0["term"].string == term })
      #expect(row["columns"].strings == [term])
      expectClose(row["statistic"].number ?? .nan, 2 * gain, relative: 1e-9, term)
    }
  }
}
