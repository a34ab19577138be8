import Foundation
import TestSupport
import Testing

private let cohort = CommandRun.root.appending(path: "data/tcga_sarc.csv").path

private func data(_ name: String) -> String {
  Reference.folder.appending(path: "data/\(name).csv").path
}

/// `sarcoma fit logistic`, from arguments to text, JSON, files and exit status.
@Suite struct FitLogisticTests {
  private let birthwt = [
    "low ~ age + lwt + race + smoke + ptl + ht + ui + ftv", data("birthwt"), "--levels",
    "race=white,black,other",
  ]

  @Test("JSON holds what R's glm and lrm give, to the digits of R")
  func json() throws {
    let run = try CommandRun(["fit", "logistic"] + birthwt + ["--format", "json"])
    #expect(run.status == 0)
    let (json, expected) = (run.json, try Reference(named: "open/logit-birthwt.json")["expected"])
    #expect(json["kind"].string == "logistic")
    #expect(json["n"].number == 189)
    #expect(json["events"].number == 59)
    #expect(json["outcome"]["event"].string == "1")
    let lines = json["coefficients"].array
    #expect(lines.map { $0["term"].string } == expected["coef"]["names"].strings)
    expectClose(
      lines.compactMap { $0["estimate"].number }, expected["coef"]["values"].numbers, relative: 1e-9
    )
    expectClose(
      lines.compactMap { $0["oddsRatio"].number },
      expected["coef"]["values"].numbers.map { exp($0) }, relative: 1e-9)
    expectClose(json["deviance"].number ?? .nan, expected["deviance"].number ?? 0, relative: 1e-9)
    expectClose(json["aic"].number ?? .nan, expected["aic"].number ?? 0, relative: 1e-9)
    expectClose(
      json["tests"]["likelihoodRatio"]["statistic"].number ?? .nan,
      (expected["null_deviance"].number ?? 0) - (expected["deviance"].number ?? 0), relative: 1e-8)
    let (c, d) = (json["c"].number ?? .nan, json["somersDxy"].number ?? .nan)
    expectClose(d, 2 * c - 1, absolute: 1e-15)
    #expect((0...1).contains(json["nagelkerkeR2"].number ?? -1))
    #expect(json["brier"].exists && json["convergence"]["converged"].number == 1)
    #expect(json["covariance"].array.count == 10 && !json["naiveCovariance"].exists)
  }

  @Test("text shows the event, odds ratios, tests and rank measures")
  func text() throws {
    let run = try CommandRun(
      ["fit", "logistic"] + birthwt + [
        "--robust", "--predict", "age=25, lwt=120, race=black, smoke=1, ptl=0, ht=0, ui=0, ftv=1",
      ])
    for words in [
      "the event is low = 1", "odds ratio", "robust", "likelihood ratio", "Somers' D", "HC0",
      "probability of",
    ] { #expect(run.output.contains(words), "\(words)\n\(run.output)") }
  }

  @Test("Firth's fit has profile intervals, a penalised test, and no warning of separation")
  func firth() throws {
    let formula = "case ~ age + oc + vic + vicl + vis + dia"
    let plain = try CommandRun(["fit", "logistic", formula, data("sex2"), "--format", "json"])
    #expect(
      plain.json["warnings"].array.contains { $0["code"].string == "quasiCompleteSeparation" })
    let run = try CommandRun([
      "fit", "logistic", formula, data("sex2"), "--firth", "--format", "json",
    ])
    let expected = try Reference(named: "open/firth-logit-sex2.json")["expected"]
    #expect(run.json["warnings"].array.isEmpty)
    #expect(run.json["method"].string == "firth")
    #expect(run.json["intervalMethod"].string == "profile")
    let lines = run.json["coefficients"].array
    expectClose(
      lines.map { log($0["interval"][0].number ?? .nan) }, expected["profile_ci_lower"].numbers,
      relative: 1e-6, absolute: 1e-6)
    expectClose(
      lines.compactMap { $0["p"].number }, expected["p_profile"].numbers, relative: 1e-6)
  }

  /// Documents of every kind of term, scored against the fit's own prediction.
  @Test(
    "score reads the document and agrees with the fit to 1e-12, intervals too",
    arguments: [
      ("residual_tumor != \"R0\" ~ age_years + log2(tumor_size_cm) + sex", []),
      ("sex ~ rcs(age_years, 4) + tumor_size_cm", []),
      ("sex ~ age_years * tumor_size_cm + residual_tumor", ["--missing", "RX"]),
      ("sex ~ age_years + offset(0.1 * tumor_size_cm)", []),
      ("sex ~ age_years + tumor_size_cm - 1", []),
      ("sex ~ age_years + tumor_size_cm", ["--firth"]),
      ("sex ~ age_years + tumor_size_cm", ["--ridge", "4"]),
      ("sex ~ age_years + tumor_size_cm", ["--robust"]),
    ] as [(String, [String])])
  func document(formula: String, options: [String]) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("model.json")
    let values = [
      "age_years": "61", "tumor_size_cm": "9.5", "sex": "female", "residual_tumor": "R1",
    ]
    let outcome = formula.split(separator: "~")[0]
    let known = values.filter { formula.dropFirst(outcome.count).contains($0.key) }
    let patient = known.map { "\($0.key)=\($0.value)" }.sorted()
    let fit = try CommandRun(
      ["fit", "logistic", formula, cohort, "--output", path, "--format", "json"] + options
        + ["--predict", patient.joined(separator: ", ")])
    #expect(fit.status == 0, "\(fit.errors)")
    let score = try CommandRun(
      ["score", path] + patient.flatMap { ["--set", $0] } + ["--format", "json"])
    #expect(score.status == 0, "\(score.errors)")
    let (own, other) = (fit.json["predictions"][0], score.json["predictions"][0])
    expectClose(
      other["probability"].number ?? .nan, own["probability"].number ?? 0, relative: 1e-12)
    expectClose(other["interval"].numbers, own["interval"].numbers, relative: 1e-12)
    #expect(other["endpoint"].string == "binaryOutcome")
  }

  @Test("residuals go to a file, one line a row used")
  func residuals() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("residuals.csv")
    let run = try CommandRun(
      ["fit", "logistic"] + birthwt + ["--where", "age > 20", "--residuals", path])
    #expect(run.status == 0)
    let lines = String(decoding: try folder.read("residuals.csv"), as: UTF8.self)
      .split(separator: "\n")
    #expect(
      lines[0].hasPrefix(
        "row,fitted,deviance,pearson,leverage,cooksDistance,dfbeta.(Intercept),dfbeta.age"))
    #expect(lines[1].hasPrefix("2,"))
    #expect("\(lines.count - 1) rows" == run.output.split(separator: ",")[0].suffix(8))
  }

  @Test(
    "a failure is one sentence on standard error, with the status that scripts rely on",
    arguments: [
      (["low ~ agee"], 3, "did you mean 'age'?"),
      (["Surv(age, low) ~ lwt"], 3, "use fit cox"),
      (["race ~ age"], 3, "such as race == \"white\""),
      (["low ~ age", "--where", "low == 1"], 3, "is 1 in all 59 rows used"),
      (["low ~ strata(race)"], 3, "a logistic model has one intercept"),
      (["low ~ age", "--weights", "nothing"], 3, "There is no column 'nothing'"),
      (["low ~ age", "--where", "age > 900"], 3, "None of the"),
      (["low ~ age", "--firth", "--robust"], 2, "leave out --ridge, --robust"),
      (["low ~ age", "--ridge", "-1"], 2, "takes a penalty above 0"),
      (["low ~ age", "--ridge", "nan"], 2, "takes a penalty above 0"),
      (["low ~ age", "--intervals", "profile", "--robust"], 2, "no robust variance"),
      (["low ~ age", "--intervals", "profile", "--ridge", "1"], 2, "does not go with --ridge"),
      (["low ~ age", "--robust-variance", "hc9"], 2, "hc9"),
      (["low ~ age", "--iterations", "0"], 2, "--iterations lies between"),
      (["low ~ age", "--id", "a"], 2, "name its --output"),
      (["low ~ age", "--predict", "lwt=1"], 3, "a prediction needs every covariate"),
      (["low ~ rcs(I(age * 2), 3)", "--output", "no/such/folder/m.json"], 3, "cannot hold"),
    ] as [([String], Int32, String)])
  func failures(arguments: [String], status: Int32, words: String) throws {
    let run = try CommandRun(
      ["fit", "logistic", arguments[0], data("birthwt")] + arguments.dropFirst())
    #expect(run.status == status)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains(words), "\(run.errors)")
  }

  @Test("a search that is stopped too early exits with 4 and prints its result all the same")
  func notConverged() throws {
    let run = try CommandRun(
      ["fit", "logistic"] + birthwt + ["--iterations", "1", "--format", "json"])
    #expect(run.status == 4)
    #expect(run.json["convergence"]["converged"].number == 0)
    #expect(run.json["warnings"].array.contains { $0["code"].string == "notConverged" })
  }

  @Test("A fit that explains less than chance says so, and one row of a level is said to be one")
  func little() throws {
    let chance = try CommandRun(["fit", "logistic", "low ~ ftv", data("birthwt")])
    #expect(
      chance.output.contains(
        "of the rarer outcome a coefficient; expected shrinkage below 0: no better than chance\n"))
    let folder = try TemporaryFolder()
    let rows = (0..<20).map { "\($0 % 2),\($0 == 4 ? "rare" : $0 % 3 == 0 ? "a" : "b")" }
    let table = try folder.write("y,g\n" + rows.joined(separator: "\n") + "\n", to: "t.csv")
    let one = try CommandRun(["fit", "logistic", "y ~ g", table])
    #expect(one.output.contains("The one row with g = rare is without the event, which separates"))
  }
}
