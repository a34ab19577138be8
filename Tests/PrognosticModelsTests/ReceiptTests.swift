import Foundation
import StrictJSON
import TestSupport
import Testing

@testable import PrognosticModels

@Suite struct ReceiptTests {
  private static let library = try! ModelLibrary(
    directory: CommandRun.root.appending(path: "models").path)
  private static let question =
    #"{"model": "sarculator-extremity-os-2016-reconstructed", "patient": {"age": 61, "size": 12, "grade": 3, "histology": "LMS", "site": "thigh"}, "at": ["5y"]}"#

  private static func answer(
    _ operation: EngineRequest.Operation = .score, _ question: String = question
  ) throws -> (answer: RequestAnswer, receipt: Receipt, text: String) {
    let request = try EngineRequest(operation, JSONDocument(question).root)
    let answer = try library.answer(request)
    let receipt = Receipt(for: answer, to: request, from: library, at: 1_795_843_800)
    return (answer, receipt, answer.json(with: receipt).text())
  }

  private static func findings(_ text: String, input: String? = nil) throws -> [String] {
    try ReceiptVerification(
      JSONDocument(text).root, input: try input.map { try JSONDocument($0).root },
      library: library
    ).findings.map(\.description)
  }

  @Test("An answer is replayed to the bit, as a whole and by its receipt alone")
  func replay() throws {
    let (_, receipt, text) = try Self.answer()
    #expect(try Self.findings(text) == [])
    #expect(try Self.findings(receipt.json.text()) == [])
    #expect(receipt.time == "2026-11-28T05:30:00Z")
    #expect(receipt.documents.map(\.id) == ["sarculator-extremity-os-2016-reconstructed"])
    let patient = Self.question.replacing(#/"model": "[^"]*", /#, with: "")
    for operation in [EngineRequest.Operation.compare, .benefit] {
      let (answer, receipt, text) = try Self.answer(operation, patient)
      #expect(try Self.findings(text) == [])
      #expect(!receipt.documents.isEmpty && receipt.documents.count >= answer.answering.count)
    }
  }

  @Test("A changed digit, model, question or seal is found and named")
  func changes() throws {
    let (_, receipt, text) = try Self.answer()
    func changed(_ old: String, _ new: String) throws -> [String] {
      let other = text.replacing(old, with: new)
      try #require(other != text)
      return try Self.findings(other)
    }
    let digit = try changed("0.48963633909713006", "0.48963633909713012")
    #expect(digit.count == 2)
    #expect(digit[0].contains("the receipt was given for"))
    #expect(
      digit[1] == "/predictions/0/probability is 0.4896363390971301 in the answer and "
        + "0.48963633909713006 in the replay.")
    let patient = try changed("\"age\": 61", "\"age\": 62")
    #expect(patient.first == "The question is not the one that was answered: its hash is another.")
    #expect(patient.contains { $0.hasPrefix("/linearPredictor is ") })
    let model = try changed(receipt.documents[0].sha256, String(repeating: "0", count: 64))
    #expect(model.contains { $0.contains("has changed: SHA-256 000000000000... then") })
    #expect(model.contains { $0.contains("its seal is not that of what it holds") })
    let gone = try changed(
      "\"id\": \"sarculator-extremity-os-2016-reconstructed\"", "\"id\": \"x\"")
    #expect(gone.contains("The library has no document 'x' any more."))
    let time = try changed("2026-11-28T05:30:00Z", "2026-11-28T05:30:01Z")
    #expect(time == ["The receipt was changed: its seal is not that of what it holds."])
    let citation = try changed("Callegaro D", "Callegari D")
    #expect(citation.contains { $0.hasPrefix("/citation is ") })
  }

  @Test("A receipt may be shown without the patient, and replayed with the question at hand")
  func withoutInput() throws {
    let (_, receipt, _) = try Self.answer()
    let bare = JSONValue.object(
      try JSONDocument(receipt.json.text()).root.members()
        .filter { $0.key != "input" }.map { ($0.key, $0.value.value) }
    ).text()
    #expect(try Self.findings(bare).first?.hasPrefix("The receipt holds no question") == true)
    #expect(try Self.findings(bare, input: Self.question) == [])
    let other = Self.question.replacing("61", with: "62")
    let findings = try Self.findings(bare, input: other)
    #expect(findings.count == 2 && findings[1].hasPrefix("The replay gives another result"))
    let unreadable = try Self.findings(bare, input: "{\"patient\": {\"age\": \"old\"}}")
    #expect(unreadable.contains { $0.hasPrefix("The replay gives no answer: ") })
  }

  @Test("What is no receipt is refused in words", arguments: ["{}", "[]", "{\"receipt\": 1}"])
  func shapes(text: String) throws {
    #expect(throws: RequestError.self) {
      _ = try ReceiptVerification(JSONDocument(text).root, library: Self.library)
    }
  }

  @Test("The receipt of a batch names its lines by their hash")
  func batch() throws {
    let model = try #require(Self.library["sarculator-extremity-os-2016-reconstructed"])
    let receipt = Receipt(
      forBatchOf: try BatchScorer(model, vocabulary: Self.library.vocabulary), format: "ndjson",
      inputSHA256: "a", resultSHA256: "b", from: Self.library, at: 0)
    #expect(receipt.time == "1970-01-01T00:00:00Z")
    let findings = try Self.findings(receipt.json.text())
    #expect(findings.count == 1 && findings[0].contains("bring a row of the answer"))
    let other = receipt.json.text().replacing("ndjson", with: "csv")
    #expect(try Self.findings(other).first?.hasPrefix("The question is not the one") == true)
  }

  @Test("A row's receipt replays times to the bit, and what was asked on condition")
  func row() throws {
    let model = try #require(Self.library["tcga-limb-trunk-os-2026"])
    let patient = #"{"age": 61, "size": 12, "grade": 3, "histology": "LMS", "site": "thigh"}"#
    for (at, given) in [(["3y", "0.7y", "18m"], nil), (["3y"], "1y")] as [([String], String?)] {
      let scorer = try BatchScorer(
        model, vocabulary: Self.library.vocabulary,
        at: at.map { Horizon($0, bareUnit: .year)! },
        given: given.flatMap { Horizon($0, bareUnit: .year) })
      var rows = BatchRows(
        of: scorer, .ndjson, receipts: BatchRows.Receipts(from: Self.library, at: 0))
      Array(patient.utf8).withUnsafeBufferPointer {
        rows.add(4, json: $0, limits: JSONLimits(), RowMemory(of: scorer))
      }
      let line = String(decoding: rows.bytes, as: UTF8.self)
      #expect(rows.count.answered == 1, "\(line)")
      #expect(try Self.findings(line) == [])
      #expect(
        try Self.findings(line.replacing("\"row\":4", with: "\"row\":5")) == [],
        "its number is the batch's, and not the patient's")
      #expect(
        try !Self.findings(line.replacing("probability\":0.", with: "probability\":0.0")).isEmpty)
    }
  }

  @Test(
    "Moments are dates of the Gregorian calendar",
    arguments: [
      (0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"),
      (4_107_542_399, "2100-02-28T23:59:59Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
      (-1, "1969-12-31T23:59:59Z"), (1_795_843_800, "2026-11-28T05:30:00Z"),
      (-62_135_596_800, "0001-01-01T00:00:00Z"),
    ] as [(Int64, String)])
  func dates(seconds: Int64, text: String) {
    #expect(UTCTime(seconds: seconds).text == text)
  }

  @Test("Differences are found by pointer, whatever the spelling of a number")
  func differences() throws {
    func all(_ first: String, _ second: String) throws -> [JSONDifference] {
      JSONDifference.all(
        between: try JSONDocument(first).root.value, and: try JSONDocument(second).root.value)
    }
    #expect(try all(#"{"a": 5}"#, #"{"a": 5.0}"#).isEmpty)
    #expect(
      try all(#"{"a/b": [1, 2], "c": null}"#, #"{"a/b": [1, 3, 4]}"#) == [
        JSONDifference(pointer: "/a~1b/1", first: "2", second: "3"),
        JSONDifference(pointer: "/a~1b/2", first: "nothing", second: "4"),
        JSONDifference(pointer: "/c", first: "null", second: "nothing"),
      ])
    let many = "[" + (0..<50).map(String.init).joined(separator: ",") + "]"
    #expect(try all(many, "[]").count == 20)
  }
}
