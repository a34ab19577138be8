#if Service
  import BundledModels
  import Foundation
  import PrognosticModels
  import StrictJSON
  import TestSupport
  import Testing

  @testable import SarcomaService

  private let patient =
    #"{"age": 61, "size": "12,5 cm", "grade": 3, "histology": "LMS", "site": "thigh", "depth": "deep"}"#
  private let model = "sarculator-extremity-os-2016-reconstructed"

  @Suite struct PageTests {
    /// Numbers compare to the bit.
    private static func object(_ text: String) throws -> NSDictionary {
      try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSDictionary)
    }

    @Test("The page is served under a policy that allows nothing inline and nothing foreign")
    func policy() async throws {
      try await RunningServer.with { server in
        for path in ["/", "/models/\(model)"] {
          let page = try await server.ask("GET", path)
          #expect(page.status == 200)
          #expect(page["Content-Type"] == "text/html; charset=utf-8")
          let policy = try #require(page["Content-Security-Policy"])
          #expect(policy.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self';"))
          #expect(!policy.contains("unsafe") && policy.contains("require-trusted-types-for"))
          #expect(page["Cache-Control"] == "no-store")
          #expect(page.text.contains("not a certified medical device"))
        }
        // An answer of the engine keeps the stricter one.
        let list = try await server.ask("GET", "/v1/models")
        #expect(list["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'")
      }
    }

    @Test("No file of the page holds an inline script or style, or names another machine")
    func files() async throws {
      try await RunningServer.with { server in
        let folder = CommandRun.root.appending(path: "Sources/SarcomaService/Page")
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
          let path =
            name == "index.html" ? "/" : name == "model.html" ? "/models/x" : "/page/\(name)"
          let served = try await server.ask("GET", path)
          #expect(served.status == 200, "\(name)")
          #expect(
            served.body == Array(try Data(contentsOf: folder.appending(path: name))), "\(name)")
          let text = served.text
          #expect(!text.contains("style=\"") && !text.contains("<style"), "\(name)")
          #expect(!text.contains("innerHTML") && !text.contains("eval("), "\(name)")
          #expect(!text.contains("localStorage") && !text.contains("cookie"), "\(name)")
          #expect(text.matches(of: #/<script(?![^>]*src=)/#).isEmpty, "\(name)")
          // A link to a publication asks for nothing until somebody follows it.
          let addresses = text.matches(of: #/https?:\/\/[a-z0-9.]+/#).map { String($0.output) }
          let known = ["http://www.w3.org", "https://doi.org"]
          #expect(addresses.allSatisfy(known.contains), "\(name): \(addresses)")
        }
      }
    }

    @Test(
      "A consultation holds a comparison, a benefit and their texts, as the command line gives them"
    )
    func consultation() async throws {
      let folder = try TemporaryFolder()
      let file = try folder.write(patient, to: "patient.json")
      try await RunningServer.with { server in
        let response = try await server.post("/v1/consultation", "{\"patient\": \(patient)}")
        let (object, answer) = (try Self.object(response.text), response.json)
        let compare = try CommandRun(["compare", "--patient", file, "--format", "json"])
        let benefit = try CommandRun(["benefit", "--patient", file, "--format", "json"])
        #expect(object["comparison"] as? NSDictionary == (try Self.object(compare.output)))
        #expect(object["benefit"] as? NSDictionary == (try Self.object(benefit.output)))
        #expect(object["course"] is NSNull)
        let text = answer["text"]
        #expect(
          text["comparison"].string == (try CommandRun(["compare", "--patient", file])).output)
        #expect(text["benefit"].string == (try CommandRun(["benefit", "--patient", file])).output)
        #expect(answer["receipt"]["operation"].string == "consultation")
      }
    }

    @Test("A baseline over time gives curves that end at the estimates")
    func course() async throws {
      try await RunningServer.with { server in
        let answer = try await server.post(
          "/v1/consultation",
          "{\"patient\": \(patient), \"benefit\": {\"model\": \"tcga-limb-trunk-os-2026\", \"at\": [\"5y\"]}}"
        ).json
        let course = answer["course"]
        let estimates = answer["benefit"]["estimates"].array
        #expect(course["years"].array.last?.number == 5)
        #expect(
          course["without"].array.last?.number == estimates[0]["survivalWithout"]["estimate"].number
        )
        #expect(!course["with"].array.isEmpty)
        for arm in course["with"].array {
          let place = Int(try #require(arm["estimate"].number))
          #expect(
            arm["survival"].array.last?.number
              == estimates[place]["survivalWith"]["estimate"].number)
          #expect(estimates[place]["hazardRatio"]["estimate"].number != nil)
        }
      }
    }

    @Test("Every value that cannot be read is named at its place, and no number given")
    func faults() async throws {
      try await RunningServer.with { server in
        let answer = try await server.post(
          "/v1/consultation",
          #"{"patient": {"age": "six", "size": 1200, "grade": "9", "site": "thigh", "agee": 4}}"#)
        #expect(answer.status == 422)
        let errors = answer.json["errors"].array
        #expect(
          errors.map { $0["pointer"].string ?? "" }
            == ["/patient/age", "/patient/size", "/patient/grade", "/patient/agee"])
        #expect(
          errors.map { $0["code"].string ?? "" }
            == ["notANumber", "implausible", "unknownLevel", "unknownCovariate"])
        #expect(errors[1]["detail"].string?.contains("is it in mm?") == true)
      }
    }

    @Test("A benefit that cannot be had is null beside a comparison, and says why")
    func refusal() async throws {
      try await RunningServer.with { server in
        let answer = try await server.post(
          "/v1/consultation", #"{"patient": {"age": 9, "site": "thigh", "histology": "LMS"}}"#)
        #expect(answer.status == 200)
        #expect(try Self.object(answer.text)["benefit"] is NSNull)
        #expect(
          answer.json["benefitRefusal"].string?.hasPrefix("no model gives this patient a survival")
            == true)
        let waiting = answer.json["comparison"]["refusals"].array
          .first { $0["model"].string == "fnclcc-grade-1997" }
        #expect(waiting?["missing"].array.isEmpty == true)
      }
    }

    @Test("A nomogram is drawn with a patient's points, and refuses one of whom it does not speak")
    func nomogram() async throws {
      try await RunningServer.with { server in
        let path = "/v1/nomogram/\(model).svg"
        let drawn = try await server.post(path, "{\"patient\": \(patient)}")
        #expect(drawn["Content-Type"] == "image/svg+xml")
        #expect(drawn.text != (try await server.ask("GET", path)).text)
        let other = try await server.post(
          path,
          #"{"patient": {"age": 61, "size": 12, "grade": 3, "histology": "LMS", "site": "retroperitoneum"}}"#
        )
        #expect(other.status == 422)
        #expect(
          other.json["detail"].string?.hasSuffix(
            "Leave the patient out to draw the nomogram alone.") == true)
        let missing = try await server.post(path, #"{"patient": {"age": 61}}"#)
        #expect(missing.status == 422 && missing.json["code"].string == "missing")
      }
    }

    @Test("The page's files are open where the engine asks for a token")
    func openFiles() {
      #expect(PageFile.at("/") != nil && PageFile.at("/page/page.js") != nil)
      #expect(PageFile.at("/models/x") != nil)
      #expect(PageFile.at("/v1/models") == nil && PageFile.at("/page/../v1/models") == nil)
    }
  }
#endif
