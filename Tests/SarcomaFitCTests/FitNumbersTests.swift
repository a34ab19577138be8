import Biostatistics
import CSarcomaFit
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite struct FitNumbersTests {
  private let formula = "Surv(time, status) ~ age + sex + strata(ph.ecog)"

  @Test("Numbers of a Cox fit through C have the bits of the fit in Swift")
  func cox() throws {
    let table = try FitTable(data("lung"))
    let result = try table.fit("cox", formula)
    let model = try CoxModel(SurvivalFrame(try Formula(formula), in: table.table))
    #expect(try result.numbers("converged") == [1])
    #expect(try result.numbers("coefficients") == model.coefficients)
    #expect(try result.numbers("standardErrors") == model.standardErrors)
    #expect(try result.numbers("covariance") == model.covarianceMatrix.storage)
    #expect(try result.numbers("naiveCovariance") == model.modelCovarianceMatrix.storage)
    #expect(try result.numbers("means") == model.means)
    #expect(try result.numbers("rows") == model.frame.rows.map(Double.init))
    #expect(try result.numbers("linearPredictors") == model.linearPredictors)
    #expect(try result.numbers("martingale") == model.martingaleResiduals)
    #expect(try result.numbers("deviance") == model.devianceResiduals)
    #expect(try result.numbers("score") == model.scoreResiduals.storage)
    #expect(try result.numbers("dfbeta") == model.dfbetaResiduals.storage)
    #expect(try result.numbers("dfbetas") == model.dfbetasResiduals.storage)
    let baseline = model.baselineCumulativeHazard
    #expect(try result.numbers("baselineCounts") == baseline.map { Double($0.times.count) })
    #expect(try result.numbers("baselineTimes") == baseline.flatMap(\.times))
    #expect(
      try result.numbers("baselineCumulativeHazard") == baseline.flatMap(\.cumulativeHazard))
    let schoenfeld = model.schoenfeldResiduals
    #expect(try result.numbers("schoenfeldTimes") == schoenfeld.times)
    #expect(
      try result.numbers("schoenfeldRows")
        == schoenfeld.rows.map { Double(model.frame.rows[Int($0)]) })
    #expect(try result.numbers("schoenfeld") == schoenfeld.residuals.storage)
    #expect(try result.numbers("scaledSchoenfeld") == schoenfeld.scaled.storage)
  }

  @Test("Numbers of a logistic fit through C have the bits of the fit in Swift")
  func logistic() throws {
    let table = try FitTable(data("birthwt"))
    let result = try table.fit("logistic", "low ~ age + race")
    let model = try LogisticModel(BinaryFrame(try Formula("low ~ age + race"), in: table.table))
    let residuals = model.residuals
    #expect(try result.numbers("coefficients") == model.coefficients)
    #expect(try result.numbers("covariance") == model.covarianceMatrix.storage)
    #expect(try result.numbers("probabilities") == model.probabilities)
    #expect(try result.numbers("pearson") == residuals.pearson)
    #expect(try result.numbers("leverage") == residuals.leverage)
    #expect(try result.numbers("cooksDistance") == residuals.cooksDistance)
    #expect(try result.numbers("dfbeta") == residuals.dfbeta.storage)
  }

  @Test("Predictions of the fitted rows are the fit's own; a row that lacks a covariate has none")
  func ownRows() throws {
    let table = try FitTable(data("lung"))
    let result = try table.fit("cox", formula)
    let model = try CoxModel(SurvivalFrame(try Formula(formula), in: table.table))
    let predicted = try result.predict("linearPredictor", of: table)
    #expect(model.frame.rows.map { predicted[Int($0)] } == model.linearPredictors)
    #expect(predicted.count { $0.isNaN } == table.table.rowCount - model.rowCount)

    let complete = try Table(
      columns: table.table.columns.filter { ["age", "sex", "ph.ecog"].contains($0.name) }.map {
        guard case .numbers(let values) = $0.values else { return $0 }
        return Column(name: $0.name, numbers: model.frame.rows.map { values[Int($0)] })
      })
    let times = [0, 100, 365.25, 1e5]
    let expected = try model.survival(of: complete, at: times)
    let survival = try result.predict("survival", of: FitTable(complete), at: times)
    for (k, _) in times.enumerated() {
      for row in 0..<complete.rowCount {
        // The same product of risk and hazard, summed in another order.
        expectClose(
          survival[k * complete.rowCount + row], expected[row][k].survival, relative: 1e-12)
      }
    }
  }

  @Test("Probabilities of other rows are those of the logistic model with intervals")
  func probabilities() throws {
    let table = try FitTable(data("birthwt"))
    let result = try table.fit("logistic", "low ~ age + race + offset(0.01 * lwt)")
    let model = try LogisticModel(
      BinaryFrame(try Formula("low ~ age + race + offset(0.01 * lwt)"), in: table.table))
    let expected = try model.probabilities(of: table.table)
    let found = try result.predict("probability", of: table)
    let odds = try result.predict("linearPredictor", of: table)
    for row in expected.indices {
      // Coefficients carried back to the columns as they are, against working coordinates.
      expectClose(found[row], expected[row].probability, relative: 1e-12)
      expectClose(odds[row], expected[row].logOdds, absolute: 1e-12)
    }
  }

  @Test("One result answers on several threads at once, with the same bits")
  func threads() throws {
    let table = try FitTable(data("lung"))
    let fit = try table.fit("cox", formula)
    let report = try fit.report("json")
    let residuals = try fit.numbers("dfbeta")
    nonisolated(unsafe) let (shared, rows) = (fit, table)
    let expected = try fit.predict("linearPredictor", of: table).map(\.bitPattern)
    let isSame = Mutex([Bool]())
    DispatchQueue.concurrentPerform(iterations: 16) { _ in
      let all =
        (try? shared.report("json") == report && shared.numbers("dfbeta") == residuals
          && shared.predict("linearPredictor", of: rows).map(\.bitPattern) == expected) ?? false
      isSame.withLock { $0.append(all) }
    }
    #expect(isSame.withLock { $0 } == [Bool](repeating: true, count: 16))
  }

  @Test("A search that does not end is reported, and is no error")
  func notConverged() throws {
    let result = try FitTable(data("lung")).fit(
      "cox", "Surv(time, status) ~ age + sex", #"{"iterations": 1}"#)
    #expect(try result.numbers("converged") == [0])
    let run = try CommandRun([
      "fit", "cox", "Surv(time, status) ~ age + sex", data("lung"), "--iterations", "1",
      "--format", "json",
    ])
    #expect(run.status == 4)
    #expect(try result.report("json") == run.output)
  }
}
