public import LinearAlgebra

/// Residuals and influence of each row of a logistic fit.
public struct LogisticResiduals: Sendable {
  /// p.
  public let fitted: [Double]
  /// sign(y - p) sqrt(2 w loss), loss the -log of the probability of the outcome; their squares add up
  /// to the deviance.
  public let deviance: [Double]
  /// sqrt(w) (y - p) / sqrt(p (1 - p)).
  public let pearson: [Double]
  /// h = w p (1 - p) x' V x, V the inverse information (with a ridge the penalised one): the diagonal of
  /// the hat matrix. Source: Pregibon D (1981), doi:10.1214/aos/1176345513.
  public let leverage: [Double]
  /// Cook's distance: (pearson / (1 - h))^2 h / p, p the number of coefficients.
  public let cooksDistance: [Double]
  /// The change in each coefficient when a row is left out, by one Newton step from the estimate:
  /// V x w (y - p) / (1 - h), rows by coefficients, NaN for one that was left out. R's `dfbeta` puts the
  /// deviance residual in the place of the working one and is further from the truth. Source: Pregibon
  /// D (1981).
  public let dfbeta: Matrix
}

extension LogisticModel {
  /// Residuals, leverages and influence, in the order of the frame's rows.
  public var residuals: LogisticResiduals {
    let n = rowCount
    let eta = linearPredictors
    let events = frame.outcomes.event
    let design = likelihood.design
    let first = hasIntercept ? 1 : 0
    let q = workingCoefficients.count
    var leverage = [Double](repeating: 0, count: n)
    var deviance = leverage
    var pearson = leverage
    var cooks = leverage
    var dfbeta = Matrix(
      rowCount: n, columnCount: coefficients.count,
      storage: [Double](repeating: .nan, count: n * coefficients.count))
    let influence = coordinates.map * workingModelCovariance
    var x = [Double](repeating: 1, count: q)
    for row in 0..<n {
      for j in first..<max(first, q) { x[j] = design.columns.pointer[n * (j - first) + row] }
      let weight = frame.weights?[row] ?? 1
      let residual = LogisticFunction.residual(event: events[row], eta[row])
      let variance = LogisticFunction.variance(eta[row])
      let h = weight * variance * workingModelCovariance.quadraticForm(x)
      let loss = LogisticFunction.loss(event: events[row], eta[row])
      leverage[row] = h
      deviance[row] = (residual < 0 ? -1 : 1) * (2 * weight * loss).squareRoot()
      pearson[row] = (weight / variance).squareRoot() * residual
      cooks[row] =
        (pearson[row] / (1 - h)) * (pearson[row] / (1 - h)) * h / Double(q)
      let change = influence * x
      for (place, value) in zip(coordinates.places, change) {
        dfbeta[row, place] = value * weight * residual / (1 - h)
      }
    }
    return LogisticResiduals(
      fitted: eta.map(LogisticFunction.probability), deviance: deviance, pearson: pearson,
      leverage: leverage, cooksDistance: cooks, dfbeta: dfbeta)
  }
}
