import Testing

@testable import StrictJSON

private enum Kind: String, CaseIterable { case linear, spline }

private struct Term: Equatable {
  let kind: Kind
  let name: String
  let knots: [Double]
  let unit: String?

  init(_ reader: inout ObjectReader) throws(StrictJSONError) {
    kind = try reader.oneOf("kind")
    name = try reader.string("name")
    knots = try reader.optional("knots")?.numbers() ?? []
    unit = try reader.optional("unit")?.string()
  }
}

/// The sentence of the error that reading `text` as an array of terms gives.
private func refusal(_ text: String) throws -> String? {
  let root = try JSONDocument(text).root
  do throws(StrictJSONError) {
    _ = try root.object { (reader: inout ObjectReader) throws(StrictJSONError) in
      try reader.objects("terms", Term.init)
    }
    return nil
  } catch {
    return error.description
  }
}

struct ObjectReaderTests {
  @Test("members are found in any order and spelling, and null stands for an absent option")
  func reads() throws {
    let text = #"""
      [{"kind": "spline", "name": "age", "knots": [1, 2.5], "unit": "year"},
       {"unit": null, "knots": [], "n\u0061me": "size", "kind": "linear"}]
      """#
    let terms = try JSONDocument(text).root.objects(Term.init)
    #expect(terms.map(\.kind) == [.spline, .linear])
    #expect(terms.map(\.name) == ["age", "size"])
    #expect(terms.map(\.knots) == [[1, 2.5], []])
    #expect(terms.map(\.unit) == ["year", nil])
  }

  @Test("each type of member is read")
  func types() throws {
    let text = #"""
      {"s": "é", "x": 1, "y": 1.5, "i": -7, "b": false, "xs": [1, 2e0], "ss": ["a", "b"],
       "a": [1, "b"], "m": {"z": 1, "y": 2}, "o": {"kind": "linear", "name": "n"}, "k": "spline"}
      """#
    var reader = try ObjectReader(JSONDocument(text).root)
    #expect(try reader.string("s") == "é")
    #expect(try reader.number("x") == 1)
    #expect(try reader.number("y") == 1.5)
    #expect(try reader.integer("i") == -7)
    #expect(try reader.bool("b") == false)
    #expect(try reader.numbers("xs") == [1, 2])
    #expect(try reader.strings("ss") == ["a", "b"])
    #expect(try reader.array("a").map(\.kind) == [.integer, .string])
    #expect(try reader.members("m").map(\.key) == ["z", "y"])
    #expect(try reader.object("o", Term.init).name == "n")
    #expect(try reader.oneOf("k", Kind.self) == .spline)
    try reader.finish()
    let absent = reader.optional("absent")
    #expect(absent?.kind == nil)
    #expect(try reader.value("x").kind == .integer)
  }

  @Test("what a document lacks, misspells or has too much is refused with a sentence")
  func sentences() throws {
    let cases = [
      (
        #"{"terms": [{"kind": "linear"}]}"#,
        "line 1, column 12: key 'name' is missing at /terms/0."
      ),
      (
        #"{"terms": [{"kind": "linear", "nme": "age"}]}"#,
        "line 1, column 12: key 'name' is missing at /terms/0; was 'nme' meant?"
      ),
      (
        "{\"terms\": [{\"kind\": \"spline\", \"name\": \"age\",\n  \"knotz\": [1]}]}",
        "line 2, column 3: unknown key 'knotz' at /terms/0; did you mean 'knots'?"
      ),
      (
        #"{"terms": [{"kind": "spline", "name": "age", "colour": 1}]}"#,
        "line 1, column 46: unknown key 'colour' at /terms/0."
      ),
      (#"{"terms": [], "x": 0}"#, "line 1, column 15: unknown key 'x' at the top level."),
      ("{}", "line 1, column 1: key 'terms' is missing at the top level."),
      (
        #"{"terms": [{"kind": "splin"}]}"#,
        "line 1, column 21: 'splin' stands at /terms/0/kind where one of linear, spline is wanted;"
          + " did you mean 'spline'?"
      ),
      (
        #"{"terms": [{"kind": "tree"}]}"#,
        "line 1, column 21: 'tree' stands at /terms/0/kind where one of linear, spline is wanted."
      ),
      (
        #"{"terms": [{"kind": 5}]}"#,
        "line 1, column 21: the number 5 stands at /terms/0/kind where a text is wanted."
      ),
      (
        #"{"terms": {}}"#,
        "line 1, column 11: an object stands at /terms where an array of objects is wanted."
      ),
      (
        #"{"terms": [[]]}"#,
        "line 1, column 12: an array stands at /terms/0 where an object is wanted."
      ),
      (
        #"{"terms": [{"kind": "spline", "name": "age", "knots": [1, null]}]}"#,
        "line 1, column 59: null stands at /terms/0/knots/1 where a number is wanted."
      ),
      ("[]", "line 1, column 1: an array stands at the top level where an object is wanted."),
    ]
    for (text, sentence) in cases {
      #expect(try refusal(text) == sentence, "\(text)")
    }
  }

  @Test("a value of another type is refused with what was found and what is wanted")
  func wrongTypes() throws {
    func sentence<Value>(
      _ text: String, _ read: (JSONNode) throws -> Value
    ) throws -> String? {
      let node = try JSONDocument("[\(text)]").root.array()[0]
      do {
        _ = try read(node)
        return nil
      } catch let error as StrictJSONError {
        guard case .wrongType(let found, let wanted, let place) = error else { return "\(error)" }
        #expect(place.path.hasPrefix("/0"))
        return "\(found) for \(wanted)"
      }
    }
    #expect(try sentence("true") { try $0.string() } == "true for a text")
    #expect(try sentence("\"1\"") { try $0.number() } == "the text '1' for a number")
    #expect(try sentence("null") { try $0.integer() } == "null for an integer")
    #expect(
      try sentence("3.0") { try $0.integer() }
        == "the number 3.0 for an integer without point or exponent")
    #expect(
      try sentence("99999999999999999999") { try $0.integer() }
        == "the number 99999999999999999999 for an integer of at most 64 bits")
    #expect(try sentence("0") { try $0.bool() } == "the number 0 for true or false")
    #expect(try sentence("{}") { try $0.array() } == "an object for an array")
    #expect(try sentence("\"\"") { try $0.numbers() } == "the text '' for an array of numbers")
    #expect(try sentence("[1, false]") { try $0.numbers() } == "false for a number")
    #expect(try sentence("[1, [2], 3]") { try $0.numbers() } == "an array for a number")
    #expect(try sentence("7") { try $0.strings() } == "the number 7 for an array of texts")
    #expect(try sentence("[7e1]") { try $0.strings() } == "the number 7e1 for a text")
    #expect(try sentence("[]") { try $0.members() } == "an array for an object")
    let long = String(repeating: "a", count: 70)
    #expect(
      try sentence("\"\(long)\"") { try $0.number() }
        == "the text '\(long.prefix(60))...' for a number")
  }

  @Test("a reader can refuse a value for reasons of its own, at its place")
  func refused() throws {
    let node = try JSONDocument("{\"knots\":\n [2, 1]}").root.members()[0].value
    #expect(
      node.refused("knots must increase").description
        == "line 2, column 2: at /knots, knots must increase.")
  }

  @Test("objects of hundreds of members are read in any order")
  func wide() throws {
    let names = (0..<300).map { "k\($0)" }
    let text = "{" + names.map { "\"\($0)\": \"\($0)\"" }.joined(separator: ",") + "}"
    var reader = try ObjectReader(JSONDocument(text).root)
    for name in names.reversed() { #expect(try reader.string(name) == name) }
    try reader.finish()
  }
}
