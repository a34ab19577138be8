import Foundation
import TestSupport
import Testing

@Suite struct FigureCommandTests {
  private static let cohort = CommandRun.root.appending(path: "data/tcga_sarc.csv").path
  private static let model = "sarculator-extremity-os-2016-reconstructed"
  private static let patient = settings(
    "age=61", "size=12cm", "grade=3", "histology=LMS", "site=thigh", "depth=deep")

  /// Rows of a figure's CSV: series, label, x, y.
  private func rows(_ data: Data) -> [[String]] {
    String(decoding: data, as: UTF8.self).split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test("A nomogram is drawn for a patient, its points by the coefficients of the document")
  func nomogram() throws {
    let folder = try TemporaryFolder()
    let run = try CommandRun(
      [
        "nomogram", Self.model, "--output", folder.path("n.svg"), "--data", folder.path("n.csv"),
      ] + Self.patient)
    #expect(run.status == 0)
    #expect(run.output.isEmpty && run.errors.isEmpty)
    let svg = String(decoding: try folder.read("n.svg"), as: UTF8.self)
    #expect(svg.contains("class=\"patient\""))
    #expect(svg.contains("not a certified medical device"))
    #expect(svg.contains("Callegaro D"))
    let grade = rows(try folder.read("n.csv")).filter { $0[0] == "FNCLCC grade" }
    #expect(grade.map { $0[1] } == ["Grade 1", "Grade 2", "Grade 3"])
    // By the coefficients of the document.
    expectClose(
      (Double(grade[2][2]) ?? .nan) / (Double(grade[1][2]) ?? .nan), 1.47401 / 1.00946,
      relative: 1e-12)
  }

  @Test("A nomogram without a patient has no marks of one")
  func plainNomogram() throws {
    let folder = try TemporaryFolder()
    let run = try CommandRun(["nomogram", Self.model, "--output", folder.path("n.svg")])
    #expect(run.status == 0)
    #expect(
      !String(decoding: try folder.read("n.svg"), as: UTF8.self).contains("class=\"patient\""))
  }

  @Test("A rule, a patient out of scope, a half-answer and a full disk are sentences")
  func refusals() throws {
    let folder = try TemporaryFolder()
    let output = ["--output", folder.path("n.svg")]
    let rule = try CommandRun(["nomogram", "fnclcc-grade-1997"] + output)
    #expect(rule.status == 3)
    #expect(
      rule.errors
        == "sarcoma: fnclcc-grade-1997 is a rule and has no points to draw; 'score' answers it.\n")
    let outside = try CommandRun(
      ["nomogram", Self.model] + output + Self.patient + settings("site=retroperitoneum"))
    #expect(outside.status == 3)
    #expect(outside.errors.hasSuffix(" Leave the patient out to draw the nomogram alone.\n"))
    let open = try CommandRun(
      ["nomogram", Self.model] + output + Self.patient + settings("grade=high"))
    #expect(open.status == 3)
    #expect(
      open.errors
        == "sarcoma: A value of the patient leaves several levels open; a nomogram needs one of them.\n"
    )
    #expect(!folder.has("n.svg"))
    let nowhere = try CommandRun(["nomogram", Self.model, "--output", "/no/such/folder/n.svg"])
    #expect(nowhere.status == 3)
    #expect(nowhere.errors.contains("cannot be written"))
  }

  @Test("Kaplan-Meier curves are drawn as they are estimated")
  func survivalCurves() throws {
    let folder = try TemporaryFolder()
    let run = try CommandRun([
      "survfit", "Surv(OS_days, OS_event) ~ residual_tumor", Self.cohort, "--missing", "RX",
      "--at", "5y", "--format", "json", "--figure", folder.path("k.svg"), "--data",
      folder.path("k.csv"),
    ])
    #expect(run.status == 0)
    let values = rows(try folder.read("k.csv"))
    for curve in run.json["curves"].array {
      let name = try #require(curve["group"].string)
      let steps = values.filter { $0[0] == name }
      // The last step up to five years is the estimate there.
      let drawn = try #require(steps.last { (Double($0[2]) ?? .infinity) <= 5 })
      expectClose(
        Double(drawn[3]) ?? .nan, curve["estimates"][0]["survival"].number ?? .nan,
        relative: 1e-15)
    }
    let svg = String(decoding: try folder.read("k.svg"), as: UTF8.self)
    #expect(svg.contains("At risk"))
  }

  @Test("A forest plot shows the hazard ratios of the fit")
  func forestPlot() throws {
    let folder = try TemporaryFolder()
    let run = try CommandRun([
      "fit", "cox", "Surv(OS_days, OS_event) ~ age_years + residual_tumor", Self.cohort,
      "--missing", "RX", "--format", "json", "--figure", folder.path("f.svg"), "--data",
      folder.path("f.csv"),
    ])
    #expect(run.status == 0)
    let values = rows(try folder.read("f.csv"))
    for line in run.json["coefficients"].array {
      let own = values.filter { $0[0] == line["term"].string }
      #expect(own.map { $0[1] } == ["ratio", "lower", "upper"])
      let expected = [line["hazardRatio"].number] + line["interval"].array.map(\.number)
      #expect(own.map { Double($0[2]) } == expected)
    }
  }

  @Test("--data without --figure says what is missing")
  func dataAlone() throws {
    let run = try CommandRun(["survfit", "Surv(OS_days, OS_event) ~ 1", Self.cohort, "--data", "x"])
    #expect(run.status == 2)
    #expect(run.errors.contains("--data writes what --figure draws; name a --figure too."))
  }
}
