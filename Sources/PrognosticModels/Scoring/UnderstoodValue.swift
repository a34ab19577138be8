public import StrictJSON

/// A value of a patient as the vocabulary understood it, to be shown beside the answer.
public struct UnderstoodValue: Sendable, Equatable {
  public let name: String
  /// The covariate in English.
  public let label: String
  /// The value in words: `12 cm`, `Leiomyosarcoma`.
  public let text: String
  /// The value in canonical form: a number in the canonical unit, or a level.
  public let json: JSONValue
}

extension Vocabulary {
  /// What a patient says, value by value, those not known left out.
  ///
  /// - Throws: ``PatientError`` for a value that cannot be read, and for two that contradict each
  ///   other.
  public func understand(_ patient: Patient) throws(PatientError) -> [UnderstoodValue] {
    _ = try completing(patient)
    var result: [UnderstoodValue] = []
    for entry in patient.entries {
      guard let covariate = self[entry.name] else { continue }
      let text: String
      let json: JSONValue
      switch try covariate.read(entry.value) {
      case .missing: continue
      case .number(let number, _):
        text = Words.quantity(Words.exact(number), covariate.unit)
        json = .number(number)
      case .level(let level):
        text = covariate.level(level)?.label.en ?? level
        json = .string(level)
      case .oneOf(let levels):
        text = Words.list(levels.map { covariate.level($0)?.label.en ?? $0 }, "or")
        json = .strings(levels)
      }
      result.append(
        UnderstoodValue(name: covariate.name, label: covariate.label.en, text: text, json: json))
    }
    return result
  }
}
