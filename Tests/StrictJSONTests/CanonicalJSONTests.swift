import StrictJSON
import TestSupport
import Testing

/// The canonical text of a document.
private func canonical(_ text: String) throws -> String {
  String(decoding: try JSONDocument(text).root.value.canonicalBytes, as: UTF8.self)
}

struct CanonicalJSONTests {
  @Test("numbers are written as JavaScript writes them, RFC 8785's samples among them")
  func numbers() throws {
    for item in try Reference(named: "json-numbers.json")["cases"].array {
      let text = try #require(item[0].string)
      #expect(try canonical(text) == item[2].string, "\(text)")
    }
  }

  @Test("the order of keys, blanks, escapes and the spelling of numbers leave no trace")
  func spelling() throws {
    let first = try canonical(#"{"b": [1, 2.50, 1e3], "a": "é\/\u000a"}"#)
    #expect(first == #"{"a":"é/\n","b":[1,2.5,1000]}"#)
    #expect(try canonical("{\n\"a\":\"\\u00e9/\\n\",\"b\":[1.0,25e-1,1000]}") == first)
    #expect(try canonical(#"{"b": [1, 2.51, 1e3], "a": "é/\n"}"#) != first)
  }

  @Test("keys are sorted by their UTF-16 code units, at every level")
  func order() throws {
    // The sample of RFC 8785, section 3.2.3: a surrogate pair sorts below U+FB33.
    let text = """
      {"\\u20ac": "Euro Sign", "\\r": "Carriage Return", "\\ufb33": "Hebrew Letter Dalet",
       "1": "One", "\\ud83d\\ude00": "Emoji", "\\u0080": "Control",
       "\\u00f6": {"b": 0, "": 1, "a": 2}}
      """
    #expect(
      try canonical(text)
        == #"{"\r":"Carriage Return","1":"One",""# + "\u{80}"
        + #"":"Control","ö":{"":1,"a":2,"b":0},"#
        + #""€":"Euro Sign","😀":"Emoji",""# + "\u{FB33}" + #"":"Hebrew Letter Dalet"}"#)
  }

  @Test("control characters have their shortest escapes, and nothing else is escaped")
  func escapes() throws {
    let all = String(String.UnicodeScalarView((0..<0x80).compactMap(Unicode.Scalar.init(_:))))
    let text = String(decoding: JSONValue.string(all).canonicalBytes, as: UTF8.self)
    #expect(
      text.hasPrefix(
        #""\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010"#))
    #expect(text.contains(##"\u001f !\"#$%&'()*+,-./0"##) && text.contains(#"[\\]^"#))
    #expect(try JSONDocument(text).root.string() == all)
  }

  @Test("what is no number in JSON becomes null")
  func notFinite() {
    let value = JSONValue.numbers([.nan, .infinity, -.infinity, -0.0])
    #expect(value.canonicalBytes == Array("[null,null,null,0]".utf8))
  }
}
