import Reports
import Testing

@Suite struct FitDocumentErrorTests {
  @Test("A fit without a maximum is refused in a sentence also where no term is known")
  func unnamed() {
    #expect(
      FitDocumentError.noFiniteEstimate([]).description
        == "There is no finite estimate of a coefficient, so there is no model to write; fit with "
        + "Firth's penalty or a ridge, merge levels, or leave the term out.")
    #expect(
      FitDocumentError.notConverged(nil).description
        == "The search did not converge, so there is no model to write; allow more iterations, fit "
        + "with Firth's penalty or a ridge, or rescale or leave out a term.")
  }
}
