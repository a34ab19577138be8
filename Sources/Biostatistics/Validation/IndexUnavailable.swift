/// Why an index of validation has no value for these patients. A value that does not exist has a
/// reason; it is never a NaN.
public enum IndexUnavailable: Error, Equatable, Sendable {
  /// No patient had the event, up to the horizon where there is one.
  case noEvents
  /// Nobody is followed up to the horizon.
  case beyondFollowUp(last: Double)
  /// Fewer patients than ``needed`` are at risk at the horizon.
  case tooFewAtRisk(Int)
  /// Nobody is known to be free of the event after the horizon.
  case nobodyEventFree
  /// The model tells no patient from another.
  case onePrediction
  /// Inverse-censoring weights do not allow for patients who came under observation late.
  case delayedEntry
  /// Whoever had the event was outlived by nobody whose prediction differs in rank.
  case noComparablePair
  /// The model gives no probability at the horizon.
  case noProbability
  /// The model predicts no event at all, so that there is nothing to divide by.
  case nothingExpected
  /// The model's baseline is not known between its horizons.
  case noCurve
  /// The predictions order the events perfectly, or nearly: the recalibration has no estimate.
  case notConverged
  /// Every outcome is the same, so nothing can be told apart.
  case oneOutcome
  /// The predictions are not one finite number a patient.
  case unfitPredictions
  /// Patients belong to strata with baselines of their own, which the score leaves out.
  case strata
  /// The index is made of ranks, which case weights do not define.
  case notWithWeights

  /// As many patients at risk as an index at a horizon asks for.
  public static let needed = 10

  /// A word for programs.
  public var code: String {
    switch self {
    case .noEvents: "noEvents"
    case .beyondFollowUp: "beyondFollowUp"
    case .tooFewAtRisk: "tooFewAtRisk"
    case .nobodyEventFree: "nobodyEventFree"
    case .onePrediction: "onePrediction"
    case .delayedEntry: "delayedEntry"
    case .noComparablePair: "noComparablePair"
    case .noProbability: "noProbability"
    case .nothingExpected: "nothingExpected"
    case .noCurve: "noCurve"
    case .notConverged: "notConverged"
    case .oneOutcome: "oneOutcome"
    case .unfitPredictions: "unfitPredictions"
    case .strata: "strata"
    case .notWithWeights: "notWithWeights"
    }
  }

  /// One sentence for people.
  public var sentence: String {
    switch self {
    case .noEvents: "no patient had the event up to then."
    case .beyondFollowUp(let last): "follow-up ends before, at \(last)."
    case .tooFewAtRisk(let count):
      "\(count) patient\(count == 1 ? " is" : "s are") at risk then, fewer than \(Self.needed)."
    case .nobodyEventFree: "nobody is known to be free of the event after that time."
    case .onePrediction: "the model predicts the same for all patients."
    case .delayedEntry:
      "patients came under observation late, which inverse-censoring weights do not allow for."
    case .noComparablePair: "no two patients can be compared."
    case .noProbability: "the model gives no probability then."
    case .nothingExpected:
      "the model predicts no event for anybody, so that events cannot be held against it."
    case .noCurve: "the model's baseline is not known between its horizons."
    case .notConverged: "the recalibration has no finite estimate in these patients."
    case .oneOutcome: "all outcomes are the same."
    case .unfitPredictions: "the predictions are not one finite number a patient."
    case .strata:
      "the model's strata have baselines of their own, so that scores of different strata cannot be ranked."
    case .notWithWeights: "it rests on the ranks of patients, which case weights do not define."
    }
  }
}

/// An estimate with its uncertainty.
public struct IndexEstimate: Sendable, Equatable {
  /// The value.
  public let estimate: Double
  /// Of ``estimate``, or of its logarithm where the index says so.
  public let standardError: Double
  /// Confidence limits.
  public let interval: ClosedRange<Double>
}

extension IndexEstimate {
  /// estimate ± z standard errors, within bounds.
  init(
    _ estimate: Double, standardError: Double, z: Double,
    within bounds: ClosedRange<Double> = -.infinity ... .infinity
  ) {
    self.estimate = estimate
    self.standardError = standardError
    let (low, high) = (estimate - z * standardError, estimate + z * standardError)
    interval = max(low, bounds.lowerBound)...min(max(low, high), bounds.upperBound)
  }
}
