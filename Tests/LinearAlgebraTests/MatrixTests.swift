import LinearAlgebra
import TestSupport
import Testing

@Suite("Matrices")
struct MatrixTests {
  private static let a = Matrix(rowCount: 2, columnCount: 3, storage: [1, 4, 2, 5, 3, 6])

  @Test("elements lie column by column")
  func layout() {
    #expect(Self.a.rows == [[1, 2, 3], [4, 5, 6]])
    #expect(Self.a.transposed.rows == [[1, 4], [2, 5], [3, 6]])
    #expect(Self.a.diagonal == [1, 5])
    #expect(Self.a.submatrix(rows: [1, 0], columns: [2]).storage == [6, 3])
    #expect(Matrix.identity(2).rows == [[1, 0], [0, 1]])
    var square = Matrix(rowCount: 2, columnCount: 2, storage: [1, 2, 9, 3])
    square.symmetrizeFromLower()
    #expect(square.rows == [[1, 2], [2, 3]])
  }

  @Test("products are those of the definition")
  func products() {
    #expect(Self.a * [1, 0, -1] == [-2, -2])
    #expect((Self.a * Self.a.transposed).rows == [[14, 32], [32, 77]])
    #expect(Self.a.gram.rows == [[17, 22, 27], [22, 29, 36], [27, 36, 45]])
    #expect((Self.a * Self.a.transposed).quadraticForm([1, -1]) == 27)
    #expect(dot([1, 2, 3], [4, 5, 6]) == 32)
    let empty = Matrix(rowCount: 0, columnCount: 0)
    #expect((empty * empty).storage.isEmpty && empty.gram.storage.isEmpty)
    #expect(Matrix(rowCount: 0, columnCount: 2).gram.rows == [[0, 0], [0, 0]])
  }
}
