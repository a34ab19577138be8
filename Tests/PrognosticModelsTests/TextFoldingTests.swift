import TestSupport
import Testing

@testable import PrognosticModels

@Suite("Folding of texts")
struct TextFoldingTests {
  @Test("case, accents, blanks and kinds of dash and quote are one")
  func light() {
    #expect(TextFolding.light("  Tête\u{2013}COU \u{A0} ") == "tete-cou")
    #expect(TextFolding.light("te\u{302}te") == "tete")
    #expect(TextFolding.light("Œsophage") == "oesophage")
    #expect(TextFolding.light("Größe  in\tµL") == "grosse in ul")
    #expect(TextFolding.light("dell\u{2019}utero") == "dell'utero")
    #expect(TextFolding.light("Łódź ÀÿĐ") == "lodz ayd")
    #expect(TextFolding.light("3 × 4 ÷ 2") == "3 × 4 ÷ 2")
    #expect(TextFolding.light("ΑΒΓ") == "αβγ")
  }

  @Test("a text of ASCII is folded as it is among letters with accents")
  func ascii() {
    var generator = SplitMix64(seed: 20_261_128)
    for _ in 0..<2_000 {
      let count = Int.random(in: 0...20, using: &generator)
      let bytes = (0..<count).map { _ in
        // Every byte, and often blanks.
        Bool.random(using: &generator)
          ? UInt8.random(in: 0...0x7F, using: &generator)
          : [0x09, 0x0D, 0x20, 0x41, 0x7A].randomElement(using: &generator) ?? 0
      }
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(TextFolding.light("E" + text) == TextFolding.light("É" + text), "\(bytes)")
      #expect(TextFolding.light(text + "e") == TextFolding.light(text + "é"), "\(bytes)")
    }
  }

  @Test("signs that change a meaning are not folded away, however loosely")
  func loose() {
    #expect(TextFolding.loose("De-differentiated (lipo)sarcoma") == "dedifferentiatedliposarcoma")
    #expect(TextFolding.loose("8890/3") == "88903")
    #expect(TextFolding.loose("N+") == "n+")
    #expect(TextFolding.loose("N-") == "n-")
    #expect(TextFolding.loose("-1") == "-1")
    #expect(TextFolding.loose("<= ULN") == "<=uln")
  }

  @Test("units are one whatever their case, points and powers")
  func units() {
    #expect(TextFolding.unit(" MM. ") == "mm")
    #expect(TextFolding.unit("per 5 mm²") == TextFolding.unit("per 5mm2"))
    #expect(TextFolding.unit("\u{3BC}L") == TextFolding.unit("\u{B5}l"))
  }
}
