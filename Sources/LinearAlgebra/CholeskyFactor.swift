internal import CLAPACK

/// What a factorisation ran into.
public enum LinearAlgebraError: Error, Equatable {
  /// The leading minor of this order (counted from 1) is not positive, or not a number.
  case notPositiveDefinite(leadingMinor: Int)
}

/// The Cholesky factor L of a symmetric positive definite matrix: A = L L'.
public struct CholeskyFactor: Sendable {
  /// L in its lower triangle; what lies above is not used.
  public let lower: Matrix

  private static let lowerTriangle = CChar(UInt8(ascii: "L"))

  /// Factors A by dpotrf, reading its lower triangle.
  ///
  /// - Throws: ``LinearAlgebraError/notPositiveDefinite(leadingMinor:)``.
  public init(_ a: Matrix) throws(LinearAlgebraError) {
    precondition(a.rowCount == a.columnCount, "matrix is not square")
    var factor = a
    if a.rowCount <= Self.smallOrder {
      try Self.factor(&factor.storage, order: a.rowCount)
    } else {
      let n = Int32(a.rowCount)
      let info = LAPACKE_dpotrf(LAPACK_COL_MAJOR, Self.lowerTriangle, n, &factor.storage, n)
      guard info == 0 else {
        // A negative answer says that A holds a NaN.
        let spoilt = (0..<a.rowCount).first { i in (0...i).contains { a[i, $0].isNaN } }
        throw .notPositiveDefinite(leadingMinor: info > 0 ? Int(info) : (spoilt ?? 0) + 1)
      }
    }
    lower = factor
  }

  /// The order up to which a call of LAPACK costs more than the work.
  private static let smallOrder = 8

  /// Cholesky's factor, column by column.
  private static func factor(_ a: inout [Double], order n: Int) throws(LinearAlgebraError) {
    for j in 0..<n {
      for k in 0..<j {
        let ratio = a[j + n * k]
        for i in j..<n { a[i + n * j] -= ratio * a[i + n * k] }
      }
      let pivot = a[j + n * j]
      guard pivot > 0 else { throw .notPositiveDefinite(leadingMinor: j + 1) }
      let root = pivot.squareRoot()
      for i in j..<n { a[i + n * j] /= root }
    }
  }

  /// x with A x = b.
  public func solve(_ b: [Double]) -> [Double] {
    precondition(b.count == lower.rowCount, "vector does not fit the matrix")
    var x = b
    if b.count <= Self.smallOrder {
      let (l, n) = (lower.storage, b.count)
      for i in 0..<n {
        for k in 0..<i { x[i] -= l[i + n * k] * x[k] }
        x[i] /= l[i + n * i]
      }
      for i in (0..<n).reversed() {
        for k in (i + 1)..<max(n, i + 1) { x[i] -= l[k + n * i] * x[k] }
        x[i] /= l[i + n * i]
      }
      return x
    }
    let n = Int32(b.count)
    LAPACKE_dpotrs(LAPACK_COL_MAJOR, Self.lowerTriangle, n, 1, lower.storage, n, &x, n)
    return x
  }

  /// A^-1, symmetric to the bit.
  public var inverse: Matrix {
    var result = lower
    guard lower.rowCount > 0 else { return result }
    let n = Int32(lower.rowCount)
    LAPACKE_dpotri(LAPACK_COL_MAJOR, Self.lowerTriangle, n, &result.storage, n)
    result.symmetrizeFromLower()
    return result
  }
}
