import Biostatistics
import TestSupport
import Testing

@Suite struct CensoringDistributionTests {
  @Test("deaths come before censorings of the same time, and G steps down after its time")
  func byHand() throws {
    // At 2: one death, one censoring of three at risk besides; at 3 one of two censored.
    let outcomes = try SurvivalOutcomes(
      exit: [1, 2, 2, 3, 3], event: [true, true, false, false, true])
    let censoring = CensoringDistribution(outcomes)
    #expect(censoring.times == [1, 2, 3])
    // At 2, Y = 4, d = 1, c = 1: 1 - 1/3. At 3, Y = 2, d = 1, c = 1: 0.
    #expect(censoring.survival == [1, 1 - 1.0 / 3, 0])
    #expect(censoring.survival(at: 0.5) == 1)
    #expect(censoring.survival(before: 2) == 1)
    #expect(censoring.survival(at: 2) == 1 - 1.0 / 3)
    #expect(censoring.survival(at: 2.9) == 1 - 1.0 / 3)
    let weights: [Double] = [1, 1, 0, 0, 1 / (1 - 1.0 / 3)]
    #expect(censoring.eventWeights == weights)
  }

  @Test("weights above 20 are counted, and the largest is told")
  func weights() throws {
    // 40 are censored at 1; of the remaining 2 one dies at 2: its weight is 21.
    let outcomes = try SurvivalOutcomes(
      exit: [Double](repeating: 1, count: 40) + [2, 3],
      event: [Bool](repeating: false, count: 40) + [true, false])
    let summary = CensoringDistribution(outcomes).weights(at: 2, outcomes)
    expectClose(summary.largest, 21, relative: 1e-14)
    #expect(summary.countAboveLimit == 2)
    #expect(CensoringDistribution(outcomes).weights(at: 0.5, outcomes).countAboveLimit == 0)
  }
}
