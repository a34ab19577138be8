#if Service
  import Foundation
  import TestSupport
  import Testing

  @testable import SarcomaService

  private let head =
    "POST /v1/compare HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"

  /// Seconds are short here, and nothing is asked about how long something took: only what becomes of a
  /// client who is slow.
  @Suite struct DeadlineTests {
    private static func impatient() -> ServiceConfiguration {
      var configuration = ServiceConfiguration()
      configuration.limits.headerSeconds = 1
      configuration.limits.bodySeconds = 1
      configuration.limits.answerSeconds = 2
      return configuration
    }

    @Test("A header that does not come ends the connection")
    func slowHeader() async throws {
      try await RunningServer.with(Self.impatient()) { server in
        for start in ["", "POST /v1/comp", head] {
          let closed = try await server.connect { connection in
            try connection.send(start)
            return connection.isClosed()
          }
          #expect(closed, "\(start)")
        }
      }
    }

    @Test("A body that stops half way is told so, and the connection ends")
    func halfBody() async throws {
      try await RunningServer.with(Self.impatient()) { server in
        let (answer, closed) = try await server.connect { connection in
          try connection.send(head + "Content-Length: 100\r\n\r\n{\"patient\"")
          return (try connection.read(), connection.isClosed())
        }
        #expect(answer.status == 408 && closed)
        #expect(answer.json["code"].string == "bodyTimeout")
      }
    }

    @Test("A body that ends before its length is a bad request")
    func truncatedBody() async throws {
      try await RunningServer.with { server in
        let answer = try await server.connect { connection in
          try connection.send(head + "Content-Length: 100\r\n\r\n{\"patient\"")
          connection.finishSending()
          return try connection.read()
        }
        #expect(answer.status == 400 && answer.json["code"].string == "bodyIncomplete")
      }
    }

    @Test("A table that ends within its header is a bad request")
    func truncatedHeader() async throws {
      try await RunningServer.with { server in
        let answer = try await server.connect { connection in
          try connection.send(
            "POST /v1/score/batch?model=fnclcc-grade-1997 HTTP/1.1\r\nHost: localhost\r\n"
              + "Content-Type: text/csv\r\nContent-Length: 100\r\n\r\nmitoses,")
          connection.finishSending()
          return try connection.read()
        }
        #expect(answer.status == 400 && answer.json["code"].string == "bodyIncomplete")
      }
    }

    @Test("A batch may take longer than a body, as long as it goes on")
    func slowBatch() async throws {
      try await RunningServer.with(Self.impatient()) { server in
        let row =
          #"{"age": 61, "size": 12, "grade": 3, "histology": "LMS", "site": "thigh"}"# + "\n"
        let answer = try await server.connect { connection in
          try connection.send(
            "POST /v1/score/batch?model=sarculator-extremity-os-2016-reconstructed HTTP/1.1\r\n"
              + "Host: localhost\r\nContent-Type: application/x-ndjson\r\n"
              + "Content-Length: \(5 * row.utf8.count)\r\n\r\n")
          for _ in 0..<5 {
            try connection.send(row)
            usleep(300_000)
          }
          return try connection.read()
        }
        #expect(answer.status == 200 && answer.text.split(separator: "\n").count == 6)
      }
    }

    @Test("A header that is too long, and a body that is too large, end the connection")
    func tooLarge() async throws {
      try await RunningServer.with { server in
        let header = try await server.connect { connection in
          try connection.send(head + "X: \(String(repeating: "x", count: 20_000))\r\n\r\n")
          return try connection.read().status
        }
        #expect((400..<500).contains(header))
        let body = try await server.connect { connection in
          try connection.send(head + "Content-Length: 104857600\r\n\r\n")
          // The server answers as soon as the limit is passed; what follows may no longer be taken.
          let megabyte = [UInt8](repeating: 0x20, count: 1 << 20)
          for _ in 0..<100 where (try? connection.send(megabyte)) == nil { break }
          return try connection.read()
        }
        #expect(body.status == 413 && body.json["code"].string == "bodyTooLarge")
        #expect(try await server.ask("GET", "/healthz").status == 200)
      }
    }

    @Test("What is no HTTP is a bad request, and several requests on one connection are answered")
    func pipeline() async throws {
      try await RunningServer.with { server in
        let status = try await server.connect { connection in
          try connection.send("\u{16}\u{3}\u{1}nonsense\r\n\r\n")
          return try connection.read().status
        }
        #expect(status == 400)
        let statuses = try await server.connect { connection in
          let request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
          try connection.send(request + request + request)
          return try (0..<3).map { _ in try connection.read().status }
        }
        #expect(statuses == [200, 200, 200])
      }
    }
  }
#endif
