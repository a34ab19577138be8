public import StrictJSON

/// Something that the reader of a prediction should know; data in the result, never printed here.
public struct Caution: Sendable, Equatable {
  /// How much a caution matters.
  public enum Severity: String, Sendable, CaseIterable {
    /// Good to know.
    case info
    /// The number may mislead.
    case warning
  }

  public let code: String
  /// Nil where it is not of one covariate.
  public let covariate: String?
  public let severity: Severity
  /// One sentence.
  public let message: String

  /// A caution with the code that scripts read and the sentence that people read.
  public init(
    code: String, covariate: String? = nil, severity: Severity = .warning, message: String
  ) {
    (self.code, self.covariate) = (code, covariate)
    (self.severity, self.message) = (severity, message)
  }

  /// `{"code": "outsideObservedRange", "covariate": "size", "severity": "warning", "message": "..."}`.
  public var json: JSONValue {
    .object([
      ("code", .string(code)), ("covariate", covariate.map { .string($0) } ?? .null),
      ("severity", .string(severity.rawValue)), ("message", .string(message)),
    ])
  }
}

// MARK: - About the patient

extension Caution {
  /// `conversion` reads "125 mm is 12.5 cm".
  static func convertedUnit(covariate: String, conversion: String) -> Caution {
    Caution(
      code: "convertedUnit", covariate: covariate, severity: .info,
      message: "\(covariate) was converted: \(conversion).")
  }

  static func outsideObservedRange(
    covariate: String, value: Double, unit: String?, observed: ClosedRange<Double>
  ) -> Caution {
    Caution(
      code: "outsideObservedRange", covariate: covariate,
      message: "\(covariate) of \(Words.quantity(Words.exact(value), unit)) is outside the"
        + " \(Words.range(observed, unit)) of the patients that the model was made from.")
  }

  static func otherThanStated(covariate: String, stated: [String], found: String) -> Caution {
    Caution(
      code: "otherThanStated", covariate: covariate,
      message:
        "\(covariate) is stated as \(Words.list(stated, "or")), and of these findings it is \(found):"
        + " find out which holds, as other scores take what is stated.")
  }

  static func halfAnswer(covariate: String, levels: [String]) -> Caution {
    let listed = Words.list(levels, "or")
    return Caution(
      code: "halfAnswer", covariate: covariate, severity: .info,
      message: levels.count == 1
        ? "\(covariate) is not stated exactly: the prediction holds if it is \(listed)."
        : "\(covariate) may be \(listed): there is one prediction for each.")
  }

  /// `label` and `level` in words.
  static func assumedWhenMissing(covariate: String, label: String, level: String) -> Caution {
    Caution(
      code: "assumedWhenMissing", covariate: covariate,
      message: "\(label) is not known and counts as \(Words.quoted(level)), as in the model's"
        + " source.")
  }

  /// `words` are those of the scope, such as "localised" and "primary".
  static func assumedInScope(covariate: String? = nil, words: [String]) -> Caution {
    Caution(
      code: "assumedInScope", covariate: covariate, severity: .info,
      message: "the prediction holds if \(Words.list(words, "and")), which nobody has stated.")
  }
}

// MARK: - About the model

extension Caution {
  /// `readingError` is a probability.
  static func digitisedSource(readingError: Double?) -> Caution {
    Caution(
      code: "digitisedSource", severity: .info,
      message: "the numbers were read from a printed nomogram" + error(readingError))
  }

  static func reconstructedModel(fitError: Double?) -> Caution {
    Caution(
      code: "reconstructedModel",
      message: "the model was reconstructed from the answers of its authors' calculator"
        + error(fitError))
  }

  static func updatedModel(_ source: UpdateSource) -> Caution {
    Caution(
      code: "updatedModel", severity: source.restsOnReading ? .warning : .info,
      message: "the model is \(source.words).")
  }

  static var draftModel: Caution {
    Caution(
      code: "draftModel", message: "the model is a draft that nobody has verified: not for care.")
  }

  static var syntheticModel: Caution {
    Caution(
      code: "syntheticModel", message: "the model is made up for tests: not for care.")
  }

  static var noInterval: Caution {
    Caution(
      code: "noInterval", severity: .info,
      message: "the source does not say how uncertain the model's numbers are: there is no"
        + " interval.")
  }

  static func beyondFollowUp(time: Horizon, followUp: Horizon) -> Caution {
    Caution(
      code: "beyondFollowUp",
      message: "\(time.text) is beyond the \(followUp.text) for which patients were followed.")
  }

  private static func error(_ probability: Double?) -> String {
    guard let probability else { return "." }
    let points = Words.rounded(100 * probability)
    return ", to within \(points) percentage point\(points == "1" ? "" : "s")."
  }
}

extension [Caution] {
  /// Their codes, each once.
  var codes: [String] {
    var codes: [String] = []
    for caution in self where !codes.contains(caution.code) { codes.append(caution.code) }
    return codes
  }
}
