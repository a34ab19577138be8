import Foundation
import TestSupport
import Testing

/// What a careless or hostile user gives to score and compare: no trap, no hang, one sentence.
@Suite struct HostilePatientTests {
  private static let id = "sarculator-retroperitoneal-os-2013-reconstructed"

  private static func expectSentence(
    _ run: CommandRun, _ words: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(run.status == 3, "\(run.errors.prefix(300))", sourceLocation: sourceLocation)
    #expect(run.output.isEmpty, sourceLocation: sourceLocation)
    #expect(run.errors.hasPrefix("sarcoma: "), sourceLocation: sourceLocation)
    #expect(run.errors.count { $0 == "\n" } == 1, sourceLocation: sourceLocation)
    #expect(run.errors.utf8.count < 600, sourceLocation: sourceLocation)
    #expect(
      words.isEmpty || run.errors.contains(words), "\(run.errors)", sourceLocation: sourceLocation)
  }

  @Test(
    "A patient that is no object of plain values is refused where it goes wrong",
    arguments: [
      ("", "empty"), ("[]", "one object"), ("3", "one object"), ("{\"age\": [1]}", "an array"),
      ("{\"age\": 1, \"age\": 2}", "age"), ("{\"age\": 1,}", "line 1"), ("{\"age\": 01}", "line 1"),
      ("{\"age\": 1e999}", "line 1"), ("{\"age\": {\"value\": 1}}", "a value and a unit"),
      ("{\"age\": {\"value\": 1, \"unit\": \"y\", \"x\": 2}}", "the key 'x'"),
      ("{\"\": 1}", "an empty name"), ("{\"age\": 61}\u{0}", "line 1"),
      ("{\"age\": \"6\u{0}1\"}", "line 1"), ("{\"age\": \"\\u0000\"}", "age"),
      ("{\"age\": NaN}", "line 1"), ("{\"age\": true}", "age"),
      ("{\"age\": \"\\ud800\"}", "line 1"),
      ("\u{FEFF}{}", "byte order mark"), ("{\"age\": 1e308}", "outside the possible"),
      ("{\"size\": {\"value\": 1e308, \"unit\": \"mm\"}}", "outside the possible"),
      ("{\"grade\": \"\u{202E}3\"}", "grade"),
    ])
  func badObjects(text: String, words: String) throws {
    Self.expectSentence(try CommandRun(["score", Self.id, "--patient", "-"], input: text), words)
    Self.expectSentence(try CommandRun(["compare", "--patient", "-"], input: text), words)
  }

  @Test("Text that is no UTF-8, deep nesting, and a file without end are refused")
  func badBytes() throws {
    var bytes = Data("{\"histology\": \"".utf8)
    bytes += [0xFF, 0xC0, 0x80]
    bytes += Data("\"}".utf8)
    Self.expectSentence(
      try CommandRun(["score", Self.id, "--patient", "-"], bytes: bytes), "UTF-8")
    for open in ["[", "{\"a\":"] {
      let deep = "{\"age\": " + String(repeating: open, count: 1_000_000)
      Self.expectSentence(
        try CommandRun(["score", Self.id, "--patient", "-"], input: deep), "deep")
    }
    let huge = "{\"age\": \"" + String(repeating: "6", count: 17 << 20) + "\"}"
    Self.expectSentence(
      try CommandRun(["score", Self.id, "--patient", "-"], input: huge), "larger than 16 MB")
    Self.expectSentence(
      try CommandRun(["score", Self.id, "--patient", "/dev/zero"]), "larger than 16 MB")
    Self.expectSentence(
      try CommandRun(["score", "/dev/zero"]), "larger than 16 MB")
  }

  @Test("Folders, files that are not there, and devices stand where a patient or a document should")
  func files() throws {
    let folder = try TemporaryFolder()
    for (path, words) in [
      (folder.path(), "Is a directory"), ("/no/such.json", "No such file"), ("", "No such file"),
      ("/dev/null", "empty"),
    ] {
      Self.expectSentence(try CommandRun(["score", Self.id, "--patient", path]), words)
      if !path.isEmpty {
        Self.expectSentence(try CommandRun(["score", path, "--set", "age=1"]), words)
      }
    }
    Self.expectSentence(
      try CommandRun(["models", "--models", Self.file("README.md")]), "Not a directory")
    Self.expectSentence(
      try CommandRun(["score", Self.file("Package.swift")]), "Package.swift: line 1")
    Self.expectSentence(
      try CommandRun(["score", Self.file("models/vocabulary.json")]), "the format is not")
  }

  private static func file(_ name: String) -> String {
    CommandRun.root.appending(path: name).path
  }

  @Test("A patient comes through a FIFO as well")
  func fifo() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("patient")
    #expect(mkfifo(path, 0o600) == 0)
    let thread = Thread {
      guard let handle = FileHandle(forWritingAtPath: path) else { return }
      handle.write(Data("{\"size\": 9, \"vascularInvasion\": true, \"necrosis\": 5}".utf8))
      try? handle.close()
    }
    thread.start()
    let run = try CommandRun([
      "score", "sin-extremity-trunk-2003", "--patient", path, "--format", "json",
    ])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.json["category"].string == "high")
  }

  @Test("A thousand settings of one name are read, the last counts; of many names, one is named")
  func manySettings() throws {
    let same = (0..<1_000).flatMap { ["--set", "size=\($0 % 50 + 1)"] }
    let run = try CommandRun(
      ["score", "sin-extremity-trunk-2003", "--format", "json"] + same
        + settings("vascularInvasion=no", "necrosis=0"))
    #expect(run.status == 0, "\(run.errors)")
    // The last is 50 cm, which is large: one feature.
    #expect(run.json["findings"]["features"].string == "1")
    Self.expectSentence(
      try CommandRun(["score", Self.id] + (0..<1_000).flatMap { ["--set", "x\($0)=1"] }), "'x0'")
    let wide =
      "{" + (0..<100_000).map { "\"x\($0)\": 1" }.joined(separator: ", ") + "}"
    Self.expectSentence(
      try CommandRun(["score", Self.id, "--patient", "-"], input: wide), "'x0'")
  }

  @Test("A name or a value of 100,000 letters, of controls and of any script is quoted in short")
  func longTexts() throws {
    let long = String(repeating: "ü", count: 50_000)
    for setting in [
      "\(long)=1", "age=\(long)", "grade=\(long)", "size=\(String(repeating: "9", count: 100_000))",
      "histology=\u{1B}[31mred\u{7}", "\u{1B}]0;x=1", "histology=👩🏽‍⚕️", "grade=٣", "size=１２",
    ] {
      let run = try CommandRun(["score", Self.id, "--set", setting])
      Self.expectSentence(run, "")
      #expect(!run.errors.dropLast().unicodeScalars.contains { $0.value < 32 || $0.value == 127 })
    }
  }

  @Test(
    "A document whose form is cut, doubled or nonsensical is refused with its place",
    arguments: [
      ("\"kind\": \"levels\"", "\"kind\": \"level\""), ("\"format\"", "\"formats\""),
      ("\"horizons\": [5]", "\"horizons\": [5, 5]"), ("\"horizons\": [5]", "\"horizons\": [0]"),
      ("\"horizons\": [5]", "\"horizons\": [1e400]"), ("\"followUp\": 5", "\"followUp\": 1"),
      ("\"name\": \"age\"", "\"name\": \"ages\""), ("\"status\": \"verified\"", "\"status\": 1"),
      ("\"version\"", "\"id\""),
    ])
  func documents(old: String, new: String) throws {
    let folder = try TemporaryFolder()
    let text = try SmallLibrary.document(Self.id)
    try #require(text.contains(old))
    let path = try folder.write(text.replacing(old, with: new), to: "\(Self.id).json")
    Self.expectSentence(try CommandRun(["score", path, "--set", "age=1"]), "line ")
  }

  @Test("A document cut anywhere is refused")
  func truncated() throws {
    let folder = try TemporaryFolder()
    let text = Array(try SmallLibrary.document("cinsarc-class-2010").utf8)
    for share in 0..<12 {
      let path = try folder.write(Data(text.prefix(text.count * share / 12)), to: "cut.json")
      Self.expectSentence(try CommandRun(["score", path, "--set", "cinsarc=C1"]), "cut.json: ")
    }
  }

  @Test("A table of nonsense is scored row by row without a fault")
  func nonsenseTable() throws {
    let cells = [
      "", "NA", "inf", "-1e308", "\u{1F9EC}", "1,5", "{}", "\"a\"\"b\"", "0x10", "R2", "nan",
      "1e400",
    ]
    let rows = cells.map { cell in
      Array(repeating: cell.contains(",") ? "\"\(cell)\"" : cell, count: 7).joined(separator: ",")
    }
    let run = try CommandRun(
      ["score", Self.id, "--table", "-"],
      input: "age,size,grade,histology,multifocal,resection,site\n"
        + rows.joined(separator: "\n") + "\n")
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.errors.contains("0 of 12 rows scored") || run.errors.contains("0 of 11 rows scored"))
  }
}
