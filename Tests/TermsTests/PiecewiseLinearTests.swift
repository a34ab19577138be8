import Terms
import Testing

@Suite("Lines between nodes")
struct PiecewiseLinearTests {
  private static func line(_ nodes: [(Double, Double)]) throws -> PiecewiseLinear {
    try PiecewiseLinear(nodes: nodes.map { .init(x: $0.0, y: $0.1) })
  }

  @Test("it is exact at its nodes and undefined beyond them")
  func domain() throws {
    let line = try Self.line([(0.1, 0.3), (0.7, 0.9), (1.3, -0.2)])
    #expect([0.1, 0.7, 1.3].map { line.value($0) } == [0.3, 0.9, -0.2])
    #expect(line.value(0.1.nextDown) == nil)
    #expect(line.value(1.3.nextUp) == nil)
    #expect(line.value(.nan) == nil)
    #expect(line.domain == 0.1...1.3)
  }

  @Test("nodes that do not ascend, are too few or not finite are refused")
  func refused() {
    #expect(throws: PiecewiseLinearError.tooFewNodes(1)) { try Self.line([(1, 1)]) }
    #expect(throws: PiecewiseLinearError.nodesNotAscending(2, 2)) {
      try Self.line([(1, 1), (2, 2), (2, 3)])
    }
    for wrong in [Double.nan, .infinity] {
      #expect(throws: PiecewiseLinearError.self) { try Self.line([(1, 1), (wrong, 2)]) }
      #expect(throws: PiecewiseLinearError.notFinite) { try Self.line([(1, wrong), (2, 2)]) }
    }
    #expect(
      PiecewiseLinearError.nodesNotAscending(2, 1).description
        == "Nodes must ascend in x: 1.0 follows 2.0.")
  }
}
