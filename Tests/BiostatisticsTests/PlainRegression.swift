import Biostatistics
import TestSupport

/// Coefficients and covariance of somebody else's fit over columns that are described by hand, or by
/// a formula.
struct PlainRegression: FittedRegression {
  let regressionColumns: [RegressionColumn]
  let coefficients: [Double]
  let covarianceMatrix: Matrix

  init(_ columns: [RegressionColumn], coefficients: [Double], covariance: [[Double]]) {
    regressionColumns = columns
    self.coefficients = coefficients
    let p = coefficients.count
    // Symmetric: rows are columns.
    covarianceMatrix = Matrix(rowCount: p, columnCount: p, storage: covariance.flatMap { $0 })
  }
}

extension TermHypothesis {
  /// The row name of `rms::anova`, without the mark of higher-order factors, which it leaves out
  /// where every row would bear it.
  var rmsLabel: String {
    let name = variables.joined(separator: " * ")
    switch kind {
    case .term, .termWithHigherOrder: return name
    case .interactions: return "All Interactions"
    case .nonlinear, .nonlinearWithHigherOrder: return "Nonlinear"
    case .nonlinearInteraction: return "Nonlinear Interaction : f(A,B) vs. AB"
    case .doublyNonlinearInteraction: return "f(A,B) vs. Af(B) + Bg(A)"
    case .nonlinearInteractionInFirst:
      return "Nonlinear Interaction in \(variables[0]) vs. Af(B)"
    case .nonlinearInteractionInSecond:
      return "Nonlinear Interaction in \(variables[1]) vs. Bg(A)"
    case .totalNonlinear: return "TOTAL NONLINEAR"
    case .totalInteraction: return "TOTAL INTERACTION"
    case .totalNonlinearAndInteraction: return "TOTAL NONLINEAR + INTERACTION"
    case .total: return "TOTAL"
    }
  }
}
