/// What is wrong with the numbers that a benefit is to be computed from.
public enum BenefitError: Error, Equatable, CustomStringConvertible {
  case ratio(Double)
  case ratioInterval(lower: Double, upper: Double)
  case survival(Double)
  case survivalInterval(lower: Double, upper: Double)
  case outsideInterval(Double, lower: Double, upper: Double)
  case confidence(Double)
  /// A baseline that gives an event's probability among competitors, or at one time by a logistic
  /// model: a hazard ratio does not act on it.
  case noSurvivalBaseline
  case noHorizon
  case noEffect
  /// One stratum cannot differ from another.
  case tooFewStrata(Int)
  case withoutInterval(String)
  case measuresDiffer
  case covariates(Int, wanted: Int)
  /// Of the values by which eligibility is decided.
  case eligibilityCovariates(Int, wanted: Int)
  /// Codes where a covariate is a number, or numbers where it is a category.
  case eligibilityColumn(String, isNumber: Bool)
  /// Eligibility was not compiled with the benefit.
  case noEligibility
  case rows(Int, wanted: Int)
  case strata

  public var description: String {
    switch self {
    case .ratio(let ratio): "A ratio is positive and finite, not \(ratio)."
    case .ratioInterval(let lower, let upper):
      "An interval of a ratio runs from a positive number to a larger one, not from \(lower) to"
        + " \(upper)."
    case .survival(let survival): "A survival lies between 0 and 1, not at \(survival)."
    case .survivalInterval(let lower, let upper):
      "An interval of a survival runs from one number between 0 and 1 to a larger one, not from"
        + " \(lower) to \(upper)."
    case .outsideInterval(let estimate, let lower, let upper):
      "The estimate \(estimate) lies outside its interval, \(lower) to \(upper)."
    case .confidence(let level): "A level of confidence lies between 0 and 1, not at \(level)."
    case .noSurvivalBaseline:
      "The baseline gives the probability of an event among competitors or a logistic one; a"
        + " treatment's ratio needs a survival over time."
    case .noHorizon: "A benefit needs a time at which to be told."
    case .noEffect: "A benefit needs an effect of treatment."
    case .tooFewStrata(let count):
      "Heterogeneity needs at least two strata; there \(count == 1 ? "is 1" : "are \(count)")."
    case .withoutInterval(let name):
      "The ratio of '\(name)' has no interval, so nobody knows what it weighs."
    case .measuresDiffer: "Hazard ratios and odds ratios cannot be taken together."
    case .covariates(let count, let wanted):
      "The baseline has \(wanted) covariates, not \(count)."
    case .eligibilityCovariates(let count, let wanted):
      "Eligibility is decided by \(wanted) covariates, not \(count)."
    case .eligibilityColumn(let name, let isNumber):
      isNumber
        ? "'\(name)' is a number: its column holds numbers, not codes of levels."
        : "'\(name)' is a category: its column holds codes of levels, not numbers."
    case .noEligibility: "The benefit was compiled without a definition of who is eligible."
    case .rows(let count, let wanted): "A column has \(count) rows where another has \(wanted)."
    case .strata:
      "Bounds of strata lie between 0 and 1 and ascend, and the last stratum alone has none."
    }
  }
}
