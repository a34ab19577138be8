internal import LinearAlgebra

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Residuals by row, in the frame's order; those with a value a coefficient are rows by design
/// columns, with NaN for a column that was left out.
///
/// Each takes one pass over the rows a column, O(n p), and one product with a p x p matrix.
///
/// Source: Therneau TM, Grambsch PM, Modeling Survival Data (2000), chapter 4,
/// doi:10.1007/978-1-4757-3294-8.
extension CoxModel {
  /// Observed less expected events: event - exp(eta) (H(exit) - H(entry)). Unweighted.
  public var martingaleResiduals: [Double] { expectedEvents.map { $0.event - $0.expected } }

  /// Martingale residuals m made more symmetric,
  ///
  ///     sign(m) sqrt(-2 (m + event log(event - m)))
  ///
  /// whose sum of squares is the deviance from a saturated fit. Unweighted.
  ///
  /// Source: Therneau TM, Grambsch PM, Fleming TR (1990), doi:10.1093/biomet/77.1.147.
  public var devianceResiduals: [Double] {
    expectedEvents.map { event, expected in
      let martingale = event - expected
      let half = event == 0 ? expected : Self.halfDeviance(martingale: martingale, expected)
      let size = (2 * half).squareRoot()
      return martingale < 0 ? -size : size
    }
  }

  /// -(m + log e) of an event with m = 1 - e. Near m = 0 the two terms cancel, and their series
  /// m^2 / 2 + m^3 / 3 + ... takes their place.
  private static func halfDeviance(martingale m: Double, _ expected: Double) -> Double {
    guard m.magnitude < 0.01 else { return max(0, -(m + log(expected))) }
    var sum = 0.0
    for k in stride(from: 9.0, through: 2, by: -1) { sum = 1 / k + m * sum }
    return m * m * sum
  }

  private var expectedEvents: [(event: Double, expected: Double)] {
    let likelihood = likelihood
    var result = [(event: Double, expected: Double)](repeating: (0, 0), count: rowCount)
    for (row, frameRow) in likelihood.riskSets.order.enumerated() {
      let weight = likelihood.weights?[row] ?? 1
      let event = frame.outcomes.event[Int(frameRow)] ? 1.0 : 0
      result[Int(frameRow)] = (event, likelihood.exposure.pointer[row] / weight)
    }
    return result
  }

  /// Score residuals L: each row's part of the gradient, unweighted; sum_i w_i L_i = 0. NaN with exact
  /// ties, whose likelihood is no sum over rows.
  public var scoreResiduals: Matrix {
    let likelihood = likelihood
    return rawColumns(of: workingScores(likelihood) * likelihood.design.inverseTransformation) {
      likelihood.design.scales[$0]
    }
  }

  /// The change in the coefficients that a row makes, to first order: the coefficients less those
  /// without the row are w_i L_i I^-1 of the model's information.
  ///
  /// Weighted, as the definition has it and R's `residuals(type = "dfbeta")` does of itself.
  ///
  /// Source: Cain KC, Lange NT (1984), doi:10.2307/2531402.
  public var dfbetaResiduals: Matrix {
    let likelihood = likelihood
    var result = rawColumns(of: workingScores(likelihood) * influence(likelihood)) {
      1 / likelihood.design.scales[$0]
    }
    if let weights = frame.weights {
      for column in 0..<result.columnCount {
        for row in 0..<rowCount { result[row, column] *= weights[row] }
      }
    }
    return result
  }

  /// ``dfbetaResiduals`` in standard errors of the model's covariance.
  public var dfbetasResiduals: Matrix {
    let errors = modelCovarianceMatrix.diagonal.map { $0.squareRoot() }
    var result = dfbetaResiduals
    for column in 0..<result.columnCount {
      for row in 0..<rowCount { result[row, column] /= errors[column] }
    }
    return result
  }

  private func workingScores(_ likelihood: CoxPartialLikelihood) -> Matrix {
    Matrix(
      rowCount: rowCount, columnCount: likelihood.design.columnCount,
      storage: likelihood.scores(clusters: nil, clusterCount: 0).array)
  }

  /// What takes a row of working scores to changes of the standardised coefficients: V T'.
  func influence(_ likelihood: CoxPartialLikelihood) -> Matrix {
    likelihood.workingModelCovariance * likelihood.design.transformation.transposed
  }

  /// Standardised columns, each times a number of its design column, in their places among all
  /// design columns.
  func rawColumns(of standardized: Matrix, times factor: (Int) -> Double) -> Matrix {
    let n = standardized.rowCount
    var storage = [Double](repeating: .nan, count: n * coefficients.count)
    if options.ties == .exact {
      return Matrix(rowCount: n, columnCount: coefficients.count, storage: storage)
    }
    for (place, column) in likelihood.design.active.enumerated() {
      let factor = factor(column)
      standardized.storage.withUnsafeBufferPointer { from in
        storage.withUnsafeMutableBufferPointer { to in
          for row in 0..<n { to[n * column + row] = from[n * place + row] * factor }
        }
      }
    }
    return Matrix(rowCount: n, columnCount: coefficients.count, storage: storage)
  }
}
