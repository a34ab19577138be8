import Foundation

/// A script of `peers/`, run by R or Python on the columns that we measure ourselves on.
///
/// A script times its own calls and prints one line a repetition, `time NAME WALL PROCESSOR`, in
/// seconds, and `value NAME NUMBER ...` for what is to be compared or `text NAME ...` for what is to
/// be shown.
struct Peer {
  struct Answer {
    var times: [String: Measurement] = [:]
    var values: [String: [Double]] = [:]
    var texts: [String: String] = [:]
  }

  private static let package = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let scripts = package.appendingPathComponent("peers")

  private let command: [String]

  static let r = Peer(command: ["Rscript", "--vanilla"])
  /// The interpreter of `.venv` at the top of the repository.
  static let python = Peer(
    command: [
      package.deletingLastPathComponent().appendingPathComponent(".venv/bin/python").path
    ])

  /// A C program of `peers/`, compiled against a library of `bindings/c/build.sh` in `.build-c/install`; nil,
  /// with a sentence on the standard error, where that was not built.
  static func compile(_ source: String, library: String, in directory: URL) -> Peer? {
    let built = package.deletingLastPathComponent().appendingPathComponent(".build-c/install").path
    let program = directory.appendingPathComponent("peer").path
    let compiler = [
      "cc", "-std=c11", "-O2", "-D_POSIX_C_SOURCE=200809L", "-I\(built)/include", source, "-o",
      program, "-L\(built)/lib", "-l\(library)", "-Wl,-rpath,\(built)/lib",
    ]
    guard output(of: compiler, in: scripts) != nil else {
      FileHandle.standardError.write(
        Data("\(source): run bindings/c/build.sh .build-c/install first.\n".utf8))
      return nil
    }
    return Peer(command: [program])
  }

  /// Runs a script; nil, with a sentence on the standard error, when the peer is not there.
  func run(_ script: String, _ arguments: [String]) -> Answer? {
    let script = script.isEmpty ? [] : [script]
    guard let output = Self.output(of: command + script + arguments, in: Self.scripts) else {
      let name = command[0].hasSuffix("python") ? "pandas in .venv" : "R with its survival package"
      FileHandle.standardError.write(Data("\(script.first ?? ""): \(name) is absent.\n".utf8))
      return nil
    }
    var answer = Answer()
    for line in output.split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      guard words.count >= 3 else { continue }
      let numbers = words[2...].compactMap(Double.init)
      switch words[0] {
      case "time" where numbers.count == 2:
        answer.times[words[1], default: Measurement()].add(wall: numbers[0], processor: numbers[1])
      case "value": answer.values[words[1]] = numbers
      case "text": answer.texts[words[1]] = words[2...].joined(separator: " ")
      default: continue
      }
    }
    return answer
  }

  /// What a command prints; nil when it cannot be run or fails.
  static func output(of command: [String], in directory: URL? = nil) -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.currentDirectoryURL = directory
    let pipe = Pipe()
    process.standardOutput = pipe
    guard (try? process.run()) != nil else { return nil }
    let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? String(decoding: bytes, as: UTF8.self) : nil
  }
}
