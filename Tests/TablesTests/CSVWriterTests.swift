import Testing

@testable import Tables

struct CSVWriterTests {
  @Test("numbers have the fewest digits that read back, labels the quotes that they need")
  func spelling() throws {
    let table = try Table(columns: [
      Column(name: "x", numbers: [12, 0.1, .nan, -.infinity, -0.0, .leastNonzeroMagnitude, 1e23]),
      Column(name: "a,b", texts: ["x", "1,5", nil, "say \"so\"", "two\nlines", " x ", "3"]),
    ])
    #expect(
      try CSVWriter.text(of: table)
        == "x,\"a,b\"\n12,x\n0.1,\"1,5\"\nNA,NA\n-Inf,\"say \"\"so\"\"\"\n-0,\"two\nlines\"\n"
        + "5e-324, x \n1e+23,3\n")
  }

  @Test("a table reads back equal: names and labels that look like separators or marks included")
  func roundTrip() throws {
    let names = ["a;b", "c\td", " e ", "\u{FEFF}f", "\"g\"", "h,i", "j\nk", "é"]
    for first in names {
      let table = try Table(columns: [
        Column(name: first, numbers: [1, .nan, 1.0 / 3]),
        Column(name: "z", texts: ["\u{FEFF}", "\t;\"", nil]),
      ])
      #expect(try read(bytes: CSVWriter.bytes(of: table)) == table)
      let single = try Table(columns: [Column(name: first, numbers: [.nan, 1, .nan])])
      #expect(try read(bytes: CSVWriter.bytes(of: single)) == single)
    }
  }

  @Test("text that would not read back as text is refused")
  func refusals() throws {
    func error(_ texts: [String?]) throws -> CSVError? {
      let table = try Table(columns: [Column(name: "g", texts: texts)])
      do throws(CSVError) {
        _ = try CSVWriter.text(of: table)
        return nil
      } catch {
        return error
      }
    }
    #expect(try error(["2", "3", nil]) == .notWritable(name: "g", text: "2"))
    #expect(try error(["2", "x"]) == nil)
    #expect(try error(["NA", "x"]) == .notWritable(name: "g", text: "NA"))
    #expect(try error(["", "x"]) == .notWritable(name: "g", text: ""))
    #expect(try error([" nan ", "x"]) == .notWritable(name: "g", text: " nan "))
    #expect(try error(["a\0", "x"]) == .notWritable(name: "g", text: "a\0"))
    #expect(try error(["1e999"]) == .notWritable(name: "g", text: "1e999"))
  }
}
