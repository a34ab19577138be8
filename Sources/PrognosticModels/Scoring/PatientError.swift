/// Why a patient, as described, gets no score.
public enum PatientError: Error, Equatable, Sendable {
  // What was written
  case malformedSetting(String)
  case wrongShape(covariate: String?, found: String, wanted: String)
  case unknownCovariate(name: String, suggestion: String?)

  // What it says of one covariate
  case notANumber(covariate: String, text: String, unit: String?)
  /// A comma that may be decimal or divide thousands.
  case ambiguousNumber(covariate: String, text: String)
  case unknownUnit(covariate: String, unit: String, accepted: [String])
  case notAnInteger(covariate: String, value: Double)
  /// Outside what a patient can have; `question` is the vocabulary's, such as "Is it in mm?".
  case implausible(
    covariate: String, value: Double, unit: String?, possible: ClosedRange<Double>,
    question: String?)
  /// `nearest` are the level names that come closest where the list is long.
  case unknownLevel(
    covariate: String, label: String, level: String, allowed: [String], nearest: [String])
  case ambiguousLevel(covariate: String, level: String, candidates: [String])

  /// A yes or no against the number that implies the other.
  case contradiction(covariate: String, level: String, number: String, value: Double)

  // What a model makes of it
  case missing([MissingCovariate])
  /// No patient of that level was in the model's derivation.
  case notCovered(covariate: String, level: String, covered: [String])
  /// Beyond the axis that a nomogram shows.
  case beyondAxis(covariate: String, value: Double, unit: String?, axis: ClosedRange<Double>)
  /// Half-answers whose combinations are too many to show.
  case tooManyAlternatives(covariates: [String], count: Int, limit: Int)
  case outOfScope(reasons: [String])
  /// Half-answers, where one answer is wanted.
  case leavesOpen(covariates: [String])
  /// A term of the model has no value, such as the logarithm of a negative number.
  case noValue(term: String)

  // What was asked of it
  /// The derivation's follow-up does not support a time.
  case beyondFollowUp(time: Horizon, followUp: Horizon)
  /// The model predicts at other times only.
  case noPredictionAt(time: Horizon, known: [Horizon])
  /// The model cannot condition on being alive.
  case noCondition(reason: String)

  /// What a model needs and the patient does not say.
  public struct MissingCovariate: Equatable, Sendable {
    public let name: String
    public let label: String
    public let unit: String?

    /// A covariate by its name, its label in English, and its unit if it is a number.
    public init(name: String, label: String, unit: String?) {
      (self.name, self.label, self.unit) = (name, label, unit)
    }
  }
}

extension PatientError {
  /// The covariate that the error speaks of; nil where it is of none or of several.
  public var covariate: String? {
    switch self {
    case .wrongShape(let covariate, _, _): covariate
    case .unknownCovariate(let name, _), .notANumber(let name, _, _), .ambiguousNumber(let name, _),
      .unknownUnit(let name, _, _), .notAnInteger(let name, _), .implausible(let name, _, _, _, _),
      .unknownLevel(let name, _, _, _, _), .ambiguousLevel(let name, _, _),
      .notCovered(let name, _, _), .beyondAxis(let name, _, _, _),
      .contradiction(let name, _, _, _):
      name
    case .missing(let missing): missing.count == 1 ? missing.first?.name : nil
    case .leavesOpen(let covariates): covariates.count == 1 ? covariates.first : nil
    case .malformedSetting, .tooManyAlternatives, .outOfScope, .noValue, .beyondFollowUp,
      .noPredictionAt,
      .noCondition:
      nil
    }
  }

  /// The case's name, for programs and for counting: it holds nothing of the patient.
  public var code: String {
    switch self {
    case .malformedSetting: "malformedSetting"
    case .wrongShape: "wrongShape"
    case .unknownCovariate: "unknownCovariate"
    case .notANumber: "notANumber"
    case .ambiguousNumber: "ambiguousNumber"
    case .unknownUnit: "unknownUnit"
    case .notAnInteger: "notAnInteger"
    case .implausible: "implausible"
    case .unknownLevel: "unknownLevel"
    case .ambiguousLevel: "ambiguousLevel"
    case .contradiction: "contradiction"
    case .missing: "missing"
    case .notCovered: "notCovered"
    case .beyondAxis: "beyondAxis"
    case .tooManyAlternatives: "tooManyAlternatives"
    case .outOfScope: "outOfScope"
    case .leavesOpen: "leavesOpen"
    case .noValue: "noValue"
    case .beyondFollowUp: "beyondFollowUp"
    case .noPredictionAt: "noPredictionAt"
    case .noCondition: "noCondition"
    }
  }
}
