import TestSupport
import Testing

@testable import Tables

@Suite struct CSVRowReaderTests {
  /// Row by row, as ``CSVRowEnds`` divides them.
  private static func cells(of text: String) throws -> (names: [String], rows: [[String]]) {
    try Array(text.utf8).withUnsafeBufferPointer { bytes in
      let reader = try CSVRowReader(header: bytes)
      var rows: [[String]] = []
      var ends = CSVRowEnds(separator: reader.separator, line: reader.line)
      var start = reader.end
      while start < bytes.count {
        let line = ends.line
        let end = ends.next(in: bytes, from: start) ?? bytes.count
        defer { start = end }
        if ends.isBlank { continue }
        var cells: [String] = []
        try reader.read(
          UnsafeBufferPointer(rebasing: bytes[start..<end]), Array(reader.names.indices), line: line
        ) { cell in
          switch cell {
          case .missing: cells.append("NA")
          case .number(let value): cells.append("\(value)")
          case .text(let text): cells.append(String(decoding: text, as: UTF8.self))
          }
        }
        rows.append(cells)
      }
      return (reader.names, rows)
    }
  }

  /// The same of a table that was read as a whole, whose columns of text are read as numbers where they
  /// are some.
  private static func expected(_ table: Table) -> [[String]] {
    (0..<table.rowCount).map { row in
      table.columns.map { column in
        switch column.values {
        case .numbers(let values): values[row].isNaN ? "NA" : "\(values[row])"
        case .categories(let codes, let labels):
          codes[row] < 0
            ? "NA"
            : Double(labels[Int(codes[row])]).map { "\($0)" } ?? labels[Int(codes[row])]
        }
      }
    }
  }

  @Test("Cells are those of the table that is read as a whole", arguments: 1...40)
  func sameCells(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let separator = [",", ";", "\t"].randomElement(using: &generator)!
    let end = ["\n", "\r\n", "\r"].randomElement(using: &generator)!
    let texts = [
      "a", "1.5", "-2", "1e3", "", "NA", "\"\"", "\"NA\"", " x y ", "\"a\(separator)b\"",
      "\"c\(end)d\"",
      "\"say \"\"no\"\"\"", "é", "\"7\"",
    ]
    var text = "\u{FEFF}x\(separator)\"y\"\(separator) z\(end)"
    for _ in 0..<200 {
      let cells = (0..<3).map { _ in texts.randomElement(using: &generator)! }
      text += (Int.random(in: 0..<9, using: &generator) == 0 ? end : "")
      text += cells.joined(separator: separator) + end
    }
    let (names, rows) = try Self.cells(of: text)
    let table = try CSVReader.read(text: text)
    #expect(names == table.columns.map(\.name))
    let trimmed = Self.expected(table).map { $0.map { $0.trimming(while: { $0 == " " }) } }
    #expect(rows == trimmed)
  }

  @Test("A comma is decimal where it does not divide cells")
  func decimals() throws {
    #expect(try Self.cells(of: "a;b\n1,5;1.5").rows == [["1.5", "1.5"]])
    #expect(try Self.cells(of: "a,b\n\"1,5\",1.5").rows == [["1,5", "1.5"]])
  }

  @Test("What a row lacks or has too much of is told with its line")
  func faults() {
    for (text, error) in [
      ("a,b\n1", CSVError.raggedRow(line: 2, expected: 2, found: 1)),
      ("a,b\n\n1,2,3\n", .raggedRow(line: 3, expected: 2, found: 3)),
      ("a,b\n\"1\n\",2\n\"3", .unterminatedQuote(line: 4, column: 1)),
      ("a,a\n", .duplicateName(line: 1, name: "a", columns: [1, 2])), ("", .noHeader),
    ] {
      #expect(throws: error) { _ = try Self.cells(of: text) }
    }
  }
}

extension String {
  fileprivate func trimming(while isTrimmed: (Character) -> Bool) -> String {
    String(drop(while: isTrimmed).reversed().drop(while: isTrimmed).reversed())
  }
}
