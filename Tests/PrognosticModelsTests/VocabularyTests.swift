import Foundation
import StrictJSON
import Testing

@testable import PrognosticModels

@Suite("Vocabulary")
struct VocabularyTests {
  @Test("the library's vocabulary is read, and every parent and half-answer names a level")
  func reads() throws {
    let vocabulary = try Self.library()
    #expect(vocabulary.covariates.count >= 30)
    for covariate in vocabulary.covariates {
      for level in covariate.levels {
        if let parent = level.parent { #expect(covariate.level(parent) != nil) }
      }
      for half in covariate.halfAnswers {
        #expect(half.admits.allSatisfy { covariate.level($0) != nil })
      }
    }
    #expect(vocabulary["size"]?.unit == "cm")
    #expect(
      vocabulary["histology"]?.lineage(of: "roundCellLiposarcoma")
        == ["roundCellLiposarcoma", "myxoidLiposarcoma", "liposarcoma"])
  }

  /// models/vocabulary.json.
  static func library() throws -> Vocabulary {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "models/vocabulary.json")
    return try Vocabulary(JSONDocument([UInt8](Data(contentsOf: file))))
  }
}
