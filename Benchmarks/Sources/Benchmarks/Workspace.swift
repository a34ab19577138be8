import Foundation

/// Runs `body` with a temporary directory that is gone afterwards.
func withTemporaryDirectory<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let files = FileManager.default
  let directory = files.temporaryDirectory.appendingPathComponent("benchmark-\(UUID().uuidString)")
  try files.createDirectory(at: directory, withIntermediateDirectories: true)
  defer { try? files.removeItem(at: directory) }
  return try body(directory)
}

/// Says on the standard error what is being measured.
func announce(_ text: String) {
  FileHandle.standardError.write(Data("… \(text)\n".utf8))
}
