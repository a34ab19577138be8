/// Why no sample size can be given. One sentence a case.
public enum SampleSizeError: Error, Equatable, CustomStringConvertible {
  /// A number of the plan.
  public enum Quantity: String, Sendable {
    case prevalence = "The prevalence"
    case rate = "The rate"
    case meanFollowUp = "The mean follow-up"
    case horizon = "The horizon"
    case coxSnellR2 = "Cox and Snell's R2"
    case nagelkerkeR2 = "Nagelkerke's R2"
    case concordance = "The C statistic"
    case shrinkage = "The shrinkage"
    case optimism = "The optimism"
    case margin = "The margin"

    /// Whether it lies between 0 and 1.
    var isShare: Bool {
      switch self {
      case .rate, .meanFollowUp, .horizon, .concordance: false
      default: true
      }
    }
  }

  /// No candidate parameter, or more than can be.
  case noParameters(Int)
  /// A quantity outside its range.
  case outOfRange(Quantity, Double)
  /// A rate and a follow-up by which a patient has one event or more.
  case tooManyEvents(Double)
  /// R2 at or above its maximum.
  case impossibleR2(Double, maximum: Double)
  /// A shrinkage that no sample size has.
  case shrinkageBelowR2(Double, r2: Double)
  /// A sample that nobody can count.
  case tooLarge(MinimumSampleSize.Criterion)

  /// One sentence: what was wrong and what to do.
  public var description: String {
    switch self {
    case .noParameters(let count):
      "A model has 1 candidate parameter or more, not \(count); count every coefficient, also those "
        + "that may be left out later."
    case .outOfRange(.concordance, let value):
      "The C statistic lies between 0.5 and 1, not at \(value)."
    case .outOfRange(let quantity, let value):
      "\(quantity.rawValue) " + (quantity.isShare ? "lies between 0 and 1" : "is above 0")
        + ", not at \(value)."
    case .tooManyEvents(let events):
      "Rate times mean follow-up gives \(events) events a patient, and nobody has more than one; state "
        + "both in one unit of time."
    case .impossibleR2(let r2, let maximum):
      "Cox and Snell's R2 of this outcome lies between 0 and \(maximum), not at \(r2); if it is "
        + "Nagelkerke's, say so."
    case .shrinkageBelowR2(let shrinkage, let r2):
      "The shrinkage of \(shrinkage) lies below the R2 of \(r2), which no sample size gives; ask for "
        + "0.9."
    case .tooLarge(let criterion):
      "The criterion '\(criterion.rawValue)' asks for more patients than there can be; look for a "
        + "rate or an R2 that is too small."
    }
  }
}
