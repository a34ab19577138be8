import StrictJSON
import TestSupport
import Testing

struct NumberLiteralTests {
  @Test("hard decimals are the doubles of Python's float, to the bit")
  func python() throws {
    let cases = try Reference(named: "json-numbers.json")["cases"].array
    #expect(cases.count >= 3000)
    for item in cases {
      let text = try #require(item[0].string)
      let bits = try #require(item[1].string.flatMap { UInt64($0, radix: 16) })
      #expect(try JSONDocument(text).root.number().bitPattern == bits, "\(text)")
    }
  }

  @Test("random decimals are the doubles of the standard library")
  func standardLibrary() throws {
    var random = SplitMix64(seed: 11)
    for _ in 0..<10_000 {
      let digits =
        UInt64.random(in: 0...(.max), using: &random) >> UInt64.random(in: 0...63, using: &random)
      let text = "-\(digits)e\(Int.random(in: -345...288, using: &random))"
      let expected = try #require(Double(text))
      #expect(try JSONDocument(text).root.number().bitPattern == expected.bitPattern, "\(text)")
    }
  }

  @Test("an integer is what is written without point and exponent and fits 64 bits")
  func integers() throws {
    for (text, kind) in [
      ("7", JSONKind.integer), ("7.0", .number), ("7e0", .number), ("-0", .number),
      ("9223372036854775807", .integer), ("9223372036854775808", .number),
      ("-9223372036854775808", .integer), ("-9223372036854775809", .number),
      ("18446744073709551615", .number), ("18446744073709551616", .number),
      ("00000000000000000000".prefix(1).description, .integer),
    ] {
      #expect(try JSONDocument(text).root.kind == kind, "\(text)")
    }
  }

  @Test("a number of a million digits is read, and one beyond the range is cut in its error")
  func longNumbers() throws {
    let digits = String(repeating: "3", count: 1_000_000)
    #expect(try JSONDocument("0." + digits).root.number() == 1.0 / 3)
    #expect {
      try JSONDocument(digits)
    } throws: { error in
      "\(error)"
        == "line 1, column 1: '\(digits.prefix(60))...' at the top level is beyond the range of a"
        + " double."
    }
  }
}
