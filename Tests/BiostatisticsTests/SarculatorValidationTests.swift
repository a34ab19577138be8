import Biostatistics
import Foundation
import TestSupport
import Testing

@Suite struct SarculatorValidationTests {
  /// The calculator's own answers for 63 patients with a retroperitoneal sarcoma, and what became of them.
  ///
  /// They are the patients to whose answers the reconstruction was fitted; nobody's outcome was.
  @Test(
    "the calculator's own answers rank TCGA's patients as the reconstruction does, to 0.03 of C")
  func calculator() throws {
    let folder = Reference.folder
    let answers = try CSVReader.read(path: folder.appending(path: "sarculator-tcga.csv").path)
    let cohort = try CSVReader.read(
      path: folder.appending(path: "../../data/tcga_sarc.csv").standardized.path)
    func texts(_ table: Table, _ name: String) throws -> [String] {
      guard case .categories(let codes, let labels) = table[name]?.values else {
        throw MissingColumn(name: name)
      }
      return codes.map { $0 < 0 ? "" : labels[Int($0)] }
    }
    let modules = try texts(answers, "calculator_module")
    let ids = try texts(answers, "tcga_patient")
    let survival = try ExternalValidation.numbers(answers, "calculator_5y_survival")
    let days = try ExternalValidation.numbers(cohort, "OS_days")
    let dead = try ExternalValidation.numbers(cohort, "OS_event")
    let places = Dictionary(
      uniqueKeysWithValues: try texts(cohort, "patient_id").enumerated().map { ($1, $0) })
    var (risk, exit): ([Double], [Double]) = ([], [])
    var event: [Bool] = []
    for (row, id) in ids.enumerated() where modules[row] == "retroperitoneal" {
      let place = try #require(places[id])
      risk.append(1 - survival[row])
      exit.append(days[place])
      event.append(dead[place] == 1)
    }
    #expect(risk.count == 63 && event.count { $0 } == 25)
    let found = try SurvivalValidation(
      of: SurvivalPredictions(score: risk, horizons: [1826.25], risks: [risk]),
      against: SurvivalOutcomes(exit: exit, event: event))
    let c = try found.harrellC.get()
    // 25 deaths: the interval holds 0.55 as well as 0.7.
    #expect(c.interval.contains(0.6) && c.interval.upperBound - c.interval.lowerBound > 0.2)
    // The reconstruction on 78 patients: 0.635.
    expectClose(c.estimate, 0.635, absolute: 0.03)
    // More patients died than the calculator expects.
    let ratio = try found.horizons[0].observedExpected.get()
    #expect(ratio.ratio > 1)
  }
}
