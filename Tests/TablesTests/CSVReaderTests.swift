import Foundation
import TestSupport
import Testing

@testable import Tables

/// Reads text cut into blocks of that many bytes.
func read(
  _ text: String, _ options: CSVOptions = CSVOptions(), blockSize: Int = 1 << 20
) throws(CSVError) -> Table {
  try read(bytes: Array(text.utf8), options, blockSize: blockSize)
}

func read(
  bytes: [UInt8], _ options: CSVOptions = CSVOptions(), blockSize: Int = 1 << 20
) throws(CSVError) -> Table {
  try bytes.withUnsafeBufferPointer { buffer throws(CSVError) in
    try CSVReader.read(buffer, options: options, blockSize: blockSize)
  }
}

struct CSVReaderTests {
  @Test("numbers, categories and missing cells are told apart column by column")
  func kinds() throws {
    let table = try read("age,grade,size,empty\n61,high,5.5,\n,NA,NA,NA\n 50 , low,1e1,\n")
    #expect(table.columnNames == ["age", "grade", "size", "empty"])
    #expect(table["age"] == Column(name: "age", numbers: [61, .nan, 50]))
    #expect(texts(table["grade"]) == ["high", "<missing>", " low"])
    #expect(table["size"] == Column(name: "size", numbers: [5.5, .nan, 10]))
    #expect(table["empty"] == Column(name: "empty", numbers: [.nan, .nan, .nan]))
    #expect(table["empty"]?.missingCount == 3)
  }

  @Test(
    "CR LF, LF, a lone CR, a byte order mark and a missing last line end change nothing",
    arguments: [
      "a,b\n1,x\n2,y\n", "a,b\r\n1,x\r\n2,y\r\n", "a,b\r1,x\r2,y\r", "a,b\n1,x\r\n2,y",
      "\u{FEFF}a,b\n1,x\n2,y\n", "a,b\r\n1,x\r2,y", "\n  \na,b\n\n1,x\n \t \n2,y\n\n\r\n  ",
      "a;b\n1;x\n2;y\n", "a\tb\n1\tx\n2\ty\n", "\"a\",\"b\"\n\"1\",\"x\"\n2,y\n", "a , b\n1,x\n2,y",
    ])
  func lineEnds(text: String) throws {
    let expected = try Table(columns: [
      Column(name: "a", numbers: [1, 2]), Column(name: "b", texts: ["x", "y"]),
    ])
    for blockSize in [1, 4, 7, 1 << 20] {
      #expect(try read(text, blockSize: blockSize) == expected)
    }
  }

  @Test("quoted cells hold separators, doubled quotes and line ends")
  func quotes() throws {
    let table = try read("a,b\n\"x,1\",\"say \"\"so\"\"\"\n\"two\nlines\",\"\r\n\"\n\"\",\"12\"\n")
    #expect(texts(table["a"]) == ["x,1", "two\nlines", "<missing>"])
    #expect(texts(table["b"]) == ["say \"so\"", "\r\n", "12"])
    #expect(try numbers(read("b\n\"12\"\n\" 7 \"\n")["b"]) == [12, 7])
  }

  @Test("a row knows its line, past blank lines and line ends inside quotes")
  func lines() throws {
    let text = "\n\"a\n1\",b\n1,2\n\n\n3,\"x\r\ny\rz\"\n4,5\r6,7\r\n8,9"
    for blockSize in [1, 3, 5, 1 << 20] {
      let table = try read(text, blockSize: blockSize)
      #expect((0..<table.rowCount).map { table.line(ofRow: $0) } == [4, 7, 10, 11, 12])
      #expect(table.line(ofRow: -1) == nil)
      #expect(table.line(ofRow: 5) == nil)
      #expect(table["b"]?.firstText == .init(text: "x\r\ny\rz", line: 7, numericLabelCount: 4))
    }
  }

  @Test("a column that turns out to be text late keeps the spelling of its earlier cells")
  func lateText() throws {
    let rows = (0..<50).map { "00\($0 % 7),1.0" } + ["12 cm,2", "3,NA"]
    for blockSize in [1, 40, 1 << 20] {
      let table = try read("size,x\n" + rows.joined(separator: "\n"), blockSize: blockSize)
      let size = table["size"]
      #expect(texts(size).prefix(8) == ["000", "001", "002", "003", "004", "005", "006", "000"])
      #expect(texts(size).suffix(2) == ["12 cm", "3"])
      #expect(size?.firstText == .init(text: "12 cm", line: 52, numericLabelCount: 8))
      #expect(numbers(table["x"]).prefix(3) == [1, 1, 1])
    }
  }

  @Test("TRUE, hexadecimal digits, units and two points are text; NaN is missing; Inf is infinite")
  func spellings() throws {
    for word in ["TRUE", "0x1A", "12 cm", "1.2.3", "1e", "1e+", ".", "-", "+", "e5", "--1", "1_0"] {
      let column = try read("a\n1\n\(word)\n")["a"]
      #expect(texts(column) == ["1", word])
      #expect(column?.firstText == .init(text: word, line: 3, numericLabelCount: 1))
    }
    let column = try read("a\nInf\n-Inf\ninf\n+Inf\nNaN\nnan\n.5\n5.\n+3\n-0\n1E-2\n")["a"]
    let expected: [Double] = [
      .infinity, -.infinity, .infinity, .infinity, .nan, .nan, 0.5, 5, 3, -0.0, 0.01,
    ]
    #expect(column == Column(name: "a", numbers: expected))
  }

  @Test("missing tokens of one's own count in quotes, between blanks, and when they are numbers")
  func missingTokens() throws {
    let options = CSVOptions(missingTokens: ["-9", "unknown", ""])
    let table = try read("a,b\n-9,unknown\n-9.0,\" unknown \"\n 1,NA\n\"-9\",\n", options)
    #expect(table["a"] == Column(name: "a", numbers: [.nan, -9, 1, .nan]))
    #expect(texts(table["b"]) == ["<missing>", "<missing>", "NA", "<missing>"])
    #expect(try texts(read("a,b\n,1\n", CSVOptions(missingTokens: []))["a"]) == [""])
  }

  @Test("a decimal comma is read in files separated by semicolons or tabs")
  func decimalComma() throws {
    let tabs = try read("a\tb\n1,5\t2.5\n-,5\t1\n")
    #expect(numbers(tabs["a"]) == [1.5, -0.5])
    #expect(numbers(tabs["b"]) == [2.5, 1])
    let table = try read("a;b;c\n1,5;2.5;1.234,5\n2;-.5;1,5\n1,5e1;1;x\n")
    #expect(numbers(table["a"]) == [1.5, 2, 15])
    #expect(numbers(table["b"]) == [2.5, -0.5, 1])
    #expect(texts(table["c"]) == ["1.234,5", "1,5", "x"])
    #expect(try texts(read("a,b\n\"1,5\",1\n")["a"]) == ["1,5"])
    #expect(try numbers(read("a,b\n\"1,5\",1\n", CSVOptions(decimal: .comma))["a"]) == [1.5])
    #expect(try numbers(read("a,b\n1,5\n", CSVOptions(decimal: .comma))["b"]) == [5])
    #expect(try texts(read("a;b\n1,5;1\n", CSVOptions(decimal: .point))["a"]) == ["1,5"])
    #expect(try texts(read("a;b\n1.5;1\n", CSVOptions(decimal: .comma))["a"]) == ["1.5"])
  }

  @Test("the separator is the most frequent of the header line outside quotes, or as stated")
  func separator() throws {
    #expect(try read("\"a,b,c\";d\n1;2\n").columnNames == ["a,b,c", "d"])
    #expect(try read("a,b;c;d\n1;2;3\n").columnNames == ["a,b", "c", "d"])
    #expect(try read("a;b\n1;2\n", CSVOptions(separator: .comma)).columnNames == ["a;b"])
    #expect(try read("a\tb\tc,d\n1\t2\t3\n").columnNames == ["a", "b", "c,d"])
    #expect(try read("a\tb\n\t2\n1\t\n", CSVOptions(separator: .tab)).rowCount == 2)
  }

  @Test("a header alone is a table without rows")
  func noRows() throws {
    let table = try read("a,b")
    #expect(table.rowCount == 0)
    #expect(table.columnNames == ["a", "b"])
  }

  @Test("a column of one reads a missing cell in quotes and skips blank lines")
  func oneColumn() throws {
    #expect(
      try read("a\n1\n\n\"\"\nNA\n  \n2\n")["a"] == Column(name: "a", numbers: [1, .nan, .nan, 2]))
  }

  @Test("accents composed and decomposed are one label")
  func canonicalEquivalence() throws {
    let table = try read("a,b\ne\u{301},1\n\u{E9},2\nz,3\n")
    #expect(codes(table["a"]) == [0, 0, 1])
  }

  @Test("the block size changes nothing")
  func blockSizes() throws {
    let rows = (0..<200).map { "\($0),\($0 % 3 == 0 ? "\"a\n\"\"\($0)\"" : "b"),\(Double($0) / 7)" }
    let text = "i,label,x\r\n" + rows.joined(separator: "\r\n")
    let whole = try read(text)
    for blockSize in [1, 2, 3, 17, 64, 1000] {
      let table = try read(text, blockSize: blockSize)
      #expect(table == whole)
      #expect(table.line(ofRow: 150) == whole.line(ofRow: 150))
    }
  }

  @Test("the registry of TCGA sarcomas reads as R reads it")
  func tcga() throws {
    let reference = try Reference(named: "csv-read.json")
    let file = Reference.folder.appending(path: "../../data/tcga_sarc.csv")
    let table = try CSVReader.read(path: file.path)
    #expect(table.columnNames == reference["names"].strings)
    #expect(Double(table.rowCount) == reference["rows"].number)
    for column in table.columns {
      let expected = reference["columns"][column.name]
      #expect(Double(column.missingCount) == expected["missing"].number, "\(column.name)")
      switch column.values {
      case .numbers(let numbers):
        #expect(expected["kind"].string == "numbers", "\(column.name)")
        let known = numbers.enumerated().filter { !$0.element.isNaN }
        // Sums of a few hundred numbers, rounded in another order.
        expectClose(
          known.reduce(0) { $0 + $1.element }, expected["sum"].number ?? .nan, relative: 1e-13)
        expectClose(
          known.reduce(0) { $0 + $1.element * Double($1.offset + 1) },
          expected["product"].number ?? .nan, relative: 1e-13)
      case .categories(let codes, let labels):
        #expect(expected["kind"].string == "categories", "\(column.name)")
        #expect(labels == expected["levels"].strings)
        let counts = labels.indices.map { label in codes.filter { Int($0) == label }.count }
        #expect(counts.map(Double.init) == expected["counts"].numbers)
      }
    }
    #expect(try CSVReader.read(bytes: CSVWriter.bytes(of: table)) == table)
  }
}
