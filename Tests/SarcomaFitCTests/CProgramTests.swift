import Biostatistics
import Foundation
import Reports
import TestSupport
import Testing

@Suite struct CProgramTests {
  @Test("A C program compiles without a warning, and prints what Swift fits")
  func program() throws {
    let folder = try TemporaryFolder()
    let root = CommandRun.root
    let libraries = URL(filePath: CommandRun.path).deletingLastPathComponent().path
    let program = folder.path("fit")
    try run(
      "/usr/bin/env",
      [
        "cc", "-std=c11", "-Wall", "-Wextra", "-Werror", "-pedantic",
        "-I\(root.appending(path: "Sources/CSarcomaFit/include").path)",
        root.appending(path: "Tests/C/fit_test.c").path, "-o", program, "-L\(libraries)",
        "-lSarcomaFitC", "-Wl,-rpath,\(libraries)", "-lm",
      ], in: folder)
    let output = try run(program, [], in: folder)
    let sexes = [0, 0, 1, 0, 1, 0, 1, 1, 0, 0, 0, 1].map { $0 == 0 ? "male" : "female" }
    let table = try Table(columns: [
      Column(
        name: "time", numbers: [306, 455, 1010, 210, 883, 1022, 310, 361, 218, 166, 170, 654]),
      Column(name: "status", numbers: [2, 2, 1, 2, 2, 1, 2, 2, 2, 2, 2, 2]),
      Column(name: "age", numbers: [74, 68, 56, 57, 60, 74, 68, 71, 53, 61, 57, .nan]),
      Column(name: "sex", texts: sexes),
    ])
    let model = try CoxModel(SurvivalFrame(Formula("Surv(time, status) ~ age + sex"), in: table))
    let lines = output.split(separator: "\n")
    try #require(lines.count == 3, "\(output)")
    for (k, line) in lines.prefix(2).enumerated() {
      #expect(
        line.split(separator: " ").map { Double($0) }
          == [model.coefficients[k], model.standardErrors[k]])
    }
    #expect(lines[2] == Version.current)
  }

  @discardableResult
  private func run(
    _ path: String, _ arguments: [String], in folder: TemporaryFolder
  ) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    let file = try folder.write("", to: "said")
    process.standardOutput = FileHandle(forWritingAtPath: file)
    process.standardError = process.standardOutput
    try process.run()
    process.waitUntilExit()
    let said = String(decoding: try folder.read("said"), as: UTF8.self)
    try #require(process.terminationStatus == 0, "\(said)")
    return said
  }
}
