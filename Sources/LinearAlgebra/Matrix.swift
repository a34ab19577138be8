/// A dense matrix of doubles, stored column by column as LAPACK wants it: element (i, j) of an
/// m x n matrix lies at `storage[i + m * j]`.
public struct Matrix: Sendable, Equatable {
  public let rowCount: Int
  public let columnCount: Int
  public var storage: [Double]

  /// An m x n matrix of zeros.
  public init(rowCount: Int, columnCount: Int) {
    self.init(
      rowCount: rowCount, columnCount: columnCount,
      storage: zeros(rowCount * columnCount))
  }

  /// A matrix over column-major storage, whose count must be `rowCount * columnCount`.
  public init(rowCount: Int, columnCount: Int, storage: [Double]) {
    precondition(storage.count == rowCount * columnCount, "storage does not fit the shape")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.storage = storage
  }

  /// The n x n matrix with ones on its diagonal.
  public static func identity(_ count: Int) -> Matrix {
    var result = Matrix(rowCount: count, columnCount: count)
    for i in 0..<count { result[i, i] = 1 }
    return result
  }

  /// The n x n matrix of which no element is known: NaN throughout.
  public static func undefined(_ count: Int) -> Matrix {
    Matrix(
      rowCount: count, columnCount: count,
      storage: [Double](repeating: .nan, count: count * count))
  }

  /// Element (row, column), both from 0.
  @inlinable
  public subscript(row: Int, column: Int) -> Double {
    get { storage[row + rowCount * column] }
    set { storage[row + rowCount * column] = newValue }
  }

  /// The elements (j, j).
  public var diagonal: [Double] { (0..<min(rowCount, columnCount)).map { self[$0, $0] } }

  /// The rows, each an array: the layout that JSON and R print.
  public var rows: [[Double]] {
    (0..<rowCount).map { row in (0..<columnCount).map { self[row, $0] } }
  }

  public var transposed: Matrix {
    var result = Matrix(rowCount: columnCount, columnCount: rowCount)
    for j in 0..<columnCount { for i in 0..<rowCount { result[j, i] = self[i, j] } }
    return result
  }

  /// The submatrix of the given rows and columns, in the order given.
  public func submatrix(rows: [Int], columns: [Int]) -> Matrix {
    var result = Matrix(rowCount: rows.count, columnCount: columns.count)
    for (j, column) in columns.enumerated() {
      for (i, row) in rows.enumerated() { result[i, j] = self[row, column] }
    }
    return result
  }

  /// Copies the elements of a matrix of the same shape to their places here.
  public mutating func copyElements(of other: Matrix) {
    precondition(other.rowCount == rowCount && other.columnCount == columnCount, "shapes differ")
    for i in storage.indices { storage[i] = other.storage[i] }
  }

  /// Copies the lower triangle to the upper one.
  public mutating func symmetrizeFromLower() {
    for j in 0..<columnCount { for i in 0..<j { self[i, j] = self[j, i] } }
  }
}

/// `count` zeros.
///
/// `[Double](repeating:count:)` asks the runtime for the type of its storage at every call; a copy of a
/// collection is compiled for doubles, which a fit of a few microseconds notices.
public func zeros(_ count: Int) -> [Double] { Array(repeatElement(0, count: count)) }
