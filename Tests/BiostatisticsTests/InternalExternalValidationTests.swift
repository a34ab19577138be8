import Biostatistics
import Foundation
import TestSupport
import Testing

@Suite struct InternalExternalValidationTests {
  private func rotterdam() throws -> (CoxProcedure, centre: [Int32]) {
    let table = try LungSample.table("rotterdam")
    let frame = try SurvivalFrame(
      Formula("Surv(rfstime, rfs) ~ age + grade + I(pmin(nodes, 19)) + hormon"), in: table)
    guard case .numbers(let years) = table["year"]?.values else {
      throw MissingColumn(name: "year")
    }
    var indices = SurvivalIndexOptions()
    indices.horizons = [1826.25]
    return (
      try CoxProcedure(frame, indices: indices),
      years.map { $0 <= 1985 ? 0 : $0 <= 1988 ? 1 : $0 <= 1990 ? 2 : 3 }
    )
  }

  @Test("rotterdam by period of surgery: each period and the averages are R's and metafor's")
  func periods() throws {
    let reference = try Reference(named: "resampling.json")["iecv"]
    let (procedure, centre) = try rotterdam()
    let found = try InternalExternalValidation(
      of: procedure, centre: centre, labels: ["a", "b", "c", "d"])
    for (k, period) in found.centres.enumerated() {
      let row = reference["matrix"][k].numbers
      #expect(period.label == ["a", "b", "c", "d"][k])
      #expect(Double(period.count) == row[0] && Double(period.eventCount) == row[1])
      let estimates = try period.estimates.get()
      func entry(_ name: PerformanceIndex.Name) -> CentreEstimate? {
        estimates.first { $0.index.name == name }
      }
      let c = entry(.harrellC)
      expectClose(c?.estimate ?? .nan, row[2], relative: 1e-9)
      expectClose(c?.standardError ?? .nan, row[3] / (row[2] * (1 - row[2])), relative: 1e-7)
      // R's fits stop at 1e-12 of the likelihood.
      expectClose(entry(.slope)?.estimate ?? .nan, row[4], relative: 1e-6)
      expectClose(entry(.slope)?.standardError ?? .nan, row[5], relative: 1e-6)
      expectClose(entry(.observedExpected)?.estimate ?? .nan, row[6], relative: 1e-7)
      expectClose(entry(.observedExpected)?.standardError ?? .nan, row[7], relative: 1e-7)
    }
    func pooled(_ name: PerformanceIndex.Name) throws -> InternalExternalValidation.Pooled {
      try #require(found.pooled.first { $0.index.name == name })
    }
    // metafor's search of τ² ends at 1e-12.
    let c = try pooled(.harrellC)
    func logit(_ x: Double?) -> Double { log((x ?? .nan) / (1 - (x ?? .nan))) }
    let expected = reference["logitC"]
    expectClose(logit(c.estimate), expected["mean"].number ?? 0, relative: 1e-6)
    expectClose(logit(c.interval?.lowerBound), expected["lower"].number ?? 0, relative: 1e-6)
    expectClose(logit(c.interval?.upperBound), expected["upper"].number ?? 0, relative: 1e-6)
    #expect(c.betweenVariance == 0 && c.centreCount == 4)
    let ratio = try pooled(.observedExpected)
    let logs = reference["logOE"]
    #expect((log(ratio.estimate ?? .nan) - (logs["mean"].number ?? 0)).magnitude < 1e-7)
    #expect(
      (log(ratio.interval?.lowerBound ?? .nan) - (logs["lower"].number ?? 0)).magnitude < 1e-6)
    expectClose(ratio.betweenVariance ?? .nan, logs["tau2"].number ?? 0, relative: 1e-5)
    let slope = try pooled(.slope)
    expectClose(slope.estimate ?? .nan, reference["slope"]["mean"].number ?? 0, relative: 1e-6)
    expectClose(
      slope.betweenVariance ?? .nan, reference["slope"]["tau2"].number ?? 0, relative: 1e-5)
    // Of a further centre: wider than the average's.
    #expect((ratio.predictionInterval?.lowerBound ?? 1) < (ratio.interval?.lowerBound ?? 0))
  }

  @Test("one centre is too few; two have no average")
  func few() throws {
    let (procedure, centre) = try rotterdam()
    #expect(throws: ResamplingError.tooFew("centres", given: 1, needed: 2)) {
      try InternalExternalValidation(
        of: procedure, centre: centre.map { _ in 0 }, labels: ["a", "b"])
    }
    let two = try InternalExternalValidation(
      of: procedure, centre: centre.map { $0 / 2 }, labels: ["early", "late"])
    #expect(two.centres.map(\.label) == ["early", "late"])
    #expect(two.pooled.allSatisfy { $0.estimate == nil && $0.centreCount == 2 })
  }

  @Test("a centre of which the others say nothing has a reason, and is left out of the average")
  func silentCentre() throws {
    // All events but two fall in centre a: without it nothing can be estimated of x.
    let n = 60
    let table = try Table(columns: [
      Column(name: "time", numbers: (0..<n).map { Double(1 + $0) }),
      Column(name: "event", numbers: (0..<n).map { $0 < 20 && $0 % 2 == 0 ? 1 : 0 }),
      Column(name: "x", numbers: (0..<n).map { Double($0 * 7 % 13) }),
    ])
    let frame = try SurvivalFrame(Formula("Surv(time, event) ~ x"), in: table)
    let found = try InternalExternalValidation(
      of: CoxProcedure(frame), centre: (0..<n).map { Int32($0 / 20) }, labels: ["a", "b", "c"])
    guard case .failure(let reason) = found.centres[0].estimates else {
      Issue.record("a model without events")
      return
    }
    #expect(reason == .noEvents)
    let b = try found.centres[1].estimates.get()
    #expect(b[0].estimate == nil && b[0].reason == "noEvents")
    #expect(found.pooled[0].centreCount == 0)
  }
}
