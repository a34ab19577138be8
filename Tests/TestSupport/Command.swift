public import Foundation

/// A run of the `sarcoma` that was built beside the tests.
public struct CommandRun: Sendable {
  public let status: Int32
  public let output: String
  public let errors: String

  public var json: Reference {
    Reference(Data(output.utf8))
  }

  /// Runs `sarcoma` with arguments, and bytes on its standard input if there are any.
  ///
  /// - Parameter environment: variables beside, or in place of, those of the tests.
  public init(
    _ arguments: [String], input: String? = nil, environment: [String: String] = [:]
  ) throws {
    try self.init(arguments, bytes: Data((input ?? "").utf8), environment: environment)
  }

  /// The same with bytes that need be no text.
  public init(
    _ arguments: [String], bytes: Data, environment: [String: String] = [:]
  ) throws {
    let process = Process()
    process.executableURL = Self.executable
    process.arguments = arguments
    var variables = ProcessInfo.processInfo.environment
    variables["SARCOMA_MODELS"] = nil
    process.environment = variables.merging(environment) { $1 }
    // Files, not pipes: a full pipe whose other end waits would stop both.
    let folder = try TemporaryFolder()
    let input = try folder.write(bytes, to: "input")
    for name in ["output", "errors"] { _ = try folder.write(Data(), to: name) }
    process.standardInput = FileHandle(forReadingAtPath: input)
    process.standardOutput = FileHandle(forWritingAtPath: folder.path("output"))
    process.standardError = FileHandle(forWritingAtPath: folder.path("errors"))
    try process.run()
    process.waitUntilExit()
    output = String(decoding: try folder.read("output"), as: UTF8.self)
    errors = String(decoding: try folder.read("errors"), as: UTF8.self)
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
