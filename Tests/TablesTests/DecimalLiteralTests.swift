import TestSupport
import Testing

@testable import Tables

/// The value of a whole text, or nil.
private func value(_ text: String, _ marks: DecimalMarks = .point) -> Double? {
  Array(text.utf8).withUnsafeBufferPointer { DecimalLiteral.whole($0, marks)?.value }
}

struct DecimalLiteralTests {
  @Test(
    "decimals at and near ties, and at the ends of the range, are the doubles of Python's float")
  func python() throws {
    let cases = try Reference(named: "csv-decimals.json")["cases"].array
    #expect(cases.count >= 4000)
    for item in cases {
      let text = try #require(item[0].string)
      let bits = try #require(item[1].string.flatMap { UInt64($0, radix: 16) })
      #expect(value(text)?.bitPattern == bits, "\(text)")
    }
  }

  @Test("random decimals are the doubles of the standard library")
  func standardLibrary() {
    var random = SplitMix64(seed: 7)
    for _ in 0..<20_000 {
      let digits =
        UInt64.random(in: 0...(.max), using: &random) >> UInt64.random(in: 0...63, using: &random)
      let text = "\(digits)e\(Int.random(in: -345...290, using: &random))"
      let expected = Double(text) ?? .nan
      #expect(value(text)?.bitPattern == expected.bitPattern, "\(text)")
    }
  }

  @Test("a decimal beyond the largest double is infinite")
  func overflow() {
    for text in ["1.7976931348623159e308", "1e309", "18446744073709551615e300", "1e99999999999"] {
      #expect(value(text) == .infinity)
      #expect(value("-" + text) == -.infinity)
    }
  }

  @Test("what is no decimal, or is followed by anything, is refused")
  func refusals() {
    for text in [
      "", "+", "-", ".", "-.", "e5", ".e5", "1e", "1e+", "1e-x", "1.2.3", "1,5", "0x1A", "1 ", " 1",
      "1f", "12 cm", "++1", "1_000", "Inf", "NaN", "١", "123456789x", "1.23456789x",
    ] {
      #expect(value(text) == nil, "\(text)")
    }
    #expect(value("1,5", .comma) == 1.5)
    #expect(value("1,5", .either) == 1.5)
    #expect(value("1.5", .comma) == nil)
    #expect(value("1,23456789012345678901234567890", .comma) == 1.2345678901234567)
    #expect(value("1.234,5", .either) == nil)
  }

  @Test("5^q has 128 leading bits: truncated above one, rounded up below")
  func powersOfFive() {
    #expect(PowersOfFive[0].high == 1 << 63 && PowersOfFive[0].low == 0)
    #expect(PowersOfFive[1].high == 0xA000_0000_0000_0000 && PowersOfFive[1].low == 0)
    #expect(PowersOfFive[-1].high == 0xCCCC_CCCC_CCCC_CCCC)
    #expect(PowersOfFive[-1].low == 0xCCCC_CCCC_CCCC_CCCD)
  }
}
