import TestSupport
import Testing

@testable import PrognosticModels

@Suite("Ratios of a trial")
struct RatioEstimateTests {
  @Test("The standard error of a log ratio is the width of its interval by 2 z")
  func standardError() throws {
    let ratio = try RatioEstimate(.hazardRatio, 0.46, interval: (0.23, 0.94))
    // R: (log(0.94) - log(0.23)) / (2 * qnorm(0.975)) is 0.359139396806626.
    expectClose(ratio.standardError ?? .nan, 0.359139396806626, relative: 1e-13)
    expectClose(ratio.logarithm, -0.776528789498996, relative: 1e-13)
    let made = try RatioEstimate(
      .oddsRatio, logarithm: -0.3, standardError: 0.2, confidence: 0.9)
    expectClose(made.standardError ?? .nan, 0.2, relative: 1e-14)
    expectClose(made.logarithm, -0.3, relative: 1e-15)
    #expect(made.measure == .oddsRatio && made.confidence == 0.9)
    #expect(try RatioEstimate(.hazardRatio, 0.5, interval: nil).standardError == nil)
  }

  @Test("What is no ratio with an interval is refused, with its evidence")
  func refusals() {
    func refused(
      _ estimate: Double, _ interval: (Double, Double)? = nil, confidence: Double = 0.95
    ) -> BenefitError? {
      do throws(BenefitError) {
        _ = try RatioEstimate(
          .hazardRatio, estimate, interval: interval, confidence: confidence)
        return nil
      } catch { return error }
    }
    #expect(refused(0) == .ratio(0))
    #expect(refused(.infinity) == .ratio(.infinity))
    #expect(refused(.nan) != nil)
    #expect(refused(0.5, (0.7, 0.6)) == .ratioInterval(lower: 0.7, upper: 0.6))
    #expect(refused(0.5, (0.5, 0.5)) == .ratioInterval(lower: 0.5, upper: 0.5))
    #expect(refused(0.5, (.nan, 0.6)) != nil)
    #expect(refused(0.5, (0, 0.6)) == .ratioInterval(lower: 0, upper: 0.6))
    #expect(refused(0.5, (0.6, 0.7)) == .outsideInterval(0.5, lower: 0.6, upper: 0.7))
    #expect(refused(0.5, confidence: 1) == .confidence(1))
    #expect(refused(0.5, confidence: .nan) != nil)
    #expect(refused(0.5, (0.5, 0.7)) == nil)
  }

  @Test("Each refusal has its sentence")
  func sentences() {
    let sentences: [(BenefitError, String)] = [
      (.ratio(-1), "A ratio is positive and finite, not -1.0."),
      (
        .ratioInterval(lower: 2, upper: 1),
        "An interval of a ratio runs from a positive number to a larger one, not from 2.0 to 1.0."
      ),
      (.survival(1.5), "A survival lies between 0 and 1, not at 1.5."),
      (
        .survivalInterval(lower: 0, upper: 1),
        "An interval of a survival runs from one number between 0 and 1 to a larger one, not from 0.0"
          + " to 1.0."
      ),
      (
        .outsideInterval(0.5, lower: 0.6, upper: 0.7),
        "The estimate 0.5 lies outside its interval, 0.6 to 0.7."
      ),
      (.confidence(95), "A level of confidence lies between 0 and 1, not at 95.0."),
      (
        .noSurvivalBaseline,
        "The baseline gives the probability of an event among competitors or a logistic one; a"
          + " treatment's ratio needs a survival over time."
      ),
      (.noHorizon, "A benefit needs a time at which to be told."),
      (.noEffect, "A benefit needs an effect of treatment."),
      (.tooFewStrata(1), "Heterogeneity needs at least two strata; there is 1."),
      (.tooFewStrata(0), "Heterogeneity needs at least two strata; there are 0."),
      (
        .withoutInterval("low"),
        "The ratio of 'low' has no interval, so nobody knows what it weighs."
      ),
      (.measuresDiffer, "Hazard ratios and odds ratios cannot be taken together."),
      (.covariates(2, wanted: 3), "The baseline has 3 covariates, not 2."),
      (
        .eligibilityCovariates(2, wanted: 3),
        "Eligibility is decided by 3 covariates, not 2."
      ),
      (
        .eligibilityColumn("age", isNumber: true),
        "'age' is a number: its column holds numbers, not codes of levels."
      ),
      (
        .eligibilityColumn("grade", isNumber: false),
        "'grade' is a category: its column holds codes of levels, not numbers."
      ),
      (
        .noEligibility,
        "The benefit was compiled without a definition of who is eligible."
      ),
      (.rows(2, wanted: 3), "A column has 2 rows where another has 3."),
      (
        .strata,
        "Bounds of strata lie between 0 and 1 and ascend, and the last stratum alone has none."
      ),
    ]
    for (error, sentence) in sentences { #expect(error.description == sentence) }
  }
}
