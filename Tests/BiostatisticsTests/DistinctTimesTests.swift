import TestSupport
import Testing

@testable import Biostatistics

@Suite("Distinct times")
struct DistinctTimesTests {
  @Test("hashing and sorting find the same times and ranks")
  func hashingEqualsSorting() throws {
    var generator = SplitMix64(state: 3)
    for scale in [1.0, 1 / 30.4375, 1e-9, -12] {
      let list = (0..<5000).map { _ in
        Double(Int.random(in: -300...700, using: &generator)) * scale
      }
      let sorted = DistinctTimes(sorting: list)
      let hashed = try #require(DistinctTimes(hashing: list, limit: 1250))
      #expect(sorted.times == hashed.times && sorted.rank == hashed.rank)
      #expect(sorted.times == Set(list).sorted())
      #expect(zip(list, sorted.rank).allSatisfy { $0 == sorted.times[Int($1)] })
    }
  }

  @Test("more distinct times than the limit are left to the sort")
  func limit() {
    let list = (0..<1000).map { Double($0 % 500) }
    #expect(DistinctTimes(hashing: list, limit: 499) == nil)
    #expect(DistinctTimes(hashing: list, limit: 500)?.times.count == 500)
    #expect(DistinctTimes(of: list).times.count == 500)
  }

  @Test("-0 and 0 are one time")
  func zeros() {
    let list = [Double](repeating: 0, count: 300) + [-0.0, 1, -0.0]
    for distinct in [DistinctTimes(of: list), DistinctTimes(sorting: list)] {
      #expect(distinct.times == [0, 1])
      #expect(distinct.times.first?.sign == .plus)
    }
  }

  @Test("a merge finds the first later time")
  func firstLater() {
    let entries = DistinctTimes(of: [-1, 1, 2, 9])
    #expect(entries.positions(ofFirstLaterIn: [1, 2, 3]) == [0, 1, 2, 3])
    #expect(DistinctTimes(of: []).positions(ofFirstLaterIn: [1]).isEmpty)
  }
}
