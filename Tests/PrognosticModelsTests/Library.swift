import Foundation
import StrictJSON
import Testing

@testable import PrognosticModels

/// The documents of this checkout.
enum Library {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The bytes of a file named from the root of the checkout.
  static func bytes(_ file: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: root.appending(path: file)))
  }

  /// models/.
  static func models() throws -> ModelLibrary {
    try ModelLibrary(directory: root.appending(path: "models").path)
  }

  /// Names of the documents of models/ and of Tests/Reference/model-forms, one of each form; the
  /// vocabulary is not among them.
  static let documents: [String] = ["models", "Tests/Reference/model-forms"].flatMap { folder in
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: root.appending(path: folder).path)
    return (names ?? []).filter { $0.hasSuffix(".json") && $0 != "vocabulary.json" }.sorted()
      .map { "\(folder)/\($0)" }
  }

  /// The fault that a library of the vocabulary and one other file finds in that file; nil for none.
  static func fault(in bytes: [UInt8], named name: String) throws -> ModelLibraryError? {
    try faults(in: [(name, bytes)]).first
  }

  /// The faults that a library of the vocabulary and other files finds in these.
  static func faults(in files: [(name: String, bytes: [UInt8])]) throws -> [ModelLibraryError] {
    try ModelLibrary(
      files: [("vocabulary.json", Library.bytes("models/vocabulary.json"))] + files
    ).faults
  }
}
