internal import StrictJSON

/// What can be known of a patient: one entry of the vocabulary, or a covariate that a model of one's
/// own data defines in place.
public struct Covariate: Sendable {
  /// What a value can be: a number with a unit, one of named levels, or yes and no.
  public enum Kind: String, Sendable, CaseIterable {
    case number
    case category
    case yesNo
  }

  /// When it becomes known.
  public enum Moment: String, Sendable, CaseIterable {
    case diagnosis
    case surgery
  }

  /// One value of a category.
  public struct Level: Sendable {
    public let name: String
    public let label: LocalizedText
    public let definition: String?
    /// The wider level that it belongs to.
    public let parent: String?
    /// What clinicians and registries write for it: synonyms and ICD-O-3 codes.
    public let synonyms: [String]
    public let icdO3: [String]
    public let omop: [Int]
  }

  /// A value that leaves more than one level open, such as "high grade".
  public struct HalfAnswer: Sendable {
    public let name: String
    public let label: LocalizedText
    /// The levels that it may mean.
    public let admits: [String]
    public let synonyms: [String]
  }

  public let name: String
  public let kind: Kind
  public let label: LocalizedText
  public let definition: String?
  public let excludes: String?
  public let knownFrom: Moment?
  /// Canonical unit; nil for categories and bare counts.
  public let unit: String?
  /// Accepted units with the factor that makes a value canonical.
  public let units: [(name: String, factor: Double)]
  /// Values that a patient can have; outside them a question is asked instead of a score given.
  public let possible: ClosedRange<Double>?
  /// That question.
  public let question: String?
  public let isInteger: Bool
  public let levels: [Level]
  public let halfAnswers: [HalfAnswer]
  /// The number that answers a yes/no covariate of which nothing is said: yes above the bound.
  public let implied: (by: String, above: Double)?
  /// The level that a comparison takes for granted where nothing is said: localised, primary.
  public let presumed: String?
  /// Whether a model defines it for itself.
  public let isLocal: Bool
  /// Of each level by name, itself and all that it is part of, nearest first.
  private let lineages: [String: [String]]
  /// What may be written for a level.
  let index: LevelIndex
}

extension Covariate {
  /// Reads an entry of the vocabulary.
  init(_ reader: inout ObjectReader) throws(StrictJSONError) {
    name = try reader.string("name")
    kind = try reader.oneOf("kind")
    label = try reader.object("label", LocalizedText.init)
    _ = try reader.optional("reviewedBy")?.string()
    definition = try reader.optional("definition")?.string()
    excludes = try reader.optional("excludes")?.string()
    unit = try reader.optional("unit")?.string()
    var units: [(name: String, factor: Double)] = []
    if let node = reader.optional("units") {
      for (name, factor) in try node.members() { units.append((name, try factor.positive())) }
    }
    self.units = units
    possible = try Self.range(reader.optional("possible"))
    question = try reader.optional("asks")?.string()
    knownFrom = try reader.optional("knownFrom")?.oneOf()
    isInteger = try reader.optional("integer")?.bool() ?? false
    _ = try reader.optional("codes")?.members()
    levels = try reader.optional("levels")?.objects(Level.init) ?? []
    halfAnswers = try reader.optional("halfAnswers")?.objects(HalfAnswer.init) ?? []
    implied = try reader.optional("impliedBy")?.object { (reader) throws(StrictJSONError) in
      (by: try reader.string("covariate"), above: try reader.number("above"))
    }
    presumed = try reader.optional("presumed")?.string()
    isLocal = false
    lineages = Self.lineages(of: levels)
    index = LevelIndex(levels: levels, halfAnswers: halfAnswers)
    if kind != .number, levels.isEmpty { throw reader.node.refused("'\(name)' has no levels") }
    var seen: Set<String> = []
    for name in levels.map(\.name) + halfAnswers.map(\.name) where !seen.insert(name).inserted {
      throw reader.node.refused("the level '\(name)' stands there twice")
    }
    guard kind != .yesNo || Set(levels.map(\.name)) == ["yes", "no"] else {
      throw reader.node.refused("the levels of '\(name)' are yes and no")
    }
    let referred = levels.compactMap(\.parent) + halfAnswers.flatMap(\.admits)
    if let stray = referred.first(where: { level($0) == nil }) {
      throw reader.node.refused("'\(stray)' is not a level of '\(name)'")
    }
  }

  /// A covariate that a model defines in place, its levels named as they are labelled.
  init(
    local name: String, kind: Kind, label: LocalizedText, unit: String?, levels: [String],
    knownFrom: Moment? = nil
  ) {
    self.name = name
    self.kind = kind
    self.label = label
    definition = nil
    excludes = nil
    self.knownFrom = knownFrom
    self.unit = unit
    units = unit.map { [($0, 1)] } ?? []
    possible = nil
    question = nil
    isInteger = false
    self.levels = levels.map {
      Level(
        name: $0, label: LocalizedText(en: $0), definition: nil, parent: nil, synonyms: [],
        icdO3: [], omop: [])
    }
    halfAnswers = []
    implied = nil
    presumed = nil
    isLocal = true
    lineages = [:]
    index = LevelIndex(levels: self.levels, halfAnswers: [])
  }

  /// [low, high], low below high; nil for nil.
  static func range(_ node: JSONNode?) throws(StrictJSONError) -> ClosedRange<Double>? {
    guard let node else { return nil }
    let bounds = try node.numbers()
    guard bounds.count == 2, bounds[0] < bounds[1] else {
      throw node.refused("a range is [low, high] with low below high")
    }
    return bounds[0]...bounds[1]
  }
}

extension Covariate.Level {
  init(_ reader: inout ObjectReader) throws(StrictJSONError) {
    name = try reader.string("name")
    label = try reader.object("label", LocalizedText.init)
    parent = try reader.optional("partOf")?.string()
    definition = try reader.optional("definition")?.string()
    icdO3 = try reader.optional("icdO3")?.strings() ?? []
    _ = try reader.optional("icdO3Confirmed")?.bool()
    var omop: [Int] = []
    for node in try reader.optional("omop")?.array() ?? [] { omop.append(try node.integer()) }
    self.omop = omop
    synonyms = try reader.optional("synonyms")?.strings() ?? []
  }
}

extension Covariate.HalfAnswer {
  init(_ reader: inout ObjectReader) throws(StrictJSONError) {
    name = try reader.string("name")
    label = try reader.object("label", LocalizedText.init)
    let node = try reader.value("admits")
    admits = try node.strings()
    guard !admits.isEmpty else { throw node.refused("a half-answer admits a level") }
    synonyms = try reader.optional("synonyms")?.strings() ?? []
  }
}

extension Covariate {
  /// The level of a name; nil if there is none.
  public func level(_ name: String) -> Level? { levels.first { $0.name == name } }

  /// A level and all that it is part of, nearest first.
  public func lineage(of level: String) -> [String] { lineages[level] ?? [level] }

  private static func lineages(of levels: [Level]) -> [String: [String]] {
    var parents: [String: String] = [:]
    for level in levels { parents[level.name] = level.parent }
    var result: [String: [String]] = [:]
    for level in levels {
      var lineage: [String] = []
      var next: String? = level.name
      while let name = next, !lineage.contains(name) {
        lineage.append(name)
        next = parents[name]
      }
      result[level.name] = lineage
    }
    return result
  }
}
