import Distributions
import TestSupport
import Testing

@Suite struct ChiSquareDistributionTests {
  @Test("Both tails agree with 50 digits to 1e-14, down to 1e-300")
  func tails() throws {
    for row in try Reference(named: "distributions.json")["chiSquare"].array.map(\.numbers) {
      let chiSquare = ChiSquareDistribution(degreesOfFreedom: row[0])
      let comment = "ν = \(row[0]), x = \(row[1])"
      expectClose(chiSquare.cumulativeProbability(row[1]), row[2], relative: 1e-14, comment)
      expectClose(chiSquare.upperTail(row[1]), row[3], relative: 1e-14, comment)
      if row[2] < 0.9 && row[2] > 0.1 {
        expectClose(chiSquare.quantile(row[2]), row[1], relative: 1e-14, comment)
      }
      if row[3] < 0.9 {
        expectClose(chiSquare.quantile(upperTail: row[3]), row[1], relative: 1e-13, comment)
      }
    }
  }

  @Test("One degree of freedom is the square of a normal variable")
  func square() {
    let chiSquare = ChiSquareDistribution(degreesOfFreedom: 1)
    for z in [0.001, 0.5, 1.5, 6, 25] {
      expectClose(chiSquare.upperTail(z * z), NormalDistribution.twoSidedP(z), relative: 5e-14)
      expectClose(chiSquare.density(z * z), NormalDistribution.density(z) / z, relative: 5e-14)
    }
    let logTail = NormalDistribution.logUpperTail(100) + 0.6931471805599453
    expectClose(chiSquare.logUpperTail(1e4), logTail, relative: 1e-15)
  }

  @Test("Zero degrees of freedom are a point mass at zero")
  func pointMass() {
    let point = ChiSquareDistribution(degreesOfFreedom: 0)
    #expect(point.upperTail(0) == 1)
    #expect(point.upperTail(1e-300) == 0)
    #expect(point.upperTail(-1) == 1)
    #expect(point.cumulativeProbability(1) == 1)
    #expect(point.cumulativeProbability(-1) == 0)
    #expect(point.quantile(0.5) == 0)
    #expect(point.quantile(upperTail: 0.5) == 0)
    #expect(point.upperTail(.nan).isNaN)
    #expect(point.quantile(2).isNaN)
  }

  @Test("Out of the domain there is NaN", arguments: [-1.0, .nan, .infinity])
  func domain(degreesOfFreedom: Double) {
    let chiSquare = ChiSquareDistribution(degreesOfFreedom: degreesOfFreedom)
    #expect(chiSquare.upperTail(1).isNaN)
    #expect(chiSquare.upperTail(-1).isNaN)
    #expect(chiSquare.cumulativeProbability(1).isNaN)
    #expect(chiSquare.logUpperTail(1).isNaN)
    #expect(chiSquare.quantile(0.5).isNaN)
    #expect(chiSquare.density(1).isNaN)
  }
}
