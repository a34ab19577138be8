/// The covariance of what a survival prediction rests on: the estimated coefficients, and the log
/// cumulative baseline hazards at times, stratum by stratum within each time.
public struct CoxJointCovariance: Sendable {
  /// Design columns of the estimated coefficients, in the order of the first rows of ``matrix``.
  public let columns: [Int]
  /// (p + times x strata) square.
  public let matrix: Matrix
}

extension CoxModel {
  /// The joint covariance of the coefficients b and of log H0(t), the log cumulative hazard at
  /// ``means``, of every stratum.
  ///
  /// With c the means, V the coefficients' covariance and m(t) the average over dH0 up to t of the
  /// risk sets' mean covariates,
  ///
  ///     cov(b, log H0(t))           = V g(t),    g(t) = c - m(t)
  ///     cov(log H0(s), log H0(t))   = v(s) / (H0(s) H0(t)) + g(s)' V g(t),   s <= t
  ///
  /// where v(s) is the sum of hazard variances up to s, which two strata do not share. By the delta
  /// method on log(-log S) this gives the intervals of ``survival(of:at:scale:confidence:)`` on that
  /// scale.
  ///
  /// - Returns: nil where a stratum has had no event by one of the times.
  public func jointCovariance(at times: [Double]) -> CoxJointCovariance? {
    let likelihood = likelihood
    let design = likelihood.design
    let p = design.columnCount
    let strata = likelihood.riskSets.strata.indices
    let byStratum = strata.map { baselineSums(stratum: $0, at: times) }
    let sums = times.indices.flatMap { time in strata.map { byStratum[$0][time] } }
    guard sums.allSatisfy({ $0.hazard > 0 }) else { return nil }
    // Working coordinates of the means, and from working to design coefficients.
    let center = design.workingCoordinates(of: means.map { $0.isNaN ? 0 : $0 })
    var back = design.transformation
    for j in 0..<p { for i in 0..<p { back[i, j] /= design.scales[design.active[i]] } }
    let gradients = sums.map { sum in zip(center, sum.means).map { $0 - $1 / sum.hazard } }
    let products = gradients.map { workingCovariance * $0 }

    let size = p + sums.count
    var matrix = Matrix(rowCount: size, columnCount: size)
    let coefficients = design.covariance(from: workingCovariance).submatrix(
      rows: design.active, columns: design.active)
    for j in 0..<p { for i in 0..<p { matrix[i, j] = coefficients[i, j] } }
    for k in sums.indices {
      for (i, value) in (back * products[k]).enumerated() {
        matrix[i, p + k] = value
        matrix[p + k, i] = value
      }
      for l in sums.indices {
        var value = dot(gradients[k], products[l])
        if k % strata.count == l % strata.count {
          // Sums grow with time: the smaller variance is the earlier one's.
          value += min(sums[k].variance, sums[l].variance) / (sums[k].hazard * sums[l].hazard)
        }
        matrix[p + k, p + l] = value
      }
    }
    return CoxJointCovariance(columns: design.active, matrix: matrix)
  }
}
