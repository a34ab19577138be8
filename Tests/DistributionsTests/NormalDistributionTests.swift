import Distributions
import TestSupport
import Testing

@Suite struct NormalDistributionTests {
  @Test("Out of the domain there is NaN, at its ends the limit")
  func domain() {
    #expect(NormalDistribution.quantile(0) == -.infinity)
    #expect(NormalDistribution.quantile(1) == .infinity)
    #expect(NormalDistribution.quantile(0.5) == 0)
    #expect(NormalDistribution.quantile(-0.1).isNaN)
    #expect(NormalDistribution.quantile(1.1).isNaN)
    #expect(NormalDistribution.quantile(.nan).isNaN)
    #expect(NormalDistribution.upperTail(.infinity) == 0)
    #expect(NormalDistribution.upperTail(-.infinity) == 1)
    #expect(NormalDistribution.upperTail(.nan).isNaN)
    #expect(NormalDistribution.twoSidedP(-.infinity) == 0)
    #expect(NormalDistribution.density(.infinity) == 0)
    #expect(NormalDistribution.density(.nan).isNaN)
    #expect(NormalDistribution.logUpperTail(.infinity) == -.infinity)
    #expect(NormalDistribution.logUpperTail(-.infinity) == 0)
    #expect(NormalDistribution.logUpperTail(.nan).isNaN)
  }
}
