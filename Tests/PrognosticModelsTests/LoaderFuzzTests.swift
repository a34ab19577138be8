import StrictJSON
import Testing

@testable import PrognosticModels

@Suite("Loading what is no document")
struct LoaderFuzzTests {
  private static let vocabularyFile = "models/vocabulary.json"

  @Test("a document cut off anywhere is refused, by file and place", arguments: Library.documents)
  func truncated(_ document: String) throws {
    let bytes = try Library.bytes(document)
    let end = bytes.lastIndex(of: UInt8(ascii: "}")) ?? 0
    let lengths = (0...end).filter { $0 < 200 || $0 > end - 200 || $0 % 61 == 0 }
    let files = lengths.map { ("cut-\($0).json", Array(bytes[..<$0])) }
    try expectRefusal(of: files)
  }

  @Test("a vocabulary cut off anywhere is refused, by file and place")
  func truncatedVocabulary() throws {
    let bytes = try Library.bytes(Self.vocabularyFile)
    let end = bytes.lastIndex(of: UInt8(ascii: "}")) ?? 0
    for length in stride(from: 0, through: end, by: 613) + [end] {
      let error = #expect(throws: ModelLibraryError.self) {
        try ModelLibrary(files: [("vocabulary.json", Array(bytes[..<length]))])
      }
      let text = error?.description ?? ""
      #expect(text.hasPrefix("vocabulary.json: "), "cut at \(length): \(text)")
    }
  }

  @Test(
    "with any key removed a document is read, or refused by file and place",
    arguments: Library.documents)
  func removed(_ document: String) throws {
    let original = try JSONDocument(Library.bytes(document)).root.value
    let isOptional: Set = [
      "/riskGroups", "/cannotTell", "/decides", "/cautions", "/baseline", "/covariance", "/total",
      "/fit",
    ]
    var optional: [(String, [UInt8])] = []
    var required: [(String, [UInt8])] = []
    var kinds: Set<String> = []
    for (pointer, _) in original.places() {
      // Of the members of like items, one.
      let kind = pointer.split(separator: "/").map { Int($0) == nil ? String($0) : "*" }
      guard kinds.insert(kind.joined(separator: "/")).inserted else { continue }
      let bytes = try JSONPatch(.remove, at: pointer).applied(to: original).bytes()
      let isRequired =
        pointer.dropFirst().firstIndex(of: "/") == nil && !isOptional.contains(pointer)
      if isRequired {
        required.append((fileName(pointer), bytes))
      } else {
        optional.append((fileName(pointer), bytes))
      }
    }
    try expectRefusal(of: required)
    for fault in try Library.faults(in: optional) {
      guard case .document(let file, let error) = fault else { continue }
      #expect(error.place != nil, "\(fault)")
      #expect(fault.description.hasPrefix(file + ": line "), "\(fault)")
    }
  }

  @Test(
    "a number written as text is refused where it stands", arguments: Library.documents)
  func numberAsText(_ document: String) throws {
    try expectRefusal(ofNumbersIn: document) { "\"\($0)\"" }
  }

  @Test("NaN, infinity and numbers beyond a double are refused", arguments: Library.documents)
  func notFinite(_ document: String) throws {
    var texts = (0...).lazy.map { ["NaN", "-Infinity", "1e999", "nan"][$0 % 4] }.makeIterator()
    try expectRefusal(ofNumbersIn: document) { _ in texts.next() ?? "NaN" }
  }

  @Test("a key that stands there twice is refused", arguments: Library.documents)
  func duplicateKey(_ document: String) throws {
    let original = try JSONDocument(Library.bytes(document)).root.value
    var files: [(String, [UInt8])] = []
    for (pointer, value) in [("", original)] + original.places() {
      guard case .object(let members) = value, let last = members.last else { continue }
      let twice = JSONValue.object(members + [last])
      files.append(
        (
          fileName(pointer),
          try JSONPatch(.replace(twice), at: pointer).applied(to: original).bytes()
        ))
    }
    let faults = try Library.faults(in: files)
    #expect(faults.count == files.count)
    for case .document(_, let error) in faults {
      guard case .duplicateKey = error else {
        Issue.record("\(error)")
        continue
      }
    }
  }

  @Test("ten thousand levels of nesting are refused at any place", arguments: Library.documents)
  func deep(_ document: String) throws {
    let original = try JSONDocument(Library.bytes(document)).root.value
    for (open, close) in [("[", "]"), ("{\"a\": ", "}")] {
      let text =
        String(repeating: open, count: 10_000) + "1" + String(repeating: close, count: 10_000)
      let places = original.places().enumerated().filter { $0.offset % 23 == 0 }
      let files = try places.map { _, place in
        (fileName(place.pointer), try spliced(text, at: place.pointer, into: original))
      }
      try expectRefusal(of: files)
    }
  }

  @Test("texts that are no JSON and JSON that is no object are refused")
  func noDocument() throws {
    let texts = [
      "", " ", "null", "true", "1", "\"a text\"", "[]", "{}", "[{}]", "\u{FEFF}{}", "{\"format\"",
      "{} {}", "// no\n{}", "\u{0}",
    ]
    var files = texts.enumerated().map { ("text-\($0).json", Array($1.utf8)) }
    files.append(("latin-1.json", [0x7B, 0x22, 0xE9, 0x22, 0x3A, 0x31, 0x7D]))
    try expectRefusal(of: files)
  }

  @Test("a fault in one document keeps no other from being read")
  func others() throws {
    let document = "models/fnclcc-grade-1997.json"
    let library = try ModelLibrary(files: [
      ("vocabulary.json", Library.bytes(Self.vocabularyFile)), ("broken.json", [0x7B]),
      ("fnclcc-grade-1997.json", Library.bytes(document)),
      ("elsewhere.json", Library.bytes(document)),
    ])
    #expect(library.models.map(\.id) == ["fnclcc-grade-1997"])
    #expect(
      library.faults.map(\.description) == [
        "broken.json: line 1, column 1: an object opens at the top level and is never closed.",
        "elsewhere.json: the id 'fnclcc-grade-1997' is not the file's name.",
      ])
  }

  // MARK: - Helpers

  /// Expects that each file is refused with a sentence that starts with its name, and with the place
  /// of the fault, unless the text as a whole is refused.
  @discardableResult
  private func expectRefusal(
    of files: [(String, [UInt8])], sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [ModelLibraryError] {
    let faults = try Library.faults(in: files)
    let refused = Set(
      faults.compactMap {
        if case .document(let file, _) = $0 { file } else { nil }
      })
    let accepted = files.map(\.0).filter { !refused.contains($0) }
    #expect(accepted == [], sourceLocation: sourceLocation)
    for case .document(let file, let error) in faults {
      let text = ModelLibraryError.document(file: file, error).description
      let isOfWholeText = error == .empty || error == .byteOrderMark
      #expect(text.hasPrefix(file + ": "), sourceLocation: sourceLocation)
      #expect(
        isOfWholeText || text.hasPrefix(file + ": line ") && error.place != nil,
        "\(text)", sourceLocation: sourceLocation)
    }
    return faults
  }

  /// Replaces every number outside the patients of examples, which the vocabulary reads as text too,
  /// and expects the fault at its place.
  private func expectRefusal(
    ofNumbersIn document: String, _ change: (String) -> String
  ) throws {
    let original = try JSONDocument(Library.bytes(document)).root.value
    var files: [(String, [UInt8])] = []
    var pointers: [String: String] = [:]
    for (pointer, value) in original.places() {
      // A derived value may be a text.
      guard !pointer.contains("/patient/"), !pointer.hasSuffix("/is") else { continue }
      let text: String
      switch value {
      case .integer(let number): text = change("\(number)")
      case .number(let number): text = change("\(number)")
      default: continue
      }
      pointers[fileName(pointer)] = pointer
      files.append((fileName(pointer), try spliced(text, at: pointer, into: original)))
    }
    for case .document(let file, let error) in try expectRefusal(of: files) {
      let pointer = pointers[file] ?? ""
      #expect(error.place.map { pointer == $0.path } == true, "\(pointer): \(error)")
    }
  }

  /// A document with raw text in place of a value.
  private func spliced(
    _ text: String, at pointer: String, into document: JSONValue
  ) throws -> [UInt8] {
    let mark = "here stands the text"
    let marked = try JSONPatch(.replace(.string(mark)), at: pointer).applied(to: document)
    let written = String(decoding: marked.bytes(), as: UTF8.self)
    return Array(written.replacing("\"\(mark)\"", with: text).utf8)
  }

  /// A pointer as a file's name.
  private func fileName(_ pointer: String) -> String { pointer.replacing("/", with: ">") + ".json" }
}
