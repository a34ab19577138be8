import TestSupport
import Testing

@testable import Biostatistics

@Suite("Nelson-Aalen and Fleming-Harrington")
struct NelsonAalenTests {
  @Test("lung cancer is R's for both survival and both hazard estimators")
  func lung() throws {
    let expected = try Reference(named: "na-lung.json")["expected"]
    let outcomes = try LungCancer().outcomes
    let times = [50.0, 180, 365, 540, 730]
    for (ctype, hazard) in zip([1, 2], HazardEstimator.allCases) {
      let limit = try KaplanMeier(outcomes, hazard: hazard).curves[0]
      let exponential = try NelsonAalen(outcomes, hazard: hazard).curves[0]
      for (stype, curve) in zip([1, 2], [limit, exponential]) {
        let expected = expected["stype\(stype)_ctype\(ctype)"]
        let surv = expected["surv"].numbers
        let read = curve.estimates(at: times)
        expectClose(read.map(\.survival), surv, relative: 1e-12, "\(stype) \(ctype)")
        expectClose(read.map(\.standardError), expected["std_err"].numbers, relative: 1e-12)
        expectClose(read.map(\.cumulativeHazard), expected["cumhaz"].numbers, relative: 1e-12)
        expectClose(read.map(\.lower), expected["lower_log"].numbers, relative: 1e-11)
        expectClose(read.map(\.upper), expected["upper_log"].numbers, relative: 1e-11)
      }
    }
  }

  @Test("three of four dying at once: 3/4 together, 1/4 + 1/3 + 1/2 one by one")
  func ties() throws {
    let outcomes = try SurvivalOutcomes(exit: [1, 1, 1, 2], event: [true, true, true, false])
    let together = try NelsonAalen(outcomes).curves[0]
    let oneByOne = try NelsonAalen(outcomes, hazard: .flemingHarrington).curves[0]
    expectClose(together.cumulativeHazard, [0.75, 0.75], relative: 1e-15)
    expectClose(oneByOne.cumulativeHazard, [13 / 12.0, 13 / 12.0], relative: 1e-15)
    let squares: Double = 1.0 / 16 + 1.0 / 9 + 1.0 / 4
    expectClose(oneByOne.cumulativeHazardStandardErrors[0], squares.squareRoot(), relative: 1e-15)
  }

  @Test("without ties both hazards are the same to the bit")
  func noTies() throws {
    let outcomes = try SurvivalOutcomes(exit: [3, 1, 2, 5], event: [true, true, false, true])
    let together = try NelsonAalen(outcomes).curves[0]
    let oneByOne = try NelsonAalen(outcomes, hazard: .flemingHarrington).curves[0]
    #expect(together.survival == oneByOne.survival)
    #expect(together.standardErrors == oneByOne.standardErrors)
  }
}
