internal import Biostatistics

/// Numbers of an answer under a name, computed when they are asked for. A matrix stands column by
/// column.
public struct NamedNumbers {
  public let name: String
  /// How many there are.
  public let count: () -> Int
  /// The numbers.
  public let values: () -> [Double]

  init(
    _ name: String, _ count: @escaping @autoclosure () -> Int,
    _ values: @escaping () -> [Double]
  ) {
    (self.name, self.count, self.values) = (name, count, values)
  }
}

extension ReportAnswer {
  /// None: an answer has its numbers in its JSON.
  public var numbers: [NamedNumbers] { [] }
}

extension CoxAnswer {
  /// `converged`, `coefficients`, `standardErrors`, `covariance`, `naiveCovariance`; of each row that was used
  /// `rows` (from 0), `linearPredictors`, `martingale`, `deviance`, and row by coefficient `score`,
  /// `dfbeta`, `dfbetas`; `baselineTimes` and `baselineCumulativeHazard`, stratum behind stratum, of
  /// which `baselineCounts` says how many times each has; of each event `schoenfeldTimes`,
  /// `schoenfeldRows`, and event by coefficient `schoenfeld` and `scaledSchoenfeld`.
  public var numbers: [NamedNumbers] {
    let fit: Proportional
    switch self {
    case .timeVarying(let report):
      let (model, p) = (report.model, report.model.coefficients.count)
      return [
        NamedNumbers("converged", 1) { [converged ? 1 : 0] },
        NamedNumbers("coefficients", p) { model.coefficients },
        NamedNumbers("standardErrors", p) { model.standardErrors },
        NamedNumbers("covariance", p * p) { model.covarianceMatrix.storage },
      ]
    case .proportional(let answer): fit = answer
    }
    let (model, p, n) = (fit.model, fit.model.coefficients.count, fit.model.rowCount)
    let events = model.eventCount
    func baseline() -> [BaselineHazard] {
      model.frame.firstEffectOverTime == nil ? model.baselineCumulativeHazard : []
    }
    func times() -> [Double] { baseline().flatMap(\.times) }
    return [
      NamedNumbers("converged", 1) { [converged ? 1 : 0] },
      NamedNumbers("coefficients", p) { model.coefficients },
      NamedNumbers("standardErrors", p) { model.standardErrors },
      NamedNumbers("covariance", p * p) { model.covarianceMatrix.storage },
      NamedNumbers("naiveCovariance", p * p) { model.modelCovarianceMatrix.storage },
      NamedNumbers("means", p) { model.means },
      NamedNumbers("rows", n) { model.frame.rows.map(Double.init) },
      NamedNumbers("linearPredictors", n) { model.linearPredictors },
      NamedNumbers("martingale", n) { model.martingaleResiduals },
      NamedNumbers("deviance", n) { model.devianceResiduals },
      NamedNumbers("score", n * p) { model.scoreResiduals.storage },
      NamedNumbers("dfbeta", n * p) { model.dfbetaResiduals.storage },
      NamedNumbers("dfbetas", n * p) { model.dfbetasResiduals.storage },
      NamedNumbers("baselineCounts", baseline().count) {
        baseline().map { Double($0.times.count) }
      },
      NamedNumbers("baselineTimes", times().count) { times() },
      NamedNumbers("baselineCumulativeHazard", times().count) {
        baseline().flatMap(\.cumulativeHazard)
      },
      NamedNumbers("schoenfeldTimes", events) { model.schoenfeldResiduals.times },
      NamedNumbers("schoenfeldRows", events) {
        model.schoenfeldResiduals.rows.map { Double(model.frame.rows[Int($0)]) }
      },
      NamedNumbers("schoenfeld", events * p) { model.schoenfeldResiduals.residuals.storage },
      NamedNumbers("scaledSchoenfeld", events * p) { model.schoenfeldResiduals.scaled.storage },
    ]
  }
}

extension LogisticAnswer {
  /// `converged`, `coefficients`, `standardErrors`, `covariance`, `naiveCovariance`; of each row that was used
  /// `rows` (from 0), `linearPredictors`, `probabilities`, `deviance`, `pearson`, `leverage`,
  /// `cooksDistance`, and row by coefficient `dfbeta`.
  public var numbers: [NamedNumbers] {
    let (model, p, n) = (model, model.coefficients.count, model.rowCount)
    return [
      NamedNumbers("converged", 1) { [converged ? 1 : 0] },
      NamedNumbers("coefficients", p) { model.coefficients },
      NamedNumbers("standardErrors", p) { model.standardErrors },
      NamedNumbers("covariance", p * p) { model.covarianceMatrix.storage },
      NamedNumbers("naiveCovariance", p * p) { model.modelCovarianceMatrix.storage },
      NamedNumbers("rows", n) { model.frame.rows.map(Double.init) },
      NamedNumbers("linearPredictors", n) { model.linearPredictors },
      NamedNumbers("probabilities", n) { model.probabilities },
      NamedNumbers("deviance", n) { model.residuals.deviance },
      NamedNumbers("pearson", n) { model.residuals.pearson },
      NamedNumbers("leverage", n) { model.residuals.leverage },
      NamedNumbers("cooksDistance", n) { model.residuals.cooksDistance },
      NamedNumbers("dfbeta", n * p) { model.residuals.dfbeta.storage },
    ]
  }
}
