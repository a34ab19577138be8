import Biostatistics
import Foundation
import TestSupport
import Testing

@Suite struct LogisticOptimismTests {
  private func procedure(_ terms: String = "age + lwt + smoke + ht") throws -> LogisticProcedure {
    try LogisticProcedure(
      BinaryFrame(Formula("low ~ \(terms)"), in: LungSample.table("birthwt")))
  }

  @Test("the optimism of a logistic model is rms::validate's to Monte-Carlo error")
  func monteCarlo() throws {
    let reference = try Reference(named: "resampling.json")["logistic"]
    let optimism = try Bootstrap(of: procedure(), .drawn(count: 200, seed: 11)).optimism()
    let names: [(String, PerformanceIndex.Name)] = [
      ("Dxy", .somersDxy), ("R2", .recalibratedR2), ("Intercept", .intercept), ("Slope", .slope),
      ("D", .discriminationD), ("U", .unreliabilityU), ("Q", .qualityQ), ("B", .brier),
      ("g", .giniMeanDifference), ("gp", .giniOfProbability),
    ]
    let rows = reference["names"].strings
    for (name, index) in names {
      let row = reference["matrix"][rows.firstIndex(of: name) ?? -1].numbers
      let entry = try #require(optimism[index])
      // lrm stops at 1e-7, and rounds probabilities for D_xy in its own fit, not here.
      #expect(((entry.apparent.number ?? .nan) - row[0]).magnitude < 1e-5, "\(name)")
      let error = (entry.monteCarloError ?? .nan) * (1 + 200.0 / 2000).squareRoot()
      // Four standard errors for ten correlated indices: chance of about 1 in 1,500.
      #expect(((entry.optimism ?? .nan) - row[3]).magnitude < 4 * error, "\(name)")
    }
    #expect(optimism.entries.filter { $0.index.name == .netBenefit }.count == 9)
    #expect(optimism.entries.allSatisfy { $0.count > 190 && $0.corrected != nil })
  }

  @Test("a fit of all rows is judged as the validation of its probabilities judges it")
  func apparent() throws {
    let procedure = try procedure()
    let rows = RowSample(all: procedure.rowCount)
    let fitted = try procedure.fit(rows)
    let found = fitted.indices(on: rows, isOwn: true)
    let validation = try BinaryValidation(
      of: fitted.model.probabilities, against: procedure.frame.outcomes.event)
    func value(_ name: PerformanceIndex.Name) -> Double {
      found.of.firstIndex { $0.name == name }.flatMap { found.values[$0].number } ?? .nan
    }
    // The same sums but for the last bits of the linear predictor.
    expectClose(value(.c), try validation.c.get().estimate, relative: 1e-12)
    expectClose(value(.brier), validation.brier.estimate ?? .nan, relative: 1e-12)
    expectClose(value(.scaledBrier), validation.brier.scaled ?? .nan, relative: 1e-9)
    expectClose(value(.slope), try validation.slope.get().estimate, relative: 1e-9)
    expectClose(
      1 + value(.intercept), 1 + (try validation.intercept.get().estimate), relative: 1e-9)
    expectClose(
      value(.observedExpected), try validation.observedExpected.get().ratio, relative: 1e-12)
    expectClose(value(.ici), try validation.curve.get().ici, relative: 1e-8)
    expectClose(value(.e50), try validation.curve.get().e50, relative: 1e-8)
    expectClose(value(.e90), try validation.curve.get().e90, relative: 1e-8)
    let discrimination = try LogisticModel(procedure.frame).discrimination
    expectClose(value(.somersDxy), discrimination?.somersDxy ?? .nan, relative: 1e-12)
    expectClose(value(.nagelkerkeR2), discrimination?.nagelkerkeR2 ?? .nan, relative: 1e-9)
    #expect(value(.nagelkerkeR2) == value(.recalibratedR2))
  }

  @Test("the likelihood at (0, 1) in other rows does not need a fit, and the rest is a fit's")
  func test() throws {
    let procedure = try procedure()
    let fitted = try procedure.fit(RowSample(drawing: 4, seed: 2, from: procedure.rowCount))
    let found = fitted.indices(on: RowSample(all: procedure.rowCount), isOwn: false)
    func value(_ name: PerformanceIndex.Name) -> Double {
      found.of.firstIndex { $0.name == name }.flatMap { found.values[$0].number } ?? .nan
    }
    let event = procedure.frame.outcomes.event
    let eta = fitted.linearPredictors
    let risk = eta.map { 1 / (1 + exp(-$0)) }
    let slope = try BinaryCalibration.slope(of: risk, against: event)
    expectClose(value(.slope), slope.slope.estimate, relative: 1e-8)
    expectClose(value(.intercept), slope.intercept.estimate, relative: 1e-8)
    let n = Double(event.count)
    let asIs = zip(eta, event).reduce(0) { $0 - log(1 + exp($1.1 ? -$1.0 : $1.0)) }
    let share = Double(event.count { $0 }) / n
    let null = n * (share * log(share) + (1 - share) * log(1 - share))
    let r2 = (1 - exp(-2 * (asIs - null) / n)) / (1 - exp(2 * null / n))
    expectClose(value(.nagelkerkeR2), r2, relative: 1e-10)
    #expect(value(.recalibratedR2) > r2)
  }
}
