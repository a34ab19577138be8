internal import CLAPACK

/// What a factorisation ran into.
public enum LinearAlgebraError: Error, Equatable {
  /// The leading minor of this order (counted from 1) is not positive, or not a number.
  case notPositiveDefinite(leadingMinor: Int)
}

/// The Cholesky factor L of a symmetric positive definite matrix: A = L L'.
public struct CholeskyFactor: Sendable {
  /// L in its lower triangle; what lies above is not used.
  public private(set) var lower: Matrix

  private static let lowerTriangle = CChar(UInt8(ascii: "L"))
  /// The order up to which a call of LAPACK costs more than the work.
  private static let smallOrder = 8

  /// Factors A by dpotrf, reading its lower triangle.
  ///
  /// - Throws: ``LinearAlgebraError/notPositiveDefinite(leadingMinor:)``.
  public init(_ a: consuming Matrix) throws(LinearAlgebraError) {
    lower = a
    try factorLower()
  }

  /// Room for ``factor(_:)`` of matrices of this one's order.
  init(roomFor a: Matrix) { lower = a }

  /// Takes the place of this factor, and its memory.
  mutating func factor(_ a: Matrix) throws(LinearAlgebraError) {
    lower.copyElements(of: a)
    try factorLower()
  }

  private mutating func factorLower() throws(LinearAlgebraError) {
    precondition(lower.rowCount == lower.columnCount, "matrix is not square")
    if lower.rowCount <= Self.smallOrder {
      try Self.factor(&lower.storage, order: lower.rowCount)
      return
    }
    let n = Int32(lower.rowCount)
    // A negative answer of LAPACKE says that A holds a NaN.
    let spoilt = (0..<lower.rowCount).first { i in (0...i).contains { lower[i, $0].isNaN } }
    if let spoilt { throw .notPositiveDefinite(leadingMinor: spoilt + 1) }
    let info = LAPACKE_dpotrf(LAPACK_COL_MAJOR, Self.lowerTriangle, n, &lower.storage, n)
    guard info == 0 else { throw .notPositiveDefinite(leadingMinor: Int(info)) }
  }

  /// Cholesky's factor, column by column.
  private static func factor(
    _ a: UnsafeMutablePointer<Double>, order n: Int
  ) throws(LinearAlgebraError) {
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
    var x = b
    solve(inPlace: &x)
    return x
  }

  /// Takes b to x with A x = b.
  func solve(inPlace x: inout [Double]) {
    precondition(x.count == lower.rowCount, "vector does not fit the matrix")
    let n = x.count
    guard n <= Self.smallOrder else {
      let order = Int32(n)
      LAPACKE_dpotrs(
        LAPACK_COL_MAJOR, Self.lowerTriangle, order, 1, lower.storage, order, &x, order)
      return
    }
    Self.solve(lower.storage, &x, order: n)
  }

  /// Takes x to (L L')^-1 x, forwards and backwards.
  private static func solve(
    _ l: UnsafePointer<Double>, _ x: UnsafeMutablePointer<Double>, order n: Int
  ) {
    for i in 0..<n {
      for k in 0..<i { x[i] -= l[i + n * k] * x[k] }
      x[i] /= l[i + n * i]
    }
    for i in (0..<n).reversed() {
      for k in (i + 1)..<max(n, i + 1) { x[i] -= l[k + n * i] * x[k] }
      x[i] /= l[i + n * i]
    }
  }

  /// b' A^-1 b: the squares of L^-1 b.
  public func inverseQuadraticForm(of b: consuming [Double]) -> Double {
    precondition(b.count == lower.rowCount, "vector does not fit the matrix")
    var sum = 0.0
    for i in b.indices {
      for k in 0..<i { b[i] -= lower[i, k] * b[k] }
      b[i] /= lower[i, i]
      sum += b[i] * b[i]
    }
    return sum
  }

  /// A^-1, symmetric to the bit.
  public var inverse: Matrix {
    var result = lower
    let n = lower.rowCount
    if n <= Self.smallOrder {
      Self.invert(&result.storage, order: n)
    } else {
      let order = Int32(n)
      LAPACKE_dpotri(LAPACK_COL_MAJOR, Self.lowerTriangle, order, &result.storage, order)
    }
    result.symmetrizeFromLower()
    return result
  }

  /// L^-1, zeros above its diagonal.
  public var inverseLower: Matrix {
    var result = lower
    let n = lower.rowCount
    for j in 0..<n { for i in 0..<j { result[i, j] = 0 } }
    if n <= Self.smallOrder {
      Self.invertLower(&result.storage, order: n)
    } else {
      let order = Int32(n)
      let nonunit = CChar(UInt8(ascii: "N"))
      LAPACKE_dtrtri(
        LAPACK_COL_MAJOR, Self.lowerTriangle, nonunit, order, &result.storage, order)
    }
    return result
  }

  /// The lower triangle of (L L')^-1 = M' M in the place of L, M its inverse.
  private static func invert(_ l: UnsafeMutablePointer<Double>, order n: Int) {
    invertLower(l, order: n)
    for j in 0..<n {
      for i in j..<n {
        var sum = 0.0
        for k in i..<n { sum += l[k + n * i] * l[k + n * j] }
        l[i + n * j] = sum
      }
    }
  }

  /// L^-1 in the place of L.
  private static func invertLower(_ l: UnsafeMutablePointer<Double>, order n: Int) {
    for j in 0..<n {
      l[j + n * j] = 1 / l[j + n * j]
      for i in (j + 1)..<max(n, j + 1) {
        var sum = 0.0
        for k in j..<i { sum += l[i + n * k] * l[k + n * j] }
        l[i + n * j] = -sum / l[i + n * i]
      }
    }
  }
}
