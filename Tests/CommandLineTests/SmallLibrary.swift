import Foundation
import TestSupport

/// A directory of models: the vocabulary and those that are named, as they ship.
struct SmallLibrary {
  let folder: TemporaryFolder
  var path: String { folder.path() }

  init(_ ids: String...) throws {
    folder = try TemporaryFolder()
    for id in ["vocabulary"] + ids { try write(Self.document(id), to: "\(id).json") }
  }

  /// The text of a document that ships.
  static func document(_ id: String) throws -> String {
    let file = CommandRun.root.appending(path: "models/\(id).json")
    return try String(contentsOf: file, encoding: .utf8)
  }

  /// The same as a draft.
  static func draft(_ id: String) throws -> String {
    try document(id).replacing("\"status\": \"verified\"", with: "\"status\": \"draft\"")
  }

  func write(_ text: String, to name: String) throws { _ = try folder.write(text, to: name) }
}
