import Foundation
import Synchronization
import TestSupport
import Testing

/// `sarcoma serve` as a process of its own: how it starts, ends, and what survives.
@Suite struct ServeCommandTests {
  /// A service that runs until it is told to stop.
  private final class Service {
    let process = Process()
    let port: Int
    private let folder: TemporaryFolder

    /// - Parameter log: where standard error goes; nil for a file that is read for the port.
    init(_ arguments: [String] = [], log: String? = nil, port: Int? = nil) async throws {
      folder = try TemporaryFolder()
      let file = try folder.write("", to: "log")
      process.executableURL = URL(filePath: CommandRun.path)
      process.arguments = ["serve", "--port", "\(port ?? 0)"] + arguments
      process.standardError = FileHandle(forWritingAtPath: log ?? file)
      try process.run()
      var found = port
      for _ in 0..<400 where found == nil {
        try await Task.sleep(for: .milliseconds(50))
        let text = String(decoding: try folder.read("log"), as: UTF8.self)
        found = text.firstMatch(of: /listening on 127\.0\.0\.1:(\d+)/).flatMap { Int($0.1) }
      }
      self.port = try #require(found)
    }

    deinit { if process.isRunning { process.terminate() } }

    func end(_ signal: Int32) async -> Int32 {
      kill(process.processIdentifier, signal)
      let process = process
      return await withCheckedContinuation { continuation in
        Thread.detachNewThread {
          process.waitUntilExit()
          continuation.resume(returning: process.terminationStatus)
        }
      }
    }

    var log: String { get throws { String(decoding: try folder.read("log"), as: UTF8.self) } }

    /// The status of `GET path`, and the body.
    func get(_ path: String) async throws -> (status: Int, body: String) {
      let port = port
      return try await onThread {
        let connection = try HTTPConnection(port: port)
        let answer = try connection.ask("GET", path, fields: ["Connection: close"])
        return (answer.status, answer.text)
      }
    }
  }

  private static let row =
    #"{"age": 61, "size": 12, "grade": 3, "histology": "LMS", "site": "thigh"}"# + "\n"

  @Test("SIGTERM finishes the batch that runs, answers every row of it, and ends with 0")
  func gracefulShutdown() async throws {
    let service = try await Service()
    let (port, pid) = (service.port, service.process.processIdentifier)
    let lines = try await onThread {
      let connection = try HTTPConnection(port: port)
      let count = 40
      try connection.send(
        "POST /v1/score/batch?model=sarculator-extremity-os-2016-reconstructed HTTP/1.1\r\n"
          + "Host: localhost\r\nContent-Type: application/x-ndjson\r\n"
          + "Content-Length: \(count * Self.row.utf8.count)\r\n\r\n")
      try connection.send(Self.row)
      // The answer has begun, so the request runs.
      let head = try connection.readHead()
      kill(pid, SIGTERM)
      for _ in 1..<count {
        usleep(10_000)
        try connection.send(Self.row)
      }
      return try connection.readBody(of: head).text.split(separator: "\n").count
    }
    #expect(lines == 41)
    #expect(await service.end(0) == 0)
    await #expect(throws: HTTPConnection.Closed.self) { try await service.get("/healthz") }
  }

  /// Who has been answered.
  private final class Answered: Sendable {
    private let askers = Mutex<Set<Int>>([])
    var count: Int { askers.withLock { $0.count } }
    func add(_ asker: Int) { askers.withLock { _ = $0.insert(asker) } }
  }

  @Test("SIGTERM under load cuts no answer short")
  func shutdownUnderLoad() async throws {
    let service = try await Service()
    let (port, pid) = (service.port, service.process.processIdentifier)
    let answered = Answered()
    let question = Array("{\"patient\": \(Self.row)}".utf8)
    let counts = try await withThrowingTaskGroup(of: Int.self) { group in
      for asker in 0..<8 {
        group.addTask {
          try await onThread {
            var count = 0
            // Until nobody listens any more.
            while let connection = try? HTTPConnection(port: port) {
              do {
                try connection.send(
                  Array(
                    ("POST /v1/compare HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                      + "Content-Length: \(question.count)\r\n\r\n").utf8) + question)
                // A connection that nobody has taken up ends without a word.
                let head = try connection.readHead()
                let answer: HTTPConnection.Answer
                do {
                  answer = try connection.readBody(of: head)
                } catch {
                  Issue.record("an answer was cut short")
                  return count
                }
                #expect(answer.status == 200 && answer.json["receipt"]["seal"].string != nil)
                count += 1
                answered.add(asker)
              } catch {
                continue
              }
            }
            return count
          }
        }
      }
      // Each has been answered, and all go on asking.
      for _ in 0..<600 where answered.count < 8 { try await Task.sleep(for: .milliseconds(50)) }
      kill(pid, SIGTERM)
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(counts.count == 8 && counts.allSatisfy { $0 > 0 }, "\(counts)")
    #expect(await service.end(0) == 0)
  }

  @Test("After kill -9 the same port is served again")
  func restart() async throws {
    let first = try await Service()
    #expect(try await first.get("/readyz").status == 200)
    #expect(await first.end(SIGKILL) == SIGKILL)
    let second = try await Service(port: first.port)
    var status: Int?
    for _ in 0..<200 where status == nil {
      try await Task.sleep(for: .milliseconds(50))
      status = try? await second.get("/readyz").status
    }
    #expect(status == 200)
    #expect(await second.end(SIGINT) == 0)
  }

  @Test("SIGHUP reads the documents again; a directory that is gone changes nothing")
  func reload() async throws {
    let folder = try TemporaryFolder()
    let models = folder.path("models")
    try FileManager.default.copyItem(
      atPath: CommandRun.root.appending(path: "models").path, toPath: models)
    let service = try await Service(["--models", models])
    let id = "fnclcc-grade-1997"
    #expect(try await service.get("/v1/models/\(id)").status == 200)
    try FileManager.default.removeItem(atPath: "\(models)/\(id).json")
    #expect(try await service.get("/v1/models/\(id)").status == 200)
    kill(service.process.processIdentifier, SIGHUP)
    var status = 200
    for _ in 0..<200 where status == 200 {
      try await Task.sleep(for: .milliseconds(50))
      status = try await service.get("/v1/models/\(id)").status
    }
    #expect(status == 404)
    try FileManager.default.removeItem(atPath: models)
    kill(service.process.processIdentifier, SIGHUP)
    for _ in 0..<200 where try !service.log.contains("stay as they were") {
      try await Task.sleep(for: .milliseconds(50))
    }
    #expect(try await service.get("/readyz").status == 200)
    #expect(await service.end(SIGTERM) == 0)
  }

  @Test("A full disk for the log does not disturb the answers")
  func fullDisk() async throws {
    let free = try await Service()
    let port = free.port
    #expect(await free.end(SIGTERM) == 0)
    let service = try await Service(log: "/dev/full", port: port)
    var answered = 0
    for _ in 0..<200 where answered < 5 {
      if (try? await service.get("/healthz").status) == 200 { answered += 1 }
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(answered == 5)
    #expect(await service.end(SIGTERM) == 0)
  }

  @Test(
    "What must not be served is refused in a sentence",
    arguments: [
      (["--host", "0.0.0.0"], "'0.0.0.0' is no loopback address: name --token-key"),
      (["--port", "70000"], "The setting 'port' cannot be '70000'."),
      (["--log-level", "loud"], "The setting 'logLevel' cannot be 'loud'."),
      (["--requests-per-second", "0"], "The setting 'requestsPerSecond' cannot be '0'."),
      (["--token-issuer", "x"], "'tokenIssuer' needs 'tokenKey' beside it."),
      (["--config", "/nowhere.json"], "/nowhere.json: "),
      (["--models", "/nowhere"], "'/nowhere' cannot be read"),
      (["--certificate", "/a", "--private-key", "/b"], "/a: certificate and key"),
      (["--host", "192.0.2.1", "--behind-tls-proxy"], "'192.0.2.1' is no loopback address"),
    ])
  func refusals(arguments: [String], words: String) throws {
    let run = try CommandRun(["serve", "--port", "0"] + arguments)
    #expect(run.status == 3 && run.output.isEmpty)
    #expect(run.errors.contains(words), "\(run.errors)")
  }

  @Test("A flag comes before the environment, and that before the file")
  func precedence() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(#"{"host": "192.0.2.3", "port": 70001}"#, to: "serve.json")
    func words(_ arguments: [String], _ environment: [String: String]) throws -> String {
      try CommandRun(["serve", "--config", file] + arguments, environment: environment).errors
    }
    #expect(try words([], [:]).contains("'port' cannot be '70001'"))
    #expect(
      try words([], ["SARCOMA_SERVE_PORT": "70002"]).contains("'port' cannot be '70002'"))
    #expect(
      try words(["--port", "70003"], ["SARCOMA_SERVE_PORT": "70002"])
        .contains("'port' cannot be '70003'"))
    #expect(
      try words(["--port", "0"], ["SARCOMA_SERVE_TOKEN_ISSUER": "x"])
        .contains("'tokenIssuer' needs 'tokenKey'"))
    let stray = try folder.write(#"{"hots": "x"}"#, to: "stray.json")
    let run = try CommandRun(["serve", "--config", stray])
    #expect(run.status == 3 && run.errors.contains("unknown key 'hots'"))
    #expect(run.errors.contains("did you mean 'host'"), "\(run.errors)")
  }

  @Test("A receipt is verified by the command, and what was changed is named")
  func verify() throws {
    let folder = try TemporaryFolder()
    for (text, words) in [
      ("{}", "is missing"), ("{\"receipt\": {}}", "is missing"), ("nonsense", "is no value"),
    ] {
      let file = try folder.write(text, to: "answer.json")
      let run = try CommandRun(["verify", file])
      #expect(run.status == 3 && run.errors.contains(words), "\(run.errors)")
    }
    #expect(try CommandRun(["verify", folder.path("none.json")]).status == 3)
  }
}
