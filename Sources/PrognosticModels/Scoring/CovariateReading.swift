/// What a value says of a covariate.
public enum CovariateReading: Sendable, Equatable {
  /// In the canonical unit; `converted` says from what: "125 mm is 12.5 cm".
  case number(Double, converted: String?)
  /// A level of the covariate; of a yes/no covariate "yes" or "no".
  case level(String)
  /// A half-answer: the levels that it may mean.
  case oneOf([String])
  case missing
}

extension Covariate {
  /// Reads what was written for this covariate.
  ///
  /// A level is recognised by its name, its label in any language, its synonyms, ICD-O-3 codes and
  /// OMOP ids, whatever the case, accents, blanks and hyphens; what may mean two levels is refused.
  /// A number is brought to the canonical unit.
  public func read(_ value: PatientValue) throws(PatientError) -> CovariateReading {
    switch kind {
    case .number: try readNumber(value)
    case .category: try readCategory(value)
    case .yesNo: try readYesNo(value)
    }
  }

  // MARK: - Numbers

  private func readNumber(_ value: PatientValue) throws(PatientError) -> CovariateReading {
    switch value {
    case .missing: return .missing
    case .truth:
      throw .wrongShape(covariate: name, found: value.words, wanted: "a number")
    case .number(let number) where number.isNaN: return .missing
    case .number(let number): return try checked(number, given: nil)
    case .quantity(let number, let unit): return try converted(number, unit, text: value.words)
    case .text(let text):
      if UnknownWords.contain(text) { return .missing }
      switch QuantityText(text) {
      case .number(let number, let unit): return try converted(number, unit, text: text)
      case .ambiguous: throw .ambiguousNumber(covariate: name, text: text)
      case .notANumber: throw .notANumber(covariate: name, text: text, unit: unit)
      }
    }
  }

  private func converted(
    _ number: Double, _ unit: String, text: String
  ) throws(PatientError) -> CovariateReading {
    let given = TextFolding.unit(unit)
    guard !given.isEmpty else { return try checked(number, given: nil) }
    guard let known = units.first(where: { TextFolding.unit($0.name) == given }) else {
      // "5 per 50 HPF" has a unit, if not one of these; "10 x 8 cm" is no number with a unit.
      let isRate = given.hasPrefix("/") || given.hasPrefix("per")
      let isUnit = isRate || !given.unicodeScalars.contains { ("0"..."9").contains($0) }
      if isUnit { throw .unknownUnit(covariate: name, unit: unit, accepted: units.map(\.name)) }
      throw .notANumber(covariate: name, text: text, unit: self.unit)
    }
    if known.factor == 1 { return try checked(number, given: nil) }
    return try checked(
      Self.scaled(number, by: known.factor), given: Words.quantity(Words.exact(number), known.name))
  }

  /// number * factor, rounded once where the factor is one over an integer: 3 mm are 0.3 cm to the
  /// bit.
  static func scaled(_ number: Double, by factor: Double) -> Double {
    let inverse = (1 / factor).rounded()
    let isInverse = inverse > 1 && (factor * inverse - 1).magnitude < 1e-12
    return isInverse ? number / inverse : number * factor
  }

  /// `given` is the quantity as it was before conversion.
  private func checked(_ number: Double, given: String?) throws(PatientError) -> CovariateReading {
    guard number.isFinite else {
      throw .notANumber(covariate: name, text: given ?? Words.exact(number), unit: unit)
    }
    if let possible, !possible.contains(number) {
      throw .implausible(
        covariate: name, value: number, unit: unit, possible: possible,
        question: given == nil ? question : nil)
    }
    if isInteger, number != number.rounded() {
      throw .notAnInteger(covariate: name, value: number)
    }
    return .number(
      number, converted: given.map { "\($0) is \(Words.quantity(Words.rounded(number), unit))" })
  }

  // MARK: - Levels

  private func readCategory(_ value: PatientValue) throws(PatientError) -> CovariateReading {
    let text: String
    switch value {
    case .missing: return .missing
    case .number(let number) where number.isNaN: return .missing
    case .quantity:
      throw .wrongShape(covariate: name, found: value.words, wanted: "a level, without a unit,")
    case .number, .truth, .text: text = value.words
    }
    let places = index.places(of: text)
    guard let place = places.first else {
      if UnknownWords.contain(text) { return .missing }
      throw unknownLevel(text)
    }
    guard places.count == 1 else {
      throw .ambiguousLevel(covariate: name, level: text, candidates: places.map(answerName))
    }
    return place < levels.count
      ? .level(levels[place].name) : .oneOf(halfAnswers[place - levels.count].admits)
  }

  /// The error for a text that is no level, with the levels that are or, of many, the nearest.
  func unknownLevel(_ text: String) -> PatientError {
    let isLong = levels.count > PatientError.mostListed
    // A level that others are part of says less than they do.
    let parents = Set(levels.compactMap(\.parent))
    return .unknownLevel(
      covariate: name, label: label.en, level: text,
      allowed: levelNames.filter { !parents.contains($0) },
      nearest: isLong ? index.similar.nearest(to: text, count: 3).map { levels[$0].name } : [])
  }

  private func answerName(_ place: Int) -> String {
    place < levels.count ? levels[place].name : halfAnswers[place - levels.count].name
  }

  private func readYesNo(_ value: PatientValue) throws(PatientError) -> CovariateReading {
    switch value {
    case .truth(let value): return .level(value ? "yes" : "no")
    case .number(1): return .level("yes")
    case .number(0): return .level("no")
    default: break
    }
    if case .text(let text) = value {
      let folded = TextFolding.light(text)
      let integer = QuantityText.integer(text)
      if Self.yes.contains(folded) || integer == 1 { return .level("yes") }
      if Self.no.contains(folded) || integer == 0 { return .level("no") }
    }
    return try readCategory(value)
  }

  private static let yes: Set<String> = [
    "yes", "y", "true", "si", "vero", "verdadero", "oui", "vrai",
  ]
  private static let no: Set<String> = ["no", "n", "false", "non", "falso", "faux"]
}
