public import Foundation

/// A folder that goes when nobody holds it any more.
public final class TemporaryFolder: Sendable {
  private let url = FileManager.default.temporaryDirectory.appending(path: "s\(UUID().uuidString)")

  public init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The path of the folder itself, or of a name in it.
  public func path(_ name: String? = nil) -> String {
    name.map { url.appending(path: $0).path } ?? url.path
  }

  /// Writes a file and gives its path.
  public func write(_ data: Data, to name: String) throws -> String {
    try data.write(to: url.appending(path: name))
    return path(name)
  }

  /// Writes a text and gives its path.
  public func write(_ text: String, to name: String) throws -> String {
    try write(Data(text.utf8), to: name)
  }

  public func read(_ name: String) throws -> Data {
    try Data(contentsOf: url.appending(path: name))
  }

  public func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }
}
