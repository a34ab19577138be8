import Biostatistics
import Testing

@Suite struct RowSampleTests {
  @Test("a sample depends on its number and the seed alone, and holds as many rows as there are")
  func drawn() {
    let sample = RowSample(drawing: 57, seed: 1, from: 100)
    #expect(sample == RowSample(drawing: 57, seed: 1, from: 100))
    #expect(sample != RowSample(drawing: 58, seed: 1, from: 100))
    #expect(sample != RowSample(drawing: 57, seed: 2, from: 100))
    #expect(sample.count == 100 && sample.rows.allSatisfy { (0..<100).contains($0) })
    // Written down so that another release draws the same patients.
    #expect(RowSample(drawing: 0, seed: 1, from: 10).rows == [0, 0, 5, 6, 6, 7, 8, 8, 8, 9])
  }

  @Test("rows are drawn alike: 1 - 1/e of them on average, as binomial counts have it")
  func alike() {
    // 200 samples of 200 rows, seed 9. The share of rows that are in is 0.633 with standard error 0.0016.
    var present = 0
    var counts = [Int](repeating: 0, count: 200)
    for b in 0..<200 {
      let rows = RowSample(drawing: b, seed: 9, from: 200).rows
      present += Set(rows).count
      for row in rows { counts[Int(row)] += 1 }
    }
    let share = Double(present) / 40_000
    #expect((share - 0.633).magnitude < 5 * 0.0016)
    // Each row is drawn 200 times with standard deviation 14.
    #expect(counts.allSatisfy { (130...270).contains($0) })
  }

  @Test("the order in which rows are given does not matter")
  func order() {
    #expect(RowSample([4, 0, 4, 2], of: 5) == RowSample([0, 2, 4, 4], of: 5))
    #expect(RowSample([4, 0, 4, 2], of: 5).rows == [0, 2, 4, 4])
    #expect(RowSample(all: 3).rows == [0, 1, 2])
  }

  @Test("clusters are drawn whole")
  func clusters() {
    let clusters: [Int32] = [0, 0, 1, 2, 2, 2]
    for b in 0..<20 {
      let rows = RowSample(drawing: b, seed: 1, from: 6, clusters: clusters).rows
      var counts = [Int](repeating: 0, count: 6)
      for row in rows { counts[Int(row)] += 1 }
      #expect(counts[0] == counts[1] && counts[3] == counts[4] && counts[4] == counts[5])
      #expect(counts[0] + counts[2] + counts[3] == 3)
    }
  }
}
