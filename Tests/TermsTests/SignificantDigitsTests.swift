import Terms
import TestSupport
import Testing

@Suite("Numbers as R writes them")
struct SignificantDigitsTests {
  @Test("a number is labelled as by R's as.character")
  func labels() throws {
    let numbers = try Reference(named: "factor-levels.json")["numbers"]
    let labels = numbers["label"].strings
    #expect(labels.count == 92)
    for (text, label) in zip(numbers["value"].strings, labels) {
      let value = try #require(Double(text))
      #expect(Expression.number(value).description == label, "\(text)")
    }
  }

  @Test("what is no number has R's words")
  func notFinite() {
    #expect(Expression.number(.nan).description == "NaN")
    #expect(Expression.number(.infinity).description == "Inf")
    #expect(Expression.number(-.infinity).description == "-Inf")
    #expect(Expression.number(-0.0).description == "0")
  }
}
