import CKernels
import TestSupport
import Testing

@Suite("Kernels of a small fit")
struct SmallFitKernelsTests {
  /// Whole numbers, whose sums of products are exact in any order.
  @Test(
    "The Gram matrix is that of the definition, to the bit", arguments: 1...8,
    [0, 1, 7, 8, 9, 31, 64])
  func gram(columns p: Int, rows n: Int) {
    let x = (0..<(n * p)).map { Double($0 * 37 % 101 - 50) }
    var gram = [Double](repeating: .nan, count: p * p)
    sarcoma_gram(x, n, Int32(p), &gram)
    for j in 0..<p {
      for i in j..<p {
        let expected = (0..<n).reduce(0) { $0 + x[n * i + $1] * x[n * j + $1] }
        #expect(gram[p * j + i] == expected, "row \(i), column \(j)")
      }
    }
  }

  /// Times fall; at 5 the censored stands before the dying, at 3 nobody dies, at 2 only one of two.
  @Test("A death follows another where it stands behind it at the same time")
  func deaths() {
    let exit: [Double] = [2, 5, 3, 7, 5, 2, 5, 3, 7, 5]
    let event = [true, true, false, true, false, false, true, false, true, true]
    let order: [Int32] = [3, 8, 4, 1, 6, 9, 2, 7, 5, 0]
    var deaths = [Double](repeating: .nan, count: 10)
    var followers = [Int32](repeating: -1, count: 10)
    let count = sarcoma_find_deaths(order, 0, 10, exit, event, &deaths, &followers)
    #expect(deaths == [1, 1, 0, 1, 1, 1, 0, 0, 0, 1])
    #expect(Array(followers[..<count]) == [1, 4, 5])
    #expect(sarcoma_find_deaths(order, 4, 6, exit, event, &deaths, &followers) == 1)
    #expect(followers[0] == 5, "the row before the first is another stratum's")
  }
}
