import TestSupport
import Testing

@testable import Biostatistics

@Suite("Sort order")
struct SortOrderTests {
  /// Whole days leave room for the row beside the key; numbers with all their bits do not.
  @Test(
    "Rows are in the order of a stable comparison sort, of equal keys the last behind the others",
    arguments: [1.0, 1 / 365.25, 1e-300, -1])
  func sortsLikeComparison(_ unit: Double) {
    var generator = SeededGenerator(seed: 20_261_128)
    for count in [0, 1, 2, 3, 227, 5000] {
      let keys = (0..<count).map { _ in unit * Double(Int.random(in: 0...700, using: &generator)) }
      let isLast = (0..<count).map { _ in Bool.random(using: &generator) }
      let expected = (0..<count).sorted {
        (keys[$0], isLast[$0] ? 1 : 0, $0) < (keys[$1], isLast[$1] ? 1 : 0, $1)
      }
      #expect(sortOrder(of: keys, last: isLast).map(Int.init) == expected)
      let downwards = (0..<count).sorted {
        (-keys[$0], isLast[$0] ? 1 : 0, $0) < (-keys[$1], isLast[$1] ? 1 : 0, $1)
      }
      let descending = sortOrder(of: keys, descending: true, last: isLast)
      #expect(descending.map(Int.init) == downwards)
      let byKey = (0..<count).sorted { (keys[$0], $0) < (keys[$1], $1) }
      #expect(sortOrder(of: keys).map(Int.init) == byKey)
    }
  }

  @Test("Negative zero sorts as zero, and rows of one key keep their order")
  func negativeZeroIsZero() {
    #expect(sortOrder(of: [0, -0.0, 1, -1, -0.0, 0]) == [3, 0, 1, 4, 5, 2])
    #expect(sortOrder(of: [7, 7, 7]) == [0, 1, 2])
    #expect(sortOrder(of: [7, 7, 7], last: [true, false, false]) == [1, 2, 0])
  }
}
