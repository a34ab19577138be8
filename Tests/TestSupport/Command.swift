public import Foundation

/// A run of the `sarcoma` that was built beside the tests.
public struct CommandRun: Sendable {
  public let status: Int32
  public let output: String
  public let errors: String

  public var json: Reference {
    Reference(Data(output.utf8))
  }

  /// Runs `sarcoma` with arguments, and text on its standard input if there is any.
  public init(_ arguments: [String], input: String? = nil) throws {
    let process = Process()
    process.executableURL = Self.executable
    process.arguments = arguments
    let (output, errors, stdin) = (Pipe(), Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = stdin
    try process.run()
    if let input { try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8)) }
    try stdin.fileHandleForWriting.close()
    self.output = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    self.errors = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    status = process.terminationStatus
  }

  /// The top of the repository.
  public static let root = Reference.folder.deletingLastPathComponent().deletingLastPathComponent()

  /// Where the command lies.
  public static var path: String { executable.path }

  private static var executable: URL {
    // The test bundle lies in the same folder as the executable.
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
    let folder =
      bundle?.bundleURL.deletingLastPathComponent()
      ?? URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    return folder.appending(path: "sarcoma")
  }
}
