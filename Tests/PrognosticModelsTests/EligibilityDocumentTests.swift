import StrictJSON
import Testing

@testable import PrognosticModels

/// An eligibility document that the tests vary.
enum EligibilitySample {
  static func text(_ changes: [(String, String)] = []) throws -> String {
    try EffectSample.changed(
      #"""
      {"format": "sarcoma-eligibility/1", "id": "who", "version": "1.0.0", "title": "Who",
       "status": "verified", "provenance": \#(EffectSample.provenance),
       "criteria": [
         {"id": "size", "covariate": "size", "atLeast": 5,
          "sentence": {"met": "m", "notMet": "n", "unknown": "u"}, "decides": true,
          "assumedWhenMissing": false, "source": "s"},
         {"id": "grade", "anyOf": [{"all": [{"covariate": "grade", "in": ["3"]}]}],
          "sentence": {"met": "m", "notMet": "n", "unknown": "u"}, "decides": false,
          "assumedWhenMissing": true, "source": "s"},
         {"id": "site", "covariate": "site",
          "groups": [{"in": ["extremity"], "met": true, "sentence": "limb"},
                     {"in": ["uterus"], "met": false, "sentence": "womb"}],
          "sentence": {"unknown": "u"}, "decides": true, "assumedWhenMissing": false,
          "source": "s"}],
       "limits": []}
      """#, changes)
  }

  static func document(_ changes: (String, String)...) throws -> EligibilityDocument {
    try EligibilityDocument(Array(text(changes).utf8), vocabulary: VocabularyTests.library())
  }
}

@Suite("Eligibility documents")
struct EligibilityDocumentTests {
  @Test("a document is read as it stands")
  func reads() throws {
    let document = try EligibilitySample.document()
    #expect(document.criteria.map(\.id) == ["size", "grade", "site"])
    #expect(document.criteria.map(\.decides) == [true, false, true])
    #expect(document.criteria.map(\.met) == ["m", "m", nil])
  }

  @Test(
    "what the format does not allow is refused, with its path",
    arguments: [
      ("sarcoma-eligibility/1", "sarcoma-effect/1", "/format"),
      (#""id": "grade""#, #""id": "size""#, "/criteria"),
      (#""covariate": "size""#, #""covariate": "length""#, "/criteria/0/covariate"),
      (#""atLeast": 5"#, #""in": ["5"]"#, "/criteria/0"),
      (#""atLeast": 5,"#, "", "/criteria/0"),
      (#""notMet": "n","#, "", "/criteria/0/sentence"),
      (#""decides": true"#, #""decides": "yes""#, "/criteria/0/decides"),
      (#""assumedWhenMissing": false"#, #""assumedWhenMissing": true"#, "/criteria/0"),
      (#""source": "s""#, #""source": "s", "note": "n""#, "/criteria/0"),
      (#"["3"]"#, #"["4"]"#, "/criteria/1/anyOf/0/all/0"),
      (#"[{"all": [{"covariate": "grade", "in": ["3"]}]}]"#, "[]", "/criteria/1/anyOf"),
      (#"[{"covariate": "grade", "in": ["3"]}]"#, "[]", "/criteria/1/anyOf/0/all"),
      (#"["uterus"]"#, #"["extremity"]"#, "/criteria/2/groups"),
      (#"["uterus"]"#, #"["moon"]"#, "/criteria/2/groups/1/in"),
      (#"["uterus"]"#, "[]", "/criteria/2/groups/1/in"),
      (#""met": false,"#, "", "/criteria/2/groups/1"),
      (#"{"unknown": "u"}"#, #"{"met": "m", "unknown": "u"}"#, "/criteria/2/sentence"),
      (#""covariate": "site","#, "", "/criteria/2"),
      (#""covariate": "site","#, #""anyOf": [], "covariate": "site","#, "/criteria/2"),
    ])
  func refused(old: String, new: String, path: String) {
    let error = #expect(throws: StrictJSONError.self) { try EligibilitySample.document((old, new)) }
    #expect(error?.description.contains(path) == true, "\(error?.description ?? "")")
  }

  @Test("every criterion of the library has its sentences and its source")
  func library() throws {
    let treatment = try EffectSample.library.get().treatment
    let document = try #require(treatment.eligibility("high-risk-limb-trunk-2017"))
    #expect(
      document.criteria.map(\.id) == [
        "localised", "primary", "site", "grade", "size", "depth", "adult", "histotype",
      ])
    #expect(
      document.criteria.filter(\.decides).map(\.id) == ["site", "grade", "size", "depth"])
    #expect(
      document.criteria.filter(\.assumedWhenMissing).map(\.id) == ["localised", "primary"])
    #expect(document.criteria.allSatisfy { !$0.source.isEmpty && !$0.unknown.isEmpty })
    #expect(document.status == .verified)
  }
}
