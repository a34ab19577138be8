public import StrictJSON

/// Who the trials took: criteria that a patient meets, does not meet, or leaves open.
public struct EligibilityDocument: Sendable {
  public static let format = "sarcoma-eligibility/1"

  public let id: String
  public let version: String
  public let title: String
  public let status: TreatmentEffect.Status
  public let provenance: Provenance
  public let criteria: [EligibilityCriterion]
  public let limits: [String]
  /// The document as it was read.
  public let bytes: [UInt8]
  /// SHA-256 of ``bytes``, in hexadecimal digits.
  public let sha256: String

  /// Reads a document; its covariates are those of the vocabulary.
  ///
  /// - Throws: `StrictJSONError`, with line and path, for whatever the format does not allow.
  public init(_ bytes: [UInt8], vocabulary: Vocabulary) throws(StrictJSONError) {
    self = try JSONDocument(bytes).root.object { (reader) throws(StrictJSONError) in
      try EligibilityDocument(&reader, vocabulary, bytes)
    }
  }

  private init(
    _ reader: inout ObjectReader, _ vocabulary: Vocabulary, _ bytes: [UInt8]
  ) throws(StrictJSONError) {
    let format = try reader.value("format")
    guard try format.string() == Self.format else {
      throw format.refused("the format is not '\(Self.format)'")
    }
    id = try reader.string("id")
    version = try reader.string("version")
    title = try reader.string("title")
    status = try reader.oneOf("status")
    provenance = try reader.object("provenance", Provenance.init)
    let node = try reader.value("criteria")
    criteria = try node.objects { (reader) throws(StrictJSONError) in
      try EligibilityCriterion(&reader, vocabulary)
    }
    limits = try reader.strings("limits")
    self.bytes = bytes
    sha256 = SHA256.hexDigest(of: bytes)
    guard !criteria.isEmpty else { throw node.refused("there is at least one criterion") }
    guard Set(criteria.map(\.id)).count == criteria.count else {
      throw node.refused("two criteria have the same id")
    }
  }
}

/// One criterion: a test of one covariate, a choice between several, or groups of levels.
public struct EligibilityCriterion: Sendable {
  /// What is asked of a covariate.
  public struct Condition: Sendable {
    public let covariate: Covariate
    public let test: ScopeCondition.Test
  }

  /// Levels of a covariate for which the criterion is met or not, each with its own sentence.
  public struct Group: Sendable {
    public let levels: [String]
    public let isMet: Bool
    public let sentence: String
  }

  /// How a criterion is decided.
  public enum Test: Sendable {
    /// Met if all conditions of any of the lists hold.
    case anyOf([[Condition]])
    /// The first group that holds the level answers; a level of none leaves the criterion open.
    case groups(Covariate, [Group])
  }

  public let id: String
  public let test: Test
  /// Said of a criterion that is met or not; nil where its groups have their own sentences.
  public let met: String?
  public let notMet: String?
  /// Said where it is open, or taken for granted.
  public let unknown: String
  /// Whether nothing can be said of eligibility while it is open.
  public let decides: Bool
  /// Whether it is taken for granted while it is open.
  public let assumedWhenMissing: Bool
  /// Where the criterion was read.
  public let source: String
}

// MARK: - Document

extension EligibilityCriterion {
  init(_ reader: inout ObjectReader, _ vocabulary: Vocabulary) throws(StrictJSONError) {
    let node = reader.node
    id = try reader.string("id")
    let groupsNode = reader.optional("groups")
    let alternativesNode = reader.optional("anyOf")
    guard groupsNode == nil || alternativesNode == nil else {
      throw node.refused("a criterion has 'anyOf' or 'groups', not both")
    }
    if let alternatives = alternativesNode {
      let lists = try alternatives.objects { (reader) throws(StrictJSONError) in
        let list = try reader.value("all")
        let conditions = try list.objects { (reader) throws(StrictJSONError) in
          try Condition(&reader, vocabulary)
        }
        guard !conditions.isEmpty else { throw list.refused("there is at least one condition") }
        return conditions
      }
      guard !lists.isEmpty else { throw alternatives.refused("there is at least one alternative") }
      test = .anyOf(lists)
    } else if let groupsNode {
      let covariate = try Condition.covariate(&reader, vocabulary)
      let groups = try groupsNode.objects { (reader) throws(StrictJSONError) in
        try Group(&reader, covariate)
      }
      let levels = groups.flatMap(\.levels)
      guard !groups.isEmpty, Set(levels).count == levels.count else {
        throw groupsNode.refused("there is at least one group, and no level stands in two")
      }
      test = .groups(covariate, groups)
    } else {
      test = .anyOf([[try Condition(&reader, vocabulary)]])
    }
    let hasGroups = groupsNode != nil
    (met, notMet, unknown) = try reader.object("sentence") { (reader) throws(StrictJSONError) in
      (
        hasGroups ? nil : try reader.string("met"), hasGroups ? nil : try reader.string("notMet"),
        try reader.string("unknown")
      )
    }
    decides = try reader.bool("decides")
    assumedWhenMissing = try reader.bool("assumedWhenMissing")
    source = try reader.string("source")
    guard !(decides && assumedWhenMissing) else {
      throw node.refused("what is taken for granted does not decide")
    }
  }
}

extension EligibilityCriterion.Condition {
  init(_ reader: inout ObjectReader, _ vocabulary: Vocabulary) throws(StrictJSONError) {
    covariate = try Self.covariate(&reader, vocabulary)
    test = try ScopeCondition.test(&reader, of: covariate)
  }

  fileprivate static func covariate(
    _ reader: inout ObjectReader, _ vocabulary: Vocabulary
  ) throws(StrictJSONError) -> Covariate {
    let node = try reader.value("covariate")
    let name = try node.string()
    guard let covariate = vocabulary[name] else {
      throw node.refused("'\(name)' is not in the vocabulary")
    }
    return covariate
  }
}

extension EligibilityCriterion.Group {
  init(_ reader: inout ObjectReader, _ covariate: Covariate) throws(StrictJSONError) {
    let node = try reader.value("in")
    levels = try node.strings()
    isMet = try reader.bool("met")
    sentence = try reader.string("sentence")
    guard !levels.isEmpty else { throw node.refused("a group names at least one level") }
    let known = covariate.levelNames
    if let stray = levels.first(where: { !known.contains($0) }) {
      throw node.refused("'\(stray)' is not a level of \(covariate.name)")
    }
  }
}
