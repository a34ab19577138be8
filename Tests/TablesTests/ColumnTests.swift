import Testing

@testable import Tables

struct ColumnTests {
  @Test("texts become codes in order of first appearance, nil becomes -1")
  func texts() {
    let column = Column(name: "grade", texts: ["high", nil, "low", "high", ""])
    #expect(codes(column) == [0, -1, 1, 0, 2])
    #expect(labels(column) == ["high", "low", ""])
    #expect(column.missingCount == 1)
    #expect(column.count == 5)
    #expect(column.firstText == nil)
  }

  @Test("columns are equal when names and values are, missing included, zero's sign told apart")
  func equality() {
    let column = Column(name: "x", numbers: [1, .nan])
    #expect(column == Column(name: "x", numbers: [1, -Double.nan]))
    #expect(column != Column(name: "y", numbers: [1, .nan]))
    #expect(column != Column(name: "x", numbers: [1, 2]))
    #expect(Column(name: "x", numbers: [0]) != Column(name: "x", numbers: [-0.0]))
    #expect(column != Column(name: "x", texts: ["1", nil]))
  }
}

/// The numbers of a column; empty when it is text.
func numbers(_ column: Column?) -> [Double] {
  guard case .numbers(let numbers) = column?.values else { return [] }
  return numbers.array
}

/// The codes of a column; empty when it has numbers.
func codes(_ column: Column?) -> [Int32] {
  guard case .categories(let codes, _) = column?.values else { return [] }
  return codes
}

/// The labels of a column; empty when it has numbers.
func labels(_ column: Column?) -> [String] {
  guard case .categories(_, let labels) = column?.values else { return [] }
  return labels
}

/// The texts of a column, row by row, missing as "<missing>".
func texts(_ column: Column?) -> [String] {
  let labels = labels(column)
  return codes(column).map { $0 < 0 ? "<missing>" : labels[Int($0)] }
}
