import TestSupport
import Testing

@testable import Biostatistics

@Suite("Events a coefficient and expected shrinkage")
struct ParameterLoadTests {
  @Test("of lung they are 165 / 3 and (LR - 3) / LR, LR by survival 3.5-3")
  func lung() throws {
    // coxph(Surv(time, status) ~ age + sex + ph.ecog, lung): LR 30.50 on 3, n = 227, 164 events.
    let table = try ReferenceCase.table("lung")
    let model = try CoxModel(
      try ModelFrame(Formula("Surv(time, status) ~ age + sex + ph.ecog"), in: table))
    let load = model.parameterLoad
    #expect(load.eventsPerParameter == 164.0 / 3)
    expectClose(load.expectedShrinkage ?? .nan, (30.50 - 3) / 30.50, absolute: 0.0002)
  }

  @Test("a weak model shrinks below zero; without coefficients or a likelihood ratio there is none")
  func edges() throws {
    func load(_ statistic: Double, _ df: Int) -> ParameterLoad {
      ParameterLoad(
        events: 20, parameters: df,
        likelihoodRatio: ChiSquareTest(statistic: statistic, degreesOfFreedom: df))
    }
    #expect(load(2, 4) == load(2, 4))
    #expect(load(2, 4).expectedShrinkage == -1)
    #expect(load(0, 4).expectedShrinkage == nil)
    #expect(load(0, 0).eventsPerParameter == nil)
    #expect(load(0, 0).expectedShrinkage == nil)
    #expect(ParameterLoad(events: 20, parameters: 4, likelihoodRatio: nil).eventsPerParameter == 5)
    let table = try ReferenceCase.table("lung")
    let robust = try CoxModel(
      try ModelFrame(Formula("Surv(time, status) ~ age + cluster(inst)"), in: table))
    #expect(robust.parameterLoad.expectedShrinkage == nil)
    #expect(robust.parameterLoad.eventsPerParameter == Double(robust.eventCount))
  }
}
