import Testing

@testable import PrognosticModels

@Suite("Similar texts")
struct SimilarTextsTests {
  @Test("Dice's similarity orders the texts, by hand")
  func byHand() {
    var texts = SimilarTexts()
    texts.add(folded: "nacht", place: 0)  // na ac ch ht: one of four pairs, 2/8
    texts.add(folded: "night", place: 1)  // ni ig gh ht: itself
    texts.add(folded: "nights", place: 2)  // four of five, 8/9
    texts.add(folded: "light", place: 3)  // three of four, 6/8
    texts.add(folded: "light", place: 1)
    #expect(texts.nearest(to: "Night", count: 3) == [1, 2, 3])
    #expect(texts.nearest(to: "night", count: 9) == [1, 2, 3])
    #expect(texts.nearest(to: "x", count: 3) == [])
    #expect(texts.nearest(to: "", count: 3) == [])
  }

  @Test("of equally similar texts the first level comes first")
  func ties() {
    var texts = SimilarTexts()
    texts.add(folded: "abcd", place: 5)
    texts.add(folded: "abcd", place: 2)
    #expect(texts.nearest(to: "abce", count: 2) == [2, 5])
  }
}
