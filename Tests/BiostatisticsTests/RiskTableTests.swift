import TestSupport
import Testing

@testable import Biostatistics

@Suite("Risk table")
struct RiskTableTests {
  @Test("counts are those of asking every row at every time", arguments: [5, 6, 7] as [UInt64])
  func slowModel(seed: UInt64) {
    var generator = SplitMix64(state: seed)
    let entry = (0..<400).map { _ in Double(Int.random(in: -3...30, using: &generator)) }
    let rows = CurveRows(
      entry: entry, exit: entry.map { $0 + Double(Int.random(in: 1...9, using: &generator)) },
      event: entry.map { _ in Bool.random(using: &generator) },
      weights: entry.map { _ in Double(Int.random(in: 0...3, using: &generator)) / 4 })
    let table = RiskTable(rows)
    let weights = rows.weights ?? []
    func weight(where holds: (Int) -> Bool) -> Double {
      weights.indices.filter(holds).reduce(0) { $0 + weights[$1] }
    }
    #expect(table.times == Set(rows.exit).sorted())
    for (j, time) in table.times.enumerated() {
      #expect(table.atRisk[j] == weight { entry[$0] < time && time <= rows.exit[$0] })
      #expect(table.events[j] == weight { rows.exit[$0] == time && rows.event[$0] })
      #expect(table.censored[j] == weight { rows.exit[$0] == time && !rows.event[$0] })
      let before = j == 0 ? -Double.infinity : table.times[j - 1]
      #expect(table.entered?[j] == weight { before <= entry[$0] && entry[$0] < time })
    }
  }

  @Test("where all at risk have the event, events equal those at risk to the bit")
  func exactEnd() {
    let weights = (1...100).map { 1 / Double($0) }
    let rows = CurveRows(
      exit: (0..<100).map { $0 < 50 ? 1 : 2 }, event: [Bool](repeating: true, count: 100),
      weights: weights)
    let table = RiskTable(rows)
    #expect(table.atRisk[1] == table.events[1])
    #expect(table.atRisk[0] > table.events[0])
  }
}
