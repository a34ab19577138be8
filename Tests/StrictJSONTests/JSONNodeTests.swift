import StrictJSON
import Testing

struct JSONNodeTests {
  private let text = """
    {
      "a/b~c": [10, [true, "x"], {"é": null}],
      "t\\u0069tle": "é", "n": 3
    }
    """

  @Test("a node knows its line, its column in scalars, and its path as a JSON pointer")
  func places() throws {
    let members = try JSONDocument(text).root.members()
    #expect(members.map(\.key) == ["a/b~c", "title", "n"])
    let elements = try members[0].value.array()
    #expect(members[0].value.place == JSONPlace(line: 2, column: 12, path: "/a~1b~0c"))
    #expect(elements[0].place == JSONPlace(line: 2, column: 13, path: "/a~1b~0c/0"))
    #expect(
      try elements[1].array()[1].place == JSONPlace(line: 2, column: 24, path: "/a~1b~0c/1/1"))
    #expect(
      try elements[2].members()[0].value.place
        == JSONPlace(line: 2, column: 36, path: "/a~1b~0c/2/é"))
    #expect(members[2].value.place == JSONPlace(line: 3, column: 27, path: "/n"))
    #expect(try JSONDocument(text).root.place == JSONPlace(line: 1, column: 1, path: ""))
  }

  @Test("lines end with a line feed, with or without a carriage return before it")
  func lineEnds() throws {
    let nodes = try JSONDocument("[1,\r\n2,\r3,\n4]").root.array()
    #expect(nodes.map(\.place.line) == [1, 2, 2, 3])
    #expect(nodes.map(\.place.column) == [2, 1, 4, 1])
  }

  @Test("a node's value is what it was read from")
  func value() throws {
    let value = try JSONDocument(text).root.value
    #expect(
      value
        == .object([
          (
            "a/b~c",
            .array([
              .integer(10), .array([.bool(true), .string("x")]), .object([("é", .null)]),
            ])
          ),
          ("title", .string("é")), ("n", .integer(3)),
        ]))
  }

  @Test("a path of many keys is cut in front, and control characters in it are spelled out")
  func longPaths() throws {
    let key = String(repeating: "k", count: 120)
    let node = try JSONDocument("{\"\(key)\\n\": 1}").root.members()[0].value
    let path = "..." + String(repeating: "k", count: 99) + "\\u000a"
    #expect(
      node.refused("it is odd").description == "line 1, column 128: at \(path), it is odd.")
  }
}
