import Testing

@testable import PrognosticModels

@Suite("Pieces of sentences")
struct WordsTests {
  @Test("numbers are exact as given, and short as computed")
  func numbers() {
    #expect(Words.exact(12) == "12")
    #expect(Words.exact(12.5) == "12.5")
    #expect(Words.exact(1e300) == "1e+300")
    #expect(Words.rounded(125.0 / 12) == "10.4167")
    #expect(Words.rounded(-1.0 / 3) == "-0.333333")
    #expect(Words.rounded(0) == "0")
    #expect(Words.rounded(123_456.789) == "123457")
    #expect(Words.rounded(.infinity) == "inf")
  }

  @Test("counted units take a plural, others do not")
  func units() {
    #expect(Words.quantity("1", "year") == "1 year")
    #expect(Words.quantity("54", "year") == "54 years")
    #expect(Words.quantity("12.5", "cm") == "12.5 cm")
    #expect(Words.quantity("3", nil) == "3")
    #expect(Words.range(0.1...60, "cm") == "0.1 to 60 cm")
  }

  @Test("lists end in their conjunction")
  func lists() {
    #expect(Words.list([], "or") == "")
    #expect(Words.list(["1"], "or") == "1")
    #expect(Words.list(["1", "2"], "or") == "1 or 2")
    #expect(Words.list(["1", "2", "3"], "and") == "1, 2 and 3")
  }

  @Test("lines are broken at blanks, within the width, the later ones indented")
  func wrapped() {
    #expect(Words.wrapped("a b c", width: 3) == "a b\nc\n")
    #expect(Words.wrapped("a b c", indent: 1, hanging: 2, width: 4) == " a b\n  c\n")
    #expect(Words.wrapped("a longword b", indent: 2, width: 6) == "  a\n  longword\n  b\n")
    #expect(Words.wrapped("", width: 3) == "")
    #expect(Words.capitalized("how far.") == "How far.")
    #expect(Words.capitalized("") == "")
  }
}
