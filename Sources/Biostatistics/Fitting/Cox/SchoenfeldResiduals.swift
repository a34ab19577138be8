internal import LinearAlgebra

/// Schoenfeld residuals: for each event, its covariates less their risk-weighted mean over those at
/// risk,
///
///     s_i = x_i - m(t_i),   s*_i = beta + d s_i V
///
/// with m averaged over the denominators of tied events, d the number of events and V the model's
/// covariance. The scaled s* scatter around the coefficients as they change with time.
///
/// Lines are events: stratum by stratum, ascending in time, tied ones in the order of the rows.
/// Unweighted; sum_i w_i s_i = 0.
///
/// Sources: Schoenfeld D (1982), doi:10.1093/biomet/69.1.239; Grambsch PM, Therneau TM (1994),
/// doi:10.1093/biomet/81.3.515.
public struct SchoenfeldResiduals: Sendable {
  /// The frame's row of each event.
  public let rows: [Int32]
  /// The time of each event.
  public let times: [Double]
  /// s: events by design columns, NaN for a column that was left out.
  public let residuals: Matrix
  /// s*: as ``residuals``.
  public let scaled: Matrix
}

extension CoxModel {
  /// Schoenfeld residuals, plain and scaled. O(n p).
  public var schoenfeldResiduals: SchoenfeldResiduals {
    let likelihood = likelihood
    let design = likelihood.design
    let events = schoenfeldEvents(likelihood)
    let working = workingSchoenfeldResiduals(likelihood, events)
    let count = Double(events.count)
    var scaled = rawColumns(of: working * influence(likelihood)) { count / design.scales[$0] }
    for column in design.active {
      let lines = (events.count * column)..<(events.count * (column + 1))
      let coefficient = coefficients[column]
      scaled.storage.withUnsafeMutableBufferPointer {
        for line in lines { $0[line] += coefficient }
      }
    }
    return SchoenfeldResiduals(
      rows: events.map { likelihood.riskSets.order[$0.row] },
      times: events.map { likelihood.riskSets.eventTimes[$0.time].time },
      residuals: rawColumns(of: working * design.inverseTransformation) { design.scales[$0] },
      scaled: scaled)
  }

  /// Every event in the order of ``SchoenfeldResiduals``: its sorted row, and the index of its time.
  func schoenfeldEvents(_ likelihood: CoxPartialLikelihood) -> [(row: Int, time: Int)] {
    likelihood.riskSets.strata.flatMap { stratum in
      stratum.reversed().flatMap { index in
        let event = likelihood.riskSets.eventTimes[index]
        return (Int(event.firstDeath)..<Int(event.end)).map { (row: $0, time: index) }
      }
    }
  }

  /// Events by working columns.
  func workingSchoenfeldResiduals(
    _ likelihood: CoxPartialLikelihood, _ events: [(row: Int, time: Int)]
  ) -> Matrix {
    let (n, p) = (rowCount, likelihood.design.columnCount)
    let result = Buffer(count: events.count * p)
    Parallel.forEach(p, threads: n < 10_000 ? 1 : likelihood.threads) { column in
      let x = likelihood.design.columns.pointer + n * column
      let out = result.pointer + events.count * column
      let mean = likelihood.meansAtDeath(ofColumn: column)
      for (line, event) in events.enumerated() { out[line] = x[event.row] - mean[event.time] }
    }
    return Matrix(rowCount: events.count, columnCount: p, storage: result.array)
  }
}
