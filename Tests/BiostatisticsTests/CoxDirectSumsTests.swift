import LinearAlgebra
import TestSupport
import Testing

@testable import Biostatistics

@Suite("Direct sums of small Cox fits")
struct CoxDirectSumsTests {
  /// Sixty rows of order one: both ways differ by the rounding of sums of as many terms.
  @Test(
    "the kernel's value, gradient and information are those of the likelihood in blocks",
    arguments: 1...8, [0, 2, 4, 6, 8, 10, 12, 14])
  func agreement(covariates: Int, seed: Int) throws {
    let sample = CoxSample(seed: seed, columnCount: covariates)
    let point = [0.3, -0.8, 0.5, 0.1, -0.2, 0.4, 1, -0.6].prefix(covariates)
    for ties in TieHandling.continuous {
      var blocks = try sample.likelihood(ties: ties)
      var direct = try sample.likelihood(ties: ties, searchesDirectly: true)
      for point in [[Double](repeating: 0, count: covariates), Array(point)] {
        expectClose(direct.value(at: point), blocks.value(at: point), relative: 1e-13)
        let (gradient, information) = direct.derivatives()
        let expected = blocks.derivatives()
        expectClose(gradient, expected.gradient, absolute: 1e-11)
        expectClose(information.storage, expected.information.storage, absolute: 1e-11)
        #expect(direct.risk.count == 0, "the blocks were used")
      }
    }
  }

  @Test("settling brings hazards and exposures to the last point, once and for all")
  func settling() throws {
    let sample = CoxSample(seed: 0)
    let point = [0.3, -0.8, 0.5]
    var blocks = try sample.likelihood(ties: .efron)
    _ = blocks.value(at: point)
    blocks.prepareScores()
    var direct = try sample.likelihood(ties: .efron, searchesDirectly: true)
    _ = direct.value(at: point)
    #expect(direct.riskSets.eventTimes.isEmpty, "nothing has asked for them")
    direct.settle()
    #expect(direct.riskSets.eventTimes.count == blocks.riskSets.eventTimes.count)
    #expect(direct.exposure.array == blocks.exposure.array)
    #expect(direct.cumulativeHazard == blocks.cumulativeHazard)
    let risk = direct.risk
    direct.settle()
    #expect(direct.risk === risk)
  }

  @Test("a linear predictor beyond +-300 is left to the blocks, which shift it")
  func extremes() throws {
    var direct = try CoxSample(seed: 0).likelihood(ties: .efron, searchesDirectly: true)
    let far = [400.0, 0, 0]
    let value = direct.value(at: far)
    #expect(value.isFinite && direct.risk.count == 60)
    _ = direct.value(at: [0, 0, 0])
    let (_, information) = direct.derivatives()
    #expect(information.diagonal.allSatisfy { $0 > 0 })
  }

  @Test("left truncation is left to the blocks")
  func truncation() throws {
    var direct = try CoxSample(seed: 1).likelihood(ties: .efron, searchesDirectly: true)
    _ = direct.value(at: [0, 0, 0])
    #expect(direct.risk.count == 60)
  }
}
