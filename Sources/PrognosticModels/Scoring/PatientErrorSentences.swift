extension PatientError: CustomStringConvertible {
  /// One sentence: what was found, and what is wanted.
  public var description: String {
    switch self {
    case .malformedSetting(let setting):
      "\(Words.quoted(setting)) is not NAME=VALUE, such as size=12cm."
    case .wrongShape(let covariate, let found, let wanted):
      (covariate.map { "\(Words.printable($0)): " } ?? "the patient: ")
        + "\(found) stands where \(wanted) is wanted."
    case .unknownCovariate(let name, let suggestion):
      "\(Words.quoted(name)) is not a covariate"
        + (suggestion.map { "; did you mean '\($0)'?" } ?? ".")

    case .notANumber(let covariate, let text, let unit):
      "\(covariate) \(Words.quoted(text)) is not a number; write one such as "
        + "\(Words.quantity("12.5", unit))."
    case .ambiguousNumber(let covariate, let text):
      "\(covariate) \(Words.quoted(text)) may mean thousands or a decimal comma; write it with a"
        + " decimal point and nothing between thousands."
    case .unknownUnit(let covariate, let unit, let accepted):
      accepted.isEmpty
        ? "\(covariate) has no unit, and \(Words.quoted(unit)) was given."
        : "\(Words.quoted(unit)) is not a unit of \(covariate); use \(Words.list(accepted, "or"))."
    case .notAnInteger(let covariate, let value):
      "\(covariate) of \(Words.exact(value)) is not a whole number."
    case .implausible(let covariate, let value, let unit, let possible, let question):
      "\(covariate) of \(Words.quantity(Words.exact(value), unit)) is outside the possible"
        + " \(Words.range(possible, unit))" + Self.asked(question)
    case .unknownLevel(let covariate, let label, let level, let allowed, let nearest):
      "\(covariate) \(Words.quoted(level)) is not a level of \(label)"
        + Self.advice(allowed, nearest)
    case .ambiguousLevel(let covariate, let level, let candidates):
      "\(covariate) \(Words.quoted(level)) may mean \(Words.list(candidates, "or")); write one of"
        + " these."
    case .contradiction(let covariate, let level, let number, let value):
      "\(covariate) '\(level)' contradicts \(number) of \(Words.exact(value)); correct one of them."

    case .missing(let missing):
      "\(Words.list(missing.map(Self.words), "and")) \(missing.count == 1 ? "is" : "are") missing."
    case .notCovered(let covariate, let level, let covered):
      "the model does not cover \(covariate) \(Words.quoted(level))"
        + (covered.count > Self.mostListed
          ? "." : "; it covers \(Words.list(covered, "and")).")
    case .beyondAxis(let covariate, let value, let unit, let axis):
      "\(covariate) of \(Words.quantity(Words.exact(value), unit)) is beyond the nomogram's axis of"
        + " \(Words.range(axis, unit))."
    case .tooManyAlternatives(let covariates, let count, let limit):
      "what is said of \(Words.list(covariates, "and")) leaves \(count) cases open, more than the"
        + " \(limit) that are shown; say one of them more exactly."
    case .outOfScope(let reasons):
      "the model does not speak for this patient: \(reasons.joined(separator: "; "))."
    case .leavesOpen(let covariates):
      "what is said of \(Words.list(covariates, "and")) leaves more than one answer; say it exactly."
    case .noValue(let term):
      "\(Words.quoted(term)) has no finite value for this patient."
    case .beyondFollowUp(let time, let followUp):
      "\(time.text) is beyond the follow-up of \(followUp.text) that the model rests on."
    case .noPredictionAt(let time, let known):
      "the model does not predict at \(time.text)"
        + (known.isEmpty ? "." : "; it does at \(Words.list(known.map(\.text), "and")).")
    case .noCondition(let reason):
      "the model gives no conditional survival: \(reason)."
    }
  }

  /// As many levels as a sentence lists.
  static let mostListed = 8

  private static func asked(_ question: String?) -> String {
    guard let question, let first = question.first else { return "." }
    return ": " + first.lowercased() + question.dropFirst()
  }

  private static func advice(_ allowed: [String], _ nearest: [String]) -> String {
    if allowed.count <= mostListed { return "; use \(Words.list(allowed, "or"))." }
    return nearest.isEmpty ? "." : "; did you mean \(Words.list(nearest, "or"))?"
  }

  /// "size (Tumour size, cm)"
  private static func words(_ missing: MissingCovariate) -> String {
    let unit = missing.unit.map { ", \($0)" } ?? ""
    return "\(missing.name) (\(missing.label)\(unit))"
  }
}
