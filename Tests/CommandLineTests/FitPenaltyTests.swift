import Foundation
import TestSupport
import Testing

private let lung = Reference.folder.appending(path: "data/lung_w.csv").path
private let formula = "Surv(time, event) ~ age + sex + ph.ecog"

/// Penalised Cox fits through the command line.
@Suite struct FitPenaltyTests {
  @Test("--ridge is R's ridge(): both variances, effective degrees of freedom, tests, in JSON")
  func ridgeJSON() throws {
    let expected = try Reference(named: "open/cox-lung-ridge.json")["expected"]["theta10_scaled"]
    let run = try CommandRun([
      "fit", "cox", formula, lung, "--ridge", "10", "--format", "json",
    ])
    #expect(run.status == 0)
    let json = run.json
    let coefficients = json["coefficients"].array
    expectClose(
      coefficients.map { $0["estimate"].number ?? .nan }, expected["coef"].numbers, relative: 1e-8)
    let variances = expected["var"]["matrix"].array.enumerated().map { $1.numbers[$0] }
    expectClose(
      coefficients.map { $0["standardError"].number ?? .nan }, variances.map { $0.squareRoot() },
      relative: 1e-8)
    let penalty = json["penalty"]
    #expect(penalty["kind"].string == "ridge")
    #expect(penalty["theta"].number == 10 && penalty["scaled"].number == 1)
    expectClose(penalty["value"].number ?? .nan, expected["penalty"].numbers[1], relative: 1e-8)
    for (row, values) in expected["var2"]["matrix"].array.enumerated() {
      expectClose(
        penalty["samplingCovariance"][row].numbers, values.numbers, relative: 1e-7, absolute: 1e-10)
    }
    let df = expected["df"].numbers[0]
    expectClose(json["effectiveDegreesOfFreedom"].number ?? .nan, df, relative: 1e-9)
    expectClose(json["tests"]["likelihoodRatio"]["df"].number ?? .nan, df, relative: 1e-9)
    expectClose(json["tests"]["wald"]["df"].number ?? .nan, df, relative: 1e-9)
    #expect(json["tests"]["score"]["df"].number == 3)
    let unscaled = try CommandRun([
      "fit", "cox", formula, lung, "--ridge", "10", "--ridge-scale", "off", "--format", "json",
    ])
    expectClose(
      unscaled.json["coefficients"].array.map { $0["estimate"].number ?? .nan },
      try Reference(named: "open/cox-lung-ridge.json")["expected"]["theta10_raw"]["coef"].numbers,
      relative: 1e-8)
  }

  @Test("without a penalty the JSON says so, and degrees of freedom are whole")
  func noPenalty() throws {
    let run = try CommandRun(["fit", "cox", formula, lung, "--format", "json"])
    #expect(!run.json["penalty"].exists)
    #expect(run.output.contains("\"df\": 3,"))
    #expect(run.json["effectiveDegreesOfFreedom"].number == 3)
  }

  @Test("the text says that coefficients are shrunken, and how")
  func ridgeText() throws {
    let run = try CommandRun(["fit", "cox", formula, lung, "--ridge", "10"])
    #expect(run.output.hasPrefix("Cox proportional hazards model (Efron ties, ridge penalty)\n"))
    #expect(
      run.output.contains(
        "All coefficients are shrunken towards 0: 10 / 2 times the sum of squared coefficients, each "
          + "times its column's variance.\n"))
    #expect(run.output.contains("they do not cover its bias"))
    #expect(run.output.contains("2.81"))
  }

  @Test("a document of a penalised fit says that its coefficients are shrunken")
  func ridgeDocument() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("model.json")
    let run = try CommandRun([
      "fit", "cox", formula, lung, "--ridge", "10", "--output", path, "--horizons", "180,365",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let document = Reference(try Data(contentsOf: URL(filePath: path)))
    let text = document["provenance"]["derivation"]["text"].string ?? ""
    #expect(text.contains("Efron ties, ridge penalty; data"))
    #expect(document["limits"].strings.contains { $0.contains("shrunken towards zero by a ridge") })
  }

  private static func columns(_ rows: [Reference], _ key: String) -> [Double] {
    rows.map { $0[key].number ?? .nan }
  }

  @Test("--firth is coxphf's fit: profile intervals, penalised likelihood ratio tests")
  func firthJSON() throws {
    let expected = try Reference(named: "open/firth-cox-breast.json")["expected"]
    let table = Reference.folder.appending(path: "data/breast_firth.csv").path
    let arguments = ["fit", "cox", "Surv(TIME, CENS) ~ T + N + G + CD", table, "--firth"]
    let run = try CommandRun(arguments + ["--ties", "breslow", "--format", "json"])
    #expect(run.status == 0)
    let rows = run.json["coefficients"].array
    expectClose(
      Self.columns(rows, "estimate"), expected["coef"]["values"].numbers, relative: 1e-6)
    expectClose(
      rows.map { $0["interval"][0].number ?? .nan }, expected["profile_ci_lower"].numbers,
      relative: 2e-6)
    expectClose(
      rows.map { $0["interval"][1].number ?? .nan }, expected["profile_ci_upper"].numbers,
      relative: 2e-6)
    expectClose(Self.columns(rows, "p"), expected["p_profile"].numbers, relative: 1e-5)
    #expect(run.json["intervalMethod"].string == "profilePenalizedLikelihood")
    #expect(run.json["penalty"]["kind"].string == "firth")
    let partial = run.json["penalty"]["partialLogLikelihood"]
    #expect((partial["model"].number ?? .nan) > (partial["null"].number ?? .nan))
    expectClose(
      [
        run.json["logLikelihood"]["null"].number ?? .nan,
        run.json["logLikelihood"]["model"].number ?? .nan,
      ], expected["penalised_loglik"].numbers, relative: 1e-8)
    let text = try CommandRun(arguments)
    #expect(text.output.hasPrefix("Cox proportional hazards model (Efron ties, Firth's penalty)\n"))
    #expect(text.output.contains("Intervals are those of the profile of the penalised likelihood"))
    #expect(text.output.contains("penalised log likelihood"))
    #expect(text.output.contains("4 coefficients, 6.5 each: the estimates are uncertain."))
  }

  @Test("a document of a Firth fit says so")
  func firthDocument() throws {
    let folder = try TemporaryFolder()
    let run = try CommandRun([
      "fit", "cox", formula, lung, "--firth", "--output", folder.path("model.json"), "--horizons",
      "180",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let document = Reference(try folder.read("model.json"))
    #expect(document["limits"].strings.contains { $0.contains("Firth's penalised likelihood") })
  }

  @Test("two penalties at once are refused")
  func bothPenalties() throws {
    let run = try CommandRun(["fit", "cox", formula, lung, "--firth", "--ridge", "1"])
    #expect(run.status == 2)
    #expect(run.errors.contains("--firth and --ridge are two penalties; choose one."))
  }

  @Test("a penalty that is not above zero is refused", arguments: ["0", "-3", "nan"])
  func badTheta(theta: String) throws {
    let run = try CommandRun(["fit", "cox", formula, lung, "--ridge", theta])
    #expect(run.status == 2)
    #expect(run.errors.contains("--ridge takes a penalty above 0, not "))
  }
}
