import LinearAlgebra
import TestSupport
import Testing

@Suite("Cholesky factors")
struct CholeskyFactorTests {
  /// The Hilbert matrix 1 / (i + j - 1) of order 4 has an inverse of whole numbers; its
  /// condition number is 1.6e4.
  private static let hilbertMatrix = Matrix(
    rowCount: 4, columnCount: 4,
    storage: (1...4).flatMap { j in (1...4).map { i in 1.0 / Double(i + j - 1) } })
  private static let inverse: [[Double]] = [
    [16, -120, 240, -140], [-120, 1200, -2700, 1680], [240, -2700, 6480, -4200],
    [-140, 1680, -4200, 2800],
  ]

  @Test("the inverse of the Hilbert matrix is whole, and symmetric to the bit")
  func hilbert() throws {
    let factor = try CholeskyFactor(Self.hilbertMatrix)
    for (row, expected) in Self.inverse.enumerated() {
      expectClose(factor.inverse.rows[row], expected, relative: 1e-11)
    }
    #expect(factor.inverse == factor.inverse.transposed)
    expectClose(
      factor.solve([1, 1, 1, 1]), Self.inverse.map { $0.reduce(0, +) }, relative: 1e-11)
    #expect(factor.lower[0, 0] == 1)
  }

  @Test("only the lower triangle is read")
  func lowerTriangle() throws {
    var spoilt = Self.hilbertMatrix
    spoilt[0, 3] = .nan
    let factor = try CholeskyFactor(spoilt)
    let clean = try CholeskyFactor(Self.hilbertMatrix)
    #expect(factor.solve([1, 0, 0, 0]) == clean.solve([1, 0, 0, 0]))
  }

  @Test("a matrix that is not positive definite is refused with its minor")
  func indefinite() {
    let a = Matrix(rowCount: 2, columnCount: 2, storage: [1, 2, 2, 4])
    #expect(throws: LinearAlgebraError.notPositiveDefinite(leadingMinor: 2)) {
      try CholeskyFactor(a)
    }
    #expect(throws: LinearAlgebraError.notPositiveDefinite(leadingMinor: 1)) {
      try CholeskyFactor(Matrix(rowCount: 1, columnCount: 1, storage: [-1]))
    }
    #expect(throws: LinearAlgebraError.notPositiveDefinite(leadingMinor: 1)) {
      try CholeskyFactor(Matrix(rowCount: 1, columnCount: 1, storage: [.nan]))
    }
  }

  @Test("a NaN is refused with the first minor that holds it")
  func notANumber() {
    var spoilt = Self.hilbertMatrix
    spoilt[2, 1] = .nan
    #expect(throws: LinearAlgebraError.notPositiveDefinite(leadingMinor: 3)) {
      try CholeskyFactor(spoilt)
    }
  }

  @Test("a matrix of order 0 has an empty inverse")
  func empty() throws {
    let factor = try CholeskyFactor(Matrix(rowCount: 0, columnCount: 0))
    #expect(factor.solve([]).isEmpty && factor.inverse.storage.isEmpty)
  }
}
