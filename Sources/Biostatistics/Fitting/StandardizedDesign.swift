/// The design of a fit: laid out once, in the order of its risk sets, each column centred and scaled
/// to unit mean square, columns that add nothing left out.
///
/// A likelihood of Cox's does not change when a column is shifted, and a coefficient scales with its
/// column; on standardised columns two large matrices may be subtracted without losing digits, and
/// one tolerance fits all. A column that is nearly a combination of those before it is replaced by
/// its residual on them, so that the information stays well conditioned; ``coefficients(from:)`` and
/// ``covariance(from:)`` undo all of this.
final class StandardizedDesign: Sendable {
  /// Why a column was left out.
  enum Redundancy: Equatable {
    case constant
    case collinear
  }

  let rowCount: Int
  /// Working columns, adjacent, `rowCount` apart.
  let columns: Buffer
  /// Design column of each working column.
  let active: [Int]
  let redundant: [Int: Redundancy]
  /// Columns replaced by residuals, with the fraction of their variance that is their own.
  let nearlyCollinear: [Int: Double]
  let centers: [Double]
  /// Weighted means of the design columns, 0 for those that hold nothing but -1, 0 and 1.
  let means: [Double]
  let scales: [Double]
  /// Standardised column = working columns times this (upper triangular), both over ``active``.
  let transformation: Matrix

  var columnCount: Int { active.count }

  /// The fraction of a column's variance, not explained by the columns before it, below which its
  /// residual takes its place.
  private static let conditioning = 1e-7

  /// - Parameters:
  ///   - atRisk: rows that the likelihood sees; the others are laid out as zeros, for their values
  ///     must not scale the columns.
  ///   - weights: case weights, for the means alone.
  ///   - without: design columns known to add nothing.
  init(
    _ design: DesignMatrix, order: [Int32], atRisk: [Bool]? = nil, weights: [Double]?, threads: Int,
    without: [Int: Redundancy] = [:]
  ) {
    let n = order.count
    let p = design.columnCount
    let buffer = Buffer(uninitializedCount: n * (p - without.count))
    let places = (0..<p).filter { without[$0] == nil }
    let summaries = Buffer(count: 4 * p)
    order.withUnsafeBufferPointer { order in
      nonisolated(unsafe) let order = order
      Parallel.forEach(places.count, threads: n < 10_000 ? 1 : threads) { place in
        let column = UnsafeMutableBufferPointer(start: buffer.pointer + n * place, count: n)
        design.write(column: places[place], order: order, to: column)
        let summary = Self.standardize(column, atRisk: atRisk, weights: weights)
        for k in 0..<4 { summaries.pointer[4 * place + k] = summary[k] }
      }
    }
    var redundant = without
    var means = [Double](repeating: .nan, count: p)
    var centers = [Double](repeating: 0, count: p)
    var scales = [Double](repeating: 1, count: p)
    var resolution = [Double](repeating: 0, count: p)
    var kept: [Int] = []
    for (place, column) in places.enumerated() {
      let scale = summaries.pointer[4 * place + 1]
      centers[column] = summaries.pointer[4 * place]
      means[column] = summaries.pointer[4 * place + 3]
      guard scale > 0 else {
        redundant[column] = .constant
        continue
      }
      scales[column] = scale
      // What rounding of the column's own values leaves uncertain, in units of its spread.
      resolution[column] = summaries.pointer[4 * place + 2] * Double.ulpOfOne / scale
      Self.move(place, to: kept.count, rows: n, in: buffer)
      kept.append(column)
    }
    let reduction = ColumnReduction(
      buffer, rows: n, columns: kept.count, resolution: kept.map { resolution[$0] },
      conditioning: Self.conditioning)
    var nearlyCollinear: [Int: Double] = [:]
    for (place, share) in reduction.replaced { nearlyCollinear[kept[place]] = share }
    for place in kept.indices where !reduction.kept.contains(place) {
      redundant[kept[place]] = .collinear
    }
    rowCount = n
    columns = buffer
    active = reduction.kept.map { kept[$0] }
    self.redundant = redundant
    self.nearlyCollinear = nearlyCollinear
    self.centers = centers
    self.means = means
    self.scales = scales
    transformation = reduction.transformation
  }

  static func move(_ from: Int, to: Int, rows: Int, in buffer: Buffer) {
    guard from != to else { return }
    (buffer.pointer + rows * to).update(from: buffer.pointer + rows * from, count: rows)
  }

  /// Centres and scales a column in place; returns centre, scale (0 for a constant column), the
  /// largest magnitude of the raw values, and their weighted mean (0 for a column of -1, 0 and 1).
  private static func standardize(
    _ column: UnsafeMutableBufferPointer<Double>, atRisk: [Bool]?, weights: [Double]?
  ) -> [Double] {
    let n = column.count
    guard n > 0 else { return [0, 0, 0, 0] }
    var (low, high, sum) = (column[0], column[0], 0.0)
    for value in column {
      low = min(low, value)
      high = max(high, value)
      sum += value
    }
    let isIndicator =
      low >= -1 && high <= 1 && column.allSatisfy { $0 == 0 || $0 == 1 || $0 == -1 }
    var mean = isIndicator ? 0 : sum / Double(n)
    if let weights, !isIndicator {
      var (total, weighted) = (0.0, 0.0)
      for (value, weight) in zip(column, weights) {
        total += weight
        weighted += weight * value
      }
      mean = weighted / total
    }
    var count = n
    if let atRisk {
      (low, high, sum, count) = (.infinity, -.infinity, 0, 0)
      for (value, isAtRisk) in zip(column, atRisk) where isAtRisk {
        low = min(low, value)
        high = max(high, value)
        sum += value
        count += 1
      }
      guard count > 0 else { return [0, 0, 0, mean] }
    }
    let largest = max(low.magnitude, high.magnitude)
    guard high > low else { return [low, 0, largest, mean] }
    var center = sum / Double(count)
    if !center.isFinite { center = low / 2 + high / 2 }
    let unit = max(high - center, center - low)
    // Deviations in units of the largest neither overflow nor vanish when they are squared.
    let unitsPerValue = 1 / unit
    var squares = 0.0
    if let atRisk { for row in 0..<n where !atRisk[row] { column[row] = center } }
    for value in column {
      let deviation = (value - center) * unitsPerValue
      squares += deviation * deviation
    }
    let scale = unit * (squares / Double(count)).squareRoot()
    let inverse = 1 / scale
    guard inverse.isFinite, scale.isFinite else { return [low, 0, largest, mean] }
    for i in 0..<n { column[i] = (column[i] - center) * inverse }
    return [center, scale, largest, mean]
  }

  /// Coefficients of all design columns from those of the working ones; NaN where a column was left
  /// out.
  func coefficients(from working: [Double]) -> [Double] {
    var result = [Double](repeating: .nan, count: scales.count)
    for (column, value) in zip(active, transformation * working) {
      result[column] = value / scales[column]
    }
    return result
  }

  /// Covariance of the estimated design columns, over ``active``.
  func covariance(from working: Matrix) -> Matrix {
    var result = transformation * working * transformation.transposed
    for (j, b) in active.enumerated() {
      for (i, a) in active.enumerated() { result[i, j] /= scales[a] * scales[b] }
    }
    result.symmetrizeFromLower()
    return result
  }

  /// The inverse of ``transformation``, by back substitution.
  var inverseTransformation: Matrix {
    let p = columnCount
    var result = Matrix.identity(p)
    for j in 0..<p {
      for i in stride(from: j, through: 0, by: -1) {
        var value = result[i, j]
        for k in (i + 1)..<max(j + 1, i + 1) { value -= transformation[i, k] * result[k, j] }
        result[i, j] = value / transformation[i, i]
      }
    }
    return result
  }

  /// Working coordinates of a covariate vector given by its design columns, relative to the centres.
  func workingCoordinates(of values: [Double]) -> [Double] {
    let standardized = active.map { (values[$0] - centers[$0]) / scales[$0] }
    return transformation.transposed * standardized
  }
}
