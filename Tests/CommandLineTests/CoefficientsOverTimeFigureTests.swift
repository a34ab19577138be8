import Foundation
import TestSupport
import Testing

@Suite struct CoefficientsOverTimeFigureTests {
  private static let cohort = CommandRun.root.appending(path: "data/tcga_sarc.csv").path

  private func figure(
    _ formula: String, _ table: String = cohort, in folder: TemporaryFolder,
    _ options: [String] = []
  ) throws -> DrawnFigure {
    let figure = try DrawnFigure(
      ["fit", "cox", formula, table, "--format", "json", "--show", "coefficients-over-time"]
        + options, in: folder)
    figure.expectSound("\(formula) \(options)")
    return figure
  }

  @Test("Residuals, smooth and band are those of the JSON, a panel a term")
  func panels() throws {
    let folder = try TemporaryFolder()
    let figure = try figure(
      "Surv(OS_days, OS_event) ~ age_years + residual_tumor", in: folder,
      ["--missing", "RX", "--ph-smooth", "on"])
    let terms = figure.run.json["coefficientsOverTime"].array
    #expect(terms.map { $0["term"].string } == ["age_years", "residual_tumor"])
    for term in terms {
      let name = term["term"].string ?? ""
      let residuals = try figure.series("\(name): residuals")
      #expect(Set(residuals.x).isSubset(of: term["points"]["x"].numbers))
      #expect(Set(residuals.y).isSubset(of: term["points"]["value"].numbers))
      #expect(residuals.x.count > 70)
      let smooth = try figure.series("\(name): smooth")
      #expect(
        smooth.x == term["curve"]["x"].numbers && smooth.y == term["curve"]["estimate"].numbers)
      #expect(try figure.series("\(name): smooth, upper").y == term["curve"]["upper"].numbers)
    }
    let age = figure.run.json["coefficients"][0]["estimate"].number
    #expect(try figure.series("age_years: coefficient of the fit").y == [age, age])
    // Of a term of two columns the factor of its linear predictor, which is 1.
    #expect(try figure.series("residual_tumor: coefficient of the fit").y == [1, 1])
  }

  @Test(
    "One term is drawn alone, on every scale of time; the JSON does not hold what only the figure asked for",
    arguments: ["km", "rank", "identity", "log"])
  func transforms(transform: String) throws {
    let folder = try TemporaryFolder()
    let figure = try figure(
      "Surv(OS_days, OS_event) ~ age_years", in: folder,
      ["--ph-transform", transform, "--ph-test", "on"])
    #expect(figure.run.json["coefficientsOverTime"].array.isEmpty)
    #expect(figure.data.map(\.name).contains("residuals"))
    let labels = figure.drawn.texts.filter { $0.attributes["text-anchor"] == "middle" }.map(\.text)
    #expect(labels.count { Double($0) != nil } >= 3, "\(labels)")
  }

  @Test("Twelve terms, long names, markup in names and three events are drawn soundly")
  func extremes() throws {
    let folder = try TemporaryFolder()
    var columns = (0..<10).map { "x\($0)" }
    columns[3] = "size_of_the_largest_diameter_of_the_primary_tumour_in_centimetres"
    columns[4] = "größe"
    var text = "t,d,histologie,z,\(columns.joined(separator: ","))\n"
    var random = SplitMix64(seed: 5)
    func uniform() -> Double { Double(random.next() >> 11) * 0x1p-53 }
    for row in 0..<120 {
      let levels = ["léiomyosarcome", "<b>UPS</b>", "synovial & co"]
      let values = columns.map { _ in "\(uniform())" }
      text += "\(1 + Int(3000 * uniform())),\(row % 2),\(levels[row % 3]),\(uniform()),"
      text += values.joined(separator: ",") + "\n"
    }
    let table = try folder.write(Data(text.utf8), to: "twelve.csv")
    let formula = "Surv(t, d) ~ histologie + z + \(columns.joined(separator: " + "))"
    let twelve = try figure(formula, table, in: folder)
    #expect(twelve.svg.components(separatedBy: "data-part").count == 13)
    let columnwise = try figure(
      "Surv(t, d) ~ histologie", table, in: folder, ["--ph-by", "column"])
    #expect(!columnwise.svg.contains("<b>"))
    var few = "x,t,d\n"
    for i in 0..<40 { few += "\(Double(i * 17 % 40)),\(100 + 50 * i),\(i % 13 == 1 ? 1 : 0)\n" }
    let path = try folder.write(Data(few.utf8), to: "few.csv")
    let three = try figure("Surv(t, d) ~ x", path, in: folder)
    #expect(three.words.contains("Too few distinct event times for a smooth."))
  }

  @Test("A fit without coefficients has none over time, in a sentence")
  func nothing() throws {
    let folder = try TemporaryFolder()
    let run = try CommandRun([
      "fit", "cox", "Surv(OS_days, OS_event) ~ 1", Self.cohort, "--figure", folder.path("x.svg"),
      "--show", "coefficients-over-time",
    ])
    #expect(run.status == 3)
    #expect(
      run.errors
        == "sarcoma: There are no coefficients over time to draw: nothing was estimated, or the search "
        + "did not converge.\n")
    let alone = try CommandRun([
      "fit", "cox", "Surv(OS_days, OS_event) ~ age_years", Self.cohort, "--show", "hazard-ratios",
    ])
    #expect(alone.status == 2)
    #expect(alone.errors.contains("--show says what --figure draws; name a --figure too."))
  }
}
