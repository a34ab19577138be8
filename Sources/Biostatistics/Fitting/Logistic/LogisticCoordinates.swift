internal import LinearAlgebra
internal import Terms

/// The affine map from working parameters (intercept and slopes of standardised columns) to the
/// coefficients of the design's columns:
///
///     b = S^-1 T w,   a = a_w - c' b
///
/// with T the design's transformation, S its scales and c its centres.
struct LogisticCoordinates {
  let design: StandardizedDesign
  let hasIntercept: Bool
  /// Coefficients that are estimated, intercept first = this times the working parameters.
  let map: Matrix

  init(_ design: StandardizedDesign, hasIntercept: Bool) {
    self.design = design
    self.hasIntercept = hasIntercept
    let first = hasIntercept ? 1 : 0
    let p = design.columnCount
    let transformation = design.transformation
    var map = Matrix(rowCount: p + first, columnCount: p + first)
    if hasIntercept { map[0, 0] = 1 }
    for j in 0..<p {
      for i in 0..<p {
        let column = design.active[i]
        let value = transformation[i, j] / design.scales[column]
        map[i + first, j + first] = value
        if hasIntercept { map[0, j + first] -= design.centers[column] * value }
      }
    }
    self.map = map
  }

  /// How many coefficients the model names: the intercept and every design column.
  var coefficientCount: Int { design.scales.count + (hasIntercept ? 1 : 0) }

  /// The place among all coefficients of each estimated one.
  var places: [Int] {
    hasIntercept ? [0] + design.active.map { $0 + 1 } : design.active
  }

  /// All coefficients; NaN where a column was left out.
  func coefficients(from working: [Double]) -> [Double] {
    var result = [Double](repeating: .nan, count: coefficientCount)
    for (place, value) in zip(places, map * working) { result[place] = value }
    return result
  }

  /// The covariance of all coefficients; NaN where a column was left out.
  func covariance(from working: Matrix) -> Matrix {
    var estimated = map * working * map.transposed
    estimated.symmetrizeFromLower()
    var result = Matrix.undefined(coefficientCount)
    for (j, b) in places.enumerated() {
      for (i, a) in places.enumerated() { result[a, b] = estimated[i, j] }
    }
    return result
  }

  /// log |det map|: half of what the log determinant of the information changes by.
  var logDeterminant: Double {
    let transformation = design.transformation
    return design.active.indices.reduce(0) {
      $0 + Elementary.log(transformation[$1, $1].magnitude)
        - Elementary.log(design.scales[design.active[$1]])
    }
  }

  /// A penalty b' P b / 2 on the slopes of the design's columns, over the working parameters.
  func working(penalty: Matrix) -> Matrix {
    let active = penalty.submatrix(rows: design.active, columns: design.active)
    let first = hasIntercept ? 1 : 0
    let p = design.columnCount
    let slopes = map.submatrix(
      rows: Array(first..<(p + first)), columns: Array(first..<(p + first)))
    let inner = slopes.transposed * active * slopes
    var result = Matrix(rowCount: p + first, columnCount: p + first)
    for j in 0..<p { for i in 0..<p { result[i + first, j + first] = inner[i, j] } }
    return result
  }
}
