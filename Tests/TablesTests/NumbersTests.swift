import Tables
import Testing

@Suite struct NumbersTests {
  @Test("Borrowed numbers are read where they lie, and are those of an array")
  func borrowed() throws {
    let values: [Double] = [5, .nan, -0.0, 1e308, 2]
    let memory = UnsafeMutableBufferPointer<Double>.allocate(capacity: values.count)
    defer { memory.deallocate() }
    _ = memory.initialize(from: values)
    let borrowed = Numbers(unsafeBorrowed: UnsafeBufferPointer(memory))
    let table = try Table(columns: [Column(name: "x", values: .numbers(borrowed))])
    #expect(try table == Table(columns: [Column(name: "x", numbers: values)]))
    #expect(table.columns[0].missingCount == 1)
    #expect(borrowed.array.map(\.bitPattern) == values.map(\.bitPattern))
    #expect(borrowed.map(\.bitPattern) == Numbers(values).map(\.bitPattern))
    let place = UnsafePointer(memory.baseAddress)
    #expect(borrowed.withUnsafeBufferPointer { $0.baseAddress } == place)
    #expect(borrowed.withContiguousStorageIfAvailable { $0.baseAddress == place } == true)
    memory[0] = 6
    #expect(borrowed[0] == 6)
  }

  @Test("No row is a column too")
  func empty() {
    let none = Numbers(unsafeBorrowed: UnsafeBufferPointer(start: nil, count: 0))
    #expect(none.isEmpty && none.array.isEmpty && Numbers([]).isEmpty)
    #expect(none.withUnsafeBufferPointer { $0.count } == 0)
  }
}
