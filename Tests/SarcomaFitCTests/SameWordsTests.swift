import CSarcomaFit
import Foundation
import TestSupport
import Testing

private let cohort = CommandRun.root.appending(path: "data/tcga_sarc.csv").path
private let levels = "size=<=20,20-50,>50"

/// One question as both doors are asked it.
struct Question: Sendable, CustomTestStringConvertible {
  let kind: String
  let formula: String
  let table: String
  let flags: [String]
  let options: String?

  init(
    _ kind: String, _ formula: String, _ table: String, _ flags: [String] = [],
    _ options: String? = nil
  ) {
    (self.kind, self.formula, self.table, self.flags) = (kind, formula, table, flags)
    self.options = options
  }

  var testDescription: String { "\(kind) \(formula) \(flags.joined(separator: " "))" }

  var command: [String] { (kind == "curves" ? ["survfit"] : ["fit", kind]) + [formula, table] }
}

private let questions = [
  Question("cox", "Surv(time, status) ~ age + sex + ph.ecog", data("lung")),
  Question(
    "cox", "Surv(time, status) ~ age + sex", data("lung"),
    [
      "--ties", "breslow", "--where", "age > 50", "--confidence", "0.9", "--conf-type", "log-log",
      "--at", "1y,180", "--predict", "age=60, sex=1", "--ph-transform", "rank", "--ph-by", "column",
      "--ph-smooth", "on", "--baseline", "off", "--time-unit", "day",
    ],
    """
    {"ties": "breslow", "where": "age > 50", "confidence": 0.9, "confType": "log-log",
     "at": ["1y", 180], "predict": [{"age": 60, "sex": 1}], "phTransform": "rank",
     "phBy": "column", "phSmooth": true, "baseline": false, "timeUnit": "day"}
    """),
  Question(
    "cox", "Surv(time, status) ~ age + strata(sex) + rcs(ph.karno, 3)", data("lung"),
    ["--firth", "--ph-test", "off", "--iterations", "40", "--tolerance", "1e-8"],
    #"{"firth": true, "phTest": false, "iterations": 40, "tolerance": 1e-8}"#),
  Question(
    "cox", "Surv(time, status) ~ age + factor(ph.ecog)", data("lung"),
    ["--ridge", "3", "--ridge-scale", "off", "--levels", "sex=2,1"],
    #"{"ridge": 3, "ridgeScale": false, "levels": {"sex": ["2", "1"]}}"#),
  Question(
    "cox", "Surv(start, stop, event) ~ age + surgery + transplant", data("heart"),
    ["--cluster", "id", "--robust"], #"{"cluster": "id", "robust": true}"#),
  Question("cox", "Surv(time, status) ~ step(age, 90, 180) + sex", data("lung")),
  Question("cox", "Surv(time, status) ~ tt(age * log(t)) + sex", data("lung")),
  Question(
    "cox", "Surv(time, status) ~ age", data("lung"), ["--ties", "exact", "--time-fix", "off"],
    #"{"ties": "exact", "timeFix": false}"#),
  Question(
    "cox", "Surv(OS_days, death_cause) ~ age_years + residual_tumor", cohort,
    [
      "--missing", "RX", "--cause", "1", "--at", "2y", "--predict",
      "age_years=50, residual_tumor=R0",
    ],
    """
    {"missing": ["RX"], "cause": "1", "at": ["2y"],
     "predict": ["age_years=50, residual_tumor=R0"]}
    """),
  Question("logistic", "low ~ age + lwt + race + smoke", data("birthwt")),
  Question(
    "logistic", "low == 1 ~ age + race", data("birthwt"),
    ["--weights", "w", "--robust", "--robust-variance", "hc1", "--predict", "age=25, race=black"],
    """
    {"weights": "w", "robust": true, "robustVariance": "hc1",
     "predict": [{"age": 25, "race": "black"}]}
    """),
  Question("logistic", "low ~ age + smoke", data("birthwt"), ["--firth"], #"{"firth": true}"#),
  Question(
    "logistic", "low ~ age + smoke", data("birthwt"), ["--intervals", "profile"],
    #"{"intervals": "profile"}"#),
  Question("logistic", "low ~ age + race", data("birthwt"), ["--ridge", "2"], #"{"ridge": 2}"#),
  Question("curves", "Surv(time, status) ~ 1", data("lung")),
  Question(
    "curves", "Surv(time, status) ~ sex", data("lung"),
    [
      "--at", "0.5y,1y", "--test", "logrank", "--rmean", "365", "--conf-type", "arcsin",
      "--confidence", "0.8",
    ],
    """
    {"at": ["0.5y", "1y"], "test": "logrank", "rmean": 365, "confType": "arcsin",
     "confidence": 0.8}
    """),
  Question(
    "curves", "Surv(time, status) ~ sex", data("lung"),
    ["--estimator", "fleming-harrington", "--start-time", "100", "--test", "peto"],
    #"{"estimator": "fleming-harrington", "startTime": "100", "test": "peto"}"#),
]

/// One engine, two doors: what C is told is what the command line prints.
@Suite struct SameWordsTests {
  @Test("JSON and text are the command line's to the byte", arguments: questions)
  func fits(question: Question) throws {
    let result = try FitTable(question.table)
      .fit(question.kind, question.formula, question.options)
    for format in ["json", "text"] {
      let run = try CommandRun(question.command + question.flags + ["--format", format])
      #expect(run.status == 0, "\(run.errors)")
      #expect(try result.report(format) == run.output)
    }
  }

  @Test("A document and the figures are the command line's to the byte")
  func documents() throws {
    let folder = try TemporaryFolder()
    let formula = "Surv(rfstime, status) ~ age + rcs(nodes, 3) + factor(grade)"
    let run = try CommandRun([
      "fit", "cox", formula, data("gbsg"), "--output", folder.path("m.json"), "--horizons",
      "2y,5y", "--title", "Relapse", "--endpoint", "diseaseFreeSurvival", "--known-from", "surgery",
      "--figure", folder.path("m.svg"), "--show", "coefficients-over-time",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let fit = try FitTable(data("gbsg")).fit("cox", formula)
    let document = try fit.document(
      """
      {"id": "m", "title": "Relapse", "endpoint": "diseaseFreeSurvival", "knownFrom": "surgery",
       "horizons": ["2y", "5y"], "source": "gbsg.csv"}
      """)
    #expect(try folder.read("m.json") == Data(document.utf8))
    #expect(
      try folder.read("m.svg") == Data(fit.figure(#"{"show": "coefficients-over-time"}"#).utf8))
    #expect(try fit.figure() != fit.figure(#"{"show": "coefficients-over-time"}"#))

    let logistic = try CommandRun([
      "fit", "logistic", "low ~ age + race", data("birthwt"), "--output", folder.path("l.json"),
      "--figure", folder.path("l.svg"),
    ])
    #expect(logistic.status == 0, "\(logistic.errors)")
    let other = try FitTable(data("birthwt")).fit("logistic", "low ~ age + race")
    #expect(
      try folder.read("l.json")
        == Data(other.document(#"{"id": "l", "source": "birthwt.csv"}"#).utf8))
    #expect(try folder.read("l.svg") == Data(other.figure().utf8))
  }

  @Test("A validation with its resampling is the command line's to the byte")
  func validations() throws {
    let folder = try TemporaryFolder()
    let table = try FitTable(data("gbsg"))
    let fit = try table.fit("cox", "Surv(rfstime, status) ~ age + nodes + grade")
    let document = try fit.document(
      #"{"id": "m", "horizons": ["2y", "5y"], "source": "gbsg.csv"}"#)
    let path = try folder.write(document, to: "m.json")
    let flags = [
      "validate", path, data("gbsg"), "--outcome", "Surv(rfstime, status)", "--at", "5y",
      "--truncate", "6y", "--thresholds", "0.3,0.5", "--bootstrap", "10", "--seed", "7", "--folds",
      "4", "--centre", "grade",
    ]
    let options = """
      {"outcome": "Surv(rfstime, status)", "at": ["5y"], "truncate": "6y", "thresholds": [0.3, 0.5],
       "bootstrap": 10, "seed": 7, "folds": 4, "centre": "grade"}
      """
    let result = try table.validate(Array(document.utf8), options)
    for format in ["json", "text"] {
      let run = try CommandRun(
        flags + ["--format", format, "--figure", folder.path("v.svg"), "--show", "decision"])
      #expect(run.status == 0, "\(run.errors)")
      #expect(try result.report(format) == run.output)
      let svg = try result.figure(#"{"show": "decision", "figureAt": ["5y"]}"#)
      #expect(try folder.read("v.svg") == Data(svg.utf8))
    }
  }

  @Test("An update and its document are the command line's to the byte")
  func updates() throws {
    let folder = try TemporaryFolder()
    let models = CommandRun.root.appending(path: "models")
    let id = "sarculator-extremity-os-2016-reconstructed"
    let document = try Data(contentsOf: models.appending(path: "\(id).json"))
    let vocabulary = try Data(contentsOf: models.appending(path: "vocabulary.json"))
    let patients = CommandRun.root.appending(path: "data/tcga_sarc_patients.csv").path
    let options = """
      {"outcome": "Surv(OS_days, OS_event)", "unit": "day", "method": "slope", "id": "updated",
       "title": "Updated", "source": "tcga_sarc_patients.csv", "where": "age > 30",
       "confidence": 0.9}
      """
    let result = try FitTable(patients).update(
      Array(document), vocabulary: Array(vocabulary), options)
    for format in ["json", "text"] {
      let run = try CommandRun([
        "update", id, patients, "--outcome", "Surv(OS_days, OS_event)", "--unit", "day",
        "--method", "slope", "--output", folder.path("updated.json"), "--title", "Updated",
        "--where", "age > 30", "--confidence", "0.9", "--format", format,
      ])
      #expect(run.status == 0, "\(run.errors)")
      #expect(try result.report(format) == run.output)
    }
    #expect(try folder.read("updated.json") == Data(result.document(nil).utf8))
    let refused = #expect(throws: Refused.self) { try result.document(#"{"id": "other"}"#) }
    #expect(refused?.message.contains("described when it was made") == true)
  }

  @Test("Tests of terms, contrasts and comparisons are the command line's to the byte")
  func tests() throws {
    let folder = try TemporaryFolder()
    let table = try FitTable(data("veteran"))
    func fitted(_ formula: String, _ id: String) throws -> [UInt8] {
      let fit = try table.fit("cox", formula, #"{"where": "age > 40"}"#)
      let document = try fit.document(#"{"id": "\#(id)", "horizons": [90]}"#)
      _ = try folder.write(document, to: "\(id).json")
      return Array(document.utf8)
    }
    let small = try fitted("Surv(time, status) ~ karno + age", "small")
    let large = try fitted("Surv(time, status) ~ karno + rcs(age, 3) + celltype", "large")
    let contrast = "karno=60, age=50 - karno=40, age=60"
    let questions: [([String], FitResult)] = [
      ([], try table.anova(large)),
      (["--contrast", contrast], try table.anova(large, nil, #"{"contrast": ["\#(contrast)"]}"#)),
      ([folder.path("small.json")], try table.anova(large, small)),
      (
        [data("veteran"), "--where", "age > 40", "--test", "sequential"],
        try table.anova(
          large, nil, #"{"where": "age > 40", "test": "sequential"}"#, refitting: true)
      ),
    ]
    for (flags, result) in questions {
      for format in ["json", "text"] {
        let run = try CommandRun(
          ["anova", folder.path("large.json")] + flags + ["--format", format])
        #expect(run.status == 0, "\(run.errors)")
        #expect(try result.report(format) == run.output)
      }
    }
    let refusals: [(String?, [UInt8]?, Bool, String)] = [
      (#"{"test": "lr"}"#, nil, false, "'test' lr fits the model again; name the table"),
      (#"{"test": "wald"}"#, nil, true, "'test' wald needs no table"),
      (#"{"contrast": ["karno"]}"#, small, false, "'test' and 'contrast' are of one model"),
      (nil, small, true, "Two fits are compared by their documents"),
      (#"{"confidence": 95}"#, nil, false, "'confidence' lies between 0 and 1"),
    ]
    for (options, other, refitting, words) in refusals {
      let refused = #expect(throws: Refused.self) {
        try table.anova(large, other, options, refitting: refitting)
      }
      #expect(refused?.message.contains(words) == true, "\(refused?.message ?? "")")
    }
    let drawing = #expect(throws: Refused.self) { try table.anova(large).figure() }
    #expect(drawing?.message == "There is no figure of this.")
  }

  @Test("A published model and columns of predictions are validated alike")
  func published() throws {
    let models = CommandRun.root.appending(path: "models")
    let id = "sarculator-extremity-os-2016-reconstructed"
    let document = try Data(contentsOf: models.appending(path: "\(id).json"))
    let vocabulary = try Data(contentsOf: models.appending(path: "vocabulary.json"))
    let patients = CommandRun.root.appending(path: "data/tcga_sarc_patients.csv").path
    let run = try CommandRun([
      "validate", id, patients, "--outcome", "Surv(OS_days, OS_event)", "--unit", "day", "--at",
      "5y", "--format", "json",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let result = try FitTable(patients).validate(
      Array(document), vocabulary: Array(vocabulary),
      #"{"outcome": "Surv(OS_days, OS_event)", "unit": "day", "at": ["5y"]}"#)
    #expect(try result.report("json") == run.output)

    let columns = try CommandRun([
      "validate", data("df_binary"), "--predicted-risk", "cancerpredmarker", "--outcome", "cancer",
    ])
    #expect(columns.status == 0, "\(columns.errors)")
    let binary = try FitTable(data("df_binary")).validate(
      nil, #"{"outcome": "cancer", "predictedRisk": ["cancerpredmarker"]}"#)
    #expect(try binary.report("text") == columns.output)
  }
}
