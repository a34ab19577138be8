import Foundation
import LinearAlgebra
import TestSupport
import Testing

@testable import Biostatistics

@Suite("Cox partial likelihood")
struct CoxPartialLikelihoodTests {
  private static let point = [0.3, -0.8, 0.5]

  /// Sixty rows: the two differ by the rounding of sums of as many terms.
  @Test(
    "value, gradient, information and hazards are the sums that define them", arguments: 0..<48,
    TieHandling.continuous)
  func definition(seed: Int, ties: TieHandling) throws {
    let sample = CoxSample(seed: seed)
    var likelihood = try sample.likelihood(ties: ties)
    for point in [[0, 0, 0], Self.point] {
      let value = likelihood.value(at: point)
      let (gradient, information) = likelihood.derivatives()
      var centered = sample
      if let offset = sample.offset {
        let mean = offset.reduce(0, +) / Double(offset.count)
        centered.offset = offset.map { $0 - mean + 100 }
      }
      let direct = DirectPartialLikelihood(
        centered, columns: sample.workingColumns(of: likelihood), at: point, ties: ties)
      expectClose(value, direct.value, relative: 1e-13)
      expectClose(gradient, direct.gradient, absolute: 1e-11)
      for (row, expected) in direct.information.enumerated() {
        expectClose(information.rows[row], expected, absolute: 1e-11)
      }
      let hazards = likelihood.riskSets.strata.flatMap { stratum in
        stratum.reversed().map { likelihood.tied[$0].hazard }
      }
      expectClose(hazards, direct.hazards, relative: 1e-13)
    }
  }

  /// Central differences of step h = 1e-5 are good to h^2 times a third derivative of order n, and to
  /// the rounding of the value over h.
  @Test(
    "the gradient is the slope of the value, the information minus that of the gradient",
    arguments: 0..<16, TieHandling.continuous)
  func derivatives(seed: Int, ties: TieHandling) throws {
    try checkDerivatives(CoxSample(seed: seed), ties, absolute: 1e-7)
  }

  /// The value is summed in one go, its derivatives in chunks of 4,096 rows or more, which begin and
  /// end within strata. The value, of order 10^5, is a sum of 10^4 terms: its rounding is about 100
  /// ulps, 1.5e-9, which twice the step of 1e-5 turns into 7e-5. A sum lost between chunks would show
  /// in the hundreds.
  @Test(
    "the derivatives are right across chunks, strata and truncation too",
    arguments: [0, 4, 5, 7, 13], TieHandling.continuous)
  func manyRows(seed: Int, ties: TieHandling) throws {
    try checkDerivatives(CoxSample(seed: seed, count: 15_000), ties, absolute: 2e-4)
  }

  private func checkDerivatives(
    _ sample: CoxSample, _ ties: TieHandling, absolute: Double
  ) throws {
    var likelihood = try sample.likelihood(ties: ties)
    let step = 1e-5
    _ = likelihood.value(at: Self.point)
    let (gradient, information) = likelihood.derivatives()
    for j in 0..<3 {
      var (up, down) = (Self.point, Self.point)
      up[j] += step
      down[j] -= step
      let above = likelihood.value(at: up)
      let gradientAbove = likelihood.derivatives().gradient
      let below = likelihood.value(at: down)
      let gradientBelow = likelihood.derivatives().gradient
      expectClose((above - below) / (2 * step), gradient[j], absolute: absolute)
      for i in 0..<3 {
        expectClose(
          -(gradientAbove[i] - gradientBelow[i]) / (2 * step), information[i, j],
          absolute: absolute)
      }
    }
  }

  /// Rows whose risk is e^40 times that of the others enter late and leave late; before and after
  /// them others die, and for a while nobody is at risk. A running difference of exits and entries,
  /// taken backwards in time, would have no digit left of the earlier risk sets.
  @Test("a risk set keeps its digits beside huge risks", arguments: TieHandling.continuous)
  func hugeRisksLeave(ties: TieHandling) throws {
    var sample = CoxSample(seed: 0, count: 0, columnCount: 1)
    var random = SeededGenerator(seed: 5)
    func add(_ entry: Double, _ exit: Double, _ event: Bool, _ x: Double) {
      sample.entry = (sample.entry ?? []) + [entry]
      sample.exit.append(exit)
      sample.event.append(event)
      sample.columns[0].append(x)
    }
    for row in 0..<40 {
      add(Double(row % 5), 6 + Double(row % 9) / 2, row % 3 > 0, 20 + random.normal())
    }
    for row in 0..<60 {
      add(Double(row % 12), 12 + Double(row % 8), row % 2 > 0, random.normal())
    }
    for row in 0..<50 {
      add(15 + Double(row % 7), 33 + Double(row % 6), row % 4 > 0, 40 + random.normal())
    }
    for row in 0..<20 { add(45, 50 + Double(row % 6), row % 4 > 0, random.normal()) }
    var likelihood = try sample.likelihood(ties: ties)
    let scale = likelihood.design.scales[0]
    _ = likelihood.value(at: [scale])
    let gradient = likelihood.derivatives().gradient
    let information = likelihood.derivatives().information
    let direct = DirectPartialLikelihood(
      sample, columns: sample.workingColumns(of: likelihood), at: [scale], ties: ties)
    let hazards = likelihood.riskSets.strata[0].reversed().map { likelihood.tied[$0].hazard }
    #expect((hazards.max() ?? 0) / (hazards.min() ?? 0) > 1e15)
    expectClose(hazards, direct.hazards, relative: 1e-12)
    expectClose(likelihood.value(at: [scale]), direct.value, relative: 1e-13)
    // A hundred terms of order 1, of which little is left, are added up.
    expectClose(gradient, direct.gradient, absolute: 1e-11)
    expectClose(information[0, 0], direct.information[0][0], absolute: 1e-11)
  }

  @Test("adding a value and taking it away leaves a compensated sum as it was")
  func compensatedSum() {
    var sum = CompensatedSum()
    for value in [1.0, 1e30, 0x1p-40, -1e30] { sum.add(value) }
    #expect(sum.value == 1 + 0x1p-40)
  }
}
