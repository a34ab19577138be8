internal import Distributions
internal import Terms

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Survival along a path: covariates, or coefficients, that change on the way.
extension CoxModel {
  /// A stretch of a path: at risk on (from, to] with one row of covariates.
  private struct Stretch {
    let from: Double
    let to: Double
    let row: DesignTerms.PredictionRow
  }

  /// Survival of one subject whose covariates change with time, from the start of the path:
  ///
  ///     S(t) = exp(-H(t)),   H(t) = sum over stretches j up to t of exp(x_j' beta) dH0_j
  ///     var H(t) = sum of exp(2 x_j' beta) (hazard variances of stretch j) + q' V q,
  ///     q = sum over j of exp(x_j' beta) times the integral over stretch j of (m(u) - x_j) dH0(u)
  ///
  /// It is a prediction only where the path is known beforehand: a covariate that one must live to
  /// change, such as a transplant, says what would be if it changed then.
  ///
  /// - Parameters:
  ///   - path: rows with the start and the stop of the formula's `Surv(start, stop, event)` and the
  ///     columns of its right side, each beginning where the one before it ends.
  ///   - times: those before the path's start have survival 1; beyond its end the last value is
  ///     carried on.
  ///   - scale: where the interval is symmetric.
  ///   - confidence: between 0 and 1.
  /// - Returns: an estimate for each time, in the order given.
  /// - Throws: ``DesignError``, among others ``DesignError/notAPath(row:)``.
  ///
  /// Source: Therneau TM, Grambsch PM (2000), section 10.2.4, doi:10.1007/978-1-4757-3294-8.
  public func survival(
    along path: Table, at times: [Double], scale: ConfidenceScale = .log, confidence: Double = 0.95
  ) throws(DesignError) -> [SurvivalEstimate] {
    let terms = frame.terms
    guard case .call(_, let arguments) = frame.formula.response, arguments.count == 3 else {
      throw .notSurvival(response: frame.formula.response.description)
    }
    let evaluator = terms.evaluator(of: path)
    let start = try evaluator.numbers(arguments[0])
    let stop = try evaluator.numbers(arguments[1])
    for row in start.indices {
      guard start[row] < stop[row], row == 0 || start[row] == stop[row - 1] else {
        throw .notAPath(row: evaluator.place(row))
      }
    }
    var stretches: [Stretch] = []
    for (piece, interval) in StepInterval.between(terms.cuts).enumerated() {
      let rows = try terms.predictionRows(of: path, pieces: start.map { _ in Int32(piece) })
      for (row, covariates) in rows.enumerated() {
        let from = max(start[row], interval.from ?? -.infinity)
        let to = min(stop[row], interval.to ?? .infinity)
        if from < to { stretches.append(Stretch(from: from, to: to, row: covariates)) }
      }
    }
    return estimates(along: stretches, at: times, scale: scale, confidence: confidence)
  }

  /// Survival of rows whose coefficients change at the cuts of `step()`.
  func stepSurvival(
    of table: Table, at times: [Double], scale: ConfidenceScale, confidence: Double
  ) throws(DesignError) -> [[SurvivalEstimate]] {
    var stretches = [[Stretch]](repeating: [], count: table.rowCount)
    for (piece, interval) in StepInterval.between(frame.terms.cuts).enumerated() {
      let pieces = [Int32](repeating: Int32(piece), count: table.rowCount)
      let rows = try frame.terms.predictionRows(of: table, pieces: pieces)
      for (row, covariates) in rows.enumerated() {
        stretches[row].append(
          Stretch(
            from: interval.from ?? -.infinity, to: interval.to ?? .infinity, row: covariates))
      }
    }
    return stretches.map {
      estimates(along: $0, at: times, scale: scale, confidence: confidence)
    }
  }

  private func estimates(
    along stretches: [Stretch], at times: [Double], scale: ConfidenceScale, confidence: Double
  ) -> [SurvivalEstimate] {
    let z = NormalDistribution.quantile(0.5 + confidence / 2)
    let design = likelihood.design
    var hazard = [Double](repeating: 0, count: times.count)
    var variance = hazard
    var gradient = times.map { _ in [Double](repeating: 0, count: design.columnCount) }
    for stretch in stretches {
      let stratum = stretch.row.stratum
      let covariates = design.workingCoordinates(of: stretch.row.values)
      let eta = dot(covariates, workingCoefficients) + stretch.row.offset - offsetCenter
      let risk = exp(eta - likelihood.shifts[stratum])
      let sums = baselineSums(
        stratum: stratum, at: [stretch.from] + times.map { min($0, stretch.to) })
      for (k, time) in times.enumerated() where time > stretch.from {
        let (before, upTo) = (sums[0], sums[k + 1])
        let own = upTo.hazard - before.hazard
        hazard[k] += risk * own
        variance[k] += risk * risk * (upTo.variance - before.variance)
        for j in covariates.indices {
          gradient[k][j] += risk * (upTo.means[j] - before.means[j] - covariates[j] * own)
        }
      }
    }
    let last = stretches.max { $0.to < $1.to }
    let end = min(last?.to ?? -.infinity, followUpEnds[last?.row.stratum ?? 0])
    return times.indices.map { k in
      let error = (variance[k] + workingCovariance.quadraticForm(gradient[k])).squareRoot()
      let survival = exp(-hazard[k])
      let limits = scale.limits(survival, standardError: survival * error, z: z)
      return SurvivalEstimate(
        time: times[k], survival: survival, standardError: survival * error,
        cumulativeHazard: hazard[k], cumulativeHazardStandardError: error, lower: limits.lower,
        upper: limits.upper, isBeyondFollowUp: times[k] > end)
    }
  }
}
