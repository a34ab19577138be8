import Testing

@testable import Tables

struct CSVErrorTests {
  /// The error of a text; the same whatever the block size.
  private func error(_ bytes: [UInt8], _ options: CSVOptions = CSVOptions()) -> CSVError? {
    var errors: [CSVError?] = []
    for blockSize in [1 << 20, 1, 5, 16] {
      do throws(CSVError) {
        _ = try read(bytes: bytes, options, blockSize: blockSize)
        errors.append(nil)
      } catch {
        errors.append(error)
      }
    }
    for other in errors { #expect(other == errors[0]) }
    return errors[0]
  }

  private func error(_ text: String, _ options: CSVOptions = CSVOptions()) -> CSVError? {
    error(Array(text.utf8), options)
  }

  @Test("rows of the wrong length are refused with their line and both counts")
  func ragged() {
    #expect(error("a,b\n1,2\n\n1\n") == .raggedRow(line: 4, expected: 2, found: 1))
    #expect(error("a,b\n1,2,\"3\",4\n") == .raggedRow(line: 2, expected: 2, found: 4))
    #expect(error("a\n1,5\n") == .raggedRow(line: 2, expected: 1, found: 2))
    #expect(error("a,b\n1,2\n1,2,") == .raggedRow(line: 3, expected: 2, found: 3))
  }

  @Test("headers without names, with one name twice, or absent are refused")
  func headers() {
    #expect(error("") == .noHeader)
    #expect(error("\u{FEFF}") == .noHeader)
    #expect(error(" \n\r\n") == .noHeader)
    #expect(error("a,,b\n") == .emptyName(line: 1, column: 2))
    #expect(error("\na,\" \"\n") == .emptyName(line: 2, column: 2))
    #expect(error("a,b,a\n1,2,3") == .duplicateName(line: 1, name: "a", columns: [1, 3]))
    #expect(
      error("a,b;c\n")
        == .ambiguousSeparator(line: 1, candidates: ["comma", "semicolon"], count: 1))
  }

  @Test("quotes that are open, inside a cell, or followed by text are refused where they stand")
  func quotes() {
    #expect(error("a,b\n1,\"x\n2,3\n") == .unterminatedQuote(line: 2, column: 2))
    #expect(error("a,b\n1,\"x\"y\n") == .textAfterQuote(line: 2, column: 2, opened: 2))
    #expect(error("a,b\n1,\"x\n\"y\n") == .textAfterQuote(line: 3, column: 2, opened: 2))
    #expect(error("a,b\nx,1\n5\" mass,2\n") == .quoteInsideCell(line: 3, column: 1))
    #expect(error("a,b\n5\" mass,2\n") == .quoteInsideCell(line: 2, column: 1))
    #expect(error("a\"b\n") == .quoteInsideCell(line: 1, column: 1))
    #expect(error("\"a") == .unterminatedQuote(line: 1, column: 1))
  }

  @Test("bytes that are not UTF-8, and NUL, are refused by line and byte")
  func encoding() {
    let bad: [[UInt8]] = [
      [0xFF], [0x80], [0xC3], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0xF0, 0x9F, 0x92],
      [0xE2, 0x82, 0x41],
    ]
    for bytes in bad {
      #expect(
        error(Array("a,b\n1,2\nx,y".utf8) + bytes + Array("\n".utf8))
          == .invalidUTF8(line: 3, byte: 4))
      #expect(error(Array("a".utf8) + bytes) == .invalidUTF8(line: 1, byte: 2))
    }
    #expect(error("a,b\n1,2\0\n") == .nulByte(line: 2, byte: 4))
    #expect(error("a,b\n1,\"x\n\"\"\r\nyz\0\"\n") == .nulByte(line: 4, byte: 3))
    #expect(error("a,b\nx,1\nx,1\n\"\0\",1\n") == .nulByte(line: 4, byte: 2))
    #expect(error("a\0,b\n") == .nulByte(line: 1, byte: 2))
    #expect(error("a,b\n\u{20AC}\u{10FFFF}\u{E9}\u{D7FF},2\n") == nil)
  }

  @Test("a number beyond the doubles is refused in a column of numbers, and is text in one of text")
  func range() {
    #expect(
      error("a,b\n1,2\n3,-1e999\n")
        == .numberOutOfRange(line: 3, column: 2, name: "b", text: "-1e999"))
    #expect(error("a,b\n1,2\n3,-1e999\n4,x\n") == nil)
    #expect(
      error("a\n1" + String(repeating: "0", count: 400))
        == .numberOutOfRange(
          line: 2, column: 1, name: "a", text: "1" + String(repeating: "0", count: 400)))
  }

  @Test("decimal commas and points in one column of numbers are refused, in one of text are not")
  func mixedDecimals() {
    let mixed = CSVError.mixedDecimals(
      column: 2, name: "b", commaText: " 1,5", commaLine: 4, pointText: "2.5", pointLine: 3)
    #expect(error("a;b\n1;2\n1;2.5\n1; 1,5\n1;1,7\n") == mixed)
    #expect(error("a;b\n1;2\n1;2.5\n1; 1,5\n1;1,7\n1;x\n") == nil)
    #expect(error("a;b\n1;2\n1;2.5\n1;1.234,5\n1;1,7\n") == nil)
  }

  @Test("more rows than the limit are refused")
  func rowLimit() throws {
    let bytes = Array("a\n1\n2\n3\n".utf8)
    func rows(limit: Int) throws(CSVError) -> Int {
      try bytes.withUnsafeBufferPointer { buffer throws(CSVError) in
        try CSVReader.read(buffer, options: CSVOptions(), rowLimit: limit).rowCount
      }
    }
    #expect(try rows(limit: 3) == 3)
    #expect(throws: CSVError.tooManyRows(limit: 2)) { try rows(limit: 2) }
  }

  @Test("a file that cannot be opened or read is named with the system's reason")
  func notReadable() {
    func error(_ path: String) -> CSVError? {
      do throws(CSVError) {
        _ = try CSVReader.read(path: path)
        return nil
      } catch {
        return error
      }
    }
    #expect(
      error("/nowhere/x.csv")
        == .notReadable(path: "/nowhere/x.csv", reason: "No such file or directory"))
    #expect(error("/") == .notReadable(path: "/", reason: "Is a directory"))
    #expect(error("/dev/null") == .noHeader)
    #expect(
      error("/dev/null\0") == .notReadable(path: "/dev/null\0", reason: "the path has a NUL byte"))
  }

  @Test("each error is one sentence that says what, where, and what to do")
  func sentences() {
    let sentences: [(CSVError, String)] = [
      (.notReadable(path: "x.csv", reason: "No such file"), "cannot read 'x.csv': No such file."),
      (.noHeader, "the file is empty; its first line must name the columns."),
      (
        .ambiguousSeparator(line: 1, candidates: ["comma", "tab"], count: 2),
        "line 1 has 2 each of comma and tab; state which of them separates the columns."
      ),
      (.emptyName(line: 1, column: 2), "line 1: column 2 has no name; give it one."),
      (
        .duplicateName(line: 1, name: "a", columns: [1, 3]),
        "line 1: columns 1 and 3 are both named 'a'; rename one of them."
      ),
      (
        .raggedRow(line: 4, expected: 2, found: 1),
        "line 4 has 1 cell where the header has 2; add the missing cells."
      ),
      (
        .raggedRow(line: 4, expected: 2, found: 3),
        "line 4 has 3 cells where the header has 2; remove or quote the rest."
      ),
      (
        .unterminatedQuote(line: 2, column: 1),
        "line 2, column 1: the quote that opens here is never closed; close it."
      ),
      (
        .textAfterQuote(line: 3, column: 2, opened: 2),
        "line 3, column 2: text follows the closing quote of a cell that opened on line 2;"
          + " double the quotes that belong to the text."
      ),
      (
        .quoteInsideCell(line: 3, column: 1),
        "line 3, column 1: a quote inside a cell that does not start with one;"
          + " quote the whole cell and double the quotes that belong to the text."
      ),
      (
        .invalidUTF8(line: 3, byte: 4),
        "line 3, byte 4: not valid UTF-8; save the file as UTF-8."
      ),
      (
        .nulByte(line: 3, byte: 4),
        "line 3, byte 4: a NUL byte; this is not a text file, or is not in UTF-8."
      ),
      (
        .numberOutOfRange(line: 3, column: 2, name: "b", text: "1e999"),
        "line 3, column 2 (b): '1e999' is beyond the range of numbers (1.8e308); correct it,"
          + " or write Inf."
      ),
      (
        .mixedDecimals(
          column: 2, name: "b", commaText: "1,5", commaLine: 4, pointText: "2.5", pointLine: 3),
        "column 2 (b) has a decimal comma in '1,5' at line 4 and a decimal point in '2.5' at line"
          + " 3; use one of them, or state which."
      ),
      (.tooManyRows(limit: 2_147_483_647), "the file has more than 2147483647 rows; split it."),
      (
        .notWritable(name: "grade", text: "3"),
        "column 'grade': '3' would not read back as text; rename this label."
      ),
    ]
    for (error, sentence) in sentences { #expect(error.description == sentence) }
  }
}
