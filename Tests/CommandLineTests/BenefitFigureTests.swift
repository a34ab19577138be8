import Foundation
import TestSupport
import Testing

@Suite struct BenefitFigureTests {
  private static let patient = settings(
    "age=61", "size=12cm", "grade=3", "histology=LMS", "site=thigh", "depth=deep")

  private func figure(_ arguments: [String], in folder: TemporaryFolder) throws -> DrawnFigure {
    let figure = try DrawnFigure(
      ["benefit"] + Self.patient + ["--format", "json"] + arguments, in: folder)
    figure.expectSound()
    return figure
  }

  @Test("The curves are the first estimate's survivals, with its name, interval and source")
  func points() throws {
    let folder = try TemporaryFolder()
    let figure = try figure([], in: folder)
    let estimate = figure.run.json["estimates"][0]
    let without = try figure.series("without chemotherapy")
    #expect(without.x == [5])
    #expect(without.y == [estimate["survivalWithout"]["estimate"].number])
    let name = "with chemotherapy (eortc-62931-2012)"
    #expect(try figure.series(name).y == [estimate["survivalWith"]["estimate"].number])
    #expect(
      [try figure.series("\(name), lower").y[0], try figure.series("\(name), upper").y[0]]
        == estimate["survivalWith"]["interval"].numbers)
    let page = figure.words
    #expect(page.contains("49 of 100 alive without, 51 of 100 with; between 10 fewer and 13 more."))
    #expect(
      page.contains("Effect drawn: eortc-62931-2012, hazard ratio of death 0.94 (0.68 to 1.31)."))
    #expect(page.contains("6 other estimates are not drawn."))
    #expect(page.contains("Woll PJ") && page.contains("Callegaro D"))
    #expect(page.contains("Whiskers: 95 % intervals.".replacing(" %", with: "\u{A0}%")))
    #expect(page.contains("unknown: the interval is the effect's alone."))
    #expect(page.contains("not a certified medical device"))
  }

  @Test("--effect chooses what is drawn; an odds ratio is drawn at its time alone")
  func effect() throws {
    let folder = try TemporaryFolder()
    let smac = try figure(["--effect", "smac-1997"], in: folder)
    #expect(smac.data.contains { $0.name == "with chemotherapy (smac-1997)" })
    #expect(!smac.words.contains("not drawn"))
    let odds = try figure(["--effect", "pervaiz-2008"], in: folder)
    #expect(!odds.data.contains { $0.name.contains("over time") })
  }

  @Test("The icons are the hundred patients of the answer")
  func icons() throws {
    let folder = try TemporaryFolder()
    let figure = try figure(["--show", "icons"], in: folder)
    let with = try figure.series("alive at 5 years only with chemotherapy").x.count
    let either = try figure.series("alive at 5 years, with or without chemotherapy").x.count
    #expect((either, with) == (49, 2))
    #expect(figure.data.map(\.x.count).reduce(0, +) == 100)
    #expect(figure.words.contains("eortc-62931-2012"))
  }

  @Test(
    "Of a patient whom the trials would not have taken no effect is drawn, and of prognosis alone none"
  )
  func withoutEffect() throws {
    let folder = try TemporaryFolder()
    for (options, words) in [
      (settings("size=3cm", "grade=1"), "Not eligible: the trials would not have taken"),
      (["--prognosis-only"], "49 of 100 alive without chemotherapy"),
    ] {
      let curves = try figure(options, in: folder)
      #expect(curves.data.map(\.name) == ["without chemotherapy"])
      let page = curves.words
      #expect(page.contains(words) && !page.contains("Effect drawn"))
      #expect(page.contains("without chemotherapy is, is unknown.") && !page.contains("Whiskers"))
      let icons = try figure(options + ["--show", "icons"], in: folder)
      #expect(icons.data.map(\.name).allSatisfy { !$0.contains("chemotherapy") })
      #expect(icons.data.map(\.x.count).reduce(0, +) == 100)
    }
  }

  @Test(
    "A fitted baseline is drawn as steps: S with the hazard ratio in its exponent, at every step")
  func course() throws {
    let folder = try TemporaryFolder()
    let cohort = CommandRun.root.appending(path: "data/tcga_sarc.csv").path
    let model = folder.path("known.json")
    let fit = try CommandRun([
      "fit", "cox", "Surv(OS_days, OS_event) ~ age_years + tumor_size_cm", cohort, "--output",
      model, "--horizons", "1y,5y", "--known-from", "diagnosis",
    ])
    #expect(fit.status == 0, "\(fit.errors)")
    let own = ["--model", model] + settings("age_years=61", "tumor_size_cm=12")
    let figure = try figure(own + ["--effect", "eortc-62931-2012"], in: folder)
    let without = try figure.series("without chemotherapy, over time")
    let with = try figure.series("with chemotherapy (eortc-62931-2012), over time")
    #expect(without.x == with.x && without.x.count > 30)
    #expect(without.x[0] == 0 && without.y[0] == 1)
    for (s, t) in zip(without.y, with.y) { expectClose(t, pow(s, 0.94), absolute: 1e-14) }
    // At a year and at five it is the answer, and the document's own prediction on the way.
    for (place, time) in [(1, 5.0), (0, 1.0)] {
      let answer = figure.run.json["estimates"].array.filter {
        $0["time"]["value"].number == time
      }[0]["survivalWithout"]["estimate"].number
      let step = try #require(without.x.lastIndex { $0 <= time + 1e-9 })
      expectClose(without.y[step], answer ?? .nan, absolute: 1e-15)
      #expect(try figure.series("without chemotherapy").x.count == 2, "\(place)")
    }
    let score = try CommandRun(
      ["score", model, "--at", "3y", "--format", "json"]
        + settings("age_years=61", "tumor_size_cm=12"))
    let third = try #require(without.x.lastIndex { $0 <= 3 })
    expectClose(
      without.y[third], score.json["predictions"][0]["probability"].number ?? .nan,
      absolute: 1e-15)
  }

  @Test("Survivals of one's own are drawn, and one that is 0 or 1")
  func own() throws {
    let folder = try TemporaryFolder()
    for survival in ["5y=0.48,0.40,0.56", "5y=0", "10y=1"] {
      for show in ["curves", "icons"] {
        let figure = try figure(
          [
            "--survival", survival, "--hazard-ratio", "0.8", "--hazard-ratio-interval", "0.6,1.1",
            "--show", show,
          ], in: folder)
        #expect(figure.words.contains("your ratio"))
      }
    }
    let alone = try CommandRun(["benefit"] + Self.patient + ["--show", "icons"])
    #expect(alone.status == 2)
    #expect(alone.errors.contains("--show says what --figure draws; name a --figure too."))
  }
}
