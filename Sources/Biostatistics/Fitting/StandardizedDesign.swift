internal import CKernels
internal import LinearAlgebra

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

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
  /// What standardising did to each design column.
  private let summaries: [Summary]
  var centers: [Double] { summaries.map(\.center) }
  /// Weighted means of the design columns, 0 for those that hold nothing but -1, 0 and 1.
  var means: [Double] { summaries.map(\.mean) }
  var scales: LazyMapCollection<[Summary], Double> { summaries.lazy.map { $0.scale } }
  /// Standardised column = working columns times this (upper triangular), both over ``active``.
  var transformation: Matrix { change ?? .identity(columnCount) }
  /// ``transformation``, nil where it is the identity.
  private let change: Matrix?

  var columnCount: Int { active.count }

  /// The fraction of a column's variance, not explained by the columns before it, below which its
  /// residual takes its place.
  static let conditioning = 1e-7

  /// - Parameters:
  ///   - atRisk: rows that the likelihood sees; the others are laid out as zeros, for their values
  ///     must not scale the columns.
  ///   - weights: case weights, for the means alone.
  ///   - without: design columns known to add nothing.
  ///   - keepsCollinear: whether columns that others explain stay as they are: a penalty can tell
  ///     them apart.
  ///   - isCentered: whether columns are centred: not in a model that has lost its intercept, which
  ///     would notice.
  init(
    _ design: DesignMatrix, order: [Int32], atRisk: [Bool]? = nil, weights: [Double]?, threads: Int,
    without: [Int: Redundancy] = [:], keepsCollinear: Bool = false, isCentered: Bool = true
  ) {
    let n = order.count
    let p = design.columnCount
    let places = without.isEmpty ? Array(0..<p) : (0..<p).filter { without[$0] == nil }
    let buffer = Buffer(uninitializedCount: n * places.count)
    var summaries = Array(repeatElement(Summary(scale: 1, mean: .nan), count: p))
    summaries.withUnsafeMutableBufferPointer { summaries in
      nonisolated(unsafe) let summaries = summaries
      order.withUnsafeBufferPointer { order in
        nonisolated(unsafe) let order = order
        Parallel.forEach(places.count, threads: n < 10_000 ? 1 : threads) { place in
          let column = UnsafeMutableBufferPointer(start: buffer.pointer + n * place, count: n)
          design.write(column: places[place], order: order, to: column)
          summaries[places[place]] = Self.standardize(
            column, atRisk: atRisk, weights: weights, isCentered: isCentered)
        }
      }
    }
    var redundant = without
    // The most that rounding of a column's own values leaves uncertain, in units of its spread.
    var resolution = 0.0
    for column in places {
      let summary = summaries[column]
      guard summary.scale > 0 else {
        redundant[column] = .constant
        summaries[column].scale = 1
        continue
      }
      resolution = max(resolution, summary.largest * Double.ulpOfOne / summary.scale)
    }
    var kept = places
    if redundant.count > without.count {
      kept.removeAll()
      for (place, column) in places.enumerated() where redundant[column] == nil {
        Self.move(place, to: kept.count, rows: n, in: buffer)
        kept.append(column)
      }
    }
    var nearlyCollinear: [Int: Double] = [:]
    var transformation: Matrix?
    if !keepsCollinear,
      let reduction = ColumnReduction(
        buffer, rows: n, columns: kept.count, resolution: resolution,
        conditioning: Self.conditioning)
    {
      for (place, share) in reduction.replaced { nearlyCollinear[kept[place]] = share }
      for place in kept.indices where !reduction.kept.contains(place) {
        redundant[kept[place]] = .collinear
      }
      kept = reduction.kept.map { kept[$0] }
      transformation = reduction.transformation
    }
    rowCount = n
    columns = buffer
    active = kept
    self.redundant = redundant
    self.nearlyCollinear = nearlyCollinear
    self.summaries = summaries
    change = transformation
  }

  static func move(_ from: Int, to: Int, rows: Int, in buffer: Buffer) {
    guard from != to else { return }
    (buffer.pointer + rows * to).update(from: buffer.pointer + rows * from, count: rows)
  }

  /// What standardising a column found: its centre, its scale (0 for a constant column), the largest
  /// magnitude of the raw values, and their weighted mean (0 for a column of -1, 0 and 1).
  struct Summary: Sendable {
    var center = 0.0
    var scale = 0.0
    var largest = 0.0
    var mean = 0.0
  }

  /// Centres and scales a column in place.
  private static func standardize(
    _ column: UnsafeMutableBufferPointer<Double>, atRisk: [Bool]?, weights: [Double]?,
    isCentered: Bool
  ) -> Summary {
    let n = column.count
    guard n > 0, let x = column.baseAddress else { return Summary() }
    let range = sarcoma_range_of_column(x, n)
    var (low, high, sum) = (range.low, range.high, range.sum)
    let isIndicator =
      low >= -1 && high <= 1 && column.allSatisfy { $0 == 0 || $0 == 1 || $0 == -1 }
    var result = Summary(mean: isIndicator ? 0 : sum / Double(n))
    if let weights, !isIndicator {
      var (total, weighted) = (0.0, 0.0)
      for (value, weight) in zip(column, weights) {
        total += weight
        weighted += weight * value
      }
      result.mean = weighted / total
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
      guard count > 0 else { return result }
    }
    result.center = isCentered ? low : 0
    result.largest = max(low.magnitude, high.magnitude)
    guard isCentered ? high > low : result.largest > 0 else { return result }
    var center = isCentered ? sum / Double(count) : 0
    if !center.isFinite { center = low / 2 + high / 2 }
    let unit = max(high - center, center - low)
    if let atRisk { for row in 0..<n where !atRisk[row] { column[row] = center } }
    // Deviations in units of the largest neither overflow nor vanish when they are squared.
    let squares = sarcoma_sum_of_squares(x, n, center, 1 / unit)
    let scale = unit * (squares / Double(count)).squareRoot()
    let inverse = 1 / scale
    guard inverse.isFinite, scale.isFinite else { return result }
    sarcoma_center_and_scale(x, n, center, inverse)
    result.center = center
    result.scale = scale
    return result
  }

  /// Coefficients of all design columns from those of the working ones; NaN where a column was left
  /// out.
  func coefficients(from working: [Double]) -> [Double] {
    var result = Array(repeatElement(Double.nan, count: summaries.count))
    let standardized = standardized(working)
    for (place, column) in active.enumerated() {
      result[column] = standardized[place] / scales[column]
    }
    return result
  }

  /// Coefficients, or a step of them, of the standardised columns from those of the working ones.
  func standardized(_ working: [Double]) -> [Double] {
    change.map { $0 * working } ?? working
  }

  /// Covariance of all design columns from that of the working ones; NaN where a column was left out.
  func covariance(from working: Matrix) -> Matrix {
    let p = summaries.count
    let standardized = change.map { $0 * working * $0.transposed } ?? working
    var result = active.count == p ? standardized : .undefined(p)
    for (j, b) in active.enumerated() {
      for i in j..<active.count {
        let a = active[i]
        let value = standardized[i, j] / (scales[a] * scales[b])
        result[a, b] = value
        result[b, a] = value
      }
    }
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

  /// log |det dw/db| of the change from design to working coefficients: the log determinant of an
  /// information over the former is that over the latter and twice this.
  var logVolume: Double {
    active.enumerated().reduce(0) { sum, column in
      sum + log(scales[column.element] / transformation[column.offset, column.offset])
    }
  }

  /// Working coordinates of a covariate vector given by its design columns, relative to the centres.
  func workingCoordinates(of values: [Double]) -> [Double] {
    let standardized = active.map { (values[$0] - summaries[$0].center) / scales[$0] }
    return transformation.transposed * standardized
  }
}
