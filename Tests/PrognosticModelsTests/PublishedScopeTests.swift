import TestSupport
import Testing

@testable import PrognosticModels

@Suite("Whom the published documents speak of")
struct PublishedScopeTests {
  private func compare(_ settings: String...) throws -> ComparisonReport {
    try PublishedSurvivalTests.library.get().compare(Patient(settings: settings))
  }

  private func answering(_ report: ComparisonReport) -> [String] { report.results.map(\.model.id) }

  @Test("without a site, what speaks of one region asks for it")
  func noSite() throws {
    let report = try compare(
      "age=63", "size=8.5", "grade=2", "histology=LMS", "multifocal=no", "resection=R0")
    #expect(answering(report) == [])
    let asking = report.refusals.filter { $0.needsMore && $0.reasons[0].hasPrefix("site ") }
    #expect(asking.count == 10)
  }

  @Test(
    "a topography code that does not tell wall from cavity is no trunk wall",
    arguments: [
      "C49.4", "C49.5",
    ])
  func openTopography(code: String) throws {
    let report = try compare("age=63", "size=8.5", "grade=2", "histology=LMS", "site=\(code)")
    #expect(answering(report) == [])
  }

  @Test("scores of advanced disease wait until metastasis is stated")
  func unstatedMetastasis() throws {
    let blood = ["albumin=30", "sodium=130", "lactateDehydrogenase=500"]
    let library = try PublishedSurvivalTests.library.get()
    #expect(answering(try library.compare(Patient(settings: blood))) == [])
    #expect(
      answering(try library.compare(Patient(settings: blood + ["metastasis=M1"])))
        == ["hammersmith-score-2014"])
  }

  @Test(
    "a patient of another kind has no probability of survival",
    arguments: [
      "metastasis=M1", "nodes=N1", "presentation=recurrent", "age=17",
      "priorNeoadjuvantTreatment=yes", "histology=GIST", "histology=DSRCT", "histology=Ewing",
      "histology=ARMS", "histology=desmoid", "histology=DFSP", "histology=Kaposi",
      "histology=ULMS", "histology=9137/3", "site=uterus",
      "histology=MRT",
    ],
    ["site=thigh", "site=retroperitoneum"])
  func anotherKind(setting: String, site: String) throws {
    let patient = [
      "age=63", "size=8.5", "grade=2", "histology=LMS", "multifocal=no", "resection=R0", site,
    ]
    let library = try PublishedSurvivalTests.library.get()
    let usual = try library.compare(Patient(settings: patient))
    #expect(!usual.results.filter { !$0.model.isRule }.isEmpty)
    let name = setting.prefix { $0 != "=" }
    let changed = patient.filter { $0.prefix { $0 != "=" } != name } + [setting]
    let report = try library.compare(Patient(settings: changed))
    #expect(report.results.filter { !$0.model.isRule }.map(\.model.id) == [])
  }

  @Test(
    "only the rule that knows rupture answers for a ruptured stromal tumour",
    arguments: ["no", "yes"])
  func rupture(rupture: String) throws {
    let report = try compare(
      "histology=GIST", "site=stomach", "size=1", "mitoses50=1", "rupture=\(rupture)")
    let risks = answering(report).filter { $0.hasPrefix("gist-") }
    #expect(
      risks == (rupture == "yes" ? [] : ["gist-afip-risk-2006"]) + ["gist-modified-nih-risk-2008"]
        + (rupture == "yes" ? [] : ["gist-nih-risk-2002"]))
  }
}
