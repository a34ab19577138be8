import Foundation
import TestSupport
import Testing

private func text(_ name: String) throws -> String {
  try String(contentsOf: CommandRun.root.appending(path: name), encoding: .utf8)
}

@Suite struct ReadmeTests {
  @Test(
    "README shows what make demo prints",
    arguments: [
      ("OVERALL_SURVIVAL", ["cox"], ["--at", "1y,3y,5y"]),
      ("INCOMPLETE_RESECTION", ["logistic"], []),
    ] as [(String, [String], [String])])
  func demo(variable: String, kind: [String], options: [String]) throws {
    let makefile = try text("Makefile")
    let readme = try text("README.md")
    let lines = makefile.split(separator: "\n").map(String.init)
    let definition = try #require(lines.first { $0.hasPrefix("\(variable) := ") })
    let formula = String(definition.dropFirst("\(variable) := ".count))
    let command = try #require(
      makefile.replacing("\\\n", with: " ").split(separator: "\n")
        .first { $0.contains("$(\(variable))") })
    let patients = command.matches(of: /--predict '([^']*)'/).map { String($0.1) }
    #expect(patients.count == 2)
    let run = try CommandRun(
      ["fit"] + kind + [
        formula, CommandRun.root.appending(path: "data/tcga_sarc.csv").path, "--missing", "RX",
      ] + options + patients.flatMap { ["--predict", $0] })
    #expect(run.status == 0)
    #expect(readme.contains(run.output))
  }

  @Test("make demo ends by writing the files that it names, and README shows the names")
  func drawings() throws {
    let folder = try TemporaryFolder()
    let makefile = try text("Makefile").replacing(/\\\n\s*/, with: "")
    var variables: [String: String] = [:]
    for match in makefile.matches(of: /(?m)^([A-Z_]+) := (.*)$/) {
      variables[String(match.1)] = String(match.2)
    }
    let demo = try #require(makefile.firstMatch(of: /@mkdir -p figures\n((?:\t.*\n)*)/)).1
    var written: [String] = []
    var named = ""
    for line in demo.split(separator: "\n") {
      if let echo = line.firstMatch(of: /@echo '(.*)'/) { named += "\(echo.1)\n" }
      guard let command = line.firstMatch(of: /@\.build\/release\/sarcoma (.*)/) else { continue }
      let words = command.1.replacing(/\$\(([A-Z_]+)\)/) { variables[String($0.1)] ?? "" }
        .replacing(" >/dev/null", with: "").matches(of: /'([^']*)'|\S+/)
        .map { String($0.1 ?? $0.0) }
      for (option, path) in zip(words, words.dropFirst())
      where ["--output", "--figure"].contains(option) { written.append(path) }
      let run = try CommandRun(
        words.map { word in
          word.hasPrefix("figures/")
            ? folder.path(String(word.dropFirst(8)))
            : word.hasPrefix("data/") ? CommandRun.root.appending(path: word).path : word
        })
      #expect(run.status == 0, "\(run.errors)")
    }
    #expect(written.count == 5)
    for path in written {
      #expect(folder.has(String(path.dropFirst(8))))
      #expect(named.contains(path))
    }
    #expect(try text("README.md").contains("```\n\(named)```"))
    #expect(try text(".gitignore").contains("/figures/\n"))
  }

  @Test(
    "README's comparison and benefit are what the command prints, and the patient of make demo",
    arguments: ["compare", "benefit"])
  func patient(command: String) throws {
    let readme = try text("README.md")
    let line = try #require(
      readme.split(separator: "\n").first { $0.hasPrefix("$ sarcoma \(command)") }
    )
    .dropFirst("$ sarcoma ".count)
    let words = line.split(separator: " ").map(String.init)
    let patient = try text("Makefile").replacing(/\\\n\s*/, with: "")
    #expect(patient.contains(words.dropFirst().joined(separator: " ")))
    let run = try CommandRun(words)
    #expect(run.status == 0)
    #expect(readme.contains(run.output))
  }

  @Test("README's tests, contrast and sample size are what the command prints")
  func tests() throws {
    let readme = try text("README.md")
    let folder = try TemporaryFolder()
    let fit = try #require(
      readme.firstMatch(
        of: /sarcoma fit cox '([^']*)' (\S+) \\\n +--missing RX --output (\S+) --horizons (\S+)/))
    let document = folder.path(String(fit.3))
    let fitted = try CommandRun([
      "fit", "cox", String(fit.1), CommandRun.root.appending(path: String(fit.2)).path,
      "--missing", "RX", "--output", document, "--horizons", String(fit.4),
    ])
    #expect(fitted.status == 0, "\(fitted.errors)")
    let anova = try #require(
      readme.firstMatch(of: /\$ sarcoma anova (\S+) --contrast '([^']*)'\n/))
    #expect(anova.1 == fit.3)
    let tests = try CommandRun(["anova", document, "--contrast", String(anova.2)])
    #expect(tests.status == 0)
    #expect(readme.contains(anova.0 + tests.output))
    let size = try #require(readme.firstMatch(of: /\$ sarcoma (samplesize .*)\n/))
    let run = try CommandRun(size.1.split(separator: " ").map(String.init))
    #expect(run.status == 0)
    #expect(readme.contains(size.0 + run.output))
  }

  @Test("README's validation is what the command prints, and its words are what that says")
  func validation() throws {
    let readme = try text("README.md")
    let line = try #require(
      readme.split(separator: "\n").first { $0.hasPrefix("$ sarcoma validate") })
    let words = line.dropFirst("$ sarcoma ".count).matches(of: /'([^']*)'|\S+/).map {
      String($0.1 ?? $0.0)
    }
    let arguments = words.map {
      $0.hasPrefix("data/") ? CommandRun.root.appending(path: $0).path : $0
    }
    let run = try CommandRun(arguments)
    #expect(run.status == 0)
    #expect(readme.contains(run.output))
    let limb = try CommandRun([
      "validate", "sarculator-extremity-os-2016-reconstructed",
      CommandRun.root.appending(path: "data/tcga_sarc_patients.csv").path, "--outcome",
      "Surv(OS_days, OS_event)", "--unit", "day",
    ]).output
    #expect(limb.contains("54 patients, 20 events"))
    #expect(limb.contains("Harrell's C, all follow-up     0.660       0.076  0.511 to 0.809"))
  }

  @Test("README's update is what the command prints")
  func update() throws {
    let readme = try text("README.md")
    let line = try #require(
      readme.split(separator: "\n").first { $0.hasPrefix("$ sarcoma update") })
    let folder = try TemporaryFolder()
    let words = line.dropFirst("$ sarcoma ".count).matches(of: /'([^']*)'|\S+/).map {
      String($0.1 ?? $0.0)
    }
    let arguments = words.map { word in
      if word == "updated.json" { return folder.path(word) }
      return word.hasPrefix("data/") ? CommandRun.root.appending(path: word).path : word
    }
    let run = try CommandRun(arguments)
    #expect(run.status == 0, "\(run.errors)")
    #expect(readme.contains(line + "\n" + run.output))
    #expect(folder.has("updated.json"))
  }

  @Test("README's faults are what the command says")
  func faults() throws {
    let readme = try text("README.md")
    let examples = readme.matches(of: /\$ sarcoma fit cox '([^']*)' (\S+)\n(sarcoma: .*\n)/)
    #expect(examples.count == 3)
    for example in examples {
      let table = CommandRun.root.appending(path: String(example.2)).path
      let run = try CommandRun(["fit", "cox", String(example.1), table])
      #expect(run.status == 3)
      #expect(run.errors == String(example.3))
    }
  }

  @Test("The statement of intended use stands in the README and in the command's help")
  func intendedUse() throws {
    #expect(try text("README.md").contains("not a certified medical device"))
    #expect(try CommandRun(["--help"]).output.contains("not a certified medical device"))
  }
}
