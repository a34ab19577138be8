import StrictJSON
import Testing

@testable import PrognosticModels

@Suite("Cautions")
struct CautionTests {
  @Test("each has its code, its weight and its sentence")
  func sentences() {
    let cases: [(Caution, String, Caution.Severity, String)] = [
      (
        .convertedUnit(covariate: "size", conversion: "125 mm is 12.5 cm"), "convertedUnit", .info,
        "size was converted: 125 mm is 12.5 cm."
      ),
      (
        .outsideObservedRange(covariate: "size", value: 45, unit: "cm", observed: 0.5...39),
        "outsideObservedRange", .warning,
        "size of 45 cm is outside the 0.5 to 39 cm of the patients that the model was made from."
      ),
      (
        .halfAnswer(covariate: "site", levels: ["leg"]), "halfAnswer", .info,
        "site is not stated exactly: the prediction holds if it is leg."
      ),
      (
        .assumedWhenMissing(covariate: "rupture", label: "Tumour rupture", level: "No"),
        "assumedWhenMissing", .warning,
        "Tumour rupture is not known and counts as 'No', as in the model's source."
      ),
      (
        .assumedInScope(words: ["localised", "primary"]), "assumedInScope", .info,
        "the prediction holds if localised and primary, which nobody has stated."
      ),
      (
        .digitisedSource(readingError: 0.012), "digitisedSource", .info,
        "the numbers were read from a printed nomogram, to within 1.2 percentage points."
      ),
      (
        .digitisedSource(readingError: nil), "digitisedSource", .info,
        "the numbers were read from a printed nomogram."
      ),
      (
        .reconstructedModel(fitError: 0.01), "reconstructedModel", .warning,
        "the model was reconstructed from the answers of its authors' calculator, to within 1"
          + " percentage point."
      ),
      (
        .draftModel, "draftModel", .warning,
        "the model is a draft that nobody has verified: not for care."
      ),
      (
        .syntheticModel, "syntheticModel", .warning, "the model is made up for tests: not for care."
      ),
      (
        .noInterval, "noInterval", .info,
        "the source does not say how uncertain the model's numbers are: there is no interval."
      ),
      (
        .beyondFollowUp(
          time: Horizon(value: 10, unit: .year), followUp: Horizon(value: 60, unit: .month)),
        "beyondFollowUp", .warning,
        "10 years is beyond the 60 months for which patients were followed."
      ),
    ]
    for (caution, code, severity, message) in cases {
      #expect(caution.code == code)
      #expect(caution.severity == severity)
      #expect(caution.message == message)
    }
  }

  @Test("JSON has the four keys of the contract, in its order")
  func json() {
    let caution = Caution.assumedWhenMissing(
      covariate: "rupture", label: "Tumour rupture", level: "No")
    #expect(
      caution.json
        == .object([
          ("code", .string("assumedWhenMissing")), ("covariate", .string("rupture")),
          ("severity", .string("warning")), ("message", .string(caution.message)),
        ]))
    guard case .object(let members) = Caution.draftModel.json else {
      Issue.record("not an object")
      return
    }
    #expect(members.map(\.0) == ["code", "covariate", "severity", "message"])
    #expect(members[1].1 == .null)
    #expect(
      Assumption(covariate: "metastasis", value: "no", words: "localised").json
        == .object([("covariate", .string("metastasis")), ("value", .string("no"))]))
  }
}
