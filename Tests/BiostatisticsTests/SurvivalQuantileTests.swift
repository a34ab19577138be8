import Testing

@testable import Biostatistics

@Suite("Survival quantiles")
struct SurvivalQuantileTests {
  private func curve(_ exit: [Double], _ event: [Bool]) throws -> SurvivalCurve {
    try #require(try KaplanMeier(SurvivalOutcomes(exit: exit, event: event)).curves.first)
  }

  @Test("a curve flat exactly at one half has its median in the middle of the flat stretch")
  func flat() throws {
    let falls = try curve([1, 2, 3, 4], [true, true, true, true])
    #expect(falls.median.time == 2.5)
    let ends = try curve([1, 2, 5, 6], [true, true, false, false])
    #expect(ends.median.time == 4)
    let between = try curve([1, 2, 3], [true, true, true])
    #expect(between.median.time == 2)
  }

  @Test("what is never reached is nil, and so is what is no probability")
  func missing() throws {
    let curve = try curve([1, 2, 5, 6], [true, false, false, false])
    #expect(curve.median.time == nil && curve.median.upper == nil)
    #expect(curve.quantile(0.25).time == 3.5)
    for probability in [-0.1, 1.1, .nan] { #expect(curve.quantile(probability).time == nil) }
  }

  @Test("probability 0 is the start of the curve")
  func zero() throws {
    #expect(try curve([1, 2], [true, true]).quantile(0).time == 0)
    #expect(try curve([-3, 2], [true, true]).quantile(0).time == -3)
    #expect(try curve([1, 2], [true, true]).quantile(1).time == 2)
  }
}
