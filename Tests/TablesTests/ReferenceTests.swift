import Foundation
import TestSupport
import Testing

/// The reader of reference files has to be right before it says who is wrong.
@Suite struct ReferenceTests {
  @Test("hard decimals in JSON are the nearest doubles, as Python's float() says")
  func hardCases() throws {
    // Halfway between doubles, subnormal, at the ends of the range: by Python, as text and bits.
    let cases = try Reference(named: "csv-decimals.json")["cases"].array
    var count = 0
    for item in cases {
      guard let text = item[0].string, let bits = item[1].string.flatMap({ UInt64($0, radix: 16) }),
        text.first.map({ $0 == "-" || $0.isNumber }) == true, !text.contains(","),
        Double(bitPattern: bits).isFinite
      else { continue }
      let number = Reference(Data("[\(text)]".utf8))[0].number
      #expect(number?.bitPattern == bits, "\(text)")
      count += 1
    }
    #expect(count >= 3500)
  }

  @Test("a double printed with 17 digits reads back to its bits")
  func seventeenDigits() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<5000 {
      let value = Double(bitPattern: random.next())
      guard value.isFinite else { continue }
      let text = String(format: "%.16e", value)
      #expect(Reference(Data("{\"x\": \(text)}".utf8))["x"].number == value, "\(text)")
    }
  }

  @Test("texts, escapes, nesting, true, false and null are read")
  func others() {
    let json = Reference(
      Data(
        #"{"a": [1, "x\"\\\u00e9\ud83d\ude00\n", true, null, {"b": []}], "c": false, "d": "Inf"}"#
          .utf8))
    #expect(json.keys == ["a", "c", "d"])
    #expect(json["a"][1].string == "x\"\\\u{e9}\u{1F600}\n")
    #expect(json["a"].numbers.map(\.isNaN) == [false, true, false, true, true])
    #expect(json["a"][2].number == 1)
    #expect(!json["a"][3].exists)
    #expect(json["a"][4]["b"].exists)
    #expect(json["c"].number == 0)
    #expect(json["d"].number == .infinity)
  }

  @Test(
    "what is no JSON has no value",
    arguments: [
      "", "[1,]", "[1 2]", "{\"a\" 1}", "\"x", "tru", "1..2", "[1]]", "{1: 2}", "\"\\q\"",
    ])
  func faults(text: String) {
    #expect(!Reference(Data(text.utf8)).exists)
  }
}
