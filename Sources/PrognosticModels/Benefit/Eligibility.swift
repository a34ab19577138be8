public import StrictJSON

/// What a patient makes of the criteria of an ``EligibilityDocument``. Not to be eligible is an
/// answer with its reasons, not an error.
public struct Eligibility: Sendable, Equatable {
  /// One criterion of the document.
  public struct Finding: Sendable, Equatable {
    public let id: String
    /// Nil where what is said of the patient leaves it open.
    public let met: Bool?
    public let sentence: String
    /// Whether it is met only because it was taken for granted.
    public let isAssumed: Bool
    public let decides: Bool
  }

  /// The id of the document.
  public let document: String
  /// In the document's order.
  public let criteria: [Finding]

  /// False if any criterion fails; nil if none fails and one that decides is open; else true.
  public var eligible: Bool? {
    if criteria.contains(where: { $0.met == false }) { return false }
    return criteria.contains { $0.decides && $0.met == nil } ? nil : true
  }

  /// `{"eligible": true, "criteria": [{"id": "size", "met": true, "sentence": "..."}]}`.
  public var json: JSONValue {
    .object([
      ("eligible", Self.json(eligible)),
      (
        "criteria",
        .array(
          criteria.map { finding in
            .object([
              ("id", .string(finding.id)), ("met", Self.json(finding.met)),
              ("sentence", .string(finding.sentence)),
            ])
          })
      ),
    ])
  }

  private static func json(_ answer: Bool?) -> JSONValue { answer.map { .bool($0) } ?? .null }
}

extension EligibilityDocument {
  /// Holds a patient against every criterion.
  ///
  /// A half-answer counts where all that it admits gives the same answer.
  ///
  /// - Throws: what `Covariate.read(_:)` throws of a value that a criterion asks for.
  public func evaluate(_ patient: Patient) throws(PatientError) -> Eligibility {
    var findings: [Eligibility.Finding] = []
    for criterion in criteria { findings.append(try criterion.evaluate(patient)) }
    return Eligibility(document: id, criteria: findings)
  }
}

extension EligibilityCriterion {
  /// The criterion's finding of one patient.
  public func evaluate(_ patient: Patient) throws(PatientError) -> Eligibility.Finding {
    var readings: [String: CovariateReading] = [:]
    for covariate in covariates {
      readings[covariate.name] = try covariate.read(patient[covariate.name] ?? .missing)
    }
    let answer = answer(readings)
    let isAssumed = answer.met == nil && assumedWhenMissing
    return Eligibility.Finding(
      id: id, met: isAssumed ? true : answer.met, sentence: answer.sentence ?? unknown,
      isAssumed: isAssumed, decides: decides)
  }

  /// What readings by name say, and the sentence of it; nil where they leave it open.
  func answer(_ readings: [String: CovariateReading]) -> (met: Bool?, sentence: String?) {
    switch test {
    case .anyOf(let alternatives):
      let answer = Self.anyHolds(alternatives, readings)
      return (answer, answer.flatMap { $0 ? met : notMet })
    case .groups(let covariate, let groups):
      let places = (readings[covariate.name] ?? .missing).levels.map { level in
        groups.firstIndex {
          Condition(covariate: covariate, test: .among($0.levels)).holds(.level(level)) == true
        }
      }
      guard let first = places.first, let place = first, places.allSatisfy({ $0 == place }) else {
        return (nil, nil)
      }
      return (groups[place].isMet, groups[place].sentence)
    }
  }

  /// Three-valued: true if any list holds, false if none can, nil where it is open. What half-answers
  /// admit is tried in every combination, and all must agree.
  private static func anyHolds(
    _ alternatives: [[Condition]], _ readings: [String: CovariateReading]
  ) -> Bool? {
    var worlds: [[String: CovariateReading]] = [[:]]
    for covariate in alternatives.joined().map(\.covariate) where worlds[0][covariate.name] == nil {
      let reading = readings[covariate.name] ?? .missing
      let cases = reading.levels.isEmpty ? [reading] : reading.levels.map { .level($0) }
      worlds = worlds.flatMap { world in
        cases.map { reading in world.merging([covariate.name: reading]) { $1 } }
      }
    }
    let answers = worlds.map { world in
      ThreeValued.any(
        alternatives.map { conditions in
          ThreeValued.all(conditions.map { $0.holds(world[$0.covariate.name] ?? .missing) })
        })
    }
    guard let first = answers.first, answers.allSatisfy({ $0 == first }) else { return nil }
    return first
  }
}

extension EligibilityCriterion {
  /// What it asks of, each once.
  var covariates: [Covariate] {
    switch test {
    case .groups(let covariate, _): [covariate]
    case .anyOf(let alternatives):
      alternatives.joined().map(\.covariate).reduce(into: []) { result, covariate in
        if !result.contains(where: { $0.name == covariate.name }) { result.append(covariate) }
      }
    }
  }
}

extension EligibilityCriterion.Condition {
  /// Nil where the reading leaves it open.
  func holds(_ reading: CovariateReading) -> Bool? {
    ScopeCondition(covariate: covariate, test: test, reason: "", assumed: nil, instead: nil)
      .holds(reading)
  }
}

extension CovariateReading {
  /// The levels that it admits; empty for a number and for nothing.
  fileprivate var levels: [String] {
    switch self {
    case .level(let level): [level]
    case .oneOf(let levels): levels
    case .number, .missing: []
    }
  }
}

/// Kleene's three-valued logic; nil is unknown.
private enum ThreeValued {
  static func all(_ answers: [Bool?]) -> Bool? {
    if answers.contains(false) { return false }
    return answers.contains(nil) ? nil : true
  }

  static func any(_ answers: [Bool?]) -> Bool? {
    if answers.contains(true) { return true }
    return answers.contains(nil) ? nil : false
  }
}
