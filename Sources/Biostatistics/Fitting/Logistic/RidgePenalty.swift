internal import LinearAlgebra
internal import Terms

/// The ridge penalty b' P b / 2 of a logistic model, in R's convention: P is theta times, for a
/// ``Ridge`` that is scaled,
///
/// - the sample variance of a column of numbers (divisor n - 1), as `survival::ridge(scale = TRUE)` and
///   `rms::lrm(penalty = theta)` have it, so that the unit of a column does not matter;
/// - for the k - 1 indicators of a factor, the identity less 1/k throughout, as `rms::lrm` has it: the
///   sum of squares of the k levels' effects about their mean, so that the reference does not matter.
///
/// and theta times the identity for one that is not. Variances are over the rows used, as in `lrm`.
///
/// Source: Harrell FE, Regression Modeling Strategies, 2nd ed. (2015), section 9.10,
/// doi:10.1007/978-3-319-19425-7; his `rms::Penalty.matrix`.
enum RidgePenalty {
  /// P over the design's columns.
  static func matrix(_ ridge: Ridge, of frame: BinaryFrame) -> Matrix {
    let theta = ridge.theta
    let design = frame.design
    let p = design.columnCount
    var result = Matrix(rowCount: p, columnCount: p)
    for column in 0..<p {
      let values = design.values(ofColumn: column)
      let n = Double(values.count)
      let mean = values.reduce(0, +) / n
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      result[column, column] = n > 1 ? theta * squares / (n - 1) : 0
    }
    guard ridge.isScaled else {
      for column in 0..<p { result[column, column] = theta }
      return result
    }
    for variable in frame.terms.termVariables where variable.isFactor {
      guard let levels = variable.levelCount,
        let term = design.termNames.firstIndex(of: variable.expression.description)
      else { continue }
      let columns = (0..<p).filter { design.termOfColumn[$0] == term }
      guard columns.count == levels - 1 else { continue }
      for i in columns {
        for j in columns { result[i, j] = theta * ((i == j ? 1 : 0) - 1 / Double(levels)) }
      }
    }
    return result
  }
}

extension DesignTerms.TermVariable {
  /// How many levels a factor has; two for true and false.
  var levelCount: Int? {
    switch kind {
    case .logical: 2
    case .factor(_, let labels, _), .strata(_, let labels): labels.count
    default: nil
    }
  }
}
