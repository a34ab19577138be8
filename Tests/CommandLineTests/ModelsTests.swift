import Foundation
import TestSupport
import Testing

@Suite struct ModelsTests {
  @Test("The list has the contract's members for every document of the directory")
  func list() throws {
    let run = try CommandRun(["models", "list", "--format", "json"])
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    #expect(run.json.keys == ["models"])
    let folder = CommandRun.root.appending(path: "models").path
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
      $0.hasSuffix(".json") && $0 != "vocabulary.json"
    }
    let models = run.json["models"].array
    #expect(models.compactMap { $0["id"].string } == names.map { String($0.dropLast(5)) }.sorted())
    for model in models {
      #expect(
        model.keys == [
          "endpoint", "horizons", "id", "isRule", "method", "status", "title", "version",
        ])
      let id = try #require(model["id"].string)
      let shown = try CommandRun(["models", "show", id, "--format", "json"])
      #expect(shown.output == (try SmallLibrary.document(id)))
      #expect(model["title"].string == shown.json["title"].string)
      #expect(model["status"].string == shown.json["status"].string)
      #expect(model["method"].string == shown.json["provenance"]["method"].string)
      #expect(model["endpoint"].string == shown.json["endpoint"]["kind"].string)
    }
    let horizon = models.first { $0["id"].string == "kattan-msk-dss-2002" }?["horizons"][0]
    #expect(horizon?["value"].number == 12)
    #expect(horizon?["unit"].string == "year")
    let bare = try CommandRun(["models"])
    let text = try CommandRun(["models", "list"])
    #expect(bare.output == text.output)
    for model in models { #expect(text.output.contains("  \(model["id"].string ?? "?")\n")) }
  }

  @Test("Every document that ships verifies")
  func verify() throws {
    let run = try CommandRun(["models", "verify", "--format", "json"])
    #expect(run.status == 0, "\(run.output)")
    #expect(run.json["passes"].number == 1)
    #expect(run.json["faults"].array.isEmpty)
    for model in run.json["models"].array {
      #expect(model["failures"].array.isEmpty)
      #expect(model["examples"].number ?? 0 >= 2)
    }
  }

  @Test("Verification fails for every document that does, each named with what is wrong")
  func failing() throws {
    let library = try SmallLibrary("gist-nih-risk-2002")
    let rule = try SmallLibrary.document("sin-extremity-trunk-2003")
    try library.write(
      rule.replacing(
        "\"gives\": {\"category\": \"low\"", with: "\"gives\": {\"category\": \"high\""),
      to: "sin-extremity-trunk-2003.json")
    try library.write("{", to: "broken.json")
    try library.write(rule, to: "other.json")
    let nomogram = "sarculator-retroperitoneal-dfs-2013-digitised"
    try library.write(
      try SmallLibrary.document(nomogram).replacing("\"format\"", with: "\"fromat\""),
      to: "\(nomogram).json")
    let run = try CommandRun(["models", "verify", "--models", library.path])
    #expect(run.status == 3)
    #expect(run.output.contains("ok     gist-nih-risk-2002: 7 examples\n"))
    #expect(run.output.contains("FAILS  sin-extremity-trunk-2003: 4 examples\n"))
    #expect(run.output.contains("Example 3 ("))
    #expect(run.output.contains("the category is 'low', not 'high'."))
    #expect(run.output.contains("Example 4 ("))
    #expect(run.output.contains("FAILS  broken.json: "))
    #expect(
      run.output.contains(
        "FAILS  other.json: the id 'sin-extremity-trunk-2003' is not the file's name."))
    #expect(run.output.contains("FAILS  \(nomogram).json: "))
    #expect(run.output.hasSuffix("4 of 5 fail.\n"))
    let json = try CommandRun([
      "models", "verify", "--models", library.path, "--format", "json",
    ])
    #expect(json.status == 3)
    #expect(json.json["passes"].number == 0)
    #expect(json.json["faults"].array.count == 3)
    let one = try CommandRun([
      "models", "verify", "sin-extremity-trunk-2003", "--models", library.path,
    ])
    #expect(one.status == 3)
    let good = try CommandRun(["models", "verify", "gist-nih-risk-2002", "--models", library.path])
    #expect(good.status == 0)
  }

  @Test("A document among the good ones that cannot be read is named, and the others serve")
  func faults() throws {
    let library = try SmallLibrary("gist-nih-risk-2002")
    try library.write("{\"format\": 3}", to: "bad.json")
    try FileManager.default.createDirectory(
      atPath: library.path + "/folder.json", withIntermediateDirectories: false)
    #expect(mkfifo(library.path + "/fifo.json", 0o600) == 0)
    let gist = settings("histology=GIST", "size=6", "mitoses50=3")
    for arguments in [["models", "list"], ["compare"] + gist] {
      let run = try CommandRun(arguments + ["--models", library.path])
      #expect(run.status == 0)
      #expect(run.output.contains("gist-nih-risk-2002"))
      let lines = run.errors.split(separator: "\n")
      #expect(lines.count == 3, "\(run.errors)")
      for name in ["bad.json", "folder.json", "fifo.json"] {
        #expect(lines.contains { $0.hasPrefix("sarcoma: ") && $0.contains(name) }, "\(name)")
      }
    }
    let score = try CommandRun(["score", "gist-nih-risk-2002", "--models", library.path] + gist)
    #expect(score.status == 0)
    for id in ["bad", "folder", "fifo"] {
      let run = try CommandRun(["score", id, "--models", library.path] + gist)
      #expect(run.status == 3)
      #expect(run.errors.contains("\(id).json"), "\(run.errors)")
    }
  }

  @Test("SARCOMA_MODELS names the directory, --models goes before it, and empty it says nothing")
  func environment() throws {
    let library = try SmallLibrary("gist-nih-risk-2002")
    func ids(_ value: String, _ more: [String] = []) throws -> [String] {
      let run = try CommandRun(
        ["models", "list", "--format", "json"] + more, environment: ["SARCOMA_MODELS": value])
      return run.json["models"].array.compactMap { $0["id"].string }
    }
    #expect(try ids(library.path) == ["gist-nih-risk-2002"])
    let other = try SmallLibrary("cinsarc-class-2010")
    #expect(try ids(library.path, ["--models", other.path]) == ["cinsarc-class-2010"])
    #expect(try ids("").count > 10)
    let run = try CommandRun(["models"], environment: ["SARCOMA_MODELS": "/no/such"])
    #expect(run.status == 3)
    #expect(run.errors == "sarcoma: '/no/such' cannot be read: No such file or directory.\n")
  }

  @Test("A directory without a vocabulary, or with one that cannot be read, is refused")
  func vocabulary() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(SmallLibrary.document("gist-nih-risk-2002"), to: "gist-nih-risk-2002.json")
    let none = try CommandRun(["models", "--models", folder.path()])
    #expect(none.status == 3)
    #expect(
      none.errors
        == "sarcoma: '\(folder.path())' holds no vocabulary.json; name the directory that holds the "
        + "models.\n")
    _ = try folder.write("[]", to: "vocabulary.json")
    let bad = try CommandRun(["models", "--models", folder.path()])
    #expect(bad.status == 3)
    #expect(bad.errors.hasPrefix("sarcoma: vocabulary.json: line 1"), "\(bad.errors)")
  }

  @Test("A model is shown with its source, whom it is for, and its hash")
  func show() throws {
    let run = try CommandRun(["models", "show", "sin-extremity-trunk-2003"])
    #expect(run.status == 0)
    for words in [
      "Source\n  Gustafson P", "\nFor whom\n", "\nNot for\n  Metastatic disease.\n",
      "\nWhat it asks\n  size: Tumour size (largest diameter) (cm)\n",
      "\nHow well it did\n", "\nLimits\n", "\nChecked by\n", "\nSHA-256 ",
    ] { #expect(run.output.contains(words), "\(words)") }
    let missing = try CommandRun(["models", "show", "sin-extremity-trunk-2004"])
    #expect(missing.status == 3)
    #expect(missing.errors.contains("did you mean 'sin-extremity-trunk-2003'?"))
  }
}
