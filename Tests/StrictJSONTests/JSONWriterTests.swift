import StrictJSON
import TestSupport
import Testing

private let sample = JSONValue.object([
  ("title", .string("Tab\t, \"quote\", é")), ("empty", .array([])), ("none", .object([])),
  ("knots", .numbers([20, 40.5, 1e-7])), ("n", .integer(-5)),
  ("terms", .array([.object([("on", .bool(true))]), .array([.integer(1)]), .null])),
])

struct JSONWriterTests {
  @Test("pretty text has a member a line, two spaces a level, and short arrays on one line")
  func pretty() {
    #expect(
      sample.text() == #"""
        {
          "title": "Tab\t, \"quote\", é",
          "empty": [],
          "none": {},
          "knots": [20.0, 40.5, 1e-07],
          "n": -5,
          "terms": [
            {
              "on": true
            },
            [1],
            null
          ]
        }

        """#)
  }

  @Test("compact text has no blanks and no line end")
  func compact() {
    #expect(
      sample.text(.compact) == #"{"title":"Tab\t, \"quote\", é","empty":[],"none":{},"#
        + #""knots":[20.0,40.5,1e-07],"n":-5,"terms":[{"on":true},[1],null]}"#)
    #expect(sample.bytes(.compact) == Array(sample.text(.compact).utf8))
  }

  @Test("an array of plain values stays on a line up to the width; then numbers fill lines")
  func widths() {
    let numbers = JSONValue.array((10..<16).map { .integer($0) })
    #expect(numbers.text(.lines(width: 24)) == "[10, 11, 12, 13, 14, 15]\n")
    #expect(numbers.text(.lines(width: 23)) == "[\n  10, 11, 12, 13, 14,\n  15\n]\n")
    #expect(numbers.text(.lines(width: 9)) == "[\n  10, 11,\n  12, 13,\n  14, 15\n]\n")
    #expect(numbers.text(.lines(width: 0)) == "[\n  10,\n  11,\n  12,\n  13,\n  14,\n  15\n]\n")
    let member = JSONValue.object([("a", .strings(["b", "c"])), ("d", .strings(["e", "f"]))])
    // The comma behind the first array is counted.
    #expect(
      member.text(.lines(width: 17))
        == "{\n  \"a\": [\"b\", \"c\"],\n  \"d\": [\"e\", \"f\"]\n}\n".replacing(
          "[\"b\", \"c\"]", with: "[\n    \"b\",\n    \"c\"\n  ]"))
    #expect(member.text(.lines(width: 18)).contains("  \"a\": [\"b\", \"c\"],\n"))
    let long = JSONValue.numbers((0..<1000).map(Double.init))
    #expect(long.text().split(separator: "\n").allSatisfy { $0.utf8.count <= 100 })
    #expect(long.text().split(separator: "\n").dropFirst().dropLast(2).allSatisfy { $0.count > 90 })
    #expect(long.text(.unwrapped).split(separator: "\n").count == 1)
  }

  @Test("numbers have the fewest digits that read back; what is not finite is null")
  func numbers() throws {
    #expect(
      JSONValue.numbers([0.1, 5, -0.0, .nan, .infinity]).text(.compact)
        == "[0.1,5.0,-0.0,null,null]")
    #expect(JSONValue.optional(nil) == .null && JSONValue.optional(2) == .number(2))
    var random = SplitMix64(seed: 5)
    for _ in 0..<10_000 {
      let value = Double(bitPattern: random.next())
      guard value.isFinite else { continue }
      let back = try JSONDocument(JSONValue.number(value).text(.compact)).root.number()
      #expect(back.bitPattern == value.bitPattern)
    }
  }

  @Test("equality tells apart what is written differently")
  func equality() {
    #expect(JSONValue.integer(5) != .number(5) && JSONValue.number(0) != .number(-0.0))
    #expect(JSONValue.number(.nan) == .number(.nan))
    #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
    #expect(
      JSONValue.object([("a", .null), ("b", .null)])
        != .object([("b", .null), ("a", .null)]))
    #expect(JSONValue.object([("a", .null)]) != .object([("a", .null), ("b", .null)]))
  }
}
