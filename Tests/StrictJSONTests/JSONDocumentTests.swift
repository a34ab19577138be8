import Testing

@testable import StrictJSON

/// The value of a text, or the sentence of its error.
private func read(_ text: String, limits: JSONLimits = JSONLimits()) -> JSONValue {
  do throws(StrictJSONError) {
    return try JSONDocument(text, limits: limits).root.value
  } catch {
    return .string("error: \(error)")
  }
}

/// The sentence of the error of some bytes.
private func refusal(_ bytes: [UInt8], limits: JSONLimits = JSONLimits()) -> String? {
  do throws(StrictJSONError) {
    _ = try JSONDocument(bytes, limits: limits)
    return nil
  } catch {
    return error.description
  }
}

struct JSONDocumentTests {
  @Test("every form that RFC 8259 allows is read", arguments: valid)
  func accepts(text: String, value: JSONValue) {
    #expect(read(text) == value, "\(text)")
  }

  @Test("what RFC 8259 does not allow is refused with a sentence", arguments: invalid)
  func refuses(text: String, sentence: String) {
    #expect(refusal(Array(text.utf8)) == sentence, "\(text)")
  }

  @Test("bytes that are not UTF-8 are refused wherever they stand", arguments: notUTF8)
  func refusesBytes(bytes: [UInt8]) {
    let inside = Array("{\"k\":\n [\"a".utf8) + bytes + Array("\"]}".utf8)
    #expect(
      refusal(inside) == "line 2, column 5: the bytes are not UTF-8; save the text as UTF-8.")
    #expect(refusal(bytes) == "line 1, column 1: the bytes are not UTF-8; save the text as UTF-8.")
    #expect(
      refusal(Array("1 ".utf8) + bytes)
        == "line 1, column 3: the bytes are not UTF-8; save the text as UTF-8.")
  }

  @Test("the ends of each range of UTF-8 are read as they are")
  func boundsOfUTF8() {
    let text = "\u{7F}\u{80}\u{7FF}\u{800}\u{D7FF}\u{E000}\u{FFFD}\u{FFFF}\u{10000}\u{10FFFF}"
    #expect(read("\"\(text)\"") == .string(text))
  }

  @Test("a text may have as many bytes as the limit says, and no more")
  func limitOfBytes() {
    #expect(read("[1]", limits: JSONLimits(bytes: 3)) == .array([.integer(1)]))
    let sentence = "the text has 4 bytes, more than the 3 that are read."
    #expect(refusal(Array("[1] ".utf8), limits: JSONLimits(bytes: 3)) == sentence)
    Array("[1] ".utf8).withUnsafeBytes { bytes in
      _ = #expect(throws: StrictJSONError.tooLong(bytes: 4, limit: 3)) {
        try JSONDocument(bytes, limits: JSONLimits(bytes: 3))
      }
    }
    #expect(JSONLimits().bytes == 16_777_216)
  }

  @Test("arrays and objects may be nested as deep as the limit says, and no deeper")
  func limitOfDepth() {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    #expect(refusal(nested(64)) == nil)
    #expect(
      refusal(nested(65))
        == "line 1, column 65: arrays and objects are nested deeper than 64 levels.")
    #expect(refusal(nested(10_000))?.hasSuffix("nested deeper than 64 levels.") == true)
    let most = JSONLimits(depth: 1_000_000)
    #expect(most.depth == 512)
    #expect(refusal(nested(512), limits: most) == nil)
    #expect(refusal(nested(513), limits: most) != nil)
    #expect(refusal([UInt8](repeating: UInt8(ascii: "["), count: 1_000_000), limits: most) != nil)
    let objects = String(repeating: "{\"a\":", count: 10_000)
    #expect(
      refusal(Array(objects.utf8))
        == "line 1, column 321: arrays and objects are nested deeper than 64 levels.")
    #expect(read("0", limits: JSONLimits(depth: 0)) == .integer(0))
  }

  @Test("at the deepest allowed, values are made, compared and written")
  func deepest() throws {
    let text = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
    let value = try JSONDocument(text, limits: JSONLimits(depth: 512)).root.value
    #expect(value == value)
    #expect(value.text(.compact) == text)
    #expect(value.canonicalBytes == Array(text.utf8))
  }

  @Test("a duplicate key is found among many, in other spellings, and not across objects")
  func duplicateKeys() {
    let many = (0..<100).map { "\"k\($0)\": 0" }.joined(separator: ",\n")
    #expect(refusal(Array("{\(many)}".utf8)) == nil)
    #expect(
      refusal(Array("{\(many),\n\"k41\": 1}".utf8))
        == "line 101, column 1: key 'k41' at the top level stands already on line 42;"
        + " remove one of them.")
    #expect(
      refusal(Array("{\"ab\": 0, \"a\\u0062\": 1}".utf8))
        == "line 1, column 11: key 'ab' at the top level stands already on line 1;"
        + " remove one of them.")
    // é in one scalar and in two are one key, as they would be in a dictionary.
    #expect(refusal(Array("{\"\u{E9}\": 0, \"e\u{301}\": 1}".utf8)) != nil)
    #expect(refusal(Array(#"{"a": {"a": 0}, "b": {"a": 0}, "aa": 1, "": 2}"#.utf8)) == nil)
    #expect(
      refusal(Array("{\"a\": 0, \"c\": {\"x\": [{\"b\": 1,\n \"b\": 1}]}}".utf8))
        == "line 2, column 2: key 'b' at /c/x/0 stands already on line 1; remove one of them.")
  }

  @Test("bytes, a buffer and a text are read alike")
  func sources() throws {
    let text = #"{"a": [1, "é"]}"#
    let fromText = try JSONDocument(text).root.value
    #expect(try JSONDocument(Array(text.utf8)).root.value == fromText)
    let fromBuffer = try Array(text.utf8).withUnsafeBytes { try JSONDocument($0).root.value }
    #expect(fromBuffer == fromText)
    #expect(throws: StrictJSONError.empty) {
      try JSONDocument(UnsafeRawBufferPointer(start: nil, count: 0))
    }
  }
}

// MARK: - Texts

private let valid: [(String, JSONValue)] = [
  ("null", .null), ("true", .bool(true)), ("false", .bool(false)), (" \t\r\n0 \n", .integer(0)),
  ("-1", .integer(-1)), ("-0", .number(-0.0)), ("0.0", .number(0)), ("1e0", .number(1)),
  ("1E+2", .number(100)), ("1e-2", .number(0.01)), ("0e5", .number(0)), ("-0.0e-0", .number(-0.0)),
  ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
  ("9223372036854775808", .number(9_223_372_036_854_775_808)),
  ("-9223372036854775809", .number(-9_223_372_036_854_775_808)),
  ("100000000000000000000", .number(1e20)),
  ("1.7976931348623157e308", .number(0x1.fffffffffffffp1023)),
  ("1e-400", .number(0)), ("4.9e-324", .number(.leastNonzeroMagnitude)),
  ("[]", .array([])), ("{}", .object([])), ("[ ]", .array([])), ("{\n}", .object([])),
  ("[1,2 , 3]", .array([.integer(1), .integer(2), .integer(3)])),
  ("[[],{},[[]]]", .array([.array([]), .object([]), .array([.array([])])])),
  ("[null,[true]]", .array([.null, .array([.bool(true)])])),
  (
    #"{"b":1,"a":{"c":[]},"":2}"#,
    .object([("b", .integer(1)), ("a", .object([("c", .array([]))])), ("", .integer(2))])
  ),
  (#""""#, .string("")), (#""a b""#, .string("a b")),
  (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{C}\n\r\t")),
  (#""\u0041\u00e9\u00E9\uFFFF\u0000""#, .string("A\u{E9}\u{E9}\u{FFFF}\0")),
  (#""\uD83D\uDE00 \udbff\udfff""#, .string("\u{1F600} \u{10FFFF}")),
  ("\"\u{7F}\u{2028}\u{FEFF}\"", .string("\u{7F}\u{2028}\u{FEFF}")),
  (#"{"a\nb":"\\"}"#, .object([("a\nb", .string("\\"))])),
  (#""// no comment""#, .string("// no comment")),
]

private let position = "line 1, column "

private let invalid: [(String, String)] = [
  // The text as a whole
  ("", "the text is empty where a JSON value is wanted."),
  (" \n ", "the text is empty where a JSON value is wanted."),
  ("\u{FEFF}{}", "the text starts with a byte order mark; save it as UTF-8 without one."),
  ("1 2", position + "3: '2' follows the end of the document; remove it."),
  ("{}}", position + "3: '}' follows the end of the document; remove it."),
  ("[]\n,", "line 2, column 1: ',' follows the end of the document; remove it."),
  ("{} // end", position + "4: JSON has no comments; remove this one."),
  // Arrays and objects
  ("[", position + "1: an array opens at the top level and is never closed."),
  ("[1", position + "1: an array opens at the top level and is never closed."),
  ("[1,", position + "1: an array opens at the top level and is never closed."),
  ("{\"a\":\n [{\"b\": [0]}, ", "line 2, column 2: an array opens at /a and is never closed."),
  ("{", position + "1: an object opens at the top level and is never closed."),
  ("{\"a\"", position + "1: an object opens at the top level and is never closed."),
  ("{\"a\":", position + "1: an object opens at the top level and is never closed."),
  ("{\"a\":1,", position + "1: an object opens at the top level and is never closed."),
  ("]", position + "1: ']' stands at the top level where a value is wanted."),
  ("[1}", position + "3: '}' stands at the top level where ',' or ']' is wanted."),
  ("{\"a\":[1}}", position + "8: '}' stands at /a where ',' or ']' is wanted."),
  ("{\"a\":1]", position + "7: ']' stands at the top level where ',' or '}' is wanted."),
  ("[1 2]", position + "4: '2' stands at the top level where ',' or ']' is wanted."),
  ("[1;2]", position + "3: ';' stands at the top level where ',' or ']' is wanted."),
  ("[,1]", position + "2: ',' stands at /0 where a value is wanted."),
  ("[1,,2]", position + "4: ',' stands at /1 where a value is wanted."),
  ("[1,]", position + "3: a comma follows the last element of an array; remove it."),
  ("[1\n, ]", "line 2, column 1: a comma follows the last element of an array; remove it."),
  ("{\"a\":1,}", position + "7: a comma follows the last member of an object; remove it."),
  ("{,}", position + "2: ',' stands at the top level where a key in double quotes is wanted."),
  ("{a:1}", position + "2: 'a' stands at the top level where a key in double quotes is wanted."),
  ("{'a':1}", position + "2: ''' stands at the top level where a key in double quotes is wanted."),
  ("{1:1}", position + "2: '1' stands at the top level where a key in double quotes is wanted."),
  ("{\"a\" 1}", position + "6: '1' stands at the top level where ':' is wanted."),
  ("{\"a\",1}", position + "5: ',' stands at the top level where ':' is wanted."),
  ("{\"a\":}", position + "6: '}' stands at /a where a value is wanted."),
  ("{\"a\":1 \"b\":2}", position + "8: '\"' stands at the top level where ',' or '}' is wanted."),
  (
    "{\"a\":1,\n\"a\":2}",
    "line 2, column 1: key 'a' at the top level stands already on line 1;"
      + " remove one of them."
  ),
  ("[/* no */1]", position + "2: JSON has no comments; remove this one."),
  ("[1, # no\n2]", position + "5: JSON has no comments; remove this one."),
  ("{\"a\":1 // no\n}", position + "8: JSON has no comments; remove this one."),
  ("[/]", position + "2: '/' stands at /0 where a value is wanted."),
  ("\u{0}", position + "1: '\\u0000' stands at the top level where a value is wanted."),
  ("[1,\u{C}2]", position + "4: '\\u000c' stands at /1 where a value is wanted."),
  ("[1\u{A0}]", position + "3: '\\u00a0' stands at the top level where ',' or ']' is wanted."),
  (
    "\u{201C}a\u{201D}", position + "1: '\u{201C}' stands at the top level where a value is wanted."
  ),
  // Strings
  ("\"a", position + "1: a string opens at the top level and is never closed."),
  ("\"a\\\"", position + "1: a string opens at the top level and is never closed."),
  ("\"a\\", position + "1: a string opens at the top level and is never closed."),
  ("{\"a\": [\"b", position + "8: a string opens at /a/0 and is never closed."),
  (
    "[\"a\nb\"]",
    position + "4: a string at /0 holds the control character of code 10;"
      + " write it as \\u000a."
  ),
  (
    "\"\u{1F}\"",
    position + "2: a string at the top level holds the control character of code 31;"
      + " write it as \\u001f."
  ),
  (
    "\"\u{0}\"",
    position + "2: a string at the top level holds the control character of code 0;"
      + " write it as \\u0000."
  ),
  ("\"\\x41\"", position + "2: '\\x' at the top level is no escape of JSON."),
  ("\"\\é\"", position + "2: '\\é' at the top level is no escape of JSON."),
  ("\"\\u12G4\"", position + "2: '\\u12G4' at the top level is no escape of JSON."),
  ("\"\\u12\"", position + "2: '\\u12' at the top level is no escape of JSON."),
  ("\"\\u", position + "2: '\\u' at the top level is no escape of JSON."),
  ("\"\\U0041\"", position + "2: '\\U' at the top level is no escape of JSON."),
  ("\"é\\uD800\"", position + "3: '\\uD800' at the top level is half a surrogate pair."),
  ("\"\\uDC00\\uD800\"", position + "2: '\\uDC00' at the top level is half a surrogate pair."),
  ("\"\\uD800\\u0041\"", position + "2: '\\uD800' at the top level is half a surrogate pair."),
  ("{\"a\": \"\\udfff\"}", position + "8: '\\udfff' at /a is half a surrogate pair."),
  // Numbers
  (
    "01",
    position + "1: '01' at the top level is no number:"
      + " a number does not start with a zero before other digits."
  ),
  (
    "-012",
    position + "1: '-012' at the top level is no number:"
      + " a number does not start with a zero before other digits."
  ),
  ("[+1]", position + "2: '+1' at /0 is no number: a number has no plus sign in front."),
  ("-", position + "1: '-' at the top level is no number: a digit is wanted after the sign."),
  ("[--1]", position + "2: '--1' at /0 is no number: a digit is wanted after the sign."),
  (
    ".5",
    position + "1: '.5' at the top level is no number:"
      + " a digit is wanted before the decimal point."
  ),
  (
    "-.5",
    position + "1: '-.5' at the top level is no number:"
      + " a digit is wanted before the decimal point."
  ),
  (
    "1.",
    position + "1: '1.' at the top level is no number:"
      + " a digit is wanted after the decimal point."
  ),
  (
    "1.e5",
    position + "1: '1.e5' at the top level is no number:"
      + " a digit is wanted after the decimal point."
  ),
  ("1e", position + "1: '1e' at the top level is no number: a digit is wanted in the exponent."),
  ("1e+", position + "1: '1e+' at the top level is no number: a digit is wanted in the exponent."),
  ("[1.2.3]", position + "2: '1.2.3' at /0 is no number: text follows the number."),
  ("0x10", position + "1: '0x10' at the top level is no number: text follows the number."),
  ("1_000", position + "1: '1_000' at the top level is no number: text follows the number."),
  ("5cm", position + "1: '5cm' at the top level is no number: text follows the number."),
  ("{\"b\": 1e400}", position + "7: '1e400' at /b is beyond the range of a double."),
  ("-1e309", position + "1: '-1e309' at the top level is beyond the range of a double."),
  (
    "1.7976931348623159e308",
    position
      + "1: '1.7976931348623159e308' at the top level is beyond the range of a double."
  ),
  // Words
  ("NaN", wordRefused("NaN", 1, "the top level")),
  ("[1, Infinity]", wordRefused("Infinity", 5, "/1")),
  ("{\"a\":-Infinity}", wordRefused("-Infinity", 6, "/a")),
  ("[+Inf]", wordRefused("+Inf", 2, "/0")), ("[-NaN]", wordRefused("-NaN", 2, "/0")),
  ("True", wordRefused("True", 1, "the top level")),
  ("nul", wordRefused("nul", 1, "the top level")),
  ("nulll", wordRefused("nulll", 1, "the top level")),
  ("[NA]", wordRefused("NA", 2, "/0")), ("undefined", wordRefused("undefined", 1, "the top level")),
]

private func wordRefused(_ word: String, _ column: Int, _ name: String) -> String {
  "line 1, column \(column): '\(word)' at \(name) is no value; use null, true, false, a number or"
    + " a text in double quotes."
}

private let notUTF8: [[UInt8]] = [
  [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
  [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80],
  [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
  [0xFE], [0xFF, 0xFE, 0x31, 0x00], [0xE2, 0x28, 0xA1], [0xF0, 0x9F, 0x28, 0x80],
]
