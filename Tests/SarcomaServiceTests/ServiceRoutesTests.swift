#if Service
  import BundledModels
  import Foundation
  import InMemoryLogging
  import PrognosticModels
  import StrictJSON
  import TestSupport
  import Testing

  @testable import SarcomaService

  private let patient =
    #"{"age": 61, "size": 12, "grade": 3, "histology": "LMS", "site": "thigh", "depth": "deep"}"#
  private let model = "sarculator-extremity-os-2016-reconstructed"

  @Suite struct ServiceRoutesTests {
    private static func library() throws -> ModelLibrary {
      try ModelLibrary(directory: try #require(BundledModels.directory(named: nil)))
    }

    @Test("A score, a comparison and a benefit have the bytes of the command line's JSON")
    func sameBytes() async throws {
      let questions = [
        ("/v1/models/\(model)/score", ["score", model]), ("/v1/compare", ["compare"]),
        ("/v1/benefit", ["benefit"]),
      ]
      let folder = try TemporaryFolder()
      let file = try folder.write(patient, to: "patient.json")
      try await RunningServer.with { server in
        for (path, arguments) in questions {
          let answer = try await server.post(path, "{\"patient\": \(patient), \"receipt\": false}")
          let run = try CommandRun(arguments + ["--patient", file, "--format", "json"])
          #expect(answer.status == 200)
          #expect(answer["Content-Type"] == "application/json")
          #expect(answer.text == run.output)
        }
      }
    }

    @Test("A receipt stands behind the same answer, and the replay agrees")
    func receipts() async throws {
      try await RunningServer.with { server in
        for path in ["/v1/models/\(model)/score", "/v1/compare", "/v1/benefit", "/v1/consultation"]
        {
          let answer = try await server.post(path, "{\"patient\": \(patient), \"at\": [\"5y\"]}")
          #expect(answer.json["receipt"]["seal"].string == answer["Sarcoma-Receipt"])
          let verified = try await server.post("/v1/verify", answer.text)
          #expect(verified.json["verified"].number == 1, "\(verified.text)")
          let changed = answer.text.replacingOccurrences(of: "0.4896363390", with: "0.4896363391")
          #expect(changed != answer.text)
          let refused = try await server.post("/v1/verify", changed)
          #expect(refused.json["verified"].number == 0)
          #expect(refused.text.contains("0.4896363390"), "\(refused.text)")
        }
      }
    }

    @Test("Documents are served byte for byte, nomograms drawn, and what is not there is 404")
    func documents() async throws {
      let library = try Self.library()
      try await RunningServer.with { server in
        let list = try await server.ask("GET", "/v1/models")
        #expect(list.json["models"].array.count == library.models.count)
        #expect(try await server.ask("GET", "/v1/models/\(model)").body == library[model]?.bytes)
        let drawing = try await server.ask("GET", "/v1/nomogram/\(model).svg")
        #expect(drawing["Content-Type"] == "image/svg+xml")
        #expect(drawing.text.contains("<svg") && drawing.text.contains("Points"))
        for path in [
          "/v1/nomogram/\(model)", "/v1/nomogram/x.svg", "/v1/models/x", "/page/x.js", "/v2",
        ] {
          #expect(try await server.ask("GET", path).status == 404, "\(path)")
        }
        let near = try await server.ask("GET", "/v1/models/\(model)x")
        #expect(near.json["detail"].string?.contains("did you mean '\(model)'?") == true)
        let rule = try await server.ask("GET", "/v1/nomogram/fnclcc-grade.svg")
        #expect(rule.status == 422 || rule.status == 404)
      }
    }

    @Test("Every fault has its status, its code and its place", arguments: Fault.all)
    func faults(fault: Fault) async throws {
      try await RunningServer.with { server in
        let answer = try await server.ask("POST", fault.path, fault.body, type: fault.type)
        #expect(answer.status == fault.status, "\(answer.text)")
        #expect(answer["Content-Type"] == "application/problem+json")
        #expect(answer.json["code"].string == fault.code)
        #expect(answer.json["pointer"].string == fault.pointer)
        #expect(answer.json["status"].number == Double(fault.status))
        #expect(answer.json["detail"].string?.isEmpty == false)
      }
    }

    struct Fault: Sendable, CustomTestStringConvertible {
      var path = "/v1/models/\(model)/score"
      let body: String
      var type = "application/json"
      let status: Int
      let code: String
      var pointer: String?

      var testDescription: String { "\(code) \(pointer ?? "") \(body.prefix(40))" }

      static let all = [
        Fault(body: "", status: 400, code: "json"),
        Fault(body: "{", status: 400, code: "json", pointer: ""),
        Fault(body: "[]", status: 422, code: "shape", pointer: ""),
        Fault(body: "{}", status: 422, code: "shape", pointer: ""),
        Fault(
          body: #"{"patient": {"age": NaN}}"#, status: 400, code: "json", pointer: "/patient/age"),
        Fault(
          body: #"{"patient": {"age": 1e309}}"#, status: 400, code: "json",
          pointer: "/patient/age"),
        Fault(
          body: #"{"patient": {"age": 1, "age": 2}}"#, status: 400, code: "json",
          pointer: "/patient"),
        Fault(
          body: #"{"patient": {"age": [1]}}"#, status: 422, code: "wrongShape",
          pointer: "/patient/age"),
        Fault(
          body: #"{"patient": {"age": "old"}}"#, status: 422, code: "notANumber",
          pointer: "/patient/age"),
        Fault(
          body: #"{"patient": {"si/ze~": 2}}"#, status: 422, code: "unknownCovariate",
          pointer: "/patient/si~1ze~0"),
        Fault(
          body: #"{"patient": {"age": 61}}"#, status: 422, code: "missing", pointer: "/patient"),
        Fault(
          body: #"{"patient": \#(patient), "at": ["soon"]}"#, status: 422, code: "shape",
          pointer: "/at/0"),
        Fault(
          body: #"{"patient": \#(patient), "at": ["90y"]}"#, status: 422, code: "beyondFollowUp",
          pointer: "/at"),
        Fault(
          body: #"{"patient": \#(patient), "given": "2y"}"#, status: 422, code: "noCondition",
          pointer: "/given"),
        Fault(
          body: #"{"patient": \#(patient), "given": "90y"}"#, status: 422, code: "noCondition",
          pointer: "/given"),
        Fault(
          body: #"{"patient": \#(patient), "tat": []}"#, status: 422, code: "shape", pointer: ""),
        Fault(
          body: String(repeating: "[", count: 10_000), status: 400, code: "json",
          pointer: String(repeating: "/0", count: 16)),
        Fault(
          body: "{\"patient\": {\"histology\": \"\(String(repeating: "x", count: 1_001))\"}}",
          status: 400, code: "json", pointer: "/patient/histology"),
        Fault(
          body: String(repeating: " ", count: 70_000), status: 413, code: "bodyTooLarge"),
        Fault(body: "{}", type: "text/plain", status: 415, code: "contentType"),
        Fault(
          path: "/v1/models/no/score", body: #"{"patient": {}}"#, status: 404,
          code: "unknownModel", pointer: "/model"),
        Fault(
          path: "/v1/benefit", body: #"{"patient": \#(patient), "hazardRatio": -1}"#, status: 422,
          code: "shape", pointer: "/hazardRatio"),
        Fault(
          path: "/v1/benefit", body: #"{"patient": \#(patient), "effects": ["none"]}"#,
          status: 422, code: "benefit", pointer: "/effects"),
        Fault(
          path: "/v1/benefit",
          body: #"{"patient": \#(patient), "survival": [{"time": "5y", "estimate": 1.5}]}"#,
          status: 422, code: "shape", pointer: "/survival/0"),
        Fault(path: "/v1/verify", body: "{}", status: 422, code: "shape", pointer: ""),
      ]
    }

    @Test("Invalid UTF-8 is a bad request")
    func invalidUTF8() async throws {
      try await RunningServer.with { server in
        let answer = try await server.connect {
          try $0.ask("POST", "/v1/compare", body: [0x7B, 0x22, 0xFF, 0x22, 0x7D])
        }
        #expect(answer.status == 400 && answer.json["code"].string == "json")
      }
    }

    @Test("A method that a path does not take is 405 with those that it takes")
    func methods() async throws {
      try await RunningServer.with { server in
        for (method, path, allowed) in [
          ("GET", "/v1/compare", "POST"), ("DELETE", "/v1/models", "GET, HEAD"),
          ("PUT", "/healthz", "GET, HEAD"), ("PATCH", "/v1/models/\(model)/score", "POST"),
          ("QUERY", "/metrics", "GET, HEAD"),
          ("TRACE", "/v1/verify", "POST"),
        ] {
          let answer = try await server.ask(method, path)
          #expect(answer.status == 405 && answer["Allow"] == allowed, "\(method) \(path)")
        }
      }
    }

    @Test("HEAD has the fields of GET and no body, a refusal neither")
    func head() async throws {
      try await RunningServer.with { server in
        for path in ["/healthz", "/v1/models/\(model)", "/v1/models/no", "/v1/compare"] {
          let get = try await server.ask("GET", path)
          let fields = try await server.connect { connection in
            let head = try connection.ask("HEAD", path)
            // A body that nobody reads would stand before the next answer.
            #expect(try connection.ask("GET", "/healthz").text == "ok\n")
            return (status: head.status, length: head["Content-Length"], type: head["Content-Type"])
          }
          #expect(fields.status == get.status, "\(path)")
          #expect(fields.length == get["Content-Length"] && fields.type == get["Content-Type"])
        }
      }
    }

    @Test("The OpenAPI document names every route, and none that is not there")
    func openAPI() async throws {
      try await RunningServer.with { server in
        let document = try await server.ask("GET", "/openapi.json").json
        let paths = document["paths"].keys
        #expect(paths.count == 14)
        for path in paths {
          let concrete = path.replacingOccurrences(of: "{id}", with: model)
          for method in document["paths"][path].keys {
            let answer = try await server.ask(
              method.uppercased(), concrete, method == "post" ? "" : nil, type: "text/plain")
            #expect(method == "post" ? answer.status == 415 : answer.status == 200, "\(path)")
          }
        }
        #expect(document["info"]["version"].string == Version.current)
      }
    }

    @Test("A broken document is named, and the others are served")
    func brokenDocument() async throws {
      let folder = try TemporaryFolder()
      let models = folder.path("models")
      try FileManager.default.copyItem(
        atPath: try #require(BundledModels.directory(named: nil)), toPath: models)
      _ = try folder.write("{", to: "models/\(model).json")
      try await RunningServer.with(models: models) { server in
        let ready = try await server.ask("GET", "/readyz")
        #expect(ready.status == 503 && ready.json["ready"].number == 0)
        #expect(ready.json["faults"][0].string?.hasPrefix("\(model).json: ") == true)
        #expect(try await server.ask("GET", "/healthz").status == 200)
        let broken = try await server.ask("GET", "/v1/models/\(model)")
        #expect(broken.status == 503 && broken.json["code"].string == "brokenModel")
        #expect(try await server.post("/v1/compare", "{\"patient\": \(patient)}").status == 200)
        // The document is mended while the service runs.
        let whole = try Data(
          contentsOf: URL(
            filePath: try #require(BundledModels.directory(named: nil)) + "/\(model).json"))
        _ = try folder.write(whole, to: "models/\(model).json")
        try await server.server.reload()
        #expect(try await server.ask("GET", "/readyz").status == 200)
        #expect(try await server.ask("GET", "/v1/models/\(model)").status == 200)
      }
    }

    @Test("Metrics count requests, predictions and refusals")
    func metrics() async throws {
      try await RunningServer.with { server in
        _ = try await server.post("/v1/models/\(model)/score", "{\"patient\": \(patient)}")
        _ = try await server.post("/v1/models/\(model)/score", "{\"patient\": {\"age\": 61}}")
        let text = try await server.ask("GET", "/metrics").text
        #expect(text.contains("sarcoma_predictions_total{model=\"\(model)\"} 1\n"))
        #expect(text.contains("sarcoma_refusals_total{reason=\"missing\"} 1\n"))
        let labels = "{method=\"POST\",route=\"/v1/models/{id}/score\",status=\"200\"}"
        #expect(text.contains("sarcoma_http_request_duration_seconds_count\(labels) 1\n"))
        #expect(text.contains("# TYPE sarcoma_http_request_duration_seconds histogram\n"))
      }
    }

    @Test("Every answer forbids caching, sniffing, framing and referring")
    func fields() async throws {
      try await RunningServer.with { server in
        for path in ["/v1/models", "/healthz", "/nothing"] {
          let answer = try await server.ask("GET", path)
          #expect(answer["Cache-Control"] == "no-store")
          #expect(answer["Referrer-Policy"] == "no-referrer")
          #expect(answer["X-Content-Type-Options"] == "nosniff")
          #expect(answer["Content-Security-Policy"]?.contains("frame-ancestors 'none'") == true)
        }
      }
    }

    @Test("A patient's values are in no line of the log and in no metric")
    func canary() async throws {
      let values = ["61.73205", "17.32050", "canaryhistotype", "canaryname", "C49.7777"]
      let bodies = [
        #"{"patient": {"age": 61.73205, "size": 17.32050, "grade": 3, "histology": "LMS", "site": "thigh"}}"#,
        #"{"patient": {"age": 61.73205, "histology": "canaryhistotype"}}"#,
        #"{"patient": {"canaryname": 17.32050}}"#,
        #"{"patient": {"site": "C49.7777", "age": 61.73205"#,
        #"{"patient": {"age": "61.73205 canaryname"}, "at": ["17.32050"]}"#,
      ]
      try await RunningServer.with { server in
        for body in bodies {
          for path in ["/v1/compare", "/v1/benefit", "/v1/models/\(model)/score", "/v1/verify"] {
            _ = try await server.post(path, body)
          }
          _ = try await server.ask(
            "POST", "/v1/score/batch?model=\(model)", body, type: "application/x-ndjson")
          _ = try await server.ask("POST", "/v1/61.73205/canaryname", body)
          _ = try await server.ask("GET", "/v1/models/canaryname")
        }
        let log = server.log.entries.map { "\($0.message) \($0.metadata) \($0.error as Any)" }
        let metrics = try await server.ask("GET", "/metrics").text
        #expect(log.count > 30)
        for value in values {
          #expect(!metrics.contains(value))
          #expect(log.allSatisfy { !$0.contains(value) }, "\(value)")
        }
      }
    }
  }
#endif
