import Testing

@testable import PrognosticModels

@Suite("Models of every form")
struct ModelFormsTests {
  static let names = Library.documents.filter { $0.contains("model-forms") }

  @Test("each document of Tests/Reference/model-forms gives the answers by hand", arguments: names)
  func verified(_ document: String) throws {
    let vocabulary = try VocabularyTests.library()
    let model = try PrognosticModel(Library.bytes(document), vocabulary: vocabulary)
    #expect(ModelVerification(model, vocabulary).failures == [])
    #expect(document.hasSuffix("/\(model.id).json"))
    #expect(model.status == .synthetic)
  }
}
