/// A ridge penalty on all coefficients of a fit, in the convention of `survival::ridge`:
///
///     l(b) - theta / 2 sum_j v_j b_j^2
///
/// with v_j the sample variance of design column j (denominator n - 1, case weights not counted), so
/// that the shrinkage does not depend on the column's unit; or v_j = 1. As in R the variance is over
/// the rows in which the column has a value, those that lack a value of another column included.
///
/// Source: Gray RJ (1992), doi:10.1080/01621459.1992.10476248; Therneau TM, Grambsch PM (2000),
/// section 9.5, doi:10.1007/978-1-4757-3294-8.
public struct Ridge: Sendable, Equatable {
  /// Above zero.
  public let theta: Double
  /// Whether v_j is the variance of column j, or 1.
  public let isScaled: Bool

  /// A penalty of strength `theta`, scaled as R does unless stated.
  ///
  /// - Throws: ``FitError/invalidOption(_:reason:)`` for a theta that is not a positive number.
  public init(theta: Double, isScaled: Bool = true) throws(FitError) {
    guard theta > 0, theta.isFinite else {
      throw .invalidOption("--ridge", reason: "takes a penalty above 0, not \(theta).")
    }
    self.theta = theta
    self.isScaled = isScaled
  }

  /// theta v_j of every design column.
  func weights(of frame: ModelFrame<some ModelOutcomes>) -> [Double] {
    (0..<frame.design.columnCount).map { column in
      isScaled
        ? theta * frame.design.sampleVariance(ofColumn: column, rows: frame.observedRows)
        : theta
    }
  }
}

/// What a ``Ridge`` did to a fit.
public struct Shrinkage: Sendable {
  /// The penalty that was asked for.
  public let ridge: Ridge
  /// theta v_j of every design column.
  public let weights: [Double]
  /// theta / 2 sum v_j b_j^2 at the estimate.
  public let penalty: Double
  /// tr(I (I + P)^-1), I the information of the likelihood at the estimate and P that of the penalty:
  /// p without a penalty, 0 in the limit of an infinite one.
  public let effectiveDegreesOfFreedom: Double
  /// The part of each term: tr(V_kk^-1 S_kk) over the term's columns k, V = (I + P)^-1 and S = V I V;
  /// 0 for a term without an estimated column. The parts need not add up to
  /// ``effectiveDegreesOfFreedom``.
  public let effectiveDegreesOfFreedomOfTerms: [Double]
  /// V I V: the covariance of the shrunken estimates over repeated samples, R's `var2`. It says
  /// nothing of their bias, so that it is no basis for intervals; the fit's covariance is V, R's
  /// `var`, which treats the penalty as a normal prior.
  public let samplingCovarianceMatrix: Matrix
}

extension Shrinkage {
  func workingPenalty(_ design: StandardizedDesign) -> QuadraticPenalty {
    QuadraticPenalty(ofDesignColumns: weights, design)
  }
}

extension DesignMatrix {
  /// The sample variance of a column over rows of its table (nil: all of them), those left out in
  /// which the column has no value.
  func sampleVariance(ofColumn column: Int, rows: [Int32]?) -> Double {
    let source = columns[column]
    let rows = (rows ?? Array(0..<Int32(source.tableRowCount ?? rowCount)))
      .filter { source.hasValue(inRow: Int($0)) }
    let values = [Double](unsafeUninitializedCapacity: rows.count) { buffer, initialized in
      source.write(count: rows.count, to: buffer) { Int(rows[$0]) }
      initialized = rows.count
    }
    guard values.count > 1 else { return 0 }
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    var (squares, rest) = (0.0, 0.0)
    for value in values {
      squares += (value - mean) * (value - mean)
      rest += value - mean
    }
    return (squares - rest * rest / count) / (count - 1)
  }
}

extension DesignColumn {
  /// How many rows the table has; nil for a column without factors.
  fileprivate var tableRowCount: Int? {
    switch factors.first {
    case .numbers(let values)?: values.count
    case .spline(_, let values, _)?: values.count
    case .indicator(let codes, _)?: codes.count
    case nil: nil
    }
  }

  fileprivate func hasValue(inRow row: Int) -> Bool {
    factors.allSatisfy { factor in
      switch factor {
      case .numbers(let values): !values[row].isNaN
      case .spline(_, let values, _): !values[row].isNaN
      case .indicator(let codes, _): codes[row] >= 0
      }
    }
  }
}
