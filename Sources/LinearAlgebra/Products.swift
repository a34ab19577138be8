internal import COpenBLAS

extension Matrix {
  /// A v, for v of `columnCount` elements.
  public static func * (a: Matrix, v: [Double]) -> [Double] {
    precondition(v.count == a.columnCount, "vector does not fit the matrix")
    var result = [Double](repeating: 0, count: a.rowCount)
    for j in 0..<a.columnCount {
      for i in 0..<a.rowCount { result[i] += a[i, j] * v[j] }
    }
    return result
  }

  /// A B by dgemm.
  public static func * (a: Matrix, b: Matrix) -> Matrix {
    precondition(a.columnCount == b.rowCount, "shapes do not fit")
    var result = Matrix(rowCount: a.rowCount, columnCount: b.columnCount)
    guard a.rowCount > 0, a.columnCount > 0, b.columnCount > 0 else { return result }
    cblas_dgemm(
      CblasColMajor, CblasNoTrans, CblasNoTrans, Int32(a.rowCount), Int32(b.columnCount),
      Int32(a.columnCount), 1, a.storage, Int32(a.rowCount), b.storage, Int32(b.rowCount), 0,
      &result.storage, Int32(a.rowCount))
    return result
  }

  /// A' A, the k x k matrix of inner products of the columns, by dsyrk.
  public var gram: Matrix {
    var result = Matrix(rowCount: columnCount, columnCount: columnCount)
    guard rowCount > 0, columnCount > 0 else { return result }
    cblas_dsyrk(
      CblasColMajor, CblasLower, CblasTrans, Int32(columnCount), Int32(rowCount), 1, storage,
      Int32(rowCount), 0, &result.storage, Int32(columnCount))
    result.symmetrizeFromLower()
    return result
  }

  /// The quadratic form v' A v.
  public func quadraticForm(_ v: [Double]) -> Double { dot(v, self * v) }
}

/// The inner product of two vectors of equal length.
public func dot(_ a: [Double], _ b: [Double]) -> Double {
  precondition(a.count == b.count, "vectors differ in length")
  var sum = 0.0
  for i in a.indices { sum += a[i] * b[i] }
  return sum
}
