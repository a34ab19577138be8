import PrognosticModels
import Reports
import Testing

@Suite struct FigureUnavailableTests {
  @Test("Why there is nothing to draw is a sentence")
  func sentences() {
    let five = Horizon(value: 5, unit: .year)
    #expect(
      FigureUnavailable.nothing(.decision, reasons: ["at 5 years: all outcomes are the same."])
        .description
        == "There is no decision curve to draw: at 5 years: all outcomes are the same.")
    #expect(
      FigureUnavailable.notValidated(five, validated: []).description
        == "Nothing was validated at 5 years, so nothing is drawn there; there is no horizon.")
    #expect(
      FigureUnavailable.noSurvival.description
        == "There is no survival of which 100 patients could be drawn.")
  }
}
