#if Service
  import Foundation
  import PrognosticModels
  import Tables
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
        "age,size,grade,histology,site,note", "61,12,3,LMS,thigh,", "61,,3,LMS,thigh,NA", "",
        "61,\"12,5 cm\",3,UPS,C49.2,\"two\r\nlines, \"\"here\"\"\"", "61,12,3,GIST,thigh,-",
      ]
      let folder = try TemporaryFolder()
      let file = try folder.write(rows.joined(separator: "\r\n") + "\r\n", to: "table.csv")
      let run = try CommandRun(["score", model, "--table", file, "--at", "5y"])
      let scored = try #require(
        try? CSVReader.read(text: run.output, options: CSVOptions(separator: .comma)))
      try await RunningServer.with { server in
        let answer = try await server.ask(
          "POST", "/v1/score/batch?model=\(model)&at=5y", rows.joined(separator: "\r\n"),
          type: "text/csv")
        let answered = try CSVReader.read(text: answer.text, options: CSVOptions(separator: .comma))
        #expect(answered.rowCount == 4 && answer["Sarcoma-Ignored-Columns"] == "1")
        #expect(answered.columns.map(\.name).first == "row")
        for column in answered.columns.dropFirst() {
          let expected = scored[column.name].map { "\($0.values)" }
          #expect(expected == "\(column.values)", "\(column.name)")
        }
      }
    }

    @Test("A table in semicolons with decimal commas is one of numbers")
    func semicolons() async throws {
      let rows = "\u{FEFF}age;size;grade;histology;site\r\n61;12,125;3;LMS;thigh\r\n"
      try await RunningServer.with { server in
        let answer = try await server.ask(
          "POST", "/v1/score/batch?model=\(model)&at=5y", rows, type: "text/csv")
        let single = try await server.post(
          "/v1/models/\(model)/score",
          "{\"patient\": \(Self.good.replacing("12", with: "12.125")), \"at\": [\"5y\"]}")
        let probability = try #require(single.json["predictions"][0]["probability"].number)
        #expect(Self.lines(answer)[1].hasPrefix("1,\(probability),"), "\(answer.text)")
      }
    }

    @Test("A row of a table that cannot be read says where, and the next one is answered")
    func brokenRows() async throws {
      let rows = [
        "age,size,grade,histology,site", "61,12,3,LMS", "61,12,3,L\"MS,thigh",
        "61,12,3,\"LMS\"x,thigh", "61,12,3,LMS,thigh", "61,12,3,LMS,\"thigh",
      ]
      try await RunningServer.with { server in
        let answer = try await server.ask(
          "POST", "/v1/score/batch?model=\(model)&at=5y", rows.joined(separator: "\n"),
          type: "text/csv")
        let lines = Self.lines(answer)
        try #require(lines.count == 6)
        #expect(lines[1].contains("line 2 has 4 cells where the header has 5"))
        #expect(lines[2].contains("line 3, column 4: a quote inside a cell"))
        #expect(lines[3].contains("line 4, column 4: text follows the closing quote"))
        #expect(lines[4].hasPrefix("4,0.4896"))
        #expect(lines[5].contains("line 6, column 5: the quote that opens here is never closed"))
        let metrics = try await server.ask("GET", "/metrics").text
        #expect(metrics.contains("sarcoma_refusals_total{reason=\"row\"} 4"))
      }
    }

    @Test(
      "A header that names no columns is refused before a row is read",
      arguments: [
        ("age,size,age\n61,12,61\n", "columns 1 and 3 are both named 'age'"),
        ("\"age", "the quote that opens here is never closed"), ("", "the file is empty"),
        ("age,,size", "column 2 has no name"),
        ("age,size;grade", "has 1 each of comma and semicolon"),
        ("a" + String(repeating: "b", count: 70_000), "The header is longer than 65536 bytes"),
      ])
    func header(text: String, words: String) async throws {
      try await RunningServer.with { server in
        let answer = try await server.ask(
          "POST", "/v1/score/batch?model=\(model)", text, type: "text/csv")
        #expect(answer.status == (words.contains("longer") ? 413 : 422))
        #expect(answer.json["code"].string == "header")
        #expect(answer.json["detail"].string?.contains(words) == true, "\(answer.text)")
      }
    }

    @Test("Who waits to be told to send the table is told")
    func continuation() async throws {
      try await RunningServer.with { server in
        let statuses = try await server.connect { connection in
          let table = "age,size,grade,histology,site\n61,12,3,LMS,thigh\n"
          try connection.send(
            "POST /v1/score/batch?model=\(model) HTTP/1.1\r\nHost: localhost\r\n"
              + "Expect: 100-continue\r\nContent-Type: text/csv\r\nContent-Length: \(table.utf8.count)\r\n\r\n"
          )
          let first = try connection.readHead().status
          try connection.send(table)
          return [
            first, try connection.read().status, try connection.ask("GET", "/healthz").status,
          ]
        }
        #expect(statuses == [100, 200, 200])
      }
    }

    @Test("A row is replayed by its own receipt, or by the batch's and the patient")
    func receipts() async throws {
      try await RunningServer.with { server in
        let body = Self.good + "\n{\"age\": 61}\n"
        let path = "/v1/score/batch?model=\(model)&at=5y"
        let rows = try await server.ask(
          "POST", path + "&receipts=rows", body, type: "application/x-ndjson")
        let lines = Self.lines(rows)
        #expect(lines[0].contains("\"receipt\":{") && !lines[1].contains("receipt"))
        func findings(_ question: String) async throws -> [String] {
          let answer = try await server.post("/v1/verify", question)
          return answer.json["findings"].array.compactMap(\.string)
        }
        #expect(try await findings(String(lines[0])) == [])
        let changed = lines[0].replacing("\"age\":61", with: "\"age\":62")
        #expect(
          try await findings(String(changed)).first?.hasPrefix("The question is not the one")
            == true)

        let plain = Self.lines(
          try await server.ask("POST", path, body, type: "application/x-ndjson"))
        #expect(lines[0].hasPrefix(plain[0].dropLast()))
        let receipt = try #require(plain[2].firstRange(of: "\"receipt\":"))
        func question(_ line: some StringProtocol) -> String {
          "{\"answer\": \(line.dropLast()),\(plain[2][receipt.lowerBound...]), "
            + "\"input\": \(Self.good)}"
        }
        #expect(try await findings(question(plain[0])) == [])
        #expect(
          try await findings(question(plain[0].replacing("5.0", with: "6.0"))) == [
            "/predictions/0/time/value is 6.0 in the answer and 5.0 in the replay."
          ])
        let other = question(plain[0]).replacing("\"at\":[\"5y\"]", with: "\"at\":[\"60m\"]")
        #expect(try await findings(other).first?.hasPrefix("The question is not the one") == true)
        #expect(
          try await findings(question(plain[1])) == [
            "The row is an error, which rests on no document."
          ])
        #expect(
          try await findings(String(plain[2])).first?.hasPrefix("The receipt is of a batch") == true
        )
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
        #expect(Self.lines(first).last?.contains("row 2 is longer than 200 bytes\"") == true)
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
          ("?model=\(model)&given=2y", 422), ("?model=\(model)&receipts=all", 400),
        ] {
          let answer = try await server.ask(
            "POST", "/v1/score/batch\(query)", Self.good, type: "application/x-ndjson")
          #expect(answer.status == status, "\(query)")
        }
        let table = try await server.ask(
          "POST", "/v1/score/batch?model=\(model)&receipts=rows", "age\n61\n", type: "text/csv")
        #expect(table.status == 422 && table.text.contains("not in a table"))
      }
    }

    @Test("Blocks hold whole lines, whatever the pieces in which they come", arguments: 1...50)
    func lines(seed: UInt64) throws {
      var generator = SplitMix64(seed: seed)
      let text = (0..<3_000).map { _ in
        String(repeating: "a", count: Int.random(in: 0...150, using: &generator))
      }
      let found = try Self.rows(
        of: text.joined(separator: "\n"), RowBlocks(rowBytes: 200), &generator)
      let expected = text.enumerated().filter { !$1.isEmpty }
      #expect(found.map(\.row) == expected.map { $0.offset + 1 })
      #expect(found.map(\.text) == expected.map(\.element))
    }

    @Test("Blocks hold whole rows of a table, line ends in quotes or not", arguments: 1...50)
    func tableRows(seed: UInt64) throws {
      var generator = SplitMix64(seed: seed)
      let ends = ["\n", "\r\n", "\r"]
      var (text, line) = ("", 7)
      var expected: [(row: Int, text: String, line: Int)] = []
      for _ in 0..<3_000 {
        let end = ends.randomElement(using: &generator)!
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: text += "  " + end
        case 1:
          let inside = ends.randomElement(using: &generator)!
          let row = "\"a;\"\"\(inside)\";b"
          expected.append((expected.count + 1, row + end, line))
          text += row + end
          line += 1
        default:
          let row = String(repeating: "x\";", count: Int.random(in: 1...60, using: &generator))
          expected.append((expected.count + 1, row + end, line))
          text += row + end
        }
        line += 1
      }
      let found = try Self.rows(
        of: text, RowBlocks(rowBytes: 200, separator: UInt8(ascii: ";"), line: 7), &generator)
      #expect(found.map(\.row) == expected.map(\.row))
      #expect(found.map(\.text) == expected.map(\.text))
      #expect(found.map(\.line) == expected.map(\.line))
    }

    private static func rows(
      of text: String, _ empty: RowBlocks, _ generator: inout SplitMix64
    ) throws -> [(row: Int, text: String, line: Int)] {
      let bytes = Array(text.utf8)
      var blocks = empty
      var found: [(row: Int, text: String, line: Int)] = []
      func take(_ block: RowBlocks.Block?) {
        block?.forEachRow { found.append(($0, String(decoding: $1, as: UTF8.self), $2)) }
      }
      var start = 0
      while start < bytes.count {
        let end = min(bytes.count, start + Int.random(in: 1...20_000, using: &generator))
        take(try bytes[start..<end].withUnsafeBufferPointer { try blocks.append($0) })
        start = end
      }
      take(blocks.finish())
      return found
    }
  }
#endif
