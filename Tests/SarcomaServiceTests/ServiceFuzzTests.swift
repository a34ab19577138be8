#if Service
  import Foundation
  import TestSupport
  import Testing

  @testable import SarcomaService

  /// Broken requests, 2,000 of them, or as many as SARCOMA_FUZZ says: no 5xx, no crash, memory flat.
  @Suite struct ServiceFuzzTests {
    private static let count =
      ProcessInfo.processInfo.environment["SARCOMA_FUZZ"].flatMap { Int($0) } ?? 2_000

    private static let patient =
      #"{"age": 61, "size": 12, "grade": 3, "histology": "LMS", "site": "thigh", "depth": "deep"}"#

    private static let requests: [[UInt8]] = {
      let model = "sarculator-extremity-os-2016-reconstructed"
      func post(_ path: String, _ body: String, _ type: String = "application/json") -> [UInt8] {
        Array(
          ("POST \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Type: \(type)\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)").utf8)
      }
      func get(_ path: String) -> [UInt8] {
        Array("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
      }
      let lines = String(repeating: patient + "\n", count: 3)
      return [
        post("/v1/models/\(model)/score", "{\"patient\": \(patient), \"at\": [\"5y\"]}"),
        post("/v1/compare", "{\"patient\": \(patient), \"given\": \"2y\", \"receipt\": true}"),
        post(
          "/v1/benefit",
          "{\"patient\": \(patient), \"hazardRatio\": {\"estimate\": 0.8, \"interval\": [0.6, 1.1]}, "
            + "\"survival\": [{\"time\": \"5y\", \"estimate\": 0.5}], \"effects\": []}"),
        post(
          "/v1/consultation",
          "{\"patient\": \(patient), \"at\": [\"5y\"], \"benefit\": {\"at\": [\"10y\"], \"hazardRatio\": 0.8}}"
        ),
        post("/v1/nomogram/\(model).svg", "{\"patient\": \(patient)}"),
        post("/v1/verify", "{\"receipt\": {\"engine\": \"0.1.0\", \"operation\": \"score\"}}"),
        post("/v1/score/batch?model=\(model)&at=5y", lines, "application/x-ndjson"),
        post(
          "/v1/score/batch?model=\(model)", "age,size,grade\n61,12,\"3\"\n", "text/csv"),
        get("/v1/models"), get("/v1/models/\(model)"), get("/v1/nomogram/\(model).svg"),
        get("/v1/vocabulary"), get("/openapi.json"), get("/readyz"), get("/metrics"),
      ]
    }()

    private static let splinters: [[UInt8]] = [
      "\0", "\r\n", "\r\n\r\n", "{", "}", "[[[[[[[[", "\"", "\\u0000", "\\ud800", "1e309", "-",
      "NaN",
      "999999999999999999999", "Content-Length: 18446744073709551616\r\n",
      "Transfer-Encoding: chunked\r\n", "Host: evil.example\r\n", "Expect: 100-continue\r\n", "%00",
      "/../", "?", "&at=", "\u{FEFF}", "é", ",", ":", "null", "true", "patient", "HTTP/9.9", "\t",
    ].map { Array($0.utf8) }

    private static func mutated(_ generator: inout SplitMix64) -> [UInt8] {
      var bytes = requests.randomElement(using: &generator)!
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        guard !bytes.isEmpty else { break }
        let at = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<7, using: &generator) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes[at] ^= 1 << UInt8.random(in: 0...7, using: &generator)
        case 2:
          bytes.removeSubrange(
            at..<min(bytes.count, at + Int.random(in: 1...30, using: &generator)))
        case 3: bytes.insert(contentsOf: splinters.randomElement(using: &generator)!, at: at)
        case 4:
          let end = min(bytes.count, at + Int.random(in: 1...60, using: &generator))
          bytes.insert(contentsOf: bytes[at..<end], at: at)
        case 5: bytes.removeSubrange(at...)
        default:
          bytes.insert(
            contentsOf: repeatElement(
              bytes[at], count: Int.random(in: 1...5_000, using: &generator)),
            at: at)
        }
      }
      return bytes
    }

    /// Of this process, in bytes.
    private static func residentMemory() throws -> Int {
      let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
      return (Int(text.split(separator: " ")[1]) ?? 0) * 4_096
    }

    @Test("Broken requests bring no 5xx, end nothing, and cost no memory")
    func broken() async throws {
      var configuration = ServiceConfiguration()
      configuration.limits.headerSeconds = 5
      configuration.limits.bodySeconds = 5
      try await RunningServer.with(configuration) { server in
        let port = server.port
        let (faults, growth) = try await onThread {
          var generator = SplitMix64(seed: 20_261_128)
          var faults: [String] = []
          var memory = 0
          for round in 0..<Self.count {
            if round == Self.count / 2 { memory = try Self.residentMemory() }
            let request = Self.mutated(&generator)
            let connection = try HTTPConnection(port: port)
            // A server that has refused may not take the rest.
            try? connection.send(request)
            connection.finishSending()
            if let answer = try? connection.read(), answer.status >= 500 {
              faults.append(
                "\(answer.status): \(String(decoding: request, as: UTF8.self).prefix(400))")
            }
          }
          return (faults, try Self.residentMemory() - memory)
        }
        #expect(faults.isEmpty, "\(faults.prefix(3))")
        #expect(growth < 64 << 20, "\(growth)")
        #expect(try await server.ask("GET", "/healthz").status == 200)
      }
    }
  }
#endif
