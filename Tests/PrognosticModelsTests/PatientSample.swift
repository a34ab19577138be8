import Foundation
import StrictJSON
import Testing

@testable import PrognosticModels

/// Pieces that the tests of patients share.
enum Sample {
  static let vocabulary = try? VocabularyTests.library()

  static func covariate(_ name: String) throws -> Covariate {
    let vocabulary = try #require(vocabulary)
    return try #require(vocabulary[name])
  }

  /// A member of a document's `covariates`.
  static func model(_ json: String) throws -> ModelCovariate {
    let vocabulary = try #require(vocabulary)
    return try JSONDocument(json).root.object { (reader) throws(StrictJSONError) in
      try ModelCovariate(&reader, vocabulary)
    }
  }

  static func models(_ json: [String]) throws -> [ModelCovariate] { try json.map { try model($0) } }

  /// A member of a document's `scope`.
  static func condition(
    _ json: String, locals: [ModelCovariate] = []
  ) throws -> ScopeCondition {
    let vocabulary = try #require(vocabulary)
    return try JSONDocument(json).root.object { (reader) throws(StrictJSONError) in
      try ScopeCondition(&reader, vocabulary, locals)
    }
  }

  /// Reads a text for a covariate of the vocabulary.
  static func read(_ name: String, _ text: String) throws -> CovariateReading {
    try covariate(name).read(.text(text))
  }

  /// The sentence of the error that `body` throws; nil where it throws none.
  static func sentence(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return "\(error)"
    }
  }
}
