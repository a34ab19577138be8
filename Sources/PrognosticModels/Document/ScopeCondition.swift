internal import StrictJSON

/// One condition that a patient must meet for a model to speak of them.
///
///     {"covariate": "metastasis", "in": ["no"], "reason": "the score is for localised disease",
///      "assumed": "localised", "instead": null}
public struct ScopeCondition: Sendable {
  /// What must hold of the covariate.
  public enum Test: Sendable, Equatable {
    /// Levels of the covariate; each covers what is part of it.
    case among([String])
    case notAmong([String])
    case within(Bounds)
  }

  /// Bounds of a number; nil where there is none.
  public struct Bounds: Sendable, Equatable {
    public var atLeast: Double?
    public var above: Double?
    public var atMost: Double?
    public var below: Double?

    /// Whether a number lies within every bound that is stated; NaN lies within none.
    public func hold(_ number: Double) -> Bool {
      atLeast.map { number >= $0 } ?? true && above.map { number > $0 } ?? true
        && atMost.map { number <= $0 } ?? true && below.map { number < $0 } ?? true
    }
  }

  /// What a patient makes of a condition.
  public enum Finding: Sendable, Equatable {
    case holds
    /// `instead` is another model's id, or what to do.
    case fails(reason: String, instead: String?)
    /// Not known, and taken for granted.
    case assumed(Assumption)
    /// Not known, and nothing is said of it.
    case silent
  }

  public let covariate: Covariate
  public let test: Test
  /// Said when it fails.
  public let reason: String
  /// Said when the patient does not mention it; nil where it is then not said.
  public let assumed: String?
  public let instead: String?
}

// MARK: - Document

extension ScopeCondition {
  /// Reads a member of `scope`, on a covariate of the vocabulary or a local one of the model.
  init(
    _ reader: inout ObjectReader, _ vocabulary: Vocabulary, _ covariates: [ModelCovariate]
  ) throws(StrictJSONError) {
    let node = reader.node
    let name = try reader.string("covariate")
    let local = covariates.first { $0.name == name && $0.covariate.isLocal }
    guard let covariate = local?.covariate ?? vocabulary[name] else {
      throw node.refused("'\(name)' is neither in the vocabulary nor local to the model")
    }
    self.covariate = covariate
    test = try Self.test(&reader, of: covariate)
    reason = try reader.string("reason")
    assumed = try reader.optional("assumed")?.string()
    instead = try reader.optional("instead")?.string()
  }

  /// The members `in`, `notIn`, `atLeast`, `above`, `atMost` and `below`, as the kind of the
  /// covariate allows them.
  static func test(
    _ reader: inout ObjectReader, of covariate: Covariate
  ) throws(StrictJSONError) -> Test {
    let node = reader.node
    let among = try reader.optional("in")?.strings()
    let notAmong = try reader.optional("notIn")?.strings()
    let bounds = Bounds(
      atLeast: try reader.optional("atLeast")?.number(),
      above: try reader.optional("above")?.number(),
      atMost: try reader.optional("atMost")?.number(),
      below: try reader.optional("below")?.number())
    let test: Test
    switch (covariate.kind, among, notAmong, bounds == Bounds()) {
    case (.category, let levels?, nil, true), (.yesNo, let levels?, nil, true):
      test = .among(levels)
    case (.category, nil, let levels?, true), (.yesNo, nil, let levels?, true):
      test = .notAmong(levels)
    case (.number, nil, nil, false): test = .within(bounds)
    default:
      throw node.refused(
        covariate.kind == .number
          ? "a condition on a number has atLeast, above, atMost or below, and neither in nor notIn"
          : "a condition on levels has in or notIn, one of them, and no bounds")
    }
    let known = covariate.levelNames
    let named = (among ?? []) + (notAmong ?? [])
    if let stray = named.first(where: { !known.contains($0) }) {
      throw node.refused("'\(stray)' is not a level of \(covariate.name)")
    }
    if among?.isEmpty == true || notAmong?.isEmpty == true {
      throw node.refused("a condition names at least one level")
    }
    return test
  }
}

// MARK: - Patient

extension ScopeCondition {
  /// Whether a patient meets the condition.
  ///
  /// A half-answer counts when all that it admits is inside, or all outside. A level only parts of
  /// which are listed is not known to be either.
  ///
  /// - Throws: what `Covariate.read(_:)` throws of the patient's value.
  public func check(_ patient: Patient) throws(PatientError) -> Finding {
    switch holds(try covariate.read(patient[covariate.name] ?? .missing)) {
    case true?: .holds
    case false?: .fails(reason: reason, instead: instead)
    case nil: assumption.map { .assumed($0) } ?? .silent
    }
  }

  /// Whether a patient of whom nothing is said is usually inside: an exclusion, a bound, or what the
  /// vocabulary presumes. Of a site nothing is usual.
  var holdsUsually: Bool {
    switch test {
    case .notAmong, .within: true
    case .among(let levels): covariate.presumed.flatMap { lies($0, in: levels) } ?? false
    }
  }

  /// Nil where the reading leaves it open.
  func holds(_ reading: CovariateReading) -> Bool? {
    switch (test, reading) {
    case (.within(let bounds), .number(let number, _)): bounds.hold(number)
    case (.among(let levels), .level(let level)): lies(level, in: levels)
    case (.notAmong(let levels), .level(let level)): lies(level, in: levels).map { !$0 }
    case (_, .oneOf(let admitted)): agreed(admitted.map { holds(.level($0)) })
    default: nil
    }
  }

  /// What all say; nil where they differ, one does not know, or there is none.
  private func agreed(_ answers: [Bool?]) -> Bool? {
    guard let first = answers.first, answers.allSatisfy({ $0 == first }) else { return nil }
    return first
  }

  /// Whether a level is one of `levels` or part of one; nil where only a part of it is.
  private func lies(_ level: String, in levels: [String]) -> Bool? {
    if covariate.lineage(of: level).contains(where: levels.contains) { return true }
    let isOpen = levels.contains { covariate.lineage(of: $0).contains(level) }
    return isOpen ? nil : false
  }

  private var assumption: Assumption? {
    guard let assumed else { return nil }
    let value =
      switch test {
      case .among(let levels): Words.list(levels, "or")
      case .notAmong(let levels) where covariate.kind == .yesNo && levels.count == 1:
        levels == ["yes"] ? "no" : "yes"
      case .notAmong(let levels): "not " + Words.list(levels, "or")
      case .within: assumed
      }
    return Assumption(covariate: covariate.name, value: value, words: assumed)
  }
}

extension Covariate {
  /// Names of its levels; yes and no where it is such a covariate.
  var levelNames: [String] {
    levels.isEmpty && kind == .yesNo ? ["yes", "no"] : levels.map(\.name)
  }
}
