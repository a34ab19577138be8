#if Service
  import Foundation
  import PrognosticModels
  import TestSupport
  import Testing

  @testable import SarcomaService

  private let model = "sarculator-extremity-os-2016-reconstructed"

  @Suite struct BatchTests {
    private static let good =
      #"{"age": 61, "size": 12, "grade": 3, "histology": "LMS", "site": "thigh"}"#

    private static func lines(_ answer: HTTPConnection.Answer) -> [Substring] {
      answer.text.split(separator: "\n")
    }

    @Test("Rows are answered in their order, a broken one in its place")
    func order() async throws {
      var rows = (0..<3_000).map { age in
        "{\"age\": \(20 + age % 60), \"size\": \(1 + age % 20), \"grade\": 3, \"histology\": \"LMS\", "
          + "\"site\": \"thigh\"}"
      }
      rows[7] = "{\"age\": NaN}"
      rows[2_001] = "{\"age\": 61}"
      rows[2_500] = #"{"age": 61, "size": 12, "grade": 3, "histology": "GIST", "site": "thigh"}"#
      let body = rows.joined(separator: "\n")
      try await RunningServer.with { server in
        let answer = try await server.ask(
          "POST", "/v1/score/batch?model=\(model)&at=5y", body, type: "application/x-ndjson")
        let lines = Self.lines(answer)
        try #require(lines.count == 3_001)
        for (place, line) in lines.dropLast().enumerated() {
          #expect(line.hasPrefix("{\"row\":\(place + 1),"))
        }
        #expect(lines[7].contains("\"code\":\"json\""))
        #expect(lines[2_001].contains("\"code\":\"missing\""))
        #expect(lines[2_500].contains("\"refusals\":"))
        let account = Reference(Data(lines[3_000].utf8))
        #expect(account["count"]["answered"].number == 2_997)
        #expect(account["count"]["refused"].number == 1)
        #expect(account["count"]["errors"]["json"].number == 1)
        #expect(account["receipt"]["operation"].string == "batch")
        // A row has the numbers that the patient has alone.
        let single = try await server.post(
          "/v1/models/\(model)/score", "{\"patient\": \(rows[5]), \"at\": [\"5y\"]}")
        let probability = single.json["predictions"][0]["probability"].number
        let row = Reference(Data(lines[5].utf8))
        #expect(row["predictions"][0]["probability"].number == probability)
        #expect(row["linearPredictor"].number == single.json["linearPredictor"].number)
      }
    }

    @Test("A table is answered with the columns and the digits of score --table")
    func table() async throws {
      let rows = [
        "age,size,grade,histology,site", "61,12,3,LMS,thigh", "61,,3,LMS,thigh",
        "\"61\",\"12,5 cm\",3,UPS,C49.2", "61,12,3,GIST,thigh", "61,12,3,LMS,\"thigh",
      ]
      let folder = try TemporaryFolder()
      let file = try folder.write(
        rows.dropLast().joined(separator: "\r\n") + "\r\n", to: "table.csv")
      let run = try CommandRun(["score", model, "--table", file, "--at", "5y"])
      let expected = run.output.split(separator: "\n").map { line in
        line.split(separator: ",", omittingEmptySubsequences: false).dropFirst(5)
          .joined(separator: ",")
      }
      try await RunningServer.with { server in
        let answer = try await server.ask(
          "POST", "/v1/score/batch?model=\(model)&at=5y", rows.joined(separator: "\r\n"),
          type: "text/csv")
        let lines = Self.lines(answer)
        #expect(lines[0] == "row,\(expected[0])")
        #expect(lines[1] == "1,\(expected[1])")
        #expect(lines[2] == "2,\(expected[2])")
        #expect(lines[3].hasPrefix("3,0."))
        #expect(lines[4].hasPrefix("4,NA,NA,") && lines[4].contains("gastrointestinal"))
        #expect(lines[5].contains("quotes"))
        #expect(lines.count == 6)
      }
    }

    @Test("A header with a name twice answers no row, and one behind a byte order mark is read")
    func header() async throws {
      let names = "age,size,grade,histology,site"
      try await RunningServer.with { server in
        for (header, row, words) in [
          ("\u{FEFF}" + names, "61,12,3,LMS,thigh", "1,0.4896"),
          (names + ",age", "61,12,3,LMS,thigh,62", "two columns of one name"),
          ("\"age", "61", "a header whose quotes are not closed"),
        ] {
          let answer = try await server.ask(
            "POST", "/v1/score/batch?model=\(model)&at=5y", "\(header)\r\n\(row)\r\n",
            type: "text/csv")
          #expect(Self.lines(answer).last?.contains(words) == true, "\(answer.text)")
        }
      }
    }

    @Test("A line without an end and a batch without an end are stopped, and said")
    func limits() async throws {
      var configuration = ServiceConfiguration()
      configuration.limits.lineBytes = 200
      configuration.limits.rows = 2_000
      try await RunningServer.with(configuration) { server in
        let long = Self.good + "\n" + String(repeating: "x", count: 300)
        let first = try await server.ask(
          "POST", "/v1/score/batch?model=\(model)", long, type: "application/x-ndjson")
        #expect(Self.lines(first).last?.contains("the line of row 2 is longer than 200") == true)
        let many = String(repeating: Self.good + "\n", count: 20_000)
        let second = try await server.ask(
          "POST", "/v1/score/batch?model=\(model)", many, type: "application/x-ndjson")
        #expect(Self.lines(second).last?.contains("more than 2000 rows") == true)
      }
    }

    @Test("What the address asks wrongly is refused before a row is read")
    func query() async throws {
      try await RunningServer.with { server in
        for (query, status) in [
          ("", 400), ("?model=no", 404), ("?model=\(model)&at=soon", 400),
          ("?model=\(model)&at=90y", 422), ("?model=\(model)&tat=5y", 400),
          ("?model=\(model)&given=2y", 422),
        ] {
          let answer = try await server.ask(
            "POST", "/v1/score/batch\(query)", Self.good, type: "application/x-ndjson")
          #expect(answer.status == status, "\(query)")
        }
      }
    }

    @Test("Blocks hold whole lines, whatever the pieces in which they come", arguments: 1...50)
    func blocks(seed: UInt64) throws {
      var generator = SplitMix64(seed: seed)
      let text = (0..<3_000).map { _ in
        String(repeating: "a", count: Int.random(in: 0...150, using: &generator))
      }
      let bytes = Array(text.joined(separator: "\n").utf8)
      var blocks = LineBlocks(lineBytes: 200, firstRow: 1)
      var found: [(row: Int, line: String)] = []
      func take(_ block: LineBlocks.Block?) {
        block?.forEachLine { found.append(($0, String(decoding: $1, as: UTF8.self))) }
      }
      var start = 0
      while start < bytes.count {
        let end = min(bytes.count, start + Int.random(in: 1...20_000, using: &generator))
        take(try bytes[start..<end].withUnsafeBytes { try blocks.append($0) })
        start = end
      }
      take(blocks.finish())
      let expected = text.enumerated().filter { !$1.isEmpty }
      #expect(found.map(\.row) == expected.map { $0.offset + 1 })
      #expect(found.map(\.line) == expected.map(\.element))
    }

    @Test(
      "A line of a table is divided as RFC 4180 says",
      arguments: [
        ("a,b", ["a", "b"]), ("", [""]), (",", ["", ""]), ("\"a,b\",c", ["a,b", "c"]),
        ("\"a\"\"b\"", ["a\"b"]), ("\"\"", [""]), ("a\"b", ["a\"b"]), ("\"a", nil),
        ("\"a\"b", nil),
      ] as [(String, [String]?)])
    func cells(line: String, cells: [String]?) {
      #expect(CSVLine(Array(line.utf8)[...]).cells == cells)
    }
  }
#endif
