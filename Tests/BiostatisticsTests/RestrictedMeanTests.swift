import TestSupport
import Testing

@testable import Biostatistics

@Suite("Restricted mean survival")
struct RestrictedMeanTests {
  @Test("without censoring it is the mean of min(T, horizon), with its standard error")
  func uncensored() throws {
    let exit = [2.0, 3, 5, 8, 13]
    let outcomes = try SurvivalOutcomes(exit: exit, event: [Bool](repeating: true, count: 5))
    let curve = try KaplanMeier(outcomes).curves[0]
    for horizon in [1.0, 4, 8, 13, 20] {
      let mean = try #require(curve.restrictedMean(to: horizon))
      let capped = exit.map { min($0, horizon) }
      let average = capped.reduce(0, +) / 5
      expectClose(mean.mean, average, relative: 1e-14)
      // Greenwood's sum is the variance of the mean over n, not n - 1.
      let squares = capped.reduce(0) { $0 + ($1 - average) * ($1 - average) }
      expectClose(mean.standardError, (squares / 25).squareRoot(), relative: 1e-12, absolute: 1e-15)
      #expect(mean.isBeyondFollowUp == (horizon > 13))
    }
  }

  @Test("from a start time it is the mean exit, start included")
  func startTime() throws {
    let outcomes = try SurvivalOutcomes(exit: [10, 62, 64], event: [true, true, true])
    let curve = try KaplanMeier(outcomes, startTime: 60).curves[0]
    expectClose(try #require(curve.restrictedMean()).mean, 63, relative: 1e-15)
    #expect(curve.restrictedMean(to: 59) == nil)
    #expect(curve.restrictedMean(to: 60)?.mean == 60)
    #expect(curve.restrictedMean(to: .nan) == nil && curve.restrictedMean(to: .infinity) == nil)
  }
}
