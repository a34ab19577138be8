import Foundation
import TestSupport
import Testing

/// Everything that cannot be brought up to date is named in one sentence, and writes nothing.
@Suite struct UpdateErrorsTests {
  private static let survival = "Surv(OS_days, OS_event)"

  /// Standard error of an update that fails.
  private static func fault(
    _ sample: UpdateSample, _ model: String, _ table: String, _ outcome: String, _ method: String,
    _ more: [String] = [], to name: String = "new.json", status: Int32 = 3
  ) throws -> String {
    let run = try CommandRun(
      sample.arguments(model, table, outcome, method, to: name) + more)
    #expect(run.status == status, "\(run.output)\(run.errors)")
    #expect(!sample.folder.has("new.json"))
    return run.errors
  }

  @Test("what a form does not have is refused before any patient is looked at")
  func forms() throws {
    let sample = try UpdateSample()
    let cohort = UpdateSample.cohort
    func fault(
      _ model: String, _ outcome: String, _ method: String, _ more: [String] = []
    ) throws -> String {
      try Self.fault(sample, model, cohort, outcome, method, more)
    }
    let survival = Self.survival
    #expect(
      try fault("fnclcc-grade-1997", survival, "slope")
        == "sarcoma: 'fnclcc-grade-1997' is a rule: it gives categories, and there is nothing to "
        + "recalibrate.\n")
    let forms = Reference.folder.appending(path: "model-forms").path
    #expect(
      try fault("\(forms)/synthetic-subdistribution-hazards.json", survival, "slope")
        == "sarcoma: 'synthetic-subdistribution-hazards' predicts an incidence among competing events; an "
        + "outcome that does not tell them from censoring cannot update it.\n")
    #expect(
      try fault("gough-advanced-os-2012", survival, "intercept")
        == "sarcoma: 'gough-advanced-os-2012' has no baseline whose level could be changed; --method "
        + "baseline gives it one.\n")
    let kattan = try SmallLibrary.document("kattan-msk-dss-2002")
      .replacing(/"total": \{.*?\n  \},\n/.dotMatchesNewlines(), with: "\"total\": null,\n")
    #expect(
      try fault(try sample.folder.write(kattan, to: "kattan.json"), survival, "intercept")
        == "sarcoma: 'kattan-msk-dss-2002' gives points and no probability; there is nothing to "
        + "recalibrate.\n")
    let digitised = "sarculator-retroperitoneal-os-2013-digitised"
    #expect(
      try fault(digitised, survival, "refit")
        == "sarcoma: '\(digitised)' has points and no coefficients that could be fitted: --method refit "
        + "does not apply to it.\n")
    #expect(
      try fault(digitised, survival, "baseline")
        == "sarcoma: '\(digitised)' has an axis of probability at one horizon and no baseline: --method "
        + "baseline does not apply to it.\n")
    #expect(
      try fault("\(forms)/synthetic-logistic.json", "OS_event", "baseline")
        == "sarcoma: 'synthetic-logistic' has an intercept and no baseline: --method baseline does not "
        + "apply to it.\n")
    #expect(
      try fault("\(forms)/synthetic-logistic.json", survival, "slope")
        == "sarcoma: 'synthetic-logistic' is a logistic model; write the outcome as a column of two values "
        + "or a condition, not 'Surv(OS_days, OS_event)'.\n")
    #expect(
      try fault(digitised, "OS_event", "slope")
        == "sarcoma: '\(digitised)' predicts over time; write the outcome as Surv(time, event), not "
        + "'OS_event'.\n")
    #expect(
      try fault(digitised, survival, "slope", ["--horizons", "5y"])
        == "sarcoma: --method slope keeps the horizons of the model; leave out --horizons.\n")
    #expect(
      try fault(digitised, survival, "slope", ["--shrinkage", "heuristic"])
        == "sarcoma: --method slope fits no coefficient that could be shrunken; leave out --shrinkage, or "
        + "use --method refit.\n")
    #expect(
      try fault(digitised, survival, "slope", ["--id", digitised])
        == "sarcoma: The new document would bear the id of its source, '\(digitised)'; name another with "
        + "--id.\n")
  }

  @Test("a unit that is wrong is asked about")
  func units() throws {
    let sample = try UpdateSample()
    let model = try sample.rotterdam()
    let table = UpdateSample.data("gbsg_v")
    func fault(_ outcome: String, _ method: String, _ more: [String]) throws -> String {
      try Self.fault(sample, model, table, outcome, method, more)
    }
    #expect(
      try fault("Surv(rfsy, rfs)", "slope", [])
        == "sarcoma: Follow-up ends at 7.279945242984257 days, before every horizon of the model; name "
        + "earlier ones with --horizons, and check --unit.\n")
    #expect(
      try fault("Surv(rfsy, rfs)", "intercept", [])
        == "sarcoma: The model expects no event within the follow-up, which ends at 7.279945242984257 days; "
        + "check --unit.\n")
    #expect(
      try fault("Surv(rfstime, rfs)", "slope", ["--unit", "month"])
        == "sarcoma: Nobody had the event by 1 year, so no baseline is known then; check --unit, or name "
        + "later --horizons.\n")
    #expect(
      try fault("Surv(rfstime, rfs)", "slope", ["--horizons", "9y"])
        == "sarcoma: The horizon of 9 years lies beyond the last follow-up at 2659 days; name an earlier one "
        + "with --horizons.\n")
    #expect(
      try Self.fault(
        sample, model, table, "Surv(rfstime, rfs)", "slope", ["--horizons", "0"], status: 2)
        == "sarcoma: --horizons: a horizon lies after time 0, not at 0 days.\n")
    // Thirty times too long a follow-up: all that a factor can do is to say so.
    let long = try sample.update(
      model, table, "Surv(rfstime, rfs)", "intercept",
      to: "long.json", ["--unit", "month"])
    let caution = long["cautions"].array.first { $0["code"].string == "unlikelyLevel" }
    #expect(
      caution?["message"].string?.hasSuffix("is 'month' what the times count (--unit)?") == true)
  }

  @Test("patients who cannot carry the estimates are named")
  func patients() throws {
    let sample = try UpdateSample()
    let model = try sample.rotterdam()
    let table = UpdateSample.data("gbsg_v")
    func fault(_ method: String, _ more: [String], outcome: String = "Surv(rfstime, rfs)") throws
      -> String
    { try Self.fault(sample, model, table, outcome, method, more) }
    #expect(
      try fault("refit", ["--where", "pid <= 16"]).hasSuffix(
        "cannot carry 6 coefficients; use --method slope or intercept.\n"))
    #expect(
      try fault("refit", ["--where", "hormon == 1"])
        == "sarcoma: The patients say nothing of 'hormon': a column has one value, or is a sum of others; "
        + "use --method slope.\n")
    #expect(
      try fault("slope", ["--where", "rfs == 0"])
        == "sarcoma: No update by --method slope: no patient had the event up to then.\n")
    #expect(
      try fault("slope", [], outcome: "Surv(time, rfs)").contains("There is no column 'time'"))
    #expect(
      try Self.fault(
        sample, model, UpdateSample.data("lung"), "Surv(time, status)", "slope"
      ).hasPrefix("sarcoma: None of the 228 rows with an outcome has a prediction"))
    #expect(
      try Self.fault(
        sample, "gough-advanced-os-2012", try Self.goughTable(in: sample), "Surv(time, event)",
        "baseline", ["--unit", "day"])
        == "sarcoma: 'gough-advanced-os-2012' has no horizon of its own; state those of the new document "
        + "with --horizons, as 1y,5y.\n")
    let stratified = try sample.fit(
      "lung.json",
      [
        "cox", "Surv(time, status) ~ age + ph.ecog + strata(sex)", UpdateSample.data("lung"),
        "--horizons", "1y", "--ph-test", "off",
      ])
    #expect(
      try Self.fault(
        sample, stratified, UpdateSample.data("lung"), "Surv(time, status)", "slope",
        ["--where", "sex == 1"])
        == "sarcoma: No patient is of the stratum '2' of 'sex', which has a baseline of its own; only "
        + "--method intercept can do without.\n")
    let intercept = try sample.update(
      stratified, UpdateSample.data("lung"), "Surv(time, status)", "intercept", to: "men.json",
      ["--where", "sex == 1"])
    #expect(intercept["logRatio"]["estimate"].number?.isFinite == true)
  }

  /// Five patients whom Gough's score reads.
  private static func goughTable(in sample: UpdateSample) throws -> String {
    var table =
      "time,event,metastasis,age,metastaticSites,softTissueMetastases,lymphocytes,sodium,albumin\n"
    for row in 1...5 { table += "\(row * 200),1,yes,\(40 + row),1,no,1.5,140,42\n" }
    return try sample.folder.write(table, to: "gough.csv")
  }

  /// Thirty deaths, one every ten units of time.
  private static let times = (1...30).map { 10 * $0 }

  /// A table of ``times`` with x, and another column if there is one.
  private static func table(
    _ sample: UpdateSample, _ x: (Int) -> Double, _ g: ((Int) -> String)? = nil, to name: String
  ) throws -> String {
    var text = g == nil ? "time,event,x\n" : "time,event,x,g\n"
    for (place, time) in times.enumerated() {
      text += "\(time),1,\(x(place))"
      if let g { text += ",\(g(place))" }
      text += "\n"
    }
    return try sample.folder.write(text, to: name)
  }

  /// Higher x dies earlier, with exceptions.
  private static func risk(_ place: Int) -> Double {
    let noise = 11 * place % 13
    return Double(29 - place + noise)
  }

  @Test("predictions that are constant, the wrong way round or perfect are named")
  func predictions() throws {
    let sample = try UpdateSample()
    let base = try Self.table(sample, Self.risk, to: "base.csv")
    let options = ["--horizons", "150d", "--ph-test", "off"]
    let model = try sample.fit("model.json", ["cox", "Surv(time, event) ~ x", base] + options)
    func fault(
      _ method: String, _ x: (Int) -> Double, _ more: [String] = []
    ) throws -> String {
      let table = try Self.table(sample, x, to: "table.csv")
      return try Self.fault(sample, model, table, "Surv(time, event)", method, more)
    }
    #expect(
      try fault("slope", { _ in 3 })
        == "sarcoma: No update by --method slope: the model predicts the same for all patients.\n")
    let reversed = try fault("slope", { 30 - Self.risk($0) })
    #expect(reversed.hasPrefix("sarcoma: The calibration slope is -"))
    #expect(
      reversed.hasSuffix(
        ": the model ranks these patients the wrong way round, and no recalibration helps; --method refit "
          + "makes another model.\n"))
    #expect(
      try fault("refit", { Double(30 - $0) })
        == "sarcoma: The coefficients have no finite estimate in these patients; use --method slope.\n"
    )
    let idle = try fault("refit", { Double(7 * $0 % 5) }, ["--shrinkage", "heuristic"])
    #expect(idle.hasPrefix("sarcoma: Chi-square 0."))
    #expect(
      idle.hasSuffix(
        " on 1 degree of freedom is no better than chance: the coefficients would be shrunken to "
          + "nothing.\n"))
  }

  @Test("a document whose numbers leave their range on the way is named")
  func range() throws {
    let sample = try UpdateSample()
    let levels = try Self.table(
      sample, Self.risk, { ["a", "b", "c"][$0 % 3] }, to: "levels.csv")
    let fitted = try sample.fit(
      "fitted.json",
      ["cox", "Surv(time, event) ~ x + g", levels, "--horizons", "150d", "--ph-test", "off"])
    let huge = try sample.changing(fitted, to: "huge.json") { text in
      text.replace(/"c": -?[0-9.e-]+/, with: "\"c\": 1.7e308")
      text.replace(/"covariance": \{.*?\n  \},\n/.dotMatchesNewlines(), with: "")
      text.replace(/"baseline": \{.*?\n  \},\n/.dotMatchesNewlines(), with: "")
      text.replace(/"horizons": \[[^\]]*\]/, with: "\"horizons\": []")
    }
    // Nobody is of the level; the slope is above 2.
    let other = try Self.table(
      sample, { 0.4 * Self.risk($0) }, { $0 % 2 == 0 ? "a" : "b" }, to: "other.csv")
    #expect(
      try Self.fault(sample, huge, other, "Surv(time, event)", "slope", ["--horizons", "150d"])
        .hasPrefix("sarcoma: A model document cannot hold this update: "))
  }

  @Test("a file that cannot be written, and options that are none, are named")
  func files() throws {
    let sample = try UpdateSample()
    let model = try sample.rotterdam()
    let directory = try CommandRun([
      "update", model, UpdateSample.data("gbsg_v"), "--outcome", "Surv(rfstime, rfs)", "--method",
      "slope", "--output", sample.folder.path(),
    ])
    #expect(directory.status == 3 && directory.output.isEmpty)
    #expect(directory.errors.hasPrefix("sarcoma: '\(sample.folder.path())' cannot be written ("))
    let confidence = try CommandRun(
      sample.arguments(
        model, UpdateSample.data("gbsg_v"), "Surv(rfstime, rfs)", "slope", to: "new.json")
        + ["--confidence", "95"])
    #expect(confidence.status == 2)
    #expect(
      confidence.errors.contains("--confidence lies between 0 and 1, not at 95.0."))
    let method = try CommandRun(
      sample.arguments(
        model, UpdateSample.data("gbsg_v"), "Surv(rfstime, rfs)", "magic", to: "new.json"))
    #expect(method.status == 2)
    #expect(try CommandRun(["update", "--help"]).output.contains("--shrinkage"))
  }
}
